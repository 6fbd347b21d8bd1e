"""What protection costs and what attacks get back: the measurements behind `limen evaluate protection`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

import limen
from limen.cli.trials import Array
from limen.progress import bar

FMR = 1e-3  # the operating point at which a pre-image counts as a success
MOST_TARGETS = 100  # templates attacked
MOST_NON_MATED = 200_000  # pairs sampled


@dataclass
class People:
    """Embeddings of unit length, (samples, dimension) float32, and whose they are."""

    embeddings: Array
    person: Array  # int, one a sample

    def mated(self) -> tuple[Array, Array]:
        """All pairs of different samples of one person."""
        pairs = [
            (a, b) for group in self.groups() for i, a in enumerate(group.tolist()) for b in group[i + 1 :].tolist()
        ]
        first, second = np.array(pairs, int).reshape(-1, 2).T
        return first, second

    def groups(self) -> list[Array]:
        order = np.argsort(self.person, kind="stable")
        return list(np.split(order, np.flatnonzero(np.diff(self.person[order])) + 1))

    def non_mated(self, seed: int) -> tuple[Array, Array]:
        """Pairs of samples of two persons: all, or so many drawn."""
        n = len(self.person)
        if n * (n - 1) // 2 <= MOST_NON_MATED:
            first, second = np.triu_indices(n, 1)
        else:
            first, second = np.random.default_rng(seed).integers(0, n, (2, MOST_NON_MATED))
        other = self.person[first] != self.person[second]
        return first[other], second[other]


def synthetic(persons: int, samples: int, dimension: int, seed: int) -> People:
    """Nobody's embeddings: cosines of about 0.6 within a person, and about 0 between two."""
    random = np.random.default_rng(seed)
    centres = np.repeat(random.standard_normal((persons, dimension)), samples, axis=0)
    noisy = centres + 0.8 * random.standard_normal(centres.shape)
    unit = noisy / np.linalg.norm(noisy, axis=1, keepdims=True)
    return People(unit.astype(np.float32), np.repeat(np.arange(persons), samples))


def milli(scores: Array) -> Array:
    rounded: Array = np.rint(1000 * scores).astype(np.int32)
    return rounded


def rates(people: People, mated: Array, non_mated: Array) -> dict[str, Any]:
    found = limen.evaluation.Rates(milli(mated), milli(non_mated))
    point = found.at_fmr(FMR)
    return {"eer": found.eer(), "fnmr_at_fmr_0.001": point.fnmr, "threshold": point.threshold / 1000}


class Rotation:
    """Protected by a rotation; scores are cosines."""

    def __init__(self, dimension: int, _: Any) -> None:
        self.protector = limen.privacy.RotationProtector(limen.privacy.Key.random(), dimension)

    def protect(self, people: People) -> Array:
        return np.stack([self.protector.protect(x) for x in people.embeddings])

    @staticmethod
    def scores(a: Array, b: Array) -> Array:
        return np.asarray(np.einsum("ij,ij->i", a, b))


class Iom:
    """Protected by index-of-max hashing; scores are shares of equal hashes, as the number of them / 1000."""

    def __init__(self, dimension: int, shape: tuple[int, int]) -> None:
        self.protector = limen.privacy.IomProtector(limen.privacy.Key.random(), dimension, *shape)

    def protect(self, people: People) -> Array:
        return np.stack([self.protector.hash(x) for x in people.embeddings])

    @staticmethod
    def scores(a: Array, b: Array) -> Array:
        return np.asarray((a == b).sum(axis=1) / 1000)


Scheme = type[Rotation] | type[Iom]


def accuracy(people: People, protected: Array, scheme: Scheme, seed: int) -> dict[str, Any]:
    """All templates under one key, as in one gallery; this is also the case of a stolen key."""
    mated = scheme.scores(*(protected[i] for i in people.mated()))
    non_mated = scheme.scores(*(protected[i] for i in people.non_mated(seed)))
    return rates(people, mated, non_mated)


def linkage(people: People, one: Array, other: Array, scheme: Scheme, seed: int) -> dict[str, Any]:
    """Each sample under two keys, against other persons' samples under the second."""
    first, second = people.non_mated(seed)
    mated = scheme.scores(one, other)
    non_mated = scheme.scores(one[first], other[second])
    with bar("unlinkability") as tick:
        found = limen.evaluation.unlinkability(milli(mated), milli(non_mated), seed=seed, threads=0, progress=tick)
    return {
        "d_sys": found.system,
        "interval": list(found.interval),
        "raw": found.raw,
        "bias": found.bias,
        "mated": found.mated,
        "non_mated": found.non_mated,
    }


def success(people: People, targets: list[int], images: list[Array], threshold: float) -> dict[str, Any]:
    """How often a pre-image passes for the person at the unprotected system's threshold."""
    own, other = [], []
    for target, image in zip(targets, images, strict=True):
        own.append(float(people.embeddings[target] @ image))
        same = np.flatnonzero(people.person == people.person[target])
        others = same[same != target]
        other += (people.embeddings[others] @ image).tolist()
    return {
        "cosine": float(np.mean(own)),
        "success": float(np.mean(np.array(own) >= threshold)),
        "success_other_sample": float(np.mean(np.array(other) >= threshold)) if other else None,
    }


def targets_of(people: People, seed: int) -> list[int]:
    """Samples of persons that have two."""
    several = [g for g in people.groups() if len(g) > 1]
    chosen = np.random.default_rng(seed).permutation(len(several))[:MOST_TARGETS]
    return [int(several[i][0]) for i in chosen]


def iom_attacks(people: People, shape: tuple[int, int], keys: int, threshold: float, seed: int) -> dict[str, Any]:
    targets, dimension = targets_of(people, seed), people.embeddings.shape[1]
    protectors = [Iom(dimension, shape).protector for _ in range(keys)]
    wrong = Iom(dimension, shape).protector
    codes = {t: [p.protect(people.embeddings[t]) for p in protectors] for t in targets}

    def attack(stolen: Any, steps: int) -> dict[str, Any]:
        with bar("attacking") as tick:
            images = []
            for done, target in enumerate(targets, 1):
                images.append(limen.evaluation.preimage(stolen(target), steps))
                tick(done, len(targets))
        return success(people, targets, images, threshold)

    one = {t: [(protectors[0], codes[t][0])] for t in targets}
    return {
        "code and key stolen, least squares": attack(lambda t: one[t], 0),
        "code and key stolen, gradient": attack(lambda t: one[t], 200),
        f"{keys} codes and keys stolen (record multiplicity)": attack(
            lambda t: list(zip(protectors, codes[t], strict=True)), 200
        ),
        "code stolen, key guessed": attack(lambda t: [(wrong, codes[t][0])], 200),
    }


def rotation_attacks(people: People, threshold: float, seed: int) -> dict[str, Any]:
    targets, dimension = targets_of(people, seed), people.embeddings.shape[1]
    protector = Rotation(dimension, None).protector
    seen = {t: protector.protect(people.embeddings[t]) for t in targets}
    others = np.setdiff1d(np.arange(len(people.person)), np.flatnonzero(np.isin(people.person, people.person[targets])))
    known = np.random.default_rng(seed).permutation(others)[:dimension].tolist()
    pairs = [(people.embeddings[i], protector.protect(people.embeddings[i])) for i in known]

    def with_pairs(count: int) -> dict[str, Any]:
        images = [limen.evaluation.from_known_pairs(pairs[:count], seen[t]) for t in targets]
        return success(people, targets, images, threshold)

    told = {
        "template and key stolen": success(people, targets, [protector.recover(seen[t]) for t in targets], threshold)
    }
    for count in (dimension // 8, dimension // 2, dimension):
        if count <= len(pairs):
            told[f"{count} known pairs, no key"] = with_pairs(count)
    wrong = Rotation(dimension, None).protector
    told["template stolen, key guessed"] = success(
        people, targets, [wrong.recover(seen[t]) for t in targets], threshold
    )
    return told
