"""limen: values that every module uses, gallery and screening."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from os import PathLike
from typing import ClassVar, overload

import limen
from limen import evaluation as evaluation
from limen import face as face
from limen import fingerprint as fingerprint
from limen import interchange as interchange
from limen import io as io
from limen import privacy as privacy
from limen import search as search
from limen import simd as simd
from limen.typing import ImageLike, Progress

class Modality:
    """What is captured."""

    fingerprint: ClassVar[Modality]
    face: ClassVar[Modality]
    __members__: ClassVar[dict[str, Modality]]
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

class FingerPosition:
    """Finger positions with the numbers of ISO/IEC 19794-2."""

    unknown: ClassVar[FingerPosition]
    right_thumb: ClassVar[FingerPosition]
    right_index: ClassVar[FingerPosition]
    right_middle: ClassVar[FingerPosition]
    right_ring: ClassVar[FingerPosition]
    right_little: ClassVar[FingerPosition]
    left_thumb: ClassVar[FingerPosition]
    left_index: ClassVar[FingerPosition]
    left_middle: ClassVar[FingerPosition]
    left_ring: ClassVar[FingerPosition]
    left_little: ClassVar[FingerPosition]
    __members__: ClassVar[dict[str, FingerPosition]]
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

class Impression:
    """Impression types with the numbers of ISO/IEC 19794-2."""

    live_scan_plain: ClassVar[Impression]
    live_scan_rolled: ClassVar[Impression]
    nonlive_scan_plain: ClassVar[Impression]
    nonlive_scan_rolled: ClassVar[Impression]
    latent: ClassVar[Impression]
    swipe: ClassVar[Impression]
    live_scan_contactless: ClassVar[Impression]
    __members__: ClassVar[dict[str, Impression]]
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

class ReferenceId:
    """One enrolled template."""

    def __init__(self, value: int) -> None: ...
    @property
    def value(self) -> int: ...
    def __int__(self) -> int: ...
    def __bool__(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __lt__(self, other: ReferenceId, /) -> bool: ...
    def __repr__(self) -> str: ...

class SubjectId:
    """One enrolled person."""

    def __init__(self, value: int) -> None: ...
    @property
    def value(self) -> int: ...
    def __int__(self) -> int: ...
    def __bool__(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __lt__(self, other: SubjectId, /) -> bool: ...
    def __repr__(self) -> str: ...

class Point:
    """A position in an image, px: x to the right, y down."""

    def __init__(self, x: float, y: float) -> None: ...
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __iter__(self) -> Iterator[float]: ...
    def __repr__(self) -> str: ...

class Box:
    """An upright box in px; (x, y) is its upper left corner."""

    def __init__(self, x: float, y: float, width: float, height: float) -> None: ...
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __iter__(self) -> Iterator[float]: ...
    def __repr__(self) -> str: ...

class Image:
    """8-bit pixels, grey (height, width) or RGB (height, width, 3), with a resolution. numpy.asarray(image) looks at
    the pixels without a copy. Wiped when released."""

    def __init__(self, pixels: ImageLike, resolution: float | None = ...) -> None: ...
    @property
    def width(self) -> int:
        """px"""
    @property
    def height(self) -> int:
        """px"""
    @property
    def channels(self) -> int:
        """1 (grey) or 3 (RGB)"""
    @property
    def shape(self) -> tuple[int, ...]:
        """As numpy has it."""
    @property
    def resolution(self) -> float:
        """Pixels per inch; 0: unknown."""
    @resolution.setter
    def resolution(self, value: float) -> None: ...
    @property
    def resolution_assumed(self) -> bool:
        """True: neither the file nor the caller said; a default was taken."""
    @resolution_assumed.setter
    def resolution_assumed(self, value: bool) -> None: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]
    def __repr__(self) -> str: ...

class Sample:
    """The image of one finger or face, and what is known about its capture."""

    def __init__(
        self,
        image: ImageLike,
        position: FingerPosition = ...,
        impression: Impression = ...,
        resolution: float | None = ...,
    ) -> None: ...
    @property
    def image(self) -> Image: ...
    @property
    def position(self) -> FingerPosition: ...
    @property
    def impression(self) -> Impression: ...

class Calibration:
    """From scores to −log10 of the false-match rate, and what they are worth."""

    def minus_log10_fmr(self, score: int) -> float: ...
    def extrapolated(self, score: int) -> bool:
        """True above what the trial's data support."""
    def bounds(self, score: int) -> tuple[float, float] | None:
        """95 % confidence bounds of minus_log10_fmr(); None where not known or extrapolated."""
    def log10_likelihood_ratio(self, score: int) -> float | None:
        """Of one person to two; None where it is not known."""
    def threshold(self, fmr: float = ..., *, fpir: float = ..., n: int = ...) -> int:
        """The lowest score that keeps a rate: `fmr` of one comparison, or `fpir` of a search among `n` references.
        Raises Error (invalid_argument)."""
    def expected_false_candidates(self, threshold: int, n: int) -> float:
        """How many of `n` references of other persons are expected at or above a threshold."""

class Quality:
    """How useful a sample is (0 to 100, ISO/IEC 29794-1), and why it is not more."""

    @property
    def value(self) -> int: ...
    @property
    def reasons(self) -> list[str]:
        """In words; empty when nothing is wrong."""
    def __repr__(self) -> str: ...

LOWEST_SCORE: int

class Purpose:
    """Why a reference may be kept and why a search is made."""

    border_check: ClassVar[Purpose]
    asylum_procedure: ClassVar[Purpose]
    law_enforcement: ClassVar[Purpose]
    missing_person_search: ClassVar[Purpose]
    victim_identification: ClassVar[Purpose]
    evaluation: ClassVar[Purpose]
    __members__: ClassVar[dict[str, Purpose]]
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

class Enrolment:
    """One subject to be enrolled, with purposes and a retention class."""

    def __init__(
        self,
        *,
        label: str = ...,
        purposes: list[Purpose] = ...,
        retention_class: str = ...,
        anchor: datetime | None = ...,
        fingers: list[limen.fingerprint.Template] = ...,
        faces: list[limen.face.Template] = ...,
    ) -> None: ...
    @property
    def label(self) -> str:
        """Unique in the gallery, 1 to 256 bytes of UTF-8; it is sealed."""
    @label.setter
    def label(self, value: str) -> None: ...
    @property
    def purposes(self) -> list[Purpose]:
        """For which it may be searched: list of Purpose."""
    @purposes.setter
    def purposes(self, value: list[Purpose]) -> None: ...
    @property
    def retention_class(self) -> str:
        """A name of limen.privacy.retention_classes()."""
    @retention_class.setter
    def retention_class(self, value: str) -> None: ...
    @property
    def anchor(self) -> datetime | None:
        """From when retention runs; None: the time of enrolment."""
    @anchor.setter
    def anchor(self, value: datetime | None) -> None: ...
    @property
    def fingers(self) -> list[limen.fingerprint.Template]: ...
    @fingers.setter
    def fingers(self, value: list[limen.fingerprint.Template]) -> None: ...
    @property
    def faces(self) -> list[limen.face.Template]: ...
    @faces.setter
    def faces(self, value: list[limen.face.Template]) -> None: ...

class ReferenceRecord:
    """One reference, without its template."""

    @property
    def id(self) -> ReferenceId: ...
    @property
    def subject(self) -> SubjectId: ...
    @property
    def modality(self) -> Modality: ...
    @property
    def position(self) -> FingerPosition: ...
    @property
    def purposes(self) -> list[Purpose]: ...
    @property
    def retention_class(self) -> str: ...
    @property
    def anchor(self) -> datetime: ...
    @property
    def expires(self) -> datetime:
        """The first moment at which no view shows it."""

class SubjectRecord:
    """One subject and its references in the order of their ids."""

    @property
    def id(self) -> SubjectId: ...
    @property
    def label(self) -> str: ...
    @property
    def enrolled(self) -> datetime: ...
    @property
    def references(self) -> list[ReferenceRecord]: ...

class GalleryStats:
    """Counts over the whole gallery, expired references included."""

    @property
    def subjects(self) -> int: ...
    @property
    def references(self) -> int: ...
    @property
    def fingers(self) -> int: ...
    @property
    def faces(self) -> int: ...
    @property
    def expired(self) -> int:
        """Due to be erased."""
    @property
    def bytes(self) -> int:
        """Size of the store."""

class View:
    """What may be searched for one purpose at one time: an immutable snapshot."""

    @property
    def purpose(self) -> Purpose: ...
    @property
    def at(self) -> datetime: ...
    @property
    def gallery(self) -> str:
        """The gallery's id."""
    @property
    def size(self) -> int:
        """Visible references."""
    @property
    def subjects(self) -> int:
        """Subjects with a visible reference: the N of FPIR."""
    @property
    def hash(self) -> limen.privacy.Digest:
        """Two views with one hash search the same."""
    def __len__(self) -> int: ...
    def __repr__(self) -> str: ...

class Gallery:
    """Sealed references of subjects in one file, each with purposes and a retention class."""

    @staticmethod
    def create(file: PathLike[str] | str, key: limen.privacy.Key | limen.privacy.Passphrase) -> Gallery: ...
    @staticmethod
    def open(file: PathLike[str] | str, key: limen.privacy.Key | limen.privacy.Passphrase) -> Gallery: ...
    def enrol(self, enrolment: Enrolment) -> SubjectId: ...
    def enrol_many(
        self, enrolments: list[Enrolment], threads: int = ..., progress: Progress | None = ...
    ) -> list[SubjectId]: ...
    def add(self, subject: SubjectId, enrolment: Enrolment) -> None: ...
    def remove(self, subject: SubjectId) -> int: ...
    def view(
        self, purpose: Purpose, at: datetime | None = ..., threads: int = ..., progress: Progress | None = ...
    ) -> View: ...
    def list(self) -> list[SubjectRecord]: ...
    @overload
    def subject(self, id: SubjectId) -> SubjectRecord: ...
    @overload
    def subject(self, label: str) -> SubjectRecord: ...
    def stats(self) -> GalleryStats: ...
    def check(self, threads: int = ..., progress: Progress | None = ...) -> None: ...
    @property
    def id(self) -> str:
        """32 hexadecimal digits, for the audit."""
    def audit_key(self) -> limen.privacy.Key: ...

class Evidence:
    """The best comparison of one probe with one subject."""

    @property
    def modality(self) -> Modality: ...
    @property
    def position(self) -> FingerPosition:
        """Of the probe."""
    @property
    def reference(self) -> ReferenceId:
        """The reference that scored best."""
    @property
    def comparisons(self) -> int: ...
    @property
    def score(self) -> int:
        """Thousandths of the modality's natural unit."""
    @property
    def evidence(self) -> int:
        """−log10 of its false-match rate, thousandths: what is fused."""
    @property
    def extrapolated(self) -> bool: ...

class SubjectCandidate:
    """One subject, with the fused score of all probes."""

    @property
    def subject(self) -> SubjectId: ...
    @property
    def score(self) -> int:
        """Fused: −log10 of the false-match rate of the person, thousandths."""
    @property
    def evidence(self) -> list[Evidence]: ...
    def __repr__(self) -> str: ...

class ScreenResult:
    """Candidates by subject, in order, and what was searched."""

    @property
    def candidates(self) -> list[SubjectCandidate]: ...
    @property
    def purpose(self) -> Purpose: ...
    @property
    def at(self) -> datetime: ...
    @property
    def gallery(self) -> str:
        """The gallery's id."""
    @property
    def view_hash(self) -> limen.privacy.Digest: ...
    @property
    def view_size(self) -> int:
        """References."""
    @property
    def view_subjects(self) -> int:
        """The N of FPIR."""
    @property
    def probes(self) -> int: ...
    @property
    def compared(self) -> int:
        """Full comparisons made."""
    @property
    def receipt(self) -> limen.privacy.AuditReceipt:
        """Of the audit entry that says this search was made."""
    def expected_false_candidates(self, threshold: int) -> float:
        """How many subjects are expected at or above a fused score when the searched person is none of them."""

class Decision:
    """What the machine says; a hit has to be confirmed by a human being."""

    @property
    def hit(self) -> bool: ...
    @property
    def candidates(self) -> list[SubjectCandidate]:
        """At or above the threshold, in order."""
    @property
    def threshold(self) -> int:
        """−log10 of the FMR, thousandths."""
    @property
    def fmr(self) -> float: ...
    @property
    def expected_false_candidates(self) -> float:
        """For each search of an unknown person."""
    @property
    def requires_human_confirmation(self) -> bool: ...
    @property
    def extrapolated(self) -> bool: ...
    @property
    def purpose(self) -> Purpose: ...
    @property
    def gallery(self) -> str:
        """The gallery's id."""
    @property
    def view_hash(self) -> limen.privacy.Digest: ...
    @property
    def view_size(self) -> int: ...

def to_grey(image: ImageLike) -> Image:
    """Rec. 601 luma, rounded; a grey image is copied."""

def to_rgb(image: ImageLike) -> Image:
    """Three equal channels; an RGB image is copied."""

def dependencies() -> dict[str, str]:
    """What this build of limen uses, and which versions it was built with."""

def version() -> str:
    """The version of the library, e.g. "0.1.0"."""

def screen(
    view: View,
    *,
    audit: limen.privacy.Audit,
    fingers: list[limen.fingerprint.Template] = ...,
    faces: list[limen.face.Template] = ...,
    officer: str,
    on_behalf_of: str = ...,
    legal_basis: str = ...,
    justification: str = ...,
    case_reference: str = ...,
    candidates: int = ...,
    keep: float = ...,
    keep_at_least: int = ...,
    face_calibrations: list[limen.face.ModelCalibration] = ...,
    allow_demonstration: bool = ...,
    threads: int = ...,
    progress: Progress | None = ...,
) -> ScreenResult:
    """The probes of one person against a view. The library's copies of the probes are wiped on every way out. The
    audit entry is written before anything is returned. `face_calibrations`: measured ones, which go before those
    shipped. Raises Error: invalid_argument, unavailable, model_mismatch, audit_failed, cancelled."""

def fuse(evidence: list[int]) -> int:
    """−log10 of the false-match rate of one person, from that of each of its probes; thousandths of a decade."""

def decide(found: ScreenResult, *, fmr: float = ..., fpir: float = ..., n: int = ...) -> Decision:
    """Exactly one of `fmr` and `fpir`, in (0, 1]; `n`: for `fpir`, 0 is the number of subjects in the view. Raises
    Error (invalid_argument)."""

def record(
    audit: limen.privacy.Audit,
    decision: Decision,
    *,
    officer: str,
    on_behalf_of: str = ...,
    legal_basis: str = ...,
    justification: str = ...,
    case_reference: str = ...,
    confirmed: SubjectId | None = ...,
) -> limen.privacy.AuditReceipt:
    """Writes what the human being made of it; `confirmed`: the subject that is the person, or None. Raises Error:
    invalid_argument, audit_failed."""
