"""The demo's main job: 480 travellers against a watchlist with one planted match."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import limen
from limen.demo import calibration, people, safeguards
from limen.demo.outcome import Evidence, FacePicture, HitDetails, Outcome, Plan, Search
from limen.demo.people import Extraction, Person, Templates

RETENTION_CLASS = "interpol_notice"
ENROLLED_BEFORE = timedelta(days=3 * 365)

Progress = Callable[[str], AbstractContextManager[Callable[[int, int], None]]]


class Demo:
    """One run. Everything it writes lies in `folder`; images are deleted as soon as their question is answered."""

    def __init__(self, plan: Plan, folder: Path, progress: Progress) -> None:
        self.plan = plan
        self.folder = folder
        self.progress = progress
        self.outcome = Outcome(plan)
        self.threads = plan.threads or os.cpu_count() or 1
        self.names = safeguards.Names(folder)
        self.extraction = Extraction(limen.face.Models(plan.models))
        self.calibrations: list[limen.face.ModelCalibration] = []
        self.outcome.face_model = self.extraction.model.name
        self.matching_traveller = random.Random(plan.seed).randrange(plan.travellers)

    def run(self) -> Outcome:
        key = limen.privacy.Key.random()
        key.save(self.folder / "watchlist.key")
        gallery = limen.Gallery.create(self.folder / "watchlist.limen", key)
        with self.timed("calibrate faces"):
            self.calibrations = calibration.measure(self.extraction, self.threads, self.progress)
        with self.timed("build the watchlist"):
            self.enrol_watchlist(gallery)
        with self.timed("prepare the view"):
            view = gallery.view(purpose=limen.Purpose.border_check, threads=self.threads)
        self.outcome.view_size, self.outcome.view_subjects = view.size, view.subjects
        self.outcome.references_before = gallery.stats().references
        log = self.folder / "audit.log"
        with limen.privacy.Audit.open(log, key=gallery.audit_key()) as audit:
            self.screen_travellers(gallery, view, audit)
        self.outcome.references_after = gallery.stats().references
        with self.timed("put the safeguards to the test"):
            self.outcome.safeguards = safeguards.demonstrate(
                self.folder, gallery, log, self.names, self.found(), self.expendable(gallery)
            )
        verified = limen.privacy.Audit.verify(log, key=gallery.audit_key())
        self.outcome.audit_entries, self.outcome.audit_head = verified.entries, str(verified.head)
        return self.outcome

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        start = time.monotonic()
        yield
        self.outcome.seconds[stage] = self.outcome.seconds.get(stage, 0.0) + time.monotonic() - start

    def enrol_watchlist(self, gallery: limen.Gallery) -> None:
        plan = self.plan
        subjects = [Person(people.WATCHLIST_SEED + i) for i in range(plan.watchlist - 1)]
        with_images = max(0, plan.with_images - 1)
        planted = Person(people.TRAVELLER_SEED + self.matching_traveller)
        self.outcome.planted_label = self.label(planted)
        self.names.deposit(self.name(planted))
        # The planted subject's reference is another impression than the traveller's: occasion 1, years before 2.
        captured = [*subjects[:with_images], planted]
        listed = dict(zip(captured, self.extract_all("watchlist images", captured, occasion=1), strict=True))
        self.outcome.faces_enrolled = sum(len(templates.faces) for templates in listed.values())
        without_images = subjects[with_images:]
        listed |= dict(
            zip(
                without_images,
                self.map("watchlist templates", people.templates_without_images, without_images, 1),
                strict=True,
            )
        )
        anchor = datetime.now(UTC) - ENROLLED_BEFORE
        gallery.enrol_many(
            [
                limen.Enrolment(
                    label=self.label(person),
                    purposes=[limen.Purpose.border_check, limen.Purpose.law_enforcement],
                    retention_class=RETENTION_CLASS,
                    anchor=anchor,
                    fingers=templates.fingers,
                    faces=templates.faces,
                )
                for person, templates in sorted(listed.items(), key=lambda item: self.label(item[0]))
            ],
            threads=self.threads,
        )

    def screen_travellers(self, gallery: limen.Gallery, view: limen.View, audit: limen.privacy.Audit) -> None:
        plan = self.plan
        travellers = [Person(people.TRAVELLER_SEED + i) for i in range(plan.travellers)]
        with self.timed("capture and extract the travellers"):
            probes = self.extract_all("travellers' images", travellers, occasion=2)
        with self.timed("screen the travellers"), self.progress("screening") as tick:
            for i in range(plan.travellers):
                tick(i, plan.travellers)
                probe = probes.pop(0)
                self.outcome.faces_screened += len(probe.faces)
                begin = time.monotonic()
                found = limen.screen(
                    view,
                    fingers=probe.fingers,
                    faces=probe.faces,
                    audit=audit,
                    officer="officer 7",
                    on_behalf_of="border police",
                    legal_basis="demonstration on synthetic people",
                    justification="traveller without papers",
                    case_reference=f"demo-{i + 1:03}",
                    face_calibrations=self.calibrations,
                    allow_demonstration=True,
                    threads=self.threads,
                )
                seconds = time.monotonic() - begin
                decision = limen.decide(found, fpir=plan.fpir)
                self.note(gallery, i, found, decision, probe, seconds)

    def note(
        self,
        gallery: limen.Gallery,
        index: int,
        found: limen.ScreenResult,
        decision: limen.Decision,
        probe: Templates,
        seconds: float,
    ) -> None:
        """Keeps numbers of everybody, and the picture of a hit for the human who has to look at it."""
        outcome = self.outcome
        best = found.candidates[0].score / 1000 if found.candidates else 0.0
        outcome.threshold = decision.threshold / 1000
        outcome.expected_false_candidates = decision.expected_false_candidates
        label = gallery.subject(decision.candidates[0].subject).label if decision.hit else None
        outcome.searches.append(Search(decision.hit, best, found.compared, seconds, label))
        if not decision.hit:
            return
        outcome.hits += 1
        mated = index == self.matching_traveller and label == outcome.planted_label
        outcome.false_alarms += not mated
        if mated and label is not None:
            outcome.hit_details = self.explain(label, decision, probe)

    def explain(self, label: str, decision: limen.Decision, probe: Templates) -> HitDetails:
        """For the officer who has to confirm: the paired minutiae of the stronger finger, drawn over both images, and
        both faces. The gallery holds no images: the reference's are made again here."""
        person = Person(people.TRAVELLER_SEED + self.matching_traveller)
        candidate = decision.candidates[0]
        strongest = max((e for e in candidate.evidence if e.modality == limen.Modality.fingerprint), key=strength)
        position = strongest.position
        finger = next(f for f in probe.fingers if f.position == position)
        with tempfile.TemporaryDirectory(dir=self.folder) as again:
            now, then = people.capture(person, 2, Path(again)), people.capture(person, 1, Path(again))
            probe_image = limen.io.read_image(now.fingers[position])
            reference_image = limen.io.read_image(then.fingers[position])
            faces = [self.face_picture(now), self.face_picture(then)]
        reference = limen.fingerprint.extract(limen.Sample(reference_image, position))
        explanation = limen.fingerprint.explain(finger, reference)
        picture = self.folder / "hit.png"
        limen.io.write_image(picture, limen.fingerprint.draw(explanation, probe_image, reference_image))
        evidence = [
            Evidence(probe_name(e), e.score / 1000, e.evidence / 1000, e.extrapolated) for e in candidate.evidence
        ]
        found = [face for face in faces if face is not None]
        return HitDetails(
            label,
            candidate.score / 1000,
            decision,
            picture,
            position.name,
            len(explanation.pairs),
            evidence,
            found if len(found) == len(faces) else [],
        )

    def face_picture(self, captured: people.Captured) -> FacePicture | None:
        templates = self.extraction.run(captured).faces
        if not templates:
            return None
        aligned = limen.face.align(limen.io.read_image(captured.face), templates[0], 224, 224)
        return FacePicture(aligned, limen.face.quality(templates[0]))

    def extract_all(self, what: str, subjects: list[Person], occasion: int) -> list[Templates]:
        """Captures each person to PNG files, reads them back, extracts, and deletes the files."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:

            def one(person: Person, when: int) -> Templates:
                captured = people.capture(person, when, Path(folder))
                templates = self.extraction.run(captured)
                for file in captured.files:
                    file.unlink()
                return templates

            results = self.map(what, one, subjects, occasion)
            self.outcome.files_deleted += (len(people.POSITIONS) + 1) * len(subjects)
            self.outcome.files_left += len(list(Path(folder).iterdir()))
        self.outcome.faces_not_found += sum(not templates.faces for templates in results)
        return results

    def map(
        self, what: str, work: Callable[[Person, int], Templates], subjects: list[Person], occasion: int
    ) -> list[Templates]:
        """work(person, occasion) on all threads, in order, with progress. limen releases the GIL."""
        results = []
        with ThreadPoolExecutor(self.threads) as pool, self.progress(what) as tick:
            for result in pool.map(work, subjects, [occasion] * len(subjects)):
                results.append(result)
                tick(len(results), len(subjects))
        return results

    def label(self, person: Person) -> str:
        """Nobody stands on the watchlist by name."""
        return self.names.pseudonym(self.name(person))

    @staticmethod
    def name(person: Person) -> str:
        return f"Person {person.number}"

    def found(self) -> str | None:
        return self.outcome.hit_details.label if self.outcome.hit_details else None

    def expendable(self, gallery: limen.Gallery) -> str:
        """Somebody on the list who is not the one that was looked for."""
        labels = [subject.label for subject in gallery.list()]
        others = [label for label in labels if label != self.outcome.planted_label]
        return (others or labels)[0]


def strength(evidence: limen.Evidence) -> int:
    return evidence.evidence


def probe_name(evidence: limen.Evidence) -> str:
    return "face" if evidence.modality == limen.Modality.face else evidence.position.name.replace("_", " ")
