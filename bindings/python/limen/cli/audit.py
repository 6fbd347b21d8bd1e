"""limen audit show|verify LOG: who searched whom, why, and that nobody changed it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import limen
from limen.cli.answer import Answer, columns
from limen.cli.keys import add_key, secret


def add_log(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--audit", type=Path, metavar="LOG", help="the audit log (default: GALLERY with .audit after it)"
    )


def writing(arguments: argparse.Namespace, gallery: limen.Gallery) -> limen.privacy.Audit:
    """The log of a gallery, keyed by the gallery's key."""
    log = arguments.audit or Path(f"{arguments.gallery}.audit")
    return limen.privacy.Audit.open(log, gallery.audit_key())


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, summary in (("show", "every entry, after verifying the chain"), ("verify", "the whole chain")):
        action = actions.add_parser(name, help=summary, description=summary)
        action.add_argument("log", type=Path, metavar="LOG")
        action.add_argument("--gallery", type=Path, help="the gallery whose searches are in it: its key is the log's")
        add_key(action, required=False)
        if name == "verify":
            action.add_argument(
                "--expected", type=receipt, metavar="N:HASH", help="an earlier head, kept elsewhere: finds a truncation"
            )


def receipt(text: str) -> limen.privacy.AuditReceipt:
    number, _, head = text.partition(":")
    try:
        return limen.privacy.AuditReceipt(int(number), limen.privacy.Digest(head))
    except (ValueError, limen.Error) as error:
        raise argparse.ArgumentTypeError(f"N:HASH is wanted (64 hexadecimal digits), {text!r} was given") from error


def run(arguments: argparse.Namespace) -> Answer:
    return show(arguments) if arguments.action == "show" else verify(arguments)


def key_of(arguments: argparse.Namespace) -> limen.privacy.Key | None:
    """A log without a key is verified by its hashes alone."""
    if not (arguments.key_file or arguments.passphrase_env or arguments.passphrase):
        return None
    if arguments.gallery is None:
        raise limen.Error("--gallery: name the gallery whose key was given", "invalid_argument")
    return limen.Gallery.open(arguments.gallery, secret(arguments)).audit_key()


def verify(arguments: argparse.Namespace) -> Answer:
    summary = limen.privacy.Audit.verify(arguments.log, key_of(arguments), arguments.expected)
    data = {
        "entries": summary.entries,
        "head": str(summary.head),
        "first": summary.first.isoformat(),
        "last": summary.last.isoformat(),
        "backwards": summary.backwards,
        "keyed": summary.keyed,
    }
    text = f"{summary.entries} entries, whole\nhead {summary.entries}:{summary.head}"
    warnings = [f"the clock went back {summary.backwards} times"] if summary.backwards else []
    return Answer(data, text, warnings=warnings)


def show(arguments: argparse.Namespace) -> Answer:
    records = limen.privacy.Audit.entries(arguments.log, key_of(arguments))
    entries = [described(record) for record in records]
    rows = [
        (
            e["sequence"],
            e["time"],
            e["operation"],
            e["officer"],
            e["purpose"] or "-",
            e["case_reference"] or "-",
            e["result"],
        )
        for e in entries
    ]
    return Answer({"entries": entries}, columns(rows))


def described(record: limen.privacy.AuditRecord) -> dict[str, Any]:
    entry = record.entry
    return {
        "sequence": record.sequence,
        "time": record.time.isoformat(),
        "operation": entry.operation.name,
        "officer": entry.officer,
        "on_behalf_of": entry.on_behalf_of,
        "purpose": entry.purpose.name if entry.purpose else None,
        "legal_basis": entry.legal_basis,
        "justification": entry.justification,
        "case_reference": entry.case_reference,
        "gallery": entry.gallery,
        "view_hash": str(entry.view_hash) if entry.view_hash else None,
        "view_size": entry.view_size,
        "candidates": entry.candidates,
        "result": entry.result,
        "hash": str(record.hash),
    }
