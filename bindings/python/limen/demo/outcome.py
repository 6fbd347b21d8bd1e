"""What the demo is asked for, and what came of it."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import limen
from limen.demo.safeguards import Safeguard


@dataclass(frozen=True)
class Plan:
    """What is screened against what: `with_images` of the watchlist's people come from images, the others do not."""

    travellers: int = 480
    watchlist: int = 2000
    with_images: int = 300
    fpir: float = 1e-5  # a false alarm in two hundred such demos
    seed: int = 1
    threads: int = 0
    models: Path | None = None  # folder of the face models; None: the user's own

    def __post_init__(self) -> None:
        if self.travellers < 1 or self.watchlist < 1 or not 0 <= self.with_images <= self.watchlist:
            raise limen.Error(
                "at least one traveller and one person on the watchlist are wanted, and not more of them with images "
                f"than there are: {self.travellers}, {self.watchlist} and {self.with_images} were given",
                "invalid_argument",
            )

    @property
    def without_images(self) -> int:
        return self.watchlist - max(1, self.with_images)


@dataclass
class Search:
    """What is kept of one traveller: numbers. `label` only of a hit."""

    hit: bool
    best_score: float
    compared: int = 0  # in full
    seconds: float = 0.0
    label: str | None = None


@dataclass
class Outcome:
    plan: Plan
    searches: list[Search] = field(default_factory=list)
    planted_label: str = ""
    hits: int = 0
    false_alarms: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    view_size: int = 0
    view_subjects: int = 0
    threshold: float = 0.0
    expected_false_candidates: float = 0.0
    files_deleted: int = 0
    files_left: int = 0
    references_before: int = 0
    references_after: int = 0
    audit_entries: int = 0
    audit_head: str = ""
    face_model: str = ""
    faces_enrolled: int = 0
    faces_screened: int = 0
    faces_not_found: int = 0
    hit_details: HitDetails | None = None
    safeguards: list[Safeguard] = field(default_factory=list)

    def search_figures(self) -> dict[str, float]:
        """Of one traveller's search: its time, and how many of the visible references it compared in full."""
        return {
            "milliseconds": round(1000 * statistics.median(search.seconds for search in self.searches), 2),
            "compared_in_full": round(statistics.mean(search.compared for search in self.searches), 1),
            "references": self.view_size,
        }

    def summary(self) -> dict[str, Any]:
        """The figures of `limen demo --json`."""
        return {
            "screened": len(self.searches),
            "hits": self.hits,
            "false_alarms": self.false_alarms,
            "planted_found": self.hit_details is not None and self.hit_details.label == self.planted_label,
            "watchlist": self.view_subjects,
            "references": self.view_size,
            "face_model": self.face_model,
            "faces_enrolled": self.faces_enrolled,
            "faces_screened": self.faces_screened,
            "faces_not_found": self.faces_not_found,
            "search": self.search_figures(),
            "seconds": round(sum(self.seconds.values()), 2),
            "stages": {name: round(value, 2) for name, value in self.seconds.items()},
            "files_deleted": self.files_deleted,
            "files_left": self.files_left,
            "audit_entries": self.audit_entries,
            "audit_head": self.audit_head,
            "safeguards": {guard.promise: guard.kept for guard in self.safeguards},
        }


@dataclass
class HitDetails:
    label: str
    score: float
    decision: limen.Decision
    picture: Path
    finger: str
    pairs: int
    evidence: list[Evidence]
    faces: list[FacePicture]  # of the probe and the reference, where both have one


@dataclass
class Evidence:
    """What one probe says about the candidate."""

    probe: str
    score: float
    minus_log10_fmr: float
    extrapolated: bool


@dataclass
class FacePicture:
    aligned: limen.Image
    quality: limen.Quality
