"""Purposes, retention, keys, seals, audit, pseudonyms, usage counts, protected templates."""

from __future__ import annotations

from datetime import datetime
from os import PathLike
from typing import ClassVar, Self, overload

import limen
from limen import Category as Category
from limen import Purpose as Purpose
from limen import ReferenceState as ReferenceState
from limen.typing import Float32Array, Int32Array, Progress, UInt8Array, UInt64Array

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
    reidentification: ClassVar[Operation]
    erasure: ClassVar[Operation]
    sweep: ClassVar[Operation]
    restriction: ClassVar[Operation]
    key_rotation: ClassVar[Operation]
    access: ClassVar[Operation]
    transparency: ClassVar[Operation]
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
    """What one audit entry says. All but subjects and details stays readable: references, not personal data."""

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
        recipient: str = ...,
        subjects: list[str] = ...,
        details: str = ...,
        tombstone: Digest | None = ...,
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
    @property
    def recipient(self) -> str:
        """To whom it was disclosed."""
    @recipient.setter
    def recipient(self, value: str) -> None: ...
    @property
    def subjects(self) -> list[str]:
        """Pseudonyms of the persons touched, as person_of() makes them."""
    @subjects.setter
    def subjects(self, value: list[str]) -> None: ...
    @property
    def details(self) -> str:
        """About these persons: readable until one of them is forgotten."""
    @details.setter
    def details(self, value: str) -> None: ...
    @property
    def tombstone(self) -> Digest | None:
        """Commitment to what was destroyed."""
    @tombstone.setter
    def tombstone(self, value: Digest | None) -> None: ...

class AuditRecord:
    """An entry as it stands in the chain."""

    @property
    def sequence(self) -> int:
        """1, 2, 3, … without a gap."""
    @property
    def time(self) -> datetime: ...
    @property
    def entry(self) -> AuditEntry:
        """A subject that cannot be read is '-'."""
    @property
    def hidden(self) -> int:
        """How many of its subjects cannot be read."""
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
    @property
    def root(self) -> Digest:
        """Of the Merkle tree over all entries."""
    @property
    def log(self) -> str: ...
    @property
    def files(self) -> int: ...
    @property
    def absent(self) -> int:
        """Entries in older files that are not here."""

class TreeHead:
    """A log at one moment: all there is to keep of it elsewhere."""

    @property
    def log(self) -> str:
        """The log's random name."""
    @property
    def size(self) -> int:
        """Entries."""
    @property
    def time(self) -> datetime: ...
    @property
    def root(self) -> Digest:
        """Of the Merkle tree over the entries."""
    @property
    def head(self) -> Digest:
        """Hash of the last entry."""
    def sign(self, key: SigningKey) -> SignedTreeHead: ...

class SignedTreeHead:
    """The anchor that is published; str() gives its one line of JSON."""

    def __init__(self, json: str) -> None: ...
    @property
    def tree(self) -> TreeHead:
        """What it says; believe it after opened()."""
    @property
    def signer(self) -> PublicKey: ...
    def __str__(self) -> str: ...
    def opened(self, trusted: PublicKey) -> TreeHead:
        """The tree head. Raises Error: access_denied (another signer), tampered."""

class EntryProof:
    """That one entry is in a log; str() gives its one line of JSON."""

    def __init__(self, json: str) -> None: ...
    @property
    def sequence(self) -> int: ...
    @property
    def size(self) -> int:
        """Of the tree it leads to."""
    def __str__(self) -> str: ...
    def check(self, tree: TreeHead) -> AuditRecord:
        """The entry, as far as it is disclosed. Raises Error: tampered, wrong_key."""

class ContinuationProof:
    """That a log begins with an earlier one; str() gives its one line of JSON."""

    def __init__(self, json: str) -> None: ...
    @property
    def first(self) -> int: ...
    @property
    def second(self) -> int: ...
    def __str__(self) -> str: ...
    def check(self, first: TreeHead, second: TreeHead) -> None:
        """Raises Error (tampered) if the second does not continue the first."""

class Audit:
    """The audit log: a hash chain and a Merkle tree, sealed by key, fails closed. One process may hold it."""

    @staticmethod
    def open(file: PathLike[str] | str, key: Key | None = ..., sync: bool = ..., rotate_at: int = ...) -> Audit: ...
    def append(self, entry: AuditEntry) -> AuditReceipt: ...
    def forget(self, subjects: list[str], who: AuditEntry) -> AuditReceipt:
        """Makes what the log says of these persons unreadable for good, and says so."""
    def rotate(self) -> None:
        """The log goes on in a new file."""
    def head(self) -> AuditReceipt: ...
    def tree_head(self) -> TreeHead:
        """The log as it is now, to be signed."""
    def close(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *details: object) -> None: ...
    @staticmethod
    def verify(
        file: PathLike[str] | str,
        key: Key | None = ...,
        expected: AuditReceipt | None = ...,
        heads: list[TreeHead] = ...,
        threads: int = ...,
        progress: Progress | None = ...,
    ) -> AuditSummary: ...
    @staticmethod
    def prove(
        file: PathLike[str] | str, sequence: int, key: Key | None = ..., size: int = ..., disclose: bool = ...
    ) -> EntryProof:
        """That an entry is in the tree of `size` entries (0: all)."""
    @staticmethod
    def prove_continuation(
        file: PathLike[str] | str, first: int, key: Key | None = ..., second: int = ...
    ) -> ContinuationProof:
        """That the tree of `second` entries (0: all) begins with that of `first`."""
    @staticmethod
    def entries(file: PathLike[str] | str, key: Key | None = ...) -> list[AuditRecord]: ...
    @staticmethod
    def repair(file: PathLike[str] | str, who: AuditEntry, key: Key | None = ...) -> AuditReceipt: ...

class PublicKey:
    """What others need to verify a signature. Not secret."""

    def __init__(self, hex: str) -> None: ...
    def __str__(self) -> str: ...
    def __bytes__(self) -> bytes: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...

class Signature:
    """An Ed25519 signature."""

    def __init__(self, hex: str) -> None: ...
    def __str__(self) -> str: ...
    def __bytes__(self) -> bytes: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...

class BoxPublicKey:
    """To whom something is sealed. Not secret."""

    def __init__(self, hex: str) -> None: ...
    def __str__(self) -> str: ...
    def __bytes__(self) -> bytes: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...

class SigningKey:
    """The secret half (Ed25519); follows from a Key."""

    def __init__(self, seed: Key) -> None: ...
    @property
    def public_key(self) -> PublicKey: ...
    def sign(self, context: str, message: bytes) -> Signature:
        """`context` says what kind of thing is signed: a signature of one kind is never good for another."""
    def __repr__(self) -> str: ...

class BoxKey:
    """The secret half (X25519); follows from a Key."""

    def __init__(self, seed: Key) -> None: ...
    @property
    def public_key(self) -> BoxPublicKey: ...
    def open(self, sealed: bytes) -> bytes:
        """Raises Error (wrong_key)."""
    def __repr__(self) -> str: ...

class PseudonymPolicy:
    """When the same identifier gives the same pseudonym (ENISA)."""

    deterministic: ClassVar[PseudonymPolicy]
    document_randomised: ClassVar[PseudonymPolicy]
    fully_randomised: ClassVar[PseudonymPolicy]
    __members__: ClassVar[dict[str, PseudonymPolicy]]
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

class EpochState:
    """What a key of a ring is good for."""

    current: ClassVar[EpochState]
    verify_only: ClassVar[EpochState]
    destroyed: ClassVar[EpochState]
    __members__: ClassVar[dict[str, EpochState]]
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

class PseudonymScope:
    """Who may link what: pseudonyms of two scopes have nothing in common."""

    def __init__(
        self,
        *,
        purpose: limen.Purpose = ...,
        agency: str = ...,
        field: str = ...,
        policy: PseudonymPolicy = ...,
        document: str = ...,
    ) -> None: ...
    @property
    def purpose(self) -> limen.Purpose: ...
    @purpose.setter
    def purpose(self, value: limen.Purpose) -> None: ...
    @property
    def agency(self) -> str: ...
    @agency.setter
    def agency(self, value: str) -> None: ...
    @property
    def field(self) -> str:
        """What is replaced, e.g. 'surname'."""
    @field.setter
    def field(self, value: str) -> None: ...
    @property
    def policy(self) -> PseudonymPolicy: ...
    @policy.setter
    def policy(self, value: PseudonymPolicy) -> None: ...
    @property
    def document(self) -> str:
        """With the policy document_randomised."""
    @document.setter
    def document(self, value: str) -> None: ...

class Pseudonym:
    """Stands for an identifier; str() gives its text."""

    def __init__(self, text: str) -> None: ...
    @property
    def epoch(self) -> int:
        """Of the key."""
    def __str__(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...

class Epoch:
    """One key of a ring."""

    @property
    def number(self) -> int: ...
    @property
    def state(self) -> EpochState: ...

class KeyRing:
    """The keys of all epochs of pseudonyms. Not copyable, not picklable."""

    def __init__(self) -> None: ...
    def pseudonym(self, scope: PseudonymScope, identifier: str) -> Pseudonym:
        """Under the current key. Raises Error: purpose_required, invalid_argument."""
    def pseudonyms(self, scope: PseudonymScope, identifiers: list[str]) -> list[Pseudonym]:
        """Many at once."""
    def matches(self, scope: PseudonymScope, pseudonym: Pseudonym, identifier: str) -> bool:
        """Does it stand for that identifier? Raises Error: wrong_key (destroyed epoch), invalid_argument."""
    def rotate(self) -> int:
        """A new current key; its number."""
    def destroy(self, epoch: int) -> None:
        """Nobody can test or link pseudonyms of that epoch any more. Raises Error: not_found, access_denied."""
    def epochs(self) -> list[Epoch]: ...
    def rewrap(self, scope: PseudonymScope, identifiers: list[str], epoch: int, first: Key, second: Key) -> bytes:
        """From a former epoch to the current one, sealed under two keys. Raises Error: wrong_key, invalid_argument."""
    def seal(self, under: Key) -> bytes:
        """The one way out: all keys, sealed."""
    @staticmethod
    def open(sealed: bytes, under: Key) -> KeyRing:
        """Raises Error: tampered, newer_version."""
    def __repr__(self) -> str: ...

class KeyShare:
    """One share of a key: to be kept by one person, away from the others."""

    def __init__(self, text: str) -> None: ...
    @property
    def threshold(self) -> int:
        """How many are needed."""
    @property
    def number(self) -> int: ...
    def reveal(self) -> str:
        """The text to write down: the secret itself."""
    def __repr__(self) -> str: ...

class Escrow:
    """Who is behind a pseudonym: readable only by enough holders of shares together."""

    @staticmethod
    def create(file: PathLike[str] | str, threshold: int, shares: int) -> list[KeyShare]:
        """A new, empty file; the shares are given out once, here. Raises Error: already_exists, invalid_argument."""
    @staticmethod
    def open(file: PathLike[str] | str, expected: BoxPublicKey | None = ...) -> Escrow:
        """`expected`: the public key as it was noted. Raises Error: not_found, wrong_key, corrupt, …"""
    @property
    def public_key(self) -> BoxPublicKey: ...
    def __len__(self) -> int: ...
    def holds(self, pseudonym: Pseudonym) -> bool: ...
    def deposit(self, pseudonym: Pseudonym, identifier: str) -> None:
        """Raises Error: invalid_argument."""
    def erase(self, pseudonym: Pseudonym) -> None:
        """Nobody will know any more. Raises Error (not_found)."""
    def reidentify(
        self,
        pseudonym: Pseudonym,
        shares: list[KeyShare],
        ring: KeyRing,
        scope: PseudonymScope,
        audit: Audit,
        *,
        officer: str,
        on_behalf_of: str,
        recipient: str,
        justification: str,
        legal_basis: str = ...,
        case_reference: str = ...,
    ) -> str:
        """The identifier; the audit entry is written before. Raises Error: invalid_argument, not_found, wrong_key,
        tampered, audit_failed."""

class UsageCount:
    """One count as it was published."""

    @property
    def name(self) -> str: ...
    @property
    def value(self) -> int:
        """With noise; may be below 0: print 0 then."""
    @property
    def epsilon(self) -> float: ...
    @property
    def contribution(self) -> int:
        """By how much one person can change it, at most."""
    @property
    def published(self) -> datetime: ...

class UsageCounts:
    """Counts that tell nothing of any one person, and the privacy budget that is left."""

    @staticmethod
    def open(file: PathLike[str] | str, key: Key, budget: float) -> UsageCounts:
        """A new file gets `budget` (ε); that of an existing one stays. Raises Error: wrong_key, invalid_argument, …"""
    def publish(self, name: str, count: int, epsilon: float, contribution: int = ...) -> UsageCount:
        """Adds geometric noise and spends the loss first. A name that was published gives the same value again. Raises
        Error: access_denied (the budget does not hold it), invalid_argument."""
    @property
    def budget(self) -> float: ...
    @property
    def left(self) -> float: ...
    @property
    def published(self) -> list[UsageCount]:
        """In their order."""

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

def person_of(gallery: str, subject: limen.SubjectId) -> str:
    """How a subject of a gallery is named in an entry."""

def verify(key: PublicKey, context: str, message: bytes, signature: Signature) -> bool:
    """Is it the signature, under that key, of exactly this context and message?"""

def seal_to(recipient: BoxPublicKey, plain: bytes) -> bytes:
    """Anybody can seal for a device, only the device can open."""

def canonical(identifier: str) -> str:
    """The machine-readable form of a name (NFKC, ICAO 9303). Raises Error (invalid_argument)."""

def open_rewrap(sealed: bytes, first: Key, second: Key) -> list[tuple[Pseudonym, Pseudonym]]:
    """What rewrap() sealed: pairs (former, current). Raises Error (tampered)."""

def split(key: Key, threshold: int, shares: int) -> list[KeyShare]:
    """Any `threshold` of the shares give the key. Raises Error (invalid_argument)."""

def combine(shares: list[KeyShare]) -> Key:
    """Raises Error: invalid_argument (too few, of different splits, one twice), tampered."""
