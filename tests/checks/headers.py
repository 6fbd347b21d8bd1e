"""What stands in a public header, apart from C++ that compiles.

headers.py ROOT     exit code 1 and one line for each fault
"""

import pathlib
import re
import sys

NAMES = """
algorithm any array atomic barrier bit bitset cctype cerrno cfloat charconv chrono cinttypes climits cmath compare
complex concepts condition_variable coroutine csignal cstdarg cstddef cstdint cstdio cstdlib cstring ctime deque
exception filesystem forward_list functional future initializer_list ios iosfwd istream iterator latch limits list
locale map memory memory_resource mutex new numbers numeric optional ostream queue random ranges ratio regex
scoped_allocator semaphore set shared_mutex source_location span sstream stack stdexcept stop_token streambuf string
string_view syncstream system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility
valarray variant vector version
"""
STANDARD = frozenset(NAMES.split())
FORBIDDEN = {  # pattern -> why
    r"^\s*#\s*(if|ifdef|ifndef|elif|else)\b": "changes with a macro: two files of one program may differ in it",
    r"^using namespace\b": "opens a namespace for every user",
    r"\b(std::cout|std::cerr|std::clog|printf\s*\(|puts\s*\()": "writes to the terminal",
    r"\b(assert|abort|exit)\s*\(": "ends the user's program",
    r"#\s*include\s*<(iostream|cassert)>": "brings a global constructor or assertions",
}


def faults(root):
    """One line for each fault of a header below include/limen."""
    root = pathlib.Path(root)
    found = []
    for file in sorted((root / "include" / "limen").rglob("*.hpp")):
        where = file.relative_to(root)
        if "interop" in where.parts:
            continue
        text = re.sub(r"//[^\n]*", "", file.read_text())
        if "#pragma once" not in text:
            found.append(f"{where}: no #pragma once")
        if not file.read_text().startswith("// "):
            found.append(f"{where}: the first line does not say what the header is for")
        for name in re.findall(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', text, re.MULTILINE):
            if name not in STANDARD and not name.startswith("limen/"):
                found.append(f"{where}: includes {name}, which is neither the standard library nor limen")
        for pattern, why in FORBIDDEN.items():
            for match in re.finditer(pattern, text, re.MULTILINE):
                line = text.count("\n", 0, match.start() + len(match[0]) - len(match[0].lstrip())) + 1
                found.append(f"{where}:{line}: {match[0].strip()}: {why}")
    return found


if __name__ == "__main__":
    found = faults(sys.argv[1])
    print("\n".join(found))
    sys.exit(1 if found else 0)
