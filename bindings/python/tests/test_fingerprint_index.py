"""limen.fingerprint.Index."""

from __future__ import annotations

import limen
import numpy as np
import pytest
from limen.fingerprint import Index, synthesis

N = 120


@pytest.fixture(scope="module")
def templates():
    return [synthesis.make_template(seed, 1) for seed in range(N)]


@pytest.fixture(scope="module")
def probes():
    return [synthesis.make_template(seed, 2) for seed in (3, 50, 119)]


@pytest.fixture
def ids():
    return np.arange(10, 10 + N, dtype=np.uint64)


@pytest.fixture
def index(ids, templates):
    made = Index()
    made.add(ids, templates, subjects=ids // 2, threads=2)
    return made


@pytest.mark.parametrize("profile", ["fast", "safe", "exhaustive"])
@pytest.mark.parametrize("threads", [1, 2])
def test_mates_stand_first(index, templates, probes, profile, threads):
    found = index.search(probes, k=4, profile=profile, threads=threads)
    ids, evidence, counts = found
    assert ids[:, 0].tolist() == [13, 60, 129]
    assert ids.shape == evidence.shape == found.scores.shape == found.subjects.shape == found.minutiae_only.shape
    assert ids.dtype == np.uint64 and evidence.dtype == np.float64 and found.scores.dtype == np.int32
    assert (counts <= 4).all() and len(found) == 3 and found.visible == [N] * 3
    assert found.stages[0].compared == (N if profile == "exhaustive" else 32)
    assert found.scores[0, 0] == limen.fingerprint.compare(probes[0], templates[3]).score
    assert found.subjects[:, 0].tolist() == [6, 30, 64]
    assert not found.minutiae_only[:, 0].any()


def test_filter_and_threshold(index, probes):
    seen = np.zeros(N, bool)
    seen[[3, 7]] = True
    found = index.search(probes[:1], filter=seen)
    assert found.visible == [2] and set(found.ids[0].tolist()) <= {13, 17}
    assert index.search(probes[:1], threshold=1000).ids.shape == (1, 0)
    for wrong in ({"filter": np.zeros(3, bool)}, {"loss": 0}, {"threshold": float("nan")}, {"profile": "slow"}):
        with pytest.raises(limen.Error) as error:
            index.search(probes, **wrong)
        assert error.value.code == "invalid_argument"


def test_persons(index, templates):
    found = index.search_person([synthesis.make_template(seed, 2) for seed in (20, 21)], k=3)
    assert found[0].subject == 15
    assert [finger.id for finger in found[0].fingers] == [30, 31]
    assert found[0].minus_log10_fmr == sum(finger.minus_log10_fmr for finger in found[0].fingers)


def test_changes(index, ids, templates, probes):
    index.remove(ids[:3])
    assert len(index) == N - 3 and 10 not in index and 13 in index
    index.update(ids[3:4], templates[:1])
    assert index.finger(13) == templates[0]
    assert index.search(probes[:1]).ids[0, :1].tolist() != [13]
    assert sorted(index.ids.tolist()) == ids[3:].tolist()
    assert index.positions.tolist() == [0] * (N - 3) and index.subjects.dtype == np.uint64
    index.compact()
    for call, code in (
        (lambda: index.add(ids[5:6], templates[:1]), "already_exists"),
        (lambda: index.add(ids[:2], templates[:1]), "invalid_argument"),
        (lambda: index.add(np.array([-1]), templates[:1]), "invalid_argument"),
        (lambda: index.remove(ids[:1]), "not_found"),
        (lambda: index.finger(10), "not_found"),
    ):
        with pytest.raises(limen.Error) as error:
            call()
        assert error.value.code == code


def test_files(index, probes, tmp_path):
    expected = index.search(probes).ids
    index.save(tmp_path / "fingers.index")
    mapped = Index.open(tmp_path / "fingers.index")
    mapped.verify(threads=2)
    assert mapped.read_only and mapped.memory.mapped and "read-only" in repr(mapped)
    assert (mapped.search(probes).ids == expected).all()
    loaded = Index.load(tmp_path / "fingers.index")
    assert not loaded.read_only and (loaded.search(probes).ids == expected).all()
    with pytest.raises(limen.Error) as error:
        mapped.remove(mapped.ids)
    assert error.value.code == "access_denied"
    (tmp_path / "cut").write_bytes((tmp_path / "fingers.index").read_bytes()[:-1])
    with pytest.raises(limen.Error) as error:
        Index.open(tmp_path / "cut")
    assert error.value.code == "corrupt"


def test_memory_and_sizes(index):
    memory = index.memory
    assert memory.forms // N <= 4100 and memory.templates > 0 and memory.directory > 0
    sizes = limen.fingerprint.stage_sizes(1_000_000)
    assert sizes.described > sizes.aligned > sizes.compared > 0
    assert limen.fingerprint.stage_sizes(1_000_000, profile="exhaustive").compared == 1_000_000
    with pytest.raises(limen.Error):
        limen.fingerprint.stage_sizes(10, loss=0.9)


def test_progress_can_stop(index, probes):
    def stop(done, total):
        raise KeyError("enough")

    with pytest.raises(KeyError):
        index.search(probes, progress=stop)
