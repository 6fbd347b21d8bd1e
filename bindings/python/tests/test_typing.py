"""mypy --strict accepts a program that uses limen as it is meant to be used, and refuses one that does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mypy")

GOOD = """
from pathlib import Path
import numpy as np
import limen
from limen.fingerprint import synthesis

def screen(path: Path, key: limen.privacy.Key) -> bool:
    image = limen.io.read_image(path)
    sample = limen.Sample(image, limen.FingerPosition.right_index)
    probe = limen.fingerprint.extract(sample)
    gallery = limen.Gallery.open(path, key)
    view = gallery.view(purpose=limen.Purpose.border_check, legal_basis="act 7")
    with limen.privacy.Audit.open(path) as audit:
        found = limen.screen(view, fingers=[probe], officer="o", audit=audit)
    return limen.decide(found, fpir=1e-3).hit

x = synthesis.make_template(1, 2).minutiae["x"]
rates = limen.evaluation.Rates(np.zeros(2, np.int32), np.zeros(2, np.int32))
eer: float = rates.eer()
options = synthesis.ImpressionOptions(severity=0.5, wetness=None)
"""

BAD = """
import limen
limen.io.read_image(3)
limen.Sample("image.png")
limen.decide(None)
limen.fingerprint.synthesis.ImpressionOptions(sevrity=1)
limen.Image.no_such_thing
"""


def mypy(path: Path, source: str) -> tuple[int, str]:
    path.write_text(source)
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(path.parent / "cache"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=path.parent)
    return done.returncode, done.stdout


def test_good_and_bad_programs(tmp_path: Path):
    code, out = mypy(tmp_path / "good.py", GOOD)
    assert code == 0, out
    code, out = mypy(tmp_path / "bad.py", BAD)
    assert code == 1
    assert {int(line.split(":")[1]) for line in out.splitlines() if ": error:" in line} == {3, 4, 5, 6, 7}, out


def test_the_package_itself():
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-m", "mypy"], capture_output=True, text=True, timeout=300, cwd=root)
    assert done.returncode == 0, done.stdout
