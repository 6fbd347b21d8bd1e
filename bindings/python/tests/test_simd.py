"""limen.simd"""

from __future__ import annotations

import limen
import pytest


def test_targets():
    targets = {target.name: target for target in limen.simd.targets()}
    assert targets["scalar"].runnable
    assert targets[limen.simd.active_target().name].runnable


def test_every_runnable_target_can_be_used(templates):
    a, b = templates[11, 1], templates[11, 2]
    scores = set()
    before = limen.simd.active_target().name
    for target in limen.simd.targets():
        if not target.runnable:
            continue
        with limen.simd.scoped_target(target.name):
            assert limen.simd.active_target().name == target.name
            scores.add(limen.fingerprint.compare(a, b).score)
    assert limen.simd.active_target().name == before
    assert len(scores) == 1


def test_an_unknown_target_is_refused():
    with pytest.raises(limen.Error) as raised, limen.simd.scoped_target("mmx"):
        pass
    assert raised.value.code == "unavailable"
