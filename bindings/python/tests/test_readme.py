"""The Python listing of the README runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import limen
import pytest


def test_seven_lines(prints, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = Path(__file__).resolve().parents[3] / "README.md"
    listing = re.search(r"```python\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)
    assert listing is not None
    monkeypatch.chdir(tmp_path)
    limen.io.write_image("again.png", prints[11, 2])
    key = limen.privacy.Key.random()
    enrolled = limen.fingerprint.extract(limen.Sample(prints[11, 1], limen.FingerPosition.right_index))
    limen.Gallery.create("watchlist.limen", key).enrol(
        limen.Enrolment(
            label="somebody",
            purposes=[limen.Purpose.border_check],
            retention_class="interpol_notice",
            fingers=[enrolled],
        )
    )
    with limen.privacy.Audit.open("audit.log") as audit:
        names = {"limen": limen, "key": key, "audit": audit}
        exec(compile(listing.group(1), str(readme), "exec"), names)
    assert names["decision"].hit
    assert names["decision"].requires_human_confirmation
