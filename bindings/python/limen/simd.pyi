"""Which SIMD targets there are, which this machine runs, which is in use."""

from __future__ import annotations

from typing import Self

class Target:
    """One instruction set that the kernels were compiled for."""

    @property
    def name(self) -> str: ...
    @property
    def features(self) -> str:
        """CPU features it was compiled for and is tested for."""
    @property
    def runnable(self) -> bool:
        """Whether this machine can run it."""
    def __repr__(self) -> str: ...

class scoped_target:
    """Makes another target the active one for the whole process inside a `with` block. Raises Error (unavailable) if
    this machine cannot run it."""

    def __init__(self, name: str) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *details: object) -> None: ...

def targets() -> list[Target]:
    """Every target of this build, plainest first."""

def active_target() -> Target:
    """The target in use."""

def rejected() -> str | None:
    """What LIMEN_SIMD asked for if this machine cannot run it; else None."""
