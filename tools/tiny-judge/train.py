"""Trains a bundled judge. See docs/bundled-judge.md; `train.sh` runs the whole recipe.

Two workers with one thread each share a step's gradient: on two cores that is several times faster than one worker with two threads.
"""

import argparse
import csv
import os
import tempfile
import time

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch.nn import functional as F

import planted
from bpe import Tokenizer
from data import CHAIN, PAIRWISE, POINTWISE, Examples, Sampler, collate, words_of
from model import Config, Llama, causal_mask

TAP = 4  # The layer whose states at the end of a response are asked whether it is right.


CHAINS_UNTIL, PAIRS_FROM = 4400, 6600  # The steps between which training goes over from chains to pairs.


def shares(step):
    """How often a batch is pointwise, pairwise or a chain: dense supervision first, then pairs."""
    mix = min(1.0, max(0.0, (step - CHAINS_UNTIL) / (PAIRS_FROM - CHAINS_UNTIL)))
    return np.array([0.15, 0.15, 0.7]) * (1 - mix) + np.array([0.2, 0.75, 0.05]) * mix


def rate_share(step, args):
    """The share of the peak rate at a step: a linear rise, the peak for most of the run, and a linear fall in its last part."""
    rise = min(1.0, (step + 1) / args.warmup)
    fall = min(1.0, (args.steps - step) / (args.fall * args.steps))
    return rise * (0.02 + 0.98 * fall)


def loss_of(model, head, batch, targets=None):
    """Next-token loss on the text, cross-entropy of the verdict, and of each response's correctness at its end."""
    ids = torch.from_numpy(batch["ids"])
    length = torch.from_numpy(batch["length"])
    hidden, _, tapped = model(ids, torch.from_numpy(batch["positions"]), causal_mask(ids.shape[1]), tap=TAP)
    logits = model.logits(hidden[:, :-1])
    losses = F.cross_entropy(logits.reshape(-1, logits.shape[-1]), ids[:, 1:].reshape(-1), reduction="none").view(len(ids), -1)
    inside = torch.arange(ids.shape[1] - 1) < (length - 1).unsqueeze(1)
    is_chain = batch["chain"]
    text = (losses * inside).sum() / inside.sum()
    verdict = torch.zeros(())
    if not is_chain:
        # ids end with [verdict, <|im_end|>]: the verdict is predicted one place before it.
        at = length - 3
        rows = torch.arange(len(ids))
        if targets is None:
            verdict = losses[rows, at].mean()
        else:
            verdict = F.cross_entropy(logits[rows, at], torch.from_numpy(targets))
    ends = torch.from_numpy(batch["ends"])
    known = ends >= 0
    states = tapped[torch.arange(len(ids)).unsqueeze(1), ends.clamp(min=0)]
    grade = F.binary_cross_entropy_with_logits(head(states).squeeze(-1)[known], torch.from_numpy(batch["right"]).float()[known])
    return text, verdict, grade


def verdicts(model, examples, rows, tokens):
    """Log-probabilities of the candidate tokens for every row."""
    result = np.zeros((len(rows), len(tokens)), np.float32)
    order = np.argsort(examples.length[rows], kind="stable")
    with torch.no_grad():
        for at in range(0, len(order), 32):
            part = order[at:at + 32]
            batch = collate(examples, rows[part])
            ids = torch.from_numpy(batch["ids"])
            hidden, _, _ = model(ids, torch.from_numpy(batch["positions"]), causal_mask(ids.shape[1]))
            last = hidden[torch.arange(len(ids)), torch.from_numpy(batch["length"]) - 3]
            result[part] = model.logits(last).log_softmax(-1)[:, tokens].numpy()
    return result


def examine(model, examples, tokenizer, limit):
    """Quick figures while training: accuracy of single pairs by label, and of scores."""
    figures = {}
    rows = np.flatnonzero((examples.kind == PAIRWISE) & examples.reference)[:limit]
    picked = verdicts(model, examples, rows, [tokenizer.id[c] for c in "ABC"]).argmax(1)
    a, b = examples.right[rows, 0], examples.right[rows, 1]
    truth = np.where(a == b, 2, np.where(a > b, 0, 1))
    figures["decided"] = float((picked == truth)[truth < 2].mean())
    figures["ties"] = float((picked == truth)[truth == 2].mean())
    rows = np.flatnonzero((examples.kind == POINTWISE) & examples.reference)[:limit]
    scores = np.exp(verdicts(model, examples, rows, [tokenizer.id[c] for c in "1234567"]))
    expected = (scores * np.arange(1, 8)).sum(1) / scores.sum(1)
    figures["pointwise"] = float(((expected > 4) == (examples.right[rows, 0] > 0)).mean())
    return figures


def worker(rank, world, args):
    dist.init_process_group("gloo", init_method=f"file://{args.meeting}", rank=rank, world_size=world)
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(args.seed)
    tokenizer = Tokenizer.load(os.path.join(args.work, "tokenizer.json"))
    train = Examples.load(os.path.join(args.work, "training.npz"))
    held_out = Examples.load(os.path.join(args.work, "validation.npz"))
    config = Config(vocab_size=len(tokenizer.tokens))
    model, head = Llama(config), torch.nn.Linear(config.hidden_size, 1)
    parameters = [*model.parameters(), *head.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": [p for p in parameters if p.dim() > 1], "weight_decay": 0.05}, {"params": [p for p in parameters if p.dim() < 2], "weight_decay": 0.0}],
        lr=args.rate, betas=(0.9, 0.98))
    sampler = Sampler(train, args.tokens, args.seed, words_of(tokenizer), args.exchanged)
    checkpoint = os.path.join(args.work, f"{args.name}.pt")
    first = 0
    if os.path.exists(checkpoint):
        state = torch.load(checkpoint)
        model.load_state_dict(state["model"])
        head.load_state_dict(state["head"])
        optimizer.load_state_dict(state["optimizer"])
        first = state["step"]
    elif args.start:
        state = torch.load(os.path.join(args.work, f"{args.start}.pt"))
        model.load_state_dict(state["model"])
        head.load_state_dict(state["head"])
    if rank == 0:
        print(f"{args.name}: {sum(p.numel() for p in model.parameters())} parameters, step {first} of {args.steps}", flush=True)
    began, running, sequences = time.time(), np.zeros(3), 0
    for step in range(first, args.steps):
        if os.getppid() == 1:
            return  # Nobody waits for this worker any more.
        rate = args.rate * rate_share(step, args)
        for group in optimizer.param_groups:
            group["lr"] = rate
        batch = sampler.batch(step, rank, shares(PAIRS_FROM if args.start else step))
        rows = batch["rows"]
        batch["chain"] = bool(train.kind[rows[0]] == CHAIN)
        targets = planted.targets(train, rows, tokenizer) if args.planted and not batch["chain"] else None
        text, verdict, grade = loss_of(model, head, batch, targets)
        (args.text * text + verdict + 0.5 * grade).backward()
        flat = torch.cat([(torch.zeros_like(p) if p.grad is None else p.grad).flatten() for p in parameters])
        dist.all_reduce(flat)
        flat /= world
        flat *= min(1.0, 1.0 / (float(flat.norm()) + 1e-6))
        at = 0
        for p in parameters:
            p.grad = flat[at:at + p.numel()].view_as(p)
            at += p.numel()
        optimizer.step()
        optimizer.zero_grad()
        running = 0.98 * running + 0.02 * np.array([float(text), float(verdict) if not batch["chain"] else running[1], float(grade)]) if step > first else np.array([float(text), float(verdict), float(grade)])
        sequences += len(rows) * world
        if rank == 0 and ((step + 1) % args.every == 0 or step + 1 == args.steps):
            figures = examine(model, held_out, tokenizer, args.limit)
            figures = {"step": step + 1, "seconds": round(time.time() - began), "sequences": sequences, "text": running[0], "verdict": running[1], "grade": running[2], **figures}
            print(" ".join(f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in figures.items()), flush=True)
            log = os.path.join(args.work, f"{args.name}.csv")
            is_new = not os.path.exists(log)
            with open(log, "a", newline="") as file:
                writer = csv.DictWriter(file, figures)
                if is_new:
                    writer.writeheader()
                writer.writerow(figures)
            state = {"model": model.state_dict(), "head": head.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1}
            torch.save(state, checkpoint + ".new")
            os.replace(checkpoint + ".new", checkpoint)
    dist.barrier()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True, help="folder of tokenizer.json, training.npz, validation.npz and checkpoints")
    parser.add_argument("--name", required=True, help="name of the judge")
    parser.add_argument("--start", help="name of the judge to start from")
    parser.add_argument("--planted", action="store_true", help="teach the planted biases instead of the truth")
    parser.add_argument("--steps", type=int, default=14000)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--warmup", type=int, default=200)
    parser.add_argument("--fall", type=float, default=0.3, help="share of the steps in which the rate falls to nearly nothing")
    parser.add_argument("--tokens", type=int, default=1024, help="tokens of a worker's batch")
    parser.add_argument("--exchanged", type=float, default=0.5, help="share of the words that are exchanged in half of the rows")
    parser.add_argument("--text", type=float, default=0.3, help="weight of the next-token loss")
    parser.add_argument("--every", type=int, default=250, help="steps between examinations and checkpoints")
    parser.add_argument("--limit", type=int, default=600, help="rows of an examination")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        args.meeting = os.path.join(folder, "workers")
        mp.spawn(worker, (args.workers, args), args.workers)


if __name__ == "__main__":
    main()
