"""limen demo, small: the planted match is found, nobody else is, and nothing of the others is left."""

from __future__ import annotations

from pathlib import Path


def test_demo(cli, tmp_path: Path) -> None:
    ran = cli("demo", "--travellers", 6, "--watchlist", 40, "--with-images", 4, "-o", "demo", "--json")
    assert ran.code == 0, ran.err
    result = ran.json
    assert result["screened"] == 6
    assert result["watchlist"] == 40
    assert result["hits"] == 1
    assert result["planted_found"]
    assert result["false_alarms"] == 0
    assert result["files_left"] == 0
    assert 0 < result["search"]["compared_in_full"] <= 3 * 40
    assert len(result["safeguards"]) == 8
    assert all(result["safeguards"].values())
    assert not list(Path(tmp_path / "demo").rglob("*-2-*.png"))
    report = (tmp_path / "demo" / "report.html").read_text(encoding="utf-8")
    assert result["audit_head"] in report
    assert "data:image/png;base64," in report
    assert "<script" not in report
    verified = cli(
        "audit", "verify", "demo/audit.log", "--gallery", "demo/watchlist.limen", "--key-file", "demo/watchlist.key"
    )
    assert verified.code == 0, verified.err


def test_demo_keeps_other_peoples_folders(cli, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("irreplaceable", encoding="utf-8")
    ran = cli("demo", "--travellers", 1, "--watchlist", 2, "--with-images", 1, "-o", "mine")
    assert ran.code == 4
    assert "something else" in ran.err
    assert (tmp_path / "mine" / "thesis.txt").exists()


def test_demo_of_nobody(cli) -> None:
    for wrong in (("--travellers", 0), ("--watchlist", 0), ("--watchlist", 10, "--with-images", 11), ("--fpir", "nan")):
        ran = cli("demo", "--with-images", 0, "--watchlist", 2, "--travellers", 1, "-o", "demo", *wrong)
        assert ran.code == 4, ran.err
        assert "Traceback" not in ran.err
