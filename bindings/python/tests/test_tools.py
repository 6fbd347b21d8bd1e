"""limen.learn, limen.progress, limen.plot."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import limen
import numpy as np
import pytest
from limen import fingerprint, progress
from limen.learn import fit_weights


def test_weights_of_two_normal_laws_are_their_log_likelihood_ratio():
    rng = np.random.default_rng(1)
    n, features = 20000, len(fingerprint.features)
    mated = np.arange(2 * n) < n
    values = rng.normal(size=(2 * n, features))
    values[:, 0] += np.where(mated, 1.0, -1.0)  # LLR of N(1, 1) against N(-1, 1): 2x
    values[:, 1] = 3.0  # says nothing
    weights = fit_weights(values, mated, penalty=1e-6)
    assert weights.weight[0] == pytest.approx(2, abs=0.1)
    assert weights.weight[1] == 0
    assert weights.bias == pytest.approx(0, abs=0.1)


def test_separable_data_and_one_sided_data():
    mated = np.array([True, False] * 20)
    values = np.where(mated, 1.0, -1.0)[:, None] * np.ones(len(fingerprint.features))
    assert np.isfinite(fit_weights(values, mated).weight).all()
    with pytest.raises(limen.Error, match="non-mated"):
        fit_weights(values, np.ones(40, bool))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("with_rich", [True, False])
def test_progress_is_drawn_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch, with_rich: bool):
    if with_rich:
        pytest.importorskip("rich")
    else:
        monkeypatch.setitem(sys.modules, "rich.console", None)
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        with progress.bar("working", stream) as tick:
            for done in range(11):
                tick(done, 10)
    assert "working" in terminal.getvalue()
    assert pipe.getvalue() == ""


def test_plot(tmp_path: Path):
    pytest.importorskip("matplotlib")
    from limen import plot

    rng = np.random.default_rng(1)
    mated, non_mated = ((rng.normal(mean, 1000, 500)).astype(np.int32) for mean in (3000, 0))
    plot.save(tmp_path / "det.png", mated, non_mated)
    assert limen.io.read_image(tmp_path / "det.png").width > 500


def test_plot_without_matplotlib(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from limen import plot

    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(limen.Error, match=r"limen\[plot\]") as raised:
        plot.save(tmp_path / "a.png", np.zeros(3, np.int32), np.zeros(3, np.int32))
    assert raised.value.code == "unavailable"


def test_frames(tmp_path: Path):
    pandas = pytest.importorskip("pandas")
    from limen import frames

    (tmp_path / "s.csv").write_text(
        "probe,reference,score,status\nA/1_1.png,A/1_2.png,3.5,ok\nA/1_1.png,A/2_1.png,,no_overlap\n"
    )
    table = frames.scores(tmp_path / "s.csv")
    assert table.score.tolist()[0] == 3.5
    assert pandas.isna(table.score[1])
    gallery = limen.Gallery.create(tmp_path / "g.limen", limen.privacy.Key.random())
    assert len(frames.references(gallery)) == 0


def test_frames_without_pandas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from limen import frames

    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(limen.Error, match=r"limen\[frames\]") as raised:
        frames.scores(tmp_path / "s.csv")
    assert raised.value.code == "unavailable"
