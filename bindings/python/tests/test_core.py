"""limen: images, samples, enumerations, ids, errors."""

from __future__ import annotations

import pickle

import limen
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

GREY = arrays.arrays(np.uint8, arrays.array_shapes(min_dims=2, max_dims=2, max_side=20))
COLOUR = arrays.arrays(np.uint8, st.tuples(st.integers(1, 20), st.integers(1, 20), st.just(3)))


@given(GREY | COLOUR)
def test_pixels_survive(pixels):
    image = limen.Image(pixels, resolution=500)
    assert image.shape == pixels.shape
    assert np.array_equal(np.asarray(image), pixels)
    assert image == limen.Image(pixels, resolution=500)


def test_pixels_are_looked_at_without_a_copy():
    image = limen.Image(np.zeros((4, 5), np.uint8))
    view = np.asarray(image)
    view[2, 3] = 7
    assert np.asarray(image)[2, 3] == 7
    del image
    assert view[2, 3] == 7  # the view keeps the image


def test_rows_may_be_padded_or_reversed():
    base = np.arange(80, dtype=np.uint8).reshape(8, 10)
    for rows in (base[:, 2:7], base[::2], base[::-1]):
        assert np.array_equal(np.asarray(limen.Image(rows)), rows)


WRONG = {
    "float": np.zeros((4, 5)),
    "16 bits": np.zeros((4, 5), np.uint16),
    "signed": np.zeros((4, 5), np.int8),
    "boolean": np.zeros((4, 5), bool),
    "one dimension": np.zeros(4, np.uint8),
    "four channels": np.zeros((4, 5, 4), np.uint8),
    "strided columns": np.zeros((4, 10), np.uint8)[:, ::2],
    "a list": [[1, 2], [3, 4]],
    "text": "image.png",
    "nothing": None,
}


@pytest.mark.parametrize("pixels", WRONG.values(), ids=WRONG.keys())
def test_wrong_images_are_named(pixels):
    for take in (limen.Image, limen.Sample, limen.to_grey):
        with pytest.raises(limen.Error, match=r"uint8 array with shape \(height, width\)") as raised:
            take(pixels)
        assert raised.value.code == "invalid_argument"


def test_the_message_says_what_was_given():
    with pytest.raises(limen.Error, match=r"float64 with shape \(4, 5\) was given"):
        limen.Image(np.zeros((4, 5)))


def test_resolution():
    pixels = np.zeros((4, 5), np.uint8)
    assert limen.Image(pixels).resolution == 0
    assert limen.Sample(pixels, resolution=569).image.resolution == 569
    assert limen.Sample(limen.Image(pixels, resolution=300)).image.resolution == 300
    for resolution in (-1.0, float("nan"), float("inf")):
        with pytest.raises(limen.Error, match="resolution"):
            limen.Image(pixels, resolution=resolution)


def test_grey_and_rgb():
    rgb = np.zeros((2, 2, 3), np.uint8)
    rgb[..., 1] = 255
    assert np.asarray(limen.to_grey(rgb)).tolist() == [[150, 150], [150, 150]]
    assert limen.to_rgb(np.full((2, 2), 9, np.uint8)).shape == (2, 2, 3)


def test_sample():
    sample = limen.Sample(
        np.zeros((4, 5), np.uint8), limen.FingerPosition.right_index, limen.Impression.live_scan_rolled
    )
    assert sample.position.name == "right_index"
    assert int(sample.position) == 2
    assert sample.impression == limen.Impression.live_scan_rolled


def test_spellings_are_the_same_both_ways():
    for enumeration in (limen.FingerPosition, limen.Impression, limen.Modality, limen.Purpose):
        for name, value in enumeration.__members__.items():
            assert enumeration(name) == value
            assert value.name == name


def test_unknown_spellings_are_refused_with_the_known_ones():
    with pytest.raises(limen.Error, match="right_index") as raised:
        limen.FingerPosition("index")
    assert raised.value.code == "invalid_argument"
    with pytest.raises(limen.Error, match="border_check") as raised:
        limen.Purpose("curiosity")
    assert raised.value.code == "purpose_required"


def test_ids_do_not_mix():
    assert limen.SubjectId(3) == limen.SubjectId(3)
    assert limen.SubjectId(3) != limen.ReferenceId(3)
    assert limen.SubjectId(3) != 3
    assert {limen.SubjectId(3): 1}[limen.SubjectId(3)] == 1
    assert int(limen.SubjectId(3)) == 3
    assert not limen.SubjectId(0)


def test_errors_can_be_pickled():
    error = limen.Error("a message", "not_found")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.code) == ("a message", "not_found")


def test_versions():
    assert limen.__version__ == limen.version()
    assert set(limen.dependencies()) >= {"OpenCV", "Eigen", "libsodium", "SQLite"}
    assert all(limen.dependencies().values())
