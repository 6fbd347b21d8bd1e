"""The command line `limen`: one file a command, listed in COMMANDS."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Sequence

import limen
from limen.cli import exit_codes
from limen.cli.answer import Answer

# Name, what it does. The module limen.cli.<name> has add_arguments(parser) and run(arguments) -> Answer, and is
# imported when the command is asked for.
COMMANDS = {
    "info": "versions, SIMD targets, models, dependencies",
    "extract": "images to template files, with quality and pictures",
    "compare": "two images or template files: score, and what it stands for",
    "gallery": "create, enrol, list, remove, check, rotate",
    "retention": "what is due when: rules, report, sweep, holds, events, states",
    "screen": "one person's fingers and face against a gallery",
    "lint": "what is wrong with ANSI/NIST-ITL or INT-I files",
    "show": "the records and fields of files, images too; answers put together",
    "convert": "between minutiae records, cards, templates, images and INT-I searches",
    "redact": "take out what must not travel",
    "evaluate": "error rates on labelled images",
    "synth": "procedural fingerprints and faces: nobody's",
    "models": "list, add, fetch face models",
    "audit": "show, verify, prove, export, anchor an audit log",
    "key": "secret seeds, their public halves, and their shares",
    "pseudonym": "keyed pseudonyms, and the only way back",
    "pack": "watchlist packs for devices in the field",
    "hit": "hit / no-hit between two agencies",
    "disclose": "what is kept of a person, for that person",
    "usage": "counts for a public report, with differential privacy",
    "demo": "480 synthetic travellers against a watchlist",
}


def parser_of(command: str | None) -> argparse.ArgumentParser:
    """The parser; only the arguments of `command` are filled in."""
    parser = argparse.ArgumentParser(
        prog="limen",
        description="Fingerprints and faces: extraction, comparison, screening, evaluation.",
        epilog="Every command takes --json. Exit status:\n" + exit_codes.table(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"limen {limen.__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        sub = commands.add_parser(name, help=summary, description=summary)
        if name == command:
            module = importlib.import_module(f"limen.cli.{name}")
            module.add_arguments(sub)
            sub.set_defaults(run=module.run)
    return parser


def add_json(parser: argparse.ArgumentParser) -> None:
    """Every command has it: it stands on the innermost parsers."""
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for action in inner:
        for sub in action.choices.values():
            add_json(sub)
    if not inner:
        parser.add_argument("--json", action="store_true", help="print one JSON object")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command line and returns its exit status. No traceback for what limen refuses."""
    argv = list(sys.argv[1:] if argv is None else argv)
    command = next((word for word in argv if not word.startswith("-")), None)
    parser = parser_of(command)
    add_json(parser)
    arguments = parser.parse_args(argv)
    try:
        answer: Answer = arguments.run(arguments)
        if getattr(arguments, "allow_demonstration", False):
            answer.warnings.append(importlib.import_module("limen.cli.models").DEMONSTRATION_WARNING)
        tell(answer, arguments.json)
        return answer.exit_code
    except limen.Error as error:
        return fail(str(error), error.code, exit_codes.OF_CODE.get(error.code, exit_codes.SYSTEM), arguments.json)
    except KeyboardInterrupt:
        return fail("interrupted", "cancelled", exit_codes.INTERRUPTED, arguments.json)
    except BrokenPipeError:  # the reader has gone: not an error, and nothing more to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exit_codes.DONE
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return fail(f"{where}{error.strerror or error}", "io_error", exit_codes.SYSTEM, arguments.json)


def tell(answer: Answer, as_json: bool) -> None:
    for warning in answer.warnings:
        print(f"limen: {warning}", file=sys.stderr)
    if as_json:
        print(json.dumps(answer.data))
    elif answer.text:
        print(answer.text)
    sys.stdout.flush()


def fail(message: str, code: str, exit_code: int, as_json: bool) -> int:
    """One line on stderr; with --json the same as an object on stdout."""
    line = " ".join(message.split())
    print(f"limen: {line} [{code}]", file=sys.stderr)
    if as_json:
        print(json.dumps({"error": {"code": code, "message": line}}))
    return exit_code
