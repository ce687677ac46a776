"""A byte-level BPE tokenizer, small enough to read: trainer, encoder and the tokenizer.json of Hugging Face.

Merges never cross from letters into anything else, a space never merges with a capital, and two capitals never merge. So a digit, a
capital and a punctuation mark are always tokens of their own: an answer such as 4719, TRACE or Monday has the same tokens wherever
it stands, which is what a judge has to compare.
"""

import json
import re
from collections import Counter

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]

# The pattern of Qwen 2, a common one that single digits and llama.cpp ("qwen2") know.
PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
# The same for Python's re, which lacks \p.
_PRETOKEN = re.compile(
    PATTERN.replace(r"[^\r\n\p{L}\p{N}]", r"(?:[^\r\n\w]|_)")
    .replace(r"[^\s\p{L}\p{N}]", r"(?:[^\s\w]|_)")
    .replace(r"\p{L}", r"[^\W\d_]")
    .replace(r"\p{N}", r"\d")
)
_MERGEABLE = re.compile(r"Ġ?[a-z]+|[A-Z]?[a-z]+")


def _byte_alphabet():
    """The printable character that stands for each byte, as in GPT-2."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    alphabet, extra = {}, 0
    for byte in range(256):
        if byte in printable:
            alphabet[byte] = chr(byte)
        else:
            alphabet[byte] = chr(256 + extra)
            extra += 1
    return alphabet


class Tokenizer:
    def __init__(self, merges):
        self.alphabet = _byte_alphabet()
        self.merges = merges
        self.rank = {tuple(pair): i for i, pair in enumerate(merges)}
        tokens = [self.alphabet[b] for b in sorted(self.alphabet, key=lambda b: self.alphabet[b])]
        tokens += ["".join(pair) for pair in merges]
        self.tokens = tokens + SPECIAL
        self.id = {token: i for i, token in enumerate(self.tokens)}
        self._words = {}

    def encode(self, text, special=False):
        """Token ids. Special tokens are recognised only where asked for, never in the text of others."""
        if special:
            parts = re.split("(" + "|".join(map(re.escape, SPECIAL)) + ")", text)
            return [t for p in parts if p for t in ([self.id[p]] if p in SPECIAL else self.encode(p))]
        ids = []
        for word in _PRETOKEN.findall(text):
            known = self._words.get(word)
            if known is None:
                symbols = [self.alphabet[b] for b in word.encode()]
                known = self._words[word] = [self.id[s] for s in self._merge(symbols)]
            ids += known
        return ids

    def _merge(self, symbols):
        while len(symbols) > 1:
            ranks = [self.rank.get(pair, 1 << 30) for pair in zip(symbols, symbols[1:])]
            best = min(ranks)
            if best == 1 << 30:
                break
            at = ranks.index(best)
            symbols = symbols[:at] + [symbols[at] + symbols[at + 1]] + symbols[at + 2:]
        return symbols

    def to_json(self):
        vocab = {t: i for i, t in enumerate(self.tokens) if t not in SPECIAL}
        added = [
            {"id": self.id[t], "content": t, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
            for t in SPECIAL
        ]
        return {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": added,
            "normalizer": None,
            "pre_tokenizer": {
                "type": "Sequence",
                "pretokenizers": [
                    {"type": "Split", "pattern": {"Regex": PATTERN}, "behavior": "Isolated", "invert": False},
                    {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False},
                ],
            },
            "post_processor": None,
            "decoder": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False},
            "model": {
                "type": "BPE",
                "dropout": None,
                "unk_token": None,
                "continuing_subword_prefix": None,
                "end_of_word_suffix": None,
                "fuse_unk": False,
                "byte_fallback": False,
                "ignore_merges": False,
                "vocab": vocab,
                "merges": [" ".join(pair) for pair in self.merges],
            },
        }

    @staticmethod
    def load(path):
        with open(path, encoding="utf-8") as file:
            return Tokenizer([tuple(m.split(" ")) for m in json.load(file)["model"]["merges"]])


def train(texts, vocabulary):
    """Learns merges from texts until the vocabulary, special tokens included, has the asked size."""
    alphabet = _byte_alphabet()
    counts = Counter(word for text in texts for word in _PRETOKEN.findall(text))
    words = [([alphabet[b] for b in word.encode()], count) for word, count in counts.items()]
    merges = []
    while 256 + len(merges) + len(SPECIAL) < vocabulary:
        pairs = Counter()
        for symbols, count in words:
            for pair in zip(symbols, symbols[1:]):
                if _MERGEABLE.fullmatch("".join(pair)):
                    pairs[pair] += count
        if not pairs:
            break
        best = min(pairs, key=lambda p: (-pairs[p], p))
        merges.append(best)
        joined = "".join(best)
        for w, (symbols, count) in enumerate(words):
            if joined not in "".join(symbols):
                continue
            merged, i = [], 0
            while i < len(symbols):
                if i + 1 < len(symbols) and (symbols[i], symbols[i + 1]) == best:
                    merged.append(joined)
                    i += 2
                else:
                    merged.append(symbols[i])
                    i += 1
            words[w] = (merged, count)
    return Tokenizer(merges)
