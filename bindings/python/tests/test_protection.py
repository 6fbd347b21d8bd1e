"""Protected templates, their unlinkability and the attacks on them, from Python."""

from __future__ import annotations

import limen
import numpy as np
import pytest
from limen.cli import main

privacy, evaluation = limen.privacy, limen.evaluation


def unit(seed: int, dimension: int = 64) -> np.ndarray:
    x = np.random.default_rng(seed).standard_normal(dimension)
    return (x / np.linalg.norm(x)).astype(np.float32)


def bits(code: np.ndarray) -> int:
    return sum(int(word).bit_count() for word in code)


def test_rotation():
    one = privacy.RotationProtector(privacy.Key.random(), 64)
    a, b = unit(1), unit(2)
    assert one.protect(a) @ one.protect(b) == pytest.approx(a @ b, abs=1e-5)
    assert np.allclose(one.recover(one.protect(a)), a, atol=1e-5)
    assert one.dimension == 64
    with pytest.raises(limen.Error, match="64 components") as refused:
        one.protect(unit(1, 63))
    assert refused.value.code == "invalid_argument"


def test_codes():
    protector = privacy.CodeProtector(privacy.Key.random(), 128)
    a, b = np.random.default_rng(1).integers(0, 2**63, (2, 2), dtype=np.uint64)
    pa, pb = protector.protect(a), protector.protect(b)
    assert bits(pa ^ pb) == bits(a ^ b)
    assert (protector.recover(pa) == a).all()
    assert not (pa == a).all()


def test_iom_is_searched_like_a_modality():
    protector = privacy.IomProtector(privacy.Key.random(), 64, hashes=200, choices=8)
    assert (protector.bits, protector.words) == (1400, 22)
    block = privacy.IomBlock(protector)
    for seed in range(20):
        block.add(protector, protector.protect(unit(seed)))
    probe = privacy.IomProbe(protector, unit(7) + 0.02 * unit(99))
    found = limen.search.exhaustive(probe, block, candidates=3)
    assert found.candidates[0].id.value == 8
    scores = block.score(probe)
    wanted = [
        1000 * int((protector.hash(unit(s)) == protector.hash(unit(7) + 0.02 * unit(99))).sum()) for s in range(20)
    ]
    assert scores.tolist() == wanted
    assert (protector.hashes_of(protector.protect(unit(3))) == protector.hash(unit(3))).all()
    other = privacy.IomProtector(privacy.Key.random(), 64, hashes=200, choices=8)
    with pytest.raises(limen.Error) as refused:
        block.add(other, other.protect(unit(1)))
    assert refused.value.code == "model_mismatch"


def test_unlinkability():
    random = np.random.default_rng(1)
    same = evaluation.unlinkability(
        *(random.integers(0, 1000, 500).astype(np.int32) for _ in range(2)), replicates=100, threads=2
    )
    assert same.system < same.raw
    assert same.interval.low == 0
    apart = evaluation.unlinkability(np.arange(500, 600, dtype=np.int32), np.arange(100, dtype=np.int32), replicates=50)
    assert apart.system == pytest.approx(1)
    assert sum(b.mated_share for b in apart.local) == pytest.approx(1)
    with pytest.raises(limen.Error):
        evaluation.unlinkability(np.zeros(3, np.int32), np.zeros(300, np.int32))


def test_attacks():
    protector = privacy.IomProtector(privacy.Key.random(), 64)
    assert evaluation.preimage([(protector, protector.protect(unit(1)))]) @ unit(1) > 0.9
    rotation = privacy.RotationProtector(privacy.Key.random(), 64)
    pairs = [(unit(s), rotation.protect(unit(s))) for s in range(100, 164)]
    assert evaluation.from_known_pairs(pairs, rotation.protect(unit(1))) @ unit(1) > 0.999


def test_command(capsys):
    small = ["--persons", "30", "--samples", "3", "--dimension", "32", "--hashes", "64", "--threads", "1"]
    assert main(["evaluate", "protection", *small]) == 0
    said = capsys.readouterr().out
    assert "rotation: template and key stolen" in said
    assert "D_sys" in said
    assert main(["evaluate", "protection", "--persons", "1"]) == 4
    assert main(["evaluate", "protection", "--pairs", "x.csv"]) == 4
