"""The table of benchmarks/search_face: limen, what the machine gives, and the peers that are installed, in one run.

    python benchmarks/tools/search_face.py [--build build/release] [--references 1000000] [--json FILE]
    python benchmarks/tools/search_face.py --galleries [--build build/release] [--references 200000] [--json FILE]

Peers: FAISS (faiss-cpu), usearch, NumPy from this Python; Eigen from the C++ program. What is not installed is named
and left out. The figures of both sides are of one run on one machine.

--galleries: in place of that the table of benchmarks/search_galleries: how much certified search leaves in doubt where
references depend on one another.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

# after the numbers of threads are set
import numpy as np  # noqa: E402

K = 10
DIMENSIONS = (512, 128)
PROBES = (1, 32, 480)
Search = Callable[[np.ndarray], object]


def limen_figures(program: Path, references: int, out: Path | None) -> list[dict]:
    if not program.exists():
        sys.exit(f"{program} is missing: cmake --preset release && cmake --build build/release")
    with tempfile.TemporaryDirectory() as folder:
        file = out or Path(folder) / "limen.json"
        command = [program, f"--benchmark_out={file}", "--benchmark_out_format=json"]
        environment = os.environ | {"LIMEN_BENCHMARK_REFERENCES": str(references)}
        subprocess.run(command, check=True, env=environment, stdout=sys.stderr)
        return json.loads(file.read_text())["benchmarks"]


def unit_vectors(references: int, dimension: int) -> np.ndarray:
    random = np.random.default_rng(dimension)
    vectors = random.standard_normal((references, dimension), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def faiss_flat(vectors: np.ndarray, threads: int) -> Search:
    import faiss

    faiss.omp_set_num_threads(threads)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return lambda probes: index.search(probes, K)


def faiss_int8(vectors: np.ndarray, threads: int) -> Search:
    import faiss

    faiss.omp_set_num_threads(threads)
    dimension = vectors.shape[1]
    index = faiss.IndexScalarQuantizer(
        dimension, faiss.ScalarQuantizer.QT_8bit_direct_signed, faiss.METRIC_INNER_PRODUCT
    )
    scale = 127 * dimension**0.5 / 5
    for first in range(0, len(vectors), 65536):
        index.add(np.clip(np.round(vectors[first : first + 65536] * scale), -127, 127))
    return lambda probes: index.search(np.clip(np.round(probes * scale), -127, 127), K)


def usearch_exact(dtype: str) -> Callable[[np.ndarray, int], Search]:
    def make(vectors: np.ndarray, threads: int) -> Search:
        from usearch.index import MetricKind, search

        scale = 127 * vectors.shape[1] ** 0.5 / 5

        def converted(values: np.ndarray) -> np.ndarray:
            return np.clip(np.round(values * scale), -127, 127).astype(np.int8) if dtype == "i8" else values

        gallery = (
            np.concatenate([converted(part) for part in np.array_split(vectors, 16)]) if dtype == "i8" else vectors
        )
        return lambda probes: search(gallery, converted(probes), K, MetricKind.IP, exact=True, threads=threads)

    return make


def numpy_product(vectors: np.ndarray, threads: int) -> Search:
    def search(probes: np.ndarray) -> list[np.ndarray]:
        best = []
        for first in range(0, len(vectors), 16384):
            scores = probes @ vectors[first : first + 16384].T
            best.append(first + np.argpartition(scores, -K, axis=1)[:, -K:])
        return best

    return search


# name, how it is made, the most probes that it is asked: usearch takes 16 bytes for each pair.
PEERS = (
    ("FAISS IndexFlatIP float", "faiss", faiss_flat, 480),
    ("FAISS SQ8 direct signed int8", "faiss", faiss_int8, 480),
    ("usearch exact float", "usearch", usearch_exact("f32"), 32),
    ("usearch exact int8", "usearch", usearch_exact("i8"), 32),
    ("NumPy product + argpartition", "numpy", numpy_product, 480),
)


def peer_rows(references: int) -> Iterator[tuple[str, int, int, int, float]]:
    """peer, dimension, probes, threads, comparisons a second."""
    missing = set()
    for dimension in DIMENSIONS:
        vectors = unit_vectors(references, dimension)
        probes = unit_vectors(480, dimension + 1)[:, :dimension].copy()
        for name, module, make, most in PEERS:
            try:
                __import__(module)
            except ImportError:
                missing.add(module)
                continue
            for threads in (1, 2) if module != "numpy" else (1,):
                search = make(vectors, threads)
                for count in PROBES:
                    if count > most or (threads == 2 and count == 32):
                        continue
                    times = []
                    for _ in range(7 if count == 1 else 1):
                        begin = time.perf_counter()
                        search(probes[:count])
                        times.append(time.perf_counter() - begin)
                    yield name, dimension, count, threads, references * count / sorted(times)[len(times) // 2]
                del search
    for module in sorted(missing):
        print(f"\n- skipped: {module} is not installed in this Python")


def galleries(program: Path, references: int, out: Path | None) -> None:
    print(
        f"N = {references}, 512 dimensions, 96 probes, top {K}, one thread; lists and scores equal to float in each\n"
    )
    print("| gallery | M/s | of quantised | in doubt/probe | in float/probe | recall@10 of quantised |")
    print("|---|---|---|---|---|---|")
    for row in limen_figures(program, references, out):
        kind = row["name"].split("/")[3]
        if "error_occurred" in row:
            sys.exit(f"{kind}: {row['error_message']}")
        print(
            f"| {kind} | {row['comparisons/s'] / 1e6:.1f} | {row['of quantised']:.2f} | {row['in doubt/probe']:.0f} "
            f"| {row['re-ranked/probe']:.0f} | {row['recall@10 of quantised']:.3f} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=Path("build/release"))
    parser.add_argument("--references", type=int, help="default: 1000000; with --galleries 200000")
    parser.add_argument("--json", type=Path, help="keeps the C++ program's figures")
    parser.add_argument("--galleries", action="store_true", help="certified search in correlated galleries")
    asked = parser.parse_args()
    programs = asked.build / "benchmarks"
    if asked.galleries:
        galleries(programs / "benchmark_search_galleries", asked.references or 200_000, asked.json)
    else:
        beside_peers(programs / "benchmark_search_face", asked.references or 1_000_000, asked.json)


@dataclass
class System:
    """A row of the table: what one system does at one dimension, on one thread unless it says two."""

    rates: dict[tuple[int, int], float] = field(default_factory=dict)  # probes, threads: comparisons a second
    of_bandwidth: str = ""  # one probe
    of_peak: str = ""  # 480 probes, int8
    exact: str = " | "  # recall, compared in float

    def row(self, name: str) -> str:
        shapes = ((1, 1), (32, 1), (480, 1), (1, 2), (480, 2))
        rates = [f"{self.rates[shape] / 1e6:.1f}" if shape in self.rates else "" for shape in shapes]
        cells = [name, rates[0], self.of_bandwidth, *rates[1:3], self.of_peak, *rates[3:], self.exact]
        return f"| {' | '.join(cells)} |"


HEAD = (
    "| system | 1 probe | of bandwidth | 32 probes | 480 probes | of int8 peak | 1 probe, 2 threads "
    "| 480 probes, 2 threads | recall@10 | in float/probe |\n|---|---|---|---|---|---|---|---|---|---|"
)


def beside_peers(program: Path, references: int, out: Path | None) -> None:
    systems: defaultdict[int, defaultdict[str, System]] = defaultdict(lambda: defaultdict(System))
    seen: defaultdict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    other = []
    for row in limen_figures(program, references, out):
        what, size, *_ = row["name"].split("/")
        if "error_occurred" in row:
            other.append(f"{row['name']}: skipped, {row['error_message']}")
            continue
        if what not in ("search", "eigen"):
            extra = ", ".join(f"{k} {row[k]:.2f}" for k in ("new memory alone s", "save s") if k in row)
            other.append(f"{row['name'].split('/iterations')[0]}: {row['real_time'] / 1000:.3f} s {extra}")
            continue
        mode, *shape, isa = row["name"].split("/")[3:7]
        count, threads = (int(number[1:]) for number in shape)
        system = systems[int(size)]["Eigen product + heap" if what == "eigen" else f"limen {mode}, {isa}"]
        system.rates[count, threads] = row["comparisons/s"]
        if what == "eigen":
            continue
        seen[int(size), threads].append((row["read GB/s"], row.get("int8 peak G/s", 0)))
        if count == 1 and threads == 1 and mode != "cascade":
            system.of_bandwidth = f"{row['of bandwidth']:.2f}"
        if count == 480 and threads == 1 and mode != "float" and "of int8 peak" in row:
            system.of_peak = f"{row['of int8 peak']:.2f}"
        if threads == 1 and (count > 1 or system.exact == " | "):
            system.exact = f"{row['recall@10']:.3f} | {row['re-ranked/probe']:.0f}"
    limits = {shape: tuple(map(median, zip(*pairs, strict=True))) for shape, pairs in seen.items()}
    for name, dimension, count, threads, rate in peer_rows(references):
        read, peak = limits[dimension, threads]
        system = systems[dimension][name]
        system.rates[count, threads] = rate
        if count == 1 and threads == 1:
            system.of_bandwidth = f"{rate * dimension * (1 if 'int8' in name else 4) / 1e9 / read:.2f}"
        if count == 480 and threads == 1 and "int8" in name and peak:
            system.of_peak = f"{rate * dimension / 1e9 / peak:.2f}"
    print(f"N = {references}, top {K}, million comparisons a second; int8 peak: AMX or VNNI")
    for dimension, rows in systems.items():
        print(f"\n{dimension} dimensions:\n\n{HEAD}")
        for name, system in rows.items():
            print(system.row(name))
    print()
    for line in other:
        print(f"- {line}")
    for (dimension, threads), (read, peak) in sorted(limits.items()):
        print(
            f"- limits beside dimension {dimension}, {threads} thread(s), median of limen's rows: "
            f"{read:.1f} GB/s read, {peak:.0f} G int8 products/s"
        )


if __name__ == "__main__":
    main()
