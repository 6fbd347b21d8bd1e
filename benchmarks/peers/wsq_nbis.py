"""limen's WSQ codec against NIST's (NBIS 5.0): sizes, PSNR at equal size, cross-decoding, speed.

    PYTHONPATH=FOLDER .venv/bin/python benchmarks/peers/wsq_nbis.py [IMAGE...]

FOLDER is where `pip install --target FOLDER wsq` put the peer, which is no part of limen (CeCILL-C); without it nothing
is measured and the program says so. Without images, synthetic prints of limen are taken. PSNR is of what the peer's
decoder makes of both files; if limen's file at the same rate differs from the peer's by more than 0.1 % in size
(comments not counted), limen's rate is moved until it does not. Pictures that were WSQ once lie on the grid of their
old bins, and a hair's breadth in the rate decides whether the new bins meet it: there only equal rates say something.
"""

import argparse
import ctypes
import importlib.util
import sys
import time
from pathlib import Path
from typing import NamedTuple

import limen
import numpy as np
from limen import interchange, io
from limen.fingerprint import synthesis

RATES = (0.75, 2.25)


class Nbis:
    """The codec's C functions, which the extension module exports."""

    def __init__(self, path: str) -> None:
        self.library = ctypes.CDLL(path)
        ctypes.c_int.in_dll(self.library, "debug").value = 0
        self.library.wsq_encode_mem.argtypes = [
            ctypes.POINTER(ctypes.POINTER(ctypes.c_ubyte)), ctypes.POINTER(ctypes.c_int), ctypes.c_float,
            ctypes.c_char_p, *[ctypes.c_int] * 4, ctypes.c_char_p,
        ]  # fmt: skip
        self.free = ctypes.CDLL(None).free
        self.free.argtypes = [ctypes.c_void_p]

    def encode(self, pixels: np.ndarray, rate: float) -> bytes:
        out, size = ctypes.POINTER(ctypes.c_ubyte)(), ctypes.c_int()
        height, width = pixels.shape
        status = self.library.wsq_encode_mem(
            ctypes.byref(out), ctypes.byref(size), rate, pixels.tobytes(), width, height, 8, 500, None
        )
        if status:
            raise RuntimeError(f"the peer's encoder: {status}")
        data = ctypes.string_at(out, size.value)
        self.free(out)
        return data

    def decode(self, data: bytes) -> np.ndarray:
        out = ctypes.POINTER(ctypes.c_ubyte)()
        width, height, depth, ppi, lossy = (ctypes.c_int() for _ in range(5))
        status = self.library.wsq_decode_mem(
            ctypes.byref(out), *map(ctypes.byref, (width, height, depth, ppi, lossy)), data, len(data)
        )
        if status:
            raise RuntimeError(f"the peer's decoder: {status}")
        pixels = np.frombuffer(ctypes.string_at(out, width.value * height.value), np.uint8)
        self.free(out)
        return pixels.reshape(height.value, width.value)


class Case(NamedTuple):
    name: str
    pixels: np.ndarray


def coded_size(data: bytes) -> int:
    """Bytes besides comments, which are segments FFA8 before the first block."""
    at, size = 2, len(data)
    while data[at + 1] != 0xA3:
        length = int.from_bytes(data[at + 2 : at + 4], "big") + 2
        if data[at + 1] == 0xA8:
            size -= length
        at += length
    return size


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    error = np.mean((a.astype(float) - b) ** 2)
    return float(10 * np.log10(255**2 / error))


def of_size(image: limen.Image, wanted: int) -> bytes:
    """limen's file whose size is nearest to `wanted`."""
    low, high, best = 0.05, 8.0, b""
    for _ in range(24):
        data = interchange.encode_wsq(image, (low * high) ** 0.5)
        size = coded_size(data)
        if not best or abs(size - wanted) < abs(coded_size(best) - wanted):
            best = data
        low, high = (low, (low * high) ** 0.5) if size > wanted else ((low * high) ** 0.5, high)
    return best


def seconds(function, *arguments) -> float:
    times = []
    for _ in range(7):
        start = time.perf_counter()
        function(*arguments)
        times.append(time.perf_counter() - start)
    return sorted(times)[3]


def synthetic() -> list[Case]:
    cases = []
    for seed in range(1, 11):
        image = synthesis.make_impression(synthesis.make_finger(seed), seed)
        cases.append(Case(f"synthetic-{seed}", np.asarray(image)))
    return cases


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("images", nargs="*", type=Path, help="grey images; default: synthetic prints")
    images = parser.parse_args().images
    spec = importlib.util.find_spec("_wsq")
    if spec is None or spec.origin is None:
        print("skipped: the peer is not there; pip install --target FOLDER wsq, then PYTHONPATH=FOLDER")
        return 0
    nbis = Nbis(spec.origin)
    cases = [Case(p.name, np.asarray(io.read_image(p))) for p in images] or synthetic()
    print(f"{'':38}bytes              at equal size, dB         encode, MB/s    decode, MB/s")
    print(f"{'image':34} {'rate':4} {'peer':>7} {'limen':>7}    {'peer':>7} {'limen':>7} {'':6}", end="")
    print("     peer  limen     peer  limen")
    worst = 0.0
    for name, pixels in cases:
        image = limen.Image(pixels, 500)
        for rate in RATES:
            theirs = nbis.encode(pixels, rate)
            same_rate = interchange.encode_wsq(image, rate)
            wanted = coded_size(theirs)
            ours = same_rate if abs(coded_size(same_rate) - wanted) <= wanted / 1000 else of_size(image, wanted)
            a, b = psnr(pixels, nbis.decode(theirs)), psnr(pixels, nbis.decode(ours))
            worst = min(worst, b - a)
            speed = [
                pixels.size / 1e6 / seconds(*call)
                for call in ((nbis.encode, pixels, rate), (interchange.encode_wsq, image, rate),
                             (nbis.decode, theirs), (io.decode_image, theirs))
            ]  # fmt: skip
            print(
                f"{name:34} {rate:4} {wanted:7} {coded_size(same_rate):7}    {a:7.3f} {b:7.3f} {b - a:+.3f}  "
                f"   {speed[0]:4.0f}   {speed[1]:4.0f}     {speed[2]:4.0f}   {speed[3]:4.0f}"
            )
    print(f"worst difference {worst:+.3f} dB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
