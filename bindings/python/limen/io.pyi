"""Image files in, image files out."""

from __future__ import annotations

from os import PathLike

import limen
from limen.typing import ImageLike

def read_image(path: PathLike[str] | str, max_pixels: int = ..., assume: float = ...) -> limen.Image:
    """Reads a PNG, JPEG, JPEG 2000, TIFF, BMP, PGM or PPM file; the format is told from its bytes. `assume` is the
    resolution (ppi) of a file that does not say one. Raises Error: not_found, io_error, unsupported_format, corrupt,
    too_large."""

def decode_image(bytes: bytes, max_pixels: int = ..., assume: float = ...) -> limen.Image:
    """The same from bytes in memory."""

def write_image(path: PathLike[str] | str, image: ImageLike) -> None:
    """Writes a limen.Image or a uint8 array; the extension names the format (.png .jpg .jp2 .tif .bmp .pgm .ppm).
    Atomic. Raises Error: invalid_argument, io_error."""
