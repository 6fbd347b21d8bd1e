"""A timeline of what falls due in a gallery. Needs matplotlib: pip install limen[plot]."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import limen
from limen.plot import pyplot

COLOURS = {"notice": "#3b75af", "review": "#e0a030", "blocking": "#7f7f7f", "erasure": "#c0392b"}
KEPT, HELD = "#cfd8dc", "#8e6bbf"
ROWS = 40  # references drawn one by one; more are drawn as one row a class


def draw(status: Sequence[limen.RetentionStatus], now: datetime, path: Path) -> None:
    """One bar a reference, from its anchor to its end, with what falls due on it; more than 40 by class."""
    plot = pyplot()
    rows = [(f"{one.subject.value}/{one.reference.value}", [one]) for one in status]
    if len(rows) > ROWS:
        classes = defaultdict(list)
        for one in status:
            classes[one.retention_class].append(one)
        rows = [(f"{name} ({len(members)})", members) for name, members in sorted(classes.items())]
    figure, axes = plot.subplots(figsize=(11, 1.8 + 0.32 * max(len(rows), 1)), layout="constrained")
    for row, (_, members) in enumerate(rows):
        for one in members:
            _bar(axes, row, one, now, alpha=1 if len(members) == 1 else 0.35)
    axes.axvline(now, color="black", linewidth=1)
    axes.set_title(f"What is due when, seen from {now:%Y-%m-%d} (subject/reference)", loc="left", fontsize=11)
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.grid(axis="x", alpha=0.3)
    _legend(axes, {d.due for one in status for d in one.deadlines}, any(one.held_until for one in status))
    figure.savefig(path, dpi=120)
    plot.close(figure)


def _bar(axes: Any, row: int, one: limen.RetentionStatus, now: datetime, alpha: float) -> None:
    """Solid as long as it may be searched, pale until it is erased, violet while a hold keeps it."""
    ending = [d.at for d in one.deadlines if d.due != "notice"]
    if not ending:
        return
    visible, last = min(ending), max(ending)
    axes.barh(row, visible - one.anchor, left=one.anchor, height=0.5, color=KEPT, alpha=alpha)
    if one.held_until and one.held_until > last:
        axes.barh(row, one.held_until - last, left=last, height=0.5, color=HELD, alpha=0.6 * alpha)
    for deadline in one.deadlines:
        size = 60 if deadline.at <= now else 36
        axes.scatter(deadline.at, row, s=size, color=COLOURS[deadline.due], alpha=alpha, zorder=3)


def _legend(axes: Any, dues: set[str], held: bool) -> None:
    for due, colour in COLOURS.items():
        if due in dues:
            axes.scatter([], [], color=colour, label=due)
    axes.barh(0, 0, color=KEPT, label="may be searched")
    if held:
        axes.barh(0, 0, color=HELD, label="held: blocked, not erased")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.06), ncols=6, fontsize=8, frameon=False)
