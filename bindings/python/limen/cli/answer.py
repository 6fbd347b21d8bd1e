"""What a command has to say, once for people and once for machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from limen.cli import exit_codes


@dataclass
class Answer:
    """`data` is printed by --json, `text` otherwise."""

    data: dict[str, Any]
    text: str = ""
    exit_code: int = exit_codes.DONE
    warnings: list[str] = field(default_factory=list)  # one line each, to stderr


def columns(rows: Sequence[Sequence[object]], indent: str = "") -> str:
    """Rows with aligned columns."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in cells if i < len(row)) for i in range(max(map(len, cells), default=0))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in cells)
    return "\n".join(indent + line for line in lines)
