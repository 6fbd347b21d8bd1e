"""limen redact IN OUT: a file without what must not travel, and a list of what was taken out."""

from __future__ import annotations

import argparse
from pathlib import Path

import limen
from limen.cli.answer import Answer, columns
from limen.cli.files import naming


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("input", type=Path, metavar="IN")
    parser.add_argument("output", type=Path, metavar="OUT")
    parser.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="WHAT",
        help="a field (2.010), a record type (type-8) or image-metadata; repeat for more",
    )


def run(arguments: argparse.Namespace) -> Answer:
    if arguments.output.exists():
        raise limen.Error(f"{arguments.output}: is there already", "already_exists")
    with naming(arguments.input):
        redacted, removed = limen.interchange.redact(arguments.input.read_bytes(), arguments.keep)
    arguments.output.write_bytes(redacted)
    data = {
        "input": str(arguments.input),
        "output": str(arguments.output),
        "removed": [
            {"where": r.where, "idc": r.idc, "offset": r.offset, "size": r.size, "what": r.what} for r in removed
        ],
    }
    rows = [(r.where, f"IDC {r.idc}" if r.idc >= 0 else "", f"{r.size} bytes", r.what) for r in removed]
    text = f"{arguments.output}: {len(removed)} things removed" + ("\n" + columns(rows, "  ") if rows else "")
    return Answer(data, text)
