"""limen demo: fingers and faces of 480 synthetic travellers against a synthetic watchlist, and a report."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import Any

import limen
from limen.cli import exit_codes
from limen.cli.answer import Answer, columns
from limen.cli.models import add_folder
from limen.demo import Demo, Outcome, Plan, faces, write_report
from limen.progress import bar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    plan = Plan()
    parser.add_argument("--travellers", type=int, default=plan.travellers, metavar="N", help="default: %(default)s")
    parser.add_argument(
        "--watchlist", type=int, default=plan.watchlist, metavar="N", help="people on it (default: %(default)s)"
    )
    parser.add_argument(
        "--with-images",
        type=int,
        default=plan.with_images,
        metavar="N",
        help="of them, so many from images; the others from templates (default: %(default)s)",
    )
    parser.add_argument(
        "--fpir", type=float, default=plan.fpir, help="searches of unlisted people that may give a candidate"
    )
    parser.add_argument("--seed", type=int, default=plan.seed, help="whose turn it is (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=0, help="0: all processors (default)")
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("out/demo"), metavar="DIR", help="default: %(default)s"
    )
    parser.add_argument(
        "--faces", type=Path, metavar="DIR", help="also screen the photographs of this folder, by the registered models"
    )
    add_folder(parser)


def run(arguments: argparse.Namespace) -> Answer:
    plan = Plan(
        travellers=arguments.travellers,
        watchlist=arguments.watchlist,
        with_images=arguments.with_images,
        fpir=arguments.fpir,
        seed=arguments.seed,
        threads=arguments.threads,
        models=arguments.models,
    )
    output: Path = arguments.output
    if output.exists():
        if not (output / "watchlist.limen").exists() and any(output.iterdir()):
            raise limen.Error(f"{output}: the folder holds something else than an earlier demo", "already_exists")
        shutil.rmtree(output)
    output.mkdir(parents=True)
    outcome = Demo(plan, output, bar).run()
    data = outcome.summary()
    if arguments.faces is not None:
        data["faces"] = faces.screen(arguments.faces, output, plan, bar)
    report = output / "report.html"
    write_report(report, outcome)
    data["report"] = str(report)
    found = data["planted_found"] and data["false_alarms"] == 0 and data["files_left"] == 0
    found = found and all(data["safeguards"].values())
    return Answer(data, text(outcome, data), exit_codes.DONE if found else exit_codes.ATTENTION)


def text(outcome: Outcome, data: dict[str, Any]) -> str:
    rows = [
        ("travellers screened", f"{data['screened']}"),
        ("people on the watchlist", f"{data['watchlist']:,} ({outcome.plan.without_images:,} of them without images)"),
        ("hits", f"{data['hits']}, the planted match {'found' if data['planted_found'] else 'NOT FOUND'}"),
        ("false alarms", f"{data['false_alarms']}"),
        (
            "faces",
            f"{data['faces_enrolled']} enrolled, {data['faces_screened']} screened; "
            f"not found in {data['faces_not_found']} photographs",
        ),
        ("faces described by", data["face_model"]),
        ("nothing kept of", f"{data['screened'] - data['hits']} travellers"),
        (
            "one traveller's search",
            f"{data['search']['milliseconds']:.1f} ms (median); {data['search']['compared_in_full']:.0f} of "
            f"{data['search']['references']:,.0f} references compared in full",
        ),
        ("image files deleted / left", f"{data['files_deleted']:,} / {data['files_left']}"),
        ("safeguards kept", f"{sum(data['safeguards'].values())} of {len(data['safeguards'])}"),
        ("audit entries", f"{data['audit_entries']:,}, verified"),
        ("audit head", data["audit_head"]),
        *((name, f"{seconds:.1f} s") for name, seconds in data["stages"].items()),
        ("report", data["report"]),
    ]
    if "faces" in data:
        rows.insert(-1, ("faces screened", f"{data['faces']['screened']}, {data['faces']['hits']} hits"))
    return columns(rows)
