"""limen evaluate fingerprint|face|protection: error rates on labelled images, and what protection costs."""

from __future__ import annotations

import argparse

from limen.cli import evaluate_face, evaluate_fingerprint, evaluate_protection
from limen.cli.answer import Answer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", metavar="MODALITY", required=True)
    evaluate_fingerprint.add_arguments(
        kinds.add_parser("fingerprint", help="all pairs within and across sets of FINGER_IMPRESSION.ext files")
    )
    evaluate_protection.add_arguments(
        kinds.add_parser("protection", help="protected templates: accuracy, unlinkability, attacks")
    )
    evaluate_face.add_arguments(
        kinds.add_parser("face", help="the pairs that a CSV file lists, or all pairs of labelled images; calibration")
    )


def run(arguments: argparse.Namespace) -> Answer:
    if arguments.kind == "protection":
        return evaluate_protection.run(arguments)
    if arguments.kind == "face":
        return evaluate_face.run(arguments)
    return evaluate_fingerprint.run(arguments)
