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
