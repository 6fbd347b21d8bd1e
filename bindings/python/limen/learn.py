"""Weights of the fingerprint comparison from labelled comparisons."""

from __future__ import annotations

from typing import Any

import numpy as np

from limen.error import Error
from limen.fingerprint import Weights

Array = np.ndarray[Any, np.dtype[Any]]


def fit_weights(features: Array, mated: Array, penalty: float = 1e-3, steps: int = 50) -> Weights:
    """The weights of a comparison's features: fit_logistic() as Weights. Raises Error as it does."""
    bias, slopes = fit_logistic(features, mated, penalty, steps)
    return Weights(bias, slopes)


def fit_logistic(features: Array, mated: Array, penalty: float = 1e-3, steps: int = 50) -> tuple[float, list[float]]:
    """Logistic regression with balanced priors, so that bias + Σ weight · feature estimates a natural-log likelihood
    ratio: the bias and the weights. `features`: (n, features), `mated`: n booleans. L2 `penalty` on the standardised
    weights; Newton's method. Raises Error (invalid_argument) without mated and non-mated rows."""
    mated = np.asarray(mated, bool)
    if not mated.any() or mated.all():
        raise Error("fit_logistic: mated and non-mated comparisons are wanted", "invalid_argument")
    x = np.asarray(features, np.float64)
    mean, spread = x.mean(axis=0), x.std(axis=0)
    varies = spread > 1e-9
    scale = np.where(varies, spread, 1.0)
    design = np.column_stack([np.ones(len(x)), np.where(varies, (x - mean) / scale, 0.0)])
    weight = np.where(mated, 0.5 / mated.sum(), 0.5 / (~mated).sum())
    ridge = np.full(design.shape[1], penalty)
    ridge[0] = 1e-9
    beta = np.zeros(design.shape[1])
    loss = _loss(design, mated, weight, ridge, beta)
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(design @ beta, -500, 500)))
        gradient = design.T @ (weight * (p - mated)) + ridge * beta
        curvature = (design * (weight * p * (1 - p))[:, None]).T @ design + np.diag(ridge)
        direction = np.linalg.solve(curvature, gradient)
        step = 1.0
        while (next_loss := _loss(design, mated, weight, ridge, beta - step * direction)) > loss and step > 1e-6:
            step /= 2
        beta -= step * direction
        if loss - next_loss < 1e-12:
            break
        loss = next_loss
    slopes = np.where(varies, beta[1:] / scale, 0.0)
    return float(beta[0] - slopes @ mean), [float(slope) for slope in slopes]


def _loss(design: Array, mated: Array, weight: Array, ridge: Array, beta: Array) -> float:
    z = design @ beta
    return float(weight @ (np.logaddexp(0, z) - mated * z) + 0.5 * (ridge * beta) @ beta)
