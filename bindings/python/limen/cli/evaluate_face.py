"""limen evaluate face TRIAL: the pairs that a file lists, or all pairs of labelled images; and what a score means."""

from __future__ import annotations

import argparse
import statistics
from pathlib import Path
from typing import Any

import numpy as np

import limen
from limen.cli import face_figures
from limen.cli.answer import Answer, columns
from limen.cli.face_trials import Plan, Portrait, compare, extract, read_plan
from limen.cli.models import add_demonstration, add_folder, add_runtime, calibration_of, registry
from limen.cli.trials import Trials, figures, table, threads_of

BOOTSTRAP_STEPS = 500_000_000  # replicates × trials that a default may cost


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "trial",
        type=Path,
        metavar="TRIAL",
        help="a CSV of pairs (probe, reference, mated: 0 or 1, and fold) or of images (image, subject, and fold), "
        "or a folder with one folder a person; of images all pairs are compared",
    )
    parser.add_argument("--images", type=Path, metavar="DIR", help="where the images of a CSV are")
    parser.add_argument("--scores", type=Path, metavar="OUT.csv", help="probe,reference,score,status")
    parser.add_argument(
        "--calibrate",
        type=Path,
        metavar="OUT.json",
        help="write what the scores of this model stand for; register it with: limen models calibrate OUT.json",
    )
    parser.add_argument("--trial-name", default="", metavar="TEXT", help="how the calibration names this trial")
    parser.add_argument(
        "--choice",
        choices=("only_one", "largest", "most_central"),
        default="most_central",
        help="which face of a picture with several (default: %(default)s)",
    )
    parser.add_argument("--mirror", action="store_true", help="average with the mirrored face")
    parser.add_argument("--detector", default="", help="name or id of a registered model (default: the preferred)")
    parser.add_argument("--embedder", default="", help="the same")
    parser.add_argument(
        "--bootstrap",
        type=int,
        metavar="N",
        help="replicates over persons; 0: none (default: 1000, fewer for millions of trials)",
    )
    parser.add_argument("--seed", type=int, default=1, help="of the bootstrap")
    parser.add_argument("--plot", type=Path, metavar="PNG", help="DET curve and score histogram (needs matplotlib)")
    parser.add_argument("--threads", type=int, default=0, help="0: all processors (default)")
    add_folder(parser)
    add_runtime(parser)
    add_demonstration(parser)


def run(arguments: argparse.Namespace) -> Answer:
    threads = threads_of(arguments.threads)
    plan = read_plan(arguments.trial)
    folder = arguments.images or (arguments.trial if arguments.trial.is_dir() else None)
    if folder is None:
        raise limen.Error("--images: where the images of the CSV are has to be said", "invalid_argument")
    options = limen.face.ExtractorOptions(
        choice=limen.face.Choice(arguments.choice),
        mirror_average=arguments.mirror,
        detector=arguments.detector,
        embedder=arguments.embedder,
        runtime=limen.face.Runtime(arguments.runtime),
        allow_demonstration=arguments.allow_demonstration,
        forget=False,  # images of an experiment, twice as fast
    )
    models = registry(arguments)
    used = limen.face.Extractor.open(models, options)
    portraits = extract(plan.names, folder, models, options, threads)
    trials, speed = compare(plan, portraits)
    if arguments.scores:
        trials.write(arguments.scores)
    if arguments.plot:
        from limen import plot

        plot.save(arguments.plot, trials.scores[trials.mated], trials.scores[~trials.mated])
    data = rates(trials, plan, arguments, threads)
    data |= extraction(portraits, used)
    data |= {"comparisons_per_second": round(speed), "threads": threads}
    data |= meaning(trials, portraits, calibration_of(models, used.embedder.id), data)
    if arguments.calibrate:
        fitted = face_figures.fit(trials)
        data["fitted"] = face_figures.described(fitted)
        data["cross_validated"] = face_figures.cross_validated(trials, plan)
        name = arguments.trial_name or arguments.trial.name
        write(arguments.calibrate, face_figures.calibration_file(fitted, used.embedder, name).to_json())
        data["calibration_file"] = str(arguments.calibrate)
    return Answer(data, text(data))


def rates(trials: Trials, plan: Plan, arguments: argparse.Namespace, threads: int) -> dict[str, Any]:
    replicates = arguments.bootstrap
    if replicates is None:
        replicates = min(1000, max(100, BOOTSTRAP_STEPS // max(1, len(trials.scores))))
    data = figures(trials, replicates, arguments.seed, threads)
    if not plan.all_pairs:
        del data["rank1"]  # a list of pairs is no search
    data["tar_at_fmr"] = {fmr: 1 - fnmr for fmr, fnmr in data["fnmr_at_fmr"].items()}
    if plan.fold:
        number = {name: i for i, name in enumerate(dict.fromkeys(plan.fold))}
        fold = np.array([number[name] for name in plan.fold], np.uint32)
        by_fold = limen.evaluation.fold_accuracy(trials.scores, trials.mated, fold)
        data["fold_accuracy"] = {"mean": by_fold.mean, "standard_error": by_fold.standard_error, "folds": by_fold.folds}
    return data


def extraction(portraits: list[Portrait], used: limen.face.Extractor) -> dict[str, Any]:
    undetected = sum(p.failure == "no_face" for p in portraits)
    return {
        "images": len(portraits),
        "failures_to_extract": {p.name: p.failure for p in portraits if p.template is None},
        "detection_rate": 1 - undetected / len(portraits),
        "detector": used.detector,
        "embedder": used.embedder.name,
        "model": str(used.embedder.id),
        "median_extraction_ms": round(1000 * statistics.median(p.seconds for p in portraits), 2),
        "median_extraction_processor_ms": round(1000 * statistics.median(p.processor_seconds for p in portraits), 2),
    }


def meaning(
    trials: Trials, portraits: list[Portrait], calibration: limen.Calibration | None, data: dict[str, Any]
) -> dict[str, Any]:
    """What the model's calibration promises beside what was seen, and what quality is worth."""
    threshold = round(1000 * data["threshold_at_fmr"]["0.001"])
    found: dict[str, Any] = {
        "error_versus_discard": face_figures.error_versus_discard(trials, portraits, threshold),
        "calibration": None,
    }
    if calibration is not None:
        cost = face_figures.cost(trials, calibration)
        found["calibration"] = face_figures.honesty(trials, calibration)
        found["cllr"] = {"value": cost.value, "minimum": cost.minimum} if cost else None
    return found


def write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    partial.write_text(content, encoding="utf-8")
    partial.replace(path)


def text(data: dict[str, Any]) -> str:
    rows: list[tuple[object, ...]] = [
        ("images", f"{data['images']}; faces found in {100 * data['detection_rate']:.2f} %"),
        ("failures to extract", len(data["failures_to_extract"])),
        ("trials", f"{data['mated']} mated, {data['non_mated']} non-mated; failed: {sum(data['failed'].values())}"),
        ("models", f"{data['detector']}, {data['embedder']} ({data['model'][:16]})"),
        (
            "extraction",
            f"{data['median_extraction_processor_ms']:.1f} ms of a core, median; "
            f"{data['median_extraction_ms']:.1f} ms by the clock, {data['threads']} at a time",
        ),
    ]
    rows += [(f"TAR at FMR {100 * float(fmr):g} %", f"{100 * tar:.2f} %") for fmr, tar in data["tar_at_fmr"].items()]
    if "fold_accuracy" in data:
        by_fold = data["fold_accuracy"]
        mean, error = 100 * by_fold["mean"], 100 * by_fold["standard_error"]
        rows.append((f"accuracy, {by_fold['folds']} folds", f"{mean:.2f} % ± {error:.2f}"))
    parts = [columns(rows), table(data), discard_text(data["error_versus_discard"])]
    if data["calibration"]:
        parts.append("\nwhat the model's calibration promises:\n" + honesty_text(data["calibration"]))
    if data.get("cllr"):
        parts.append(f"  Cllr {data['cllr']['value']:.4f}, at best {data['cllr']['minimum']:.4f}")
    if "fitted" in data:
        parts.append(fitted_text(data))
    return "\n".join(parts)


def discard_text(rows: list[dict[str, float]]) -> str:
    cells = [(f"{100 * row['discarded']:g} %", f"{100 * row['fnmr']:.2f} %") for row in rows]
    return "\nFNMR at FMR 0.1 % when the worst images by quality are left out:\n" + columns(cells, "  ")


def honesty_text(rows: list[dict[str, Any]]) -> str:
    cells: list[tuple[object, ...]] = [("FMR asked", "observed", "false matches", "")]
    for row in rows:
        seen = f"{row['observed']:.2g}" if row["matches"] else f"< {3 / max(row['non_mated'], 1):.1g} (rule of 3)"
        note = "extrapolated" if row["extrapolated"] else ""
        cells.append((f"{row['asked']:g}", seen, f"{row['matches']} of {row['non_mated']}", note))
    return columns(cells, "  ")


def fitted_text(data: dict[str, Any]) -> str:
    fitted = data["fitted"]
    lines = [
        f"\ncalibration written to {data['calibration_file']}: {fitted['non_mated']} non-mated trials of "
        f"{fitted['subjects']} persons",
        f"  measured down to an FMR of {fitted['supported_fmr']:.2g}; rarer is extrapolated "
        f"(no error at all would have spoken for {3 / fitted['non_mated']:.1g}, rule of 3)",
    ]
    knots = [("score", "FMR", "95 %")]
    knots += [
        (f"{k['score']:.3f}", f"{k['fmr']:.2g}", f"[{k['fmr_low']:.2g}, {k['fmr_high']:.2g}]") for k in fitted["knots"]
    ]
    lines.append(columns(knots, "  "))
    lines.append(f"  Cllr {fitted['cllr']:.4f}, at best {fitted['cllr_min']:.4f}")
    if data["cross_validated"]:
        lines.append("\nlearnt on other persons, seen on these (cross-validated):")
        lines.append(honesty_text(data["cross_validated"]))
    return "\n".join(lines)
