"""limen.face: without a model what needs none; with the real models what they promise."""

from __future__ import annotations

import pickle
from pathlib import Path

import limen
import numpy as np
import pytest
from limen import face

MODEL, OTHER = face.ModelId("1" * 64), face.ModelId("2" * 64)


def template(seed: int, model: face.ModelId = MODEL) -> face.Template:
    values = np.random.default_rng(seed).normal(size=128).astype(np.float32)
    return face.make_template(model, 7, values)


def test_templates_of_embeddings():
    made = template(1)
    assert np.linalg.norm(made.embedding) == pytest.approx(1, abs=1e-3)
    assert not made.embedding.flags.writeable
    assert made.landmarks.shape == (5, 2)
    assert face.parse(face.serialise(made)) == made
    assert face.serialise(made).startswith(face.MAGIC)
    stored = face.serialise(made)
    for length in range(0, len(stored), 17):
        with pytest.raises(limen.Error):
            face.parse(stored[:length])
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(made)


def test_comparison():
    a, b = template(1), template(2)
    assert face.compare(a, a) == 1000
    assert face.compare(a, b) == face.compare(b, a)
    scores = face.score(face.prepare(a), face.Block([a, b, template(3, OTHER)]))
    assert scores.tolist() == [1000, face.compare(a, b), limen.LOWEST_SCORE]
    with pytest.raises(limen.Error) as raised:
        face.compare(a, template(1, OTHER))
    assert raised.value.code == "model_mismatch"
    assert face.calibration(MODEL) is None


@pytest.mark.parametrize(
    "embedding",
    [
        np.zeros(8, np.float32),
        np.full(8, np.nan, np.float32),
        np.zeros(0, np.float32),
        np.ones(8),
        np.ones((2, 4), np.float32),
    ],
    ids=["zero", "nan", "empty", "float64", "two dimensions"],
)
def test_wrong_embeddings(embedding):
    with pytest.raises(limen.Error) as raised:
        face.make_template(MODEL, 0, embedding)
    assert raised.value.code == "invalid_argument"


def test_a_missing_model_says_how_to_add_it(tmp_path: Path):
    models = face.Models(tmp_path / "none")
    assert models.list() == []
    with pytest.raises(limen.Error, match="limen models") as raised:
        face.Extractor.open(models)
    assert raised.value.code == "model_missing"
    (tmp_path / "text.onnx").write_text("no model")
    with pytest.raises(limen.Error) as raised:
        models.add(tmp_path / "text.onnx")
    assert raised.value.code in {"unsupported_format", "corrupt"}


def test_known_models():
    kinds = {known.kind.name for known in face.known_models()}
    assert kinds == {"detector", "embedder"}
    assert all(len(known.sha256) == 64 and known.licence for known in face.known_models())


@pytest.fixture(scope="module")
def extractor(data: Path) -> face.Extractor:
    return face.Extractor.open(face.Models(data / "models"))


def test_one_person_is_nearer_than_another(data: Path, extractor: face.Extractor):
    folder = data / "face" / "LFW_folds_1_4"
    names = ("Abel_Pacheco_0001.jpg", "Abel_Pacheco_0004.jpg", "Akhmed_Zakayev_0001.jpg")
    a, b, c = (extractor.extract(limen.Sample(limen.io.read_image(folder / name))) for name in names)
    assert face.compare(a, b) > face.compare(a, c)
    assert a.model == extractor.embedder.id
    assert face.quality(a).value == a.quality_value


def test_no_face(extractor: face.Extractor):
    noise = np.random.default_rng(1).integers(0, 256, (200, 200, 3), dtype=np.uint8)
    with pytest.raises(limen.Error) as raised:
        extractor.extract(limen.Sample(noise))
    assert raised.value.code == "no_face"


def normal_trials(subjects: int = 60, seed: int = 1):
    """Everybody with everybody, two images each: non-mated N(0, 0.1), mated N(0.6, 0.1)."""
    random = np.random.default_rng(seed)
    subject = np.repeat(np.arange(subjects, dtype=np.uint32), 2)
    probe, reference = (i.astype(np.uint32) for i in np.triu_indices(2 * subjects, 1))
    mated = subject[probe] == subject[reference]
    scores = np.rint(1000 * (random.normal(0, 0.1, len(probe)) + 0.6 * mated)).astype(np.int32)
    return scores, mated, probe, reference, subject


def test_a_calibration_is_measured_stored_and_used(tmp_path: Path):
    scores, mated, probe, reference, subject = normal_trials()
    fitted = limen.evaluation.calibrate(scores, mated, probe, reference, subject)
    measured = face.ModelCalibration(MODEL, 7, "normal laws", fitted)
    again = face.ModelCalibration.from_json(measured.to_json())
    assert again.to_json() == measured.to_json()
    assert (again.trial, again.subjects, again.model) == ("normal laws", 60, MODEL)
    calibration = again.calibration
    del again
    threshold = calibration.threshold(fmr=1e-2)
    assert threshold == calibration.threshold(1e-2) == calibration.threshold(fpir=0.5, n=50)
    assert (scores[~mated] >= threshold).mean() == pytest.approx(1e-2, rel=0.1)
    low, high = calibration.bounds(threshold)
    assert low < calibration.minus_log10_fmr(threshold) < high
    assert calibration.bounds(calibration.threshold(1e-9)) is None
    assert calibration.extrapolated(calibration.threshold(1e-9))
    assert calibration.expected_false_candidates(threshold, 1000) == pytest.approx(10, rel=0.05)
    assert calibration.log10_likelihood_ratio(800) > 0 > calibration.log10_likelihood_ratio(0)
    cost = limen.evaluation.cllr(scores, mated, calibration)
    assert 0 <= cost.minimum <= cost.value < 0.05
    for bad in ({}, {"fmr": 2.0}, {"fmr": 0.1, "fpir": 0.1, "n": 3}, {"fpir": 0.1}):
        with pytest.raises(limen.Error) as raised:
            calibration.threshold(**bad)
        assert raised.value.code == "invalid_argument"
    with pytest.raises(limen.Error) as raised:
        face.ModelCalibration.from_json("{}")
    assert raised.value.code == "corrupt"
    with pytest.raises(limen.Error) as raised:
        face.Models(tmp_path).calibrate(measured)
    assert raised.value.code == "model_missing"


def test_a_search_takes_a_rate_and_says_what_to_expect():
    scores, mated, probe, reference, subject = normal_trials()
    fitted = limen.evaluation.calibrate(scores, mated, probe, reference, subject)
    block = face.Block([template(seed) for seed in range(200)])
    asked = face.prepare(template(7))
    found = limen.search.exhaustive(asked, block, calibration=fitted.calibration, fpir=0.1)
    assert found.expected_false_candidates <= 0.1
    assert [c.id.value for c in found.candidates] == [8]
    more = limen.search.exhaustive(asked, block, calibration=fitted.calibration, fmr=0.5, candidates=200)
    assert len(more.candidates) > 1
    assert more.expected_false_candidates == pytest.approx(100, rel=0.1)
    assert limen.search.exhaustive(asked, block, threshold=0.5).expected_false_candidates is None
    for bad in ({"fmr": 0.1}, {"calibration": fitted.calibration, "fmr": 2.0}):
        with pytest.raises(limen.Error) as raised:
            limen.search.exhaustive(asked, block, **bad)
        assert raised.value.code == "invalid_argument"


def test_quality_components(data: Path, extractor: face.Extractor):
    image = limen.io.read_image(data / "face" / "ORL" / "s1" / "1.pgm")
    components = extractor.assess(limen.Sample(image))
    assert len({c.name for c in components}) == len(components) == 18
    assert all(0 <= c.value <= 100 and (c.reason == "") == c.accepted for c in components)
    detector = face.Detector.open(face.Models(data / "models").find(face.ModelKind("detector")))
    faces = detector.detect(image)
    same = face.assess(image, detector.refine(image, faces[0]), faces)
    assert [c.measured for c in same] == [c.measured for c in components]
    whole = face.quality(components)
    assert whole.value == extractor.extract(limen.Sample(image)).quality_value
    assert len(whole.reasons) == sum(not c.accepted for c in components)
    dark = (np.asarray(image) // 10).astype(np.uint8)
    worse = face.quality(face.assess(dark, detector.refine(image, faces[0]), faces))
    assert worse.value < whole.value
    assert any(reason.startswith("too dark (") for reason in worse.reasons)


def test_runtimes(data: Path):
    assert face.available(face.Runtime("opencv"))
    options = face.ExtractorOptions(runtime=face.Runtime("onnxruntime"))
    models = face.Models(data / "models")
    if not face.available(face.Runtime("onnxruntime")):
        with pytest.raises(limen.Error) as raised:
            face.Extractor.open(models, options)
        assert raised.value.code == "unavailable"
        pytest.skip("ONNX Runtime is absent")
    sample = limen.Sample(limen.io.read_image(data / "face" / "ORL" / "s1" / "1.pgm"))
    here, there = (face.Extractor.open(models, o).extract(sample) for o in (face.ExtractorOptions(), options))
    assert np.abs(here.embedding - there.embedding).max() < 1e-4


def test_procedural_faces():
    synthesis = face.synthesis
    a, again = synthesis.make_capture(1, 1), synthesis.make_capture(1, 1)
    assert np.array_equal(np.asarray(a.image), np.asarray(again.image))
    assert (a.image.width, a.image.height) == (256, 320)
    assert a.landmarks.shape == (5, 2)
    assert not a.landmarks.flags.writeable
    right, left, nose, *_ = a.landmarks
    assert right[0] < nose[0] < left[0]
    options = synthesis.CaptureOptions(width=128, height=160, eye_distance=32, severity=0)
    still = synthesis.make_capture(1, 1, synthesis.FaceOptions(glasses=True, melanin=0.5), options)
    assert (still.yaw, still.pitch, still.roll) == (0, 0, 0)
    with pytest.raises(limen.Error, match="melanin") as raised:
        synthesis.make_capture(1, 1, synthesis.FaceOptions(melanin=2))
    assert raised.value.code == "invalid_argument"
    with pytest.raises(TypeError, match="melanine"):
        synthesis.FaceOptions(melanine=2)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> face.Extractor:
    try:
        face.Detector.open_cascade()
    except limen.Error as error:
        pytest.skip(str(error))
    options = face.ExtractorOptions(allow_demonstration=True, choice=face.Choice.largest)
    return face.Extractor.open(face.Models(tmp_path_factory.mktemp("none")), options)


def portrait(person: int, capture: int) -> limen.Sample:
    return limen.Sample(face.synthesis.make_capture(person, capture).image)


def test_the_descriptor_without_a_model(demonstration: face.Extractor, tmp_path: Path):
    assert demonstration.embedder.name == face.DEMONSTRATION == face.demonstration_model().name
    a, b, c = (demonstration.extract(portrait(*who)) for who in ((41, 1), (41, 2), (42, 1)))
    assert face.is_demonstration(a.model)
    assert not face.is_demonstration(MODEL)
    assert a.landmarks_estimated
    assert face.compare(a, b) > face.compare(a, c)
    with pytest.raises(limen.Error, match="allow_demonstration") as raised:
        face.Extractor.open(face.Models(tmp_path), face.ExtractorOptions(embedder=face.DEMONSTRATION))
    assert raised.value.code == "unavailable"


def test_pictures_and_batches(demonstration: face.Extractor, tmp_path: Path):
    sample = portrait(41, 1)
    made = demonstration.extract(sample)
    assert face.draw(sample.image, made).width == 256
    assert face.draw_quality(sample.image, made).height >= 480
    measured = demonstration.assess(sample)
    bars = [np.asarray(face.draw_quality(sample.image, made, shown)) for shown in ([], measured[:-1], measured)]
    assert measured[-1].name == "single_face_present"
    assert (bars[0] == bars[1]).all()
    assert (bars[1] != bars[2]).any()
    aligned = face.align(sample.image, made, 200, 224)
    assert (aligned.width, aligned.height) == (200, 224)
    for wrong in ((0, 112), (112, -1), (5000, 112)):
        with pytest.raises(limen.Error):
            face.align(sample.image, made, *wrong)
    blank = limen.Sample(np.full((200, 200), 128, np.uint8))
    options = face.ExtractorOptions(allow_demonstration=True, choice=face.Choice.largest)
    samples = [sample, blank, portrait(42, 1)]
    ticks: list[tuple[int, int]] = []
    results = face.extract_all(
        face.Models(tmp_path), samples, options, threads=2, progress=lambda done, total: ticks.append((done, total))
    )
    assert results[0] == made
    assert isinstance(results[1], limen.Error)
    assert results[1].code == "no_face"
    assert isinstance(results[2], face.Template)
    assert ticks[-1] == (3, 3)
    with pytest.raises(limen.Error) as raised:
        face.extract_all(face.Models(tmp_path), samples)
    assert raised.value.code == "model_missing"
