"""The demo's face part: photographs of a folder against a watchlist that is made of the same folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import limen
from limen.demo.outcome import Plan
from limen.demo.screening import Progress

SUFFIXES = {".jpg", ".jpeg", ".png", ".pgm", ".bmp", ".tif", ".tiff", ".jp2"}


def people_of(folder: Path) -> dict[str, list[Path]]:
    """Images by person: the name is what stands before the last underscore, or the subfolder."""
    people: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in SUFFIXES:
            relative = path.relative_to(folder)
            name = str(relative.parent) if relative.parent != Path() else path.stem.rpartition("_")[0] or path.stem
            people.setdefault(name, []).append(path)
    return people


def screen(folder: Path, output: Path, plan: Plan, progress: Progress) -> dict[str, Any]:
    """Every second person is enrolled with the first image. The others are travellers, and one of the enrolled too,
    with another image: exactly one match is planted. Where no face is found, that is counted, not dropped."""
    people = people_of(folder)
    names = list(people)
    listed = names[::2]
    planted = next((name for name in listed if len(people[name]) > 1), None)
    if planted is None:
        raise limen.Error(
            f"{folder}: at least one listed person needs two images (NAME_1.jpg, NAME_2.jpg)", "not_found"
        )
    # A folder of photographs often shows people in the background: the largest face is the one that was meant.
    options = limen.face.ExtractorOptions(choice=limen.face.Choice.largest)
    extractor = limen.face.Extractor.open(limen.face.Models(plan.models), options)
    failures = 0

    def template(path: Path) -> limen.face.Template | None:
        nonlocal failures
        try:
            return extractor.extract(limen.Sample(limen.io.read_image(path)))
        except limen.Error:
            failures += 1
            return None

    key = limen.privacy.Key.random()
    gallery = limen.Gallery.create(output / "faces.limen", key)
    enrolments = []
    with progress("enrolling faces") as tick:
        for i, name in enumerate(listed):
            tick(i, len(listed))
            face = template(people[name][0])
            if face is not None:
                enrolments.append(
                    limen.Enrolment(
                        label=f"face-{i}",
                        purposes=[limen.Purpose.border_check],
                        retention_class="evaluation_data",
                        faces=[face],
                    )
                )
    gallery.enrol_many(enrolments, threads=plan.threads)
    view = gallery.view(purpose=limen.Purpose.border_check, legal_basis="demonstration")
    travellers = [people[name][0] for name in names[1::2]] + [people[planted][1]]
    hits, planted_found = 0, False
    with (
        limen.privacy.Audit.open(output / "faces-audit.log", key=gallery.audit_key()) as audit,
        progress("screening faces") as tick,
    ):
        for i, path in enumerate(travellers):
            tick(i, len(travellers))
            face = template(path)
            if face is None:
                continue
            found = limen.screen(
                view, faces=[face], audit=audit, officer="officer 7", case_reference=f"demo-face-{i + 1:03}"
            )
            decision = limen.decide(found, fpir=plan.fpir)
            hits += decision.hit
            if decision.hit and i == len(travellers) - 1:
                label = gallery.subject(decision.candidates[0].subject).label
                planted_found = label == f"face-{listed.index(planted)}"
    return {
        "screened": len(travellers),
        "watchlist": view.subjects,
        "hits": hits,
        "false_alarms": hits - planted_found,
        "planted_found": planted_found,
        "failures_to_extract": failures,
        "fpir": plan.fpir,
    }
