"""limen screen --report FILE.html: probes and candidates side by side, for the person who has to confirm or reject.

The gallery holds templates and no image. Probes are shown because their images were given with the question; candidates
are shown only if the operator names a folder of enrolment images that may be used for that (--images).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import limen
from limen import page
from limen.cli.files import Face, FaceLoader, Finger

SUFFIXES = {".jpg", ".jpeg", ".png", ".pgm", ".ppm", ".bmp", ".tif", ".tiff", ".jp2"}
SIDE = 224  # px of an aligned face
CANDIDATES = 10  # that are shown in full


@dataclass
class Asked:
    """The question and what came of it."""

    fingers: Sequence[Finger]
    faces: Sequence[Face]
    found: limen.ScreenResult
    decision: limen.Decision
    gallery: limen.Gallery


def add_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--report", type=Path, metavar="FILE.html", help="write a page with probe and candidates side by side"
    )
    parser.add_argument(
        "--images",
        type=Path,
        metavar="DIR",
        help="for --report: enrolment images, named LABEL.png or LABEL_….png after the subjects' labels",
    )


def write(asked: Asked, arguments: argparse.Namespace) -> Path:
    """Writes the page and returns its path."""
    pictures = Pictures(arguments)
    shown = asked.found.candidates[:CANDIDATES]
    sections = [totals(asked), probes(asked)]
    sections += [candidate(asked, number, one, pictures) for number, one in enumerate(shown, 1)]
    sections += [rest(asked, len(shown)), origin(asked, arguments)]
    introduction = (
        f"Purpose {escape(arguments.purpose)}, case {escape(arguments.case)}, officer {escape(arguments.officer)}. "
        "This page shows people: delete it with the case."
    )
    text = page.page("Screening of one person", introduction, sections)
    report: Path = arguments.report
    report.write_text(text, encoding="utf-8")
    return report


class Pictures:
    """Enrolment images by the label of their subject."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        folder: Path | None = arguments.images
        if folder is not None and not folder.is_dir():
            raise limen.Error(f"--images {folder}: no such folder", "not_found")
        self._files = sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES) if folder else []
        self._loader = FaceLoader(argparse.Namespace(**vars(arguments) | {"choose": "largest"}))

    @property
    def there(self) -> bool:
        return bool(self._files)

    def of(self, label: str) -> list[Face]:
        """The faces of a subject's images; a file without a face is passed over."""
        faces = []
        for path in self._files:
            if label and (path.stem == label or path.stem.startswith((f"{label}_", f"{label}."))):
                try:
                    faces.append(self._loader.load(path))
                except limen.Error as error:
                    if error.code != "no_face":
                        raise
        return faces


def totals(asked: Asked) -> str:
    decision, found = asked.decision, asked.found
    return page.tiles(
        [
            ("hit" if decision.hit else "", "HIT" if decision.hit else "no hit", "a person has to confirm it")
            if decision.hit
            else ("", "no hit", "nothing reaches the threshold"),
            ("", f"{decision.threshold / 1000:.1f}", "threshold, decades of false-match rate"),
            ("", f"{found.view_subjects:,}", "people in the view"),
            ("", f"{decision.expected_false_candidates:.2g}", "false candidates expected for a person not listed"),
        ]
    )


def probes(asked: Asked) -> str:
    shown = "".join(page.figure(*described("probe", face)) for face in asked.faces)
    rows = [
        (escape(finger.template.position.name.replace("_", " ")), quality(limen.fingerprint.quality(finger.template)))
        for finger in asked.fingers
    ]
    return page.section(
        "The person asked about", f'<div class="pair">{shown}</div>' + (page.table(rows) if rows else "")
    )


def described(name: str, face: Face, more: str = "") -> tuple[limen.Image | None, str, str]:
    """Picture, caption and the words instead of a picture."""
    caption = f"{name}<br>{quality(limen.face.quality(face.template))}{more}"
    if face.image is None:
        return None, caption, "came as a template, without an image"
    return limen.face.align(face.image, face.template, SIDE, SIDE), caption, ""


def quality(found: limen.Quality) -> str:
    reasons = f"<br>{escape('; '.join(found.reasons))}" if found.reasons else ""
    return f"quality {page.quality_bar(found.value)}{reasons}"


def candidate(asked: Asked, number: int, one: limen.SubjectCandidate, pictures: Pictures) -> str:
    hits = {c.subject.value for c in asked.decision.candidates}
    label = asked.gallery.subject(one.subject).label
    at = "at the threshold" if one.subject.value in hits else "below the threshold"
    faces = [e for e in one.evidence if e.modality == limen.Modality.face]
    enrolled = pictures.of(label) if faces else []
    pairs = "".join(
        f'<div class="pair">{page.figure(*described("probe", face))}{beside(face, e, enrolled, pictures)}</div>'
        for face, e in zip(asked.faces, faces, strict=False)
    )
    rows = [(escape(name_of(e)), says(e)) for e in one.evidence]
    rows.append(("all together", f"<b>{one.score / 1000:.1f}</b> decades of false-match rate, {at}"))
    title = f"Candidate {number}: subject {one.subject.value}" + (f", {label}" if label else "")
    return page.section(title, pairs + page.table(rows))


def beside(probe: Face, evidence: limen.Evidence, enrolled: Sequence[Face], pictures: Pictures) -> str:
    """The enrolled picture that was compared, or else the nearest of that subject. The score tells which it is: the
    comparison is exact, so the very image that was enrolled gives the very score of the search."""
    alike = [face for face in enrolled if comparable(probe, face)]
    if not alike:
        instead = (
            "no image of this subject in the folder" if pictures.there else "the gallery holds no images (--images)"
        )
        return page.figure(None, "reference", instead)
    scores = [limen.face.compare(probe.template, face.template) for face in alike]
    best = min(range(len(alike)), key=lambda i: (scores[i] != evidence.score, -scores[i]))
    same = scores[best] == evidence.score
    note = "" if same else f"<br>another picture than the one enrolled: it compares {scores[best] / 1000:.3f}"
    return page.figure(*described("reference", alike[best], note))


def comparable(a: Face, b: Face) -> bool:
    return a.template.model == b.template.model and a.template.preprocessing == b.template.preprocessing


def name_of(evidence: limen.Evidence) -> str:
    return "face" if evidence.modality == limen.Modality.face else evidence.position.name.replace("_", " ")


def says(evidence: limen.Evidence) -> str:
    if evidence.score == limen.LOWEST_SCORE:
        return "could not be compared"
    beyond = " (extrapolated)" if evidence.extrapolated else ""
    rate = f"false-match rate 10<sup>−{evidence.evidence / 1000:.1f}</sup>{beyond}"
    return f"score {evidence.score / 1000:.3f}, {rate}, reference {evidence.reference.value}"


def rest(asked: Asked, shown: int) -> str:
    count = len(asked.found.candidates)
    if count == 0:
        return page.section("Candidates", "<p>There is none.</p>")
    if count == shown:
        return ""
    return page.section(
        "More candidates", f"<p>{count - shown} more, with lower scores, are in the output of --json.</p>"
    )


def origin(asked: Asked, arguments: argparse.Namespace) -> str:
    found = asked.found
    pictures = (
        "The gallery holds templates, from which no picture can be shown. Probes are the images that were asked with; "
        + (
            f"references were read from {escape(str(arguments.images))}."
            if arguments.images
            else "there are no others."
        )
    )
    rows = [
        ("gallery", f"<code>{escape(found.gallery)}</code>"),
        (
            "view",
            f"{found.view_subjects:,} people, {found.view_size:,} references, "
            f"<code>{escape(str(found.view_hash))}</code>",
        ),
        ("audit", f"entry {found.receipt.sequence}, <code>{escape(str(found.receipt.head))}</code>"),
        ("rates", "extrapolated beyond the trial" if asked.decision.extrapolated else "within what the trial measured"),
    ]
    if any(limen.face.is_demonstration(face.template.model) for face in asked.faces):
        rows.append(("faces", f"described by {limen.face.DEMONSTRATION}: a demonstration, nothing to decide by"))
    return page.section("Where this comes from", f"<p>{pictures}</p>{page.table(rows)}")
