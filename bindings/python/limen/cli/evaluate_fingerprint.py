"""limen evaluate fingerprint DIR...: all pairs within and across the given sets; --full: all that is measured."""

from __future__ import annotations

import argparse
import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import limen
from limen.cli import fingerprint_figures, fingerprint_identification
from limen.cli.answer import Answer, columns
from limen.cli.trials import OK, Array, Trials, figures, table, threads_of
from limen.learn import fit_weights
from limen.progress import bar

NAME = re.compile(r"(?P<finger>[^_]+)_(?P<impression>[^_]+)\.(png|jpe?g|jp2|tiff?|bmp|pgm|ppm)", re.IGNORECASE)


@dataclass
class Print:
    """One image of the experiment, and what became of it."""

    set: str
    finger: str
    path: Path
    template: limen.fingerprint.Template | None = None
    failure: str = OK
    seconds: float = 0  # of extraction, on one processor

    @property
    def name(self) -> str:
        return f"{self.set}/{self.path.name}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR", help="a set: its name is the folder's")
    parser.add_argument("--scores", type=Path, metavar="OUT.csv", help="probe,reference,score,status")
    parser.add_argument(
        "--ppi",
        action="append",
        default=[],
        metavar="[SET=]PPI",
        help="resolution of files that do not say one, of a set or of all; repeat or separate by commas (default: 500)",
    )
    parser.add_argument(
        "--weights",
        choices=("shipped", "leave-one-out"),
        default="shipped",
        help="leave-one-out: the score of a pair comes from weights learnt on the other sets",
    )
    parser.add_argument(
        "--full",
        action="store_true",
        help="also every set by itself, by minutiae alone, after rejecting the worst, times and bytes",
    )
    parser.add_argument("--apart", metavar="SET,...", help="sets that are measured by themselves, outside the pool")
    parser.add_argument(
        "--identify",
        type=int,
        metavar="N",
        help="also 1:N: every print among the first ones of all fingers and N generated fingers",
    )
    parser.add_argument("--loss", type=float, default=0.005, help="that the stages of such a search may have")
    parser.add_argument("--exhaustive", action="store_true", help="with --identify: full comparisons beside the stages")
    parser.add_argument("--bootstrap", type=int, default=1000, metavar="N", help="replicates over fingers; 0: none")
    parser.add_argument("--seed", type=int, default=1, help="of the bootstrap")
    parser.add_argument("--suspects", type=Path, metavar="DIR", help="pictures of the 20 highest non-mated pairs")
    parser.add_argument("--plot", type=Path, metavar="PNG", help="DET curve and score histogram (needs matplotlib)")
    parser.add_argument("--threads", type=int, default=0, help="0: all processors (default)")


def run(arguments: argparse.Namespace) -> Answer:
    threads = threads_of(arguments.threads)
    prints, ignored = find(arguments.folders)
    default, of_set = resolutions(arguments.ppi, {p.set for p in prints})
    extract(prints, threads, default, of_set)
    leave_one_out = arguments.weights == "leave-one-out"
    apart = sets_apart(arguments.apart, {p.set for p in prints})
    trials, excluded, seconds = compare(prints, threads, leave_one_out)
    pool = pooled(trials, prints, apart)
    whole = trials if pool.all() else trials.subset(pool)
    if arguments.scores:
        trials.write(arguments.scores)
    if arguments.suspects:
        draw_suspects(trials, prints, arguments.suspects, default, of_set)
    if arguments.plot:
        from limen import plot

        plot.save(arguments.plot, whole.scores[whole.mated], whole.scores[~whole.mated])
    data = figures(whole, arguments.bootstrap, arguments.seed, threads)
    failures = [p for p in prints if p.template is None]
    data |= {
        "sets": sorted({p.set for p in prints} - apart),
        "images": sum(p.set not in apart for p in prints),
        "failures_to_extract": {p.name: p.failure for p in failures},
        "excluded_label_faults": excluded,
        "weights": arguments.weights,
        "median_extraction_ms": round(1000 * statistics.median(p.seconds for p in prints), 2),
        "comparisons_per_second_per_core": round(len(seconds) / max(float(seconds.sum()), 1e-9)),
        "threads": threads,
    }
    if apart or arguments.full:
        data["each_set"] = fingerprint_figures.each_set(trials, prints, arguments.bootstrap, arguments.seed, threads)
    if arguments.full:
        by_minutiae, _, _ = compare(prints, threads, leave_one_out, minutiae_only=True)
        data |= {
            "minutiae_only": figures(by_minutiae.subset(pool), arguments.bootstrap, arguments.seed, threads),
            "rejecting_the_worst": fingerprint_figures.rejection(trials, pool, prints),
            "rank1_single_reference": fingerprint_figures.single_rank1(whole, arguments.bootstrap, arguments.seed),
            "costs": fingerprint_figures.costs(trials, pool, prints, seconds),
        }
    if arguments.identify is not None:
        data["identification"] = fingerprint_identification.identification(
            prints, arguments.identify, arguments.loss, arguments.exhaustive, threads
        )
    warnings = [f"{ignored} files are not named FINGER_IMPRESSION.ext: ignored"] if ignored else []
    return Answer(data, text(data), warnings=warnings)


def text(data: dict[str, Any]) -> str:
    excluded = data["excluded_label_faults"]
    rows = [
        ("images", f"{data['images']} of {len(data['sets'])} sets: {', '.join(data['sets'])}"),
        ("failures to extract", len(data["failures_to_extract"])),
        ("trials", f"{data['mated']} mated, {data['non_mated']} non-mated; failed: {sum(data['failed'].values())}"),
        ("label faults", f"{sum(e['pairs'] for e in excluded)} pairs excluded"),
    ]
    rows += [("", f"{e['a']} = {e['b']}: {e['pairs']} pairs") for e in excluded]
    rows += [
        ("extraction", f"{data['median_extraction_ms']:.1f} ms, median of one core's time"),
        ("comparison", f"{data['comparisons_per_second_per_core']} a second of one core, {data['threads']} threads"),
        ("weights", data["weights"]),
    ]
    parts = columns(rows) + "\n" + table(data) + fingerprint_figures.text(data)
    if "identification" in data:
        parts += "\n" + fingerprint_identification.text(data["identification"])
    return parts


def find(folders: list[Path]) -> tuple[list[Print], int]:
    prints: list[Print] = []
    ignored = 0
    for folder in folders:
        if not folder.is_dir():
            raise limen.Error(f"{folder}: no such folder", "not_found")
        for path in sorted(folder.iterdir()):
            if match := NAME.fullmatch(path.name):
                prints.append(Print(folder.resolve().name, match["finger"], path))
            elif path.is_file():
                ignored += 1
    names = {folder.resolve().name for folder in folders}
    if len(names) < len(folders):
        raise limen.Error("evaluate: two folders of one name; a set is named by its folder", "invalid_argument")
    if len(prints) < 2:
        raise limen.Error("evaluate: no two files named FINGER_IMPRESSION.ext in these folders", "not_found")
    return prints, ignored


def resolutions(options: list[str], sets: set[str]) -> tuple[float, dict[str, float]]:
    """The default, and what was said of single sets."""
    default, of_set = 500.0, {}
    for option in ",".join(options).split(",") if options else []:
        name, equals, number = option.rpartition("=")
        try:
            value = float(number)
        except ValueError as error:
            raise limen.Error(f"--ppi: [SET=]PPI is wanted, {option!r} was given", "invalid_argument") from error
        if equals and name not in sets:
            raise limen.Error(f"--ppi: {name} is none of the sets {', '.join(sorted(sets))}", "invalid_argument")
        if equals:
            of_set[name] = value
        else:
            default = value
    return default, of_set


def sample(p: Print, default: float, of_set: dict[str, float]) -> limen.Sample:
    return limen.Sample(limen.io.read_image(p.path, assume=of_set.get(p.set, default)))


def extract(prints: list[Print], threads: int, default: float, of_set: dict[str, float]) -> None:
    def one(p: Print) -> None:
        try:
            given = sample(p, default, of_set)
            start = time.thread_time()
            try:
                p.template = limen.fingerprint.extract(given)
            finally:
                p.seconds = time.thread_time() - start
        except limen.Error as error:
            p.failure = error.code

    with ThreadPoolExecutor(threads) as pool, bar("extracting") as tick:
        for done, _ in enumerate(pool.map(one, prints), 1):
            tick(done, len(prints))


def sets_apart(option: str | None, sets: set[str]) -> set[str]:
    """The sets named by --apart."""
    apart = set(option.split(",")) if option else set()
    if unknown := apart - sets:
        raise limen.Error(f"--apart: {sorted(unknown)[0]} is none of {', '.join(sorted(sets))}", "invalid_argument")
    if apart and apart == sets:
        raise limen.Error("--apart: at least one set must remain for the pool", "invalid_argument")
    return apart


def pooled(trials: Trials, prints: list[Print], apart: set[str]) -> Array:
    """Which trials are between prints of the pool."""
    inside = np.array([p.set not in apart for p in prints])
    return np.asarray(inside[trials.probe] & inside[trials.reference])


def compare(
    prints: list[Print], threads: int, leave_one_out: bool, minutiae_only: bool = False
) -> tuple[Trials, list[dict[str, Any]], Array]:
    """Every pair of prints but the known label faults; what was excluded; each trial's processor time or 0."""
    fingers = sorted({(p.set, p.finger) for p in prints})
    number = {finger: i for i, finger in enumerate(fingers)}
    subject = np.array([number[p.set, p.finger] for p in prints], np.uint32)
    probe, reference = (index.astype(np.uint32) for index in np.triu_indices(len(prints), 1))
    excluded, keep = label_faults(fingers, subject, probe, reference)
    probe, reference = probe[keep], reference[keep]
    mated = subject[probe] == subject[reference]

    present = np.array([p.template is not None for p in prints])
    comparable = present[probe] & present[reference]
    place = np.cumsum(present) - 1
    pairs = np.column_stack([place[probe[comparable]], place[reference[comparable]]]).astype(np.uint32)
    templates = [p.template for p in prints if p.template is not None]
    if minutiae_only:
        templates = [without_map(t) for t in templates]
    with bar("comparing by minutiae" if minutiae_only else "comparing") as tick:
        made = limen.fingerprint.compare_all(
            templates, np.ascontiguousarray(pairs), features=leave_one_out, threads=threads, progress=tick
        )
    own = np.array(made.scores)
    if leave_one_out:
        sets = np.array([p.set for p in prints])
        own = rescore(own, made, sets[probe[comparable]], sets[reference[comparable]], mated[comparable])

    scores = np.full(len(probe), limen.LOWEST_SCORE, np.int32)
    scores[comparable] = own
    status = np.empty(len(probe), object)
    status[comparable] = np.array([OK, *limen.fingerprint.refusals[1:]], object)[made.refusals]
    for i in np.flatnonzero(~comparable):
        status[i] = next(p.failure for p in (prints[probe[i]], prints[reference[i]]) if p.template is None)
    seconds = np.zeros(len(probe), np.float32)
    seconds[comparable] = made.seconds
    trials = Trials([p.name for p in prints], subject, probe, reference, mated, scores, status.tolist())
    return trials, excluded, seconds


def without_map(template: limen.fingerprint.Template) -> limen.fingerprint.Template:
    """Its minutiae alone, as from a minutiae record."""
    return limen.fingerprint.Template(template.minutiae, template.width, template.height)


def label_faults(
    fingers: list[tuple[str, str]], subject: Array, probe: Array, reference: Array
) -> tuple[list[dict[str, Any]], Array]:
    """One finger under two labels is neither mated nor non-mated."""
    keep = np.ones(len(probe), bool)
    excluded = []
    for i, (set_a, a) in enumerate(fingers):
        for j, (set_b, b) in enumerate(fingers[:i]):
            if not limen.evaluation.is_label_fault(set_a, a, set_b, b):
                continue
            own = ((subject[probe] == i) & (subject[reference] == j)) | (
                (subject[probe] == j) & (subject[reference] == i)
            )
            keep &= ~own
            excluded.append({"a": f"{set_b}/{b}", "b": f"{set_a}/{a}", "pairs": int(own.sum())})
    return excluded, keep


def rescore(scores: Array, made: limen.fingerprint.Comparisons, set_a: Array, set_b: Array, mated: Array) -> Array:
    """Each pair's score from weights that were learnt without the sets that the pair comes from."""
    names = sorted(set(set_a) | set(set_b))
    if len(names) < 3:
        raise limen.Error("--weights leave-one-out: at least three sets are wanted", "invalid_argument")
    features, made_at_all = np.asarray(made.features), made.refusals == 0
    result = scores.copy()
    for i, first in enumerate(names):
        for second in names[i:]:
            left_out = (first, second)
            own = ((set_a == first) & (set_b == second)) | ((set_a == second) & (set_b == first))
            learn = made_at_all & ~np.isin(set_a, left_out) & ~np.isin(set_b, left_out)
            weights = fit_weights(features[learn], mated[learn])
            own &= made_at_all
            natural = weights.bias + features[own].astype(np.float64) @ np.array(weights.weight)
            result[own] = np.floor(natural * 1000 + 0.5).astype(np.int32)
    return result


def draw_suspects(trials: Trials, prints: list[Print], folder: Path, default: float, of_set: dict[str, float]) -> None:
    """The highest non-mated pairs, side by side: is it one finger under two labels?"""
    folder.mkdir(parents=True, exist_ok=True)
    others = np.flatnonzero(~trials.mated & (trials.scores != limen.LOWEST_SCORE))
    highest = others[np.argsort(-trials.scores[others], kind="stable")][:20]
    for rank, i in enumerate(highest, 1):
        a, b = prints[trials.probe[i]], prints[trials.reference[i]]
        if a.template is None or b.template is None:
            continue
        explanation = limen.fingerprint.explain(a.template, b.template)
        images = (sample(p, default, of_set).image for p in (a, b))
        name = f"{rank:02}_{a.set}_{a.path.stem}_{b.set}_{b.path.stem}.png"
        limen.io.write_image(folder / name, limen.fingerprint.draw(explanation, *images))
