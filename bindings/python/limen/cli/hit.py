"""limen hit …: two agencies that do not trust each other. First whether, then — after a human being — who.

A: ask → B: answer → A: read, confirm → B: release → A: receive. Every message is one file.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import limen
from limen.cli import exit_codes
from limen.cli.answer import Answer, columns
from limen.cli.audit import add_log, writing
from limen.cli.key import party, public_key
from limen.cli.keys import add_key, secret
from limen.cli.models import add_folder, registry
from limen.cli.people import add_person, templates
from limen.cli.who import add_who, who

privacy = limen.privacy

SUMMARIES = {
    "ask": "a question about a person, for another agency",
    "answer": "hit or no hit, for a question that came",
    "read": "an answer that came",
    "confirm": "a person has looked at the hit and asks for the record",
    "release": "the record of a confirmed hit, once",
    "receive": "a record that came",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, summary in SUMMARIES.items():
        action = actions.add_parser(name, help=summary, description=summary)
        if name != "ask":
            action.add_argument("message", type=Path, metavar="MESSAGE", help="the file that came")
        action.add_argument(
            "--agency-key", type=Path, required=True, metavar="FILE", help="our seed, see `limen key new`"
        )
        action.add_argument("--other", type=party, required=True, metavar="SIGNING:BOX", help="the other agency")
        if name in ("ask", "answer", "confirm", "release"):
            action.add_argument("-o", "--output", type=Path, required=True, metavar="MESSAGE")
        if name == "ask":
            add_person(action)
            action.add_argument("--purpose", required=True)
            action.add_argument("--audit", type=Path, required=True, metavar="LOG")
        if name in ("answer", "release"):
            action.add_argument("--gallery", type=Path, required=True, metavar="GALLERY")
            action.add_argument("--desk", type=Path, required=True, metavar="FILE", help="what was answered; sealed")
            add_key(action)
            add_log(action)
        if name == "answer":
            action.add_argument("--purpose", required=True, help="for which may be answered")
            action.add_argument("--fpir", type=float, default=1e-3)
            add_folder(action)
        if name == "confirm":
            action.add_argument(
                "--officer-key", type=Path, required=True, metavar="FILE", help="the officer's own seed"
            )
            action.add_argument("--recipient", required=True, metavar="WHOM")
        if name in ("ask", "confirm"):
            add_who(action)
        if name == "release":
            action.add_argument(
                "--known-officer",
                type=public_key,
                action="append",
                required=True,
                metavar="KEY",
                help="repeat for more",
            )
        if name == "receive":
            action.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: print it")


def run(arguments: argparse.Namespace) -> Answer:
    actions = {
        "ask": ask,
        "answer": answer,
        "read": read,
        "confirm": confirm,
        "release": release,
        "receive": receive,
    }
    return actions[arguments.action](arguments)


def own(arguments: argparse.Namespace) -> privacy.Key:
    return privacy.Key.load(arguments.agency_key)


def ask(arguments: argparse.Namespace) -> Answer:
    purpose = limen.Purpose(arguments.purpose)
    fingers, faces = templates(arguments)
    with privacy.Audit.open(arguments.audit) as audit:
        number = limen.ask(
            own(arguments),
            arguments.other,
            audit,
            arguments.output,
            purpose=purpose,
            fingers=fingers,
            faces=faces,
            **who(arguments),
        )
    return Answer({"question": number, "file": str(arguments.output)}, f"question {number}: wrote {arguments.output}")


def answer(arguments: argparse.Namespace) -> Answer:
    gallery = limen.Gallery.open(arguments.gallery, secret(arguments))
    view = gallery.view(purpose=limen.Purpose(arguments.purpose))
    desk = limen.HitDesk.open(arguments.desk, own(arguments), face_calibrations=registry(arguments).calibrations())
    with writing(arguments, gallery) as audit:
        said = desk.answer(arguments.message, arguments.other, view, audit, arguments.output, fpir=arguments.fpir)
    return described(said, done=True)


def described(said: limen.HitAnswer, done: bool = False) -> Answer:
    data: dict[str, Any] = {
        "question": said.question,
        "hit": said.hit,
        "band": said.band.name,
        "reference": said.reference if said.hit else None,
        "deadline": said.deadline.isoformat(),
    }
    text = columns([(name, value) for name, value in data.items() if value is not None])
    return Answer(data, text, exit_codes.ATTENTION if said.hit and not done else exit_codes.DONE)


def read(arguments: argparse.Namespace) -> Answer:
    return described(limen.read_answer(arguments.message, own(arguments), arguments.other))


def confirm(arguments: argparse.Namespace) -> Answer:
    said = limen.read_answer(arguments.message, own(arguments), arguments.other)
    limen.confirm(
        said,
        privacy.Key.load(arguments.officer_key),
        own(arguments),
        arguments.other,
        arguments.output,
        officer=arguments.officer,
        recipient=arguments.recipient,
        justification=arguments.justification,
        legal_basis=arguments.legal_basis,
    )
    return Answer({"reference": said.reference, "file": str(arguments.output)}, f"wrote {arguments.output}")


def release(arguments: argparse.Namespace) -> Answer:
    gallery = limen.Gallery.open(arguments.gallery, secret(arguments))
    desk = limen.HitDesk.open(arguments.desk, own(arguments))
    with writing(arguments, gallery) as audit:
        desk.release(
            arguments.message, arguments.other, arguments.known_officer, gallery, record_of, audit, arguments.output
        )
    return Answer({"file": str(arguments.output)}, f"released once: wrote {arguments.output}")


def record_of(subject: limen.SubjectRecord) -> bytes:
    """What is handed out: who it is and since when, no template."""
    return json.dumps({"label": subject.label, "enrolled": subject.enrolled.isoformat()}).encode()


def receive(arguments: argparse.Namespace) -> Answer:
    reference, record = limen.read_release(arguments.message, own(arguments), arguments.other)
    if arguments.output:
        arguments.output.write_bytes(record)
        return Answer({"reference": reference, "file": str(arguments.output)}, f"wrote {arguments.output}")
    text = record.decode("utf-8", "replace")
    return Answer({"reference": reference, "record": text}, text)
