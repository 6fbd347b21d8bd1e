"""Fingerprints: extraction, templates, comparison."""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike
from typing import ClassVar, overload

import limen
import numpy as np
from limen.fingerprint import synthesis as synthesis
from limen.typing import (
    BoolArray,
    Float32Array,
    Float64Array,
    ImageLike,
    Int32Array,
    Int64Array,
    Progress,
    StructuredArray,
    TraceFunction,
    UInt8Array,
    UInt16Array,
    UInt32Array,
    UInt64Array,
)

MINUTIA: np.dtype[np.void]

class Template:
    """Minutiae and ridge map of one finger at 500 ppi. Wiped when released; not picklable: serialise() and parse()
    say what is meant."""

    def __init__(
        self,
        minutiae: StructuredArray,
        width: int,
        height: int,
        position: limen.FingerPosition = ...,
        impression: limen.Impression = ...,
    ) -> None: ...
    @property
    def position(self) -> limen.FingerPosition: ...
    @position.setter
    def position(self, value: limen.FingerPosition) -> None: ...
    @property
    def impression(self) -> limen.Impression: ...
    @impression.setter
    def impression(self, value: limen.Impression) -> None: ...
    @property
    def width(self) -> int:
        """px at 500 ppi"""
    @property
    def height(self) -> int:
        """px at 500 ppi"""
    @property
    def quality_value(self) -> int:
        """0 to 100"""
    @property
    def quality_flaws(self) -> int:
        """Bit set of Flaw; quality() has the words."""
    @property
    def minutiae(self) -> StructuredArray:
        """Read-only structured array without a copy: x, y (px at 500 ppi), direction (radians, from +x towards +y),
        quality (0 to 1), kind (1 ending, 2 bifurcation); best quality first."""
    @property
    def ridge_map(self) -> UInt16Array:
        """Read-only uint16 array (rows, columns) without a copy, one quantised cell of 8×8 px each: valid 1 bit |
        reliability 2 | period 4 | orientation 5 | phase 4. Shape (0, 0) in a template of minutiae alone."""
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __repr__(self) -> str: ...

class Flaw:
    """Bits of Template.quality_flaws."""

    too_small: ClassVar[Flaw]
    too_dry: ClassVar[Flaw]
    too_wet: ClassVar[Flaw]
    low_contrast: ClassVar[Flaw]
    wrong_resolution: ClassVar[Flaw]
    few_minutiae: ClassVar[Flaw]
    unclear_ridges: ClassVar[Flaw]
    cut_off: ClassVar[Flaw]
    inverted: ClassVar[Flaw]
    __members__: ClassVar[dict[str, Flaw]]
    @overload
    def __init__(self, value: int) -> None: ...
    @overload
    def __init__(self, name: str) -> None: ...
    @property
    def name(self) -> str: ...
    @property
    def value(self) -> int: ...
    def __int__(self) -> int: ...
    def __index__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Polarity:
    """Which of ridge and valley is dark in the image."""

    detect: ClassVar[Polarity]
    dark_ridges: ClassVar[Polarity]
    light_ridges: ClassVar[Polarity]
    __members__: ClassVar[dict[str, Polarity]]
    @overload
    def __init__(self, value: int) -> None: ...
    @overload
    def __init__(self, name: str) -> None: ...
    @property
    def name(self) -> str: ...
    @property
    def value(self) -> int: ...
    def __int__(self) -> int: ...
    def __index__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Method:
    """How two fingers were compared."""

    ridge_map: ClassVar[Method]
    minutiae_only: ClassVar[Method]
    __members__: ClassVar[dict[str, Method]]
    @overload
    def __init__(self, value: int) -> None: ...
    @overload
    def __init__(self, name: str) -> None: ...
    @property
    def name(self) -> str: ...
    @property
    def value(self) -> int: ...
    def __int__(self) -> int: ...
    def __index__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

features: tuple[str, ...]

class Weights:
    """bias + Σ weight · feature is the score; in the order of `features`."""

    def __init__(self, bias: float, weight: list[float]) -> None: ...
    @property
    def bias(self) -> float: ...
    @property
    def weight(self) -> list[float]: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

class Probe:
    """A finger prepared to be asked about. It has no serialisation and cannot be copied."""

    def __init__(self, template: Template) -> None: ...
    @property
    def minutiae(self) -> int:
        """How many are used."""
    @property
    def has_ridge_map(self) -> bool: ...
    @property
    def bytes(self) -> int:
        """Memory of the prepared form; a reference's is the same."""

class Block:
    """References laid out to be searched, in the order given."""

    def __init__(self, templates: list[Template]) -> None: ...
    def __len__(self) -> int: ...

class Comparison:
    """A comparison that could be made."""

    @property
    def score(self) -> int:
        """Natural-log likelihood ratio in thousandths."""
    @property
    def method(self) -> Method: ...
    @property
    def features(self) -> list[float]:
        """In the order of limen.fingerprint.features."""
    @property
    def pairs(self) -> int:
        """Paired minutiae."""
    @property
    def registered(self) -> bool:
        """Past the quick check: the ridges were registered in full."""
    def __repr__(self) -> str: ...

class MinutiaPair:
    """A minutia of a and one of b that fall on one another."""

    @property
    def a(self) -> int:
        """Index into a.minutiae."""
    @property
    def b(self) -> int:
        """Index into b.minutiae."""
    @property
    def confidence(self) -> float:
        """0 to 1"""

class Explanation:
    """A comparison with its reasons."""

    @property
    def comparison(self) -> Comparison: ...
    @property
    def minus_log10_fmr(self) -> float: ...
    @property
    def extrapolated(self) -> bool: ...
    @property
    def pairs(self) -> list[MinutiaPair]:
        """Best first."""
    @property
    def unpaired_a(self) -> list[int]:
        """Minutiae of a inside the overlap without a partner: evidence against."""
    @property
    def unpaired_b(self) -> list[int]: ...
    @property
    def bias(self) -> float: ...
    @property
    def parts(self) -> list[float]:
        """What each of limen.fingerprint.features adds; the score is bias + Σ."""
    @property
    def may_be_mirrored(self) -> bool:
        """may_be_mirrored(a, b)"""

class Comparisons:
    """What compare_all() made: one entry a pair, in the order of the pairs."""

    @property
    def scores(self) -> Int32Array:
        """int32, thousandths; limen.LOWEST_SCORE where refused."""
    @property
    def refusals(self) -> UInt8Array:
        """uint8: index into limen.fingerprint.refusals."""
    @property
    def features(self) -> Float32Array | None:
        """float32 (pairs, features), or None."""
    @property
    def seconds(self) -> Float32Array:
        """float32: processor time of each comparison; preparing the templates is not in it."""

refusals: tuple[str, ...]

def serialise(template: Template) -> bytes:
    """Compact, versioned bytes with a checksum."""

def parse(bytes: bytes) -> Template:
    """The inverse of serialise(). Raises Error: corrupt, newer_version, unsupported_format."""

def quality(template: Template) -> limen.Quality:
    """The quality with its reasons in words."""

def words(flaw: Flaw) -> str:
    """A flaw in words for people."""

def extract(sample: limen.Sample, polarity: Polarity = ..., trace: TraceFunction | None = ...) -> Template:
    """The template of one finger; 250 to 1200 ppi (500 if the image does not say). `trace`: called as f(name, array,
    cell) with each stage's result: a float32 array (rows, columns, channels) whose cells lie `cell` px apart, or a
    limen.Image. Raises Error: invalid_argument, too_large, quality_too_low."""

def draw_minutiae(image: ImageLike, template: Template) -> limen.Image:
    """The minutiae over the print, twice as large, in colour."""

def draw_field(name: str, field: Float32Array, cell: float = ...) -> limen.Image:
    """A field that extract() gave to its trace, as a picture."""

def weights(method: Method = ...) -> Weights:
    """The shipped weights."""

def prepare(template: Template) -> Probe:
    """The probe of a template: some tens of microseconds."""

def score(probe: Probe, block: Block) -> Int32Array:
    """The full comparison with every reference: int32, thousandths; limen.LOWEST_SCORE where none can be made."""

def compare(a: Template, b: Template, weights: Weights | None = ...) -> Comparison:
    """Symmetric. Raises Error: too_few_features, no_overlap."""

def calibration(method: Method = ...) -> limen.Calibration:
    """The shipped calibration of a method."""

def may_be_mirrored(a: Template, b: Template) -> bool:
    """True if the two do not match, but one and the other's mirror image do, clearly. As dear as two comparisons."""

def explain(a: Template, b: Template) -> Explanation:
    """compare() with its reasons. Raises Error as compare()."""

def draw(explanation: Explanation, a: ImageLike | None = ..., b: ImageLike | None = ...) -> limen.Image:
    """A side-by-side picture: paired minutiae numbered and coloured by confidence, the overlap, the score's parts.
    None gives a blank side."""

def compare_all(
    templates: list[Template],
    pairs: UInt32Array,
    weights: Weights | None = ...,
    features: bool = ...,
    threads: int = ...,
    progress: Progress | None = ...,
) -> Comparisons:
    """Full comparisons of many pairs. `pairs`: uint32 (n, 2), indices into `templates`. Each template is prepared
    once. `threads`: 0 takes all processors. `progress`: f(done, total) in pieces of 64 pairs."""

class StageSizes:
    """How many references each stage of a search takes."""

    @property
    def described(self) -> int:
        """Compared by descriptors."""
    @property
    def aligned(self) -> int:
        """Of these the best: aligned, minutia by minutia."""
    @property
    def compared(self) -> int:
        """Of these the best: compared in full."""
    def __repr__(self) -> str: ...

def stage_sizes(visible: int, loss: float = ..., profile: str = ...) -> StageSizes:
    """What a search of so many visible references hands from stage to stage."""

class IndexMemory:
    """Memory of an index, in bytes."""

    @property
    def forms(self) -> int:
        """What the first stages read, ids included."""
    @property
    def templates(self) -> int:
        """For the full comparison, read when they are needed."""
    @property
    def directory(self) -> int:
        """Where each id stands; none in an opened file."""
    @property
    def mapped(self) -> bool:
        """Whether forms and templates are a file's pages."""

class IndexCandidate:
    """A reference with its full comparison."""

    @property
    def id(self) -> int: ...
    @property
    def subject(self) -> int:
        """0 for none."""
    @property
    def score(self) -> int:
        """Natural-log likelihood ratio in thousandths."""
    @property
    def minus_log10_fmr(self) -> float: ...
    @property
    def extrapolated(self) -> bool: ...
    @property
    def method(self) -> Method: ...

class PersonCandidate:
    """A person with the evidence of all probes."""

    @property
    def subject(self) -> int: ...
    @property
    def minus_log10_fmr(self) -> float:
        """Summed over the probes."""
    @property
    def fingers(self) -> list[IndexCandidate]:
        """For each probe the best of the person's references; id 0: none compared."""
    @property
    def compared(self) -> list[int]:
        """For each probe: with how many of the person's references."""

class IndexCandidates:
    """The candidates of all probes, best first; unpacks into ids, minus_log10_fmr, counts."""

    @property
    def ids(self) -> UInt64Array:
        """uint64 (probes, longest list); 0 behind the end of a list."""
    @property
    def minus_log10_fmr(self) -> Float64Array:
        """float64 of the same shape: what the scores stand for; NaN behind the end of a list."""
    @property
    def scores(self) -> Int32Array:
        """int32 thousandths of the same shape; limen.LOWEST_SCORE behind the end of a list."""
    @property
    def subjects(self) -> UInt64Array:
        """uint64 of the same shape; 0 for none."""
    @property
    def minutiae_only(self) -> BoolArray:
        """bool of the same shape: one of the two prints has no ridge map."""
    @property
    def counts(self) -> UInt64Array:
        """uint64 (probes): how long each list is."""
    @property
    def visible(self) -> list[int]:
        """For each probe: references that might have been candidates."""
    @property
    def stages(self) -> list[StageSizes]:
        """For each probe: how many references each stage took."""
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[UInt64Array | Float64Array]: ...

class Index:
    """1:N search of fingers: binary codes, int8 descriptors and an alignment choose whom the full comparison is made
    with. Ids are 64-bit and never shift. Lists are the same for every number of threads, every SIMD target and every
    order of adding, and do not depend on what a filter hides. Searches may run in several threads, changes need the
    index alone."""

    def __init__(self) -> None: ...
    @staticmethod
    def open(path: str | PathLike[str]) -> Index:
        """A saved index, mapped and read-only: header, ids, positions and places are checked, verify() checks the rest.
        Raises Error: not_found, io_error, unsupported_format, newer_version, corrupt."""
    @staticmethod
    def load(path: str | PathLike[str], threads: int = ..., progress: Progress | None = ...) -> Index:
        """A saved index, read into memory and verified whole; may be changed. Raises Error as open()."""
    def __len__(self) -> int: ...
    def __contains__(self, id: int) -> bool: ...
    @property
    def read_only(self) -> bool:
        """Whether it was opened from a file, or is a snapshot."""
    def snapshot(self) -> Index:
        """What the index holds now, read-only: later changes do not reach it. Shares the memory of what does not
        change since. The index must not be changed by another thread meanwhile."""
    @property
    def memory(self) -> IndexMemory: ...
    @property
    def ids(self) -> UInt64Array:
        """uint64 (n), a copy, in the order of a filter; remove() moves the last one into the place that is free."""
    @property
    def subjects(self) -> UInt64Array:
        """uint64 (n), a copy; 0 for none."""
    @property
    def positions(self) -> UInt8Array:
        """uint8 (n), a copy: the values of limen.FingerPosition."""
    def add(
        self,
        ids: UInt64Array | Int64Array,
        templates: list[Template],
        subjects: UInt64Array | Int64Array | None = ...,
        threads: int = ...,
        progress: Progress | None = ...,
    ) -> None:
        """Adds templates under ids (n), all or none; subjects (n) say whose they are. Raises Error: invalid_argument
        (sizes, id 0, an id twice, a template outside its bounds, by its index), already_exists, access_denied,
        cancelled."""
    def update(
        self,
        ids: UInt64Array | Int64Array,
        templates: list[Template],
        threads: int = ...,
        progress: Progress | None = ...,
    ) -> None:
        """New templates for ids that are there, all or none; subjects stay. Raises Error as add(); not_found."""
    def remove(self, ids: UInt64Array | Int64Array) -> None:
        """All or none; wiped at once. Raises Error: not_found, invalid_argument, access_denied."""
    def compact(self) -> None:
        """Gives back all memory that is not in use."""
    def finger(self, id: int) -> Template:
        """The template of a reference, as it was added. Raises Error: not_found, corrupt."""
    def search(
        self,
        probes: list[Template],
        k: int = ...,
        threshold: float | None = ...,
        filter: BoolArray | None = ...,
        profile: str = ...,
        loss: float = ...,
        neighbours: bool = ...,
        threads: int = ...,
        progress: Progress | None = ...,
    ) -> IndexCandidates:
        """The best k of each probe (templates). threshold: least -log10 of the false-match rate. profile: "fast",
        "safe" (no binary codes) or "exhaustive" (all in full). loss: the share of mates that the stages may drop.
        neighbours: a probe of known position is also asked about the fingers beside it. filter: bool (len(index)) in
        the order of ids. Raises Error: invalid_argument, corrupt, cancelled."""
    def search_person(
        self,
        probes: list[Template],
        k: int = ...,
        threshold: float | None = ...,
        filter: BoolArray | None = ...,
        profile: str = ...,
        loss: float = ...,
        neighbours: bool = ...,
        threads: int = ...,
        progress: Progress | None = ...,
    ) -> list[PersonCandidate]:
        """The best k persons for several fingers of one person: evidence is summed over all probes before any person is
        left out. Arguments and errors as search()."""
    def save(self, path: str | PathLike[str]) -> None:
        """Replaces the file atomically. Raises Error (io_error)."""
    def verify(self, threads: int = ..., progress: Progress | None = ...) -> None:
        """Checks every byte of an opened file against its sums. Raises Error (corrupt)."""
    def __repr__(self) -> str: ...
