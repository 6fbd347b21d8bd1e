"""Of a probe that Python let go of, nothing stays in the memory of the process: another process reads it whole."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import limen
import numpy as np
import pytest
from limen.fingerprint import synthesis

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc")

MASK = 0xA5
# Reads the writable memory of process argv[1] and counts each masked needle (hexadecimal) of argv[2:].
SCAN = f"""
import re, sys
needles = [bytes(b ^ {MASK} for b in bytes.fromhex(text)) for text in sys.argv[2:]]
counts = [0] * len(needles)
with open(f"/proc/{{sys.argv[1]}}/maps") as maps, open(f"/proc/{{sys.argv[1]}}/mem", "rb", 0) as memory:
    for line in maps:
        begin, end, flags = re.match(r"(\\w+)-(\\w+) (\\S+)", line).groups()
        if not flags.startswith("rw") or "[v" in line:
            continue
        try:
            memory.seek(int(begin, 16))
            part = memory.read(int(end, 16) - int(begin, 16))
        except (OSError, ValueError, OverflowError):
            continue
        counts = [count + part.count(needle) for count, needle in zip(counts, needles)]
print(*counts)
"""


def masked(data: Any, start: int, size: int = 32) -> str:
    """Byte by byte, so that no copy of them is made on the way."""
    view = memoryview(data).cast("B")
    return bytes(view[i] ^ MASK for i in range(start, start + size)).hex()


def copies(needles: list[str]) -> list[int]:
    gc.collect()
    command = [sys.executable, "-c", SCAN, str(os.getpid()), *needles]
    done = subprocess.run(command, capture_output=True, text=True)
    if "PermissionError" in done.stderr:
        pytest.skip("this system lets no process read another's memory")
    assert done.returncode == 0, done.stderr
    return [int(count) for count in done.stdout.split()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    print_ = synthesis.make_impression(synthesis.make_finger(5), 1)
    limen.io.write_image(tmp_path / "probe.png", print_)
    return tmp_path


def world(folder: Path) -> tuple[limen.View, limen.privacy.Audit]:
    gallery = limen.Gallery.create(folder / "watchlist.limen", limen.privacy.Key.random())
    gallery.enrol_many(
        [
            limen.Enrolment(
                label=f"subject {seed}",
                purposes=[limen.Purpose.border_check],
                retention_class="interpol_notice",
                fingers=[synthesis.make_template(seed, 1, limen.FingerPosition.right_index)],
            )
            for seed in (1, 2)
        ]
    )
    view = gallery.view(purpose=limen.Purpose.border_check, legal_basis="act 7")
    return view, limen.privacy.Audit.open(folder / "audit.log")


@pytest.mark.parametrize("way", ["done", "refused"])
def test_nothing_of_a_finger_stays_after_a_search(folder: Path, way: str):
    view, audit = world(folder)
    image = limen.io.read_image(folder / "probe.png")
    sample = limen.Sample(image, limen.FingerPosition.right_index)
    probe = limen.fingerprint.extract(sample)
    pixels = np.asarray(image)
    middle = image.height // 2 * image.width + image.width // 2
    needles = [masked(pixels, middle), masked(probe.minutiae, 2 * probe.minutiae.itemsize)]
    assert min(copies(needles)) >= 1  # so that what follows means something
    if way == "done":
        limen.screen(view, fingers=[probe], officer="officer 7", audit=audit)
    else:
        with pytest.raises(limen.Error):
            limen.screen(view, fingers=[probe], officer="", audit=audit)
    del pixels, image, sample, probe
    assert copies(needles) == [0, 0]


def test_nothing_of_a_face_stays_after_a_search(folder: Path):
    from limen.face import synthesis as faces

    extractor = limen.face.Extractor.open(
        limen.face.Models(folder), limen.face.ExtractorOptions(allow_demonstration=True)
    )
    image = faces.make_capture(3, 1).image
    sample = limen.Sample(image)
    probe = extractor.extract(sample)
    pixels = np.asarray(image)
    needles = [masked(pixels, pixels.size // 2), masked(probe.embedding, 64)]
    assert min(copies(needles)) >= 1
    del pixels, image, sample, probe
    assert copies(needles) == [0, 0]


def test_an_array_that_was_given_is_copied_and_wiped_but_the_array_is_its_owners(folder: Path):
    image = limen.io.read_image(folder / "probe.png")
    array = np.array(image)
    sample = limen.Sample(array, limen.FingerPosition.right_index, resolution=500)
    needle = [masked(array, array.size // 2)]
    assert copies(needle)[0] >= 3  # the image, the array, the sample
    del image, sample
    assert copies(needle) == [1]
    array.fill(0)  # who made it clears it
    assert copies(needle) == [0]
