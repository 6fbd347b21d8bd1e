"""limen disclose GALLERY: what is kept of a person, for that person (GDPR art. 15, Directive (EU) 2016/680 art. 14)."""

from __future__ import annotations

import argparse
from pathlib import Path

import limen
from limen.cli.answer import Answer
from limen.cli.audit import add_log, log_of, writing
from limen.cli.keys import add_key, secret
from limen.cli.who import add_who, who


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("gallery", type=Path, metavar="GALLERY")
    person = parser.add_mutually_exclusive_group(required=True)
    person.add_argument("--subject", type=int, metavar="ID")
    person.add_argument("--label")
    parser.add_argument("--recipient", required=True, metavar="WHOM", help="to whom, and how that was made sure of")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="a new folder")
    parser.add_argument("--templates", action="store_true", help="with the stored templates, in base64")
    parser.add_argument(
        "--free-texts", action="store_true", help="with the log's free texts; read them first: they may concern others"
    )
    parser.add_argument(
        "--image",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="an image of the person's from your files: galleries hold none. Its pixels go in, its metadata do not",
    )
    add_key(parser)
    add_log(parser)
    add_who(parser)


def run(arguments: argparse.Namespace) -> Answer:
    folder: Path = arguments.output
    if folder.exists():
        raise limen.Error(f"{folder}: is there already", "already_exists")
    images = [limen.io.read_image(file, assume=500) for file in arguments.image]
    gallery = limen.Gallery.open(arguments.gallery, secret(arguments))
    by_label = arguments.label is not None
    subject = gallery.subject(arguments.label).id if by_label else limen.SubjectId(arguments.subject)
    log = log_of(arguments)
    records = limen.privacy.Audit.entries(log, gallery.audit_key()) if log.exists() else []
    with writing(arguments, gallery) as audit:
        told = limen.disclose(
            gallery,
            subject,
            records,
            audit,
            recipient=arguments.recipient,
            templates=arguments.templates,
            free_texts=arguments.free_texts,
            **who(arguments),
        )
    folder.mkdir(mode=0o700, parents=True)
    (folder / "record.json").write_text(f"{told}\n", encoding="utf-8")
    for number, image in enumerate(images, 1):
        limen.io.write_image(folder / f"image-{number}.png", image)
    data = {
        "folder": str(folder),
        "references": len(told.subject.references),
        "operations": len(told.operations),
        "images": len(images),
    }
    warnings = ["look at each image before you hand it over: other people may be in it"] if images else []
    text = f"wrote {folder}: {data['references']} references, {data['operations']} operations, {len(images)} images"
    return Answer(data, text, warnings=warnings)
