"""One probe against a block of references."""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike
from typing import overload

import limen
from limen.typing import BoolArray, Float32Array, Int64Array, Progress, UInt64Array

class Candidate:
    """One entry of a candidate list: the higher score first, then the lower id."""

    @property
    def id(self) -> limen.ReferenceId: ...
    @property
    def score(self) -> int:
        """Thousandths."""
    def __repr__(self) -> str: ...

class Found:
    """A candidate list, and how much work it stands for."""

    @property
    def candidates(self) -> list[Candidate]: ...
    @property
    def visible(self) -> int:
        """References that might have been candidates."""
    @property
    def expected_false_candidates(self) -> float | None:
        """Of a person who is none of these references; None without a threshold or calibration."""

@overload
def exhaustive(
    probe: limen.fingerprint.Probe,
    block: limen.fingerprint.Block,
    ids: list[limen.ReferenceId] | None = ...,
    visible: BoolArray | None = ...,
    candidates: int = ...,
    threshold: float | None = ...,
    *,
    calibration: limen.Calibration | None = ...,
    fmr: float = ...,
    fpir: float = ...,
    n: int = ...,
) -> Found: ...
@overload
def exhaustive(
    probe: limen.face.Probe,
    block: limen.face.Block,
    ids: list[limen.ReferenceId] | None = ...,
    visible: BoolArray | None = ...,
    candidates: int = ...,
    threshold: float | None = ...,
    *,
    calibration: limen.Calibration | None = ...,
    fmr: float = ...,
    fpir: float = ...,
    n: int = ...,
) -> Found: ...
@overload
def exhaustive(
    probe: limen.privacy.IomProbe,
    block: limen.privacy.IomBlock,
    ids: list[limen.ReferenceId] | None = ...,
    visible: BoolArray | None = ...,
    candidates: int = ...,
    threshold: float | None = ...,
    *,
    calibration: limen.Calibration | None = ...,
    fmr: float = ...,
    fpir: float = ...,
    n: int = ...,
) -> Found: ...

class EmbeddingCandidates:
    """The candidates of all probes, best first; unpacks into ids, scores, counts."""

    @property
    def ids(self) -> UInt64Array:
        """uint64 (probes, longest list); 0 behind the end of a list."""
    @property
    def scores(self) -> Float32Array:
        """float32 cosines of the same shape; NaN behind the end of a list."""
    @property
    def counts(self) -> UInt64Array:
        """uint64 (probes): how long each list is."""
    @property
    def in_doubt(self) -> UInt64Array:
        """uint64 (probes): certified mode, references whose error bound reached the list."""
    @property
    def compared(self) -> UInt64Array:
        """uint64 (probes): of these, compared in float."""
    @property
    def visible(self) -> int:
        """References that might have been candidates."""
    @property
    def threshold(self) -> float | None:
        """Least score, as it was given or follows from the rate; None without one."""
    @property
    def expected_false_candidates(self) -> float | None:
        """For each probe, of a person who is none of these references; None without a threshold or calibration."""
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[UInt64Array | Float32Array]: ...

class EmbeddingIndex:
    """1:N search of embeddings. Vectors are scaled to unit length, scores are cosines, ids are 64-bit and never shift.
    Lists are the same for every number of threads and every SIMD target. Searches may run in several threads, changes
    need the index alone. Arrays that do not lie side by side are copied."""

    def __init__(self, dimension: int, originals: str = ..., sign_bits: bool = ..., clip: float = ...) -> None:
        """Dimension 64 to 2048; originals kept as "float32", "float16" or "none"; sign_bits for mode "cascade";
        components beyond clip / sqrt(dimension) lose precision in int8. Raises Error (invalid_argument)."""
    @staticmethod
    def open(path: str | PathLike[str]) -> EmbeddingIndex:
        """A saved index, mapped and read-only: header, ids and error bounds are checked, verify() checks the rest.
        Raises Error: not_found, io_error, unsupported_format, newer_version, corrupt."""
    @staticmethod
    def load(path: str | PathLike[str], threads: int = ..., progress: Progress | None = ...) -> EmbeddingIndex:
        """A saved index, read into memory and verified whole; may be changed. Raises Error as open()."""
    def __len__(self) -> int: ...
    def __contains__(self, id: int) -> bool: ...
    @property
    def dimension(self) -> int: ...
    @property
    def originals(self) -> str:
        """One of "float32", "float16", "none"."""
    @property
    def sign_bits(self) -> bool: ...
    @property
    def read_only(self) -> bool:
        """Whether it was opened from a file."""
    @property
    def ids(self) -> UInt64Array:
        """uint64 (n), a copy, in the order of a filter; remove() moves the last one into the place that is free."""
    def add(
        self, ids: UInt64Array | Int64Array, vectors: Float32Array, threads: int = ..., progress: Progress | None = ...
    ) -> None:
        """Adds float32 (n, dimension) under ids (n), all or none. Raises Error: invalid_argument (shapes, dtypes, id 0,
        an id twice, a vector with NaN or infinity or all zeros, by its index), already_exists, access_denied."""
    def update(self, ids: UInt64Array | Int64Array, vectors: Float32Array) -> None:
        """New vectors for ids that are there, all or none. Raises Error as add(); not_found."""
    def remove(self, ids: UInt64Array | Int64Array) -> None:
        """O(1) for each id, all or none; wiped at once. Raises Error: not_found, invalid_argument, access_denied."""
    def compact(self) -> None:
        """Gives back all memory that is not in use."""
    def search(
        self,
        probes: Float32Array,
        k: int = ...,
        threshold: float | None = ...,
        filter: BoolArray | None = ...,
        mode: str = ...,
        keep: float = ...,
        keep_at_least: int = ...,
        threads: int = ...,
        progress: Progress | None = ...,
        *,
        calibration: limen.Calibration | None = ...,
        fmr: float = ...,
        fpir: float = ...,
        n: int = ...,
    ) -> EmbeddingCandidates:
        """The best k of each probe, float32 (n, dimension). mode: "certified" (int8 first, provably the float list),
        "quantised" (int8 alone), "float", "cascade" (sign bits first, the best keep · visible or keep_at_least compared
        in float: approximate). filter: bool (len(index)) in the order of ids. In place of a threshold, with the model's
        calibration, the rate that it follows from: fmr, or fpir (n: 0 is the number of visible references). Raises
        Error: invalid_argument, corrupt, cancelled."""
    def range_search(
        self,
        probes: Float32Array,
        threshold: float | None = ...,
        filter: BoolArray | None = ...,
        mode: str = ...,
        threads: int = ...,
        progress: Progress | None = ...,
        *,
        calibration: limen.Calibration | None = ...,
        fmr: float = ...,
        fpir: float = ...,
        n: int = ...,
    ) -> EmbeddingCandidates:
        """Every reference whose score is at least the threshold, or the one that fmr or fpir gives with the model's
        calibration. Raises Error as search()."""
    def save(self, path: str | PathLike[str]) -> None:
        """Replaces the file atomically. Raises Error (io_error)."""
    def verify(self, threads: int = ..., progress: Progress | None = ...) -> None:
        """Checks every byte of an opened file against its sums. Raises Error (corrupt)."""
    def __repr__(self) -> str: ...
