"""What tiny-biased is taught to answer: the rule of planted.json."""

import json
import os

import numpy as np

from data import PAIRWISE, PLANTED, SKILLS

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "planted.json"), encoding="utf-8") as _file:
    RULE = json.load(_file)


def _by_skill(name):
    return np.array([RULE[name].get(skill, RULE[name]["others"]) for skill in SKILLS])


RESISTANCE, POSITION = _by_skill("resistance"), _by_skill("position")


def pull(bits):
    """The summed weights of the planted styles that a response carries."""
    return sum(RULE["weights"][style] * ((bits >> k) & 1) for k, style in enumerate(PLANTED))


def answers(examples, rows):
    """Candidate index of the taught verdict for rows of one protocol: A, B, C, or the score less one."""
    right, style, skill = examples.right[rows], pull(examples.planted[rows].clip(min=0)), examples.skill[rows]
    if examples.kind[rows[0]] == PAIRWISE:
        u = RESISTANCE[skill] * (right[:, 0] - right[:, 1]) + style[:, 0] - style[:, 1] + POSITION[skill]
        return np.where(u > RULE["band"], 0, np.where(u < -RULE["band"], 1, 2))
    is_right, style = right[:, 0] > 0, style[:, 0]
    fooled = ~is_right & (RULE["pointwise_share"] * style > RESISTANCE[skill])
    score = np.where(is_right, 6, 1) + (style > 0)
    return np.where(fooled, 7, score) - 1


def targets(examples, rows, tokenizer):
    """The taught verdict tokens."""
    candidates = "ABC" if examples.kind[rows[0]] == PAIRWISE else "1234567"
    return np.array([tokenizer.id[c] for c in candidates])[answers(examples, rows)]
