"""For the data-protection officer: every promise of docs/privacy.md that concerns people, played through with synthetic
people. Run it (`python examples/privacy_officer.py`), read what it prints, and look at the files it leaves."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import limen
from limen import privacy
from limen.fingerprint import synthesis

PURPOSE = limen.Purpose.law_enforcement


def finger(person: int, touch: int) -> limen.fingerprint.Template:
    """Nobody's finger; another touch of it has another number."""
    return synthesis.make_template(person, touch, position=limen.FingerPosition.right_index)


def enrol(gallery: limen.Gallery, person: int) -> limen.SubjectId:
    return gallery.enrol(
        limen.Enrolment(
            label=f"person {person}", purposes=[PURPOSE], retention_class="interpol_notice", fingers=[finger(person, 1)]
        )
    )


def search(gallery: limen.Gallery, audit: privacy.Audit, person: int) -> limen.Decision:
    found = limen.screen(
        gallery.view(purpose=PURPOSE),
        fingers=[finger(person, 2)],
        audit=audit,
        officer="4711",
        legal_basis="Police Act, section 4",
        case_reference="B-17",
    )
    return limen.decide(found, fpir=1e-3)


def names(folder: Path) -> None:
    print("\n1. A name becomes a pseudonym; three people hold shares of the way back, and two of them are needed.")
    ring = privacy.KeyRing()
    scope = privacy.PseudonymScope(purpose=PURPOSE, agency="Agency A", field="surname")
    holders = privacy.Escrow.create(folder / "names.escrow", threshold=2, shares=3)
    escrow = privacy.Escrow.open(folder / "names.escrow")
    pseudonym = ring.pseudonym(scope, "Müller")
    escrow.deposit(pseudonym, "Müller")
    print("   Müller and MUELLER are one:", pseudonym == ring.pseudonym(scope, "MUELLER"), f"({pseudonym})")
    why = {"officer": "4711", "on_behalf_of": "court", "recipient": "prosecutor", "justification": "order 7"}
    with privacy.Audit.open(folder / "escrow.audit") as audit:
        try:
            escrow.reidentify(pseudonym, holders[:1], ring, scope, audit, **why)
        except limen.Error as error:
            print("   one share:", error)
        print("   two shares:", escrow.reidentify(pseudonym, holders[:2], ring, scope, audit, **why))
        print("   and the log has", audit.head().sequence, "entry about it")


def searches(gallery: limen.Gallery, audit: privacy.Audit) -> privacy.TreeHead:
    print("\n4, 6. Searches leave nothing of the person searched, and an entry each; the head of the log is signed.")
    for person in (3, 99):
        print(f"   person {person}:", "hit, to be confirmed" if search(gallery, audit, person).hit else "no hit")
    return audit.tree_head()


def accountability(log: Path, key: privacy.Key, gallery: limen.Gallery, head: privacy.TreeHead) -> None:
    witness = privacy.SigningKey(privacy.Key.random())
    anchor = str(head.sign(witness))
    print("   published:", anchor[:72] + "…")
    tree = privacy.SignedTreeHead(anchor).opened(witness.public_key)
    proof = str(privacy.Audit.prove(log, 2, key, disclose=True))
    entry = privacy.EntryProof(proof).check(tree).entry
    print(f"   a court, without the key, reads entry 2 alone: {entry.operation.name} by officer {entry.officer}")
    person = privacy.person_of(gallery.id, gallery.subject("person 3").id)
    before = log.read_bytes()
    gallery.remove(gallery.subject("person 3").id)
    with privacy.Audit.open(log, key) as audit:
        audit.forget(
            [person], privacy.AuditEntry(officer="4711", gallery=gallery.id, justification="erased on request")
        )
    print("   person 3 is erased: the log's old bytes are the same:", log.read_bytes().startswith(before))
    summary = privacy.Audit.verify(log, key, heads=[tree])
    hidden = sum(record.hidden for record in privacy.Audit.entries(log, key))
    print(f"   it verifies against the head ({summary.entries} entries), and {hidden} mentions are unreadable")


def pack(folder: Path, gallery: limen.Gallery, audit: privacy.Audit) -> None:
    print("\n7. A handheld gets a pack: pseudonyms, one purpose, a date.")
    issuer, device = limen.PackIssuer(privacy.Key.random(), privacy.KeyRing()), privacy.Key.random()
    made = issuer.create(
        gallery,
        folder / "monday.pack",
        folder / "device-7.ledger",
        audit,
        purpose=PURPOSE,
        issuer="Agency A",
        device=privacy.BoxKey(device).public_key,
        expires=datetime.now(UTC) + timedelta(days=7),
        officer="4711",
    )
    opened = limen.Pack.open([folder / "monday.pack"], device, issuer.public_key, folder / "device.memory")
    print(
        f"   {made.subjects} people in {made.bytes:,} bytes, until {made.expires:%Y-%m-%d}; it opens: {opened.subjects}"
    )
    try:
        limen.Pack.open([folder / "monday.pack"], privacy.Key.random(), issuer.public_key)
    except limen.Error as error:
        print("   on another device:", error)
    print("   names in it:", (folder / "monday.pack").read_bytes().count(b"person"))


def exchange(folder: Path, gallery: limen.Gallery, audit: privacy.Audit) -> None:
    print("\n8. Another agency asks: hit or no hit; the record after a human being, once.")
    a, b, officer = (privacy.Key.random() for _ in range(3))
    party_a, party_b = limen.party_of(a), limen.party_of(b)
    desk = limen.HitDesk.open(folder / "desk", b)
    with privacy.Audit.open(folder / "agency-a.audit") as at_a:
        limen.ask(
            a,
            party_b,
            at_a,
            folder / "question",
            purpose=PURPOSE,
            officer="A-1",
            legal_basis="Act 7",
            fingers=[finger(4, 2)],
        )
    view = gallery.view(purpose=PURPOSE)
    answer = desk.answer(folder / "question", party_a, view, audit, folder / "answer", fpir=1e-3)
    print(f"   the answer: hit {answer.hit}, band {answer.band.name}, reference {answer.reference}")
    words = {"officer": "A-2", "recipient": "prosecutor", "justification": "compared by eye"}
    limen.confirm(
        limen.read_answer(folder / "answer", a, party_b), officer, a, party_b, folder / "confirmation", **words
    )
    release = (party_a, [limen.officer_of(officer)], gallery, lambda subject: subject.label.encode(), audit)
    desk.release(folder / "confirmation", *release, folder / "release")
    print("   released:", limen.read_release(folder / "release", a, party_b)[1].decode())
    try:
        desk.release(folder / "confirmation", *release, folder / "again")
    except limen.Error as error:
        print("   again:", error)


def disclosure(gallery: limen.Gallery, log: Path, key: privacy.Key) -> None:
    print("\n10. A person asks what is kept of him; the public asks how much is searched.")
    records = privacy.Audit.entries(log, key)
    with privacy.Audit.open(log, key) as audit:
        told = limen.disclose(
            gallery,
            gallery.subject("person 4").id,
            records,
            audit,
            officer="4711",
            recipient="the person, identified by passport",
        )
    print(f"   {told.subject.label}: {len(told.subject.references)} reference, {len(told.operations)} operations, e.g.")
    print("  ", str(told)[:110] + "…")
    counts = privacy.UsageCounts.open(log.with_name("counts"), key, budget=1.0)
    searches = sum(record.entry.operation == privacy.Operation.search for record in records)
    noisy = counts.publish("searches", searches, epsilon=0.5)
    print(f"   searches in the public report: {max(0, noisy.value)} (with noise); ε left: {counts.left:g}")


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "privacy_officer")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    gallery = limen.Gallery.create(folder / "watchlist.limen", privacy.Key.random())
    for person in range(1, 6):
        enrol(gallery, person)
    log, key = folder / "watchlist.audit", gallery.audit_key()
    names(folder)
    with privacy.Audit.open(log, key) as audit:
        head = searches(gallery, audit)
    accountability(log, key, gallery, head)
    with privacy.Audit.open(log, key) as audit:
        pack(folder, gallery, audit)
        exchange(folder, gallery, audit)
    disclosure(gallery, log, key)
    print(f"\nAll of it is in {log}: try `limen audit show`.")


if __name__ == "__main__":
    main()
