"""limen gallery create|enrol|list|stats|remove|check|rotate GALLERY: references and the rules they are kept under."""

from __future__ import annotations

import argparse
import getpass
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import limen
from limen.cli.answer import Answer, columns
from limen.cli.audit import add_log, writing
from limen.cli.keys import add_key, new_secret, secret
from limen.cli.people import add_person, templates
from limen.cli.rules import add_rules, policy
from limen.progress import bar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)

    def action(name: str, summary: str) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=summary, description=summary)
        sub.add_argument("gallery", type=Path, metavar="GALLERY")
        add_key(sub)
        return sub

    action("create", "a new, empty gallery; a key file that is not there yet is made")
    enrol = action("enrol", "one subject with its fingers and faces")
    enrol.add_argument("--label", required=True, help="unique; better a pseudonym than a name")
    enrol.add_argument(
        "--purpose", action="append", required=True, help="for which it may be searched; repeat for more"
    )
    enrol.add_argument(
        "--retention", required=True, metavar="CLASS", help="how long it may be kept: see `retention rules`"
    )
    add_rules(enrol)
    enrol.add_argument("--anchor", metavar="DATE", help="from when retention runs (ISO 8601; default: now)")
    enrol.add_argument("--category", help="whose data they are (default: that of the retention class)")
    enrol.add_argument("--agency", default="", help="who brought them (default: who keeps the gallery)")
    enrol.add_argument("--legal-basis", default="", metavar="TEXT", help="if that is more than the class says")
    add_person(enrol)
    add_officer(enrol)
    action("list", "subjects and references, and the retention classes there are")
    stats = action("stats", "how many references of which kind, and what a search of them takes")
    stats.add_argument(
        "--purpose", help="also prepare what may be searched for it: how much, its memory, the work of a search"
    )
    stats.add_argument("--loss", type=float, default=0.005, help="of a search (default: 0.005)")
    remove = action("remove", "erase a subject, its references and their keys")
    who = remove.add_mutually_exclusive_group(required=True)
    who.add_argument("--subject", type=int, metavar="ID")
    who.add_argument("--label")
    add_officer(remove)
    action("check", "the store's consistency, then every seal, label and template")
    rotate = action("rotate", "another key; no template is touched")
    new = rotate.add_mutually_exclusive_group(required=True)
    new.add_argument("--new-key-file", type=Path, metavar="FILE", help="a key file that is not there yet is made")
    new.add_argument("--new-passphrase-env", metavar="NAME", help="the environment variable that holds it")
    new.add_argument("--new-passphrase", action="store_true", help="ask for it")
    add_officer(rotate)


def add_officer(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--officer", default=getpass.getuser(), help="who does it, for the audit log (default: you)")
    add_log(parser)


def run(arguments: argparse.Namespace) -> Answer:
    actions = {
        "create": create,
        "enrol": enrol,
        "list": listed,
        "stats": stats,
        "remove": remove,
        "check": check,
        "rotate": rotate,
    }
    return actions[arguments.action](arguments)


def create(arguments: argparse.Namespace) -> Answer:
    if arguments.gallery.exists():
        raise limen.Error(f"{arguments.gallery}: is there already", "already_exists")
    gallery = limen.Gallery.create(arguments.gallery, new_secret(arguments))
    data = {"gallery": str(arguments.gallery), "id": gallery.id}
    return Answer(data, f"created {arguments.gallery} (id {gallery.id})")


def enrol(arguments: argparse.Namespace) -> Answer:
    purposes = [limen.Purpose(name) for name in arguments.purpose]
    rules = policy(arguments)
    rules.retention_class(arguments.retention)  # before a picture is looked at
    fingers, faces = templates(arguments)
    gallery = limen.Gallery.open(arguments.gallery, secret(arguments), retention=rules)
    enrolment = limen.Enrolment(
        label=arguments.label,
        purposes=purposes,
        retention_class=arguments.retention,
        anchor=moment(arguments.anchor),
        category=limen.Category(arguments.category) if arguments.category else None,
        agency=arguments.agency,
        legal_basis=arguments.legal_basis,
        fingers=fingers,
        faces=faces,
    )
    with writing(arguments, gallery) as audit:
        subject = gallery.enrol(enrolment)
        audit.append(entry(arguments, gallery, "enrolment", "enrolled", subject))
    data = {"subject": subject.value, "label": arguments.label, "fingers": len(fingers), "faces": len(faces)}
    return Answer(
        data, f"enrolled {arguments.label} as subject {subject.value}: {len(fingers)} fingers, {len(faces)} faces"
    )


def moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise limen.Error(f"{text!r} is not an ISO 8601 date", "invalid_argument") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def entry(
    arguments: argparse.Namespace,
    gallery: limen.Gallery,
    operation: str,
    result: str,
    subject: limen.SubjectId | None = None,
) -> limen.privacy.AuditEntry:
    return limen.privacy.AuditEntry(
        operation=limen.privacy.Operation(operation),
        officer=arguments.officer,
        gallery=gallery.id,
        result=result,
        subjects=[limen.privacy.person_of(gallery.id, subject)] if subject else [],
    )


def listed(arguments: argparse.Namespace) -> Answer:
    gallery = limen.Gallery.open(arguments.gallery, secret(arguments))
    subjects, stats = gallery.list(), gallery.stats()
    data: dict[str, Any] = {
        "id": gallery.id,
        "subjects": [
            {
                "id": subject.id.value,
                "label": subject.label,
                "enrolled": subject.enrolled.isoformat(),
                "references": [
                    {
                        "id": reference.id.value,
                        "modality": reference.modality.name,
                        "position": reference.position.name,
                        "purposes": [purpose.name for purpose in reference.purposes],
                        "retention_class": reference.retention_class,
                        "category": reference.category.name,
                        "agency": reference.agency,
                        "state": reference.state.name,
                        "expires": reference.expires.isoformat(),
                    }
                    for reference in subject.references
                ],
            }
            for subject in subjects
        ],
        "references": stats.references,
        "expired": stats.expired,
        "bytes": stats.bytes,
        "retention_classes": [named.name for named in limen.privacy.retention_classes()],
    }
    rows: list[tuple[object, ...]] = []
    for subject in data["subjects"]:
        for r in subject["references"]:
            what = r["position"] if r["modality"] == "fingerprint" else "face"
            purposes = ",".join(r["purposes"])
            rows.append(
                (
                    subject["id"],
                    subject["label"],
                    what,
                    purposes,
                    r["category"],
                    r["agency"] or "-",
                    r["retention_class"],
                    f"until {r['expires'][:10]}",
                    r["state"],
                )
            )
    text = f"{stats.subjects} subjects, {stats.references} references, {stats.expired} expired, {stats.bytes} bytes\n"
    text += columns(rows, "  ") + "\nretention classes: " + ", ".join(data["retention_classes"])
    return Answer(data, text)


def stats(arguments: argparse.Namespace) -> Answer:
    gallery = limen.Gallery.open(arguments.gallery, secret(arguments))
    whole = gallery.stats()
    references = [reference for subject in gallery.list() for reference in subject.references]
    kinds: dict[str, Counter[str]] = {
        "modality": Counter(r.modality.name for r in references),
        "position": Counter(r.position.name for r in references if r.modality == limen.Modality.fingerprint),
        "purpose": Counter(purpose.name for r in references for purpose in r.purposes),
        "category": Counter(r.category.name for r in references),
        "agency": Counter(r.agency or "-" for r in references),
        "retention_class": Counter(r.retention_class for r in references),
        "state": Counter(r.state.name for r in references),
    }
    data: dict[str, Any] = {
        "subjects": whole.subjects,
        "references": whole.references,
        "expired": whole.expired,
        "bytes": whole.bytes,
    } | {kind: dict(counts) for kind, counts in kinds.items()}
    text = (
        f"{whole.subjects} subjects, {whole.references} references, {whole.expired} expired, "
        f"{whole.bytes / 1e6:.1f} MB on disk\n"
    )
    text += columns([(kind, name, n) for kind, counts in kinds.items() for name, n in counts.most_common()], "  ")
    if arguments.purpose:
        data["search"] = prepared(gallery, limen.Purpose(arguments.purpose), arguments.loss)
        text += "\n" + searching(data["search"])
    return Answer(data, text)


def prepared(gallery: limen.Gallery, purpose: limen.Purpose, loss: float) -> dict[str, Any]:
    """What a search for this purpose would have before it, and the work of it."""
    with bar("preparing") as tick:
        view = gallery.view(purpose=purpose, threads=0, progress=tick)
    memory, sizes = view.finger_memory, limen.fingerprint.stage_sizes(view.subjects, loss=loss)
    return {
        "purpose": purpose.name,
        "references": view.size,
        "subjects": view.subjects,
        "form_bytes": memory.forms,
        "template_bytes": memory.templates,
        "loss": loss,
        "described": sizes.described,
        "aligned": sizes.aligned,
        "compared": sizes.compared,
    }


def searching(search: dict[str, Any]) -> str:
    megabytes = {name: search[name] / 1e6 for name in ("form_bytes", "template_bytes")}
    return (
        f"for {search['purpose']}: {search['references']} references of {search['subjects']} subjects may be searched; "
        f"prepared fingers take {megabytes['form_bytes']:.1f} MB of forms and "
        f"{megabytes['template_bytes']:.1f} MB of templates\n"
        f"a finger asked about all subjects, at a loss of {search['loss']:g}: {search['described']} described, "
        f"{search['aligned']} aligned, {search['compared']} compared in full"
    )


def remove(arguments: argparse.Namespace) -> Answer:
    gallery = limen.Gallery.open(arguments.gallery, secret(arguments))
    if arguments.label is not None:
        subject = gallery.subject(arguments.label).id
    else:
        subject = gallery.subject(limen.SubjectId(arguments.subject)).id
    with writing(arguments, gallery) as audit:
        references = gallery.remove(subject)
        said = entry(arguments, gallery, "removal", f"erased with {references} references")
        try:  # the log forgets the person too
            audit.forget([limen.privacy.person_of(gallery.id, subject)], said)
        except limen.Error as error:
            if error.code != "not_found":
                raise
            audit.append(said)  # it never named the person
    return Answer(
        {"subject": subject.value, "references": references}, f"erased subject {subject.value}, {references} references"
    )


def check(arguments: argparse.Namespace) -> Answer:
    gallery = limen.Gallery.open(arguments.gallery, secret(arguments))
    with bar("checking") as tick:
        gallery.check(threads=0, progress=tick)
    stats = gallery.stats()
    data = {"subjects": stats.subjects, "references": stats.references, "expired": stats.expired}
    return Answer(
        data, f"{stats.references} references of {stats.subjects} subjects are whole; {stats.expired} expired"
    )


def rotate(arguments: argparse.Namespace) -> Answer:
    gallery = limen.Gallery.open(arguments.gallery, secret(arguments))
    new = argparse.Namespace(
        key_file=arguments.new_key_file,
        passphrase_env=arguments.new_passphrase_env,
        passphrase=arguments.new_passphrase,
    )
    key = new_secret(new)
    with bar("wrapping keys") as tick, writing(arguments, gallery) as audit:
        gallery.rotate(key, threads=0, progress=tick)
        audit.append(entry(arguments, gallery, "key_rotation", "the gallery's key was changed"))
    references = gallery.stats().references
    return Answer(
        {"references": references}, f"wrapped the keys of {references} references anew; the old key opens nothing"
    )
