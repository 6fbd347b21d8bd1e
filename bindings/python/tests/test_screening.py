"""limen.Gallery, limen.screen, limen.decide: the seven lines, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import limen
import pytest
from limen.fingerprint import synthesis

INDEX = limen.FingerPosition.right_index
THUMB = limen.FingerPosition.left_thumb


def person(seed: int, touch: int) -> list[limen.fingerprint.Template]:
    return [synthesis.make_template(2 * seed + i, touch, position) for i, position in enumerate((INDEX, THUMB))]


def enrolment(seed: int, **other) -> limen.Enrolment:
    values = {
        "label": f"subject {seed}",
        "purposes": [limen.Purpose.border_check],
        "retention_class": "interpol_notice",
        "fingers": person(seed, 1),
    }
    return limen.Enrolment(**(values | other))


@pytest.fixture(scope="module")
def key() -> limen.privacy.Key:
    return limen.privacy.Key.random()


@pytest.fixture
def gallery(tmp_path: Path, key: limen.privacy.Key) -> limen.Gallery:
    gallery = limen.Gallery.create(tmp_path / "watchlist.limen", key)
    gallery.enrol_many([enrolment(seed) for seed in range(100, 130)], threads=2)
    return gallery


@pytest.fixture
def audit(tmp_path: Path, gallery: limen.Gallery) -> limen.privacy.Audit:
    return limen.privacy.Audit.open(tmp_path / "audit.log", gallery.audit_key())


def test_the_seven_lines(
    tmp_path: Path, gallery: limen.Gallery, audit: limen.privacy.Audit, key: limen.privacy.Key, prints
):
    gallery.enrol(enrolment(1, fingers=[limen.fingerprint.extract(limen.Sample(prints[11, 1], INDEX))]))
    limen.io.write_image(tmp_path / "right_index.png", prints[11, 2])

    image = limen.io.read_image(tmp_path / "right_index.png")
    sample = limen.Sample(image, limen.FingerPosition.right_index)
    probe = limen.fingerprint.extract(sample)
    gallery = limen.Gallery.open(tmp_path / "watchlist.limen", key)
    view = gallery.view(purpose=limen.Purpose.border_check, legal_basis="act 7")
    found = limen.screen(view, fingers=[probe], officer="officer 7", case_reference="2019/17", audit=audit)
    decision = limen.decide(found, fpir=1e-3)
    receipt = limen.record(audit, decision, officer="officer 7", confirmed=found.candidates[0].subject)

    assert decision.hit
    assert decision.requires_human_confirmation
    assert gallery.subject(decision.candidates[0].subject).label == "subject 1"
    assert receipt.sequence > found.receipt.sequence


def test_a_stranger_gives_no_hit(gallery: limen.Gallery, audit: limen.privacy.Audit):
    view = gallery.view(purpose=limen.Purpose.border_check, legal_basis="act 7")
    found = limen.screen(view, fingers=person(999, 1), officer="o", audit=audit, threads=2)
    assert not limen.decide(found, fpir=1e-3).hit
    mated = limen.screen(view, fingers=person(105, 2), officer="o", audit=audit)
    decision = limen.decide(mated, fpir=1e-3)
    assert gallery.subject(decision.candidates[0].subject).label == "subject 105"
    assert [e.position for e in decision.candidates[0].evidence] == [INDEX, THUMB]
    assert decision.candidates[0].score >= decision.threshold
    none = limen.screen(view, fingers=person(105, 2), officer="o", audit=audit, candidates=0)
    assert none.candidates == []


def test_views_are_decided_by_purpose_and_time(gallery: limen.Gallery):
    assert gallery.view(purpose=limen.Purpose.border_check).size == 60
    assert gallery.view(purpose=limen.Purpose.law_enforcement).size == 0
    later = datetime.now(UTC) + timedelta(days=365 * 200)
    assert gallery.view(purpose=limen.Purpose.border_check, at=later).size == 0
    with pytest.raises(limen.Error, match="time zone"):
        gallery.view(purpose=limen.Purpose.border_check, at=datetime(2020, 1, 1))
    with pytest.raises(TypeError):
        gallery.view()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"purposes": []}, "purpose_required"),
        ({"retention_class": ""}, "retention_required"),
        ({"retention_class": "for ever"}, "retention_required"),
        ({"label": "subject 100"}, "already_exists"),
        ({"label": ""}, "invalid_argument"),
        ({"fingers": []}, "invalid_argument"),
    ],
)
def test_what_cannot_be_enrolled(gallery: limen.Gallery, change: dict, code: str):
    with pytest.raises(limen.Error) as raised:
        gallery.enrol(enrolment(500, **change))
    assert raised.value.code == code
    assert gallery.stats().subjects == 30


def test_removal_leaves_nothing(gallery: limen.Gallery):
    subject = gallery.subject("subject 110").id
    assert gallery.remove(subject) == 2
    with pytest.raises(limen.Error) as raised:
        gallery.subject(subject)
    assert raised.value.code == "not_found"
    assert [record.label for record in gallery.list()].count("subject 110") == 0
    gallery.check(threads=2)


def test_what_does_not_open(tmp_path: Path, gallery: limen.Gallery):
    with pytest.raises(limen.Error) as raised:
        limen.Gallery.open(tmp_path / "watchlist.limen", limen.privacy.Key.random())
    assert raised.value.code == "wrong_key"
    (tmp_path / "text.limen").write_text("no gallery\n" * 100)
    with pytest.raises(limen.Error) as raised:
        limen.Gallery.open(tmp_path / "text.limen", limen.privacy.Key.random())
    assert raised.value.code == "unsupported_format"
    with pytest.raises(limen.Error) as raised:
        limen.Gallery.open(tmp_path / "none.limen", limen.privacy.Key.random())
    assert raised.value.code == "not_found"


def test_what_is_not_screened(gallery: limen.Gallery, audit: limen.privacy.Audit):
    view = gallery.view(purpose=limen.Purpose.border_check, legal_basis="act 7")
    for values in ({"fingers": []}, {"fingers": person(1, 1), "officer": ""}):
        with pytest.raises(limen.Error) as raised:
            limen.screen(view, audit=audit, **({"officer": "o"} | values))
        assert raised.value.code == "invalid_argument"
    with pytest.raises(TypeError):
        limen.screen(view, fingers=person(1, 1), audit=audit)
    found = limen.screen(view, fingers=person(1, 1), officer="o", audit=audit)
    for policy in ({}, {"fmr": 1e-3, "fpir": 1e-3}, {"fmr": float("nan")}, {"fpir": 2.0}):
        with pytest.raises(limen.Error) as raised:
            limen.decide(found, **policy)
        assert raised.value.code == "invalid_argument"
    audit.close()
    with pytest.raises(limen.Error):
        limen.screen(view, fingers=person(1, 1), officer="o", audit=audit)


def test_an_empty_gallery_finds_nobody(tmp_path: Path, key: limen.privacy.Key):
    gallery = limen.Gallery.create(tmp_path / "empty.limen", key)
    with limen.privacy.Audit.open(tmp_path / "a.log") as audit:
        view = gallery.view(purpose=limen.Purpose.border_check, legal_basis="act 7")
        found = limen.screen(view, fingers=person(1, 1), officer="o", audit=audit)
        assert found.candidates == []
        assert not limen.decide(found, fpir=1e-3).hit
