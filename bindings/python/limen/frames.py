"""Tables for pandas: pip install limen[frames]."""

from __future__ import annotations

from os import PathLike
from typing import Any

import limen
from limen.error import Error


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise Error("frames: pandas is not installed; pip install 'limen[frames]'", "unavailable") from error
    return pandas


def scores(path: PathLike[str] | str) -> Any:
    """A score file of `limen evaluate` as a DataFrame: probe, reference, score (NaN: failure), status."""
    return _pandas().read_csv(path, dtype={"probe": str, "reference": str, "score": float, "status": str})


def candidates(found: limen.ScreenResult) -> Any:
    """One row for each piece of evidence of each candidate; scores in natural units."""
    rows = [
        (rank, c.subject.value, c.score / 1000, e.modality.name, e.position.name, e.score / 1000, e.evidence / 1000)
        for rank, c in enumerate(found.candidates, 1)
        for e in c.evidence
    ]
    columns = ["rank", "subject", "fused", "modality", "position", "score", "evidence"]
    return _pandas().DataFrame(rows, columns=columns)


def references(gallery: limen.Gallery) -> Any:
    """One row for each reference of a gallery, without its template."""
    rows = [
        (s.id.value, s.label, r.id.value, r.modality.name, r.position.name, r.retention_class, r.expires)
        for s in gallery.list()
        for r in s.references
    ]
    columns = ["subject", "label", "reference", "modality", "position", "retention_class", "expires"]
    return _pandas().DataFrame(rows, columns=columns)
