"""limen convert IN OUT: between minutiae records, templates, images and finger image records."""

from __future__ import annotations

import argparse
from pathlib import Path

import limen
from limen.cli.answer import Answer
from limen.cli.files import FINGER_MAGIC, FINGER_SUFFIX, add_ppi

# What the extension of OUT stands for, unless --to says it.
BY_SUFFIX = {".fmr": "iso_2005", ".fir": "finger_images", FINGER_SUFFIX: "template"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("input", type=Path, metavar="IN")
    parser.add_argument("output", type=Path, metavar="OUT")
    parser.add_argument(
        "--to",
        choices=(*limen.interchange.MINUTIAE_FORMATS, "finger_images", "template", "image"),
        help="format of OUT (default: from its extension; images: .png .wsq ...)",
    )
    parser.add_argument("--bits-per-pixel", type=float, default=0.75, help="WSQ: 0.75 is 15:1, 2.25 is 5:1")
    add_ppi(parser)


def run(arguments: argparse.Namespace) -> Answer:
    target = arguments.to or BY_SUFFIX.get(arguments.output.suffix.lower(), "image")
    content = arguments.input.read_bytes()
    if target in limen.interchange.MINUTIAE_FORMATS and limen.interchange.sniff(content) == "minutiae record":
        arguments.output.write_bytes(limen.interchange.convert_minutiae(content, target))
        return answer(arguments, target, [arguments.output], [])
    if content[:4] == FINGER_MAGIC:
        templates, fingers, faces, warnings = [limen.fingerprint.parse(content)], [], [], []
    else:
        held = limen.interchange.read(content, arguments.ppi)
        templates, fingers, faces = held.templates, held.fingers, held.faces
        warnings = [str(diagnostic) for diagnostic in held.diagnostics]
    if target == "image":
        written = images(arguments, [finger.image for finger in fingers] + faces)
    elif target == "finger_images":
        arguments.output.write_bytes(limen.interchange.write_finger_images(fingers))
        written = [arguments.output]
    else:
        templates = templates + [limen.fingerprint.extract(finger) for finger in fingers]
        written = minutiae(arguments, target, templates)
    return answer(arguments, target, written, warnings)


def numbered(path: Path, count: int) -> list[Path]:
    """OUT, or OUT with numbers if there are several."""
    if count == 1:
        return [path]
    return [path.with_name(f"{path.stem}.{number:02}{path.suffix}") for number in range(1, count + 1)]


def images(arguments: argparse.Namespace, found: list[limen.Image]) -> list[Path]:
    if not found:
        raise limen.Error(f"{arguments.input}: no image in it", "not_found")
    paths = numbered(arguments.output, len(found))
    for path, image in zip(paths, found, strict=True):
        if path.suffix.lower() == ".wsq":
            path.write_bytes(limen.interchange.encode_wsq(image, arguments.bits_per_pixel))
        else:
            limen.io.write_image(path, image)
    return paths


def minutiae(arguments: argparse.Namespace, target: str, templates: list[limen.fingerprint.Template]) -> list[Path]:
    if not templates:
        raise limen.Error(f"{arguments.input}: no finger in it", "not_found")
    if target == "template" or target.startswith("iso_card"):
        paths = numbered(arguments.output, len(templates))
        for path, template in zip(paths, templates, strict=True):
            one = limen.fingerprint.serialise(template) if target == "template" else None
            path.write_bytes(one or limen.interchange.write_minutiae([template], target))
        return paths
    arguments.output.write_bytes(limen.interchange.write_minutiae(templates, target))
    return [arguments.output]


def answer(arguments: argparse.Namespace, target: str, written: list[Path], warnings: list[str]) -> Answer:
    data = {"input": str(arguments.input), "to": target, "written": [str(path) for path in written]}
    return Answer(data | {"diagnostics": warnings}, "\n".join(str(path) for path in written), warnings=warnings)
