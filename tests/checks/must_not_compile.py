"""One file, compiled once as it stands and once with each of its faults.

    must_not_compile.py FILE COMPILER FLAG...

The file holds `#if LIMEN_FAULT == 1  // expected: <pattern>` … `#endif` around each fault, numbered from 1. Without a
fault it must compile; with one it must not, and the compiler's words must match the pattern.
"""

import pathlib
import re
import subprocess
import sys


def compile_with(fault, file, command):
    """The exit code and the words of the compiler."""
    done = subprocess.run([*command, f"-DLIMEN_FAULT={fault}", "-fsyntax-only", file], capture_output=True, text=True)
    return done.returncode, done.stderr


def faults(file, command):
    """One line for each expectation that does not hold."""
    cases = re.findall(r"^#if LIMEN_FAULT == (\d+)\s*// expected: (.+)$", pathlib.Path(file).read_text(), re.MULTILINE)
    if [int(number) for number, _ in cases] != list(range(1, len(cases) + 1)) or not cases:
        return [f"{file}: faults are not numbered from 1: {cases}"]
    code, words = compile_with(0, file, command)
    if code != 0:
        return [f"{file}: does not compile without a fault:\n{words}"]
    found = []
    for number, pattern in cases:
        code, words = compile_with(number, file, command)
        if code == 0:
            found.append(f"{file}: fault {number} compiles")
        elif not re.search(pattern, words):
            found.append(f"{file}: fault {number} is refused, but not for '{pattern}':\n{words}")
    return found


if __name__ == "__main__":
    found = faults(sys.argv[1], sys.argv[2:])
    print("\n".join(found))
    sys.exit(1 if found else 0)
