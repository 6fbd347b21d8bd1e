"""limen screen GALLERY: one person's fingers and face against what may be searched for this purpose."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import limen
from limen.cli import exit_codes
from limen.cli.answer import Answer, columns
from limen.cli.audit import add_log, writing
from limen.cli.keys import add_key, secret
from limen.cli.people import add_person, templates
from limen.progress import bar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("gallery", type=Path, metavar="GALLERY")
    add_person(parser)
    parser.add_argument("--purpose", required=True, help="why the search is made, e.g. border_check")
    parser.add_argument("--officer", required=True, help="who searches")
    parser.add_argument("--case", required=True, metavar="REFERENCE", help="case reference")
    parser.add_argument("--on-behalf-of", default="", metavar="WHOM")
    parser.add_argument("--legal-basis", default="", metavar="TEXT")
    parser.add_argument("--justification", default="", metavar="TEXT")
    rate = parser.add_mutually_exclusive_group()
    rate.add_argument(
        "--fpir", type=float, help="rate of searches of unknown persons that may give a candidate (0.001)"
    )
    rate.add_argument("--fmr", type=float, help="false-match rate of one person against one subject")
    parser.add_argument(
        "--candidates", type=int, default=20, metavar="N", help="at most so many (default: %(default)s)"
    )
    parser.add_argument("--threads", type=int, default=0, help="0: all processors (default)")
    add_key(parser)
    add_log(parser)


def run(arguments: argparse.Namespace) -> Answer:
    purpose = limen.Purpose(arguments.purpose)
    if arguments.candidates < 0 or arguments.threads < 0:
        raise limen.Error("--candidates and --threads: numbers from 0 are wanted", "invalid_argument")
    policy = {"fmr": arguments.fmr} if arguments.fmr is not None else {"fpir": rate(arguments.fpir)}
    fingers, faces = templates(arguments)
    gallery = limen.Gallery.open(arguments.gallery, secret(arguments))
    with bar("preparing the view") as tick:
        view = gallery.view(purpose=purpose, threads=arguments.threads, progress=tick)
    with writing(arguments, gallery) as audit:
        found = limen.screen(
            view,
            fingers=fingers,
            faces=faces,
            audit=audit,
            officer=arguments.officer,
            on_behalf_of=arguments.on_behalf_of,
            legal_basis=arguments.legal_basis,
            justification=arguments.justification,
            case_reference=arguments.case,
            candidates=arguments.candidates,
            threads=arguments.threads,
        )
        decision = limen.decide(found, **policy)
    return answer(found, decision)


def rate(fpir: float | None) -> float:
    return 1e-3 if fpir is None else fpir


def answer(found: limen.ScreenResult, decision: limen.Decision) -> Answer:
    hits = {candidate.subject.value for candidate in decision.candidates}
    data: dict[str, Any] = {
        "hit": decision.hit,
        "requires_human_confirmation": decision.requires_human_confirmation,
        "candidates": [described(candidate, hits) for candidate in found.candidates],
        "threshold": decision.threshold / 1000,
        "expected_false_candidates": decision.expected_false_candidates,
        "extrapolated": decision.extrapolated,
        "view_size": found.view_size,
        "view_subjects": found.view_subjects,
        "view_hash": str(found.view_hash),
        "compared": found.compared,
        "audit": {"sequence": found.receipt.sequence, "head": str(found.receipt.head)},
    }
    text = f"{'HIT: a person has to confirm it' if decision.hit else 'no hit'}"
    text += f" (threshold {data['threshold']:.2f}, {found.view_subjects} subjects, {found.view_size} references)\n"
    rows = [
        ("*" if c["at_threshold"] else "", f"subject {c['subject']}", f"{c['score']:.2f}", " ".join(c["probes"]))
        for c in data["candidates"]
    ]
    text += columns(rows, "  ") + ("\n" if rows else "")
    text += f"audit {found.receipt.sequence}:{found.receipt.head}"
    return Answer(data, text, exit_codes.ATTENTION if decision.hit else exit_codes.DONE)


def described(candidate: limen.SubjectCandidate, hits: set[int]) -> dict[str, Any]:
    return {
        "subject": candidate.subject.value,
        "score": candidate.score / 1000,
        "at_threshold": candidate.subject.value in hits,
        "probes": [
            f"{e.position.name if e.modality == limen.Modality.fingerprint else 'face'}:{e.evidence / 1000:.2f}"
            for e in candidate.evidence
        ],
    }
