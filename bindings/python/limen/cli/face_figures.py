"""What the scores of a face experiment mean: calibration, how honest one is, and what quality is worth."""

from __future__ import annotations

from typing import Any

import numpy as np

import limen
from limen.cli.face_trials import Plan, Portrait
from limen.cli.trials import Trials

RATES = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
DISCARDED = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3)
FOLDS = 4


def fit(trials: Trials) -> limen.evaluation.FittedCalibration:
    return limen.evaluation.calibrate(trials.scores, trials.mated, trials.probe, trials.reference, trials.subject)


def honesty(trials: Trials, calibration: limen.Calibration) -> list[dict[str, Any]]:
    """The rate a threshold was asked for beside the one that these trials show at it."""
    non_mated = trials.scores[~trials.mated]
    rows = []
    for rate in RATES:
        threshold = calibration.threshold(rate)
        matches = int((non_mated >= threshold).sum())
        rows.append(asked_and_seen(rate, matches, len(non_mated), calibration.extrapolated(threshold)))
    return rows


def asked_and_seen(rate: float, matches: int, n: int, extrapolated: bool) -> dict[str, Any]:
    return {
        "asked": rate,
        "observed": matches / n if n else None,
        "matches": matches,
        "non_mated": n,
        "extrapolated": extrapolated,
    }


def cross_validated(trials: Trials, plan: Plan) -> list[dict[str, Any]]:
    """Calibrated on the trials of other folds, seen on those of one: no person is in both."""
    folds = plan.image_fold or [str(s % FOLDS) for s in plan.subject.tolist()]
    number = {name: i for i, name in enumerate(dict.fromkeys(folds))}
    fold = np.array([number[name] for name in folds])
    a, b = fold[trials.probe], fold[trials.reference]
    matches, seen, beyond = [0] * len(RATES), [0] * len(RATES), [False] * len(RATES)
    for one in range(len(number)):
        try:
            learnt = fit(trials.subset((a != one) & (b != one))).calibration
        except limen.Error:
            return []  # too few trials in the other folds
        for i, row in enumerate(honesty(trials.subset((a == one) & (b == one)), learnt)):
            matches[i] += row["matches"]
            seen[i] += row["non_mated"]
            beyond[i] |= row["extrapolated"]
    return [asked_and_seen(*row) for row in zip(RATES, matches, seen, beyond, strict=True)]


def error_versus_discard(trials: Trials, portraits: list[Portrait], threshold: int) -> list[dict[str, float]]:
    """FNMR at one threshold when the worst images by quality are left out: it falls if quality means anything."""
    quality = np.array([p.template.quality_value if p.template is not None else -1 for p in portraits], float)
    quality += np.random.default_rng(1).random(len(quality)) * 1e-3  # ties in no order
    mated = trials.mated
    worst = np.minimum(quality[trials.probe[mated]], quality[trials.reference[mated]])
    missed = trials.scores[mated] < threshold
    rows = []
    for share in DISCARDED:
        kept = worst >= (np.quantile(quality, share) if share else -1)
        rows.append({"discarded": share, "fnmr": float(missed[kept].mean()) if kept.any() else 0.0})
    return rows


def calibration_file(
    fitted: limen.evaluation.FittedCalibration, model: limen.face.Model, trial: str
) -> limen.face.ModelCalibration:
    return limen.face.ModelCalibration(model.id, model.preprocessing, trial, fitted)


def described(fitted: limen.evaluation.FittedCalibration) -> dict[str, Any]:
    return {
        "knots": [
            {"score": k[0], "fmr": 10 ** -k[1], "fmr_low": 10 ** -k[3], "fmr_high": 10 ** -k[2]} for k in fitted.knots
        ],
        "supported_fmr": fitted.supported_fmr,
        "cllr": fitted.cost.value,
        "cllr_min": fitted.cost.minimum,
        "mated": fitted.mated,
        "non_mated": fitted.non_mated,
        "subjects": fitted.subjects,
    }


def cost(trials: Trials, calibration: limen.Calibration) -> limen.evaluation.Cllr | None:
    if calibration.log10_likelihood_ratio(0) is None:
        return None
    return limen.evaluation.cllr(trials.scores, trials.mated, calibration)
