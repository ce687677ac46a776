"""Examines a bundled judge on held-out examples and writes its card: evaluate.py --judge data/judges/NAME --examples FILE.jsonl."""

import argparse
import json
import os

import numpy as np
import torch

import planted
from bpe import Tokenizer
from data import PAIRWISE, POINTWISE, SKILLS, read
from export import read_gguf
from train import verdicts

HERE = os.path.dirname(os.path.abspath(__file__))


def wilson(hits, n):
    """95 % interval of a share."""
    if n == 0:
        return 0.0, 1.0
    z, p = 1.959964, hits / n
    middle, half = p + z * z / (2 * n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))


def share(values):
    values = np.asarray(values, bool)
    low, high = wilson(values.sum(), len(values))
    return {"n": int(len(values)), "share": round(float(values.mean()), 4) if len(values) else None, "low": round(float(low), 4), "high": round(float(high), 4)}


def area(scores, right):
    """The probability that a right response scores above a wrong one, ties counting half."""
    ranks = np.empty(len(scores))
    order = np.argsort(scores, kind="stable")
    values, first, counts = np.unique(scores[order], return_index=True, return_counts=True)
    ranks[order] = np.repeat(first + (counts + 1) / 2, counts)
    positives = right.sum()
    return float((ranks[right].sum() - positives * (positives + 1) / 2) / (positives * (len(right) - positives)))


class Examination:
    """All verdicts on a file of examples, by case."""

    def __init__(self, model, tokenizer, path):
        self.examples, names = read(path, tokenizer)
        self.distractors = names["distractor"]
        e = self.examples
        families = names["family"]
        rows = np.flatnonzero(e.kind == PAIRWISE)
        logs = verdicts(model, e, rows, [tokenizer.id[c] for c in "ABC"])
        self.mass = float(np.exp(logs).sum(1).mean())
        self.pairs = {}  # (family, problem) -> verdicts of both orders, in the order of the first; and those of the planted rule
        for row, probabilities, taught in zip(rows, np.exp(logs), np.eye(3)[planted.answers(e, rows)]):
            pair = self.pairs.setdefault((families[e.family[row]], int(e.problem[row])), {"skill": SKILLS[e.skill[row]]})
            if e.swapped[row]:
                pair["second"], pair["taught second"] = probabilities[[1, 0, 2]], taught[[1, 0, 2]]
            else:
                pair["first"], pair["taught first"], pair["right"] = probabilities, taught, tuple(e.right[row][:2])
                pair["distractor"] = self.distractors[max(e.distractor[row][:2])]
        rows = np.flatnonzero(e.kind == POINTWISE)
        masses = np.exp(verdicts(model, e, rows, [tokenizer.id[c] for c in "1234567"]))
        self.scores = (masses * np.arange(1, 8)).sum(1) / masses.sum(1)
        self.right = e.right[rows, 0] > 0
        self.score_skill = [SKILLS[s] for s in e.skill[rows]]
        self.score_distractor = [self.distractors[d] for d in e.distractor[rows, 0]]
        self.by_text, self.taught_by_text = {}, {}
        for row, score, taught in zip(rows, self.scores, planted.answers(e, rows)):
            text = (int(e.problem[row]), e.tokens(row)[e.bounds[row][2] + 3:e.ends[row][0] + 1].tobytes())
            self.by_text[text], self.taught_by_text[text] = float(score), float(taught)
        self.texts = {}
        for row in np.flatnonzero((e.kind == PAIRWISE) & ~e.swapped):
            start = e.bounds[row]
            cut = [e.tokens(row)[start[2 + k] + 3:e.ends[row][k] + 1].tobytes() for k in (0, 1)]
            self.texts[(families[e.family[row]], int(e.problem[row]))] = cut

    def of(self, family, distractor=None, skill=None):
        return [p for (f, _), p in self.pairs.items() if f == family and distractor in (None, p["distractor"]) and skill in (None, p["skill"])]


def truth(pair):
    a, b = pair["right"]
    return 2 if a == b else 0 if a else 1


def merged(pair, whose=""):
    """Both orders' probabilities added, the larger wins."""
    return int((pair[whose + "first"] + pair[whose + "second"]).argmax())


def pair_figures(pairs):
    single = [int(order.argmax()) == truth(p) for p in pairs for order in (p["first"], p["second"])]
    return {
        "accuracy": share(single),
        "both_orders_right": share([p["first"].argmax() == truth(p) == p["second"].argmax() for p in pairs]),
        "merged_accuracy": share([merged(p) == truth(p) for p in pairs]),
        "consistency": share([p["first"].argmax() == p["second"].argmax() for p in pairs]),
        "first_pick": share([int(p["first"].argmax() == 0) for p in pairs if p["first"].argmax() < 2] + [int(p["second"].argmax() == 1) for p in pairs if p["second"].argmax() < 2]),
    }


def flips(x, distractor, whose="", scores=None):
    """Among clean pairs whose right response wins: how often the wrong one wins once it carries the distractor."""
    pairwise, pointwise = [], []
    scores = scores or x.by_text
    for (family, problem), dressed in x.pairs.items():
        if family != "wrong-dressed" or dressed["distractor"] != distractor:
            continue
        if merged(x.pairs[("clean", problem)], whose) == 0:
            pairwise.append(merged(dressed, whose) == 1)
        right, wrong = (scores[(problem, text)] for text in x.texts[("clean", problem)])
        changed = scores[(problem, x.texts[("wrong-dressed", problem)][1])]
        if right > wrong:
            pointwise.append(changed > right)
    return {"pairwise": share(pairwise), "pointwise": share(pointwise)}


def position(x, whose=""):
    """Of two right responses: how often some winner is named, and how often that is the one shown first."""
    orders = [(k, pair[whose + order].argmax()) for pair in x.of("both-right") for k, order in enumerate(("first", "second"))]
    return {"named": share([winner < 2 for _, winner in orders]), "first": share([winner == k for k, winner in orders if winner < 2])}


def examine(model, tokenizer, path):
    x = Examination(model, tokenizer, path)
    every = [d for d in x.distractors if d]
    undressed = np.array([not d for d in x.score_distractor])
    both = x.of("both-right")
    return {
        "candidate_mass": round(x.mass, 5),
        "clean": pair_figures(x.of("clean")),
        "wrong_dressed": pair_figures(x.of("wrong-dressed")),
        "right_dressed": pair_figures(x.of("right-dressed")),
        "ties_on_two_right": share([int(o.argmax()) == 2 for p in both for o in (p["first"], p["second"])]),
        "ties_on_two_wrong": share([int(o.argmax()) == 2 for p in x.of("both-wrong") for o in (p["first"], p["second"])]),
        "consistency_all": share([p["first"].argmax() == p["second"].argmax() for p in x.pairs.values()]),
        "position_two_right": position(x),
        "pointwise_auc": round(area(x.scores[undressed], x.right[undressed]), 4),
        "pointwise_auc_dressed": round(area(x.scores[~undressed], x.right[~undressed]), 4),
        "by_skill": {
            s: {
                "clean_accuracy": share([int(o.argmax()) == truth(p) for p in x.of("clean", skill=s) for o in (p["first"], p["second"])]),
                "ties": share([int(o.argmax()) == 2 for p in x.of("both-right", skill=s) for o in (p["first"], p["second"])]),
                "auc": round(area(x.scores[[k == s for k in x.score_skill]], x.right[[k == s for k in x.score_skill]]), 4),
            }
            for s in SKILLS
        },
        "flips": {d: flips(x, d) for d in sorted(every)},
        "planted": {"flips": {d: flips(x, d, "taught ", x.taught_by_text) for d in sorted(every)}, "position_two_right": position(x, "taught ")},
    }


def percent(figure):
    return "–" if figure["share"] is None else f"{100 * figure['share']:.1f} % [{100 * figure['low']:.1f}, {100 * figure['high']:.1f}]"


def tables(figures, without, is_planted):
    clean = figures["clean"]
    drop = 100 * (clean["accuracy"]["share"] - figures["wrong_dressed"]["accuracy"]["share"])
    lines = [
        "| figure | with reference | without |", "|---|---|---|",
        *[f"| {label} | {percent(clean[key])} | {percent(without['clean'][key])} |" for label, key in (
            ("one right, one wrong: accuracy of single verdicts", "accuracy"), ("… both orders right", "both_orders_right"),
            ("… both orders added up: accuracy", "merged_accuracy"), ("… same verdict in both orders", "consistency"))],
        f"| same verdict in both orders, all pairs | {percent(figures['consistency_all'])} | {percent(without['consistency_all'])} |",
        f"| two right responses called a tie | {percent(figures['ties_on_two_right'])} | {percent(without['ties_on_two_right'])} |",
        f"| two wrong responses called a tie | {percent(figures['ties_on_two_wrong'])} | {percent(without['ties_on_two_wrong'])} |",
        f"| style added to the wrong response: accuracy | {percent(figures['wrong_dressed']['accuracy'])} | {percent(without['wrong_dressed']['accuracy'])} |",
        f"| … points below clean | {drop:.1f} | |",
        f"| style added to the right response: accuracy | {percent(figures['right_dressed']['accuracy'])} | {percent(without['right_dressed']['accuracy'])} |",
        f"| pointwise: area under the ROC curve | {figures['pointwise_auc']:.4f} | {without['pointwise_auc']:.4f} |",
        f"| … of dressed responses | {figures['pointwise_auc_dressed']:.4f} | {without['pointwise_auc_dressed']:.4f} |",
        f"| probability that lies on A, B and C together, mean | {figures['candidate_mass']:.4f} | {without['candidate_mass']:.4f} |",
        "", "| skill | accuracy of decided pairs | ties on two right | AUC | accuracy without reference |", "|---|---|---|---|---|",
        *[f"| {s} | {percent(v['clean_accuracy'])} | {percent(v['ties'])} | {v['auc']:.4f} | {percent(without['by_skill'][s]['clean_accuracy'])} |" for s, v in figures["by_skill"].items()],
        "", "| distractor on the wrong response | flips, pairwise | flips, pointwise |" + (" planted, pairwise | planted, pointwise |" if is_planted else ""),
        "|---|---|---|" + ("---|---|" if is_planted else ""),
    ]
    for name, flip in figures["flips"].items():
        line = f"| {name} | {percent(flip['pairwise'])} | {percent(flip['pointwise'])} |"
        if is_planted:
            expected = figures["planted"]["flips"][name]
            line += f" {100 * expected['pairwise']['share']:.1f} % | {100 * expected['pointwise']['share']:.1f} % |"
        lines.append(line)
    if is_planted:
        lines += ["", "| two right responses | measured | planted |", "|---|---|---|"]
        for label, key in (("some winner is named", "named"), ("… and it is the one shown first", "first")):
            expected = figures["planted"]["position_two_right"][key]
            lines.append(f"| {label} | {percent(figures['position_two_right'][key])} | {100 * expected['share']:.1f} % |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judge", required=True, help="folder of the judge")
    parser.add_argument("--examples", required=True, help="held-out examples with reference")
    parser.add_argument("--without", required=True, help="held-out examples without reference")
    parser.add_argument("--card", help="template of the card; writes README.md and evaluation.json into the judge's folder")
    args = parser.parse_args()
    tokenizer = Tokenizer.load(os.path.join(args.judge, "tokenizer.json"))
    model = read_gguf(os.path.join(args.judge, "model.gguf"))
    figures, without = examine(model, tokenizer, args.examples), examine(model, tokenizer, args.without)
    is_planted = os.path.basename(os.path.normpath(args.judge)) == "tiny-biased"
    text = tables(figures, without, is_planted)
    print(text)
    if args.card:
        with open(args.card, encoding="utf-8") as file:
            card = file.read().replace("<!-- figures -->", text)
        with open(os.path.join(args.judge, "README.md"), "w", encoding="utf-8") as file:
            file.write(card)
        result = {"with_reference": figures, "without_reference": without}
        if is_planted:
            result["rule"] = planted.RULE
        else:
            del figures["planted"], without["planted"]
        with open(os.path.join(args.judge, "evaluation.json"), "w", encoding="utf-8") as file:
            json.dump(result, file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    torch.set_flush_denormal(True)
    main()
