#!/usr/bin/env python3
"""docs/map.md: the tree, explained file by file. Each file says in its first comment what it is; the map collects that.

map.py          fails if the map is not what --write would make
map.py --write  writes it
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAP = ROOT / "docs" / "map.md"

# Folders in the order of the map, each with what its room is for. A folder that is not here fails the check.
ROOMS = {
    ".": "The front door",
    ".ci": "Continuous integration",
    "scripts": "Two commands for everybody, and what they need",
    "cmake": "How it is built and installed",
    "include/limen": "Public headers: what a user includes",
    "include/limen/core": "core: values, errors, bytes, ids; knows nothing",
    "src/core": "core, bodies",
    "include/limen/io": "io: image files",
    "src/io": "io, bodies: the only files that see OpenCV's imgcodecs",
    "include/limen/simd": "simd: targets and kernels; knows no biometrics",
    "src/simd": "simd, bodies: one list of targets, each kernel once",
    "include/limen/search": "search: filters, best K, cascades; knows no modality",
    "src/search": "search, bodies",
    "include/limen/detail": "Bodies of public templates; not for users",
    "include/limen/detail/core": "What core shares with the modules above it; not for users",
    "include/limen/detail/search": "What search shares with the modules above it; not for users",
    "include/limen/privacy": "privacy: purpose, retention, keys, seals, audit; knows no modality",
    "src/privacy": "privacy, bodies: libsodium is behind them (and behind face's hash of a model)",
    "include/limen/fingerprint": "fingerprint: extraction, comparison, explanation, synthesis",
    "src/fingerprint": "fingerprint, bodies: one file a stage",
    "include/limen/face": "face: detection, alignment, embedding, comparison",
    "src/face": "face, bodies: the only files that see OpenCV's dnn and objdetect",
    "include/limen/interchange": "interchange: the record formats of police systems",
    "src/interchange": "interchange, bodies: one file a format",
    "include/limen/gallery": "gallery: enrol, store, view",
    "src/gallery": "gallery, bodies: one file sees SQLite",
    "include/limen/evaluation": "evaluation: error rates of trials",
    "src/evaluation": "evaluation, bodies",
    "include/limen/screening": "screening: several fingers and a face against a view, and the decision",
    "src/screening": "screening, bodies",
    "bindings/python": "Python: the extension module and the package",
    "bindings/python/src": "The extension, one file a module",
    "bindings/python/limen": "The package",
    "bindings/python/limen/fingerprint": "Stubs of `limen.fingerprint`",
    "bindings/python/limen/face": "Stubs of `limen.face`.",
    "bindings/python/limen/cli": "The command line, one file a command",
    "bindings/python/limen/demo": "`limen demo`",
    "bindings/python/tests": "Tests of the package and the command line",
    "benchmarks": "Benchmarks: one file a question",
    "benchmarks/peers": "Other people's software, measured beside limen: one file a peer",
    "benchmarks/tools": "Scripts that learn tables from trials",
    "examples": "Small programs that are compiled and run as tests",
    "examples/cmake-consumer": "A project that uses the installed library",
    "tests": "Tests: mirrors the modules",
    "tests/checks": "Checks of the house itself",
    "tests/install": "The installed package, used from outside",
    "tests/reference": "Slow, obvious twins of the kernels and rates",
    "docs": "Documentation",
}
UNMAPPED = re.compile(r"^(LICENSE|\.git\w+|\.clang-format|.*/py\.typed|tests/data/.*|docs/images/.*)$")


def tracked() -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return sorted(f for f in listing.stdout.splitlines() if (ROOT / f).exists() and not UNMAPPED.match(f))


def first_sentence(text: str) -> str:
    text = " ".join(text.split())
    match = re.match(r"(.*?[.:;!?])(\s|$)", text)
    return (match.group(1) if match else text).rstrip(".:;")


def purpose(name: str) -> str | None:
    """What the file says of itself: its first comment, docstring or heading."""
    path = ROOT / name
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    lines = [line for line in lines if line.strip()]
    if name.endswith(".py") or (lines and lines[0].startswith("#!") and "python" in lines[0]):
        match = re.search(r'^"""(.*?)(\n\n|""")', path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
        return first_sentence(match.group(1)) if match else None
    if name.endswith(".pyi"):
        return "stubs: names, types and shapes"
    if name.endswith(".md"):
        return lines[0].lstrip("# ") if lines else None
    comment = []
    for line in lines[1:] if lines and lines[0].startswith("#!") else lines:
        match = re.match(r"^(?://|#)(?!include|define|pragma|if)\s?(.*)", line)
        if not match:
            break
        comment.append(match.group(1))
    if comment:
        return first_sentence(" ".join(comment))
    if name.startswith("src/") and name.endswith(".cpp"):
        for stem in (name[:-4], name[:-4].rsplit("_", 1)[0]):
            if (ROOT / (stem.replace("src/", "include/limen/", 1) + ".hpp")).exists():
                return f"bodies of `{Path(stem).name}.hpp`"
            if (ROOT / (stem + ".hpp")).exists():
                return purpose(stem + ".hpp")
    return FIXED.get(name)


FIXED = {
    "CMakePresets.json": "presets: dev, release, asan, tsan, coverage",
    "vcpkg.json": "dependencies for platforms without Debian packages",
    "pyproject.toml": "the Python package",
    "CMakeLists.txt": "the list of modules, lowest floor first",
    "examples/CMakeLists.txt": "builds and runs the examples",
    "scripts/requirements.txt": "what goes into .venv",
}


def make() -> tuple[str, list[str]]:
    faults = []
    rooms: dict[str, list[str]] = {}
    for name in tracked():
        folder = str(Path(name).parent)
        if re.fullmatch(r"tests/\w+", folder) and folder not in ROOMS:
            ROOMS[folder] = "Tests of " + folder.removeprefix("tests/")
        if folder not in ROOMS:
            faults.append(f"{name}: the folder has no line in ROOMS of tests/checks/map.py")
            continue
        what = purpose(name)
        if what is None and folder.startswith("tests/"):
            what = "tests of " + Path(name).stem.removesuffix("_test").replace("_", " ")
        if what is None:
            faults.append(f"{name}: the file does not begin with a comment that says what it is")
            continue
        rooms.setdefault(folder, []).append(f"| `{Path(name).name}` | {what} |")
    parts = [
        "# Map of the tree",
        "",
        "Made by `tests/checks/map.py --write` from the first comment of each file; a test keeps it true.",
        "A module includes only modules before it in this order: core → io, simd → search, privacy → fingerprint,",
        "face → gallery, interchange → screening, evaluation.",
        "",
        "| to add | do |",
        "|---|---|",
        "| a SIMD target | one line in `src/simd/targets.inc` |",
        "| a kernel | one `*_inl.hpp`, one pointer in `Kernels`, its slow twin in `tests/reference` |",
        "| a modality | a folder in each mirrored tree, a value in `core/modality.hpp`, a line in `CMakeLists.txt` |",
        "| a retention class | one row in `src/privacy/retention_presets.cpp` |",
        "| a store | one file that implements `gallery/store.hpp` |",
        "| a command | one file in `bindings/python/limen/cli` and its line in `COMMANDS` |",
        "",
    ]
    for folder, title in ROOMS.items():
        if folder in rooms:
            heading = f"## `{folder.removeprefix('.') if folder == '.' else folder}/`"
            parts += [heading, "", title + ".", "", "| file | what it is |", "|---|---|", *rooms[folder], ""]
    return "\n".join(parts), faults


def main() -> int:
    text, faults = make()
    if "--write" in sys.argv[1:] and not faults:
        MAP.write_text(text, encoding="utf-8")
    elif not MAP.exists() or MAP.read_text(encoding="utf-8") != text:
        faults.append("docs/map.md is not up to date: run tests/checks/map.py --write")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
