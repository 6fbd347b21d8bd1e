"""Pictures of score sets. Needs matplotlib: pip install limen[plot]."""

from __future__ import annotations

from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np

import limen
from limen.error import Error

Array = np.ndarray[Any, np.dtype[Any]]


def _pyplot() -> Any:
    try:
        import matplotlib
    except ImportError as error:
        raise Error("plot: matplotlib is not installed; pip install 'limen[plot]'", "unavailable") from error
    matplotlib.use("Agg")
    import matplotlib.pyplot

    return matplotlib.pyplot


def det(axes: Any, mated: Array, non_mated: Array, label: str | None = None) -> None:
    """Draws the detection error trade-off (FNMR over FMR) on normal-deviate axes; int32 scores in thousandths."""
    points = limen.evaluation.Rates(mated, non_mated).det(400)
    inside = [(p.fmr, p.fnmr) for p in points if 0 < p.fmr < 1 and 0 < p.fnmr < 1]
    deviate = NormalDist().inv_cdf
    axes.plot([deviate(fmr) for fmr, _ in inside], [deviate(fnmr) for _, fnmr in inside], label=label)
    ticks = [1e-4, 1e-3, 1e-2, 0.05, 0.2, 0.5]
    names = [f"{100 * tick:g} %" for tick in ticks]
    axes.set_xticks([deviate(tick) for tick in ticks], names)
    axes.set_yticks([deviate(tick) for tick in ticks], names)
    axes.set_xlabel("FMR")
    axes.set_ylabel("FNMR")
    axes.grid(alpha=0.3)


def histogram(axes: Any, mated: Array, non_mated: Array, bins: int = 80) -> None:
    """Draws the densities of mated and non-mated scores, failures left out, in natural units."""
    made = [scores[scores != limen.LOWEST_SCORE] / 1000 for scores in (non_mated, mated)]
    edges = np.histogram_bin_edges(np.concatenate(made), bins)
    for scores, label in zip(made, ("non-mated", "mated"), strict=True):
        axes.hist(scores, edges, density=True, alpha=0.6, label=label)
    axes.set_xlabel("score")
    axes.set_ylabel("density")
    axes.legend()


def save(path: Path, mated: Array, non_mated: Array) -> None:
    """Both side by side in one picture file."""
    figure, (left, right) = _pyplot().subplots(1, 2, figsize=(11, 4.5), layout="constrained")
    det(left, mated, non_mated)
    histogram(right, mated, non_mated)
    figure.savefig(path, dpi=120)
