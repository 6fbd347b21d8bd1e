"""Self-contained HTML pages: one file, no script, nothing to fetch."""

from __future__ import annotations

import base64
import tempfile
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import limen

STYLE = """
:root { --ink: #1d2733; --soft: #5b6b7c; --line: #d9e0e7; --page: #f6f8fa; --card: #fff;
  --hit: #b3261e; --fine: #2e6f9e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6ebf0; --soft: #9fb0c0; --line: #33414e; --page: #141a20; --card: #1c242c;
    --hit: #ff8a80; --fine: #7cb8e4; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; margin: 0 0 .25rem; letter-spacing: -.01em; }
h2 { font-size: 1.2rem; margin: 0 0 .75rem; }
p { margin: .4rem 0 .8rem; max-width: 48rem; }
.soft { color: var(--soft); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .9rem; margin: 1.6rem 0; }
.tile, section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; }
.tile { padding: .9rem 1.1rem; }
.tile b { display: block; font-size: 2rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tile.hit b { color: var(--hit); }
section { padding: 1.3rem 1.5rem 1rem; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
td, th { text-align: left; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; }
tr:last-child td { border-bottom: 0; }
img { max-width: 100%; border-radius: .4rem; border: 1px solid var(--line); background: #fff; }
code { font-size: .85rem; overflow-wrap: anywhere; }
svg { width: 100%; height: auto; }
svg text { fill: var(--soft); font: 12px system-ui, sans-serif; }
.pair { display: flex; flex-wrap: wrap; gap: 1.2rem; }
.pair figure { margin: 0; }
figure img { display: block; width: 14rem; }
figcaption { color: var(--soft); font-size: .9rem; padding-top: .3rem; max-width: 14rem; }
.none { width: 14rem; height: 14rem; border: 1px dashed var(--line); border-radius: .4rem; display: grid;
  place-items: center; text-align: center; color: var(--soft); padding: 1rem; }
.bar { display: inline-block; width: 6rem; height: .6rem; background: var(--line); border-radius: .3rem; }
.bar i { display: block; height: 100%; background: var(--fine); border-radius: .3rem; }
"""


def page(title: str, introduction: str, sections: list[str]) -> str:
    """A whole page; `introduction` and `sections` are HTML."""
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>limen: {escape(title.lower())}</title><style>{STYLE}</style></head><body><main>
<h1>{escape(title)}</h1>
<p class="soft">limen {escape(limen.__version__)}, {when}. {introduction}</p>
{"".join(sections)}
</main></body></html>
"""


def section(title: str, body: str) -> str:
    """A card; `body` is HTML."""
    return f"<section><h2>{escape(title)}</h2>{body}</section>"


def table(rows: list[tuple[str, str]]) -> str:
    """Names and values, both HTML."""
    return "<table>" + "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in rows) + "</table>"


def tiles(cells: list[tuple[str, str, str]]) -> str:
    """Large figures in a row: CSS class ("" or "hit"), figure, words."""
    inner = "".join(f'<div class="tile {css}"><b>{figure}</b>{escape(words)}</div>' for css, figure, words in cells)
    return f'<div class="tiles">{inner}</div>'


def figure(image: limen.Image | None, caption: str, instead: str = "") -> str:
    """A picture with a caption (HTML), or the words that stand where there is none."""
    shown = (
        f'<img alt="" src="{data_uri(image)}">' if image is not None else f'<div class="none">{escape(instead)}</div>'
    )
    return f"<figure>{shown}<figcaption>{caption}</figcaption></figure>"


def quality_bar(value: int) -> str:
    """0 to 100 as a bar and a number."""
    return f'<span class="bar"><i style="width:{value}%"></i></span> {value}'


def data_uri(image: limen.Image) -> str:
    """The image as a PNG inside the page."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "image.png"
        limen.io.write_image(path, image)
        return png_uri(path)


def png_uri(path: Path) -> str:
    """A PNG file inside the page."""
    return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode()
