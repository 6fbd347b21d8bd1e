"""Procedural faces: nobody's."""

from __future__ import annotations

import limen
from limen.typing import Float32Array

class FaceOptions:
    """Who it is, where the seed alone shall not say."""

    def __init__(
        self,
        *,
        variety: float = ...,
        melanin: float | None = ...,
        glasses: bool | None = ...,
        beard: bool | None = ...,
    ) -> None: ...
    @property
    def variety(self) -> float:
        """0 to 1.5: how far faces are from the average one."""
    @variety.setter
    def variety(self, value: float) -> None: ...
    @property
    def melanin(self) -> float | None:
        """0 lightest to 1 darkest skin; None: drawn."""
    @melanin.setter
    def melanin(self, value: float | None) -> None: ...
    @property
    def glasses(self) -> bool | None:
        """None: drawn, one in five."""
    @glasses.setter
    def glasses(self, value: bool | None) -> None: ...
    @property
    def beard(self) -> bool | None:
        """None: drawn, one in four."""
    @beard.setter
    def beard(self, value: bool | None) -> None: ...

class CaptureOptions:
    """What happens at one capture."""

    def __init__(
        self,
        *,
        width: int = ...,
        height: int = ...,
        eye_distance: float = ...,
        severity: float = ...,
        roll_sd: float = ...,
        yaw_sd: float = ...,
        pitch_sd: float = ...,
        light: float = ...,
        expression: float = ...,
        blur: float = ...,
        noise: float = ...,
    ) -> None: ...
    @property
    def width(self) -> int:
        """px, 64 to 2000"""
    @width.setter
    def width(self, value: int) -> None: ...
    @property
    def height(self) -> int:
        """px, 64 to 2000"""
    @height.setter
    def height(self, value: int) -> None: ...
    @property
    def eye_distance(self) -> float:
        """px, 12 to 600"""
    @eye_distance.setter
    def eye_distance(self, value: float) -> None: ...
    @property
    def severity(self) -> float:
        """0 frontal, neutral, sharp; 1 a booth or kiosk; 2 bad"""
    @severity.setter
    def severity(self, value: float) -> None: ...
    @property
    def roll_sd(self) -> float:
        """degrees, 0 to 30, times severity"""
    @roll_sd.setter
    def roll_sd(self, value: float) -> None: ...
    @property
    def yaw_sd(self) -> float:
        """degrees, 0 to 15, times severity"""
    @yaw_sd.setter
    def yaw_sd(self, value: float) -> None: ...
    @property
    def pitch_sd(self) -> float:
        """degrees, 0 to 10, times severity"""
    @pitch_sd.setter
    def pitch_sd(self, value: float) -> None: ...
    @property
    def light(self) -> float:
        """unevenness, 0 to 2, times severity"""
    @light.setter
    def light(self, value: float) -> None: ...
    @property
    def expression(self) -> float:
        """0 to 2, times severity"""
    @expression.setter
    def expression(self, value: float) -> None: ...
    @property
    def blur(self) -> float:
        """0 to 4, times severity"""
    @blur.setter
    def blur(self, value: float) -> None: ...
    @property
    def noise(self) -> float:
        """0 to 4, times severity"""
    @noise.setter
    def noise(self, value: float) -> None: ...

class Capture:
    """A photograph and the truth about it."""

    @property
    def image(self) -> limen.Image:
        """In colour."""
    @property
    def landmarks(self) -> Float32Array:
        """Read-only float32 (5, 2): right eye, left eye, nose, right and left mouth corner, px."""
    @property
    def yaw(self) -> float:
        """degrees, towards the right of the image"""
    @property
    def pitch(self) -> float:
        """degrees, down"""
    @property
    def roll(self) -> float:
        """degrees, clockwise"""

def make_capture(face_seed: int, capture_seed: int, face: FaceOptions = ..., capture: CaptureOptions = ...) -> Capture:
    """One photograph of the face that grows from face_seed: nobody's. Raises Error (invalid_argument)."""
