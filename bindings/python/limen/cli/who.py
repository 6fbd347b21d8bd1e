"""Who does something and why, for the audit log."""

from __future__ import annotations

import argparse
import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

import limen


def add_who(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("for the audit log")
    group.add_argument("--officer", default=getpass.getuser(), help="who does it (default: you)")
    group.add_argument("--legal-basis", default="", metavar="TEXT")
    group.add_argument("--justification", default="", metavar="TEXT")
    group.add_argument("--case", default="", metavar="REFERENCE", help="case reference")


class Who(TypedDict):
    """Who acts, on what ground: the keywords that all audited functions have."""

    officer: str
    legal_basis: str
    justification: str
    case_reference: str


def who(arguments: argparse.Namespace) -> Who:
    return {
        "officer": arguments.officer,
        "legal_basis": arguments.legal_basis,
        "justification": arguments.justification,
        "case_reference": arguments.case,
    }


def moment(text: str, option: str) -> datetime:
    """An ISO 8601 date or time; UTC unless it says otherwise."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise limen.Error(f"{option}: {text!r} is not an ISO 8601 date", "invalid_argument") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def read(path: Path) -> bytes:
    """A whole file that somebody names."""
    if not path.is_file():
        raise limen.Error(f"{path}: no such file", "not_found")
    return path.read_bytes()


def write_secret(path: Path, content: bytes, replace: bool = False) -> None:
    """Mode 0600; whole or not at all."""
    if path.exists() and not replace:
        raise limen.Error(f"{path}: is there already", "already_exists")
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(0o600)
    fresh.write_bytes(content)
    fresh.replace(path)
