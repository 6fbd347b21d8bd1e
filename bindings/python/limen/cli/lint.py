"""limen lint FILE...: what is wrong with ANSI/NIST-ITL files, by the standard and by INTERPOL's INT-I profile."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import limen
from limen.cli import exit_codes
from limen.cli.answer import Answer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument(
        "--profile",
        choices=("standard", "int_i"),
        default="",
        help="rules to check by (default: as the file's domain says)",
    )


def run(arguments: argparse.Namespace) -> Answer:
    results: list[dict[str, Any]] = []
    lines: list[str] = []
    for path in arguments.files:
        findings = limen.interchange.lint(path.read_bytes(), arguments.profile)
        results.append({"file": str(path), "findings": [described(finding) for finding in findings]})
        errors = sum(finding.severity == "error" for finding in findings)
        lines.append(
            f"{path}: {errors} errors, {len(findings) - errors} others" if findings else f"{path}: no findings"
        )
        lines += [f"  {finding}" for finding in findings]
    wrong = any(f["severity"] == "error" for result in results for f in result["findings"])
    return Answer({"results": results}, "\n".join(lines), exit_codes.ATTENTION if wrong else exit_codes.DONE)


def described(finding: limen.interchange.Finding) -> dict[str, Any]:
    names = ("severity", "code", "error", "rule", "field", "mnemonic", "idc", "offset", "found", "expected")
    return {name: getattr(finding, name) for name in names}
