"""Procedural fingerprints: nobody's fingers."""

from __future__ import annotations

from typing import ClassVar, overload

import limen
from limen.typing import StructuredArray

class Pattern:
    """The five classes of Henry's system."""

    arch: ClassVar[Pattern]
    tented_arch: ClassVar[Pattern]
    left_loop: ClassVar[Pattern]
    right_loop: ClassVar[Pattern]
    whorl: ClassVar[Pattern]
    __members__: ClassVar[dict[str, Pattern]]
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

class FingerOptions:
    """What finger is grown."""

    def __init__(self, *, pattern: Pattern | None = ..., period: float = ..., period_sd: float = ...) -> None: ...
    @property
    def pattern(self) -> Pattern | None:
        """None: drawn with the natural frequencies."""
    @pattern.setter
    def pattern(self, value: Pattern | None) -> None: ...
    @property
    def period(self) -> float:
        """Mean ridge period, px at 500 ppi, 7 to 12."""
    @period.setter
    def period(self, value: float) -> None: ...
    @property
    def period_sd(self) -> float:
        """Between fingers, px, 0 to 1."""
    @period_sd.setter
    def period_sd(self, value: float) -> None: ...

class ImpressionOptions:
    """What happens at one touch of the sensor."""

    def __init__(
        self,
        *,
        width: int = ...,
        height: int = ...,
        severity: float = ...,
        rotation_sd: float = ...,
        rotation_max: float = ...,
        translation_sd: float = ...,
        distortion: float = ...,
        torsion_sd: float = ...,
        contact: float = ...,
        wetness: float | None = ...,
        noise: float = ...,
        contrast: float = ...,
    ) -> None: ...
    @property
    def width(self) -> int:
        """px, 96 to 1000"""
    @width.setter
    def width(self, value: int) -> None: ...
    @property
    def height(self) -> int:
        """px, 96 to 1000"""
    @height.setter
    def height(self, value: int) -> None: ...
    @property
    def severity(self) -> float:
        """0 flat, whole, clean; 1 everyday; 2 bad"""
    @severity.setter
    def severity(self, value: float) -> None: ...
    @property
    def rotation_sd(self) -> float:
        """degrees, 0 to 30, times severity"""
    @rotation_sd.setter
    def rotation_sd(self, value: float) -> None: ...
    @property
    def rotation_max(self) -> float:
        """degrees, 0 to 180"""
    @rotation_max.setter
    def rotation_max(self, value: float) -> None: ...
    @property
    def translation_sd(self) -> float:
        """px, 0 to 80, times severity"""
    @translation_sd.setter
    def translation_sd(self, value: float) -> None: ...
    @property
    def distortion(self) -> float:
        """r.m.s. px, 0 to 12, times severity"""
    @distortion.setter
    def distortion(self, value: float) -> None: ...
    @property
    def torsion_sd(self) -> float:
        """degrees, 0 to 20, times severity"""
    @torsion_sd.setter
    def torsion_sd(self, value: float) -> None: ...
    @property
    def contact(self) -> float:
        """0.4 to 1.3 of the usual contact region"""
    @contact.setter
    def contact(self, value: float) -> None: ...
    @property
    def wetness(self) -> float | None:
        """−1 dry to +1 wet; None: drawn"""
    @wetness.setter
    def wetness(self, value: float | None) -> None: ...
    @property
    def noise(self) -> float:
        """0 to 3, times severity"""
    @noise.setter
    def noise(self, value: float) -> None: ...
    @property
    def contrast(self) -> float:
        """0.2 to 1"""
    @contrast.setter
    def contrast(self, value: float) -> None: ...

class Finger:
    """The whole skin pattern of a finger: what every impression of it shares."""

    @property
    def seed(self) -> int: ...
    @property
    def pattern(self) -> Pattern: ...
    @property
    def cores(self) -> list[limen.Point]:
        """px at 500 ppi"""
    @property
    def deltas(self) -> list[limen.Point]:
        """px at 500 ppi"""
    @property
    def minutiae(self) -> StructuredArray:
        """Read-only structured array (limen.fingerprint.MINUTIA) of the whole pattern."""
    @property
    def ridges(self) -> limen.Image:
        """limen.Image, 0 = middle of a ridge."""
    def __repr__(self) -> str: ...

def make_finger(seed: int, options: FingerOptions = ...) -> Finger:
    """A finger grown from a seed, about 40 ms. Raises Error (invalid_argument)."""

def make_impression(finger: Finger, seed: int, options: ImpressionOptions = ...) -> limen.Image:
    """One touch of a sensor: 8-bit grey limen.Image, 500 ppi. Raises Error (invalid_argument)."""

def make_template(
    finger_seed: int,
    impression_seed: int,
    position: limen.FingerPosition = ...,
    finger: FingerOptions = ...,
    impression: ImpressionOptions = ...,
) -> limen.fingerprint.Template:
    """What an extractor would find in make_impression(make_finger(finger_seed), impression_seed), without an image: a
    fraction of a millisecond."""
