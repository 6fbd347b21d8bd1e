"""The people of the demo: nobody. Travellers and watchlist subjects whose fingers are grown from numbers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import limen
from limen.fingerprint import synthesis

POSITIONS = (limen.FingerPosition.right_index, limen.FingerPosition.left_index)

# Seeds of different people never meet: person p has the fingers 2p and 2p + 1.
WATCHLIST_SEED = 1_000_000
TRAVELLER_SEED = 2_000_000


@dataclass(frozen=True)
class Person:
    """A number from which two index fingers grow."""

    number: int

    def finger_seed(self, position: limen.FingerPosition) -> int:
        return 2 * self.number + POSITIONS.index(position)


@dataclass
class Timing:
    """Seconds of work, summed over threads."""

    synthesis: float = 0.0
    reading: float = 0.0
    extraction: float = 0.0


def capture(person: Person, occasion: int, folder: Path) -> dict[limen.FingerPosition, Path]:
    """Both index fingers as a scanner would deliver them: PNG files at 500 ppi."""
    files = {}
    for position in POSITIONS:
        finger = synthesis.make_finger(person.finger_seed(position))
        image = synthesis.make_impression(finger, occasion)
        files[position] = folder / f"{person.number}-{occasion}-{position.name}.png"
        limen.io.write_image(files[position], image)
    return files


def extract(files: dict[limen.FingerPosition, Path]) -> list[limen.fingerprint.Template]:
    """Reads the files and extracts a template from each."""
    return [
        limen.fingerprint.extract(limen.Sample(limen.io.read_image(path), position)) for position, path in files.items()
    ]


def templates_without_images(person: Person, occasion: int) -> list[limen.fingerprint.Template]:
    """The quick way for a large watchlist: templates made directly, without an image."""
    return [
        synthesis.make_template(person.finger_seed(position), occasion, position=position) for position in POSITIONS
    ]
