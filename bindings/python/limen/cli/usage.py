"""limen usage publish|show: counts for a public report that tell nothing of any one person."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import limen
from limen.cli.answer import Answer, columns

privacy = limen.privacy


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, summary in (
        ("publish", "one count, with noise; the privacy budget pays for it"),
        ("log", "how often each operation stands in an audit log, month by month, all with noise"),
        ("show", "what was published, and what is left of the budget"),
    ):
        action = actions.add_parser(name, help=summary, description=summary)
        action.add_argument("ledger", type=Path, metavar="LEDGER", help="a sealed file; made if it is not there")
        action.add_argument("--ledger-key", type=Path, required=True, metavar="FILE", help="see `limen key new`")
        action.add_argument("--budget", type=float, default=1.0, help="ε in all; of a new ledger (default: 1)")
        if name != "show":
            action.add_argument("--epsilon", type=float, default=0.1, help="ε of a count (default: 0.1)")
            action.add_argument(
                "--contribution", type=int, default=1, help="counts that one person can change by, at most"
            )
        if name == "publish":
            action.add_argument("name", help='e.g. "searches 2026-06 border_check"')
            action.add_argument("count", type=int)
        if name == "log":
            action.add_argument("log", type=Path, metavar="LOG")
            action.add_argument("--log-key", type=Path, metavar="FILE", help="of a keyed log")


def run(arguments: argparse.Namespace) -> Answer:
    counts = privacy.UsageCounts.open(arguments.ledger, privacy.Key.load(arguments.ledger_key), arguments.budget)
    if arguments.action == "publish":
        if arguments.count < 0:
            raise limen.Error("a count is not negative", "invalid_argument")
        counts.publish(arguments.name, arguments.count, arguments.epsilon, arguments.contribution)
    elif arguments.action == "log":
        key = privacy.Key.load(arguments.log_key) if arguments.log_key else None
        for name, count in per_month(privacy.Audit.entries(arguments.log, key)).items():
            counts.publish(name, count, arguments.epsilon, arguments.contribution)
    return shown(counts)


def per_month(records: list[privacy.AuditRecord]) -> dict[str, int]:
    """Every operation and purpose of each month between the first entry and the last, zeros too: that something is
    missing from a report would say that it did not happen."""
    found = Counter((f"{r.time:%Y-%m}", r.entry.operation.name) for r in records)
    months = sorted({month for month, _ in found})
    kinds = ("search", "decision", "disclosure", "enrolment", "removal", "erasure")
    return {f"{kind} {month}": found[month, kind] for month in months for kind in kinds}


def shown(counts: privacy.UsageCounts) -> Answer:
    data = [
        {"name": c.name, "value": max(0, c.value), "epsilon": c.epsilon, "contribution": c.contribution}
        for c in counts.published
    ]
    text = columns([(c["name"], c["value"], f"ε {c['epsilon']:g}") for c in data])
    text += ("\n" if data else "") + f"left of the budget: ε {counts.left:g} of {counts.budget:g}"
    return Answer({"counts": data, "budget": counts.budget, "left": counts.left}, text)
