"""Error rates of comparison trials and their intervals."""

from __future__ import annotations

from collections.abc import Iterator

import limen
from limen.typing import BoolArray, Float32Array, Int32Array, Progress, UInt32Array, UInt64Array

class OperatingPoint:
    """The rates at one threshold: a match is a score of at least it."""

    @property
    def threshold(self) -> int:
        """Thousandths."""
    @property
    def fmr(self) -> float: ...
    @property
    def fnmr(self) -> float: ...
    def __repr__(self) -> str: ...

class Accuracy:
    """The best share of right decisions over all thresholds."""

    @property
    def value(self) -> float: ...
    @property
    def threshold(self) -> int:
        """The lowest threshold that reaches it."""

class Rates:
    """Mated and non-mated scores, sorted once; then every question is quick."""

    def __init__(self, mated: Int32Array, non_mated: Int32Array) -> None: ...
    @property
    def mated(self) -> int:
        """How many."""
    @property
    def non_mated(self) -> int:
        """How many."""
    @property
    def failures(self) -> int:
        """How many trials failed: non-matches at every threshold."""
    def fmr(self, threshold: int) -> float: ...
    def fnmr(self, threshold: int) -> float: ...
    def at(self, threshold: int) -> OperatingPoint: ...
    def at_fmr(self, fmr: float) -> OperatingPoint: ...
    def zero_fmr(self) -> OperatingPoint: ...
    def eer(self) -> float: ...
    def eer_point(self) -> OperatingPoint: ...
    def best_accuracy(self) -> Accuracy: ...
    def det(self, limit: int = ...) -> list[OperatingPoint]: ...

class Cllr:
    """The cost of likelihood ratios in bits: 0 is perfect, 1 says nothing."""

    @property
    def value(self) -> float:
        """Of the calibrated ratios."""
    @property
    def minimum(self) -> float:
        """Of the best monotone mapping of these scores, after the fact."""

class FittedCalibration:
    """What the scores of a trial stand for."""

    @property
    def calibration(self) -> limen.Calibration: ...
    @property
    def knots(self) -> list[list[float]]:
        """Score, −log10 of the FMR, and its 95 % bounds."""
    @property
    def cost(self) -> Cllr:
        """On these very trials."""
    @property
    def mated(self) -> int: ...
    @property
    def non_mated(self) -> int: ...
    @property
    def subjects(self) -> int: ...
    @property
    def supported_fmr(self) -> float:
        """Anything rarer is extrapolated."""

def calibrate(
    scores: Int32Array, mated: BoolArray, probe: UInt32Array, reference: UInt32Array, subject: UInt32Array
) -> FittedCalibration:
    """From trials to a calibration, with confidence bounds over subjects. Raises Error (invalid_argument)."""

def cllr(scores: Int32Array, mated: BoolArray, calibration: limen.Calibration) -> Cllr:
    """Raises Error (invalid_argument)."""

class Interval:
    """From low to high."""

    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    def __iter__(self) -> Iterator[float]: ...
    def __repr__(self) -> str: ...

class RateIntervals:
    """Percentile intervals of the rates."""

    @property
    def eer(self) -> Interval: ...
    @property
    def fnmr(self) -> list[Interval]:
        """At the FMR of `reported_fmr`."""
    @property
    def zero_fmr(self) -> Interval: ...

reported_fmr: tuple[float, ...]

class Rank1:
    """How many samples found their own finger or face first."""

    @property
    def searched(self) -> int: ...
    @property
    def found(self) -> int: ...
    @property
    def rate(self) -> float: ...

class FoldAccuracy:
    """Accuracy whose threshold is chosen on the other folds."""

    @property
    def mean(self) -> float: ...
    @property
    def standard_error(self) -> float: ...
    @property
    def folds(self) -> int: ...

class LocalUnlinkability:
    """D of the scores in [low, high): 0 tells nothing, 1 proves."""

    @property
    def low(self) -> int: ...
    @property
    def high(self) -> int: ...
    @property
    def linkable(self) -> float: ...
    @property
    def mated_share(self) -> float: ...
    @property
    def non_mated_share(self) -> float: ...

class Unlinkability:
    """0: nothing can be linked; 1: everything."""

    @property
    def system(self) -> float:
        """D_sys, corrected by `bias`."""
    @property
    def raw(self) -> float: ...
    @property
    def bias(self) -> float:
        """What data without any link would give, so many trials."""
    @property
    def interval(self) -> Interval:
        """Bootstrap, of `system`."""
    @property
    def mated(self) -> int: ...
    @property
    def non_mated(self) -> int: ...
    @property
    def local(self) -> list[LocalUnlinkability]: ...

def unlinkability(
    mated: Int32Array,
    non_mated: Int32Array,
    prior_ratio: float = ...,
    bins: int = ...,
    replicates: int = ...,
    confidence: float = ...,
    seed: int = ...,
    threads: int = ...,
    progress: Progress | None = ...,
) -> Unlinkability:
    """Scores of protected templates under two keys, of one person and of two. Arrays of int32. Raises Error
    (invalid_argument) for fewer than 20 of a class."""

def preimage(stolen: list[tuple[limen.privacy.IomProtector, UInt64Array]], steps: int = ...) -> Float32Array:
    """An embedding that gives the stolen codes or comes near: list of (IomProtector, code). Several codes of one
    person: attack via record multiplicity. steps=0: least squares alone."""

def from_known_pairs(pairs: list[tuple[Float32Array, Float32Array]], target: Float32Array) -> Float32Array:
    """What pairs of (embedding, rotated embedding) tell of another rotated embedding, without the key."""

def bootstrap(
    scores: Int32Array,
    mated: BoolArray,
    probe: UInt32Array,
    reference: UInt32Array,
    subject: UInt32Array,
    replicates: int = ...,
    confidence: float = ...,
    seed: int = ...,
    threads: int = ...,
    progress: Progress | None = ...,
) -> RateIntervals:
    """Bootstrap over subjects (fingers). `subject[sample]`: uint32. The same seed gives the same intervals with any
    number of threads."""

def wilson(errors: int, n: int, confidence: float = ...) -> Interval:
    """Wilson score interval of a proportion of independent trials."""

def rank1(scores: Int32Array, mated: BoolArray, probe: UInt32Array, reference: UInt32Array) -> Rank1:
    """Every sample is searched among all it was compared with. Arrays: int32 scores, bool mated, uint32 sample
    numbers. Ties and failures count as not found."""

def fold_accuracy(scores: Int32Array, mated: BoolArray, fold: UInt32Array) -> FoldAccuracy:
    """View 2 of Labeled Faces in the Wild. `fold`: uint32, one for each trial."""

def label_faults() -> list[tuple[str, str, str, str]]:
    """Known label faults of public data sets: (set, finger, other set, other finger); finger "*": each, with the same
    number in the other set."""

def is_label_fault(set: str, finger: str, other_set: str, other_finger: str) -> bool:
    """True if two differently labelled fingers are known to be the same one. Symmetric."""
