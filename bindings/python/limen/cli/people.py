"""Fingers and faces of one person, from the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

import limen
from limen.cli.files import Face, FaceLoader, Finger, add_ppi, load_finger, must_exist, naming
from limen.cli.models import add_demonstration, add_folder, add_runtime


def add_person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--finger",
        action="append",
        default=[],
        type=finger,
        metavar="POSITION=FILE",
        help="e.g. right_index=FILE; an image or a template file; repeat for more",
    )
    parser.add_argument(
        "--face", action="append", default=[], type=Path, metavar="FILE", help="an image or a template file"
    )
    parser.add_argument(
        "--file",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="whatever it holds: an ANSI/NIST-ITL transaction, a minutiae or image record, a passport data group",
    )
    add_ppi(parser)
    add_folder(parser)
    add_runtime(parser)
    add_demonstration(parser)


def finger(text: str) -> tuple[limen.FingerPosition, Path]:
    name, equals, file = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"POSITION=FILE is wanted, {text!r} was given")
    try:
        return limen.FingerPosition(name), Path(file)
    except limen.Error as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def templates(
    arguments: argparse.Namespace,
) -> tuple[list[limen.fingerprint.Template], list[limen.face.Template]]:
    fingers, faces = load(arguments)
    return [finger.template for finger in fingers], [face.template for face in faces]


def load(arguments: argparse.Namespace) -> tuple[list[Finger], list[Face]]:
    """The same with the images that they were extracted from, where they came from images."""
    loader = FaceLoader(arguments)
    if not arguments.finger and not arguments.face and not arguments.file:
        raise limen.Error("no --finger, no --face and no --file was given", "invalid_argument")
    fingers = [load_finger(file, arguments.ppi, position) for position, file in arguments.finger]
    faces = [loader.load(file) for file in arguments.face]
    for file in arguments.file:
        more_fingers, more_faces = exchanged(file, arguments.ppi, loader)
        fingers += more_fingers
        faces += more_faces
    return fingers, faces


def exchanged(path: Path, ppi: float, loader: FaceLoader) -> tuple[list[Finger], list[Face]]:
    """The fingers and faces of an exchange file, as it came."""
    must_exist(path)
    with naming(path):
        held = limen.interchange.read(path.read_bytes(), ppi)
        fingers = [Finger(template) for template in held.templates]
        fingers += [Finger(limen.fingerprint.extract(sample), sample.image) for sample in held.fingers]
        faces = [Face(loader.extract(image), image) for image in held.faces]
        if not fingers and not faces:
            raise limen.Error("neither a finger nor a face in it", "not_found")
    return fingers, faces
