"""The table of benchmarks/search_fingerprint: limen, what the machine gives, and the peers that are installed.

    python benchmarks/tools/search_fingerprint.py [--build build/release] [--references 1000000] [--fingers 100000]
                                                  [--persons 250000] [--json FILE] [--only REGEX]
                                                  [--prints FOLDER[=PPI] ...]

With --prints, folders of real prints (named FINGER_IMPRESSION.*), it also measures what the stages lose of their mates.
The gallery is made of generated templates: the first --fingers are distinct fingers, the others are these with every
minutia moved and turned at random. Peers: SourceAFIS and OpenAFIS have no Python package with a 1:N search, NBIS is a
program; where `bozorth3` is in the PATH its comparisons a second are measured on the same minutiae. What is not
installed is named and left out.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import survival_curve


def figures(program: Path, asked: argparse.Namespace) -> list[dict]:
    with tempfile.TemporaryDirectory() as folder:
        file = asked.json or Path(folder) / "limen.json"
        command = [str(program), f"--benchmark_out={file}", "--benchmark_out_format=json"]
        if asked.only:
            command.append(f"--benchmark_filter={asked.only}")
        environment = os.environ | {
            "LIMEN_BENCHMARK_REFERENCES": str(asked.references),
            "LIMEN_BENCHMARK_FINGERS": str(asked.fingers),
            "LIMEN_BENCHMARK_PERSONS": str(asked.persons),
        }
        subprocess.run(command, check=True, env=environment, stdout=sys.stderr)
        return json.loads(file.read_text())["benchmarks"]


def lost(program: Path, prints: list[str]) -> str:
    """What the stages lose of the mates among these prints, beside generated fingers: a table."""
    made = subprocess.run([str(program), *prints], check=True, stdout=subprocess.PIPE, text=True).stdout
    return "\n".join(survival_curve.table(survival_curve.read(made.splitlines())))


def row(name: str, result: dict) -> str:
    what, *shape = name.split("/")
    millions = result.get("comparisons/s", 0) / 1e6
    numbers = [
        f"{result['real_time']:.1f}",
        f"{millions:.2f}" if millions else "",
        f"{result['of peak']:.2f}" if "of peak" in result else "",
        f"{result['of bandwidth']:.2f}" if "of bandwidth" in result else "",
        f"{result['read GB/s']:.1f}" if "read GB/s" in result else "",
        f"{result['mate first']:.2f}" if "mate first" in result else "",
        " / ".join(f"{result[k]:.0f}" for k in ("described", "aligned", "compared")) if "described" in result else "",
    ]
    return f"| {what} | {' '.join(shape)} | " + " | ".join(numbers) + " |"


def bozorth3(pairs: int = 2000) -> float | None:
    """Comparisons a second of NBIS on generated minutiae of the same fingers; none where it is not installed."""
    if shutil.which("bozorth3") is None:
        return None
    from limen.fingerprint import synthesis

    with tempfile.TemporaryDirectory() as folder:
        files = []
        for seed in range(64):
            template = synthesis.make_template(seed, 1)
            lines = [
                f"{int(m['x'])} {int(template.height - m['y'])} {int(m['direction'] * 57.3)} {int(100 * m['quality'])}"
                for m in template.minutiae
            ]
            file = Path(folder) / f"{seed}.xyt"
            file.write_text("\n".join(lines[:60]) + "\n")
            files.append(str(file))
        listed = [name for i in range(pairs) for name in (files[i % 64], files[(i * 7 + 1) % 64])]
        (Path(folder) / "pairs").write_text("\n".join(listed) + "\n")
        begin = time.perf_counter()
        subprocess.run(["bozorth3", "-M", str(Path(folder) / "pairs")], check=True, stdout=subprocess.DEVNULL)
        return pairs / (time.perf_counter() - begin)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=Path("build/release"))
    parser.add_argument("--references", type=int, default=1_000_000)
    parser.add_argument("--fingers", type=int, default=100_000, help="of them, generated and distinct")
    parser.add_argument("--persons", type=int, default=250_000)
    parser.add_argument("--json", type=Path, help="keeps the program's figures")
    parser.add_argument("--only", help="a regular expression of names")
    parser.add_argument("--prints", nargs="+", metavar="FOLDER", help="real prints, whose loss is measured")
    asked = parser.parse_args()
    program = asked.build / "benchmarks" / "benchmark_search_fingerprint"
    if not program.exists():
        sys.exit(f"{program} is missing: cmake --preset release && cmake --build build/release")

    results = figures(program, asked)
    print(
        "| what | shape | ms | M/s | of peak | of bandwidth | read GB/s | mate first | described / aligned / compared |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    notes = []
    for result in results:
        name = result["name"].split("/iterations")[0]
        if "error_occurred" in result:
            notes.append(f"{name}: skipped, {result['error_message']}")
            continue
        print(row(name, result))
        extra = {k: v for k, v in result.items() if k.endswith(" bytes") or k in ("save s", "people", "fingers")}
        if extra:
            notes.append(f"{name}: " + ", ".join(f"{k} {v:.1f}" for k, v in extra.items()))
    peer = bozorth3()
    if peer is None:
        notes.append("peer skipped: bozorth3 (NBIS) is not installed")
    else:
        print(f"| NBIS bozorth3 | 1:1 | | {peer / 1e6:.4f} | | | | | |")
    notes.append("peers skipped: SourceAFIS and OpenAFIS are not installed (no Python package)")
    print()
    for note in notes:
        print(f"- {note}")
    if asked.prints:
        print()
        print(lost(asked.build / "benchmarks" / "fingerprint_survival", asked.prints))


if __name__ == "__main__":
    main()
