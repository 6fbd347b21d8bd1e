"""limen models list|add|fetch: the face models on this machine. limen ships none."""

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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add_folder(commands.add_parser("list", help="the models that are there, and those limen knows"))
    add = commands.add_parser("add", help="copy model files into the folder, after they have been tried")
    add.add_argument("files", type=Path, nargs="+", metavar="FILE.onnx")
    add_folder(add)
    fetch = commands.add_parser("fetch", help="fetch known models from their publishers, checked by their hash")
    fetch.add_argument("names", nargs="*", metavar="NAME", help="see `limen models list`; none: the preferred ones")
    add_folder(fetch)


def run(arguments: argparse.Namespace) -> Answer:
    return {"list": listed, "add": add_files, "fetch": fetch_known}[arguments.action](arguments)


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
    data = {"folder": str(models.folder), "models": [describe(model) for model in there], "known": known}
    rows = [(m.name, m.kind.name, str(m.id)[:16], m.file.name) for m in there]
    text = f"{len(there)} in {models.folder}\n" + columns(rows, "  ")
    absent = [
        (k["name"], k["kind"], k["licence"], k["url"] or "(add the file yourself)") for k in known if not k["there"]
    ]
    if absent:
        text += "\nknown, but not there:\n" + columns(absent, "  ")
    return Answer(data, text.rstrip())


def add_files(arguments: argparse.Namespace) -> Answer:
    models = registry(arguments)
    added = [models.add(file) for file in arguments.files]
    text = "\n".join(f"added {model.name} ({model.kind.name}) {str(model.id)[:16]}" for model in added)
    return Answer({"added": [describe(model) for model in added]}, text)


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
