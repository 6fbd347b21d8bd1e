"""What the demo shows of limen's promises to people: each is tried, and the report says what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import limen
from limen import privacy

SCOPE = privacy.PseudonymScope(purpose=limen.Purpose.border_check, agency="demonstration", field="name")
WHY = {
    "officer": "officer 7",
    "on_behalf_of": "border police",
    "recipient": "the officer who confirmed the hit",
    "justification": "confirmed by eye",
}


@dataclass(frozen=True)
class Safeguard:
    """One promise, and what was seen when it was put to the test."""

    promise: str
    seen: str
    kept: bool = True


class Names:
    """On the watchlist people are pseudonyms; two of three holders of shares can tell who one of them is."""

    def __init__(self, folder: Path) -> None:
        self.ring = privacy.KeyRing()
        self.file = folder / "names.escrow"
        self.shares = privacy.Escrow.create(self.file, threshold=2, shares=3)

    def pseudonym(self, name: str) -> str:
        return str(self.ring.pseudonym(SCOPE, name))

    def deposit(self, name: str) -> None:
        privacy.Escrow.open(self.file).deposit(self.ring.pseudonym(SCOPE, name), name)

    def reidentify(self, pseudonym: str, shares: int, audit: privacy.Audit) -> str:
        escrow = privacy.Escrow.open(self.file)
        return escrow.reidentify(privacy.Pseudonym(pseudonym), self.shares[:shares], self.ring, SCOPE, audit, **WHY)


def demonstrate(
    folder: Path, gallery: limen.Gallery, log: Path, names: Names, hit: str | None, expendable: str
) -> list[Safeguard]:
    """`hit`: the label of who was found; `expendable`: of somebody on the list who is erased on request."""
    key = gallery.audit_key()
    with privacy.Audit.open(log, key) as audit:
        shown = [pseudonyms(names, hit, audit)] if hit else []
        head = audit.tree_head()
    shown += [retention(gallery), purposes(gallery), probes(log, key), sealed(folder, gallery)]
    return [
        *shown,
        tampering(folder, log, key),
        anchored(folder, log, key, head),
        erased(gallery, log, expendable, head),
    ]


def outcome_of(attempt: object) -> str:
    """What limen says to something that must not succeed."""
    try:
        attempt()  # type: ignore[operator]
    except limen.Error as error:
        return error.code
    return ""


def pseudonyms(names: Names, hit: str, audit: privacy.Audit) -> Safeguard:
    refused = outcome_of(lambda: names.reidentify(hit, 1, audit))
    before = audit.head().sequence
    name = names.reidentify(hit, 2, audit)
    return Safeguard(
        "Names are pseudonyms; only several people together, with a reason, learn who it is",
        f"the hit, {hit}: one of three shares was refused ({refused}); two gave “{name}”, and the log knew before",
        refused == "invalid_argument" and audit.head().sequence == before + 1,
    )


def retention(gallery: limen.Gallery) -> Safeguard:
    deadlines = [deadline for status in gallery.retention() for deadline in status.deadlines]
    plan = gallery.plan_sweep()
    upcoming = [deadline for deadline in deadlines if deadline.due in ("erasure", "review")]
    first = min(upcoming, key=lambda deadline: deadline.at)
    due = sum(deadline.at <= datetime.now(UTC) for deadline in upcoming)
    return Safeguard(
        "Everything ends when its rule says so",
        f"{len(upcoming):,} deadlines for {gallery.stats().references:,} references; the first is {first.due} on "
        f"{first.at:%Y-%m-%d} ({first.rule}); due today: {due}, and a sweep would touch {len(plan.items)}",
        due == 0,
    )


def purposes(gallery: limen.Gallery) -> Safeguard:
    seen = {purpose: gallery.view(purpose=purpose).size for purpose in (SCOPE.purpose, limen.Purpose.asylum_procedure)}
    here, elsewhere = seen.values()
    return Safeguard(
        "A search sees what its purpose permits",
        f"for border checks {here:,} references can be searched, for asylum procedures {elsewhere}",
        here > 0 and elsewhere == 0,
    )


def probes(log: Path, key: privacy.Key) -> Safeguard:
    searches = [r.entry for r in privacy.Audit.entries(log, key) if r.entry.operation == privacy.Operation.search]
    wiped = sum(int(entry.result.rpartition(" ")[2]) for entry in searches)
    return Safeguard(
        "A probe leaves nothing behind",
        f"{wiped:,} probes of {len(searches):,} searches were erased with the answer; each entry says so",
        wiped >= len(searches),
    )


def sealed(folder: Path, gallery: limen.Gallery) -> Safeguard:
    file = folder / "watchlist.limen"
    content = b"".join(path.read_bytes() for path in folder.glob("watchlist.limen*"))
    labels = [subject.label.encode() for subject in gallery.list()]
    legible = sum(label in content for label in labels[:100])
    refused = outcome_of(lambda: limen.Gallery.open(file, privacy.Key.random()))
    return Safeguard(
        "What is stored is sealed",
        f"{len(content):,} bytes on disk, {legible} of 100 labels legible in them; another key: {refused}",
        legible == 0 and refused == "wrong_key",
    )


def tampering(folder: Path, log: Path, key: privacy.Key) -> Safeguard:
    lines = log.read_bytes().splitlines(keepends=True)
    middle = len(lines) // 2
    copy = folder / "forged.log"
    attempts = {
        "changed": [*lines[:middle], lines[middle].replace(b"0", b"1", 1), *lines[middle + 1 :]],
        "taken out": [*lines[:middle], *lines[middle + 1 :]],
        "doubled": [*lines[: middle + 1], *lines[middle:]],
        "moved": [*lines[:middle], lines[middle + 1], lines[middle], *lines[middle + 2 :]],
    }
    found = {}
    for name, forged in attempts.items():
        copy.write_bytes(b"".join(forged))
        found[name] = outcome_of(lambda: privacy.Audit.verify(copy, key))
    copy.unlink()
    return Safeguard(
        "Nobody changes the log unseen",
        "one entry of a copy " + ", ".join(f"{name}: {code}" for name, code in found.items()),
        set(found.values()) == {"tampered"},
    )


def anchored(folder: Path, log: Path, key: privacy.Key, head: privacy.TreeHead) -> Safeguard:
    witness = privacy.SigningKey(privacy.Key.random())
    signed = str(head.sign(witness))
    (folder / "audit.head").write_text(signed + "\n", encoding="utf-8")
    proof = str(privacy.Audit.prove(log, head.size, key, head.size, disclose=True))
    entry = privacy.EntryProof(proof).check(privacy.SignedTreeHead(signed).opened(witness.public_key)).entry
    return Safeguard(
        "An inspector needs neither the log nor its key",
        f"a signed head of {head.size:,} entries (audit.head) and a proof of {len(proof):,} bytes show him entry "
        f"{head.size:,} alone: {entry.operation.name}, {entry.officer}",
    )


def erased(gallery: limen.Gallery, log: Path, label: str, head: privacy.TreeHead) -> Safeguard:
    key, subject = gallery.audit_key(), gallery.subject(label).id
    person, before = privacy.person_of(gallery.id, subject), log.read_bytes()
    named = sum(person in record.entry.subjects for record in privacy.Audit.entries(log, key))
    gallery.remove(subject)
    said = privacy.AuditEntry(officer="officer 7", gallery=gallery.id, justification="erased on request")
    with privacy.Audit.open(log, key) as audit:
        if named:
            audit.forget([person], said)
        else:
            said.operation = privacy.Operation.removal
            audit.append(said)
    hidden = sum(record.hidden for record in privacy.Audit.entries(log, key))
    verified = privacy.Audit.verify(log, key, heads=[head]).entries
    return Safeguard(
        "Who is erased is erased from the log too",
        f"{label} was named by {named} entries and is unreadable in all of them; not one old byte of the log was "
        f"changed, and its {verified:,} entries verify against the head that was signed before",
        log.read_bytes().startswith(before) and hidden >= named,
    )
