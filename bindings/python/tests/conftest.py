"""What the tests share: synthetic prints, the command line, the folder of real data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import limen
import pytest
from limen.fingerprint import synthesis


@pytest.fixture(scope="session")
def prints() -> dict[tuple[int, int], limen.Image]:
    """Two impressions each of three fingers: prints[finger, impression]."""
    fingers = {seed: synthesis.make_finger(seed) for seed in (11, 12, 13)}
    return {(seed, touch): synthesis.make_impression(fingers[seed], touch) for seed in fingers for touch in (1, 2)}


@pytest.fixture(scope="session")
def templates(prints: dict[tuple[int, int], limen.Image]) -> dict[tuple[int, int], limen.fingerprint.Template]:
    return {key: limen.fingerprint.extract(limen.Sample(image)) for key, image in prints.items()}


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.out)


@pytest.fixture
def cli(tmp_path: Path):
    """Runs `limen ...` in a fresh folder, in a pipe, as a shell would."""

    def run(*arguments: object, **environment: str) -> Ran:
        command = [sys.executable, "-m", "limen", *map(str, arguments)]
        done = subprocess.run(
            command, cwd=tmp_path, env=os.environ | environment, capture_output=True, text=True, timeout=300
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data, where there is one."""
    beside = Path(__file__).resolve().parents[4] / "shared" / "data"
    folder = Path(os.environ.get("LIMEN_DATA", beside))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}")
    return folder
