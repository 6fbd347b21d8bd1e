"""Watchlist packs, hit / no-hit, disclosure to data subjects: Python and command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import limen
import pytest
from limen import privacy
from limen.fingerprint import synthesis

PURPOSE = limen.Purpose.law_enforcement


def refused(code: str):
    return pytest.raises(limen.Error, check=lambda error: error.code == code)


def finger(person: int, touch: int) -> limen.fingerprint.Template:
    return synthesis.make_template(person, touch, position=limen.FingerPosition.right_index)


def enrolment(person: int) -> limen.Enrolment:
    return limen.Enrolment(
        label=f"person {person}", purposes=[PURPOSE], retention_class="interpol_notice", fingers=[finger(person, 1)]
    )


@pytest.fixture
def agency(tmp_path: Path) -> tuple[limen.Gallery, Path]:
    """A gallery of five, its key in g.key and its log at g.limen.audit, as the command line has it."""
    key = privacy.Key.random()
    key.save(tmp_path / "g.key")
    gallery = limen.Gallery.create(tmp_path / "g.limen", key)
    gallery.enrol_many([enrolment(i) for i in range(1, 6)])
    return gallery, tmp_path


def test_a_pack_is_made_updated_searched_and_revoked(agency):
    gallery, folder = agency
    seed, device, names = privacy.Key.random(), privacy.Key.random(), privacy.KeyRing()
    issuer = limen.PackIssuer(seed, names)
    expires = datetime.now(UTC) + timedelta(days=30)
    with privacy.Audit.open(folder / "log") as audit:
        made = issuer.create(
            gallery,
            folder / "pack",
            folder / "ledger",
            audit,
            purpose=PURPOSE,
            issuer="A",
            device=privacy.BoxKey(device).public_key,
            expires=expires,
            officer="o",
        )
        gallery.remove(gallery.subject("person 5").id)
        gallery.enrol(enrolment(6))
        more = issuer.update(gallery, folder / "more", folder / "ledger", audit, expires=expires, officer="o")
    assert (made.version, made.subjects, more.subjects, more.removed) == (1, 5, 1, 1)
    assert limen.pack_info(folder / "pack").series == made.series
    files = [folder / "pack", folder / "more"]
    pack = limen.Pack.open(files, device, issuer.public_key, folder / "memory")
    assert (pack.subjects, pack.references, pack.info.version) == (5, 5, 2)
    with privacy.Audit.open(folder / "device.log") as audit:
        found = limen.screen(pack.view(PURPOSE), fingers=[finger(6, 2)], audit=audit, officer="o", legal_basis="Act 1")
    best = limen.decide(found, fpir=1e-3).candidates[0].subject
    assert issuer.subject(gallery, pack.info, pack.pseudonym(best)).label == "person 6"
    with refused("access_denied"):
        pack.view(limen.Purpose.border_check)
    with refused("wrong_key"):
        limen.Pack.open(files, privacy.Key.random(), issuer.public_key)
    with refused("access_denied"):
        limen.Pack.open(files[:1], device, issuer.public_key, folder / "memory")
    issuer.revoke([made.series], folder / "list")
    with refused("access_denied"):
        limen.Pack.open(files, device, issuer.public_key, revocations=[folder / "list"])


def test_pack_command_line(agency, cli):
    _, folder = agency
    for name in ("issuer", "device"):
        assert cli("key", "new", f"{name}.key").code == 0
    public = {name: cli("key", "show", f"{name}.key", "--json").json[name] for name in ("issuer", "device")}
    common = ("--key-file", "g.key", "--issuer-key", "issuer.key", "--names", "names")
    issue = (*common, "--ledger", "ledger", "--expires", (datetime.now(UTC) + timedelta(days=9)).isoformat())
    to = ("--purpose", "law_enforcement", "--device", public["device"], "--issuer", "A")
    made = cli("pack", "create", "g.limen", "p1", *issue, *to, "--json")
    assert made.code == 0, made.err
    assert cli("gallery", "remove", "g.limen", "--key-file", "g.key", "--label", "person 2").code == 0
    assert cli("pack", "update", "g.limen", "p2", *issue, "--json").json["removed"] == 1
    device = ("--device-key", "device.key", "--trust", public["issuer"])
    assert cli("pack", "info", "p1").code == 0
    assert cli("pack", "open", "p1", "p2", *device, "--json").json["subjects_now"] == 4
    (folder / "probe").write_bytes(limen.fingerprint.serialise(finger(3, 2)))
    asked = cli(
        "pack",
        "screen",
        "p1",
        "p2",
        *device,
        "--finger",
        "right_index=probe",
        "--audit",
        "device.log",
        "--legal-basis",
        "Act 1",
        "--json",
    )
    assert asked.code == 1, asked.err
    pseudonym = asked.json["candidates"][0]["pseudonym"]
    assert cli("pack", "who", "g.limen", "p2", pseudonym, *common, "--json").json["label"] == "person 3"
    assert cli("pack", "revoke", made.json["series"], *common[2:], "-o", "list").code == 0
    assert cli("pack", "open", "p1", "p2", *device, "--revocation", "list").code == 5
    entries = cli("audit", "show", "g.limen.audit", "--gallery", "g.limen", "--key-file", "g.key", "--json").json
    assert [e["operation"] for e in entries["entries"]] == ["disclosure", "removal", "disclosure", "reidentification"]


def test_hit_then_record_between_two_agencies(agency):
    gallery, folder = agency
    a, b, officer = (privacy.Key.random() for _ in range(3))
    party_a, party_b = limen.party_of(a), limen.party_of(b)
    desk = limen.HitDesk.open(folder / "desk", b)
    with privacy.Audit.open(folder / "a.log") as at_a, privacy.Audit.open(folder / "b.log") as at_b:
        for person, hit in ((3, True), (99, False)):
            number = limen.ask(
                a,
                party_b,
                at_a,
                folder / "question",
                purpose=PURPOSE,
                officer="A-1",
                legal_basis="Act 1",
                fingers=[finger(person, 2)],
            )
            desk.answer(folder / "question", party_a, gallery.view(purpose=PURPOSE), at_b, folder / "answer", fpir=1e-3)
            answer = limen.read_answer(folder / "answer", a, party_b)
            assert (answer.hit, answer.question) == (hit, number)
            if not hit:
                assert answer.band == limen.ScoreBand("none")
                continue
            words = {"officer": "A-2", "recipient": "prosecutor", "justification": "compared by eye"}
            limen.confirm(answer, officer, a, party_b, folder / "confirmation", **words)
            release = (party_a, [limen.officer_of(officer)], gallery, lambda who: who.label.encode(), at_b)
            desk.release(folder / "confirmation", *release, folder / "release")
            assert limen.read_release(folder / "release", a, party_b) == (answer.reference, b"person 3")
            with refused("access_denied"):
                desk.release(folder / "confirmation", *release, folder / "again")
    told = privacy.Audit.entries(folder / "b.log")
    assert [r.entry.recipient for r in told if r.entry.recipient][1] == "prosecutor"


def test_hit_command_line(agency, cli):
    _, folder = agency
    for name in ("a", "b", "officer"):
        cli("key", "new", f"{name}.key")
    a, b = (cli("key", "show", f"{name}.key", "--json").json["agency"] for name in ("a", "b"))
    officer = cli("key", "show", "officer.key", "--json").json["officer"]
    (folder / "probe").write_bytes(limen.fingerprint.serialise(finger(4, 2)))
    as_a, as_b = ("--agency-key", "a.key", "--other", b), ("--agency-key", "b.key", "--other", a)
    at_b = (*as_b, "--gallery", "g.limen", "--key-file", "g.key", "--desk", "desk")
    why = ("--officer", "A-1", "--case", "7", "--justification", "compared by eye", "--legal-basis", "Act 1")
    ask = ("--finger", "right_index=probe", "--purpose", "law_enforcement", "--audit", "a.log", *why)
    assert cli("hit", "ask", *as_a, *ask, "-o", "question").code == 0
    assert cli("hit", "answer", "question", *at_b, "--purpose", "law_enforcement", "-o", "answer").code == 0
    assert cli("hit", "answer", "question", *at_b, "--purpose", "law_enforcement", "-o", "answer").code == 4
    read = cli("hit", "read", "answer", *as_a, "--json")
    assert read.code == 1 and read.json["band"] == "far_above"
    confirm = ("--officer-key", "officer.key", "--recipient", "prosecutor", *why)
    assert cli("hit", "confirm", "answer", *as_a, *confirm, "-o", "word").code == 0
    assert cli("hit", "release", "word", *at_b, "--known-officer", officer, "-o", "release").code == 0
    assert cli("hit", "release", "word", *at_b, "--known-officer", officer, "-o", "again").code == 5
    record = json.loads(cli("hit", "receive", "release", *as_a, "--json").json["record"])
    assert record["label"] == "person 4"


def test_a_person_gets_what_is_kept_of_him_and_nothing_of_others(agency, cli):
    gallery, folder = agency
    key = ("--key-file", "g.key")
    for person in (1, 2):
        (folder / "probe").write_bytes(limen.fingerprint.serialise(finger(person, 2)))
        why = ("--purpose", "law_enforcement", "--officer", "X", "--case", "secret 9", "--legal-basis", "L")
        assert cli("screen", "g.limen", *key, "--finger", "right_index=probe", *why).code == 1
    image = synthesis.make_impression(synthesis.make_finger(1), 1)
    limen.io.write_image(folder / "scan.png", image)
    ask = ("disclose", "g.limen", *key, "--label", "person 1", "--officer", "Z")
    made = cli(*ask, "--recipient", "himself, by passport", "--templates", "--image", "scan.png", "-o", "out", "--json")
    assert made.code == 0, made.err
    assert "other people" in made.err
    text = (folder / "out" / "record.json").read_text()
    record = json.loads(text)
    assert record["label"] == "person 1" and len(record["references"]) == 1
    assert all(word not in text for word in ("person 2", "secret", '"X"'))
    assert record["operations"][0]["operation"] == "search"
    assert (folder / "out" / "image-1.png").exists()
    assert cli(*ask, "--recipient", "himself", "-o", "out").code == 4
    gallery = limen.Gallery.open(folder / "g.limen", privacy.Key.load(folder / "g.key"))
    last = privacy.Audit.entries(folder / "g.limen.audit", gallery.audit_key())[-1].entry
    assert last.operation == privacy.Operation.access
    assert last.subjects == [privacy.person_of(gallery.id, gallery.subject("person 1").id)]


def test_the_files_of_a_person_nobody_looks_for_are_deleted(agency, cli):
    _, folder = agency
    who = ("--key-file", "g.key", "--purpose", "law_enforcement", "--officer", "X", "--case", "9", "--legal-basis", "L")
    why = (*who, "--delete-on-no-hit")
    for person, code in ((3, 1), (99, 0)):
        (folder / "probe").write_bytes(limen.fingerprint.serialise(finger(person, 2)))
        asked = cli("screen", "g.limen", "--finger", "right_index=probe", *why, "--json")
        assert (asked.code, asked.json["files_deleted"]) == (code, 1 - code), asked.err
        assert (folder / "probe").exists() == (code == 1)
    log = ("g.limen.audit", "--gallery", "g.limen", "--key-file", "g.key")
    last = cli("audit", "show", *log, "--json").json["entries"][-1]
    assert (last["operation"], last["result"]) == ("removal", "no hit: 1 probe files deleted")
