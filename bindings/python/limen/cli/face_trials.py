"""The images and comparison trials of a face experiment: pairs that a file lists, or all pairs of labelled images."""

from __future__ import annotations

import csv
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import limen
from limen.cli.trials import OK, Trials
from limen.progress import bar

Array = np.ndarray[Any, np.dtype[Any]]
SUFFIXES = {".bmp", ".jp2", ".jpeg", ".jpg", ".pgm", ".png", ".ppm", ".tif", ".tiff"}


@dataclass
class Portrait:
    """One image of the experiment, and what became of it."""

    name: str
    template: limen.face.Template | None = None
    failure: str = OK
    seconds: float = 0  # detection and embedding, wall time
    processor_seconds: float = 0  # the same, of the one thread that does it


@dataclass
class Plan:
    """What is compared with what. A pair has a fold if the file says one; so has an image of a list of images."""

    names: list[str]
    subject: Array  # uint32, one an image
    probe: Array  # uint32, image numbers
    reference: Array
    mated: Array  # bool
    fold: list[str] = field(default_factory=list)  # one a pair, or none
    image_fold: list[str] = field(default_factory=list)  # one an image, or none

    @property
    def all_pairs(self) -> bool:
        """Every image with every other: a search, and not only a list of pairs."""
        n = len(self.names)
        return len(self.probe) == n * (n - 1) // 2


def read_plan(trial: Path) -> Plan:
    """A CSV of pairs, a CSV of images, or a folder with one folder a person."""
    if trial.is_dir():
        return plan_of_folder(trial)
    with trial.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        names = set(rows.fieldnames or [])
        if {"image", "subject"} <= names:
            return plan_of_images(trial, list(rows))
        missing = {"probe", "reference", "mated"} - names
        if missing:
            raise limen.Error(f"{trial}: no column {', '.join(sorted(missing))}", "unsupported_format")
        return plan_of_pairs(trial, list(rows))


def plan_of_folder(folder: Path) -> Plan:
    files = sorted(f for f in folder.glob("*/*") if f.suffix.lower() in SUFFIXES)
    if len({f.parent for f in files}) < 2:
        raise limen.Error(f"{folder}: no folders of at least two persons with images in them", "not_found")
    return all_pairs([str(f.relative_to(folder)) for f in files], [f.parent.name for f in files], [])


def plan_of_images(path: Path, rows: list[dict[str, str]]) -> Plan:
    names = [row["image"] for row in rows]
    if not names:
        raise limen.Error(f"{path}: no images", "corrupt")
    for line, row in enumerate(rows, 2):
        if not row["image"] or not row["subject"]:
            raise limen.Error(f"{path}, line {line}: an image and its subject are wanted", "corrupt")
    if len(set(names)) != len(names):
        raise limen.Error(f"{path}: an image stands twice", "corrupt")
    folds = [row.get("fold") or "" for row in rows]
    return all_pairs(names, [row["subject"] for row in rows], folds if len(set(folds)) > 1 else [])


def all_pairs(names: list[str], labels: list[str], folds: list[str]) -> Plan:
    number = {label: i for i, label in enumerate(dict.fromkeys(labels))}
    subject = np.array([number[label] for label in labels], np.uint32)
    probe, reference = (index.astype(np.uint32) for index in np.triu_indices(len(names), 1))
    return Plan(names, subject, probe, reference, subject[probe] == subject[reference], [], folds)


def plan_of_pairs(path: Path, rows: list[dict[str, str]]) -> Plan:
    if not rows:
        raise limen.Error(f"{path}: no pairs", "corrupt")
    number: dict[str, int] = {}
    probe, reference, mated, fold = [], [], [], []
    for line, row in enumerate(rows, 2):
        if row["mated"] not in ("0", "1"):
            raise limen.Error(f"{path}, line {line}: mated is 0 or 1, not {row['mated']!r}", "corrupt")
        probe.append(number.setdefault(row["probe"], len(number)))
        reference.append(number.setdefault(row["reference"], len(number)))
        mated.append(row["mated"] == "1")
        fold.append(row.get("fold") or "")
    flags = np.array(mated, bool)
    subject = linked(len(number), np.array(probe), np.array(reference), flags)
    pairs = [np.array(side, np.uint32) for side in (probe, reference)]
    return Plan(list(number), subject, pairs[0], pairs[1], flags, fold if len(set(fold)) > 1 else [])


def linked(images: int, probe: Array, reference: Array, mated: Array) -> Array:
    """Mated images are of one person; an image without a mate is a person of its own."""
    parent = list(range(images))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in zip(probe[mated].tolist(), reference[mated].tolist(), strict=True):
        parent[root(a)] = root(b)
    return np.array([root(i) for i in range(images)], np.uint32)


def extract(
    names: list[str], folder: Path, models: limen.face.Models, options: limen.face.ExtractorOptions, threads: int
) -> list[Portrait]:
    """One extractor a thread: each holds its networks' buffers."""
    local = threading.local()

    def one(name: str) -> Portrait:
        portrait = Portrait(name)
        if not hasattr(local, "extractor"):
            local.extractor = limen.face.Extractor.open(models, options)
        try:
            sample = limen.Sample(limen.io.read_image(folder / name))
            start, busy = time.monotonic(), time.thread_time()
            portrait.template = local.extractor.extract(sample)
            portrait.seconds, portrait.processor_seconds = time.monotonic() - start, time.thread_time() - busy
        except limen.Error as error:
            portrait.failure = error.code
        return portrait

    portraits = []
    with ThreadPoolExecutor(threads) as pool, bar("extracting") as tick:
        for portrait in pool.map(one, names):
            portraits.append(portrait)
            tick(len(portraits), len(names))
    return portraits


def compare(plan: Plan, portraits: list[Portrait]) -> tuple[Trials, float]:
    """The trials, and how many comparisons a second."""
    start = time.monotonic()
    good = [i for i, portrait in enumerate(portraits) if portrait.template is not None]
    failed = np.array([portrait.template is None for portrait in portraits])
    column = np.zeros(len(portraits), np.int64)
    column[good] = np.arange(len(good))
    templates = [portrait.template for portrait in portraits if portrait.template is not None]
    block = limen.face.Block(templates)
    scores = np.full(len(plan.probe), limen.LOWEST_SCORE, np.int32)
    order = np.argsort(plan.probe, kind="stable")
    bounds = np.searchsorted(plan.probe[order], np.arange(len(portraits) + 1))
    for i, portrait in enumerate(portraits):
        mine = order[bounds[i] : bounds[i + 1]]
        mine = mine[~failed[plan.reference[mine]]]
        if portrait.template is None or not len(mine):
            continue
        against = limen.face.score(limen.face.prepare(portrait.template), block)
        scores[mine] = against[column[plan.reference[mine]]]
    speed = len(scores) / max(time.monotonic() - start, 1e-9)
    status = [OK] * len(scores)
    for trial in np.flatnonzero(failed[plan.probe] | failed[plan.reference]).tolist():
        a, b = portraits[plan.probe[trial]], portraits[plan.reference[trial]]
        status[trial] = a.failure if a.template is None else b.failure
    return Trials(plan.names, plan.subject, plan.probe, plan.reference, plan.mated, scores, status), speed
