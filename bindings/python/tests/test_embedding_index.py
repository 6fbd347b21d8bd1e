"""limen.search.EmbeddingIndex."""

from __future__ import annotations

import os
import signal
import time

import limen
import numpy as np
import pytest
from limen.search import EmbeddingIndex

N, DIM = 500, 64


@pytest.fixture
def vectors():
    return np.random.default_rng(1).normal(size=(N, DIM)).astype(np.float32)


@pytest.fixture
def ids():
    return np.arange(10, 10 + N, dtype=np.uint64)


@pytest.fixture
def index(ids, vectors):
    made = EmbeddingIndex(DIM, sign_bits=True)
    made.add(ids, vectors)
    return made


def cosines(a, b):
    a, b = a.astype(np.float64), b.astype(np.float64)
    return (a / np.linalg.norm(a, axis=1, keepdims=True)) @ (b / np.linalg.norm(b, axis=1, keepdims=True)).T


@pytest.mark.parametrize("mode", ["certified", "float", "quantised", "cascade"])
@pytest.mark.parametrize("threads", [1, 2])
def test_against_numpy(index, vectors, mode, threads):
    probes = np.random.default_rng(2).normal(size=(7, DIM)).astype(np.float32)
    truth = cosines(probes, vectors)
    ids, scores, counts = index.search(probes, k=9, mode=mode, threads=threads)
    assert ids.shape == scores.shape == (7, 9) and ids.dtype == np.uint64 and scores.dtype == np.float32
    assert list(counts) == [9] * 7
    slack = 0.03 if mode == "quantised" else 1e-6
    assert np.abs(np.sort(truth, axis=1)[:, ::-1][:, :9] - scores).max() < slack
    assert np.abs(np.take_along_axis(truth, ids.astype(int) - 10, axis=1) - scores).max() < slack


def test_the_proof_has_figures(index, vectors):
    found = index.search(vectors[:3], k=2)
    assert len(found) == 3 and found.visible == N
    assert (found.compared >= 2).all() and (found.in_doubt >= found.compared).all()


def test_arrays_that_do_not_lie_side_by_side(ids, vectors):
    wide = np.zeros((N, 2 * DIM), np.float32)
    wide[:, ::2] = vectors
    index = EmbeddingIndex(DIM)
    index.add(np.repeat(ids, 2)[::2].astype(np.int64), wide[:, ::2])
    straight = EmbeddingIndex(DIM)
    straight.add(ids, vectors)
    for probes in (vectors[:5], np.asfortranarray(vectors[:5]), vectors[4::-1][::-1], vectors[0]):
        assert (index.search(probes).ids == straight.search(np.ascontiguousarray(probes)).ids).all()


def test_k_beyond_n_and_no_references(vectors):
    index = EmbeddingIndex(DIM)
    ids, scores, counts = index.search(vectors[:2], k=5)
    assert ids.shape == (2, 0) and scores.shape == (2, 0) and list(counts) == [0, 0]
    index.add(np.array([3, 4], np.uint64), vectors[:2])
    ids, scores, counts = index.search(vectors[:2], k=100, threshold=0.9)
    assert list(counts) == [1, 1] and ids[:, 0].tolist() == [3, 4]
    assert np.isnan(index.search(vectors[:1], threshold=2).scores).all()


def test_filter_and_range(index, ids, vectors):
    seen = np.zeros(N, bool)
    seen[100:200] = True
    found = index.search(vectors[:4], k=N, filter=seen)
    assert set(found.ids.ravel()) == set(ids[100:200]) and found.visible == 100
    alone = EmbeddingIndex(DIM)
    alone.add(ids[100:200], vectors[100:200])
    assert (alone.search(vectors[:4], k=20).scores == index.search(vectors[:4], k=20, filter=seen).scores).all()
    near = index.range_search(vectors[:4], 0.2)
    assert near.counts.tolist() == (cosines(vectors[:4], vectors) >= 0.2).sum(axis=1).tolist()


def test_a_rate_is_the_threshold_that_the_calibration_gives(index, vectors):
    calibration = limen.face.calibration(limen.face.demonstration_model().id)
    assert calibration is not None
    for rate, fmr in (({"fmr": 0.01}, 0.01), ({"fpir": 0.5}, 0.5 / N), ({"fpir": 0.5, "n": 10}, 0.05)):
        threshold = calibration.threshold(fmr) / 1000
        found = index.search(vectors[:4], k=N, calibration=calibration, **rate)
        assert found.threshold == pytest.approx(threshold)
        assert found.expected_false_candidates == pytest.approx(N * fmr, rel=0.05)
        assert (found.ids == index.range_search(vectors[:4], threshold).ids).all()
        assert (found.ids == index.range_search(vectors[:4], calibration=calibration, **rate).ids).all()
    assert index.search(vectors[:1]).threshold is None
    assert index.search(vectors[:1], threshold=0.5).expected_false_candidates is None


def test_changes(index, ids, vectors):
    index.remove(ids[:100])
    assert len(index) == 400 and int(ids[0]) not in index and int(ids[100]) in index
    assert index.search(vectors[150:151], k=1).ids[0, 0] == ids[150]
    index.update(ids[150:151], -vectors[150:151])
    assert index.search(-vectors[150], k=1).ids[0, 0] == ids[150]
    index.compact()
    index.add(ids[:100], vectors[:100])
    assert sorted(index.ids.tolist()) == ids.tolist()


@pytest.mark.parametrize(
    ("call", "code", "words"),
    [
        (lambda i, x: i.search(x[:, :60]), "invalid_argument", "(n, 64)"),
        (lambda i, x: i.search(x.astype(np.float64)), "invalid_argument", "float64"),
        (lambda i, x: i.search(x.astype(">f4")), "invalid_argument", "float32"),
        (lambda i, x: i.search([1.0] * 64), "invalid_argument", "list"),
        (lambda i, x: i.search(x, mode="best"), "invalid_argument", "certified"),
        (lambda i, x: i.search(x, threshold=float("nan")), "invalid_argument", "NaN"),
        (lambda i, x: i.search(x, fmr=1e-3), "invalid_argument", "calibration"),
        (lambda i, x: i.range_search(x), "invalid_argument", "rate"),
        (lambda i, x: i.search(x, filter=np.ones(3, bool)), "invalid_argument", "3 bits for 500"),
        (lambda i, x: i.search(x, filter=np.ones(N)), "invalid_argument", "bool"),
        (
            lambda i, x: i.search(np.where(np.arange(N)[:, None] == 7, np.nan, x).astype("f4")),
            "invalid_argument",
            "probe 7",
        ),
        (lambda i, x: i.add(np.arange(1, 3), np.full((2, DIM), np.inf, np.float32)), "invalid_argument", "vector 0"),
        (
            lambda i, x: i.add(np.arange(1, 3), np.zeros((2, DIM), np.float32)),
            "invalid_argument",
            "vector 0 is all zeros",
        ),
        (lambda i, x: i.add(np.array([1, 1]), x[:2]), "invalid_argument", "twice"),
        (lambda i, x: i.add(np.array([-1]), x[:1]), "invalid_argument", "negative"),
        (lambda i, x: i.add(np.array([1.5]), x[:1]), "invalid_argument", "uint64 or int64"),
        (lambda i, x: i.add(np.array([1, 2]), x[:3]), "invalid_argument", "192 values"),
        (lambda i, x: i.add(np.array([10]), x[:1]), "already_exists", "id 10"),
        (lambda i, x: i.remove(np.array([9])), "not_found", "id 9"),
        (lambda i, x: i.update(np.array([9]), x[:1]), "not_found", "id 9"),
        (lambda i, x: EmbeddingIndex(63), "invalid_argument", "64 to 2048"),
        (lambda i, x: EmbeddingIndex(64, originals="int4"), "invalid_argument", "float16"),
    ],
)
def test_bad_input(index, vectors, call, code, words):
    with pytest.raises(limen.Error) as raised:
        call(index, vectors)
    assert raised.value.code == code and words in str(raised.value)
    assert len(index) == N


def test_files(tmp_path, index, vectors):
    path = tmp_path / "faces.index"
    index.save(path)
    mapped, loaded = EmbeddingIndex.open(path), EmbeddingIndex.load(path, threads=2)
    wanted = index.search(vectors[:9])
    for other in (mapped, loaded):
        found = other.search(vectors[:9])
        assert (found.ids == wanted.ids).all() and (found.scores == wanted.scores).all()
    with pytest.raises(limen.Error, match="load"):
        mapped.remove(np.array([10]))
    loaded.remove(np.array([10]))
    loaded.save(path)  # replaced under the mapped one
    assert (mapped.search(vectors[:9]).ids == wanted.ids).all()
    assert len(EmbeddingIndex.open(path)) == N - 1
    damaged = bytearray(path.read_bytes())
    damaged[-100] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(limen.Error, match="checksum"):
        EmbeddingIndex.load(path)


def test_killed_while_saving(tmp_path, index):
    path = tmp_path / "faces.index"
    index.save(path)
    before = path.read_bytes()
    child = os.fork()
    if child == 0:
        while True:
            index.save(path)
    time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert path.read_bytes() == before
