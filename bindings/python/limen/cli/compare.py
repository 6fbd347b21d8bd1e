"""limen compare A B: images or template files; the score, and the false-match rate it stands for."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import limen
from limen.cli import exit_codes
from limen.cli.answer import Answer
from limen.cli.files import Face, FaceLoader, Finger, add_ppi, is_template, load_finger, must_exist, parse
from limen.cli.models import add_demonstration, add_folder, add_runtime, calibration_of, registry


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("a", type=Path, metavar="A")
    parser.add_argument("b", type=Path, metavar="B")
    parser.add_argument("--face", action="store_true", help="images are faces, not fingers")
    rate = parser.add_mutually_exclusive_group()
    rate.add_argument("--fmr", type=float, help="decide at this false-match rate: exit status 1 below the threshold")
    rate.add_argument(
        "--fpir", type=float, help="the same for a search among --n persons: the rate of false alarms of a search"
    )
    parser.add_argument("--n", type=int, default=0, metavar="N", help="among how many a search of --fpir is made")
    parser.add_argument("--explain", type=Path, metavar="PNG", help="a picture of the paired minutiae")
    add_ppi(parser)
    add_folder(parser)
    add_demonstration(parser)
    add_runtime(parser)


def run(arguments: argparse.Namespace) -> Answer:
    wanted = rate_of(arguments)
    faces = FaceLoader(arguments)
    a = load(arguments.a, arguments.face, faces, arguments.ppi)
    b = load(arguments.b, isinstance(a, Face), faces, arguments.ppi)
    if isinstance(a, Face) and isinstance(b, Face):
        answer = compare_faces(a, b, arguments, wanted)
    elif isinstance(a, Finger) and isinstance(b, Finger):
        answer = compare_fingers(a, b, arguments, wanted)
    else:
        raise limen.Error(
            f"{arguments.a} and {arguments.b}: a face and a finger cannot be compared", "invalid_argument"
        )
    if wanted is not None:
        match = answer.data["match"]
        answer.text += f"\nat FMR {wanted:g}: {'at or above' if match else 'below'} the threshold"
        answer.text += (
            f" {answer.data['threshold']:.3f}{', extrapolated' if answer.data['threshold_extrapolated'] else ''}"
        )
        answer.exit_code = exit_codes.DONE if match else exit_codes.ATTENTION
    return answer


def rate_of(arguments: argparse.Namespace) -> float | None:
    """The false-match rate that is asked for, if one is."""
    for name in ("fmr", "fpir"):
        value = getattr(arguments, name)
        if value is not None and not 0 < value < 1:
            raise limen.Error(f"--{name}: a rate between 0 and 1 is wanted, {value} was given", "invalid_argument")
    if (arguments.fpir is not None) != (arguments.n > 0) or arguments.n < 0:
        raise limen.Error(
            "--fpir and --n: a rate of searches among so many persons; both are wanted", "invalid_argument"
        )
    wanted: float | None = arguments.fmr if arguments.fpir is None else arguments.fpir / arguments.n
    return wanted


def load(path: Path, face: bool, faces: FaceLoader, ppi: float) -> Finger | Face:
    """`face` says what an image is; a template file says so itself."""
    must_exist(path)
    if is_template(path):
        return parse(path)
    return faces.load(path) if face else load_finger(path, ppi)


def compare_fingers(a: Finger, b: Finger, arguments: argparse.Namespace, wanted: float | None) -> Answer:
    finger = limen.fingerprint
    mirrored = finger.may_be_mirrored(a.template, b.template)
    hint = "one of the two may be mirrored: its mirror image would match"
    try:
        comparison = finger.compare(a.template, b.template)
    except limen.Error as error:
        raise limen.Error(f"{error}; {hint}" if mirrored else str(error), error.code) from error
    calibration = finger.calibration(comparison.method)
    data: dict[str, Any] = {
        "modality": "fingerprint",
        "score": comparison.score / 1000,
        "method": comparison.method.name,
        "pairs": comparison.pairs,
        "may_be_mirrored": mirrored,
        "features": dict(zip(finger.features, comparison.features, strict=True)),
    }
    stands_for(data, calibration, comparison.score, wanted)
    text = f"score {data['score']:.3f}, {comparison.pairs} paired minutiae; {meaning(data)}"
    if mirrored:
        text += f"\n{hint}"
    if arguments.explain:
        explanation = finger.explain(a.template, b.template)
        limen.io.write_image(arguments.explain, finger.draw(explanation, a.image, b.image))
        data["picture"] = str(arguments.explain)
    return Answer(data, text)


def compare_faces(a: Face, b: Face, arguments: argparse.Namespace, wanted: float | None) -> Answer:
    if arguments.explain:
        raise limen.Error("--explain: there is a picture for fingers only", "unsupported_format")
    score = limen.face.compare(a.template, b.template)
    data: dict[str, Any] = {"modality": "face", "score": score / 1000, "model": str(a.template.model)}
    calibration = calibration_of(registry(arguments), a.template.model)
    if calibration is None:
        if wanted is not None:
            raise limen.Error(
                "--fmr: this model has no calibration, its scores stand for no rate; measure one with: limen evaluate "
                "face … --calibrate FILE, and register it with: limen models calibrate FILE",
                "unavailable",
            )
        return Answer(data, f"cosine {data['score']:.3f}; this model has no calibration")
    stands_for(data, calibration, score, wanted)
    return Answer(data, f"cosine {data['score']:.3f}; {meaning(data)}")


def stands_for(data: dict[str, Any], calibration: limen.Calibration, score: int, fmr: float | None) -> None:
    data["minus_log10_fmr"] = calibration.minus_log10_fmr(score)
    data["minus_log10_fmr_bounds"] = calibration.bounds(score)
    data["log10_likelihood_ratio"] = calibration.log10_likelihood_ratio(score)
    data["extrapolated"] = calibration.extrapolated(score)
    if fmr is not None:
        threshold = calibration.threshold(fmr)
        data["threshold"] = threshold / 1000
        data["threshold_extrapolated"] = calibration.extrapolated(threshold)
        data["match"] = score >= threshold


def meaning(data: dict[str, Any]) -> str:
    beyond = ", extrapolated beyond what was measured" if data["extrapolated"] else ""
    between = ""
    if data["minus_log10_fmr_bounds"] and data["minus_log10_fmr"] > 0:
        low, high = data["minus_log10_fmr_bounds"]
        between = f" (95 %: {10**-high:.2g} to {10**-low:.2g})"
    said = f"stands for a false-match rate of {10 ** -data['minus_log10_fmr']:.2g}{between}{beyond}"
    if data["log10_likelihood_ratio"] is not None:
        said += f"; log10 likelihood ratio {data['log10_likelihood_ratio']:+.1f}"
    return said
