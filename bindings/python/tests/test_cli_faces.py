"""limen synth faces, extract --face, screen --report: on generated faces, without a model file."""

from __future__ import annotations

from pathlib import Path

import limen
import pytest
from limen.cli import exit_codes

ALLOW = "--allow-demonstration"
NO_MODELS = ("--models", "no-models")


@pytest.fixture
def faces(cli, tmp_path: Path) -> Path:
    try:
        limen.face.Detector.open_cascade()
    except limen.Error as error:
        pytest.skip(str(error))
    ran = cli("synth", "faces", "-n", 3, "--captures", 2, "--seed", 5, "--severity", 0.6, "-o", "faces", "--json")
    assert ran.code == 0, ran.err
    assert ran.json == {"faces": 3, "captures": 2, "files": 6, "folder": "faces"}
    return tmp_path / "faces"


def test_synth_is_repeatable_and_refuses_nonsense(cli, faces: Path, tmp_path: Path):
    assert cli("synth", "faces", "-n", 1, "--seed", 5, "--severity", 0.6, "-o", "again").code == 0
    assert (tmp_path / "again" / "1_1.png").read_bytes() == (faces / "1_1.png").read_bytes()
    wrong = (("-n", 0), ("--captures", 0), ("--severity", "nan"), ("--eye-distance", "nan"), ("--eye-distance", 1e9))
    for one in wrong:
        ran = cli("synth", "faces", "-n", 1, "-o", "out", *one)
        assert ran.code == exit_codes.INPUT, one
        assert "Traceback" not in ran.err


def test_extract_faces(cli, faces: Path, tmp_path: Path):
    refused = cli("extract", "--face", faces / "1_1.png", *NO_MODELS)
    assert refused.code == exit_codes.INPUT
    ran = cli("extract", "--face", faces / "1_1.png", *NO_MODELS, ALLOW, "--draw", "-o", "out", "--json")
    assert ran.code == 0, ran.err
    assert ran.err.count(limen.face.DEMONSTRATION) == 1
    result = ran.json["results"][0]
    assert result["landmarks_estimated"]
    assert len(result["landmarks"]) == 5
    assert limen.io.read_image(tmp_path / result["picture"]).height >= 480
    every = cli("extract", "--face", faces / "1_1.png", *NO_MODELS, ALLOW, "--choose", "all", "-o", "all", "--json")
    assert every.code == 0, every.err
    assert (tmp_path / "all" / "1_1.1.face").exists()


def test_evaluate_needs_permission_for_the_demonstration(cli, faces: Path, tmp_path: Path):
    trial = tmp_path / "images.csv"
    rows = [f"{person}_{capture}.png,{person}" for person in (1, 2, 3) for capture in (1, 2)]
    trial.write_text("\n".join(["image,subject", *rows]), encoding="utf-8")
    asked = ("evaluate", "face", trial, "--images", faces, *NO_MODELS, "--json")
    assert cli(*asked).code == exit_codes.INPUT
    named = cli(*asked, "--embedder", limen.face.DEMONSTRATION)
    assert named.code != exit_codes.DONE
    assert "allow_demonstration" in named.err + named.out
    ran = cli(*asked, ALLOW)
    assert ran.code == exit_codes.DONE, ran.err
    assert ran.err.count(limen.face.DEMONSTRATION) == 1
    assert ran.json["embedder"] == limen.face.DEMONSTRATION
    assert ran.json["images"] == 6
    assert 0 < ran.json["median_extraction_processor_ms"] <= ran.json["median_extraction_ms"] + 1


def test_screen_report(cli, faces: Path, tmp_path: Path):
    key = ("--key-file", "k.key")
    who = ("--purpose", "border_check", "--officer", "o", "--case", "c", "--legal-basis", "a test", *key)
    rules = ("--purpose", "border_check", "--retention", "evaluation_data", *NO_MODELS, ALLOW)
    assert cli("gallery", "create", "g.limen", *key).code == 0
    for person in (1, 2, 3):
        ran = cli("gallery", "enrol", "g.limen", *key, *rules, "--label", person, "--face", faces / f"{person}_1.png")
        assert ran.code == 0, ran.err
    probe = ("--face", faces / "2_2.png", *NO_MODELS)
    template = cli("extract", *probe, ALLOW)
    assert template.code == 0
    refused = cli("screen", "g.limen", *who, "--face", "2_2.face")
    assert refused.code != 0
    assert ALLOW[2:].replace("-", "_") in refused.err
    ran = cli(
        "screen", "g.limen", *who, *probe, ALLOW, "--report", "r.html", "--images", faces, "--fmr", 0.01, "--json"
    )
    assert ran.code in (exit_codes.DONE, exit_codes.ATTENTION), ran.err
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    candidates = len(ran.json["candidates"])
    assert candidates >= 1
    assert page.count("data:image/png;base64,") == 1 + 2 * candidates
    assert "<script" not in page
    assert "another picture" not in page
    without = cli("screen", "g.limen", *who, *probe, ALLOW, "--report", "w.html", "--json")
    assert without.code in (exit_codes.DONE, exit_codes.ATTENTION)
    assert "the gallery holds no images" in (tmp_path / "w.html").read_text(encoding="utf-8")
    for wrong in (("--images", faces), ("--report", "x.html", "--images", "nowhere")):
        assert cli("screen", "g.limen", *who, *probe, ALLOW, *wrong).code == exit_codes.INPUT
