"""limen info: versions, SIMD targets and the active one, models, dependencies."""

from __future__ import annotations

import argparse
import platform
from typing import Any

import numpy

import limen
from limen.cli.answer import Answer, columns
from limen.cli.models import add_folder, describe, registry


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_folder(parser)


def run(arguments: argparse.Namespace) -> Answer:
    simd = limen.simd
    models = registry(arguments)
    listed = models.list()
    rejected = simd.rejected()
    data: dict[str, Any] = {
        "limen": limen.version(),
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "dependencies": dict(limen.dependencies()),
        "simd": {
            "active": simd.active_target().name,
            "targets": [{"name": t.name, "features": t.features, "runnable": t.runnable} for t in simd.targets()],
        },
        "models": [describe(model) for model in listed],
        "models_folder": str(models.folder),
    }
    rows: list[tuple[object, ...]] = [("limen", data["limen"])]
    rows += [("Python", f"{data['python']}, numpy {data['numpy']}")]
    rows += [("built with", ", ".join(f"{name} {version}" for name, version in data["dependencies"].items()))]
    active = data["simd"]["active"]
    rows += [("SIMD", " ".join(f"[{t.name}]" if t.name == active else t.name for t in simd.targets() if t.runnable))]
    missing = [t.name for t in simd.targets() if not t.runnable]
    if missing:
        rows += [("", f"not on this machine: {' '.join(missing)}")]
    rows += [("models", f"{len(listed)} in {models.folder}")]
    rows += [("", f"{model.name} ({model.kind.name})") for model in listed]
    warnings = [f"LIMEN_SIMD={rejected} is not a target of this machine: ignored"] if rejected else []
    return Answer(data, columns(rows), warnings=warnings)
