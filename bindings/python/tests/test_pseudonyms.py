"""Pseudonyms, key rings, shares, escrow, signatures, usage counts: Python and command line."""

from __future__ import annotations

from pathlib import Path

import limen
import pytest
from limen import privacy


def refused(code: str):
    return pytest.raises(limen.Error, check=lambda error: error.code == code)


def scope(**more) -> privacy.PseudonymScope:
    words = {"purpose": limen.Purpose.asylum_procedure, "agency": "A", "field": "surname"} | more
    return privacy.PseudonymScope(**words)


def test_one_spelling_one_pseudonym_and_scopes_have_nothing_in_common():
    assert privacy.canonical("Müller-Lüdenscheidt") == "MUELLER<LUEDENSCHEIDT"
    ring = privacy.KeyRing()
    one = ring.pseudonym(scope(), "Müller")
    assert one == ring.pseudonym(scope(), "MUELLER") == privacy.Pseudonym(str(one))
    assert one != ring.pseudonym(scope(agency="B"), "Müller")
    assert ring.pseudonyms(scope(), ["Müller", "Maier"])[0] == one
    salted = scope(policy=privacy.PseudonymPolicy.fully_randomised)
    assert ring.pseudonym(salted, "x") != ring.pseudonym(salted, "x")
    assert ring.matches(salted, ring.pseudonym(salted, "x"), "x")
    with refused("purpose_required"):
        ring.pseudonym(privacy.PseudonymScope(agency="A", field="f"), "x")


def test_epochs_rewrap_and_destruction():
    ring, first, second, under = privacy.KeyRing(), *(privacy.Key.random() for _ in range(3))
    old = ring.pseudonym(scope(), "Example")
    assert ring.rotate() == 2
    table = ring.rewrap(scope(), ["Example", "Other"], 1, first, second)
    pairs = dict(privacy.open_rewrap(table, first, second))
    assert pairs[old] == ring.pseudonym(scope(), "Example")
    with refused("tampered"):
        privacy.open_rewrap(table, second, first)
    ring = privacy.KeyRing.open(ring.seal(under), under)
    assert ring.matches(scope(), old, "Example")
    ring.destroy(1)
    assert [e.state for e in ring.epochs()] == [privacy.EpochState.destroyed, privacy.EpochState.current]
    with refused("wrong_key"):
        ring.matches(scope(), old, "Example")
    with refused("access_denied"):
        ring.destroy(2)


def test_shares_and_escrow(tmp_path: Path):
    key = privacy.Key.random()
    shares = [privacy.KeyShare(share.reveal()) for share in privacy.split(key, 2, 3)]
    assert privacy.unseal(privacy.combine(shares[1:]), privacy.seal(key, b"x")) == b"x"
    with refused("invalid_argument"):
        privacy.combine(shares[:1])
    holders = privacy.Escrow.create(tmp_path / "escrow", 2, 3)
    escrow, ring = privacy.Escrow.open(tmp_path / "escrow"), privacy.KeyRing()
    who = ring.pseudonym(scope(), "Example")
    escrow.deposit(who, "Example")
    why = {"officer": "o", "on_behalf_of": "court", "recipient": "prosecutor", "justification": "order 7"}
    with privacy.Audit.open(tmp_path / "log") as audit:
        with refused("invalid_argument"):
            escrow.reidentify(who, holders[:1], ring, scope(), audit, **why)
        assert audit.head().sequence == 0
        assert escrow.reidentify(who, holders[:2], ring, scope(), audit, **why) == "Example"
        assert audit.head().sequence == 1
    assert escrow.holds(who) and len(escrow) == 1
    escrow.erase(who)
    assert not escrow.holds(who)


def test_signatures_and_boxes():
    key = privacy.Key.random()
    signing, box = privacy.SigningKey(key), privacy.BoxKey(key)
    signature = signing.sign("kind", b"words")
    assert privacy.verify(signing.public_key, "kind", b"words", signature)
    assert not privacy.verify(signing.public_key, "other kind", b"words", signature)
    assert privacy.PublicKey(str(signing.public_key)) == signing.public_key
    assert box.open(privacy.seal_to(box.public_key, b"x")) == b"x"
    with refused("invalid_argument"):
        privacy.Signature("12")


def test_usage_counts(tmp_path: Path):
    key = privacy.Key.random()
    counts = privacy.UsageCounts.open(tmp_path / "counts", key, 0.3)
    first = counts.publish("searches 2026-01", 1000, 0.1)
    assert abs(first.value - 1000) < 400
    assert counts.publish("searches 2026-01", 1000, 0.1).value == first.value
    assert counts.left == pytest.approx(0.2)
    counts.publish("searches 2026-02", 10, 0.2)
    with refused("access_denied"):
        counts.publish("searches 2026-03", 10, 0.1)
    with refused("invalid_argument"):
        counts.publish("x", 1, 0.0005)
    again = privacy.UsageCounts.open(tmp_path / "counts", key, 0.3)
    assert [c.name for c in again.published] == ["searches 2026-01", "searches 2026-02"]


def test_command_line(cli, tmp_path: Path):
    cli("key", "new", "ring.key")
    ring = ("ring", "--ring-key", "ring.key")
    where = ("--purpose", "asylum_procedure", "--agency", "A", "--field", "surname")
    assert cli("pseudonym", "ring", *ring).code == 0
    made = cli("pseudonym", "make", *ring, *where, "--identifier", "Müller", "--json").json["pseudonyms"][0]
    assert cli("pseudonym", "check", *ring, *where, made, "MUELLER").code == 0
    assert cli("pseudonym", "check", *ring, *where, made, "Maier").code == 1
    escrow = cli("pseudonym", "escrow", "escrow", "--json").json
    for number, share in enumerate(escrow["shares"], 1):
        (tmp_path / f"share{number}").write_text(share + "\n")
    into = ("--escrow", "escrow", "--expected", escrow["public_key"])
    assert cli("pseudonym", "deposit", *ring, *where, *into, "--identifier", "Müller").code == 0
    ask = ("open", *ring, *where, *into, made, "--on-behalf-of", "court", "--recipient", "prosecutor", "--audit", "log")
    assert cli("pseudonym", *ask, "--share", "share1", "--justification", "order 7").code == 4
    assert cli("pseudonym", *ask, "--share", "share1", "--share", "share3").code == 4
    opened = cli("pseudonym", *ask, "--share", "share1", "--share", "share3", "--justification", "order 7")
    assert opened.out == "Müller\n"
    assert cli("audit", "show", "log", "--json").json["entries"][0]["operation"] == "reidentification"
    cli("key", "new", "a.key")
    cli("key", "new", "b.key")
    keys = ("--first-key", "a.key", "--second-key", "b.key")
    assert cli("pseudonym", "rotate", *ring).code == 0
    assert (
        cli("pseudonym", "rewrap", *ring, *where, "--epoch", "1", *keys, "-o", "table", "--identifier", "Müller").code
        == 0
    )
    assert cli("pseudonym", "table", "table", *keys, "--json").json["pairs"][0][0] == made
    assert cli("pseudonym", "destroy", *ring, "--epoch", "1").code == 0
    assert cli("pseudonym", "check", *ring, *where, made, "Müller").code == 5
    shares = cli("key", "split", "a.key", "--json").json["shares"]
    for number, share in enumerate(shares):
        (tmp_path / f"s{number}").write_text(share)
    assert cli("key", "combine", "again.key", "s0", "s2").code == 0
    assert (tmp_path / "again.key").read_bytes() == (tmp_path / "a.key").read_bytes()
    ledger = ("ledger", "--ledger-key", "ring.key", "--budget", "2")
    assert cli("usage", "publish", *ledger, "searches 2026-01", "480").code == 0
    logged = cli("usage", "log", *ledger, "log", "--json").json
    assert len(logged["counts"]) == 7 and logged["left"] == pytest.approx(1.3)
    assert cli("usage", "publish", *ledger, "more", "1", "--epsilon", "1.5").code == 5
