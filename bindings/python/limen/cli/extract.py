"""limen extract IMAGE...: template files, quality, pictures."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy

import limen
from limen.cli import exit_codes
from limen.cli.answer import Answer
from limen.cli.files import FACE_SUFFIX, FINGER_SUFFIX, Face, FaceLoader, add_ppi
from limen.cli.models import add_demonstration, add_folder
from limen.progress import bar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("images", type=Path, nargs="+", metavar="IMAGE")
    parser.add_argument("-o", "--output", type=Path, default=Path(), metavar="DIR", help="where to (default: here)")
    parser.add_argument("--face", action="store_true", help="the images are faces, not fingers")
    parser.add_argument("--position", default="unknown", help="finger position, e.g. right_index")
    parser.add_argument(
        "--choose",
        choices=("only_one", "largest", "most_central", "all"),
        default="only_one",
        help="which of several faces; all: NAME.1.face, NAME.2.face … (default: %(default)s, others are refused)",
    )
    parser.add_argument(
        "--draw", action="store_true", help="also NAME.minutiae.png (a face: NAME.face.png, with bars of its quality)"
    )
    parser.add_argument("--trace", type=Path, metavar="DIR", help="a picture of each stage of the extraction")
    add_ppi(parser)
    add_folder(parser)
    add_demonstration(parser)


def run(arguments: argparse.Namespace) -> Answer:
    arguments.output.mkdir(parents=True, exist_ok=True)
    faces = FaceLoader(arguments)
    position = limen.FingerPosition(arguments.position)
    results: list[dict[str, Any]] = []
    with bar("extracting") as tick:
        for done, path in enumerate(arguments.images):
            tick(done, len(arguments.images))
            try:
                if arguments.face:
                    results += extract_faces(path, faces, arguments)
                else:
                    results.append(extract_finger(path, position, arguments))
            except limen.Error as error:
                results.append({"image": str(path), "error": {"code": error.code, "message": str(error)}})
    failed = [result["error"] for result in results if "error" in result]
    code = max((exit_codes.OF_CODE[error["code"]] for error in failed), default=exit_codes.DONE)
    text = "\n".join(line(result) for result in results if "error" not in result)
    warnings = [f"{error['message']} [{error['code']}]" for error in failed]
    return Answer({"results": results}, text, code, warnings)


def line(result: dict[str, Any]) -> str:
    reasons = f" ({'; '.join(result['reasons'])})" if result["reasons"] else ""
    counted = f", {result['minutiae']} minutiae" if "minutiae" in result else ""
    return f"{result['image']}: quality {result['quality']}{reasons}{counted} -> {result['template']}"


def extract_finger(path: Path, position: limen.FingerPosition, arguments: argparse.Namespace) -> dict[str, Any]:
    image = limen.io.read_image(path, assume=arguments.ppi)
    finger = limen.fingerprint
    trace = None
    if arguments.trace:
        arguments.trace.mkdir(parents=True, exist_ok=True)
        trace = Pictures(arguments.trace, path.stem)
    try:
        template = finger.extract(limen.Sample(image, position), trace=trace)
    except limen.Error as error:
        raise limen.Error(f"{path}: {error}", error.code) from error
    target = arguments.output / (path.stem + FINGER_SUFFIX)
    target.write_bytes(finger.serialise(template))
    result = described(path, target, finger.quality(template))
    result["minutiae"] = len(template.minutiae)
    result["resolution"] = image.resolution
    result["resolution_assumed"] = image.resolution_assumed
    if arguments.draw:
        picture = arguments.output / f"{path.stem}.minutiae.png"
        limen.io.write_image(picture, finger.draw_minutiae(image, template))
        result["picture"] = str(picture)
    return result


def extract_faces(path: Path, loader: FaceLoader, arguments: argparse.Namespace) -> list[dict[str, Any]]:
    if arguments.choose == "all":
        found = loader.extract_every(path)
        return [write_face(path, f"{path.stem}.{number}", face, arguments) for number, face in enumerate(found, 1)]
    face = loader.load(path)
    components = loader.assess(face.image) if arguments.draw and face.image else []
    return [write_face(path, path.stem, face, arguments, components)]


def write_face(
    path: Path,
    name: str,
    face: Face,
    arguments: argparse.Namespace,
    components: Sequence[limen.face.Component] = (),
) -> dict[str, Any]:
    if face.image is None:
        raise limen.Error(f"{path}: a template file already", "unsupported_format")
    target = arguments.output / (name + FACE_SUFFIX)
    target.write_bytes(limen.face.serialise(face.template))
    result = described(path, target, limen.face.quality(face.template))
    result["model"] = str(face.template.model)
    result["box"] = list(face.template.box)
    result["landmarks"] = face.template.landmarks.tolist()
    result["landmarks_estimated"] = face.template.landmarks_estimated
    if arguments.draw:
        picture = arguments.output / f"{name}.face.png"
        limen.io.write_image(picture, limen.face.draw_quality(face.image, face.template, list(components)))
        result["picture"] = str(picture)
    return result


def described(path: Path, target: Path, quality: limen.Quality) -> dict[str, Any]:
    return {"image": str(path), "template": str(target), "quality": quality.value, "reasons": quality.reasons}


class Pictures:
    """A trace that writes every stage as a PNG file: NAME.01.mask.png, NAME.02.orientation.png, ..."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name, self._stage = folder, name, 0

    def __call__(self, stage: str, value: numpy.ndarray[Any, Any] | limen.Image, cell: float) -> None:
        self._stage += 1
        picture = value if isinstance(value, limen.Image) else limen.fingerprint.draw_field(stage, value, cell)
        limen.io.write_image(self._folder / f"{self._name}.{self._stage:02}.{stage}.png", picture)
