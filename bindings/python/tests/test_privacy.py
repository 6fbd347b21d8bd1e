"""limen.privacy"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import limen
import pytest
from hypothesis import given
from hypothesis import strategies as st
from limen import privacy


@given(st.binary(max_size=300), st.binary(max_size=50))
def test_what_is_sealed_opens_with_its_key_only(plain, associated):
    key = privacy.Key.random()
    sealed = privacy.seal(key, plain, associated)
    assert len(sealed) == len(plain) + privacy.seal_overhead
    assert privacy.unseal(key, sealed, associated) == plain
    for wrong in (
        (privacy.Key.random(), sealed, associated),
        (key, sealed[:-1], associated),
        (key, sealed, b"x" + associated),
    ):
        with pytest.raises(limen.Error) as raised:
            privacy.unseal(*wrong)
        assert raised.value.code == "tampered"


def test_key_files(tmp_path: Path):
    key = privacy.Key.random()
    file = tmp_path / "a.key"
    key.save(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert privacy.unseal(privacy.Key.load(file), privacy.seal(key, b"x")) == b"x"
    for refused, code in (
        (lambda: key.save(file), "already_exists"),
        (lambda: privacy.Key.load(tmp_path / "b"), "not_found"),
    ):
        with pytest.raises(limen.Error) as raised:
            refused()
        assert raised.value.code == code
    file.chmod(0o644)
    with pytest.raises(limen.Error) as raised:
        privacy.Key.load(file)
    assert raised.value.code == "access_denied"
    with pytest.raises(limen.Error):
        privacy.Key.from_bytes(b"short")
    assert "Key" in repr(key)


def test_retention():
    names = [row.name for row in privacy.retention_classes()]
    assert "interpol_notice" in names
    assert all(row.source and row.due in ("erasure", "review") for row in privacy.retention_classes())
    anchor = datetime(2020, 2, 29, 12, tzinfo=UTC)
    assert privacy.expires_at(privacy.retention_class("interpol_notice"), anchor) > anchor
    with pytest.raises(limen.Error) as raised:
        privacy.retention_class("for ever")
    assert raised.value.code == "retention_required"
    with pytest.raises(limen.Error, match="time zone"):
        privacy.expires_at(privacy.retention_class("interpol_notice"), datetime(2020, 1, 1))


def test_audit(tmp_path: Path):
    log = tmp_path / "audit.log"
    key = privacy.Key.random()
    with privacy.Audit.open(log, key) as audit:
        receipts = [audit.append(privacy.AuditEntry(officer="o", result=str(i))) for i in range(3)]
        with pytest.raises(limen.Error) as raised:
            privacy.Audit.open(log, key)
        assert raised.value.code == "busy"
        assert audit.head().sequence == 3
    with pytest.raises(limen.Error, match="closed"):
        audit.append(privacy.AuditEntry(officer="o"))
    summary = privacy.Audit.verify(log, key, receipts[1])
    assert (summary.entries, summary.keyed, summary.head) == (3, True, receipts[2].head)
    records = privacy.Audit.entries(log, key)
    assert [record.entry.result for record in records] == ["0", "1", "2"]
    assert records[0].entry.purpose is None
    assert records[0].time.tzinfo is not None
    content = log.read_bytes()
    log.write_bytes(content.replace(b'"sequence":2', b'"sequence":7'))
    with pytest.raises(limen.Error) as raised:
        privacy.Audit.verify(log, key)
    assert raised.value.code == "tampered"


def test_digests():
    digest = privacy.Digest("0f" * 32)
    assert str(digest) == "0f" * 32
    assert bytes(digest) == b"\x0f" * 32
    assert {digest: 1}[privacy.Digest("0f" * 32)] == 1
    with pytest.raises(limen.Error):
        privacy.Digest("0F" * 32)
