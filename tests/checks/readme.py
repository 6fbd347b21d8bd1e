#!/usr/bin/env python3
"""The C++ listing of the README is what examples/seven_lines.cpp compiles and runs."""

import re
import sys
from pathlib import Path

root = Path(sys.argv[1])
listing = re.search(r"```cpp\n(.*?)```", (root / "README.md").read_text(encoding="utf-8"), re.DOTALL).group(1)
program = (root / "examples" / "seven_lines.cpp").read_text(encoding="utf-8")
inside = program.split("// clang-format off\n")[1].split("  // clang-format on")[0]
if listing.splitlines() != [line.removeprefix("  ") for line in inside.splitlines()]:
    sys.exit("the seven lines of README.md are not those of examples/seven_lines.cpp")
