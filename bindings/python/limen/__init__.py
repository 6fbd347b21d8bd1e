"""limen (Latin: a threshold): template extraction, 1:N comparison and privacy for fingerprints and faces.

The modules and names are those of the C++ library: limen.io.read_image is limen::io::read_image. Images are limen.Image
or uint8 arrays of shape (height, width) or (height, width, 3). Scores are integers: thousandths of the modality's natural
unit. What goes wrong raises limen.Error, whose `code` is stable.
"""

from __future__ import annotations

from limen._core import (
    LOWEST_SCORE,
    Box,
    Enrolment,
    FingerPosition,
    Gallery,
    GalleryStats,
    Image,
    Impression,
    Modality,
    Point,
    Purpose,
    Quality,
    ReferenceId,
    ReferenceRecord,
    Sample,
    SubjectId,
    SubjectRecord,
    View,
    dependencies,
    evaluation,
    face,
    fingerprint,
    io,
    privacy,
    simd,
    to_grey,
    to_rgb,
    version,
)
from limen.error import Error

__version__ = version()
__all__ = [
    "LOWEST_SCORE",
    "Box",
    "Enrolment",
    "Error",
    "FingerPosition",
    "Gallery",
    "GalleryStats",
    "Image",
    "Impression",
    "Modality",
    "Point",
    "Purpose",
    "Quality",
    "ReferenceId",
    "ReferenceRecord",
    "Sample",
    "SubjectId",
    "SubjectRecord",
    "View",
    "dependencies",
    "evaluation",
    "face",
    "fingerprint",
    "io",
    "privacy",
    "simd",
    "to_grey",
    "to_rgb",
    "version",
]
