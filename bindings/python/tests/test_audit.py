"""limen.privacy.Audit: chain, tree, proofs, forgetting, rotation."""

from __future__ import annotations

from pathlib import Path

import limen
import pytest
from limen import privacy


@pytest.fixture
def log(tmp_path: Path) -> tuple[Path, privacy.Key, list[privacy.TreeHead]]:
    """Five entries about two persons, keyed, over two files; the tree heads after each."""
    key, path, heads = privacy.Key.random(), tmp_path / "audit.log", []
    with privacy.Audit.open(path, key) as audit:
        for i in range(1, 6):
            person = f"gallery/{1 + i % 2}"
            audit.append(
                privacy.AuditEntry(
                    operation=privacy.Operation.disclosure,
                    officer=f"officer {i}",
                    recipient="prosecutor",
                    subjects=[person],
                    details=f"about {person}",
                )
            )
            heads.append(audit.tree_head())
            if i == 3:
                audit.rotate()
    return path, key, heads


def refused(code: str):
    return pytest.raises(limen.Error, check=lambda error: error.code == code)


def test_a_stranger_is_shown_one_entry_and_that_the_log_went_on(log):
    path, key, heads = log
    signing = privacy.SigningKey(privacy.Key.random())
    anchor = privacy.SignedTreeHead(str(heads[4].sign(signing)))
    tree = anchor.opened(signing.public_key)
    proof = privacy.EntryProof(str(privacy.Audit.prove(path, 2, key, disclose=True)))
    record = proof.check(tree)
    assert (record.sequence, record.entry.officer, record.hidden) == (2, "officer 2", 1)
    assert record.entry.subjects == ["-"]
    closed = privacy.Audit.prove(path, 2, key).check(tree)
    assert closed.entry.officer == ""
    more = privacy.ContinuationProof(str(privacy.Audit.prove_continuation(path, 2, key)))
    more.check(heads[1], tree)
    with refused("tampered"):
        more.check(heads[2], tree)
    with refused("access_denied"):
        anchor.opened(privacy.SigningKey(privacy.Key.random()).public_key)


def test_verify_against_anchors_on_two_threads(log):
    path, key, heads = log
    found = privacy.Audit.verify(path, key, heads=heads, threads=2)
    assert (found.entries, found.files, found.keyed, found.absent) == (5, 2, True, 0)
    assert found.root == heads[4].root
    Path(f"{path}.000001").rename(path.with_name("archive"))
    assert privacy.Audit.verify(path, key, heads=heads[3:]).absent == 3
    with refused("not_found"):
        privacy.Audit.verify(path, key, heads=heads)


def test_a_person_is_forgotten_and_the_chain_stays(log):
    path, key, heads = log
    with privacy.Audit.open(path, key) as audit:
        audit.forget(["gallery/2"], privacy.AuditEntry(officer="keeper", justification="request 9"))
        with refused("not_found"):
            audit.forget(["gallery/2"], privacy.AuditEntry(officer="keeper"))
    records = privacy.Audit.entries(path, key)
    assert [r.hidden for r in records] == [1, 0, 1, 0, 1, 1]
    assert [r.entry.details for r in records] == ["", "about gallery/1", "", "about gallery/1", "", ""]
    assert records[-1].entry.operation == privacy.Operation.erasure
    assert records[-1].entry.tombstone is not None
    assert privacy.Audit.verify(path, key, heads=heads).entries == 6


def test_every_flipped_byte_is_found(log):
    path, key, _ = log
    content = path.read_bytes()
    for place in range(0, len(content), 3):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(limen.Error):
            privacy.Audit.verify(path, key)


def test_command_line(cli, tmp_path: Path):
    assert cli("key", "new", "log.key").code == 0
    witness = cli("key", "new", "witness.key", "--json").json["witness"]
    key = ("--key-file", "log.key")
    with privacy.Audit.open(tmp_path / "a.log", privacy.Key.load(tmp_path / "log.key")) as audit:
        for i in range(3):
            audit.append(privacy.AuditEntry(officer=f"officer {i}", subjects=["gallery/7"], details="rank 1"))
    for out in ("early", "late"):
        assert cli("audit", "anchor", "a.log", *key, "--signing-key", "witness.key", "-o", out).code == 0
        cli("audit", "rotate", "a.log", *key)
        cli("audit", "forget", "a.log", *key, "--subject", "gallery/7")
    told = cli("audit", "show", "a.log", *key, "--json").json["entries"]
    assert [e["operation"] for e in told] == ["search"] * 3 + ["erasure"]
    assert told[0]["subjects"] == ["-"] and told[0]["details"] == ""
    anchored = ("--anchor", "early", "--signer", witness)
    verified = cli("audit", "verify", "a.log", *key, *anchored, "--json")
    assert verified.code == 0 and verified.json["entries"] == 4 and not verified.err
    assert "anchor" in cli("audit", "verify", "a.log", *key).err
    assert cli("audit", "prove", "a.log", *key, "--entry", "2", "--size", "3", "--disclose", "-o", "proof").code == 0
    shown = cli("audit", "check", "proof", *anchored, "--json").json["entry"]
    assert (shown["officer"], shown["hidden"]) == ("officer 1", 1)
    assert cli("audit", "check", "proof", "--anchor", "late", "--signer", witness).code == 5
    assert cli("audit", "prove", "a.log", *key, "--since", "early", "-o", "more").code == 0
    assert cli("audit", "check", "more", *anchored, "--anchor", "late").code == 0
    assert cli("audit", "check", "more", *anchored).code == 4
    exported = cli("audit", "export", "a.log", *key)
    assert exported.code == 0 and len(exported.out.splitlines()) == 4
    assert cli("audit", "verify", "a.log").code == 5
