"""limen synth fingerprints|faces: procedural fingers and faces on disk, nobody's."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import limen
from limen.cli.answer import Answer
from limen.progress import bar

# From a subject's seed to what makes the images of its captures.
Maker = Callable[[int], Callable[[int], limen.Image]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    prints = commands.add_parser("fingerprints", help="PNG files FINGER_IMPRESSION.png at 500 ppi")
    prints.add_argument(
        "-n", "--fingers", type=int, required=True, metavar="N", help="how many fingers", dest="subjects"
    )
    prints.add_argument(
        "--impressions", type=int, default=1, metavar="K", help="of each (default: %(default)s)", dest="captures"
    )
    faces = commands.add_parser("faces", help="PNG files FACE_CAPTURE.png in colour")
    faces.add_argument("-n", "--faces", type=int, required=True, metavar="N", help="how many faces", dest="subjects")
    faces.add_argument("--captures", type=int, default=1, metavar="K", help="of each (default: %(default)s)")
    faces.add_argument(
        "--eye-distance", type=float, default=64.0, metavar="PX", help="between the eyes (default: %(default)s)"
    )
    for kind in (prints, faces):
        kind.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed gives the same subjects")
        kind.add_argument(
            "--severity", type=float, default=1.0, help="0 clean, 1 everyday, 2 bad (default: %(default)s)"
        )
        kind.add_argument("--threads", type=int, default=0, help="0: all processors (default)")
        kind.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")


def run(arguments: argparse.Namespace) -> Answer:
    if arguments.subjects < 1 or arguments.captures < 1 or arguments.seed < 0 or arguments.threads < 0:
        raise limen.Error(
            f"synth {arguments.what}: -n and the number of captures from 1, --seed and --threads from 0 are wanted",
            "invalid_argument",
        )
    arguments.output.mkdir(parents=True, exist_ok=True)
    make = fingers(arguments) if arguments.what == "fingerprints" else faces(arguments)

    def write(number: int) -> None:
        # Seeds of different runs do not meet: a run has room for a million subjects.
        image_of = make(1_000_000 * arguments.seed + number)
        for capture in range(1, arguments.captures + 1):
            limen.io.write_image(arguments.output / f"{number}_{capture}.png", image_of(capture))

    with ThreadPoolExecutor(arguments.threads or os.cpu_count()) as pool, bar(f"growing {arguments.what}") as tick:
        for done, _ in enumerate(pool.map(write, range(1, arguments.subjects + 1)), 1):
            tick(done, arguments.subjects)
    count = arguments.subjects * arguments.captures
    names = ("fingers", "impressions") if arguments.what == "fingerprints" else ("faces", "captures")
    data = dict(zip(names, (arguments.subjects, arguments.captures), strict=True))
    folder = str(arguments.output)
    return Answer(data | {"files": count, "folder": folder}, f"{count} images in {folder}")


def fingers(arguments: argparse.Namespace) -> Maker:
    synthesis = limen.fingerprint.synthesis
    options = synthesis.ImpressionOptions(severity=arguments.severity)
    return lambda seed: partial(synthesis.make_impression, synthesis.make_finger(seed), options=options)


def faces(arguments: argparse.Namespace) -> Maker:
    synthesis = limen.face.synthesis
    size = arguments.eye_distance
    if not 16 <= size <= 400:
        raise limen.Error(f"synth faces: --eye-distance from 16 to 400 is wanted, not {size}", "invalid_argument")
    options = synthesis.CaptureOptions(
        width=round(4 * size), height=round(5 * size), eye_distance=size, severity=arguments.severity
    )
    return lambda seed: lambda capture: synthesis.make_capture(seed, capture, capture=options).image
