"""limen models list|add|fetch|calibrate: the face models on this machine. limen ships none."""

from __future__ import annotations

import argparse
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import limen
from limen.cli.answer import Answer, columns
from limen.progress import bar

MAX_BYTES = 1 << 30


def add_folder(parser: argparse.ArgumentParser) -> None:
    """--models, for every command that may need a face model."""
    parser.add_argument(
        "--models", type=Path, metavar="DIR", help="folder of the face models (default: the user's own)"
    )


def add_demonstration(parser: argparse.ArgumentParser) -> None:
    """--allow-demonstration, for every command that may describe a face. `main` warns when it is used."""
    parser.add_argument(
        "--allow-demonstration",
        action="store_true",
        help=f"without a registered model describe faces by {limen.face.DEMONSTRATION}: to try limen, not to decide",
    )


DEMONSTRATION_WARNING = (
    f"{limen.face.DEMONSTRATION} is for demonstrations and tests: it confuses people whom a network tells apart"
)


def registry(arguments: argparse.Namespace) -> limen.face.Models:
    return limen.face.Models(arguments.models) if arguments.models else limen.face.Models()


def add_runtime(parser: argparse.ArgumentParser) -> None:
    """--runtime, for every command that may run a face model."""
    parser.add_argument(
        "--runtime",
        choices=list(limen.face.Runtime.__members__),
        default="automatic",
        help="what runs face models; automatic: OpenCV, or ONNX Runtime where OpenCV cannot (default: %(default)s)",
    )


def calibration_of(models: limen.face.Models, model: limen.face.ModelId) -> limen.Calibration | None:
    """The measured calibration that is registered with a model, else the shipped one."""
    for measured in models.calibrations():
        if measured.model == model:
            return measured.calibration
    return limen.face.calibration(model)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add_folder(commands.add_parser("list", help="the models that are there, and those limen knows"))
    add = commands.add_parser("add", help="copy model files into the folder, after they have been tried")
    add.add_argument("files", type=Path, nargs="+", metavar="FILE.onnx")
    add_folder(add)
    calibrate = commands.add_parser("calibrate", help="register what `limen evaluate face … --calibrate FILE` wrote")
    calibrate.add_argument("file", type=Path, metavar="FILE.json")
    add_folder(calibrate)
    fetch = commands.add_parser("fetch", help="fetch known models from their publishers, checked by their hash")
    fetch.add_argument("names", nargs="*", metavar="NAME", help="see `limen models list`; none: the preferred ones")
    add_folder(fetch)


def run(arguments: argparse.Namespace) -> Answer:
    actions = {"list": listed, "add": add_files, "calibrate": calibrate_model, "fetch": fetch_known}
    return actions[arguments.action](arguments)


def describe(model: limen.face.Model) -> dict[str, Any]:
    return {
        "name": model.name,
        "kind": model.kind.name,
        "id": str(model.id),
        "file": str(model.file),
        "licence": model.licence,
    }


def listed(arguments: argparse.Namespace) -> Answer:
    models = registry(arguments)
    there = models.list()
    ids = {str(model.id) for model in there}
    known = [
        {
            "name": k.name,
            "kind": k.kind.name,
            "id": k.sha256,
            "url": k.url,
            "licence": k.licence,
            "there": k.sha256 in ids,
        }
        for k in limen.face.known_models()
    ]
    measured = {str(c.model): c.trial for c in models.calibrations()}
    scores = {str(m.id): meaning(m, measured) for m in there if m.kind == limen.face.ModelKind.embedder}
    data = {
        "folder": str(models.folder),
        "models": [describe(m) | {"calibration": scores.get(str(m.id))} for m in there],
        "known": known,
    }
    rows = [(m.name, m.kind.name, str(m.id)[:16], m.file.name, scores.get(str(m.id), "")) for m in there]
    text = f"{len(there)} in {models.folder}\n" + columns(rows, "  ")
    absent = [
        (k["name"], k["kind"], k["licence"], k["url"] or "(add the file yourself)") for k in known if not k["there"]
    ]
    if absent:
        text += "\nknown, but not there:\n" + columns(absent, "  ")
    return Answer(data, text.rstrip())


def meaning(model: limen.face.Model, measured: dict[str, str]) -> str:
    """Where the calibration of an embedder comes from."""
    if str(model.id) in measured:
        return f"calibrated on {measured[str(model.id)]}"
    return "calibration shipped" if limen.face.calibration(model.id) else "no calibration"


def add_files(arguments: argparse.Namespace) -> Answer:
    models = registry(arguments)
    added = [models.add(file) for file in arguments.files]
    text = "\n".join(f"added {model.name} ({model.kind.name}) {str(model.id)[:16]}" for model in added)
    return Answer({"added": [describe(model) for model in added]}, text)


def calibrate_model(arguments: argparse.Namespace) -> Answer:
    if not arguments.file.is_file():
        raise limen.Error(f"{arguments.file}: no such file", "not_found")
    try:
        measured = limen.face.ModelCalibration.from_json(arguments.file.read_text(encoding="utf-8", errors="replace"))
    except limen.Error as error:
        raise limen.Error(f"{arguments.file}: {error}", error.code) from error
    model = registry(arguments).calibrate(measured)
    data = describe(model) | {"trial": measured.trial, "non_mated": measured.non_mated, "subjects": measured.subjects}
    text = f"calibrated {model.name}: {measured.non_mated} non-mated trials of {measured.subjects} persons"
    return Answer(data, text)


def fetch_known(arguments: argparse.Namespace) -> Answer:
    known = {k.name: k for k in limen.face.known_models()}
    names = arguments.names or preferred()
    for name in names:
        if name not in known:
            raise limen.Error(f"models: {name} is not known; known are {', '.join(known)}", "not_found")
        if not known[name].url:
            raise limen.Error(f"models: nobody publishes {name} at a fixed address; add its file yourself", "not_found")
    fetched = [fetch(registry(arguments), known[name]) for name in names]
    text = "\n".join(f"fetched {model.name} ({model.kind.name}) {str(model.id)[:16]}" for model in fetched)
    return Answer({"fetched": [describe(model) for model in fetched]}, text)


def preferred() -> list[str]:
    """The first of each kind that its publisher has at a fixed address."""
    first: dict[str, str] = {}
    for k in limen.face.known_models():
        if k.url:
            first.setdefault(k.kind.name, k.name)
    return list(first.values())


def fetch(models: limen.face.Models, known: limen.face.KnownModel) -> limen.face.Model:
    """Downloads to a temporary file; the registry refuses it unless every byte is the known one."""
    if not known.url.startswith("https://"):
        raise limen.Error(f"models: {known.url} is not https", "invalid_argument")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / known.file
        try:
            download(known, file)
        except urllib.error.URLError as error:
            advice = f"download it elsewhere and run: limen models add {known.file}"
            raise limen.Error(f"models: {known.url}: {error.reason}; {advice}", "io_error") from error
        return models.add(file, limen.face.ModelId(known.sha256))


def download(known: limen.face.KnownModel, file: Path) -> None:
    with urllib.request.urlopen(known.url, timeout=60) as answer, file.open("wb") as out, bar(known.name) as tick:
        done = 0
        while piece := answer.read(1 << 16):
            done += len(piece)
            if done > min(MAX_BYTES, known.bytes):
                raise limen.Error(f"models: {known.url} gives more than {known.bytes} bytes", "corrupt")
            out.write(piece)
            tick(done, known.bytes)
