"""Reads the examples that `arena world export` wrote and serves them as batches."""

import json

import numpy as np

from bpe import SPECIAL

POINTWISE, PAIRWISE, CHAIN = 0, 1, 2
SKILLS = ["arithmetic", "comparing", "sorting", "counting", "reversing", "units", "calendar", "sequences", "lookup"]
PLANTED = ["assertive", "wordy", "flattering"]


class Examples:
    """Examples in flat arrays.

    Every example is a run of token ids that ends with the verdict; `bounds` are where its segments begin, `ends` the last token of
    each response, `right` whether that response is right, `planted` a bit for each style of PLANTED that it carries.
    """

    FIELDS = ("ids", "start", "kind", "skill", "reference", "swapped", "bounds", "ends", "right", "planted", "case", "problem")

    def __init__(self, **arrays):
        self.__dict__.update(arrays)
        self.length = np.diff(self.start)

    def save(self, path):
        np.savez(path, **{name: getattr(self, name) for name in self.FIELDS}, distractor=self.distractor, family=self.family)

    @staticmethod
    def load(path):
        with np.load(path) as file:
            return Examples(**{name: file[name] for name in file.files})

    def tokens(self, i):
        return self.ids[self.start[i]:self.start[i + 1]]


def read(path, tokenizer):
    """Tokenizes a file of examples, and adds for each problem a chain: its plain responses one after another, to be graded each."""
    cache = {}

    def encode(text, special):
        ids = cache.get((text, special))
        if ids is None:
            if len(cache) > 200_000:
                cache.clear()
            ids = cache[text, special] = tokenizer.encode(text, special)
        return ids

    ids, start = [], [0]
    columns = {name: [] for name in ("kind", "skill", "reference", "swapped", "bounds", "ends", "right", "planted", "case", "problem", "distractor", "family")}
    families, distractors, cases = {}, {"": 0}, {}
    chain = None

    def add(kind, segments, answer, responses, example, case, family):
        tokens, bounds, ends = [], [], []
        last = len(segments) - 1
        for i, segment in enumerate(segments):
            bounds.append(len(tokens))
            tokens += encode(segment, i in (0, last))
            if segment.startswith(("\nA:", "\nB:", "\nAnswer:")):
                ends.append(len(tokens) - 1)
        if answer is not None:
            tokens += encode(answer, True)
        ids.append(np.array(tokens, np.uint16))
        start.append(start[-1] + len(tokens))
        pad = lambda values, size: (list(values) + [-1] * size)[:size]
        columns["kind"].append(kind)
        columns["skill"].append(SKILLS.index(example["skill"]))
        columns["reference"].append(example["has_reference"])
        columns["swapped"].append(example["is_swapped"])
        columns["bounds"].append(pad(bounds, 6))
        columns["ends"].append(pad(ends, 4))
        columns["right"].append(pad([r["is_correct"] for r in responses], 4))
        columns["planted"].append(pad([sum(1 << k for k, s in enumerate(PLANTED) if s in (r["style"], r.get("distractor"))) for r in responses], 4))
        columns["distractor"].append(pad([distractors.setdefault(r.get("distractor", ""), len(distractors)) for r in responses], 4))
        columns["case"].append(cases.setdefault(case, len(cases)))
        columns["family"].append(families.setdefault(family, len(families)))
        columns["problem"].append(example["problem_id"])

    def close_chain():
        if chain is not None and len(chain[1]) >= 2:
            example, plain = chain
            segments = example["segments"][:2] + [segment for segment, _ in plain] + ["<|im_end|>\n"]
            add(CHAIN, segments, None, [response for _, response in plain], example, f"{example['problem_id']}-chain", "chain")

    with open(path, encoding="utf-8") as file:
        for line in file:
            example = json.loads(line)
            if chain is None or chain[0]["problem_id"] != example["problem_id"]:
                close_chain()
                chain = (example, [])
            if example["protocol"] == "pointwise" and "distractor" not in example["responses"][0]:
                chain[1].append((example["segments"][2], example["responses"][0]))
            kind = PAIRWISE if example["protocol"] == "pairwise" else POINTWISE
            family = example["id"].split("-", 1)[1] if kind == PAIRWISE else "single"
            add(kind, example["segments"], example["label"] + "<|im_end|>", example["responses"], example, example["id"], family)
    close_chain()
    types = {"kind": np.int8, "skill": np.int8, "reference": bool, "swapped": bool, "bounds": np.int16, "ends": np.int16, "right": np.int8, "planted": np.int8, "case": np.int32, "problem": np.int32, "distractor": np.int8, "family": np.int8}
    arrays = {name: np.array(values, types[name]) for name, values in columns.items()}
    result = Examples(ids=np.concatenate(ids), start=np.array(start, np.int64), **arrays)
    return result, {"family": list(families), "distractor": list(distractors)}


class Sampler:
    """Draws batches of about equal length. Batch t of a worker depends on the seed, t and the worker alone, so a run can resume.

    `words` are the tokens that `reword` may exchange, and `exchanged` the share of those in a row that it does.
    """

    def __init__(self, examples, budget, seed, words, exchanged):
        self.examples, self.budget, self.seed, self.words, self.exchanged = examples, budget, seed, words, exchanged
        self.by_kind = {}
        for kind in (POINTWISE, PAIRWISE, CHAIN):
            rows = np.flatnonzero(examples.kind == kind)
            rows = rows[examples.length[rows] <= 400]
            rows = np.random.default_rng(seed).permutation(rows)
            rows = rows[np.argsort(examples.length[rows], kind="stable")]
            self.by_kind[kind] = (rows, np.cumsum(examples.length[rows]))

    def batch(self, step, worker, shares):
        random = np.random.default_rng([self.seed, step, worker])
        rows, total = self.by_kind[int(random.choice(3, p=shares))]
        first = int(np.searchsorted(total, random.integers(total[-1])))
        last = min(first + max(1, self.budget // self.examples.length[rows[first]]), len(rows))
        return collate(self.examples, rows[first:last], random, self.words, self.exchanged)


def words_of(tokenizer):
    """Tokens of small letters, without those that every prompt is made of."""
    form = set(tokenizer.encode("user\nQuestion:\nReference:\nAnswer:\nassistant\n"))
    return np.array([i for i, token in enumerate(tokenizer.tokens[:-len(SPECIAL)]) if i not in form and any("a" <= c <= "z" for c in token)])


def reword(tokens, words, share, random):
    """Exchanges a share of the words that a prompt has for others that it has not, each the same wherever it stands.

    What is equal stays equal, so the truth stays; but no phrase is one that was seen before. Without this the judge learns the
    phrases of training, and is lost among those that it has not met.
    """
    present = np.intersect1d(tokens, words)
    chosen = present[random.random(len(present)) < share]
    table = np.arange(int(words.max()) + 1)
    table[chosen] = random.choice(np.setdiff1d(words, present), len(chosen), replace=False)
    return np.where(tokens < len(table), table[np.minimum(tokens, len(table) - 1)], tokens)


def collate(examples, rows, random=None, words=None, exchanged=0.0):
    """Pads rows to one length. With `random`, words are exchanged in half of the rows that show a reference, and some segments
    move apart, so that no distance up to the context's length is new."""
    longest = int(examples.length[rows].max())
    ids = np.zeros((len(rows), longest), np.int64)
    positions = np.tile(np.arange(longest), (len(rows), 1))
    for b, row in enumerate(rows):
        tokens = examples.tokens(row)
        if random is not None and examples.reference[row] and random.random() < 0.5:
            tokens = reword(tokens, words, exchanged, random)
        ids[b, :len(tokens)] = tokens
        if random is not None and random.random() < 0.4:
            room = 511 - longest
            for bound in examples.bounds[row][1:]:
                if bound > 0 and room > 0 and random.random() < 0.5:
                    jump = int(random.integers(0, min(room, 90) + 1))
                    positions[b, bound:] += jump
                    room -= jump
    return {"rows": rows, "ids": ids, "positions": positions, "length": examples.length[rows], "ends": examples.ends[rows].astype(np.int64), "right": examples.right[rows]}
