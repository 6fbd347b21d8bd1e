"""limen audit …: who did what to whose data, and that nobody changed the log.

show, verify, export: all of it, for who has the key. anchor, prove, check: for who has not. rotate, forget, repair: for
who keeps it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import limen
from limen.cli.answer import Answer, columns
from limen.cli.key import public_key
from limen.cli.keys import add_key, secret
from limen.cli.who import add_who, read, who

privacy = limen.privacy


def add_log(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--audit", type=Path, metavar="LOG", help="the audit log (default: GALLERY with .audit after it)"
    )


def log_of(arguments: argparse.Namespace) -> Path:
    return arguments.audit or Path(f"{arguments.gallery}.audit")


def writing(arguments: argparse.Namespace, gallery: limen.Gallery) -> privacy.Audit:
    """The log of a gallery, keyed by the gallery's key."""
    return privacy.Audit.open(log_of(arguments), gallery.audit_key())


SUMMARIES = {
    "show": "every entry, after verifying the chain",
    "verify": "the whole chain, against what was kept elsewhere",
    "export": "every entry as a line of JSON, for an inspector",
    "anchor": "a signed tree head: publish it, or give it to the supervisory authority",
    "prove": "that one entry is in the log, or that the log continues an earlier one",
    "check": "a proof against a tree head; needs neither log nor key",
    "rotate": "the log goes on in a new file; the one so far may be archived",
    "forget": "make what the log says of a person unreadable; the chain stays",
    "repair": "set an unfinished last line aside",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    by_name = {}
    for name, summary in SUMMARIES.items():
        action = by_name[name] = actions.add_parser(name, help=summary, description=summary)
        if name == "check":
            action.add_argument("proof", type=Path, metavar="PROOF")
            continue
        action.add_argument("log", type=Path, metavar="LOG")
        action.add_argument("--gallery", type=Path, help="the gallery whose searches are in it: its key is the log's")
        add_key(action, required=False)
        if name in ("export", "anchor", "prove"):
            action.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: print it")
        if name in ("forget", "repair"):
            add_who(action)
    for name in ("verify", "check"):
        by_name[name].add_argument(
            "--anchor",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            required=name == "check",
            help="a signed tree head; repeat for more (a continuation: the earlier one first)",
        )
        by_name[name].add_argument("--signer", type=public_key, metavar="KEY", help="whose signature is believed")
    by_name["verify"].add_argument(
        "--expected", type=receipt, metavar="N:HASH", help="an earlier head, kept elsewhere: finds a truncation"
    )
    by_name["anchor"].add_argument("--signing-key", type=Path, required=True, metavar="FILE", help="see `limen key`")
    what = by_name["prove"].add_mutually_exclusive_group(required=True)
    what.add_argument("--entry", type=int, metavar="N", help="this entry is in it")
    what.add_argument("--since", type=Path, metavar="ANCHOR", help="it continues the log of this tree head")
    by_name["prove"].add_argument(
        "--size", type=int, default=0, metavar="N", help="in the tree of N entries (default: all)"
    )
    by_name["prove"].add_argument("--disclose", action="store_true", help="the proof lets this one entry be read")
    by_name["forget"].add_argument(
        "--subject", action="append", required=True, metavar="PERSON", help="as `show` has it"
    )


def receipt(text: str) -> privacy.AuditReceipt:
    number, _, head = text.partition(":")
    try:
        return privacy.AuditReceipt(int(number), privacy.Digest(head))
    except (ValueError, limen.Error) as error:
        raise argparse.ArgumentTypeError(f"N:HASH is wanted (64 hexadecimal digits), {text!r} was given") from error


def run(arguments: argparse.Namespace) -> Answer:
    actions = {
        "show": show,
        "verify": verify,
        "export": export,
        "anchor": anchor,
        "prove": prove,
        "check": check,
        "rotate": rotate,
        "forget": forget,
        "repair": repair,
    }
    return actions[arguments.action](arguments)


def key_of(arguments: argparse.Namespace) -> privacy.Key | None:
    """The gallery's audit key, a key file of the log's own, or none: then the log is not keyed."""
    if not (arguments.key_file or arguments.passphrase_env or arguments.passphrase):
        return None
    if arguments.gallery is None:
        if arguments.key_file:
            return privacy.Key.load(arguments.key_file)
        raise limen.Error("--gallery: name the gallery whose passphrase was given", "invalid_argument")
    return limen.Gallery.open(arguments.gallery, secret(arguments)).audit_key()


def heads_of(arguments: argparse.Namespace) -> list[privacy.TreeHead]:
    """Anchors whose signature is believed."""
    if arguments.anchor and arguments.signer is None:
        raise limen.Error("--signer: whose signature on the tree heads is believed has to be said", "invalid_argument")
    return [
        privacy.SignedTreeHead(read(file).decode("utf-8", "replace")).opened(arguments.signer)
        for file in arguments.anchor
    ]


def verify(arguments: argparse.Namespace) -> Answer:
    heads = heads_of(arguments)
    summary = privacy.Audit.verify(arguments.log, key_of(arguments), arguments.expected, heads, threads=0)
    data = {
        "entries": summary.entries,
        "head": str(summary.head),
        "root": str(summary.root),
        "log": summary.log,
        "first": summary.first.isoformat(),
        "last": summary.last.isoformat(),
        "backwards": summary.backwards,
        "files": summary.files,
        "absent": summary.absent,
        "keyed": summary.keyed,
    }
    text = f"{summary.entries} entries, whole\nhead {summary.entries}:{summary.head}\nroot {summary.root}"
    warnings = [f"the clock went back {summary.backwards} times"] if summary.backwards else []
    if summary.absent:
        warnings.append(f"entries 1 to {summary.absent} are in files that are not here: they were not verified")
    if not heads and arguments.expected is None:
        warnings.append("no anchor was given: that the log was cut off at its end cannot be told")
    return Answer(data, text, warnings=warnings)


def show(arguments: argparse.Namespace) -> Answer:
    entries = [described(record) for record in privacy.Audit.entries(arguments.log, key_of(arguments))]
    rows = [
        (
            e["sequence"],
            e["time"],
            e["operation"],
            e["officer"],
            e["purpose"] or "-",
            e["case_reference"] or "-",
            e["result"],
            f"{len(e['subjects'])} persons" if e["subjects"] else "",
        )
        for e in entries
    ]
    return Answer({"entries": entries}, columns(rows))


def export(arguments: argparse.Namespace) -> Answer:
    records = privacy.Audit.entries(arguments.log, key_of(arguments))
    text = "".join(json.dumps(described(record), ensure_ascii=False) + "\n" for record in records)
    return written(arguments, text, {"entries": len(records)})


def written(arguments: argparse.Namespace, text: str, data: dict[str, Any]) -> Answer:
    """Into the file that was named, or to stdout."""
    if arguments.output is None:
        return Answer(data | {"text": text}, text.rstrip("\n"))
    arguments.output.write_text(text, encoding="utf-8")
    return Answer(data | {"file": str(arguments.output)}, f"wrote {arguments.output}")


def anchor(arguments: argparse.Namespace) -> Answer:
    signing = privacy.SigningKey(privacy.Key.load(arguments.signing_key))
    with privacy.Audit.open(arguments.log, key_of(arguments)) as audit:
        signed = audit.tree_head().sign(signing)
    return written(arguments, f"{signed}\n", {"entries": signed.tree.size, "signer": str(signed.signer)})


def prove(arguments: argparse.Namespace) -> Answer:
    key = key_of(arguments)
    if arguments.entry is not None:
        entry = privacy.Audit.prove(arguments.log, arguments.entry, key, arguments.size, arguments.disclose)
        return written(arguments, f"{entry}\n", {"sequence": entry.sequence, "size": entry.size})
    since = privacy.SignedTreeHead(read(arguments.since).decode("utf-8", "replace")).tree
    more = privacy.Audit.prove_continuation(arguments.log, since.size, key, arguments.size)
    return written(arguments, f"{more}\n", {"first": more.first, "second": more.second})


def check(arguments: argparse.Namespace) -> Answer:
    text = read(arguments.proof).decode("utf-8", "replace")
    heads = heads_of(arguments)
    if text.startswith('{"limen_continuation_proof"'):
        if len(heads) != 2:
            raise limen.Error(
                "--anchor: a continuation needs two tree heads, the earlier one first", "invalid_argument"
            )
        privacy.ContinuationProof(text).check(*heads)
        data = {"first": heads[0].size, "second": heads[1].size}
        return Answer(
            data, f"the log of {heads[1].size} entries continues that of {heads[0].size}: nothing was changed"
        )
    if len(heads) != 1:
        raise limen.Error("--anchor: the proof of an entry needs one tree head", "invalid_argument")
    record = privacy.EntryProof(text).check(heads[0])
    entry = described(record)
    told = [(name, str(value)) for name, value in entry.items() if value not in ("", None, 0, [])]
    return Answer(
        {"entry": entry, "size": heads[0].size}, f"in the log of {heads[0].size} entries:\n" + columns(told, "  ")
    )


def rotate(arguments: argparse.Namespace) -> Answer:
    with privacy.Audit.open(arguments.log, key_of(arguments)) as audit:
        audit.rotate()
        head = audit.head()
    files = sorted(p.name for p in arguments.log.parent.glob(arguments.log.name + ".[0-9]*"))
    return Answer({"entries": head.sequence, "closed": files}, f"{len(files)} closed files; {arguments.log} goes on")


def entry_of(arguments: argparse.Namespace) -> privacy.AuditEntry:
    return privacy.AuditEntry(**who(arguments))


def forget(arguments: argparse.Namespace) -> Answer:
    with privacy.Audit.open(arguments.log, key_of(arguments)) as audit:
        said = audit.forget(arguments.subject, entry_of(arguments))
    return Answer({"sequence": said.sequence}, f"forgotten; entry {said.sequence} says so")


def repair(arguments: argparse.Namespace) -> Answer:
    said = privacy.Audit.repair(arguments.log, entry_of(arguments), key_of(arguments))
    return Answer({"sequence": said.sequence}, f"set aside; entry {said.sequence} says so")


def described(record: privacy.AuditRecord) -> dict[str, Any]:
    entry = record.entry
    return {
        "sequence": record.sequence,
        "time": record.time.isoformat(),
        "operation": entry.operation.name,
        "officer": entry.officer,
        "on_behalf_of": entry.on_behalf_of,
        "recipient": entry.recipient,
        "purpose": entry.purpose.name if entry.purpose else None,
        "legal_basis": entry.legal_basis,
        "justification": entry.justification,
        "case_reference": entry.case_reference,
        "gallery": entry.gallery,
        "view_hash": str(entry.view_hash) if entry.view_hash else None,
        "view_size": entry.view_size,
        "candidates": entry.candidates,
        "result": entry.result,
        "subjects": entry.subjects,
        "hidden": record.hidden,
        "details": entry.details,
        "tombstone": str(entry.tombstone) if entry.tombstone else None,
        "hash": str(record.hash),
    }
