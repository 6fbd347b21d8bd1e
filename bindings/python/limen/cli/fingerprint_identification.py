"""1:N: the prints of an experiment searched among each other's first impressions and generated fingers.

Each finger's first print is its reference; every other print is searched once among all references. The mate's place
gives rank 1 and FNIR, the best of the others FPIR. Prints that could not be extracted are searches that find nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import limen
from limen.cli.answer import columns
from limen.progress import bar

if TYPE_CHECKING:
    from limen.cli.evaluate_fingerprint import Print

FPIR = (0.01, 0.001)
GENERATED = 4_000_000  # seeds of generated fingers: none that limen was made with
PIECE = 2000
Found = tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]


def identification(prints: list[Print], synthetic: int, loss: float, exhaustive: bool, threads: int) -> dict[str, Any]:
    if synthetic < 0:
        raise limen.Error("--identify: a number of generated fingers from 0 is wanted", "invalid_argument")
    references: dict[tuple[str, str], int] = {}
    templates: list[limen.fingerprint.Template] = []  # of the references, in the order of their prints
    for i, p in enumerate(prints):
        if p.template is not None and references.setdefault((p.set, p.finger), i) == i:
            templates.append(p.template)
    index = limen.fingerprint.Index()
    index.add(np.array(list(references.values()), np.uint64) + 1, templates, threads=threads)
    with bar("generating") as tick:
        for first in range(0, synthetic, PIECE):
            seeds = range(first, min(synthetic, first + PIECE))
            made = [limen.fingerprint.synthesis.make_template(GENERATED + seed, 1) for seed in seeds]
            index.add(np.array(seeds, np.uint64) + len(prints) + 1, made, threads=threads)
            tick(seeds.stop, synthetic)

    searched = [i for i, p in enumerate(prints) if references.get((p.set, p.finger)) not in (None, i)]
    if not searched:
        raise limen.Error("--identify: no finger has a second print to search with", "invalid_argument")
    mates = [references[prints[i].set, prints[i].finger] for i in searched]
    own = np.array([evidence(prints[i], prints[mate]) for i, mate in zip(searched, mates, strict=True)])
    data: dict[str, Any] = {"references": len(index), "generated": synthetic, "searches": len(searched), "loss": loss}
    ways = {"stages": {"loss": loss}} | ({"exhaustive": {"profile": "exhaustive"}} if exhaustive else {})
    for name, options in ways.items():
        data[name] = rates(search(index, prints, searched, mates, options, threads), own)
    return data


def evidence(a: Print, b: Print) -> float:
    """What the full comparison of the two says, as -log10 of the false-match rate."""
    if a.template is None or b.template is None:
        return 0.0
    try:
        made = limen.fingerprint.compare(a.template, b.template)
    except limen.Error:
        return 0.0
    return float(limen.fingerprint.calibration(made.method).minus_log10_fmr(made.score))


def search(
    index: limen.fingerprint.Index,
    prints: list[Print],
    searched: list[int],
    mates: list[int],
    options: dict[str, Any],
    threads: int,
) -> Found:
    """Of each search: the mate's evidence and place (0: not in the list), and the best evidence of the others."""
    mate, place, other = (np.zeros(len(searched)) for _ in range(3))
    made = [(s, prints[i].template) for s, i in enumerate(searched)]
    probes = [(s, template) for s, template in made if template is not None]
    with bar("searching") as tick:
        found = index.search([t for _, t in probes], k=20, threads=threads, progress=tick, **options)
    ids, values = found.ids, found.minus_log10_fmr
    for row, (s, _) in enumerate(probes):
        own = ids[row] == mates[s] + 1
        if own.any():
            place[s] = 1 + int(np.argmax(own))
            mate[s] = values[row, int(place[s]) - 1]
        others = values[row][~own & (ids[row] != 0)]
        other[s] = others[0] if len(others) else 0.0
    return mate, place, other


def rates(found: Found, own: np.ndarray[Any, Any]) -> dict[str, Any]:
    mate, place, other = found
    data: dict[str, Any] = {"rank1": float((place == 1).mean()), "fnir": {}, "lost": {}}
    for fpir in FPIR:
        allowed = int(fpir * len(other))
        threshold = float(np.sort(other)[::-1][allowed])  # beyond it as many searches raise a false alarm as allowed
        data["fnir"][f"{fpir:g}"] = float((~((place > 0) & (mate > threshold))).mean())
        findable = own > threshold
        data["lost"][f"{fpir:g}"] = float((findable & (place == 0)).sum() / max(1, findable.sum()))
    return data


def text(data: dict[str, Any]) -> str:
    rows: list[tuple[object, ...]] = [
        ("1:N", "rank 1", "FNIR at FPIR 1 %", "0.1 %", "lost by the stages, of those found")
    ]
    for name in ("stages", "exhaustive"):
        if name not in data:
            continue
        of = data[name]
        fnir = [f"{100 * of['fnir'][f'{fpir:g}']:.2f} %" for fpir in FPIR]
        lost = " / ".join(f"{100 * of['lost'][f'{fpir:g}']:.2f} %" for fpir in FPIR)
        rows.append((name, f"{100 * of['rank1']:.2f} %", *fnir, lost))
    head = f"{data['searches']} searches among {data['references']} references, {data['generated']} of them generated"
    return head + "\n" + columns(rows, "  ")
