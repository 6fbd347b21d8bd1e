"""limen synth fingerprints: procedural fingerprints on disk, nobody's fingers."""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import limen
from limen.cli.answer import Answer
from limen.fingerprint import synthesis
from limen.progress import bar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    prints = commands.add_parser("fingerprints", help="PNG files FINGER_IMPRESSION.png at 500 ppi")
    prints.add_argument("-n", "--fingers", type=int, required=True, metavar="N", help="how many fingers")
    prints.add_argument("--impressions", type=int, default=1, metavar="K", help="of each (default: %(default)s)")
    prints.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed gives the same fingers")
    prints.add_argument("--severity", type=float, default=1.0, help="0 clean, 1 everyday, 2 bad (default: %(default)s)")
    prints.add_argument("--threads", type=int, default=0, help="0: all processors (default)")
    prints.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")


def run(arguments: argparse.Namespace) -> Answer:
    if arguments.fingers < 1 or arguments.impressions < 1 or arguments.seed < 0 or arguments.threads < 0:
        raise limen.Error(
            "synth: -n and --impressions from 1, --seed and --threads from 0 are wanted", "invalid_argument"
        )
    arguments.output.mkdir(parents=True, exist_ok=True)
    options = synthesis.ImpressionOptions(severity=arguments.severity)

    def write(number: int) -> None:
        # Seeds of different runs do not meet: a run has room for a million fingers.
        finger = synthesis.make_finger(1_000_000 * arguments.seed + number)
        for impression in range(1, arguments.impressions + 1):
            image = synthesis.make_impression(finger, impression, options)
            limen.io.write_image(arguments.output / f"{number}_{impression}.png", image)

    with ThreadPoolExecutor(arguments.threads or os.cpu_count()) as pool, bar("growing fingers") as tick:
        for done, _ in enumerate(pool.map(write, range(1, arguments.fingers + 1)), 1):
            tick(done, arguments.fingers)
    count = arguments.fingers * arguments.impressions
    data = {"fingers": arguments.fingers, "impressions": arguments.impressions, "files": count}
    return Answer(data | {"folder": str(arguments.output)}, f"{count} images in {arguments.output}")
