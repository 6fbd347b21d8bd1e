"""What `limen evaluate fingerprint --full` adds: each set, the worst rejected, rank 1, times and bytes."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

import numpy as np

import limen
from limen.cli.answer import columns
from limen.cli.trials import Array, Trials, figures

if TYPE_CHECKING:
    from limen.cli.evaluate_fingerprint import Print

FMR = 0.001  # of the figures after rejection
REJECTED = 0.1


def each_set(
    trials: Trials, prints: list[Print], replicates: int, seed: int, threads: int
) -> dict[str, dict[str, Any]]:
    """The same figures for every set by itself."""
    of = np.array([p.set for p in prints])
    made = {}
    for name in sorted(set(of)):
        own = trials.subset((of[trials.probe] == name) & (of[trials.reference] == name))
        if own.mated.any() and not own.mated.all():
            made[name] = figures(own, replicates, seed, threads)
    return made


def rejection(trials: Trials, pool: Array, prints: list[Print]) -> dict[str, dict[str, float]]:
    """FNMR at FMR 0.1 % before and after the worst 10 % are rejected, for the pool and each set: of the mated pairs by
    the lower quality of the two (error versus discard, the threshold fixed), and of the prints with all their pairs
    (the threshold set anew). A print without a template has quality −1."""
    quality = np.array([-1 if p.template is None else p.template.quality_value for p in prints])
    of = np.array([p.set for p in prints])
    chosen = {"pool": pool}
    for name in sorted(set(of)):
        chosen[name] = (of[trials.probe] == name) & (of[trials.reference] == name)
    return {name: _rejected(trials.subset(mask), quality) for name, mask in chosen.items() if trials.mated[mask].any()}


def _rejected(trials: Trials, quality: Array) -> dict[str, float]:
    at_rate = limen.evaluation.Rates(trials.scores[trials.mated], trials.scores[~trials.mated]).at_fmr(FMR)
    missed = trials.scores[trials.mated] < at_rate.threshold
    lower = np.minimum(quality[trials.probe], quality[trials.reference])[trials.mated]
    # Pairs of the quality where the tenth ends are kept in part, each counting the same share.
    rejected = REJECTED * len(lower)
    border = np.sort(lower)[int(rejected)]
    share = (rejected - (lower < border).sum()) / max(1, (lower == border).sum())
    weight = np.where(lower < border, 0.0, np.where(lower == border, 1 - share, 1.0))

    present = np.unique(np.concatenate([trials.probe, trials.reference]))
    worst = present[np.argsort(quality[present], kind="stable")[: round(REJECTED * len(present))]]
    keep = ~np.isin(trials.probe, worst) & ~np.isin(trials.reference, worst)
    left = limen.evaluation.Rates(trials.scores[keep & trials.mated], trials.scores[keep & ~trials.mated])
    return {
        "fnmr": float(missed.mean()),
        "fnmr_of_better_pairs": float((missed * weight).sum() / weight.sum()),
        "fnmr_of_better_prints": float(left.at_fmr(FMR).fnmr),
    }


def single_rank1(trials: Trials, replicates: int, seed: int) -> dict[str, Any]:
    """Rank 1 where each finger has one reference: a mated pair succeeds, once for each of its two prints as the probe,
    if no print of another finger scores as high. The interval is a bootstrap over the probes' fingers."""
    best = np.full(len(trials.names), limen.LOWEST_SCORE, np.int64)
    for side in (trials.probe, trials.reference):
        np.maximum.at(best, side[~trials.mated], trials.scores[~trials.mated])
    found = np.zeros(int(trials.subject.max()) + 1)
    tried = np.zeros_like(found)
    scores = trials.scores[trials.mated]
    for side in (trials.probe[trials.mated], trials.reference[trials.mated]):
        np.add.at(found, trials.subject[side], (scores > best[side]) & (scores != limen.LOWEST_SCORE))
        np.add.at(tried, trials.subject[side], 1)
    rank: dict[str, Any] = {"rate": float(found.sum() / max(1.0, tried.sum())), "searched": int(tried.sum())}
    if replicates:
        fingers = np.flatnonzero(tried)
        drawn = np.random.default_rng(seed).choice(fingers, (replicates, len(fingers)))
        rates = found[drawn].sum(axis=1) / tried[drawn].sum(axis=1)
        rank["interval"] = [float(np.quantile(rates, q)) for q in (0.025, 0.975)]
    return rank


def costs(trials: Trials, pool: Array, prints: list[Print], seconds: Array) -> dict[str, Any]:
    """Processor time of one core, and bytes, over the pool; bytes for each set too."""
    made = pool & (seconds > 0)
    mated, non_mated = (float(np.mean(seconds[made & chosen], dtype=float)) for chosen in (trials.mated, ~trials.mated))
    sizes: dict[str, list[tuple[int, int]]] = {}
    for p in prints:
        if p.template is not None:
            stored = len(limen.fingerprint.serialise(p.template))
            sizes.setdefault(p.set, []).append((stored, limen.fingerprint.prepare(p.template).bytes))
    extraction: dict[str, list[float]] = {}
    for p in prints:
        extraction.setdefault(p.set, []).append(1000 * p.seconds)
    extraction["all"] = [ms for times in extraction.values() for ms in times]
    return {
        "non_mated_comparisons_per_second": round(1 / non_mated),
        "mated_comparison_ms": round(1000 * mated, 3),
        "extraction_ms": {name: round(statistics.median(times), 2) for name, times in extraction.items()},
        "template_bytes": _of_all(sizes, 0),
        "prepared_bytes": _of_all(sizes, 1),
    }


def text(data: dict[str, Any]) -> str:
    """For people; rates in per cent."""
    parts = []
    if "minutiae_only" in data:
        parts += [_single(data), _minutiae(data["minutiae_only"])]
    if "each_set" in data:
        parts.append("\n" + _sets(data))
    if "costs" in data:
        parts.append("\n" + _costs(data["costs"]))
    return "".join("\n" + part for part in parts)


def _of_all(sizes: dict[str, list[tuple[int, int]]], which: int) -> dict[str, Any]:
    """Mean and most of each set, and of all."""
    made = {name: [both[which] for both in of] for name, of in sizes.items()}
    made["all"] = [value for values in made.values() for value in values]
    return {name: {"mean": round(statistics.mean(v)), "max": max(v)} for name, v in made.items()}


def _per_cent(value: float) -> str:
    return f"{100 * value:.2f}"


def _between(interval: list[float] | None) -> str:
    return f"[{100 * interval[0]:.2f}, {100 * interval[1]:.2f}]" if interval else ""


def _single(data: dict[str, Any]) -> str:
    rank, after = data["rank1_single_reference"], data["rejecting_the_worst"]["pool"]
    rows = [
        ("rank-1, one reference a finger", f"{100 * rank['rate']:.2f} %", _between(rank.get("interval"))),
        ("FNMR at FMR 0.1 %, worst 10 % of pairs rejected", f"{100 * after['fnmr_of_better_pairs']:.2f} %", ""),
        ("FNMR at FMR 0.1 %, worst 10 % of prints rejected", f"{100 * after['fnmr_of_better_prints']:.2f} %", ""),
    ]
    return columns(rows, "  ")


def _minutiae(data: dict[str, Any]) -> str:
    rates = data["fnmr_at_fmr"]
    rows = [("by minutiae alone: EER", f"{100 * data['eer']:.2f} %", _between(data.get("intervals", {}).get("eer")))]
    rows += [(f"  FNMR at FMR {100 * float(fmr):g} %", f"{100 * value:.2f} %", "") for fmr, value in rates.items()]
    rows.append(("  ZeroFMR", f"{100 * data['zero_fmr']:.2f} %", ""))
    return columns(rows, "  ")


def _sets(data: dict[str, Any]) -> str:
    after = data.get("rejecting_the_worst", {})
    rows = [("set", "EER", "FNMR at FMR 0.1 %", "", "0.01 %", "ZeroFMR", "worst 10 % rejected: pairs", "prints")]
    for name, of in data["each_set"].items():
        fnmr = of["fnmr_at_fmr"]
        interval = of.get("intervals", {}).get("fnmr_at_fmr", {}).get(f"{FMR:g}")
        better = after.get(name, {})
        rows.append(
            (
                name + ("" if name in data["sets"] else " (apart)"),
                _per_cent(of["eer"]),
                _per_cent(fnmr[f"{FMR:g}"]),
                _between(interval),
                _per_cent(fnmr["0.0001"]),
                _per_cent(of["zero_fmr"]),
                _per_cent(better["fnmr_of_better_pairs"]) if better else "",
                _per_cent(better["fnmr_of_better_prints"]) if better else "",
            )
        )
    return columns(rows, "  ")


def _costs(data: dict[str, Any]) -> str:
    rows: list[tuple[object, ...]] = [
        ("non-mated comparisons", f"{data['non_mated_comparisons_per_second']} a second of one core"),
        ("mated comparison", f"{data['mated_comparison_ms']:.2f} ms"),
        (),
        ("set", "extraction, median ms", "template bytes: mean", "max", "prepared bytes: mean", "max"),
    ]
    for name, ms in data["extraction_ms"].items():
        stored, prepared = data["template_bytes"].get(name, {}), data["prepared_bytes"].get(name, {})
        rows.append((name, f"{ms:.1f}", *(part.get(key, "") for part in (stored, prepared) for key in ("mean", "max"))))
    return columns(rows, "  ")
