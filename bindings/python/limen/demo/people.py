"""The people of the demo: nobody. Travellers and watchlist subjects whose fingers and faces are grown from numbers."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

import limen
from limen.fingerprint import synthesis

POSITIONS = (limen.FingerPosition.right_index, limen.FingerPosition.left_index)

# Seeds of different people never meet: person p has the fingers 2p and 2p + 1.
WATCHLIST_SEED = 1_000_000
TRAVELLER_SEED = 2_000_000


@dataclass(frozen=True)
class Person:
    """A number from which two index fingers and a face grow."""

    number: int

    def finger_seed(self, position: limen.FingerPosition) -> int:
        return 2 * self.number + POSITIONS.index(position)


@dataclass
class Captured:
    """The files of one person on one occasion."""

    fingers: dict[limen.FingerPosition, Path]
    face: Path

    @property
    def files(self) -> list[Path]:
        return [*self.fingers.values(), self.face]


@dataclass
class Templates:
    """What is extracted of one person. No face: none was found in the picture."""

    fingers: list[limen.fingerprint.Template]
    faces: list[limen.face.Template] = field(default_factory=list)


def capture(person: Person, occasion: int, folder: Path) -> Captured:
    """Both index fingers as a scanner would deliver them, PNG files at 500 ppi, and a photograph of the face."""
    files = {}
    for position in POSITIONS:
        finger = synthesis.make_finger(person.finger_seed(position))
        image = synthesis.make_impression(finger, occasion)
        files[position] = folder / f"{person.number}-{occasion}-{position.name}.png"
        limen.io.write_image(files[position], image)
    return Captured(files, photograph(person, occasion, folder))


def photograph(person: Person, occasion: int, folder: Path) -> Path:
    """The face as a booth's camera would deliver it."""
    path = folder / f"{person.number}-{occasion}-face.png"
    limen.io.write_image(path, limen.face.synthesis.make_capture(person.number, occasion).image)
    return path


class Extraction:
    """From files to templates, on any number of threads: each has its own face extractor. Faces are described by a
    registered network, or else by the descriptor that needs none."""

    def __init__(self, models: limen.face.Models) -> None:
        self._models = models
        self._threads = threading.local()
        self.model = self._extractor().embedder

    def run(self, captured: Captured) -> Templates:
        """Reads the files and extracts a template from each."""
        fingers = [
            limen.fingerprint.extract(limen.Sample(limen.io.read_image(path), position))
            for position, path in captured.fingers.items()
        ]
        return Templates(fingers, self.face(captured.face))

    def face(self, path: Path) -> list[limen.face.Template]:
        """One face, or none where none is found."""
        try:
            return [self._extractor().extract(limen.Sample(limen.io.read_image(path)))]
        except limen.Error as error:
            if error.code != "no_face":
                raise
            return []

    def _extractor(self) -> limen.face.Extractor:
        if not hasattr(self._threads, "extractor"):
            # There is one person before the camera: what else the detector takes for a face is smaller.
            options = limen.face.ExtractorOptions(choice=limen.face.Choice.largest, allow_demonstration=True)
            self._threads.extractor = limen.face.Extractor.open(self._models, options)
        extractor: limen.face.Extractor = self._threads.extractor
        return extractor


def templates_without_images(person: Person, occasion: int) -> Templates:
    """The quick way for a large watchlist: fingers made directly, without an image."""
    return Templates(
        [synthesis.make_template(person.finger_seed(position), occasion, position=position) for position in POSITIONS]
    )
