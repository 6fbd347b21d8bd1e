"""The comparison trials of an experiment: score file and figures, the same for every modality."""

from __future__ import annotations

import csv
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import limen
from limen.cli.answer import columns
from limen.progress import bar

Array = np.ndarray[Any, np.dtype[Any]]
OK = "ok"


@dataclass
class Trials:
    """Parallel arrays, one entry a trial. `names[sample]` is SET/FILE; `subject[sample]` its finger or face."""

    names: list[str]
    subject: Array  # uint32, one a sample
    probe: Array  # uint32, sample numbers
    reference: Array  # uint32
    mated: Array  # bool
    scores: Array  # int32, LOWEST_SCORE for a failure
    status: list[str] = field(default_factory=list)  # "ok" or the reason of the failure

    def subset(self, chosen: Array) -> Trials:
        """The trials that the mask, or the indices, choose."""
        where = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        probe, reference, mated, scores = (a[where] for a in (self.probe, self.reference, self.mated, self.scores))
        return Trials(self.names, self.subject, probe, reference, mated, scores, [self.status[i] for i in where])

    def write(self, path: Path) -> None:
        """CSV `probe,reference,score,status`; a failure has an empty score and its reason in `status`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(path.name + ".partial")
        with partial.open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(("probe", "reference", "score", "status"))
            for a, b, score, status in zip(
                self.probe.tolist(), self.reference.tolist(), self.scores.tolist(), self.status, strict=True
            ):
                rows.writerow((self.names[a], self.names[b], f"{score / 1000:.3f}" if status == OK else "", status))
        partial.replace(path)


def threads_of(asked: int) -> int:
    """0 is every processor that this process may use."""
    if asked < 0:
        raise limen.Error("--threads: a number from 0 is wanted", "invalid_argument")
    return asked or len(os.sched_getaffinity(0))


def figures(trials: Trials, replicates: int, seed: int, threads: int) -> dict[str, Any]:
    """Every rate that limen reports, as fractions; intervals by bootstrap over subjects where they can be had."""
    evaluation = limen.evaluation
    rates = evaluation.Rates(trials.scores[trials.mated], trials.scores[~trials.mated])
    zero = rates.zero_fmr()
    data: dict[str, Any] = {
        "mated": rates.mated,
        "non_mated": rates.non_mated,
        "failed": {reason: n for reason, n in sorted(Counter(trials.status).items()) if reason != OK},
        "eer": rates.eer(),
        "fnmr_at_fmr": {f"{fmr:g}": rates.at_fmr(fmr).fnmr for fmr in evaluation.reported_fmr},
        "threshold_at_fmr": {f"{fmr:g}": rates.at_fmr(fmr).threshold / 1000 for fmr in evaluation.reported_fmr},
        "zero_fmr": zero.fnmr,
        "accuracy": rates.best_accuracy().value,
    }
    rank = evaluation.rank1(trials.scores, trials.mated, trials.probe, trials.reference)
    data["rank1"] = {"rate": rank.rate, "found": rank.found, "searched": rank.searched}
    if replicates and rates.mated and rates.non_mated:
        data["intervals"] = intervals(trials, replicates, seed, threads)
    return data


def intervals(trials: Trials, replicates: int, seed: int, threads: int) -> dict[str, Any]:
    evaluation = limen.evaluation
    with bar("bootstrap") as tick:
        found = evaluation.bootstrap(
            trials.scores,
            trials.mated,
            trials.probe,
            trials.reference,
            trials.subject,
            replicates=replicates,
            seed=seed,
            threads=threads,
            progress=tick,
        )
    by_fmr = zip(evaluation.reported_fmr, found.fnmr, strict=True)
    return {
        "eer": list(found.eer),
        "fnmr_at_fmr": {f"{fmr:g}": list(interval) for fmr, interval in by_fmr},
        "zero_fmr": list(found.zero_fmr),
        "confidence": 0.95,
        "replicates": replicates,
        "seed": seed,
    }


def table(data: dict[str, Any]) -> str:
    """The figures for people, in per cent, with their intervals."""
    spread = data.get("intervals", {})

    def row(name: str, value: float, interval: list[float] | None) -> tuple[object, ...]:
        between = f"[{100 * interval[0]:.2f}, {100 * interval[1]:.2f}]" if interval else ""
        return (name, f"{100 * value:.2f} %", between)

    rows = [row("EER", data["eer"], spread.get("eer"))]
    for fmr, value in data["fnmr_at_fmr"].items():
        rows.append(row(f"FNMR at FMR {100 * float(fmr):g} %", value, spread.get("fnmr_at_fmr", {}).get(fmr)))
    rows.append(row("ZeroFMR", data["zero_fmr"], spread.get("zero_fmr")))
    if rank := data.get("rank1"):
        rows.append(("rank-1", f"{100 * rank['rate']:.2f} %", f"{rank['found']} of {rank['searched']}"))
    rows.append(("best accuracy", f"{100 * data['accuracy']:.2f} %", "at one threshold over all trials"))
    return columns(rows, "  ")
