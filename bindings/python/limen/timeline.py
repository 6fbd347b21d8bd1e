"""A timeline of what falls due in a gallery, as an SVG picture."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import limen

COLOURS = {"notice": "#2f6db3", "review": "#d98e04", "blocking": "#6b6b6b", "erasure": "#c0392b"}
KEPT, HELD = "#b9c7d1", "#8e6bbf"
ROWS = 40  # references drawn one by one; more are drawn as one row a class
WIDTH, LEFT, RIGHT, TOP, ROW, BOTTOM = 1100, 220, 30, 56, 24, 76  # px


class Scale:
    """From time to px: from the first anchor to the last end, and the present, whole years."""

    def __init__(self, times: Sequence[datetime]) -> None:
        self.years = range(min(times).year, max(times).year + 2)
        self.first = datetime(self.years[0], 1, 1, tzinfo=UTC)
        self.span = datetime(self.years[-1], 1, 1, tzinfo=UTC) - self.first

    def __call__(self, at: datetime) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * ((at - self.first) / self.span)


def draw(status: Sequence[limen.RetentionStatus], now: datetime, path: Path) -> None:
    """Writes one bar a reference, from its anchor to its end, with what falls due on it; more than 40 by class."""
    if path.suffix.lower() != ".svg":
        raise limen.Error(f"{path}: a timeline is an SVG picture; give a name that ends with .svg", "invalid_argument")
    path.write_text("\n".join(svg(status, now)) + "\n", encoding="utf-8")


def svg(status: Sequence[limen.RetentionStatus], now: datetime) -> Iterator[str]:
    rows = rows_of(status)
    times = [now, *(one.anchor for one in status), *(d.at for one in status for d in one.deadlines)]
    scale = Scale(times + [one.held_until for one in status if one.held_until])
    floor = TOP + ROW * max(len(rows), 1)
    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{floor + BOTTOM}" '
    yield 'font-family="sans-serif" font-size="12">'
    yield '<rect width="100%" height="100%" fill="white"/>'
    yield text(LEFT, 20, f"What is due when, seen from {now:%Y-%m-%d}", size=15)
    step = max(1, len(scale.years) // 12)
    for year in scale.years[::step]:
        x = scale(datetime(year, 1, 1, tzinfo=UTC))
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 6}" y2="{floor}" stroke="#e3e7ea"/>'
        yield text(x, floor + 16, str(year), anchor="middle", colour="#555")
    for row, (name, members) in enumerate(rows):
        y = TOP + ROW * row + ROW / 2
        yield text(LEFT - 10, y + 4, name, anchor="end")
        yield from bar(members[0], now, y, scale) if len(members) == 1 else heap(members, now, y, scale)
    x = scale(now)
    yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 6}" y2="{floor}" stroke="black" stroke-width="1.5"/>'
    yield text(x, TOP - 12, "now", anchor="middle")
    yield from legend(floor + 44)
    yield "</svg>"


def rows_of(status: Sequence[limen.RetentionStatus]) -> list[tuple[str, list[limen.RetentionStatus]]]:
    if len(status) <= ROWS:
        return [(f"subject {one.subject.value}, reference {one.reference.value}", [one]) for one in status]
    classes = defaultdict(list)
    for one in status:
        classes[one.retention_class].append(one)
    return [(f"{name} ({len(members)})", members) for name, members in sorted(classes.items())]


def bar(one: limen.RetentionStatus, now: datetime, y: float, scale: Scale) -> Iterator[str]:
    """Grey as long as it may be searched, violet where a hold keeps it; a mark for what falls due."""
    visible = visible_until(one, scale)
    yield rectangle(scale(one.anchor), scale(visible), y, KEPT)
    if one.held_until and one.held_until > visible:
        yield rectangle(scale(visible), scale(one.held_until), y, HELD)
    at_once: dict[datetime, int] = defaultdict(int)
    for deadline in one.deadlines:
        x = scale(deadline.at) + 11 * at_once[deadline.at]  # beside one another, not one upon the other
        at_once[deadline.at] += 1
        yield mark(x, y, deadline.due, deadline.at <= now)


def heap(members: Sequence[limen.RetentionStatus], now: datetime, y: float, scale: Scale) -> Iterator[str]:
    """Many references as one bar; a mark for each month in which something falls due, larger for more."""
    until = max(visible_until(one, scale) for one in members)
    yield rectangle(scale(min(one.anchor for one in members)), scale(until), y, KEPT)
    months = Counter((d.at.year, d.at.month, d.due) for one in members for d in one.deadlines)
    for (year, month, due), count in sorted(months.items()):
        middle = datetime(year, month, 15, tzinfo=UTC)
        yield mark(scale(middle), y, due, middle <= now, radius=2.5 + 7 * (count / len(members)) ** 0.5)


def visible_until(one: limen.RetentionStatus, scale: Scale) -> datetime:
    return min((d.at for d in one.deadlines if d.due != "notice"), default=scale.first + scale.span)


def mark(x: float, y: float, due: str, over: bool, radius: float = 4.5) -> str:
    """Full when it is due, hollow when it is to come."""
    fill = COLOURS[due] if over else "white"
    where = f'cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"'
    return f'<circle {where} fill="{fill}" stroke="{COLOURS[due]}" stroke-width="2"/>'


def rectangle(left: float, right: float, y: float, colour: str) -> str:
    width = max(right - left, 1)
    return f'<rect x="{left:.1f}" y="{y - 5}" width="{width:.1f}" height="10" fill="{colour}"/>'


def text(x: float, y: float, words: str, anchor: str = "start", colour: str = "black", size: int = 12) -> str:
    where = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" font-size="{size}"'
    return f"<text {where}>{escape(words)}</text>"


def legend(y: float) -> Iterator[str]:
    x: float = LEFT
    for due in COLOURS:
        yield mark(x, y - 4, due, over=True)
        yield text(x + 12, y, due)
        x += 92
    yield text(x, y, "(hollow: to come)", colour="#555")
    x -= 15
    for words, colour in (("may be searched", KEPT), ("held: kept, not searched", HELD)):
        x += 150
        yield rectangle(x, x + 26, y - 4, colour)
        yield text(x + 34, y, words)
