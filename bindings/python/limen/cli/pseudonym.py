"""limen pseudonym …: keyed pseudonyms, their keys' life, and the only way back to a name."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import limen
from limen.cli.answer import Answer, columns
from limen.cli.key import box_public_key, read_shares, shares_answer
from limen.cli.who import add_who, read, who, write_secret

privacy = limen.privacy

SUMMARIES = {
    "ring": "the keys of a ring; a ring that is not there yet is made",
    "make": "pseudonyms of identifiers, one a line",
    "check": "whether a pseudonym stands for an identifier",
    "rotate": "a new current key; former ones only verify",
    "destroy": "a former key: nobody can test or link its pseudonyms any more",
    "rewrap": "a table from a former epoch's pseudonyms to the current ones, sealed under two keys",
    "table": "read such a table, with both keys",
    "escrow": "a new escrow: identifiers that only holders of shares together can read",
    "deposit": "make pseudonyms and put their identifiers into an escrow",
    "open": "who is behind a pseudonym, with enough shares; the audit log knows first",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, summary in SUMMARIES.items():
        action = actions.add_parser(name, help=summary, description=summary)
        if name not in ("escrow", "table"):
            action.add_argument("ring", type=Path, metavar="RING", help="a sealed key ring")
            action.add_argument("--ring-key", type=Path, required=True, metavar="FILE", help="see `limen key new`")
        if name in ("make", "check", "rewrap", "deposit", "open"):
            action.add_argument("--purpose", required=True)
            action.add_argument("--agency", required=True, help="who uses the pseudonyms")
            action.add_argument("--field", required=True, help="what is replaced, e.g. surname")
            action.add_argument(
                "--policy", default="deterministic", help="deterministic, document_randomised, fully_randomised"
            )
            action.add_argument("--document", default="", help="with document_randomised")
        if name in ("make", "rewrap", "deposit"):
            action.add_argument(
                "--identifier", action="append", default=[], help="repeat for more (default: one a line from stdin)"
            )
        if name in ("check", "open"):
            action.add_argument("pseudonym", metavar="PSEUDONYM")
        if name == "check":
            action.add_argument("identifier", metavar="IDENTIFIER")
        if name in ("destroy", "rewrap"):
            action.add_argument("--epoch", type=int, required=True)
        if name == "rewrap":
            action.add_argument("-o", "--output", type=Path, required=True, metavar="TABLE")
        if name == "table":
            action.add_argument("table", type=Path, metavar="TABLE")
        if name in ("rewrap", "table"):
            action.add_argument("--first-key", type=Path, required=True, metavar="FILE", help="of one person")
            action.add_argument("--second-key", type=Path, required=True, metavar="FILE", help="of another")
        if name == "escrow":
            action.add_argument("escrow", type=Path, metavar="ESCROW")
            action.add_argument("-t", "--threshold", type=int, default=2, help="shares that open it (default: 2)")
            action.add_argument("-n", "--shares", type=int, default=3, help="how many there are (default: 3)")
        if name in ("deposit", "open"):
            action.add_argument("--escrow", type=Path, required=True, metavar="ESCROW")
            action.add_argument(
                "--expected", type=box_public_key, metavar="KEY", help="the escrow's public key, as noted"
            )
        if name == "open":
            action.add_argument("--share", type=Path, action="append", required=True, metavar="FILE", help="repeat")
            action.add_argument("--on-behalf-of", required=True, metavar="WHOM")
            action.add_argument("--recipient", required=True, metavar="WHOM")
            action.add_argument("--audit", type=Path, required=True, metavar="LOG")
            add_who(action)


def run(arguments: argparse.Namespace) -> Answer:
    actions = {
        "ring": ring,
        "make": make,
        "check": check,
        "rotate": rotate,
        "destroy": destroy,
        "rewrap": rewrap,
        "table": table,
        "escrow": escrow,
        "deposit": deposit,
        "open": reidentify,
    }
    return actions[arguments.action](arguments)


def load(arguments: argparse.Namespace) -> privacy.KeyRing:
    return privacy.KeyRing.open(read(arguments.ring), privacy.Key.load(arguments.ring_key))


def save(arguments: argparse.Namespace, ring: privacy.KeyRing, replace: bool) -> None:
    write_secret(arguments.ring, ring.seal(privacy.Key.load(arguments.ring_key)), replace)


def scope(arguments: argparse.Namespace) -> privacy.PseudonymScope:
    return privacy.PseudonymScope(
        purpose=limen.Purpose(arguments.purpose),
        agency=arguments.agency,
        field=arguments.field,
        policy=privacy.PseudonymPolicy(arguments.policy),
        document=arguments.document,
    )


def identifiers(arguments: argparse.Namespace) -> list[str]:
    return arguments.identifier or [line.rstrip("\n") for line in sys.stdin if line.strip()]


def epochs(ring: privacy.KeyRing) -> Answer:
    data = [{"epoch": epoch.number, "state": epoch.state.name} for epoch in ring.epochs()]
    return Answer({"epochs": data}, columns([(f"epoch {e['epoch']}", e["state"]) for e in data]))


def ring(arguments: argparse.Namespace) -> Answer:
    if not arguments.ring.exists():
        save(arguments, privacy.KeyRing(), replace=False)
    return epochs(load(arguments))


def make(arguments: argparse.Namespace) -> Answer:
    made = load(arguments).pseudonyms(scope(arguments), identifiers(arguments))
    texts = [str(pseudonym) for pseudonym in made]
    return Answer({"pseudonyms": texts}, "\n".join(texts))


def check(arguments: argparse.Namespace) -> Answer:
    same = load(arguments).matches(scope(arguments), privacy.Pseudonym(arguments.pseudonym), arguments.identifier)
    return Answer({"same": same}, "it stands for it" if same else "it does not", 0 if same else 1)


def rotate(arguments: argparse.Namespace) -> Answer:
    keys = load(arguments)
    keys.rotate()
    save(arguments, keys, replace=True)
    return epochs(keys)


def destroy(arguments: argparse.Namespace) -> Answer:
    keys = load(arguments)
    keys.destroy(arguments.epoch)
    save(arguments, keys, replace=True)
    return epochs(keys)


def both(arguments: argparse.Namespace) -> tuple[privacy.Key, privacy.Key]:
    return privacy.Key.load(arguments.first_key), privacy.Key.load(arguments.second_key)


def rewrap(arguments: argparse.Namespace) -> Answer:
    names = identifiers(arguments)
    sealed = load(arguments).rewrap(scope(arguments), names, arguments.epoch, *both(arguments))
    write_secret(arguments.output, sealed)
    return Answer({"pairs": len(names), "file": str(arguments.output)}, f"{len(names)} pairs: wrote {arguments.output}")


def table(arguments: argparse.Namespace) -> Answer:
    pairs = [(str(a), str(b)) for a, b in privacy.open_rewrap(read(arguments.table), *both(arguments))]
    return Answer({"pairs": pairs}, columns(pairs))


def escrow(arguments: argparse.Namespace) -> Answer:
    answer = shares_answer(privacy.Escrow.create(arguments.escrow, arguments.threshold, arguments.shares))
    key = str(privacy.Escrow.open(arguments.escrow).public_key)
    return Answer(answer.data | {"public_key": key}, f"public key {key}: note it\n{answer.text}")


def deposit(arguments: argparse.Namespace) -> Answer:
    keys, into, where = load(arguments), privacy.Escrow.open(arguments.escrow, arguments.expected), scope(arguments)
    made: list[Any] = []
    for identifier in identifiers(arguments):
        pseudonym = keys.pseudonym(where, identifier)
        into.deposit(pseudonym, identifier)
        made.append(str(pseudonym))
    return Answer({"pseudonyms": made}, "\n".join(made))


def reidentify(arguments: argparse.Namespace) -> Answer:
    held = privacy.Escrow.open(arguments.escrow, arguments.expected)
    with privacy.Audit.open(arguments.audit) as audit:
        name = held.reidentify(
            privacy.Pseudonym(arguments.pseudonym),
            read_shares(arguments.share),
            load(arguments),
            scope(arguments),
            audit,
            on_behalf_of=arguments.on_behalf_of,
            recipient=arguments.recipient,
            **who(arguments),
        )
    return Answer({"identifier": name}, name)
