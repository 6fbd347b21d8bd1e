"""One probe against a block of references."""

from __future__ import annotations

from typing import overload

import limen
from limen.typing import BoolArray

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
    def compared(self) -> int:
        """Those that were compared in full."""

@overload
def exhaustive(
    probe: limen.fingerprint.Probe,
    block: limen.fingerprint.Block,
    ids: list[limen.ReferenceId] | None = ...,
    visible: BoolArray | None = ...,
    candidates: int = ...,
    threshold: float | None = ...,
    keep: float = ...,
    keep_at_least: int = ...,
) -> Found: ...
@overload
def exhaustive(
    probe: limen.face.Probe,
    block: limen.face.Block,
    ids: list[limen.ReferenceId] | None = ...,
    visible: BoolArray | None = ...,
    candidates: int = ...,
    threshold: float | None = ...,
    keep: float = ...,
    keep_at_least: int = ...,
) -> Found: ...
@overload
def exhaustive(
    probe: limen.privacy.IomProbe,
    block: limen.privacy.IomBlock,
    ids: list[limen.ReferenceId] | None = ...,
    visible: BoolArray | None = ...,
    candidates: int = ...,
    threshold: float | None = ...,
    keep: float = ...,
    keep_at_least: int = ...,
) -> Found: ...
def cascade(
    probe: limen.fingerprint.Probe,
    block: limen.fingerprint.Block,
    ids: list[limen.ReferenceId] | None = ...,
    visible: BoolArray | None = ...,
    candidates: int = ...,
    threshold: float | None = ...,
    keep: float = ...,
    keep_at_least: int = ...,
) -> Found:
    """The cheap first stage orders the visible references; the best max(keep · visible, keep_at_least) are compared
    in full. Otherwise as exhaustive()."""
