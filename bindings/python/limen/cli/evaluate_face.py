"""limen evaluate face PAIRS.csv: the pairs that a file lists, by folds if it has them."""

from __future__ import annotations

import argparse
import csv
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import limen
from limen.cli.answer import Answer, columns
from limen.cli.models import add_folder, registry
from limen.cli.trials import OK, Trials, figures, table, threads_of
from limen.progress import bar


@dataclass
class Portrait:
    """One image of the experiment, and what became of it."""

    name: str
    template: limen.face.Template | None = None
    failure: str = OK
    seconds: float = 0  # detection and embedding, wall time


@dataclass
class Pairs:
    names: list[str]
    probe: list[int]
    reference: list[int]
    mated: list[bool]
    fold: list[str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "pairs", type=Path, metavar="PAIRS.csv", help="columns probe, reference, mated (0 or 1), and fold"
    )
    parser.add_argument("--images", type=Path, required=True, metavar="DIR", help="where the images of the pairs are")
    parser.add_argument("--scores", type=Path, metavar="OUT.csv", help="probe,reference,score,status")
    parser.add_argument(
        "--choice",
        choices=("only_one", "largest", "most_central"),
        default="most_central",
        help="which face of a picture with several (default: %(default)s)",
    )
    parser.add_argument("--mirror", action="store_true", help="average with the mirrored face")
    parser.add_argument("--detector", default="", help="name or id of a registered model (default: the preferred)")
    parser.add_argument("--embedder", default="", help="the same")
    parser.add_argument("--bootstrap", type=int, default=1000, metavar="N", help="replicates over persons; 0: none")
    parser.add_argument("--seed", type=int, default=1, help="of the bootstrap")
    parser.add_argument("--plot", type=Path, metavar="PNG", help="DET curve and score histogram (needs matplotlib)")
    parser.add_argument("--threads", type=int, default=0, help="0: all processors (default)")
    add_folder(parser)


def run(arguments: argparse.Namespace) -> Answer:
    threads = threads_of(arguments.threads)
    pairs = read_pairs(arguments.pairs)
    options = limen.face.ExtractorOptions(
        choice=limen.face.Choice(arguments.choice),
        mirror_average=arguments.mirror,
        detector=arguments.detector,
        embedder=arguments.embedder,
    )
    models = registry(arguments)
    used = limen.face.Extractor.open(models, options)
    portraits = extract(pairs.names, arguments.images, models, options, threads)
    trials, speed = compare(pairs, portraits)
    if arguments.scores:
        trials.write(arguments.scores)
    if arguments.plot:
        from limen import plot

        plot.save(arguments.plot, trials.scores[trials.mated], trials.scores[~trials.mated])
    data = figures(trials, arguments.bootstrap, arguments.seed, threads)
    del data["rank1"]  # a list of pairs is no search
    undetected = sum(p.failure == "no_face" for p in portraits)
    data |= {
        "images": len(portraits),
        "failures_to_extract": {p.name: p.failure for p in portraits if p.template is None},
        "detection_rate": 1 - undetected / len(portraits),
        "detector": used.detector,
        "embedder": used.embedder.name,
        "model": str(used.embedder.id),
        "median_extraction_ms": round(1000 * statistics.median(p.seconds for p in portraits), 2),
        "comparisons_per_second": round(speed),
        "threads": threads,
    }
    data["tar_at_fmr"] = {fmr: 1 - fnmr for fmr, fnmr in data["fnmr_at_fmr"].items()}
    if len(set(pairs.fold)) > 1:
        number = {name: i for i, name in enumerate(dict.fromkeys(pairs.fold))}
        fold = np.array([number[name] for name in pairs.fold], np.uint32)
        by_fold = limen.evaluation.fold_accuracy(trials.scores, trials.mated, fold)
        data["fold_accuracy"] = {"mean": by_fold.mean, "standard_error": by_fold.standard_error, "folds": by_fold.folds}
    return Answer(data, text(data))


def text(data: dict[str, Any]) -> str:
    rows = [
        ("images", f"{data['images']}; faces found in {100 * data['detection_rate']:.2f} %"),
        ("failures to extract", len(data["failures_to_extract"])),
        ("trials", f"{data['mated']} mated, {data['non_mated']} non-mated; failed: {sum(data['failed'].values())}"),
        ("models", f"{data['detector']}, {data['embedder']} ({data['model'][:16]})"),
        ("extraction", f"{data['median_extraction_ms']:.1f} ms, median, {data['threads']} at a time"),
    ]
    rows += [(f"TAR at FMR {100 * float(fmr):g} %", f"{100 * tar:.2f} %") for fmr, tar in data["tar_at_fmr"].items()]
    if "fold_accuracy" in data:
        by_fold = data["fold_accuracy"]
        mean, error = 100 * by_fold["mean"], 100 * by_fold["standard_error"]
        rows.append((f"accuracy, {by_fold['folds']} folds", f"{mean:.2f} % ± {error:.2f}"))
    return columns(rows) + "\n" + table(data)


def read_pairs(path: Path) -> Pairs:
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        missing = {"probe", "reference", "mated"} - set(rows.fieldnames or [])
        if missing:
            raise limen.Error(f"{path}: no column {', '.join(sorted(missing))}", "unsupported_format")
        pairs = Pairs([], [], [], [], [])
        number: dict[str, int] = {}
        for line, row in enumerate(rows, 2):
            if row["mated"] not in ("0", "1"):
                raise limen.Error(f"{path}, line {line}: mated is 0 or 1, not {row['mated']!r}", "corrupt")
            pairs.probe.append(number.setdefault(row["probe"], len(number)))
            pairs.reference.append(number.setdefault(row["reference"], len(number)))
            pairs.mated.append(row["mated"] == "1")
            pairs.fold.append(row.get("fold") or "")
    if not pairs.probe:
        raise limen.Error(f"{path}: no pairs", "corrupt")
    pairs.names = list(number)
    return pairs


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
            start = time.monotonic()
            portrait.template = local.extractor.extract(sample)
            portrait.seconds = time.monotonic() - start
        except limen.Error as error:
            portrait.failure = error.code
        return portrait

    portraits = []
    with ThreadPoolExecutor(threads) as pool, bar("extracting") as tick:
        for portrait in pool.map(one, names):
            portraits.append(portrait)
            tick(len(portraits), len(names))
    return portraits


def compare(pairs: Pairs, portraits: list[Portrait]) -> tuple[Trials, float]:
    scores = np.full(len(pairs.probe), limen.LOWEST_SCORE, np.int32)
    status = []
    start = time.monotonic()
    for i, (a, b) in enumerate(zip(pairs.probe, pairs.reference, strict=True)):
        probe, reference = portraits[a], portraits[b]
        if probe.template is None or reference.template is None:
            status.append(probe.failure if probe.template is None else reference.failure)
            continue
        scores[i] = limen.face.compare(probe.template, reference.template)
        status.append(OK)
    speed = len(status) / max(time.monotonic() - start, 1e-9)
    trials = Trials(
        [portrait.name for portrait in portraits],
        subjects(len(portraits), pairs),
        np.array(pairs.probe, np.uint32),
        np.array(pairs.reference, np.uint32),
        np.array(pairs.mated, bool),
        scores,
        status,
    )
    return trials, speed


def subjects(images: int, pairs: Pairs) -> np.ndarray[Any, np.dtype[np.uint32]]:
    """Mated images are of one person; an image without a mate is a person of its own."""
    parent = list(range(images))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b, mated in zip(pairs.probe, pairs.reference, pairs.mated, strict=True):
        if mated:
            parent[root(a)] = root(b)
    return np.array([root(i) for i in range(images)], np.uint32)
