"""Purposes, retention, keys, seals, audit."""

from __future__ import annotations

from datetime import datetime
from os import PathLike
from typing import ClassVar, Self, overload

import limen
from limen import Category as Category
from limen import Purpose as Purpose
from limen import ReferenceState as ReferenceState
from limen.typing import Float32Array, Int32Array, UInt8Array, UInt64Array

class Event:
    """What happens to a person's data: clocks start, start anew and end with events."""

    captured: ClassVar[Event]
    transmitted: ClassVar[Event]
    entered: ClassVar[Event]
    decision: ClassVar[Event]
    exit: ClassVar[Event]
    refusal: ClassVar[Event]
    stay_ended: ClassVar[Event]
    searched: ClassVar[Event]
    reviewed: ClassVar[Event]
    surrendered: ClassVar[Event]
    solved: ClassVar[Event]
    naturalised: ClassVar[Event]
    protection_granted: ClassVar[Event]
    protection_withdrawn: ClassVar[Event]
    blocked: ClassVar[Event]
    notified: ClassVar[Event]
    __members__: ClassVar[dict[str, Event]]
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

class Happened:
    """An event and its time."""

    @property
    def event(self) -> Event: ...
    @property
    def at(self) -> datetime: ...
    def __repr__(self) -> str: ...

class Hold:
    """A legal hold: data that a rule would erase are blocked instead."""

    def __init__(self, *, owner: str = ..., reason: str = ..., until: datetime = ...) -> None: ...
    @property
    def owner(self) -> str:
        """Who answers for it; required."""
    @owner.setter
    def owner(self, value: str) -> None: ...
    @property
    def reason(self) -> str:
        """Required."""
    @reason.setter
    def reason(self, value: str) -> None: ...
    @property
    def until(self) -> datetime:
        """Required: it ends by itself."""
    @until.setter
    def until(self, value: datetime) -> None: ...

class Period:
    """A calendar period: years and months first, then days."""

    def __init__(self, *, years: int = ..., months: int = ..., days: int = ...) -> None: ...
    @property
    def years(self) -> int: ...
    @property
    def months(self) -> int: ...
    @property
    def days(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __str__(self) -> str: ...
    def __repr__(self) -> str: ...

class RetentionRule:
    """Category, legal basis and purpose; anchor event and period; what falls due."""

    def __init__(
        self,
        *,
        name: str = ...,
        retention_class: str = ...,
        categories: list[Category] = ...,
        legal_basis: str = ...,
        purposes: list[Purpose] = ...,
        anchors: list[Event] = ...,
        period: Period = ...,
        ended_by: list[Event] = ...,
        void_by: list[Event] = ...,
        time_zone: str = ...,
        due: str = ...,
        lead: Period = ...,
        overriding: bool = ...,
        source: str = ...,
    ) -> None: ...
    @property
    def name(self) -> str: ...
    @name.setter
    def name(self, value: str) -> None: ...
    @property
    def retention_class(self) -> str:
        """References enrolled under it; empty: all. A rule named like its class makes the class."""
    @retention_class.setter
    def retention_class(self, value: str) -> None: ...
    @property
    def categories(self) -> list[Category]:
        """Empty: all."""
    @categories.setter
    def categories(self, value: list[Category]) -> None: ...
    @property
    def legal_basis(self) -> str:
        """Empty: all."""
    @legal_basis.setter
    def legal_basis(self, value: str) -> None: ...
    @property
    def purposes(self) -> list[Purpose]:
        """References with at least one of them; empty: all."""
    @purposes.setter
    def purposes(self, value: list[Purpose]) -> None: ...
    @property
    def anchors(self) -> list[Event]:
        """The period runs from the latest of these events."""
    @anchors.setter
    def anchors(self, value: list[Event]) -> None: ...
    @property
    def period(self) -> Period:
        """Zero: may not be kept at all."""
    @period.setter
    def period(self, value: Period) -> None: ...
    @property
    def ended_by(self) -> list[Event]:
        """Due at once when one of these events happens."""
    @ended_by.setter
    def ended_by(self, value: list[Event]) -> None: ...
    @property
    def void_by(self) -> list[Event]:
        """Applies no more when one of these events happens."""
    @void_by.setter
    def void_by(self, value: list[Event]) -> None: ...
    @property
    def time_zone(self) -> str:
        """Whose days are counted: an IANA name."""
    @time_zone.setter
    def time_zone(self, value: str) -> None: ...
    @property
    def due(self) -> str:
        """ "erasure", "review", "blocking" or "notice"."""
    @due.setter
    def due(self, value: str) -> None: ...
    @property
    def lead(self) -> Period:
        """Notice is given so long before it is due."""
    @lead.setter
    def lead(self, value: Period) -> None: ...
    @property
    def overriding(self) -> bool:
        """A statutory period that is kept even where another rule erases earlier."""
    @overriding.setter
    def overriding(self, value: bool) -> None: ...
    @property
    def source(self) -> str:
        """The legal source; verify it with counsel."""
    @source.setter
    def source(self, value: str) -> None: ...
    def __repr__(self) -> str: ...

class RetentionPolicy:
    """Rules, checked as a whole."""

    def __init__(self, rules: list[RetentionRule] | None = ...) -> None: ...
    @property
    def rules(self) -> list[RetentionRule]: ...
    def retention_class(self, name: str) -> RetentionRule: ...

class KeyProvider:
    """Keys that live elsewhere (HSM, Vault): derive from it, and define wrap and unwrap."""

    def __init__(self) -> None: ...

class Passphrase:
    """A passphrase on its way to become a key: a wiped copy."""

    def __init__(self, text: str) -> None: ...
    def __repr__(self) -> str: ...

class Key:
    """A 256-bit secret. Never printed, not copyable, not picklable."""

    @staticmethod
    def random() -> Key: ...
    @staticmethod
    def from_bytes(bytes: bytes) -> Key: ...
    @staticmethod
    def load(file: PathLike[str] | str) -> Key: ...
    def save(self, file: PathLike[str] | str) -> None: ...
    def derive(self, context: str) -> Key: ...
    def __repr__(self) -> str: ...

seal_overhead: int

class Digest:
    """A 256-bit BLAKE2b digest; str() gives 64 hexadecimal digits."""

    def __init__(self, hex: str) -> None: ...
    def __str__(self) -> str: ...
    def __bytes__(self) -> bytes: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...

class Operation:
    """What an audit entry is about."""

    search_started: ClassVar[Operation]
    search: ClassVar[Operation]
    search_cancelled: ClassVar[Operation]
    search_failed: ClassVar[Operation]
    decision: ClassVar[Operation]
    enrolment: ClassVar[Operation]
    removal: ClassVar[Operation]
    disclosure: ClassVar[Operation]
    repair: ClassVar[Operation]
    __members__: ClassVar[dict[str, Operation]]
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

class AuditEntry:
    """What one audit entry says; references, not personal data."""

    def __init__(
        self,
        *,
        operation: Operation = ...,
        officer: str = ...,
        on_behalf_of: str = ...,
        purpose: limen.Purpose | None = ...,
        legal_basis: str = ...,
        justification: str = ...,
        case_reference: str = ...,
        gallery: str = ...,
        view_hash: Digest | None = ...,
        view_size: int = ...,
        candidates: int = ...,
        result: str = ...,
    ) -> None: ...
    @property
    def operation(self) -> Operation: ...
    @operation.setter
    def operation(self, value: Operation) -> None: ...
    @property
    def officer(self) -> str: ...
    @officer.setter
    def officer(self, value: str) -> None: ...
    @property
    def on_behalf_of(self) -> str: ...
    @on_behalf_of.setter
    def on_behalf_of(self, value: str) -> None: ...
    @property
    def purpose(self) -> limen.Purpose | None:
        """None: not bound to a purpose."""
    @purpose.setter
    def purpose(self, value: limen.Purpose | None) -> None: ...
    @property
    def legal_basis(self) -> str: ...
    @legal_basis.setter
    def legal_basis(self, value: str) -> None: ...
    @property
    def justification(self) -> str: ...
    @justification.setter
    def justification(self, value: str) -> None: ...
    @property
    def case_reference(self) -> str: ...
    @case_reference.setter
    def case_reference(self, value: str) -> None: ...
    @property
    def gallery(self) -> str: ...
    @gallery.setter
    def gallery(self, value: str) -> None: ...
    @property
    def view_hash(self) -> Digest | None: ...
    @view_hash.setter
    def view_hash(self, value: Digest | None) -> None: ...
    @property
    def view_size(self) -> int: ...
    @view_size.setter
    def view_size(self, value: int) -> None: ...
    @property
    def candidates(self) -> int: ...
    @candidates.setter
    def candidates(self, value: int) -> None: ...
    @property
    def result(self) -> str: ...
    @result.setter
    def result(self, value: str) -> None: ...

class AuditRecord:
    """An entry as it stands in the chain."""

    @property
    def sequence(self) -> int:
        """1, 2, 3, … without a gap."""
    @property
    def time(self) -> datetime: ...
    @property
    def entry(self) -> AuditEntry: ...
    @property
    def previous(self) -> Digest: ...
    @property
    def hash(self) -> Digest: ...

class AuditReceipt:
    """Proof of an append: keep it away from the log."""

    def __init__(self, sequence: int, head: Digest) -> None: ...
    @property
    def sequence(self) -> int: ...
    @property
    def head(self) -> Digest: ...

class AuditSummary:
    """What verify() found."""

    @property
    def entries(self) -> int: ...
    @property
    def head(self) -> Digest: ...
    @property
    def first(self) -> datetime: ...
    @property
    def last(self) -> datetime: ...
    @property
    def backwards(self) -> int:
        """Records whose time lies before that of the one before."""
    @property
    def keyed(self) -> bool: ...

class Audit:
    """The audit log: append-only, hash-chained, fails closed. One process may hold it."""

    @staticmethod
    def open(file: PathLike[str] | str, key: Key | None = ...) -> Audit: ...
    def append(self, entry: AuditEntry) -> AuditReceipt: ...
    def head(self) -> AuditReceipt: ...
    def close(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *details: object) -> None: ...
    @staticmethod
    def verify(
        file: PathLike[str] | str, key: Key | None = ..., expected: AuditReceipt | None = ...
    ) -> AuditSummary: ...
    @staticmethod
    def entries(file: PathLike[str] | str, key: Key | None = ...) -> list[AuditRecord]: ...
    @staticmethod
    def repair(file: PathLike[str] | str, who: AuditEntry, key: Key | None = ...) -> AuditReceipt: ...

class RotationProtector:
    """Keyed rotation and permutation: exact scores, revocable. Not irreversible: who has the key has the embedding."""

    def __init__(self, key: Key, dimension: int) -> None: ...
    @property
    def dimension(self) -> int: ...
    @property
    def tag(self) -> int:
        """Names the key without telling it."""
    def protect(self, embedding: Float32Array) -> Float32Array: ...
    def recover(self, protected: Float32Array) -> Float32Array:
        """The inverse."""

class CodeProtector:
    """Keyed permutation and mask of binary codes: exact Hamming distances, revocable, not irreversible."""

    def __init__(self, key: Key, bits: int) -> None: ...
    @property
    def bits(self) -> int: ...
    def protect(self, code: UInt64Array) -> UInt64Array: ...
    def recover(self, protected: UInt64Array) -> UInt64Array:
        """The inverse."""

class IomProtector:
    """Index-of-max hashing: of each hash's keyed projections only the number of the largest is kept."""

    def __init__(self, key: Key, dimension: int, hashes: int = ..., choices: int = ...) -> None: ...
    @property
    def dimension(self) -> int: ...
    @property
    def hashes(self) -> int: ...
    @property
    def choices(self) -> int: ...
    @property
    def bits(self) -> int:
        """Of a code."""
    @property
    def words(self) -> int:
        """Of a code."""
    @property
    def tag(self) -> int:
        """Names the key without telling it."""
    def hash(self, embedding: Float32Array) -> UInt8Array: ...
    def protect(self, embedding: Float32Array) -> UInt64Array: ...
    def hashes_of(self, code: UInt64Array) -> UInt8Array:
        """The numbers that a code stands for."""

class IomProbe:
    """A protected probe, for limen.search.exhaustive."""

    def __init__(self, protector: IomProtector, embedding: Float32Array) -> None: ...

class IomBlock:
    """Codes of one IomProtector, side by side, for limen.search.exhaustive."""

    def __init__(self, protector: IomProtector) -> None: ...
    def add(self, protector: IomProtector, code: UInt64Array) -> None:
        """Raises Error: model_mismatch (another key), corrupt."""
    def score(self, probe: IomProbe) -> Int32Array:
        """int32: a thousand times the number of hashes that agree, of each reference."""
    def __len__(self) -> int: ...

def retention_presets(time_zone: str = ...) -> list[RetentionRule]:
    """The shipped rules, with days of that time zone. Verify them with counsel."""

def retention_classes() -> list[RetentionRule]:
    """The shipped rules that make a retention class."""

def retention_class(name: str) -> RetentionRule:
    """The class of that name. Raises Error (retention_required)."""

def expires_at(rule: RetentionRule, anchor: datetime) -> datetime:
    """When what the rule says is due, if its clock started at the anchor and nothing else happened."""

def seal(key: Key, plain: bytes, associated: bytes = ...) -> bytes:
    """XChaCha20-Poly1305: nonce | ciphertext | tag."""

def unseal(key: Key, sealed: bytes, associated: bytes = ...) -> bytes:
    """The inverse. Raises Error (tampered) if key, associated data or any byte differ."""
