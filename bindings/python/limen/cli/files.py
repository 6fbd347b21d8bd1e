"""Images and template files as the commands read them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import limen
from limen.cli.models import registry

# What template files begin with; the name of a file says nothing.
FINGER_MAGIC = b"LMFT"
FINGER_SUFFIX = ".finger"
FACE_SUFFIX = ".face"


@dataclass
class Finger:
    """A template, and the image that it was extracted from, if it came from one."""

    template: limen.fingerprint.Template
    image: limen.Image | None = None


@dataclass
class Face:
    """The same of a face."""

    template: limen.face.Template
    image: limen.Image | None = None


def add_ppi(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--ppi",
        type=float,
        default=500,
        help="resolution of an image file that does not say one (default: %(default)s)",
    )


def is_template(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in (FINGER_MAGIC, limen.face.MAGIC)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """What goes wrong inside names the file."""
    try:
        yield
    except limen.Error as error:
        raise limen.Error(f"{path}: {error}", error.code) from error


def parse(path: Path) -> Finger | Face:
    """A template file of either modality."""
    content = path.read_bytes()
    with naming(path):
        if content[:4] == FINGER_MAGIC:
            return Finger(limen.fingerprint.parse(content))
        return Face(limen.face.parse(content))


def shred(path: Path) -> None:
    """Overwrites a file before it is deleted. Snapshots and the spare cells of flash storage are not reached."""
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def must_exist(path: Path) -> None:
    if not path.is_file():
        raise limen.Error(f"{path}: no such file", "not_found")


def load_finger(path: Path, ppi: float, position: limen.FingerPosition = limen.FingerPosition.unknown) -> Finger:
    """A finger from an image or a template file. A position that is not `unknown` is put on the template."""
    must_exist(path)
    if is_template(path):
        loaded = parse(path)
        if isinstance(loaded, Face):
            raise limen.Error(f"{path}: a face template, where a finger is wanted", "unsupported_format")
        if position != limen.FingerPosition.unknown:
            loaded.template.position = position
        return loaded
    image = limen.io.read_image(path, assume=ppi)
    with naming(path):
        return Finger(limen.fingerprint.extract(limen.Sample(image, position)), image)


class FaceLoader:
    """Faces from images or template files; the models are opened when the first image comes."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._arguments = arguments
        self._extractor: limen.face.Extractor | None = None

    def load(self, path: Path) -> Face:
        must_exist(path)
        if is_template(path):
            loaded = parse(path)
            if isinstance(loaded, Finger):
                raise limen.Error(f"{path}: a finger template, where a face is wanted", "unsupported_format")
            return loaded
        image = limen.io.read_image(path)
        with naming(path):
            return Face(self.extract(image), image)

    def extract(self, image: limen.Image) -> limen.face.Template:
        """The one face of an image that is already read, or the one to choose."""
        return self._open().extract(limen.Sample(image))

    def assess(self, image: limen.Image) -> list[limen.face.Component]:
        """The quality of the face that extract() would take, component by component."""
        return self._open().assess(limen.Sample(image))

    def extract_every(self, path: Path) -> list[Face]:
        """All faces of an image file, the most confident first."""
        must_exist(path)
        image = limen.io.read_image(path)
        with naming(path):
            return [Face(template, image) for template in self._open().extract_every(limen.Sample(image))]

    def _open(self) -> limen.face.Extractor:
        if self._extractor is None:
            choose = getattr(self._arguments, "choose", "only_one")  # all: extract_every, which does not choose
            options = limen.face.ExtractorOptions(
                choice=limen.face.Choice(choose if choose != "all" else "only_one"),
                runtime=limen.face.Runtime(getattr(self._arguments, "runtime", "automatic")),
                allow_demonstration=getattr(self._arguments, "allow_demonstration", False),
            )
            self._extractor = limen.face.Extractor.open(registry(self._arguments), options)
        return self._extractor
