"""The floors of the house: a module includes only what stands on a lower floor.

layers.py ROOT      exit code 1 and one line for each wrong arrow
"""

import pathlib
import re
import sys

FLOORS = [
    {"core"},
    {"io", "simd"},
    {"search", "privacy"},
    {"fingerprint", "face"},
    {"gallery", "interchange"},
    {"screening", "evaluation"},
]
FLOOR_OF = {module: number for number, floor in enumerate(FLOORS) for module in floor}
FREE = {"version.hpp", "limen.hpp", "interop", "c"}  # the version knows nothing; the others may see all
INCLUDE = re.compile(r'^\s*#\s*include\s*["<]([^">]+)[">]', re.MULTILINE)
MODULE = re.compile(r"^limen_module\(([^)]*)\)", re.MULTILINE)


def module_of(path, among):
    """The module that a path below include/limen or src belongs to; None if it belongs to none."""
    parts = pathlib.PurePosixPath(path).parts
    if parts[:1] == ("limen",):
        parts = parts[1:]
    if parts[:1] == ("detail",):  # detail/search.hpp, detail/search/….hpp
        parts = (pathlib.PurePosixPath(parts[1]).stem, *parts[2:], "")
    return parts[0] if len(parts) > 1 and parts[0] in among else None


def declared(root):
    """Module -> modules it may link with, all the way down, as CMakeLists.txt says."""
    depends = {}
    for arguments in MODULE.findall((root / "CMakeLists.txt").read_text()):
        name, *words = arguments.split("PRIVATE")[0].split()
        depends[name] = {name}.union(*(depends.get(word, {word}) for word in words if word != "DEPENDS"))
    return depends


def wrong_arrows(root):
    """One line for each include or link that the house forbids."""
    root = pathlib.Path(root)
    depends = declared(root)
    wrong = []
    for module, below in depends.items():
        if module not in FLOOR_OF:
            wrong.append(f"CMakeLists.txt: {module} stands on no floor")
            continue
        for lower in sorted(below - {module}):
            if FLOOR_OF.get(lower, 99) >= FLOOR_OF[module]:
                wrong.append(f"CMakeLists.txt: {module} links {lower}, which is not below it")
    for tree in (root / "include" / "limen", root / "src"):
        for file in sorted(p for p in tree.rglob("*") if p.suffix in {".hpp", ".cpp", ".inc", ".h"}):
            inside = file.relative_to(tree).as_posix()
            where = file.relative_to(root)
            if inside.split("/")[0] in FREE:
                continue
            module = module_of(inside, FLOOR_OF)
            if module is None:
                wrong.append(f"{where}: belongs to no module")
                continue
            for included in INCLUDE.findall(file.read_text()):
                other = module_of(included, FLOOR_OF)
                if included.startswith("limen/interop/"):
                    wrong.append(f"{where}: includes {included}; interop is for users alone")
                elif other in (None, module):
                    continue
                elif not included.startswith("limen/"):
                    wrong.append(f"{where}: includes {included}, which is private to {other}")
                elif FLOOR_OF[other] >= FLOOR_OF[module]:
                    wrong.append(f"{where}: includes {included}; {other} is not below {module}")
                elif module in depends and other not in depends[module]:
                    wrong.append(f"{where}: includes {included}; CMakeLists.txt does not link {module} with {other}")
    return wrong


if __name__ == "__main__":
    found = wrong_arrows(sys.argv[1])
    print("\n".join(found))
    sys.exit(1 if found else 0)
