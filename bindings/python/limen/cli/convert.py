"""limen convert IN OUT: between minutiae records, cards, templates, images, finger image records and INT-I searches."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

import limen
from limen.cli.answer import Answer
from limen.cli.files import FINGER_MAGIC, FINGER_SUFFIX, add_ppi, naming

CARDS = ("iso_card_normal", "iso_card_compact")
SEARCHES = ("cps", "nps", "mps", "atp")
# What the extension of OUT stands for, unless --to says it.
BY_SUFFIX = {".fmr": "iso_2005", ".fir": "finger_images", FINGER_SUFFIX: "template"}
TRANSACTIONS = (".an2", ".an2k", ".nist", ".nst", ".eft", ".int")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("input", type=Path, metavar="IN")
    parser.add_argument("output", type=Path, metavar="OUT")
    parser.add_argument(
        "--to",
        choices=(*limen.interchange.MINUTIAE_FORMATS, "finger_images", "template", "image", *SEARCHES),
        help="format of OUT (default: from its extension; images: .png .wsq ...)",
    )
    parser.add_argument("--from", dest="card", choices=CARDS, help="IN is a card's minutiae, which do not say it")
    parser.add_argument("--bits-per-pixel", type=float, default=0.75, help="WSQ: 0.75 is 15:1, 2.25 is 5:1")
    parser.add_argument("--position", help="finger of an image that does not say it, e.g. right_index")
    add_ppi(parser)
    search = parser.add_argument_group("to an INT-I search: criminal, non-criminal, latent, or to be added")
    search.add_argument("--tcn", help="transaction number: 14 digits and their letter")
    search.add_argument("--source", help="agency that took the prints")
    search.add_argument("--destination", default="", help="agency that is asked (1.007)")
    search.add_argument("--origin", default="", help="agency that asks (1.008)")
    search.add_argument("--date", help="YYYYMMDD (default: today, UTC)")


def run(arguments: argparse.Namespace) -> Answer:
    target = arguments.to or by_suffix(arguments.output)
    content = arguments.input.read_bytes()
    with naming(arguments.input):
        record = limen.interchange.sniff(content) == "minutiae record"
        if record and arguments.card:
            raise limen.Error("a minutiae record, which says what it is: --from is for cards", "invalid_argument")
        if record and target in limen.interchange.MINUTIAE_FORMATS:
            arguments.output.write_bytes(limen.interchange.convert_minutiae(content, target))
            mended = [str(diagnostic) for diagnostic in limen.interchange.read(content).diagnostics]
            return answer(arguments, target, [arguments.output], mended)
        templates, fingers, faces, warnings = held(arguments, content)
        if target == "image":
            written = images(arguments, [finger.image for finger in fingers] + faces)
        elif target == "finger_images" or target in SEARCHES:
            if not fingers:
                raise limen.Error("no image of a finger in it", "not_found")
            one = transaction(arguments, target, fingers) if target in SEARCHES else None
            arguments.output.write_bytes(one or limen.interchange.write_finger_images(fingers))
            written = [arguments.output]
        else:
            templates += [limen.fingerprint.extract(finger) for finger in fingers]
            written = minutiae(arguments, target, templates)
    return answer(arguments, target, written, warnings)


def by_suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix in TRANSACTIONS:
        raise limen.Error(f"{path}: --to {' or '.join(SEARCHES)} says which transaction it is", "invalid_argument")
    return BY_SUFFIX.get(suffix, "image")


def held(
    arguments: argparse.Namespace, content: bytes
) -> tuple[list[limen.fingerprint.Template], list[limen.Sample], list[limen.Image], list[str]]:
    """Templates, fingers and faces of IN, and what its reader had to mend."""
    if arguments.card:
        return [limen.interchange.read_card(content, arguments.card)], [], [], []
    if content[:4] == FINGER_MAGIC:
        return [limen.fingerprint.parse(content)], [], [], []
    held = limen.interchange.read(content, arguments.ppi)
    fingers = held.fingers
    if arguments.position:
        position = limen.FingerPosition(arguments.position)
        unknown = limen.FingerPosition.unknown
        fingers = [limen.Sample(f.image, position, f.impression) if f.position == unknown else f for f in fingers]
    return held.templates, fingers, held.faces, [str(diagnostic) for diagnostic in held.diagnostics]


def transaction(arguments: argparse.Namespace, target: str, fingers: list[limen.Sample]) -> bytes:
    if not arguments.tcn or not arguments.source:
        raise limen.Error("--tcn and --source are wanted for a transaction", "invalid_argument")
    return limen.interchange.build_search(
        target.upper(),
        fingers,
        tcn=arguments.tcn,
        date=arguments.date or f"{datetime.now(UTC):%Y%m%d}",
        source=arguments.source,
        destination=arguments.destination,
        origin=arguments.origin,
    )


def numbered(path: Path, count: int) -> list[Path]:
    """OUT, or OUT with numbers if there are several."""
    if count == 1:
        return [path]
    return [path.with_name(f"{path.stem}.{number:02}{path.suffix}") for number in range(1, count + 1)]


def images(arguments: argparse.Namespace, found: list[limen.Image]) -> list[Path]:
    if not found:
        raise limen.Error("no image in it", "not_found")
    paths = numbered(arguments.output, len(found))
    for path, image in zip(paths, found, strict=True):
        if path.suffix.lower() == ".wsq":
            path.write_bytes(limen.interchange.encode_wsq(image, arguments.bits_per_pixel))
        else:
            limen.io.write_image(path, image)
    return paths


def minutiae(arguments: argparse.Namespace, target: str, templates: list[limen.fingerprint.Template]) -> list[Path]:
    if not templates:
        raise limen.Error("no finger in it", "not_found")
    if target == "template" or target in CARDS:
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
