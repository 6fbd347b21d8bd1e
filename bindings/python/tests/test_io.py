"""limen.io"""

from __future__ import annotations

from pathlib import Path

import limen
import numpy as np
import pytest


@pytest.mark.parametrize("suffix", ["png", "tif", "bmp"])
@pytest.mark.parametrize("shape", [(9, 7), (9, 7, 3)])
def test_pixels_and_resolution_survive(tmp_path: Path, suffix: str, shape: tuple[int, ...]):
    pixels = np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    path = tmp_path / f"image.{suffix}"
    limen.io.write_image(path, limen.Image(pixels, resolution=569))
    image = limen.io.read_image(path)
    assert np.array_equal(np.asarray(image), pixels)
    assert image.resolution == pytest.approx(569, abs=0.5)
    assert not image.resolution_assumed
    assert limen.io.decode_image(path.read_bytes()) == image


def test_arrays_are_written_as_they_are(tmp_path: Path):
    pixels = np.arange(200, dtype=np.uint8).reshape(10, 20)
    limen.io.write_image(tmp_path / "a.png", pixels[:, 5:15])
    image = limen.io.read_image(str(tmp_path / "a.png"), assume=1000)
    assert np.array_equal(np.asarray(image), pixels[:, 5:15])
    assert (image.resolution, image.resolution_assumed) == (1000, True)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.png", b"", {"corrupt", "unsupported_format"}),
        ("text.png", b"this is text\n" * 9, {"unsupported_format"}),
        ("cut.png", b"\x89PNG\r\n\x1a\n\x00\x00", {"corrupt"}),
    ],
)
def test_bad_files_say_so(tmp_path: Path, name: str, content: bytes, code: set[str]):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(limen.Error) as raised:
        limen.io.read_image(tmp_path / name)
    assert raised.value.code in code


def test_missing_file_too_large_image_and_wrong_arguments(tmp_path: Path):
    with pytest.raises(limen.Error, match="missing") as raised:
        limen.io.read_image(tmp_path / "missing.png")
    assert raised.value.code == "not_found"
    limen.io.write_image(tmp_path / "a.png", np.zeros((20, 20), np.uint8))
    with pytest.raises(limen.Error) as raised:
        limen.io.read_image(tmp_path / "a.png", max_pixels=399)
    assert raised.value.code == "too_large"
    with pytest.raises(limen.Error) as raised:
        limen.io.write_image(tmp_path / "a.gif", np.zeros((20, 20), np.uint8))
    assert raised.value.code == "invalid_argument"
    with pytest.raises(limen.Error, match="uint16"):
        limen.io.write_image(tmp_path / "a.png", np.zeros((20, 20), np.uint16))
    with pytest.raises(TypeError):
        limen.io.read_image(3)
