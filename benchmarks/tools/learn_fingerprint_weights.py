"""Learns the shipped weights of the fingerprint comparison and measures its calibration.

    learn_fingerprint_weights.py DIR... [--ppi SET=PPI,...] [-o src/fingerprint/weights.inc]

DIR: a set of images FINGER_IMPRESSION.ext, as for `limen evaluate fingerprint`. Every pair within and across the sets
is compared, with ridge maps and by minutiae alone; label faults are left out. What is written are a few dozen numbers
about all prints together, from which no image and no person can be recovered.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import limen
import numpy as np
from limen.cli import evaluate_fingerprint as evaluate
from limen.cli.trials import threads_of
from limen.learn import fit_weights

Array = np.ndarray[Any, np.dtype[Any]]

ENOUGH = 10  # non-mated comparisons that must lie above a score for its false-match rate to count as measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR")
    parser.add_argument("--ppi", action="append", default=[], metavar="[SET=]PPI")
    parser.add_argument("-o", "--output", type=Path, default=Path("src/fingerprint/weights.inc"))
    parser.add_argument("--threads", type=int, default=0)
    arguments = parser.parse_args()
    threads = threads_of(arguments.threads)

    prints, _ = evaluate.find(arguments.folders)
    default, of_set = evaluate.resolutions(arguments.ppi, {p.set for p in prints})
    evaluate.extract(prints, threads, default, of_set)
    pairs, mated = labelled_pairs(prints)
    templates = [p.template for p in prints if p.template is not None]
    sets = sorted({p.set for p in prints})
    parts = [HEADER.format(sets=", ".join(sets), mated=int(mated.sum()), non_mated=int((~mated).sum()))]
    for method, fingers in (("ridge_map", templates), ("minutiae_only", [evaluate.without_map(t) for t in templates])):
        made = limen.fingerprint.compare_all(fingers, pairs, features=True, threads=threads)
        parts.append(table(method, np.asarray(made.features), np.asarray(made.refusals) == 0, mated))
    arguments.output.write_text("\n".join(parts), encoding="utf-8")


def labelled_pairs(prints: list[evaluate.Print]) -> tuple[Array, Array]:
    """All pairs of templates but the known label faults, and which are mated."""
    present = [p for p in prints if p.template is not None]
    fingers = sorted({(p.set, p.finger) for p in present})
    number = {finger: i for i, finger in enumerate(fingers)}
    subject = np.array([number[p.set, p.finger] for p in present], np.uint32)
    probe, reference = (index.astype(np.uint32) for index in np.triu_indices(len(present), 1))
    _, keep = evaluate.label_faults(fingers, subject, probe, reference)
    pairs = np.ascontiguousarray(np.column_stack([probe[keep], reference[keep]]))
    return pairs, subject[pairs[:, 0]] == subject[pairs[:, 1]]


def table(method: str, features: Array, made: Array, mated: Array) -> str:
    """Weights, neutral point and calibration of one method as C++."""
    fitted = fit_weights(features[made], mated[made])
    bias, weight = round(fitted.bias, 3), np.round(fitted.weight, 3)
    scores = bias + features.astype(np.float64) @ weight
    against, favour = (features[made & chosen].astype(np.float64).mean(axis=0) for chosen in (~mated, mated))
    share = -(bias + weight @ against) / (weight @ (favour - against))
    neutral = against + share * (favour - against)
    knots, slope = calibrate(scores[made & ~mated], int((~mated).sum()))
    return f"""constexpr Weights {method}_weights{{{bias}, {{{numbers(weight)}}}, {{{numbers(neutral, 4)}}}}};
constexpr Calibration::Knot {method}_knots[]{{
{knots}}};
constexpr Calibration {method}_calibration{{{method}_knots, {slope:.3f}}};
"""


def calibrate(scores: Array, trials: int) -> tuple[str, float]:
    """Knots (score, −log10 FMR) down to the last false-match rate that ENOUGH comparisons support, and the slope of the
    tail beyond: that of the top two decades before it, never steeper than a likelihood ratio can be."""
    falling = np.sort(scores)[::-1]
    rates = 10.0 ** -np.arange(0.1, np.log10(trials / ENOUGH), 0.2)
    ranks = np.minimum((rates * trials).astype(int), len(falling) - 1)
    points = [(float(falling[-1]), 0.0)]
    points += [(float(falling[rank]), float(-np.log10((rank + 1) / trials))) for rank in ranks]
    kept = [points[0]]
    for score, value in points[1:]:
        if score > kept[-1][0] + 1e-3 and value > kept[-1][1]:
            kept.append((score, value))
    tail = np.array([p for p in kept if p[1] >= kept[-1][1] - 2])
    slope = float(np.polyfit(tail[:, 0], tail[:, 1], 1)[0])
    text = "".join(f"    {{{score:.3f}, {value:.4f}}},\n" for score, value in kept)
    return text, min(slope, 1 / np.log(10))


def numbers(values: Array, digits: int = 3) -> str:
    return ", ".join(f"{value:.{digits}f}" for value in values)


HEADER = """// clang-format off
// Weights of the comparison's features, where they are neutral, and what the score means. Written by
// benchmarks/tools/learn_fingerprint_weights.py from
// {sets}:
// {mated} mated and {non_mated} non-mated pairs. Statistics of all prints together: they identify nobody.
"""

if __name__ == "__main__":
    main()
