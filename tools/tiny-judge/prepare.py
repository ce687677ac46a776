"""Trains the tokenizer and turns exported examples into arrays: prepare.py WORK-FOLDER."""

import json
import os
import sys

import bpe
from data import read

VOCABULARY = 640


def main(work):
    path = os.path.join(work, "tokenizer.json")
    if not os.path.exists(path):
        texts = []
        with open(os.path.join(work, "training.jsonl"), encoding="utf-8") as file:
            for i, line in enumerate(file):
                if i % 7 == 0:
                    example = json.loads(line)
                    texts += [example["segments"][1], *(r["text"] for r in example["responses"]), "user\nassistant\n"]
                if len(texts) > 60_000:
                    break
        with open(path, "w", encoding="utf-8") as file:
            json.dump(bpe.train(texts, VOCABULARY).to_json(), file, ensure_ascii=False, indent=1)
    tokenizer = bpe.Tokenizer.load(path)
    for name in ("validation", "training"):
        examples, names = read(os.path.join(work, f"{name}.jsonl"), tokenizer)
        examples.save(os.path.join(work, f"{name}.npz"))
        print(f"{name}: {len(examples.length)} examples, {examples.length.mean():.1f} tokens each, longest {examples.length.max()}", names)


if __name__ == "__main__":
    main(sys.argv[1])
