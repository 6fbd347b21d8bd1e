"""Fingers and faces of one person, from the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

import limen
from limen.cli.files import FaceLoader, add_ppi, load_finger
from limen.cli.models import add_folder


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
    add_ppi(parser)
    add_folder(parser)


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
    faces = FaceLoader(arguments)
    if not arguments.finger and not arguments.face:
        raise limen.Error("no --finger and no --face was given", "invalid_argument")
    return (
        [load_finger(file, arguments.ppi, position).template for position, file in arguments.finger],
        [faces.load(file).template for file in arguments.face],
    )
