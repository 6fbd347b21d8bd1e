"""limen lint FILE...: what is wrong with ANSI/NIST-ITL files, by the standard and by INTERPOL's INT-I profile."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import limen
from limen.cli import exit_codes
from limen.cli.answer import Answer
from limen.cli.files import naming


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument(
        "--profile",
        choices=("standard", "int_i"),
        default="",
        help="rules to check by (default: as the file's domain says)",
    )


def run(arguments: argparse.Namespace) -> Answer:
    """All files are gone through; one that is no such file at all is said to be, and is the exit status."""
    results: list[dict[str, Any]] = []
    lines: list[str] = []
    exit_code = exit_codes.DONE
    for path in arguments.files:
        try:
            with naming(path):
                findings = limen.interchange.lint(path.read_bytes(), arguments.profile)
        except limen.Error as error:
            if len(arguments.files) == 1:
                raise
            results.append({"file": str(path), "error": {"code": error.code, "message": str(error)}})
            lines.append(f"{error} [{error.code}]")
            exit_code = max(exit_code, exit_codes.OF_CODE.get(error.code, exit_codes.SYSTEM))
            continue
        results.append({"file": str(path), "findings": [described(finding) for finding in findings]})
        errors = sum(finding.severity == "error" for finding in findings)
        lines += report(path, findings, errors)
        exit_code = max(exit_code, exit_codes.ATTENTION if errors else exit_codes.DONE)
    return Answer({"results": results}, "\n".join(lines), exit_code)


def report(path: Path, findings: list[limen.interchange.Finding], errors: int) -> list[str]:
    if not findings:
        return [f"{path}: no findings"]
    others = len(findings) - errors
    counts = [f"{n} {word}{'s' if n != 1 else ''}" for n, word in ((errors, "error"), (others, "warning")) if n]
    return [f"{path}: {', '.join(counts)}", *(f"  {finding}" for finding in findings)]


def described(finding: limen.interchange.Finding) -> dict[str, Any]:
    names = ("severity", "code", "error", "rule", "field", "mnemonic", "idc", "offset", "found", "expected")
    return {name: getattr(finding, name) for name in names}
