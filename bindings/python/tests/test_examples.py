"""The examples in Python are run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.name)
def test_example(example: Path, tmp_path: Path):
    done = subprocess.run(
        [sys.executable, example, tmp_path / "out"], cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 10


def test_there_are_examples():
    assert list(EXAMPLES.glob("*.py"))
