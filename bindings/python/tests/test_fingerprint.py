"""limen.fingerprint on synthetic prints."""

from __future__ import annotations

import pickle

import limen
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from limen import fingerprint
from limen.fingerprint import synthesis


def test_mated_prints_score_above_non_mated(templates):
    mated = [fingerprint.compare(templates[f, 1], templates[f, 2]).score for f in (11, 12, 13)]
    others = [fingerprint.compare(templates[f, 1], templates[g, 2]).score for f, g in ((11, 12), (12, 13), (13, 11))]
    assert min(mated) > max(others)


def test_comparison_is_symmetric_and_says_what_it_saw(templates):
    a, b = templates[11, 1], templates[11, 2]
    comparison = fingerprint.compare(a, b)
    assert comparison.score == fingerprint.compare(b, a).score
    assert len(comparison.features) == len(fingerprint.features)
    weights = fingerprint.weights(comparison.method)
    natural = weights.bias + np.dot(weights.weight, comparison.features)
    assert comparison.score == pytest.approx(1000 * natural, abs=2)
    zero = fingerprint.Weights(1.5, [0.0] * len(fingerprint.features))
    assert fingerprint.compare(a, b, zero).score == 1500


def test_template_arrays_are_views(templates):
    template = templates[11, 1]
    minutiae, ridge_map = template.minutiae, template.ridge_map
    assert minutiae.dtype == fingerprint.MINUTIA
    assert not minutiae.flags.writeable
    assert not minutiae.flags.owndata
    assert np.all((minutiae["x"] >= 0) & (minutiae["x"] < template.width))
    assert np.all((minutiae["direction"] >= 0) & (minutiae["direction"] < 2 * np.pi + 1e-6))
    assert set(np.unique(minutiae["kind"])) <= {1, 2}
    assert ridge_map.dtype == np.uint16
    assert ridge_map.shape == ((template.height + 3) // 8, (template.width + 3) // 8)
    assert (ridge_map >> 15).any()


def test_bytes_survive_and_damage_does_not(templates):
    template = templates[12, 1]
    stored = fingerprint.serialise(template)
    assert fingerprint.parse(stored) == template
    assert fingerprint.parse(bytearray(stored)) == template
    for length in range(0, len(stored), 37):
        with pytest.raises(limen.Error):
            fingerprint.parse(stored[:length])
    for place in range(0, len(stored), 23):
        damaged = bytearray(stored)
        damaged[place] ^= 0x55
        with pytest.raises(limen.Error) as raised:
            fingerprint.parse(damaged)
        assert raised.value.code in {"corrupt", "unsupported_format", "newer_version"}


@given(st.binary(max_size=200))
def test_noise_is_no_template(noise):
    with pytest.raises(limen.Error):
        fingerprint.parse(noise)


def test_nothing_that_identifies_is_pickled(templates):
    for secret in (templates[11, 1], fingerprint.prepare(templates[11, 1]), limen.Image(np.zeros((2, 2), np.uint8))):
        with pytest.raises(TypeError, match="pickle"):
            pickle.dumps(secret)


def test_search(templates):
    order = [(11, 1), (12, 1), (13, 1)]
    block = fingerprint.Block([templates[key] for key in order])
    probe = fingerprint.prepare(templates[12, 2])
    scores = fingerprint.score(probe, block)
    assert scores.dtype == np.int32
    assert scores.argmax() == 1
    assert scores[1] == fingerprint.compare(templates[12, 1], templates[12, 2]).score
    assert len(block) == 3
    assert fingerprint.score(probe, fingerprint.Block([])).shape == (0,)


def test_compare_all_is_compare(templates):
    many = list(templates.values())
    pairs = np.array([(i, j) for i in range(len(many)) for j in range(i)], np.uint32)
    made = fingerprint.compare_all(many, pairs, features=True, threads=2)
    again = fingerprint.compare_all(many, pairs)
    assert np.array_equal(made.scores, again.scores)
    assert again.features is None
    assert made.features.shape == (len(pairs), len(fingerprint.features))
    for (i, j), score, refusal in zip(pairs, made.scores, made.refusals, strict=True):
        try:
            assert score == fingerprint.compare(many[i], many[j]).score
        except limen.Error as error:
            assert fingerprint.refusals[refusal] == error.code
            assert score == limen.LOWEST_SCORE


@pytest.mark.parametrize(
    "pairs",
    [
        np.zeros((2, 3), np.uint32),
        np.zeros((2, 2), np.int64),
        np.zeros((2, 2)),
        np.array([[0, 99]], np.uint32),
        [[0, 1]],
    ],
    ids=["three columns", "int64", "float", "outside", "a list"],
)
def test_compare_all_refuses_wrong_pairs(templates, pairs):
    with pytest.raises(limen.Error, match="pairs") as raised:
        fingerprint.compare_all(list(templates.values()), pairs)
    assert raised.value.code == "invalid_argument"


def test_calibration(templates):
    calibration = fingerprint.calibration()
    rates = [calibration.minus_log10_fmr(score) for score in range(-20000, 40000, 500)]
    assert rates == sorted(rates)
    assert calibration.minus_log10_fmr(limen.LOWEST_SCORE) == 0
    assert calibration.minus_log10_fmr(calibration.threshold(1e-3)) >= 3 - 1e-9
    assert calibration.extrapolated(10**6)


def test_explanation(prints, templates):
    a, b = templates[11, 1], templates[11, 2]
    explanation = fingerprint.explain(a, b)
    assert explanation.comparison.score == fingerprint.compare(a, b).score
    assert explanation.bias + sum(explanation.parts) == pytest.approx(explanation.comparison.score / 1000, abs=0.002)
    assert all(pair.a < len(a.minutiae) and pair.b < len(b.minutiae) for pair in explanation.pairs)
    picture = fingerprint.draw(explanation, prints[11, 1], np.asarray(prints[11, 2]))
    assert picture.channels == 3
    assert fingerprint.draw(explanation).channels == 3


def test_trace_and_pictures(prints):
    stages = {}
    template = fingerprint.extract(
        limen.Sample(prints[11, 1]), trace=lambda name, value, cell: stages.setdefault(name, (value, cell))
    )
    assert {"image", "orientation", "period"} <= set(stages)
    for name, (value, cell) in stages.items():
        if isinstance(value, limen.Image):
            continue
        assert value.dtype == np.float32
        assert value.ndim == 3
        assert cell > 0
        assert fingerprint.draw_field(name, value, cell).width > 0
    assert fingerprint.draw_minutiae(prints[11, 1], template).channels == 3

    def broken(name, value, cell):
        raise RuntimeError("broken trace")

    with pytest.raises(RuntimeError, match="broken trace"):
        fingerprint.extract(limen.Sample(prints[11, 1]), trace=broken)


@pytest.mark.parametrize("level", [0, 255])
def test_a_blank_image_is_refused_with_reasons(level):
    with pytest.raises(limen.Error) as raised:
        fingerprint.extract(limen.Sample(np.full((300, 300), level, np.uint8)))
    assert raised.value.code == "quality_too_low"


def test_quality(templates):
    quality = fingerprint.quality(templates[11, 1])
    assert quality.value == templates[11, 1].quality_value
    assert 0 <= quality.value <= 100
    assert all(fingerprint.words(flaw) for flaw in fingerprint.Flaw.__members__.values())


def test_a_template_of_minutiae_alone(templates):
    a = templates[11, 1]
    alone = fingerprint.Template(a.minutiae, a.width, a.height, limen.FingerPosition.left_thumb)
    assert np.array_equal(alone.minutiae, a.minutiae)
    assert alone.ridge_map.size == 0
    assert alone.position == limen.FingerPosition.left_thumb
    comparison = fingerprint.compare(alone, fingerprint.Template(a.minutiae, a.width, a.height))
    assert comparison.method == fingerprint.Method.minutiae_only
    bad = np.zeros(3, fingerprint.MINUTIA)
    with pytest.raises(limen.Error, match="kind"):
        fingerprint.Template(bad, 100, 100)
    with pytest.raises(limen.Error, match="width"):
        fingerprint.Template(a.minutiae, 10**6, 100)
    with pytest.raises(limen.Error) as raised:
        fingerprint.compare(a, fingerprint.Template(bad[:0], 100, 100))
    assert raised.value.code == "too_few_features"


def test_synthesis_repeats_itself():
    finger = synthesis.make_finger(5, synthesis.FingerOptions(pattern=synthesis.Pattern.whorl))
    assert finger.pattern == synthesis.Pattern.whorl
    assert finger.minutiae.dtype == fingerprint.MINUTIA
    options = synthesis.ImpressionOptions(severity=0, width=300, height=320)
    image = synthesis.make_impression(finger, 7, options)
    assert image.shape == (320, 300)
    assert image == synthesis.make_impression(finger, 7, options)
    template = synthesis.make_template(5, 7, limen.FingerPosition.left_index)
    assert template == synthesis.make_template(5, 7, limen.FingerPosition.left_index)
    assert template.position == limen.FingerPosition.left_index
    with pytest.raises(limen.Error, match="period"):
        synthesis.make_finger(5, synthesis.FingerOptions(period=100))
    with pytest.raises(TypeError, match="sevrity"):
        synthesis.ImpressionOptions(sevrity=1)


def test_candidate_lists(templates):
    order = [(11, 1), (12, 1), (13, 1)]
    block = fingerprint.Block([templates[key] for key in order])
    probe = fingerprint.prepare(templates[12, 2])
    found = limen.search.exhaustive(probe, block, candidates=2)
    assert found.candidates[0].id == limen.ReferenceId(2)
    assert (len(found.candidates), found.visible) == (2, 3)
    ids = [limen.ReferenceId(n) for n in (70, 80, 90)]
    hidden = limen.search.exhaustive(probe, block, ids=ids, visible=np.array([True, False, True]))
    assert {candidate.id.value for candidate in hidden.candidates} <= {70, 90}
    assert limen.search.exhaustive(probe, block, candidates=0).candidates == []
    assert limen.search.exhaustive(probe, block, threshold=1e6).candidates == []
    for wrong in ({"threshold": float("nan")}, {"ids": ids[:2]}, {"visible": np.array([True])}):
        with pytest.raises(limen.Error) as raised:
            limen.search.exhaustive(probe, block, **wrong)
        assert raised.value.code == "invalid_argument"
    with pytest.raises(limen.Error, match="bool"):
        limen.search.exhaustive(probe, block, visible=np.zeros(3))
