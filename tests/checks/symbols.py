"""What compiled limen shows and needs, read with nm.

symbols.py kernels NM OBJECT...     each kernel object exports one symbol, its table, and borrows no function
symbols.py library NM ARCHIVE...    the library prints nothing, ends no program, has no constructor of a global
"""

import pathlib
import re
import subprocess
import sys

# What a compiler may call of its own accord.
BORROWED = {"memcpy", "memset", "memmove", "memcmp", "__stack_chk_fail", "_GLOBAL_OFFSET_TABLE_"}

TERMINAL = {"stdout", "stderr", "printf", "__printf_chk", "vprintf", "puts", "putchar", "perror", "syslog"}
TERMINAL |= {"_ZSt4cout", "_ZSt4cerr", "_ZSt4clog", "_ZSt5wcout", "_ZSt5wcerr"}
ENDING = {"abort", "exit", "_exit", "quick_exit", "__assert_fail", "raise", "kill"}
ENVIRONMENT = {"getenv", "secure_getenv", "setenv", "putenv"}


def read(nm, file):
    """(member of the archive, kind, name) of each symbol."""
    text = subprocess.run([nm, "-A", file], check=True, capture_output=True, text=True).stdout
    for line in text.splitlines():  # "libx.a:a.cpp.o:0000000000000000 T name", "a.o:                 U name"
        where, _, symbol = re.sub(r":( +|[0-9a-f]+ )(?=[A-Za-z?] )", "\t\t", line).partition("\t\t")
        kind, _, name = symbol.partition(" ")
        yield where.rsplit(":", 1)[-1], kind, name


def kernel_faults(symbols, target):
    """Faults of one kernel object."""
    exported = [name for _, kind, name in symbols if kind.isupper() and kind not in "UWV"]
    weak = [name for _, kind, name in symbols if kind in "WVwvu"]
    needed = [name for _, kind, name in symbols if kind == "U" and name not in BORROWED]
    faults = [f"{target}: weak symbol {name}: the linker may mix it with another target's" for name in weak]
    faults += [f"{target}: needs {name}" for name in needed]
    if len(exported) != 1 or not re.fullmatch(rf"_?_ZN5limen4simd\d+kernels_{target}E", exported[0]):
        faults.append(f"{target}: exports {exported}, wanted its table alone")
    return faults


def library_faults(symbols):
    """Faults of one archive. Only the choice of the SIMD target may ask the environment."""
    faults = []
    stream = {member for member, _, name in symbols if name == "_ZStL8__ioinit"}  # <iostream>, by a header of OpenCV
    for member, kind, name in symbols:
        plain = name.split("@")[0]
        if kind == "U" and plain in TERMINAL:
            faults.append(f"{member}: uses {plain}: the library writes nothing to the terminal")
        if kind == "U" and plain in ENDING:
            faults.append(f"{member}: uses {plain}: the library ends no program")
        if kind == "U" and plain in ENVIRONMENT and not member.startswith("target.cpp"):
            faults.append(f"{member}: uses {plain}: no environment variable but LIMEN_SIMD")
        if plain.startswith("_GLOBAL__sub_I") and member not in stream:
            faults.append(f"{member}: {plain}: a global object with a constructor")
    return faults


def main(what, nm, files):
    found = []
    for file in files:
        symbols = list(read(nm, file))
        if not symbols:
            found.append(f"{file}: no symbols")
        elif what == "kernels":
            target = re.search(r"limen_simd_(\w+)\.dir", pathlib.Path(file).as_posix())[1]
            found += kernel_faults(symbols, target)
        else:
            found += [f"{pathlib.Path(file).name}: {fault}" for fault in library_faults(symbols)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
