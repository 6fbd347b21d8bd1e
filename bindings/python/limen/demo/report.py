"""The demo's report: one self-contained HTML page, without a script and without anything to fetch."""

from __future__ import annotations

import math
from html import escape
from pathlib import Path

import limen
from limen import page as html
from limen.demo.outcome import Outcome
from limen.page import section, table


def write(path: Path, outcome: Outcome) -> None:
    """Writes the page, over an older one if there is one."""
    path.write_text(page(outcome), encoding="utf-8")


def page(outcome: Outcome) -> str:
    sections = [
        totals(outcome),
        hit(outcome),
        faces(outcome),
        distribution(outcome),
        deleted(outcome),
        safeguards(outcome),
        audit(outcome),
        times(outcome),
    ]
    return html.page("Screening report", "Every person in this report is synthetic: grown from a number.", sections)


def totals(outcome: Outcome) -> str:
    left_no_trace = len(outcome.searches) - outcome.hits
    return html.tiles(
        [
            ("", f"{len(outcome.searches)}", "travellers screened"),
            ("", f"{outcome.view_subjects:,}", "people on the watchlist"),
            ("hit", f"{outcome.hits}", "hit, to be confirmed by a person" if outcome.hits == 1 else "hits"),
            ("", f"{outcome.false_alarms}", "false alarms"),
            ("", f"{left_no_trace}", "travellers of whom nothing is kept"),
        ]
    )


def hit(outcome: Outcome) -> str:
    found = outcome.hit_details
    if found is None:
        return section("The planted match", "<p>It was not found.</p>")
    rows = [
        ("candidate", escape(found.label)),
        ("fused score", f"{found.score:.1f} (threshold {outcome.threshold:.1f})"),
        ("strongest finger", f"{found.finger.replace('_', ' ')}, {found.pairs} paired minutiae"),
        ("expected false candidates", f"{outcome.expected_false_candidates:.4g} for each traveller who is not listed"),
        (
            "calibration",
            "extrapolated beyond what was measured" if found.decision.extrapolated else "within what was measured",
        ),
        ("what happens next", "a trained person compares the prints and confirms or rejects: limen does not decide"),
    ]
    return section(
        "The hit",
        "<p>Left: the traveller today. Right: the reference, enrolled from another impression years before. The same "
        "number marks the same minutia; colour says how sure the pair is.</p>"
        f'<p><img alt="Both prints with their paired minutiae" src="{html.png_uri(found.picture)}"></p>{table(rows)}'
        "<p>What each probe says, as decades of false-match rate, before they are fused:</p>"
        + table(
            [
                (
                    escape(e.probe),
                    f"score {e.score:.3g}: {e.minus_log10_fmr:.1f}{' (extrapolated)' if e.extrapolated else ''}",
                )
                for e in found.evidence
            ]
        ),
    )


def faces(outcome: Outcome) -> str:
    found = outcome.hit_details
    rows = [
        ("faces enrolled", f"{outcome.faces_enrolled:,}, of the watchlist's people who came from images"),
        ("faces screened", f"{outcome.faces_screened:,}"),
        ("no face found in", f"{outcome.faces_not_found} photographs: those people went by their fingers alone"),
        ("described by", described_by(outcome)),
    ]
    shown = ""
    if found is not None and found.faces:
        captions = ("the traveller today", "the reference")
        shown = '<div class="pair">' + "".join(
            html.figure(face.aligned, f"{caption}<br>quality {html.quality_bar(face.quality.value)}")
            for face, caption in zip(found.faces, captions, strict=True)
        )
        shown += "</div>"
    return section("Faces", shown + table(rows))


def described_by(outcome: Outcome) -> str:
    if outcome.face_model == limen.face.DEMONSTRATION:
        return f"{escape(outcome.face_model)}, for demonstrations and tests: not for decisions about people"
    return f"{escape(outcome.face_model)}, calibrated on generated faces before the screening"


def distribution(outcome: Outcome) -> str:
    misses = [search.best_score for search in outcome.searches if not search.hit]
    hits = [search.best_score for search in outcome.searches if search.hit]
    return section(
        "Scores",
        "<p>The best fused score of each traveller, in decades of false-match rate: 10 means that one comparison of "
        "strangers in 10<sup>10</sup> is said to score so high. The line is the threshold.</p>"
        + histogram(misses, hits, outcome.threshold),
    )


def deleted(outcome: Outcome) -> str:
    rows = [
        ("image files written and deleted", f"{outcome.files_deleted:,}"),
        ("image files left", f"{outcome.files_left}"),
        ("references in the gallery before / after", f"{outcome.references_before:,} / {outcome.references_after:,}"),
        ("probes", "wiped in memory when their search ended; a probe has no way to be stored"),
    ]
    return section("What was deleted", table(rows))


def audit(outcome: Outcome) -> str:
    rows = [
        ("entries", f"{outcome.audit_entries:,}, chained and verified"),
        ("head hash", f"<code>{escape(outcome.audit_head)}</code>"),
        ("verify it", "<code>limen audit verify audit.log --key-file watchlist.key --gallery watchlist.limen</code>"),
    ]
    return section(
        "Audit",
        "<p>Each search wrote who asked, why, for which case, in which view and with which result, before the result "
        "was returned. Whoever has the head hash can prove later that nothing before it was changed.</p>" + table(rows),
    )


def safeguards(outcome: Outcome) -> str:
    rows = [
        (
            escape(guard.promise) + ("" if guard.kept else " <b>(NOT KEPT)</b>"),
            escape(guard.seen),
        )
        for guard in outcome.safeguards
    ]
    return section(
        "Safeguards",
        "<p>Each promise was put to the test in this run, on the files that lie beside this page.</p>" + table(rows),
    )


def times(outcome: Outcome) -> str:
    plan = outcome.plan
    rows = [(escape(stage), f"{seconds:.1f} s") for stage, seconds in outcome.seconds.items()]
    search = outcome.search_figures()
    rows.append(("one traveller's search, median", f"{search['milliseconds']:.1f} ms"))
    rows.append(
        (
            "of the references that might be seen, compared in full",
            f"{search['compared_in_full']:.0f} of {search['references']:,.0f} (faces: all)",
        )
    )
    return section(
        "Times",
        table(rows)
        + f'<p class="soft">Both index fingers and the face of every traveller and of {plan.with_images} watchlist '
        "subjects were made as images, written and read as PNG files, and extracted; the other "
        f"{plan.without_images:,} watchlist subjects were made as templates, without an image. Binary codes, then int8 "
        "descriptors, then an alignment, each summed over both fingers of a person, choose whom the full comparison is "
        "made with; of the mates that comparing everybody would find, at most 0.5 % are lost so "
        "(docs/performance.md).</p>",
    )


def histogram(misses: list[float], hits: list[float], threshold: float) -> str:
    """An SVG: bars for travellers without a hit, dots for hits, a line for the threshold."""
    width, height, left, bottom = 860, 260, 44, 36
    top = max([threshold, *misses, *hits, 1.0]) * 1.05
    bins = 48
    counts = [0] * bins
    for score in misses:
        counts[min(bins - 1, int(score / top * bins))] += 1
    highest = max([*counts, 1])

    def x(score: float) -> float:
        return left + score / top * (width - left - 12)

    def y(count: float) -> float:
        return height - bottom - count / highest * (height - bottom - 24)

    step = 10 ** math.floor(math.log10(top))
    step = step / 2 if top / step < 3 else step
    parts = [f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="Distribution of the best scores">']
    for i, count in enumerate(counts):
        if count:
            a, b = x(i * top / bins), x((i + 1) * top / bins)
            parts.append(
                f'<rect x="{a:.1f}" y="{y(count):.1f}" width="{b - a - 1:.1f}" '
                f'height="{y(0) - y(count):.1f}" fill="var(--fine)"/>'
            )
    parts.append(f'<line x1="{left}" x2="{width - 12}" y1="{y(0)}" y2="{y(0)}" stroke="var(--line)"/>')
    for i in range(int(top / step) + 1):
        parts.append(f'<text x="{x(i * step):.1f}" y="{height - 16}" text-anchor="middle">{i * step:g}</text>')
    parts.append(f'<text x="{left - 6}" y="{y(highest) + 4:.1f}" text-anchor="end">{highest}</text>')
    parts.append(f'<text x="{left - 6}" y="{y(0):.1f}" text-anchor="end">0</text>')
    parts.append(
        f'<line x1="{x(threshold):.1f}" x2="{x(threshold):.1f}" y1="14" y2="{y(0)}" '
        'stroke="var(--hit)" stroke-dasharray="5 4"/>'
        f'<text x="{x(threshold) + 6:.1f}" y="22">threshold {threshold:.1f}</text>'
    )
    for score in hits:
        parts.append(
            f'<circle cx="{x(score):.1f}" cy="{y(0) - 9:.1f}" r="6" fill="var(--hit)"/>'
            f'<text x="{x(score) - 10:.1f}" y="{y(0) - 20:.1f}" text-anchor="end">hit {score:.1f}</text>'
        )
    parts.append("</svg>")
    return "".join(parts)
