"""The types of the arrays and functions that limen takes and gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from limen._core import Image

Int32Array: TypeAlias = "np.ndarray[Any, np.dtype[np.int32]]"
Int64Array: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"
UInt64Array: TypeAlias = "np.ndarray[Any, np.dtype[np.uint64]]"
UInt32Array: TypeAlias = "np.ndarray[Any, np.dtype[np.uint32]]"
UInt16Array: TypeAlias = "np.ndarray[Any, np.dtype[np.uint16]]"
UInt8Array: TypeAlias = "np.ndarray[Any, np.dtype[np.uint8]]"
BoolArray: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"
Float32Array: TypeAlias = "np.ndarray[Any, np.dtype[np.float32]]"
Float64Array: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"
StructuredArray: TypeAlias = "np.ndarray[Any, np.dtype[np.void]]"

# A limen.Image, or uint8 pixels: (height, width) grey or (height, width, 3) RGB.
ImageLike: TypeAlias = "Image | UInt8Array"

# f(done, total), while work goes on.
Progress: TypeAlias = Callable[[int, int], object]

# f(stage, value, cell): an image, or a float32 array (rows, columns, channels) whose cells lie `cell` px apart.
TraceFunction: TypeAlias = "Callable[[str, Any, float], object]"
