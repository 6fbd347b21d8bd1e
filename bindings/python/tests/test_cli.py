"""The command line, as a shell sees it: in a pipe, by exit status, with --json."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import limen
import numpy as np
import pytest
from limen.cli import COMMANDS, exit_codes


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prints of four fingers, two impressions each."""
    folder = tmp_path_factory.mktemp("cli") / "SYNTH"
    command = [
        sys.executable,
        "-m",
        "limen",
        "synth",
        "fingerprints",
        "-n",
        "4",
        "--impressions",
        "2",
        "-o",
        str(folder),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_help_lists_every_command_and_exit_status(cli):
    ran = cli("--help")
    assert ran.code == 0
    assert all(name in ran.out for name in COMMANDS)
    assert all(str(code) in ran.out for code in exit_codes.MEANING)
    for name in COMMANDS:
        assert cli(name, "--help").code == 0


def test_every_error_code_has_an_exit_status():
    codes = set(limen.fingerprint.refusals) - {""}
    assert set(exit_codes.OF_CODE) == codes


def test_info(cli):
    info = cli("info", "--json").json
    assert info["limen"] == limen.__version__
    assert info["simd"]["active"] in [target["name"] for target in info["simd"]["targets"]]
    assert "scalar" in cli("info").out


def test_info_says_what_it_ignores(cli):
    ran = cli("info", LIMEN_SIMD="mmx")
    assert ran.code == 0
    assert "mmx" in ran.err


def test_usage_errors(cli):
    for arguments in ([], ["nothing"], ["compare", "a"], ["extract"], ["gallery"], ["screen", "g", "--finger", "x"]):
        ran = cli(*arguments)
        assert ran.code == exit_codes.USAGE
        assert "Traceback" not in ran.err


def test_synth_repeats_itself(cli, folder: Path, tmp_path: Path):
    assert sorted(file.name for file in folder.iterdir()) == [f"{f}_{i}.png" for f in range(1, 5) for i in (1, 2)]
    cli("synth", "fingerprints", "-n", 1, "-o", "again")
    assert (tmp_path / "again" / "1_1.png").read_bytes() == (folder / "1_1.png").read_bytes()
    assert cli("synth", "fingerprints", "-n", 0, "-o", "none").code == exit_codes.INPUT


def test_extract_compare(cli, folder: Path, tmp_path: Path):
    ran = cli("extract", folder / "1_1.png", folder / "1_2.png", "-o", "out", "--draw", "--trace", "trace", "--json")
    assert (ran.code, ran.err) == (0, "")
    results = ran.json["results"]
    assert [Path(result["template"]).name for result in results] == ["1_1.finger", "1_2.finger"]
    assert all(0 <= result["quality"] <= 100 and result["minutiae"] > 5 for result in results)
    assert limen.io.read_image(tmp_path / "out" / "1_1.minutiae.png").channels == 3
    assert any("orientation" in picture.name for picture in (tmp_path / "trace").iterdir())

    mated = cli("compare", "out/1_1.finger", folder / "1_2.png", "--explain", "why.png", "--fmr", 1e-3, "--json")
    assert mated.code == exit_codes.DONE
    assert mated.json["match"]
    assert limen.io.read_image(tmp_path / "why.png").channels == 3
    other = cli("compare", folder / "1_1.png", folder / "2_1.png", "--fmr", 1e-3, "--json")
    assert other.code == exit_codes.ATTENTION
    assert other.json["score"] < mated.json["score"]
    assert cli("compare", folder / "1_1.png", folder / "2_1.png").code == exit_codes.DONE
    assert cli("compare", folder / "1_1.png", folder / "2_1.png", "--fmr", "nan").code == exit_codes.INPUT


def test_compare_says_that_a_print_may_be_mirrored(cli, folder: Path, tmp_path: Path):
    image = np.asarray(limen.io.read_image(folder / "1_2.png"))
    limen.io.write_image(tmp_path / "mirror.png", image[:, ::-1].copy())
    ran = cli("compare", folder / "1_1.png", "mirror.png", "--explain", "why.png")
    assert "mirrored" in ran.out
    assert cli("compare", folder / "1_1.png", "mirror.png", "--json").json["may_be_mirrored"]
    assert "mirrored" not in cli("compare", folder / "1_1.png", folder / "1_2.png").out
    assert not cli("compare", folder / "1_1.png", folder / "2_2.png", "--json").json["may_be_mirrored"]


def test_refused_and_missing_input(cli, folder: Path, tmp_path: Path):
    (tmp_path / "text.png").write_text("text")
    limen.io.write_image(tmp_path / "blank.png", np.full((300, 300), 255, np.uint8))
    for arguments, code in (
        (("extract", "text.png"), exit_codes.INPUT),
        (("extract", "missing.png"), exit_codes.INPUT),
        (("extract", "blank.png"), exit_codes.REFUSED),
        (("compare", "blank.png", folder / "1_1.png"), exit_codes.REFUSED),
        (("compare", "missing.png", folder / "1_1.png"), exit_codes.INPUT),
        (("extract", folder / "1_1.png", "--position", "nose"), exit_codes.INPUT),
        (("extract", "--face", folder / "1_1.png", "--models", "none"), exit_codes.INPUT),
        (("models", "add", "text.png", "--models", "models"), exit_codes.INPUT),
        (("models", "fetch", "unheard-of", "--models", "models"), exit_codes.INPUT),
        (("evaluate", "fingerprint", "none"), exit_codes.INPUT),
        (("audit", "verify", "none.audit"), exit_codes.INPUT),
    ):
        ran = cli(*arguments)
        assert ran.code == code, (arguments, ran)
        assert ran.err.count("\n") == 1, ran.err
        assert ran.err.startswith("limen: ")
    # One bad image among good ones spoils nothing.
    mixed = cli("extract", "blank.png", folder / "1_1.png", "-o", "out", "--json")
    assert mixed.code == exit_codes.REFUSED
    assert mixed.json["results"][0]["error"]["code"] == "quality_too_low"
    assert (tmp_path / "out" / "1_1.finger").exists()
    failed = cli("compare", "missing.png", "missing.png", "--json")
    assert failed.json["error"]["code"] == "not_found"


def test_gallery_screen_audit(cli, folder: Path, tmp_path: Path):
    key = ("--key-file", "g.key")
    assert cli("gallery", "create", "g.limen", *key).code == 0
    assert (tmp_path / "g.key").stat().st_mode & 0o777 == 0o600
    assert cli("gallery", "create", "g.limen", *key).code == exit_codes.INPUT
    rules = ("--purpose", "border_check", "--retention", "interpol_notice", "--anchor", "2025-06-01")
    for finger in (1, 2):
        ran = cli(
            "gallery", "enrol", "g.limen", *key, *rules, "--label", f"s{finger}",
            "--finger", f"right_index={folder / f'{finger}_1.png'}", "--json",
        )  # fmt: skip
        assert (ran.code, ran.json["fingers"]) == (0, 1), ran
    listed = cli("gallery", "list", "g.limen", *key, "--json").json
    assert [subject["label"] for subject in listed["subjects"]] == ["s1", "s2"]
    assert cli("gallery", "check", "g.limen", *key).code == 0
    stats = cli("gallery", "stats", "g.limen", *key, "--purpose", "border_check", "--json").json
    assert (stats["references"], stats["position"], stats["state"]) == (2, {"right_index": 2}, {"active": 2})
    assert stats["search"]["form_bytes"] > 2 * 4000
    assert stats["search"]["compared"] == 2
    assert "2 compared in full" in cli("gallery", "stats", "g.limen", *key, "--purpose", "border_check").out
    assert cli("gallery", "stats", "g.limen", *key, "--purpose", "curiosity").code == exit_codes.DENIED
    assert cli("gallery", "stats", "g.limen", *key, "--purpose", "border_check", "--loss", "7").code == exit_codes.INPUT

    who = (
        "--purpose",
        "border_check",
        "--legal-basis",
        "act 7",
        "--officer",
        "o",
        "--case",
        "2025/1",
        "--fpir",
        "1e-3",
    )
    hit = cli("screen", "g.limen", *key, *who, "--finger", f"right_index={folder / '1_2.png'}", "--json")
    assert hit.code == exit_codes.ATTENTION, hit
    assert hit.json["candidates"][0]["subject"] == listed["subjects"][0]["id"]
    assert hit.json["requires_human_confirmation"]
    finger = ("--finger", f"right_index={folder / '1_2.png'}")
    everybody = cli("screen", "g.limen", *key, *who, *finger, "--exhaustive", "--json")
    assert everybody.json["candidates"] == hit.json["candidates"]
    stranger = cli("screen", "g.limen", *key, *who, "--finger", f"right_index={folder / '4_2.png'}")
    assert (stranger.code, stranger.out.split(" (")[0]) == (exit_codes.DONE, "no hit"), stranger

    for change, code in (
        (("--purpose", "curiosity"), exit_codes.DENIED),
        (("--key-file", "none.key"), exit_codes.INPUT),
        (("--fpir", "nan"), exit_codes.INPUT),
        (("--candidates", "-1"), exit_codes.INPUT),
    ):
        ran = cli("screen", "g.limen", *key, *who, *finger, *change)
        assert ran.code == code, (change, ran)

    log = ("g.limen.audit", "--gallery", "g.limen", *key)
    entries = cli("audit", "show", *log, "--json").json["entries"]
    operations = [entry["operation"] for entry in entries]
    assert operations[:2] == ["enrolment", "enrolment"]
    assert operations.count("search") >= 2
    verified = cli("audit", "verify", *log, "--json").json
    assert verified["entries"] == len(entries)
    assert cli("audit", "verify", *log, "--expected", f"{verified['entries']}:{verified['head']}").code == 0
    assert cli("audit", "verify", *log, "--expected", f"999:{verified['head']}").code == exit_codes.DENIED
    audit = tmp_path / "g.limen.audit"
    audit.write_bytes(audit.read_bytes().replace(b'"sealed":"', b'"sealed":"A', 1))
    assert cli("audit", "verify", *log).code == exit_codes.DENIED
    assert cli("gallery", "remove", "g.limen", *key, "--label", "s1", "--audit", "other.audit").code == 0
    assert cli("gallery", "remove", "g.limen", *key, "--label", "s1", "--audit", "other.audit").code == exit_codes.INPUT


def test_passphrases(cli):
    create = ("gallery", "create", "p.limen", "--passphrase-env", "SECRET")
    assert cli(*create).code == exit_codes.DENIED
    assert cli(*create, SECRET="correct horse").code == 0
    listing = ("gallery", "list", "p.limen", "--passphrase-env", "SECRET")
    assert cli(*listing, SECRET="correct horse").code == 0
    assert cli(*listing, SECRET="wrong horse").code == exit_codes.DENIED
    assert cli("gallery", "list", "p.limen", "--passphrase").code == exit_codes.DENIED  # no terminal to ask on


def test_evaluate_fingerprint(cli, folder: Path, tmp_path: Path):
    limen.io.write_image(folder / "5_1.png", np.full((300, 300), 255, np.uint8))
    try:
        ran = cli("evaluate", "fingerprint", folder, "--scores", "out.csv", "--bootstrap", 50, "--threads", 2, "--json")
    finally:
        (folder / "5_1.png").unlink()
    assert (ran.code, ran.err) == (0, ""), ran
    figures = ran.json
    assert (figures["images"], figures["mated"], figures["non_mated"]) == (9, 4, 32)
    assert figures["failures_to_extract"] == {"SYNTH/5_1.png": "quality_too_low"}
    assert figures["eer"] <= 0.1
    assert set(figures["fnmr_at_fmr"]) == {"0.01", "0.001", "0.0001"}
    with (tmp_path / "out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["probe", "reference", "score", "status"]
    assert len(rows) == 36
    failed = [row for row in rows if "SYNTH/5_1.png" in (row["probe"], row["reference"])]
    assert len(failed) == 8
    assert all(row["score"] == "" and row["status"] == "quality_too_low" for row in failed)
    assert all(float(row["score"]) is not None for row in rows if row["status"] == "ok")
    text = cli("evaluate", "fingerprint", folder, "--bootstrap", 0).out
    assert all(word in text for word in ("EER", "FNMR at FMR 0.1 %", "ZeroFMR", "rank-1", "label faults"))
    searched = cli("evaluate", "fingerprint", folder, "--bootstrap", 0, "--identify", 30, "--exhaustive", "--json").json
    identification = searched["identification"]
    assert identification["references"] > identification["generated"] == 30
    assert identification["stages"] == identification["exhaustive"]  # so few are all compared in full
    assert cli("evaluate", "fingerprint", folder, "--identify", -1).code == exit_codes.INPUT
    assert cli("evaluate", "fingerprint", folder, "--identify", 1, "--loss", 2).code == exit_codes.INPUT
    assert cli("evaluate", "fingerprint", folder, "--ppi", "NONE=569").code == exit_codes.INPUT
    assert cli("evaluate", "fingerprint", folder, "--weights", "leave-one-out").code == exit_codes.INPUT


def test_label_faults_are_excluded_and_printed(cli, folder: Path, tmp_path: Path):
    for name, finger in (("FVC2002_DB3_B", "108"), ("FVC2004_DB3_B", "102")):
        (tmp_path / name).mkdir()
        for impression in (1, 2):
            content = (folder / f"{1 if finger == '108' else 2}_{impression}.png").read_bytes()
            (tmp_path / name / f"{finger}_{impression}.png").write_bytes(content)
    figures = cli("evaluate", "fingerprint", "FVC2002_DB3_B", "FVC2004_DB3_B", "--bootstrap", 0, "--json").json
    assert (figures["mated"], figures["non_mated"]) == (2, 0)
    assert figures["excluded_label_faults"] == [{"a": "FVC2002_DB3_B/108", "b": "FVC2004_DB3_B/102", "pairs": 4}]


def test_leave_one_out_weights(cli, tmp_path: Path):
    for seed, name in enumerate("ABC", 1):
        cli("synth", "fingerprints", "-n", 3, "--impressions", 2, "--seed", seed, "-o", name)
    figures = cli(
        "evaluate", "fingerprint", "A", "B", "C", "--weights", "leave-one-out", "--bootstrap", 0, "--json"
    ).json
    assert figures["weights"] == "leave-one-out"
    assert figures["eer"] <= 0.12


def test_every_figure_of_an_evaluation(cli, tmp_path: Path):
    for seed, name in enumerate("ABC", 1):
        cli("synth", "fingerprints", "-n", 3, "--impressions", 2, "--seed", seed, "-o", name)
    asked = ("evaluate", "fingerprint", "A", "B", "C", "--apart", "C", "--full", "--bootstrap", 20)
    figures = cli(*asked, "--json").json
    assert (figures["sets"], figures["images"], figures["mated"], figures["non_mated"]) == (["A", "B"], 12, 6, 60)
    assert set(figures["each_set"]) == {"A", "B", "C"}
    assert figures["each_set"]["C"]["mated"] == 3
    assert figures["minutiae_only"]["mated"] == 6
    assert figures["rank1_single_reference"]["searched"] == 12
    assert set(figures["rejecting_the_worst"]) == {"pool", "A", "B", "C"}
    costs = figures["costs"]
    assert costs["mated_comparison_ms"] > 0 < costs["non_mated_comparisons_per_second"]
    assert costs["template_bytes"]["all"]["max"] >= costs["template_bytes"]["all"]["mean"] > 200
    assert costs["prepared_bytes"]["C"]["mean"] > 1000
    text = cli(*asked).out
    assert all(word in text for word in ("one reference a finger", "by minutiae alone", "(apart)", "prepared bytes"))
    assert cli(*asked[:5], "--apart", "D").code == exit_codes.INPUT
    assert cli(*asked[:5], "--apart", "A,B,C").code == exit_codes.INPUT


def test_evaluate_face(cli, data: Path, tmp_path: Path):
    pairs = (data / "face" / "LFW_folds_1_4" / "pairs.csv").read_text().splitlines()
    mated = [line for line in pairs[1:] if line.endswith(",1")][:4]
    others = [line for line in pairs[1:] if line.endswith(",0")][:4]
    (tmp_path / "pairs.csv").write_text("\n".join([pairs[0], *mated, *others]) + "\n")
    ran = cli(
        "evaluate", "face", "pairs.csv", "--images", data / "face" / "LFW_folds_1_4", "--models", data / "models",
        "--scores", "out.csv", "--bootstrap", 0, "--json",
    )  # fmt: skip
    assert ran.code == 0, ran
    assert (ran.json["mated"], ran.json["non_mated"]) == (4, 4)
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 9


def test_a_face_model_is_calibrated(cli, data: Path, tmp_path: Path):
    for source in (data / "models").glob("*"):
        (tmp_path / "models").mkdir(exist_ok=True)
        (tmp_path / "models" / source.name).symlink_to(source)
    for person in range(1, 9):
        (tmp_path / "people" / f"s{person}").mkdir(parents=True)
        for image in range(1, 6):
            name = f"s{person}/{image}.pgm"
            (tmp_path / "people" / name).symlink_to(data / "face" / "ORL" / name)
    ran = cli("evaluate", "face", "people", "--models", "models", "--calibrate", "own.json", "--bootstrap", 0, "--json")
    assert ran.code == 0, ran
    assert (ran.json["mated"], ran.json["non_mated"]) == (80, 700)
    assert ran.json["rank1"]["rate"] == 1
    assert ran.json["calibration"][0]["asked"] == 0.1
    assert ran.json["fitted"]["cllr_min"] <= ran.json["fitted"]["cllr"]
    assert 0.02 < ran.json["fitted"]["supported_fmr"] < 0.07
    assert ran.json["error_versus_discard"][0]["discarded"] == 0
    assert cli("models", "list", "--models", "models").out.count("calibration shipped") == 2
    ran = cli("models", "calibrate", "own.json", "--models", "models")
    assert ran.code == 0, ran
    assert "calibrated on people" in cli("models", "list", "--models", "models").out
    pair = ("compare", "people/s1/1.pgm", "people/s1/2.pgm", "--face", "--models", "models")
    ran = cli(*pair, "--fpir", 0.1, "--n", 10)
    assert ran.code == 0, ran
    assert all(words in ran.out for words in ("at FMR 0.01", "extrapolated", "log10 likelihood ratio"))
    other = cli("compare", "people/s1/1.pgm", "people/s2/2.pgm", "--face", "--models", "models", "--fmr", 0.01)
    assert other.code == exit_codes.ATTENTION, other
    assert cli(*pair, "--fpir", 0.01).code == exit_codes.INPUT
    assert cli(*pair, "--n", 3).code == exit_codes.INPUT
    (tmp_path / "own.json").write_text((tmp_path / "own.json").read_text()[:-20])
    ran = cli("models", "calibrate", "own.json", "--models", "models")
    assert (ran.code, "own.json" in ran.err) == (exit_codes.INPUT, True)


def test_bad_pairs(cli, tmp_path: Path):
    for name, content in (
        ("empty.csv", ""),
        ("columns.csv", "a,b\n1,2\n"),
        ("mated.csv", "probe,reference,mated\na,b,yes\n"),
        ("none.csv", "image,subject\n"),
        ("nobody.csv", "image,subject\na.png,\n"),
        ("twice.csv", "image,subject\na.png,1\na.png,2\n"),
    ):
        (tmp_path / name).write_text(content)
        ran = cli("evaluate", "face", name, "--images", ".")
        assert ran.code == exit_codes.INPUT, ran
        assert name in ran.err


def test_a_closed_pipe_is_no_error(folder: Path):
    command = f"{sys.executable} -m limen info --json | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_json_is_one_object(cli, folder: Path):
    for arguments in (
        ("info",),
        ("models", "list", "--models", "none"),
        ("compare", folder / "1_1.png", folder / "1_2.png"),
    ):
        assert isinstance(json.loads(cli(*arguments, "--json").out), dict)
