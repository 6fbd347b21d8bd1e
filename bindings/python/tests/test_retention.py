"""Retention, states, keys: limen.privacy and limen.Gallery."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import limen
import pytest
from limen import cli, privacy
from limen.fingerprint import synthesis

BORDER, POLICE = limen.Purpose.border_check, limen.Purpose.law_enforcement


def enrolment(number: int, **more: object) -> limen.Enrolment:
    values: dict[str, object] = {
        "label": f"subject {number}",
        "purposes": [BORDER, POLICE],
        "retention_class": "sis_arrest",
        "fingers": [synthesis.make_template(number, 0)],
    }
    return limen.Enrolment(**(values | more))  # type: ignore[arg-type]


@pytest.fixture
def gallery(tmp_path: Path) -> limen.Gallery:
    made = limen.Gallery.create(tmp_path / "g.limen", privacy.Key.random())
    for number in (1, 2):
        made.enrol(enrolment(number))
    return made


def test_rules_are_data() -> None:
    policy = privacy.RetentionPolicy()
    names = [rule.name for rule in policy.rules]
    assert "eurodac_applicant" in names
    assert all(rule.source and rule.anchors for rule in policy.rules)
    rule = policy.retention_class("interpol_notice")
    assert (rule.due, rule.period, rule.lead) == ("review", privacy.Period(years=5), privacy.Period(months=6))
    assert rule.categories == [limen.Category.wanted_person]
    assert str(privacy.Period(years=3, days=1)) == "3 years 1 day"
    berlin = next(r for r in privacy.retention_presets("Europe/Berlin") if r.name == "interpol_notice")
    end = privacy.expires_at(berlin, datetime(2019, 6, 17, 12, tzinfo=UTC))
    assert end == datetime(2024, 6, 17, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"period": privacy.Period()}, "period is 0"),
        ({"period": privacy.Period(years=1), "time_zone": "Mars/Base"}, "Mars/Base"),
        ({"period": privacy.Period(years=1), "anchors": []}, "no event"),
        ({"period": privacy.Period(years=1), "retention_class": "nowhere"}, "no rule makes the class"),
    ],
)
def test_rules_that_cannot_be_kept(values: dict[str, object], part: str) -> None:
    rule = privacy.RetentionRule(**({"name": "x", "anchors": [privacy.Event.entered]} | values))  # type: ignore[arg-type]
    with pytest.raises(limen.Error, match=part):
        privacy.RetentionPolicy([rule])


def test_a_view_by_agency_category_and_state(gallery: limen.Gallery) -> None:
    wanted = limen.Category.wanted_person
    third = gallery.enrol(enrolment(3, agency="police of Y", category=wanted, legal_basis="warrant"))
    record = gallery.subject(third).references[0]
    assert (record.agency, record.legal_basis, record.state.name) == ("police of Y", "warrant", "active")
    assert gallery.view(BORDER).size == 3
    assert gallery.view(BORDER, agencies=["police of Y"]).size == 1
    assert gallery.view(BORDER, agencies=[""]).size == 2
    assert gallery.view(BORDER, categories=[limen.Category.victim]).size == 0
    assert gallery.view(BORDER, legal_basis="act 7").legal_basis == "act 7"
    gallery.mark(third)
    assert (gallery.view(BORDER).size, gallery.view(POLICE).size) == (2, 3)
    gallery.block(third)
    assert gallery.view(POLICE).size == 2
    assert gallery.subject(third).references[0].state == limen.ReferenceState.blocked
    gallery.unblock(third)
    gallery.unmark(third)
    assert gallery.view(BORDER).size == 3
    assert [happened.event.name for happened in gallery.subject(third).events] == [
        "protection_granted",
        "protection_withdrawn",
    ]
    with pytest.raises(limen.Error) as refused:
        gallery.enrol(enrolment(4, category=limen.Category.victim))
    assert refused.value.code == "retention_required"


def test_a_sweep_holds_and_tombstones(gallery: limen.Gallery, tmp_path: Path) -> None:
    first, second = (subject.id for subject in gallery.list())
    until = datetime.now(UTC) + timedelta(days=30)
    hold = gallery.hold(second, privacy.Hold(owner="court", reason="case 7", until=until))
    for subject in (first, second):
        gallery.record_event(subject, privacy.Event.surrendered)
    plan = gallery.plan_sweep()
    assert plan.count(limen.SweepAction.erase) == 1
    assert next(item for item in plan.items if item.subject == second).held_by == "court"
    with privacy.Audit.open(tmp_path / "log", gallery.audit_key()) as audit:
        with pytest.raises(limen.Error, match="token"):
            gallery.sweep(privacy.Digest("0" * 64), audit, officer="o")
        done = gallery.sweep(plan.token, audit, officer="officer 7")
    assert (len(done.tombstones), done.subjects, done.searched_for, done.twins, done.purged) == (1, 1, 1, [], True)
    assert gallery.state(done.tombstones[0].reference) == limen.ReferenceState.erased
    assert gallery.tombstone(limen.ReferenceId(2)) is None
    assert gallery.subject(second).references[0].state.name == "blocked"
    assert gallery.subject(second).holds[0].hold.owner == "court"
    with pytest.raises(limen.Error) as refused:
        gallery.remove(second)
    assert refused.value.code == "access_denied"
    gallery.release(hold)
    assert gallery.plan_sweep().count(limen.SweepAction.erase) == 1
    entry = privacy.Audit.entries(tmp_path / "log", gallery.audit_key())[0].entry
    assert entry.tombstone == done.tombstones_digest


def test_a_house_rule_reschedules(tmp_path: Path) -> None:
    key = privacy.Key.random()
    limen.Gallery.create(tmp_path / "g.limen", key).enrol(enrolment(1))
    stricter = privacy.RetentionRule(
        name="house rule",
        categories=[limen.Category.wanted_person],
        anchors=[privacy.Event.entered],
        period=privacy.Period(years=2),
    )
    policy = privacy.RetentionPolicy([*privacy.retention_presets(), stricter])
    gallery = limen.Gallery.open(tmp_path / "g.limen", key, retention=policy, max_skew=timedelta(days=3))
    (item,) = gallery.plan_sweep().items
    assert (item.action.name, item.rule) == ("reschedule", "house rule")
    assert item.expires_after < item.expires_before
    (status,) = gallery.retention()
    assert [deadline.due for deadline in status.deadlines] == ["erasure", "notice", "review"]


class Hsm(privacy.KeyProvider):
    """Stands for a device whose key stays inside."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = privacy.Key.random()
        self.asked: list[str] = []

    def wrap(self, key: bytes, context: str) -> bytes:
        self.asked.append(context)
        return privacy.seal(self.inside, key, context.encode())

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        self.asked.append(context)
        return privacy.unseal(self.inside, wrapped, context.encode())


def test_keys_are_changed_and_provided(tmp_path: Path) -> None:
    path, hsm, key = tmp_path / "g.limen", Hsm(), privacy.Key.random()
    gallery = limen.Gallery.create(path, hsm)
    gallery.enrol(enrolment(1))
    assert hsm.asked == [f"limen gallery {gallery.id}"]
    assert len(limen.Gallery.open(path, hsm).list()) == 1
    with pytest.raises(limen.Error) as other:
        limen.Gallery.open(path, Hsm())
    assert other.value.code == "tampered"  # what the other device itself says
    gallery.rotate(key)
    with pytest.raises(limen.Error) as refused:
        limen.Gallery.open(path, hsm)
    assert refused.value.code == "wrong_key"
    gallery.rotate(hsm)
    assert limen.Gallery.open(path, hsm).subject("subject 1").references


def test_a_provider_without_its_methods_or_with_an_error(tmp_path: Path) -> None:
    class Broken(privacy.KeyProvider):
        def wrap(self, key: bytes, context: str) -> bytes:
            raise ConnectionError("no route to the device")

    with pytest.raises(ConnectionError, match="no route"):
        limen.Gallery.create(tmp_path / "g.limen", Broken())
    with pytest.raises(limen.Error, match="has no method wrap"):
        limen.Gallery.create(tmp_path / "g.limen", privacy.KeyProvider())
    assert not (tmp_path / "g.limen").exists()


def run(capsys: pytest.CaptureFixture[str], *argv: object) -> dict[str, object]:
    code = cli.main([*map(str, argv), "--json"])
    data = json.loads(capsys.readouterr().out)
    assert isinstance(data, dict)
    return data | {"exit": code}


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = privacy.Key.random()
    key.save(tmp_path / "key")
    path = tmp_path / "g.limen"
    made = limen.Gallery.create(path, key)
    for number in (1, 2):
        made.enrol(enrolment(number))
    del made
    where = (path, "--key-file", tmp_path / "key")
    rules = run(capsys, "retention", "rules")
    assert isinstance(rules["rules"], list)
    soon = (datetime.now(UTC) + timedelta(days=9)).date()
    hold = ("retention", "hold", *where, "--subject", 2, "--reason", "case 7", "--until", soon, "--owner")
    assert run(capsys, *hold, "")["exit"] != 0
    held = run(capsys, *hold, "court")
    assert held["exit"] == 0
    for subject in (1, 2):
        run(capsys, "retention", "event", *where, "--subject", subject, "--event", "solved")
    report = run(capsys, "retention", "report", *where, "--picture", tmp_path / "timeline.svg")
    assert len(report["due_now"]) == 2  # type: ignore[arg-type]
    assert (tmp_path / "timeline.svg").read_text().startswith("<svg")
    swept = run(capsys, "retention", "sweep", *where, "--token", report["token"])
    assert (swept["erased"], swept["subjects_erased"]) == (1, 1)
    assert run(capsys, "retention", "sweep", *where, "--token", report["token"])["exit"] != 0
    assert run(capsys, "retention", "release", *where, "--hold", held["hold"])["exit"] == 0
    assert run(capsys, "retention", "mark", *where, "--subject", 2)["exit"] == 0
    assert run(capsys, "retention", "trust-clock", *where)["exit"] == 0
    rotated = run(capsys, "gallery", "rotate", *where, "--new-key-file", tmp_path / "new")
    assert rotated["references"] == 1
    assert run(capsys, "gallery", "check", *where)["exit"] != 0
    assert run(capsys, "gallery", "check", path, "--key-file", tmp_path / "new")["exit"] == 0
    log = run(capsys, "audit", "show", f"{path}.audit", "--gallery", path, "--key-file", tmp_path / "new")
    said = [entry["result"] for entry in log["entries"]]  # type: ignore[attr-defined]
    assert any(text.startswith("sweep: 1 erased") for text in said)
    assert said[-1] == "the gallery's key was changed"
