"""limen screen GALLERY: one person's fingers and face against what may be searched for this purpose."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import limen
from limen.cli import exit_codes
from limen.cli.answer import Answer, columns
from limen.cli.audit import add_log, writing
from limen.cli.files import shred
from limen.cli.keys import add_key, secret
from limen.cli.models import registry
from limen.cli.people import add_person, load
from limen.cli.screen_report import Asked, add_report
from limen.cli.screen_report import write as write_report_page
from limen.progress import bar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("gallery", type=Path, metavar="GALLERY")
    add_person(parser)
    parser.add_argument("--purpose", required=True, help="why the search is made, e.g. border_check")
    parser.add_argument("--officer", required=True, help="who searches")
    parser.add_argument("--case", required=True, metavar="REFERENCE", help="case reference")
    parser.add_argument("--on-behalf-of", default="", metavar="WHOM")
    parser.add_argument("--legal-basis", required=True, metavar="TEXT", help="the law on which the search is made")
    parser.add_argument("--justification", default="", metavar="TEXT")
    rate = parser.add_mutually_exclusive_group()
    rate.add_argument(
        "--fpir", type=float, help="rate of searches of unknown persons that may give a candidate (0.001)"
    )
    rate.add_argument("--fmr", type=float, help="false-match rate of one person against one subject")
    parser.add_argument(
        "--n", type=int, default=0, metavar="N", help="for --fpir: among how many in all (default: those of the view)"
    )
    parser.add_argument(
        "--candidates", type=int, default=20, metavar="N", help="at most so many (default: %(default)s)"
    )
    parser.add_argument(
        "--exhaustive", action="store_true", help="compare everybody in full: for audits and small views"
    )
    parser.add_argument("--threads", type=int, default=0, help="0: all processors (default)")
    add_report(parser)
    reply = parser.add_argument_group("answering an INT-I search (one --file)")
    reply.add_argument("--reply", choices=("sre",), help="write the answer as INTERPOL's search result messages")
    reply.add_argument("--reply-to", type=Path, metavar="OUT", help="where to; several candidates are numbered")
    reply.add_argument("--reply-number", type=int, default=1, metavar="N", help="running number of the first message")
    parser.add_argument(
        "--delete-on-no-hit",
        action="store_true",
        help="where nobody is found, overwrite and delete the probe's files, and say so in the audit log",
    )
    add_key(parser)
    add_log(parser)


def run(arguments: argparse.Namespace) -> Answer:
    purpose = limen.Purpose(arguments.purpose)
    if arguments.candidates < 0 or arguments.threads < 0:
        raise limen.Error("--candidates and --threads: numbers from 0 are wanted", "invalid_argument")
    if arguments.n < 0 or (arguments.n and arguments.fmr is not None):
        raise limen.Error("--n: the number of persons that an --fpir is meant for", "invalid_argument")
    search = question(arguments) if arguments.reply else None
    if arguments.images and not arguments.report:
        raise limen.Error("--images: it is for --report FILE.html", "invalid_argument")
    fingers, faces = load(arguments)
    gallery = limen.Gallery.open(arguments.gallery, secret(arguments))
    with bar("preparing the view") as tick:
        view = gallery.view(purpose=purpose, threads=arguments.threads, progress=tick)
    with writing(arguments, gallery) as audit:
        found = limen.screen(
            view,
            fingers=[finger.template for finger in fingers],
            faces=[face.template for face in faces],
            audit=audit,
            officer=arguments.officer,
            on_behalf_of=arguments.on_behalf_of,
            legal_basis=arguments.legal_basis,
            justification=arguments.justification,
            case_reference=arguments.case,
            candidates=arguments.candidates,
            profile="exhaustive" if arguments.exhaustive else "fast",
            face_calibrations=registry(arguments).calibrations(),
            allow_demonstration=arguments.allow_demonstration,
            threads=arguments.threads,
        )
        if arguments.fmr is not None:
            decision = limen.decide(found, fmr=arguments.fmr)
        else:
            decision = limen.decide(found, fpir=rate(arguments.fpir), n=arguments.n)
        deleted = delete_probe(arguments, gallery, audit) if arguments.delete_on_no_hit and not decision.hit else 0
    done = answer(found, decision)
    if arguments.delete_on_no_hit:
        done.data["files_deleted"] = deleted
        done.text += f"\n{deleted} files deleted"
    if arguments.report and arguments.delete_on_no_hit and not decision.hit:
        done.text += "\nno report: it would keep a picture of somebody who is nobody's business"
    elif arguments.report:
        report = write_report_page(Asked(fingers, faces, found, decision, gallery), arguments)
        done.data["report"] = str(report)
        done.text += f"\n{report}"
    if search is not None:
        written = write_reply(search, decision, arguments)
        done.data["reply"] = [str(path) for path in written]
        done.text += "\n" + "\n".join(str(path) for path in written)
    return done


def delete_probe(arguments: argparse.Namespace, gallery: limen.Gallery, audit: limen.privacy.Audit) -> int:
    """The files of a person who is nobody's business."""
    files = {path.resolve() for path in [*(file for _, file in arguments.finger), *arguments.face, *arguments.file]}
    for file in sorted(files):
        shred(file)
    audit.append(
        limen.privacy.AuditEntry(
            operation=limen.privacy.Operation.removal,
            officer=arguments.officer,
            on_behalf_of=arguments.on_behalf_of,
            legal_basis=arguments.legal_basis,
            case_reference=arguments.case,
            gallery=gallery.id,
            result=f"no hit: {len(files)} probe files deleted",
        )
    )
    return len(files)


def question(arguments: argparse.Namespace) -> dict[str, str]:
    """What the search's Type-1 record says, as far as an answer needs it."""
    if len(arguments.file) != 1 or not arguments.reply_to:
        raise limen.Error("--reply: one --file with the search and --reply-to OUT are wanted", "invalid_argument")
    first = limen.interchange.walk(arguments.file[0].read_bytes()).records[0]
    values = {number: value.decode("utf-8", "replace") for number, _, value in first.fields}
    tcn, category = values.get(9, ""), values.get(4, "")
    if not limen.interchange.valid_tcn(tcn) or category not in ("CPS", "NPS", "MPS", "ATP"):
        raise limen.Error(
            f"{arguments.file[0]}: no INT-I search (1.004 {category!r}, 1.009 {tcn!r})", "invalid_argument"
        )
    return {"tcr": tcn, "search": category, "destination": values.get(8, ""), "origin": values.get(7, "")}


def write_reply(search: dict[str, str], decision: limen.Decision, arguments: argparse.Namespace) -> list[Path]:
    """One message a candidate at the threshold, unverified: a person has to confirm it. The number of the subject
    travels as 2.010; INT-I has no field for a score."""
    now = datetime.now(UTC)
    candidates = [(False, [(10, str(candidate.subject.value))]) for candidate in decision.candidates]
    number = limen.interchange.make_tcn(now.year % 100, arguments.reply_number)
    messages = limen.interchange.build_results(tcn=number, date=now.strftime("%Y%m%d"), candidates=candidates, **search)
    written = []
    for index, message in enumerate(messages, 1):
        out = arguments.reply_to
        path = out if len(messages) == 1 else out.with_name(f"{out.stem}.{index:02}{out.suffix}")
        path.write_bytes(message)
        written.append(path)
    return written


def rate(fpir: float | None) -> float:
    return 1e-3 if fpir is None else fpir


def answer(found: limen.ScreenResult, decision: limen.Decision) -> Answer:
    hits = {candidate.subject.value for candidate in decision.candidates}
    data: dict[str, Any] = {
        "hit": decision.hit,
        "requires_human_confirmation": decision.requires_human_confirmation,
        "candidates": [described(candidate, hits, found) for candidate in found.candidates],
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
    text += f" (threshold {data['threshold']:.2f}, {found.view_subjects} subjects, {found.view_size} references;"
    text += f" {decision.expected_false_candidates:.2g} false candidates expected{beyond(decision)})\n"
    rows = [
        (
            "*" if c["at_threshold"] else "",
            f"subject {c['subject']}",
            f"{c['score']:.2f}",
            f"{c['expected_false_candidates']:.2g} expected by chance",
            " ".join(c["probes"]),
        )
        for c in data["candidates"]
    ]
    text += columns(rows, "  ") + ("\n" if rows else "")
    text += f"audit {found.receipt.sequence}:{found.receipt.head}"
    return Answer(data, text, exit_codes.ATTENTION if decision.hit else exit_codes.DONE)


def beyond(decision: limen.Decision) -> str:
    return ", extrapolated" if decision.extrapolated else ""


def described(candidate: limen.SubjectCandidate, hits: set[int], found: limen.ScreenResult) -> dict[str, Any]:
    return {
        "subject": candidate.subject.value,
        "score": candidate.score / 1000,
        "expected_false_candidates": found.expected_false_candidates(candidate.score),
        "at_threshold": candidate.subject.value in hits,
        "probes": [
            f"{e.position.name if e.modality == limen.Modality.fingerprint else 'face'}:{e.evidence / 1000:.2f}"
            for e in candidate.evidence
        ],
    }
