"""limen key new|show|split|combine: secret seeds, their public halves, and their shares."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import limen
from limen.cli.answer import Answer, columns

privacy = limen.privacy


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, summary in (("new", "a new key file (mode 0600)"), ("show", "the public halves of a key file")):
        action = actions.add_parser(name, help=summary, description=summary)
        action.add_argument("file", type=Path, metavar="FILE")
    split = actions.add_parser("split", help="shares of a key, to be written down by different people")
    split.add_argument("file", type=Path, metavar="FILE")
    split.add_argument("-t", "--threshold", type=int, default=2, help="how many give the key (default: %(default)s)")
    split.add_argument("-n", "--shares", type=int, default=3, help="how many there are (default: %(default)s)")
    combine = actions.add_parser("combine", help="a key file from shares, one text file each")
    combine.add_argument("file", type=Path, metavar="FILE", help="the key file to write")
    combine.add_argument("share", type=Path, nargs="+", metavar="SHARE")


def run(arguments: argparse.Namespace) -> Answer:
    return {"new": new, "show": show, "split": split, "combine": combine}[arguments.action](arguments)


def new(arguments: argparse.Namespace) -> Answer:
    privacy.Key.random().save(arguments.file)
    return show(arguments)


def show(arguments: argparse.Namespace) -> Answer:
    data = public_halves(privacy.Key.load(arguments.file))
    rows = [(name, value) for name, value in data.items()]
    return Answer({"file": str(arguments.file)} | data, columns(rows))


def public_halves(key: privacy.Key) -> dict[str, Any]:
    """One seed has another public half for each use, so that none is good for another."""
    return {
        "witness": str(privacy.SigningKey(key).public_key),  # signs tree heads
        "issuer": str(limen.PackIssuer(key, privacy.KeyRing()).public_key),
        "device": str(privacy.BoxKey(key).public_key),
        "agency": party_text(limen.party_of(key)),
        "officer": str(limen.officer_of(key)),
    }


def party_text(party: limen.Party) -> str:
    return f"{party.signing}:{party.box}"


def party(text: str) -> limen.Party:
    """An agency as `limen key show` prints it."""
    signing, _, box = text.partition(":")
    try:
        return limen.Party(privacy.PublicKey(signing), privacy.BoxPublicKey(box))
    except limen.Error as error:
        raise argparse.ArgumentTypeError(f"SIGNING:BOX as of `limen key show`; {error}") from error


def public_key(text: str) -> privacy.PublicKey:
    try:
        return privacy.PublicKey(text)
    except limen.Error as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def box_public_key(text: str) -> privacy.BoxPublicKey:
    try:
        return privacy.BoxPublicKey(text)
    except limen.Error as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def split(arguments: argparse.Namespace) -> Answer:
    shares = privacy.split(privacy.Key.load(arguments.file), arguments.threshold, arguments.shares)
    return shares_answer(shares)


def shares_answer(shares: list[privacy.KeyShare]) -> Answer:
    texts = [share.reveal() for share in shares]
    head = f"any {shares[0].threshold} of these {len(shares)} give the key; give each to another person, and keep none:"
    return Answer({"threshold": shares[0].threshold, "shares": texts}, "\n".join([head, *texts]))


def read_shares(files: list[Path]) -> list[privacy.KeyShare]:
    shares = []
    for file in files:
        if not file.is_file():
            raise limen.Error(f"{file}: no such file", "not_found")
        shares.append(privacy.KeyShare(file.read_text(encoding="utf-8").strip()))
    return shares


def combine(arguments: argparse.Namespace) -> Answer:
    privacy.combine(read_shares(arguments.share)).save(arguments.file)
    return Answer({"file": str(arguments.file)}, f"wrote {arguments.file}")
