"""limen.evaluation against brute force."""

from __future__ import annotations

import limen
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from limen import evaluation

SCORES = st.lists(st.integers(-50, 50) | st.just(limen.LOWEST_SCORE), min_size=1, max_size=40)


def i4(values):
    return np.array(values, np.int32)


@given(SCORES, SCORES, st.integers(-60, 60))
def test_rates_are_counts(mated, non_mated, threshold):
    rates = evaluation.Rates(i4(mated), i4(non_mated))
    assert rates.fnmr(threshold) == pytest.approx(np.mean(i4(mated) < threshold))
    assert rates.fmr(threshold) == pytest.approx(np.mean(i4(non_mated) >= threshold))
    assert rates.failures == (mated + non_mated).count(limen.LOWEST_SCORE)


@given(SCORES, SCORES, st.sampled_from([0.5, 0.1, 0.01, 0.001]))
def test_fnmr_at_fmr_is_the_lowest_threshold(mated, non_mated, fmr):
    rates = evaluation.Rates(i4(mated), i4(non_mated))
    point = rates.at_fmr(fmr)
    assert point.fmr <= fmr
    assert point.fnmr == min(rates.fnmr(t) for t in range(-52, 53) if rates.fmr(t) <= fmr)
    assert rates.zero_fmr().fmr == 0


def test_a_number_by_hand():
    rates = evaluation.Rates(i4([10, 20, 30, 40]), i4([1, 2, 3, 25]))
    assert rates.eer() == 0.25
    assert rates.best_accuracy().value == pytest.approx(7 / 8)
    assert rates.zero_fmr().fnmr == 0.5
    assert [point.fmr for point in rates.det()][-1] == 0
    assert len(evaluation.Rates(np.arange(5000, dtype=np.int32), i4(range(4000))).det(50)) <= 50


def test_rank1_and_folds():
    scores, mated = i4([9, 5, 4, 8]), np.array([True, False, False, True])
    probe, reference = np.array([0, 0, 1, 2], np.uint32), np.array([1, 2, 2, 3], np.uint32)
    rank = evaluation.rank1(scores, mated, probe, reference)
    assert (rank.searched, rank.found, rank.rate) == (4, 4, 1)
    folds = evaluation.fold_accuracy(scores, mated, np.array([0, 0, 1, 1], np.uint32))
    assert folds.folds == 2
    assert 0 <= folds.mean <= 1


def bootstrapped(**options):
    rng = np.random.default_rng(2)
    subject = np.repeat(np.arange(12, dtype=np.uint32), 4)
    a, b = (i.astype(np.uint32) for i in np.triu_indices(len(subject), 1))
    mated = subject[a] == subject[b]
    scores = (rng.normal(0, 800, len(a)) + 1500 * mated).astype(np.int32)
    return evaluation.bootstrap(scores, mated, a, b, subject, **options), evaluation.Rates(
        scores[mated], scores[~mated]
    )


def test_bootstrap():
    one, rates = bootstrapped(replicates=200, seed=3)
    two, _ = bootstrapped(replicates=200, seed=3, threads=2)
    assert list(one.eer) == list(two.eer)
    assert one.eer.low <= rates.eer() <= one.eer.high
    assert len(one.fnmr) == len(evaluation.reported_fmr) == 3
    assert one.zero_fmr.low <= one.zero_fmr.high


def test_progress_and_how_to_stop_it():
    seen = []
    bootstrapped(replicates=20, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(i, 20) for i in range(1, 21)]

    def stop(done, total):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        bootstrapped(replicates=2000, threads=2, progress=stop)


def test_label_faults():
    assert ("FVC2002_DB3_B", "108", "FVC2004_DB3_B", "102") in evaluation.label_faults()
    assert evaluation.is_label_fault("FVC2004_DB3_B", "102", "FVC2002_DB3_B", "108")
    assert not evaluation.is_label_fault("FVC2004_DB3_B", "101", "FVC2002_DB3_B", "108")


@pytest.mark.parametrize(
    "scores",
    [np.zeros(3), np.zeros(3, np.int64), np.zeros((3, 1), np.int32), np.zeros(6, np.int32)[::2], [1, 2, 3]],
    ids=["float", "int64", "two dimensions", "strided", "a list"],
)
def test_wrong_arrays_are_named(scores):
    with pytest.raises(limen.Error, match="int32") as raised:
        evaluation.Rates(scores, np.zeros(3, np.int32))
    assert raised.value.code == "invalid_argument"


def test_wrong_values_are_refused():
    rates = evaluation.Rates(i4([1]), i4([0]))
    for fmr in (-1, 2, float("nan")):
        with pytest.raises(limen.Error):
            rates.at_fmr(fmr)
    with pytest.raises(limen.Error, match="as many as scores"):
        evaluation.rank1(i4([1, 2]), np.array([True]), np.zeros(2, np.uint32), np.zeros(2, np.uint32))
    with pytest.raises(limen.Error, match="bool"):
        evaluation.rank1(i4([1]), i4([1]), np.zeros(1, np.uint32), np.zeros(1, np.uint32))
    with pytest.raises(limen.Error):
        evaluation.wilson(2, 1)
    assert evaluation.wilson(0, 100).low == 0
