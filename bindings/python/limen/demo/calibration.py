"""What a registered network's scores stand for among generated faces: its shipped calibration is of real people.

A network that was trained on photographs finds generated faces more alike than real ones. So the demo measures a
calibration before it screens, on people who are neither travellers nor listed, as an office would on its own images.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np

import limen
from limen.demo import people
from limen.demo.people import Extraction, Person

SEED = 3_000_000  # of the people of the trial
PEOPLE = 100
OCCASIONS = (1, 2)

Progress = Callable[[str], AbstractContextManager[Callable[[int, int], None]]]


def measure(extraction: Extraction, threads: int, progress: Progress) -> list[limen.face.ModelCalibration]:
    """One calibration, from all pairs of 200 captures; none for the demonstration descriptor, which has its own."""
    model = extraction.model
    if limen.face.is_demonstration(model.id):
        return []
    with tempfile.TemporaryDirectory() as folder:

        def one(sample: int) -> list[limen.face.Template]:
            number, occasion = divmod(sample, len(OCCASIONS))
            path = people.photograph(Person(SEED + number), OCCASIONS[occasion], Path(folder))
            faces = extraction.face(path)
            path.unlink()
            return faces

        total = PEOPLE * len(OCCASIONS)
        faces, subject = [], []
        with ThreadPoolExecutor(threads) as pool, progress("calibrating faces") as tick:
            for sample, found in enumerate(pool.map(one, range(total))):
                faces += found
                subject += [sample // len(OCCASIONS)] * len(found)
                tick(sample + 1, total)
    block = limen.face.Block(faces)
    scores = np.stack([limen.face.score(limen.face.prepare(face), block) for face in faces])
    probe, reference = (index.astype(np.uint32) for index in np.triu_indices(len(faces), 1))
    subjects = np.array(subject, np.uint32)
    fitted = limen.evaluation.calibrate(
        scores[probe, reference], subjects[probe] == subjects[reference], probe, reference, subjects
    )
    return [limen.face.ModelCalibration(model.id, faces[0].preprocessing, "generated faces", fitted)]
