"""limen evaluate protection: accuracy before and after, unlinkability, and what attacks get back (ISO/IEC 30136)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np

import limen
from limen.cli import protection as measure
from limen.cli.answer import Answer, columns
from limen.cli.face_trials import extract, read_plan
from limen.cli.models import add_folder, registry
from limen.cli.trials import Array, threads_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    faces = parser.add_argument_group("real faces, instead of synthetic embeddings")
    faces.add_argument("--pairs", type=Path, metavar="PAIRS.csv", help="columns probe, reference, mated (0 or 1)")
    faces.add_argument("--images", type=Path, metavar="DIR", help="where the images of the pairs are")
    faces.add_argument("--detector", default="", help="name or id of a registered model (default: the preferred)")
    faces.add_argument("--embedder", default="", help="the same")
    add_folder(parser)
    parser.add_argument("--persons", type=int, default=500, help="synthetic ones (default: %(default)s)")
    parser.add_argument("--samples", type=int, default=4, help="of each synthetic person (default: %(default)s)")
    parser.add_argument("--dimension", type=int, default=128, help="of synthetic embeddings (default: %(default)s)")
    parser.add_argument("--hashes", type=int, default=512, help="of a code (default: %(default)s)")
    parser.add_argument("--choices", type=int, default=4, help="of each hash (default: %(default)s)")
    parser.add_argument("--keys", type=int, default=4, help="stolen in the record multiplicity attack")
    parser.add_argument("--seed", type=int, default=1, help="of people, pairs and intervals; keys are always fresh")
    parser.add_argument("--threads", type=int, default=0, help="0: all processors (default)")


def run(arguments: argparse.Namespace) -> Answer:
    if (arguments.pairs is None) != (arguments.images is None):
        raise limen.Error("--pairs and --images belong together", "invalid_argument")
    if min(arguments.persons, arguments.samples, arguments.dimension) < 2 or arguments.keys < 1:
        raise limen.Error("--persons, --samples, --dimension: from 2; --keys: from 1", "invalid_argument")
    if arguments.pairs:
        people, source = faces(arguments), f"faces of {arguments.pairs.name}"
    else:
        people = measure.synthetic(arguments.persons, arguments.samples, arguments.dimension, arguments.seed)
        source = "synthetic embeddings"
    shape = (arguments.hashes, arguments.choices)
    plain = measure.accuracy(people, people.embeddings, measure.Rotation, arguments.seed)
    data: dict[str, Any] = {
        "source": source,
        "samples": len(people.person),
        "persons": len(set(people.person.tolist())),
        "dimension": people.embeddings.shape[1],
        "unprotected": plain,
        "rotation": scheme(people, measure.Rotation, None, arguments.seed),
        "iom": {"hashes": shape[0], "choices": shape[1]} | scheme(people, measure.Iom, shape, arguments.seed),
    }
    data["rotation"]["attacks"] = measure.rotation_attacks(people, plain["threshold"], arguments.seed)
    data["iom"]["attacks"] = measure.iom_attacks(people, shape, arguments.keys, plain["threshold"], arguments.seed)
    return Answer(data, text(data))


def scheme(people: measure.People, kind: measure.Scheme, shape: Any, seed: int) -> dict[str, Any]:
    dimension = people.embeddings.shape[1]
    one, other = (kind(dimension, shape).protect(people) for _ in range(2))
    return {
        "accuracy": measure.accuracy(people, one, kind, seed),
        "unlinkability": measure.linkage(people, one, other, kind, seed),
        "unlinkability_unprotected": measure.linkage(
            people, people.embeddings, people.embeddings, measure.Rotation, seed
        )
        if kind is measure.Rotation
        else None,
    }


def faces(arguments: argparse.Namespace) -> measure.People:
    plan = read_plan(arguments.pairs)
    options = limen.face.ExtractorOptions(
        choice=limen.face.Choice("most_central"),
        detector=arguments.detector,
        embedder=arguments.embedder,
        forget=False,  # images of an experiment, twice as fast
    )
    threads = threads_of(arguments.threads)
    portraits = extract(plan.names, arguments.images, registry(arguments), options, threads)
    person = persons(portraits, plan.subject)
    there = [i for i, portrait in enumerate(portraits) if portrait.template is not None]
    rows = [p.template.embedding for p in portraits if p.template is not None]
    unit = np.stack(rows) / np.linalg.norm(np.stack(rows), axis=1, keepdims=True)
    return measure.People(np.ascontiguousarray(unit, np.float32), person[there])


def persons(portraits: list[Any], by_pairs: Array) -> Array:
    """NAME_0001.jpg says who it is; else only mated pairs do."""
    stems = [Path(portrait.name).stem.rsplit("_", 1) for portrait in portraits]
    if all(len(parts) == 2 and parts[1].isdigit() for parts in stems):
        number: dict[str, int] = {}
        return np.array([number.setdefault(parts[0], len(number)) for parts in stems])
    return by_pairs.astype(int)


def text(data: dict[str, Any]) -> str:
    rows: list[tuple[object, ...]] = [("", "EER", "FNMR at FMR 0.1 %")]
    for name, found in (("unprotected", data["unprotected"]), *((n, data[n]["accuracy"]) for n in ("rotation", "iom"))):
        rows.append((name, f"{100 * found['eer']:.2f} %", f"{100 * found['fnmr_at_fmr_0.001']:.2f} %"))
    lines = [f"{data['source']}: {data['samples']} samples of {data['persons']} persons, {data['dimension']} numbers"]
    lines += [columns(rows, "  "), "D_sys: 0, no link between two keys; 1, every one"]
    links = [("unprotected", data["rotation"]["unlinkability_unprotected"])]
    links += [(name, data[name]["unlinkability"]) for name in ("rotation", "iom")]
    rows = [
        (
            n,
            f"{d['d_sys']:.3f}",
            f"[{d['interval'][0]:.3f}, {d['interval'][1]:.3f}]",
            f"raw {d['raw']:.3f}, bias {d['bias']:.3f}",
        )
        for n, d in links
    ]
    lines += [columns(rows, "  "), "attacks: pre-images that pass for the person in an unprotected system at FMR 0.1 %"]
    rows = [("", "same sample", "another sample", "mean cosine")]
    for name in ("rotation", "iom"):
        for attack, found in data[name]["attacks"].items():
            other = found["success_other_sample"]
            rows.append(
                (
                    f"{name}: {attack}",
                    f"{100 * found['success']:.0f} %",
                    "" if other is None else f"{100 * other:.0f} %",
                    f"{found['cosine']:.2f}",
                )
            )
    return "\n".join([*lines, columns(rows, "  ")])
