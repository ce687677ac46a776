"""Draws the training curves as an SVG: curves.py WORK-FOLDER OUT.svg."""

import csv
import os
import sys

WIDTH, HEIGHT, LEFT, TOP = 420, 260, 46, 34
COLOURS = {"decided": "#1b6ca8", "ties": "#c1661c", "pointwise": "#2a7d4f"}
LABELS = {"decided": "pairs with one right response", "ties": "pairs to be called a tie", "pointwise": "single responses"}


def panel(rows, title, x0):
    parts = [f'<text x="{x0 + LEFT}" y="20" font-weight="bold">{title}</text>']
    last = max(row["step"] for row in rows)
    px = lambda step: x0 + LEFT + (WIDTH - LEFT - 16) * step / last
    py = lambda value: TOP + (HEIGHT - TOP - 34) * (1 - value)
    for tick in (0, 0.25, 0.5, 0.75, 1):
        parts.append(f'<line x1="{px(0)}" y1="{py(tick)}" x2="{px(last)}" y2="{py(tick)}" stroke="#ddd"/><text x="{px(0) - 6}" y="{py(tick) + 4}" text-anchor="end">{tick:g}</text>')
    for k in range(5):
        step = last * k / 4
        parts.append(f'<text x="{px(step)}" y="{HEIGHT - 16}" text-anchor="middle">{step:.0f}</text>')
    for key, colour in COLOURS.items():
        points = " ".join(f"{px(row['step']):.1f},{py(row[key]):.1f}" for row in rows)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.8"/>')
    return parts


def main(work, out):
    parts = []
    for k, name in enumerate(("tiny-fair", "tiny-biased")):
        with open(os.path.join(work, f"{name}.csv"), newline="") as file:
            rows = [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]
        parts += panel(rows, f"{name}: accuracy on held-out problems, by step", k * WIDTH)
    for k, (key, colour) in enumerate(COLOURS.items()):
        x = LEFT + k * 240
        parts.append(f'<rect x="{x}" y="{HEIGHT}" width="14" height="4" fill="{colour}"/><text x="{x + 20}" y="{HEIGHT + 6}">{LABELS[key]}</text>')
    with open(out, "w", encoding="utf-8") as file:
        file.write(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {HEIGHT + 20}" font-family="sans-serif" font-size="11" fill="#333">'
            f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n')


if __name__ == "__main__":
    main(*sys.argv[1:])
