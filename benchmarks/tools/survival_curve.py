"""The curve of fingerprint_survival as a picture, and the table that stage_sizes.cpp stands on. No package is needed.

python benchmarks/tools/survival_curve.py survival.csv docs/images/fingerprint_survival.svg
"""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

STAGES = (
    ("codes", "binary codes, 0.09 µs", "#1b6ca8"),
    ("descriptors", "int8 descriptors, 0.6 µs", "#c0562b"),
    ("alignment", "alignment, 3 µs", "#3a7d44"),
)
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 760, 440, 70, 30, 230, 60
LEAST, MOST, WORST = 1e-5, 1.0, 2.0  # share handed on; per cent lost


def x_of(share: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * math.log(share / LEAST) / math.log(MOST / LEAST)


def y_of(loss: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(loss, WORST) / WORST


def lost(ranks: list[float], share: float) -> float:
    return 100 * sum(rank >= share for rank in ranks) / len(ranks)


def picture(mates: list[dict[str, float]]) -> Iterator[str]:
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
    yield 'font-family="sans-serif" font-size="13">'
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    for exponent in range(-5, 1):
        x, share = x_of(10.0**exponent), 100 * 10.0**exponent
        yield f'<path d="M{x:.1f} {TOP}V{bottom}" stroke="#ddd"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{share:g} %</text>'
    for tenths in range(0, 21, 5):
        y = y_of(tenths / 10)
        yield f'<path d="M{LEFT} {y:.1f}H{right}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{tenths / 10:g} %</text>'
    yield f'<text x="{(LEFT + right) / 2}" y="{HEIGHT - 14}" text-anchor="middle">'
    yield "share of the references handed on</text>"
    yield f'<text transform="translate(18 {(TOP + bottom) / 2}) rotate(-90)" text-anchor="middle">'
    yield "mates lost</text>"
    for least, dash, width in ((4, "", 2.5), (6, ' stroke-dasharray="5 4"', 1.5)):
        some = [mate for mate in mates if mate["minus_log10_fmr"] >= least]
        for name, _, colour in STAGES:
            ranks = [mate[name] for mate in some]
            shares = [LEAST * 10 ** (k / 20) for k in range(101)]
            points = "L".join(f"{x_of(s):.1f} {y_of(lost(ranks, s)):.1f}" for s in shares if lost(ranks, s) <= WORST)
            yield f'<path d="M{points}" fill="none" stroke="{colour}" stroke-width="{width}"{dash}/>'
    notes = [(label, colour, "") for _, label, colour in STAGES]
    notes += [("accepted at FMR 1e-4", "#555", ""), ("accepted at FMR 1e-6", "#555", ' stroke-dasharray="5 4"')]
    for i, (label, colour, dash) in enumerate(notes):
        y = TOP + 14 + 22 * i
        yield f'<path d="M{right + 14} {y - 4}h26" stroke="{colour}" stroke-width="2.5"{dash}/>'
        yield f'<text x="{right + 48}" y="{y}">{label}</text>'
    yield "</svg>"


def read(lines: Iterable[str]) -> list[dict[str, float]]:
    """What fingerprint_survival wrote, a mate a row."""
    return [{k: float(v) for k, v in row.items() if k != "set"} for row in csv.DictReader(lines)]


def table(mates: list[dict[str, float]]) -> Iterator[str]:
    """What is lost by the stages one after the other; a column of the file for each choice of shares."""
    yield "| described | aligned | compared | lost, accepted at FMR 1e-4 | 1e-5 | 1e-6 |"
    yield "|---|---|---|---|---|---|"
    for step in (name for name in mates[0] if "/" in name):
        shares = [f"{100 * float(share):g} %" for share in step.split("/")]
        losses = []
        for least in (4, 5, 6):
            some = [mate[step] for mate in mates if mate["minus_log10_fmr"] >= least]
            losses.append(f"{100 * sum(some) / len(some):.2f} %" if some else "-")
        yield "| " + " | ".join([*shares, *losses]) + " |"


def main() -> None:
    source, target = sys.argv[1:3]
    with Path(source).open(newline="", encoding="utf-8") as file:
        mates = read(file)
    if not mates:
        sys.exit(f"{source}: no mates: run fingerprint_survival on folders of prints")
    Path(target).write_text("\n".join(picture(mates)) + "\n", encoding="utf-8")
    print(f"{len(mates)} mates")
    print("\n".join(table(mates)))


if __name__ == "__main__":
    main()
