"""Learns how a fingerprint search weighs what its alignment finds (evidence_of in src/fingerprint/agreement.cpp).

    fingerprint_survival FOLDER... --agreements agreements.csv > survival.csv
    learn_search_weights.py agreements.csv

Prints the weights by all sets, and for each set, by weights learnt without it, how many of its mates have more than one
in ten thousand of its likest non-mates, of all probes together, before them.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import numpy as np
from limen.learn import fit_logistic

Array = np.ndarray[Any, np.dtype[Any]]
PENALTY = 1e-4


def read(path: Path) -> tuple[Array, Array, Array]:
    """The set, whether mated, and the features of each row, as evidence_of() weighs them."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    likeness, pairs, of_probe, of_reference = (
        np.array([float(row[name]) for row in rows]) for name in ("likeness", "pairs", "of_probe", "of_reference")
    )
    features = np.column_stack([np.sqrt(likeness), np.sqrt(pairs), pairs / (of_probe + 3), pairs / (of_reference + 3)])
    return np.array([row["set"] for row in rows]), np.array([row["mated"] == "1" for row in rows]), features


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sets, mated, features = read(Path(sys.argv[1]))
    bias, weights = fit_logistic(features, mated, PENALTY)
    print("all sets:", ", ".join(f"{value:.2f}" for value in (bias, *weights)))
    for name in sorted(set(sets)):
        own = sets == name
        bias, weights = fit_logistic(features[~own], mated[~own], PENALTY)
        values = bias + features[own] @ np.array(weights)
        non_mates = np.sort(values[~mated[own]])
        ahead = 1 - np.searchsorted(non_mates, values[mated[own]]) / len(non_mates)
        lost = 100 * np.mean(ahead > 1e-4)
        print(f"{name}: {', '.join(f'{value:.2f}' for value in (bias, *weights))}; behind: {lost:.2f} %")


if __name__ == "__main__":
    main()
