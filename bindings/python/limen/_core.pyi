"""limen: values that every module uses, gallery and screening."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
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
from limen.typing import ImageLike, Progress, UInt64Array

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

class HoldId:
    """One legal hold."""

    def __init__(self, value: int) -> None: ...
    @property
    def value(self) -> int: ...
    def __int__(self) -> int: ...
    def __bool__(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __lt__(self, other: HoldId, /) -> bool: ...
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

class Category:
    """Whose biometric data a reference is."""

    suspect: ClassVar[Category]
    convicted: ClassVar[Category]
    victim: ClassVar[Category]
    other_person: ClassVar[Category]
    wanted_person: ClassVar[Category]
    missing_person: ClassVar[Category]
    unidentified_person: ClassVar[Category]
    asylum_applicant: ClassVar[Category]
    irregular_entrant: ClassVar[Category]
    irregular_resident: ClassVar[Category]
    admitted_person: ClassVar[Category]
    traveller: ClassVar[Category]
    volunteer: ClassVar[Category]
    __members__: ClassVar[dict[str, Category]]
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

class ReferenceState:
    """active, blocked (in no view), marked (seen for law enforcement alone), erased (its key is destroyed)."""

    active: ClassVar[ReferenceState]
    blocked: ClassVar[ReferenceState]
    marked: ClassVar[ReferenceState]
    erased: ClassVar[ReferenceState]
    __members__: ClassVar[dict[str, ReferenceState]]
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
        category: Category | None = ...,
        legal_basis: str = ...,
        agency: str = ...,
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
    def category(self) -> Category | None:
        """Whose data they are; None: that of the retention class."""
    @category.setter
    def category(self, value: Category | None) -> None: ...
    @property
    def legal_basis(self) -> str:
        """If that is more than the class says."""
    @legal_basis.setter
    def legal_basis(self, value: str) -> None: ...
    @property
    def agency(self) -> str:
        """Who brought them; empty: who keeps the gallery."""
    @agency.setter
    def agency(self, value: str) -> None: ...
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
    @property
    def enrolled(self) -> datetime: ...
    @property
    def category(self) -> Category: ...
    @property
    def legal_basis(self) -> str:
        """Empty: that of its class."""
    @property
    def agency(self) -> str:
        """Empty: who keeps the gallery."""
    @property
    def state(self) -> ReferenceState: ...

class SubjectHold:
    """A legal hold of a subject."""

    @property
    def id(self) -> HoldId: ...
    @property
    def hold(self) -> limen.privacy.Hold: ...

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
    @property
    def events(self) -> list[limen.privacy.Happened]:
        """As they were recorded."""
    @property
    def holds(self) -> list[SubjectHold]:
        """Those that have ended, too."""

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
        """Due to be erased, or held."""
    @property
    def blocked(self) -> int: ...
    @property
    def marked(self) -> int: ...
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
    def legal_basis(self) -> str: ...
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
    @property
    def ids(self) -> UInt64Array:
        """uint64 (n), a copy: visible references, ascending."""
    @property
    def finger_memory(self) -> limen.fingerprint.IndexMemory:
        """Memory of all fingers that the gallery keeps prepared, visible here or not."""
    def search_fingers(
        self,
        probes: list[limen.fingerprint.Template],
        k: int = ...,
        threshold: float | None = ...,
        profile: str = ...,
        loss: float = ...,
        neighbours: bool = ...,
        threads: int = ...,
        progress: Progress | None = ...,
    ) -> limen.fingerprint.IndexCandidates:
        """limen.fingerprint.Index.search() among the visible fingers. Writes no audit entry: for decisions about people
        take limen.screen()."""
    def search_persons(
        self,
        probes: list[limen.fingerprint.Template],
        k: int = ...,
        threshold: float | None = ...,
        profile: str = ...,
        loss: float = ...,
        neighbours: bool = ...,
        threads: int = ...,
        progress: Progress | None = ...,
    ) -> list[limen.fingerprint.PersonCandidate]:
        """limen.fingerprint.Index.search_person() among the visible fingers. Writes no audit entry: for decisions about
        people take limen.screen()."""
    def __len__(self) -> int: ...
    def __repr__(self) -> str: ...

class SweepAction:
    """What a sweep does to a reference."""

    erase: ClassVar[SweepAction]
    block: ClassVar[SweepAction]
    review: ClassVar[SweepAction]
    notify: ClassVar[SweepAction]
    reschedule: ClassVar[SweepAction]
    __members__: ClassVar[dict[str, SweepAction]]
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

class SweepItem:
    """What a sweep does to one reference: before and after."""

    @property
    def reference(self) -> ReferenceId: ...
    @property
    def subject(self) -> SubjectId: ...
    @property
    def action(self) -> SweepAction: ...
    @property
    def rule(self) -> str:
        """The retention rule that asks for it."""
    @property
    def due(self) -> datetime:
        """Since when."""
    @property
    def held_by(self) -> str:
        """The owner of the hold that turns erasure into a block."""
    @property
    def state_before(self) -> ReferenceState: ...
    @property
    def state_after(self) -> ReferenceState: ...
    @property
    def expires_before(self) -> datetime: ...
    @property
    def expires_after(self) -> datetime: ...

class SweepPlan:
    """What a sweep would do; nothing has been done."""

    @property
    def at(self) -> datetime: ...
    @property
    def token(self) -> limen.privacy.Digest:
        """A sweep does what this stands for, or nothing."""
    @property
    def items(self) -> list[SweepItem]: ...
    def count(self, action: SweepAction) -> int: ...

class Tombstone:
    """What stays of an erased reference."""

    @property
    def reference(self) -> ReferenceId: ...
    @property
    def at(self) -> datetime: ...
    @property
    def commitment(self) -> limen.privacy.Digest:
        """Keyed by the record's destroyed key."""

class SweepReceipt:
    """What a sweep has done."""

    @property
    def items(self) -> list[SweepItem]: ...
    @property
    def subjects(self) -> int:
        """Subjects that were erased with their last reference."""
    @property
    def tombstones(self) -> list[Tombstone]: ...
    @property
    def tombstones_digest(self) -> limen.privacy.Digest:
        """Stands in the audit entry."""
    @property
    def searched_for(self) -> int:
        """Erased references whose own template was searched for: none was found."""
    @property
    def twins(self) -> list[ReferenceId]:
        """Other references that answer to an erased template."""
    @property
    def purged(self) -> bool:
        """False: sealed bytes stay until purge()."""
    @property
    def receipt(self) -> limen.privacy.AuditReceipt: ...

class RetentionDeadline:
    """What falls due when, by which rule."""

    @property
    def due(self) -> str:
        """ "erasure", "review", "blocking" or "notice"."""
    @property
    def at(self) -> datetime: ...
    @property
    def rule(self) -> str: ...

class RetentionStatus:
    """What is to come for one reference."""

    @property
    def reference(self) -> ReferenceId: ...
    @property
    def subject(self) -> SubjectId: ...
    @property
    def retention_class(self) -> str: ...
    @property
    def state(self) -> ReferenceState: ...
    @property
    def anchor(self) -> datetime: ...
    @property
    def deadlines(self) -> list[RetentionDeadline]:
        """In the order of time."""
    @property
    def held_until(self) -> datetime | None: ...

class Gallery:
    """Sealed references of subjects in one file, each with purposes and a retention class."""

    @staticmethod
    def create(
        file: PathLike[str] | str,
        key: limen.privacy.Key | limen.privacy.Passphrase | limen.privacy.KeyProvider,
        retention: limen.privacy.RetentionPolicy | None = ...,
        max_skew: timedelta | None = ...,
    ) -> Gallery: ...
    @staticmethod
    def open(
        file: PathLike[str] | str,
        key: limen.privacy.Key | limen.privacy.Passphrase | limen.privacy.KeyProvider,
        retention: limen.privacy.RetentionPolicy | None = ...,
        max_skew: timedelta | None = ...,
    ) -> Gallery: ...
    def enrol(self, enrolment: Enrolment) -> SubjectId: ...
    def enrol_many(
        self, enrolments: list[Enrolment], threads: int = ..., progress: Progress | None = ...
    ) -> list[SubjectId]: ...
    def add(self, subject: SubjectId, enrolment: Enrolment) -> None: ...
    def remove(self, subject: SubjectId) -> int: ...
    def view(
        self,
        purpose: Purpose,
        at: datetime | None = ...,
        threads: int = ...,
        progress: Progress | None = ...,
        legal_basis: str = ...,
        agencies: Sequence[str] = ...,
        categories: Sequence[Category] = ...,
    ) -> View: ...
    def record_event(self, subject: SubjectId, event: limen.privacy.Event, at: datetime | None = ...) -> None: ...
    def hold(self, subject: SubjectId, hold: limen.privacy.Hold) -> HoldId: ...
    def release(self, hold: HoldId) -> None: ...
    def block(self, subject: SubjectId) -> None: ...
    def unblock(self, subject: SubjectId) -> None: ...
    def mark(self, subject: SubjectId) -> None: ...
    def unmark(self, subject: SubjectId) -> None: ...
    def plan_sweep(self) -> SweepPlan: ...
    def sweep(
        self,
        token: limen.privacy.Digest,
        audit: limen.privacy.Audit,
        *,
        officer: str,
        on_behalf_of: str = ...,
        justification: str = ...,
        case_reference: str = ...,
        self_test: int = ...,
        threads: int = ...,
    ) -> SweepReceipt: ...
    def retention(self) -> Sequence[RetentionStatus]: ...
    def trust_clock(self) -> None: ...
    def state(self, reference: ReferenceId) -> ReferenceState: ...
    def tombstone(self, reference: ReferenceId) -> Tombstone | None: ...
    def rotate(
        self,
        key: limen.privacy.Key | limen.privacy.Passphrase | limen.privacy.KeyProvider,
        threads: int = ...,
        progress: Progress | None = ...,
    ) -> None: ...
    def list(self) -> list[SubjectRecord]: ...
    @overload
    def subject(self, id: SubjectId) -> SubjectRecord: ...
    @overload
    def subject(self, label: str) -> SubjectRecord: ...
    def stored_template(self, id: ReferenceId, blocked_too: bool = ...) -> bytes:
        """The template of a reference as parse() reads it; whoever hands it on makes an audit entry. Raises Error:
        not_found, access_denied (it is blocked)."""
    def purge(self) -> None:
        """Nothing that was removed is left in the files. Raises Error (busy)."""
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

class ScoreBand:
    """How far above the threshold the best candidate lies."""

    none: ClassVar[ScoreBand]
    at: ClassVar[ScoreBand]
    above: ClassVar[ScoreBand]
    far_above: ClassVar[ScoreBand]
    __members__: ClassVar[dict[str, ScoreBand]]
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

class Party:
    """An agency as the others know it. Not secret."""

    def __init__(self, signing: privacy.PublicKey, box: privacy.BoxPublicKey) -> None: ...
    @property
    def signing(self) -> privacy.PublicKey: ...
    @property
    def box(self) -> privacy.BoxPublicKey: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class HitAnswer:
    """Hit or no hit; the reference is good for this question alone."""

    @property
    def question(self) -> str: ...
    @property
    def hit(self) -> bool: ...
    @property
    def band(self) -> ScoreBand: ...
    @property
    def reference(self) -> str: ...
    @property
    def deadline(self) -> datetime:
        """Until then the confirmation has to be there."""

class HitDesk:
    """The answering side: nothing is answered or released twice."""

    @staticmethod
    def open(
        ledger: PathLike[str] | str,
        own: privacy.Key,
        question_hours: float = ...,
        answer_hours: float = ...,
        face_calibrations: list[face.ModelCalibration] = ...,
    ) -> HitDesk:
        """A file that is not there is made. `face_calibrations`: as for screen(). Raises Error: wrong_key, io_error,
        newer_version, unsupported_format."""
    def answer(
        self,
        question: PathLike[str] | str,
        asker: Party,
        view: View,
        audit: privacy.Audit,
        out: PathLike[str] | str,
        *,
        fmr: float = ...,
        fpir: float = ...,
    ) -> HitAnswer:
        """Step one: searches the view and says hit or no hit. Raises Error: already_exists, access_denied,
        clock_suspect, audit_failed, …"""
    def release(
        self,
        confirmation: PathLike[str] | str,
        asker: Party,
        officers: list[privacy.PublicKey],
        gallery: Gallery,
        record: Callable[[SubjectRecord], bytes],
        audit: privacy.Audit,
        out: PathLike[str] | str,
    ) -> None:
        """Step two: releases record(subject), once, on the word of a known officer. Raises Error: access_denied,
        clock_suspect, not_found, audit_failed, …"""

class PackInfo:
    """What stands in the clear on a watchlist pack."""

    @property
    def series(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def base(self) -> int:
        """An update's: the version it follows; 0: a full pack."""
    @property
    def issuer(self) -> privacy.PublicKey: ...
    @property
    def device(self) -> privacy.BoxPublicKey: ...
    @property
    def issuer_name(self) -> str: ...
    @property
    def purpose(self) -> Purpose: ...
    @property
    def created(self) -> datetime: ...
    @property
    def expires(self) -> datetime:
        """From then on it does not open."""
    @property
    def subjects(self) -> int:
        """In this file."""
    @property
    def references(self) -> int:
        """In this file."""
    @property
    def removed(self) -> int:
        """Subjects that an update takes out."""
    @property
    def bytes(self) -> int:
        """Of the file."""

class PackIssuer:
    """Makes full packs and updates, and revokes them."""

    def __init__(self, seed: privacy.Key, names: privacy.KeyRing) -> None: ...
    @property
    def public_key(self) -> privacy.PublicKey: ...
    def create(
        self,
        gallery: Gallery,
        pack: PathLike[str] | str,
        ledger: PathLike[str] | str,
        audit: privacy.Audit,
        *,
        purpose: Purpose,
        issuer: str,
        device: privacy.BoxPublicKey,
        expires: datetime,
        officer: str,
        legal_basis: str = ...,
        justification: str = ...,
        case_reference: str = ...,
    ) -> PackInfo:
        """The references of the view, their labels as pseudonyms, sealed to the device. Raises Error: already_exists,
        invalid_argument, purpose_required, clock_suspect, audit_failed."""
    def update(
        self,
        gallery: Gallery,
        pack: PathLike[str] | str,
        ledger: PathLike[str] | str,
        audit: privacy.Audit,
        *,
        expires: datetime,
        officer: str,
        legal_basis: str = ...,
        justification: str = ...,
        case_reference: str = ...,
    ) -> PackInfo:
        """What came, changed and is gone since the ledger's version. Raises Error: as create; not_found, wrong_key,
        tampered (the ledger)."""
    def revoke(self, series: list[str], list: PathLike[str] | str) -> None:
        """A signed list: devices that have seen it open none of these series again."""
    def subject(self, gallery: Gallery, pack: PackInfo, pseudonym: privacy.Pseudonym) -> SubjectRecord:
        """Whom a pseudonym of a pack stands for. Raises Error (not_found)."""

class Pack:
    """A watchlist pack on the device: searched like a gallery, without names."""

    @staticmethod
    def open(
        files: Sequence[PathLike[str] | str],
        key: privacy.Key,
        issuer: privacy.PublicKey,
        memory: PathLike[str] | str | None = ...,
        revocations: Sequence[PathLike[str] | str] = ...,
    ) -> Pack:
        """A full pack, then its updates. Raises Error: tampered, access_denied (another issuer, expired, revoked, an
        older version), wrong_key, clock_suspect, …"""
    @property
    def info(self) -> PackInfo:
        """Of the last file."""
    @property
    def subjects(self) -> int: ...
    @property
    def references(self) -> int: ...
    def view(
        self, purpose: Purpose, at: datetime | None = ..., threads: int = ..., progress: Progress | None = ...
    ) -> View:
        """For screen(), like a gallery's. Raises Error: access_denied, clock_suspect."""
    def pseudonym(self, subject: SubjectId) -> privacy.Pseudonym:
        """What the device tells the issuer. Raises Error (not_found)."""

class DisclosedOperation:
    """One operation on a person, without who else was in it."""

    @property
    def time(self) -> datetime: ...
    @property
    def operation(self) -> privacy.Operation: ...
    @property
    def purpose(self) -> Purpose | None: ...
    @property
    def on_behalf_of(self) -> str: ...
    @property
    def recipient(self) -> str: ...
    @property
    def legal_basis(self) -> str: ...
    @property
    def officer(self) -> int:
        """1, 2, 3 …: the same for the same officer."""
    @property
    def others(self) -> int:
        """Further persons of the entry."""
    @property
    def justification(self) -> str:
        """Empty unless asked for."""
    @property
    def case_reference(self) -> str:
        """Empty unless asked for."""
    @property
    def details(self) -> str:
        """Empty unless asked for."""

class Disclosure:
    """What is kept of a person, for that person; str() gives JSON."""

    @property
    def gallery(self) -> str:
        """The gallery's id."""
    @property
    def made(self) -> datetime: ...
    @property
    def subject(self) -> SubjectRecord: ...
    @property
    def templates(self) -> list[bytes]:
        """In the order of the references, if asked for."""
    @property
    def operations(self) -> list[DisclosedOperation]: ...
    @property
    def receipt(self) -> privacy.AuditReceipt:
        """Of the entry that says this was disclosed."""
    def __str__(self) -> str: ...

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
    loss: float = ...,
    profile: str = ...,
    face_calibrations: list[limen.face.ModelCalibration] = ...,
    allow_demonstration: bool = ...,
    threads: int = ...,
    progress: Progress | None = ...,
) -> ScreenResult:
    """The probes of one person against a view. The library's copies of the probes are wiped on every way out. The
    audit entry is written before anything is returned. `face_calibrations`: measured ones, which go before those
    shipped. `loss` and `profile` (fast, safe, exhaustive): the short cut of the finger search, as in
    limen.fingerprint.Index.search(). Raises Error: invalid_argument, unavailable, model_mismatch, audit_failed,
    cancelled."""

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

def pack_info(file: PathLike[str] | str) -> PackInfo:
    """What is in the clear, its signature verified. Raises Error: not_found, unsupported_format, newer_version,
    corrupt, tampered."""

def disclose(
    gallery: Gallery,
    subject: SubjectId,
    log: list[privacy.AuditRecord],
    audit: privacy.Audit,
    *,
    officer: str,
    recipient: str,
    justification: str = ...,
    legal_basis: str = ...,
    case_reference: str = ...,
    templates: bool = ...,
    free_texts: bool = ...,
) -> Disclosure:
    """What is kept of a person, for that person. `log`: Audit.entries. The audit entry is written before anything is
    returned. Raises Error: invalid_argument, not_found, audit_failed."""

def party_of(seed: privacy.Key) -> Party:
    """The public side of an agency's secret seed."""

def officer_of(officer_key: privacy.Key) -> privacy.PublicKey:
    """The officer's public half, for HitDesk.release."""

def ask(
    own: privacy.Key,
    other: Party,
    audit: privacy.Audit,
    out: PathLike[str] | str,
    *,
    purpose: Purpose,
    officer: str,
    fingers: list[fingerprint.Template] = ...,
    faces: list[face.Template] = ...,
    on_behalf_of: str = ...,
    legal_basis: str = ...,
    justification: str = ...,
    case_reference: str = ...,
) -> str:
    """Writes a question for the other agency, after an audit entry; gives its number. Raises Error: purpose_required,
    invalid_argument, audit_failed, io_error."""

def read_answer(file: PathLike[str] | str, own: privacy.Key, other: Party) -> HitAnswer:
    """Raises Error: not_found, corrupt, tampered, wrong_key, …"""

def confirm(
    answer: HitAnswer,
    officer_key: privacy.Key,
    own: privacy.Key,
    other: Party,
    out: PathLike[str] | str,
    *,
    officer: str,
    recipient: str,
    justification: str,
    legal_basis: str = ...,
) -> None:
    """The word of a human being who has looked at the hit, signed with his own key. Raises Error (invalid_argument)."""

def read_release(file: PathLike[str] | str, own: privacy.Key, other: Party) -> tuple[str, bytes]:
    """(reference, record). Raises Error as read_answer()."""
