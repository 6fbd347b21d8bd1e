"""What police systems exchange: read, write, check, redact."""

from __future__ import annotations

from collections.abc import Sequence

import limen

MINUTIAE_FORMATS: tuple[str, ...]

class Diagnostic:
    """One thing in a file that is not as the standard says."""

    @property
    def severity(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def where(self) -> str: ...
    @property
    def offset(self) -> int: ...
    @property
    def text(self) -> str: ...

class Finding:
    """One finding of lint: field, rule, INTERPOL's error number, found, expected."""

    @property
    def severity(self) -> str: ...
    @property
    def code(self) -> int: ...
    @property
    def error(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def mnemonic(self) -> str: ...
    @property
    def idc(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def found(self) -> str: ...
    @property
    def expected(self) -> str: ...

class Record:
    """One logical record of an ANSI/NIST-ITL file."""

    @property
    def type(self) -> int: ...
    @property
    def idc(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def size(self) -> int: ...
    @property
    def fields(self) -> list[tuple[int, str, bytes]]:
        """(number, tag, value as bytes); none in binary records."""

class File:
    """A walked ANSI/NIST-ITL file."""

    @property
    def records(self) -> list[Record]: ...
    @property
    def diagnostics(self) -> list[Diagnostic]: ...
    @property
    def complete(self) -> bool: ...

class Contents:
    """What a file holds, as limen's own values."""

    @property
    def format(self) -> str: ...
    @property
    def fingers(self) -> list[limen.Sample]: ...
    @property
    def templates(self) -> list[limen.fingerprint.Template]: ...
    @property
    def faces(self) -> list[limen.Image]: ...
    @property
    def diagnostics(self) -> list[Diagnostic]: ...

class Removed:
    """One thing that redact took out."""

    @property
    def where(self) -> str: ...
    @property
    def idc(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def size(self) -> int: ...
    @property
    def what(self) -> str: ...

class ResultMessage:
    """One SRE message: one candidate, or that there is none."""

    @property
    def tcn(self) -> str: ...
    @property
    def tcr(self) -> str: ...
    @property
    def search(self) -> str: ...
    @property
    def hit(self) -> bool: ...
    @property
    def sequence(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def verified(self) -> bool: ...
    @property
    def fields(self) -> list[tuple[int, bytes]]:
        """(number, value as bytes) of the other Type-2 fields."""

class SearchResult:
    """All answers to one search, and which have not come."""

    @property
    def tcr(self) -> str: ...
    @property
    def search(self) -> str: ...
    @property
    def hit(self) -> bool: ...
    @property
    def total(self) -> int: ...
    @property
    def candidates(self) -> list[ResultMessage]:
        """By sequence number, each once."""
    @property
    def missing(self) -> list[int]:
        """Sequence numbers that have not come."""

def read_results(messages: Sequence[bytes]) -> list[SearchResult]:
    """SRE messages in any order, put together by the search that they answer. Raises Error: unsupported_format (no
    SRE), corrupt."""

def sniff(bytes: bytes) -> str:
    """Which format these bytes are, by name; "image" for whatever is none of the others."""

def read(bytes: bytes, assume: float = ...) -> Contents:
    """Fingers, templates and faces of a file of any format. Raises Error: unsupported_format, corrupt, too_large."""

def walk(bytes: bytes) -> File:
    """The records and fields of an ANSI/NIST-ITL file."""

def record_image(bytes: bytes, record: int) -> limen.Image:
    """The image of the record of that index."""

def mnemonic(type: int, field: int) -> str:
    """The short name of a field ("HLL"); empty if limen's table has none. Those of Type-2 fields are INT-I's."""

def lint(bytes: bytes, profile: str = ...) -> list[Finding]:
    """What is wrong with an ANSI/NIST-ITL file: by the standard and, if its domain or `profile` says int_i, by
    INTERPOL's profile."""

def redact(bytes: bytes, keep: Sequence[str] = ...) -> tuple[bytes, list[Removed]]:
    """(the file without what must not travel, what was removed)"""

def write_minutiae(templates: Sequence[limen.fingerprint.Template], format: str = ...) -> bytes:
    """Templates as a minutiae record; formats: MINUTIAE_FORMATS. Raises Error: invalid_argument."""

def read_card(bytes: bytes, format: str) -> limen.fingerprint.Template:
    """The template of a card's minutiae; format: iso_card_normal or iso_card_compact, for a card does not say it."""

def convert_minutiae(bytes: bytes, format: str) -> bytes:
    """A minutiae record in another format."""

def write_finger_images(fingers: Sequence[limen.Sample], wsq: bool = ...) -> bytes:
    """An ISO/IEC 19794-4:2005 record."""

def encode_wsq(image: limen.Image, bits_per_pixel: float = ...) -> bytes:
    """An image as WSQ."""

def valid_tcn(tcn: str) -> bool:
    """Is the check letter of a transaction number right?"""

def make_tcn(year: int, running: int) -> str:
    """A transaction number with its check letter."""

def build_search(
    search: str,
    fingers: Sequence[limen.Sample],
    tcn: str,
    date: str,
    source: str,
    destination: str = ...,
    origin: str = ...,
    person: Sequence[tuple[int, str]] = ...,
) -> bytes:
    """An INT-I search: ATP, CPS, NPS of fingers at 500 ppi, or MPS of a latent. `date`: YYYYMMDD; `source`: the agency
    that took the prints; `person`: [(Type-2 field, value), ...]. Raises Error: invalid_argument."""

def build_results(
    tcn: str,
    date: str,
    destination: str,
    origin: str,
    tcr: str,
    search: str,
    candidates: Sequence[tuple[bool, Sequence[tuple[int, str]]]],
) -> list[bytes]:
    """The SRE messages that answer a search: candidates are (verified, [(Type-2 field, value), ...])."""
