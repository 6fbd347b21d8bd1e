"""limen's WSQ decoder against NIST's (NBIS 5.0) on files whose filters are not the usual 9 and 7 taps.

    PYTHONPATH=FOLDER .venv/bin/python benchmarks/peers/wsq_filters.py [--keep OUT]

FOLDER: see wsq_nbis.py. The files are limen's own, of a synthetic print, with another filter table put in; what comes
out is no print any more, but both decoders have to make the same of it. OUT gets a few small files and the peer's
pictures of them: tests/data/wsq is what it wrote. Two even filters whose lengths differ by 2, 6, ... are no pair (no
analysis leads back), and NBIS overwrites part of its sums there: they are left out. So are pictures so small that a
filter is longer than a line of the deepest subband and its mirror image: there the two go on in different ways.
"""

import argparse
import importlib.util
import sys
from pathlib import Path

import limen
import numpy as np
from limen import interchange, io
from limen.fingerprint import synthesis
from wsq_nbis import Nbis

PAIRS = ((2, 2), (2, 6), (6, 2), (4, 4), (8, 8), (6, 10), (12, 4), (16, 16), (24, 24), (11, 13), (17, 15), (23, 25))
SIZES = ((300, 299), (299, 300), (257, 301), (288, 256))
KEPT = ((2, 2), (6, 10), (8, 8), (11, 13))
KEPT_SIZE = (131, 129)


def half(taps: int, seed: int) -> list[float]:
    """The upper half of some filter that fades away."""
    count = (taps + 1) // 2
    values = np.random.default_rng(seed).normal(size=count) * 0.12 * np.exp(-np.arange(count) / 3)
    values[0] = 0.85 if taps % 2 else 0.7
    return [float(value) for value in values]


def filter_table(low: int, high: int) -> bytes:
    body = bytes([low, high])
    for value in (*half(low, low), *half(high, 100 + high)):
        body += bytes([value < 0, 9]) + round(abs(value) * 1e9).to_bytes(4, "big")
    return b"\xff\xa4" + (len(body) + 2).to_bytes(2, "big") + body


def with_filters(data: bytes, low: int, high: int) -> bytes:
    at = 2
    while data[at + 1] != 0xA4:
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return data[:at] + filter_table(low, high) + data[at + 2 + int.from_bytes(data[at + 2 : at + 4], "big") :]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", type=Path, metavar="OUT")
    keep = parser.parse_args().keep
    spec = importlib.util.find_spec("_wsq")
    if spec is None or spec.origin is None:
        print("skipped: the peer is not there; pip install --target FOLDER wsq, then PYTHONPATH=FOLDER")
        return 0
    nbis = Nbis(spec.origin)
    picture = np.asarray(synthesis.make_impression(synthesis.make_finger(1), 1))

    def file(width: int, height: int, low: int, high: int) -> bytes:
        part = np.ascontiguousarray(picture[40 : 40 + height, 30 : 30 + width])
        return with_filters(interchange.encode_wsq(limen.Image(part, 500), 0.75), low, high)

    worst, most = 0, 0.0
    for low, high in PAIRS:
        for width, height in SIZES:
            data = file(width, height, low, high)
            difference = np.abs(nbis.decode(data).astype(int) - np.asarray(io.decode_image(data)))
            worst, most = max(worst, int(difference.max())), max(most, float(np.mean(difference != 0)))
            print(f"{low:2} and {high:2} taps, {width} x {height}: largest difference {difference.max()}")
    print(f"largest difference {worst}, at most {100 * most:.4f} % of the pixels of a picture")
    if keep:
        for low, high in KEPT:
            data = file(*KEPT_SIZE, low, high)
            (keep / f"filters-{low}-{high}.wsq").write_bytes(data)
            io.write_image(keep / f"filters-{low}-{high}.png", limen.Image(nbis.decode(data), 500))
    return 0


if __name__ == "__main__":
    sys.exit(main())
