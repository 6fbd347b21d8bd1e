"""The checks find what they are for, and pass what is right."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import headers
import layers
import must_not_compile
import symbols

COMPILER = [sys.argv.pop(1), "-std=c++20"] if len(sys.argv) > 1 else [shutil.which("c++"), "-std=c++20"]

CMAKE = """limen_module(core PRIVATE Threads::Threads)
limen_module(simd)
limen_module(search DEPENDS core simd)
limen_module(fingerprint DEPENDS search PRIVATE Eigen3::Eigen)
limen_module(face DEPENDS core)
"""


class InATree(unittest.TestCase):
    """A folder that looks like the project."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        self.write("CMakeLists.txt", CMAKE)

    def write(self, name, text):
        """Writes one file, with its folders."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return str(file)


class Layers(InATree):
    def arrows(self, name, include):
        """The faults of a tree with one file that has one include."""
        self.write(name, f'#include "{include}"\n')
        return layers.wrong_arrows(self.root)

    def test_down_is_right(self):
        self.assertEqual(self.arrows("include/limen/search/a.hpp", "limen/core/b.hpp"), [])
        self.assertEqual(self.arrows("src/fingerprint/a.cpp", "limen/core/b.hpp"), [])
        self.assertEqual(self.arrows("src/fingerprint/a.cpp", "fingerprint/private.hpp"), [])
        self.assertEqual(self.arrows("include/limen/detail/search.hpp", "limen/core/b.hpp"), [])

    def test_up_is_wrong(self):
        self.assertIn("search is not below core", self.arrows("include/limen/core/a.hpp", "limen/search/b.hpp")[0])

    def test_up_is_wrong_in_source_and_detail(self):
        self.assertIn("not below", self.arrows("src/simd/a.cpp", "limen/search/b.hpp")[0])
        self.assertIn("not below", self.arrows("include/limen/detail/core.hpp", "limen/face/b.hpp")[-1])

    def test_sideways_is_wrong(self):
        self.assertIn("face is not below fingerprint", self.arrows("src/fingerprint/a.cpp", "limen/face/b.hpp")[0])

    def test_private_headers_are_private(self):
        self.assertIn("private to simd", self.arrows("src/fingerprint/a.cpp", "simd/cpu.hpp")[0])

    def test_what_is_included_is_linked(self):
        self.assertIn("does not link", self.arrows("src/face/a.cpp", "limen/simd/b.hpp")[0])

    def test_links_obey_the_floors(self):
        self.write("CMakeLists.txt", CMAKE + "limen_module(io DEPENDS face)\n")
        self.assertIn("io links face", layers.wrong_arrows(self.root)[0])

    def test_strangers(self):
        self.assertIn("belongs to no module", self.arrows("src/odds/a.cpp", "limen/core/b.hpp")[0])
        self.assertIn("interop", self.arrows("src/face/a.cpp", "limen/interop/opencv.hpp")[0])


class Headers(InATree):
    def faults(self, body):
        """The faults of one header."""
        self.write("include/limen/core/a.hpp", "// What it is for.\n#pragma once\n" + body)
        return headers.faults(self.root)

    def test_right(self):
        self.assertEqual(self.faults('#include <span>\n#include "limen/core/b.hpp"\n// printf( in words\n'), [])

    def test_wrong(self):
        for body in (
            "#include <opencv2/core.hpp>",
            "#include <sqlite3.h>",
            "#include <sys/mman.h>",
            '#include "private.hpp"',
            "#include <iostream>",
            "#ifdef NDEBUG\n#endif",
            "using namespace std;",
            "inline void f() { std::cout << 1; }",
            "inline void f() { abort(); }",
        ):
            with self.subTest(body):
                self.assertNotEqual(self.faults(body + "\n"), [])

    def test_line_is_named(self):
        self.assertIn("a.hpp:4:", self.faults("\n#ifdef A\n#endif\n")[0])

    def test_guard_and_purpose(self):
        self.write("include/limen/core/a.hpp", "int f();\n")
        self.assertEqual(len(headers.faults(self.root)), 2)


class Symbols(unittest.TestCase):
    TABLE = ("", "D", "_ZN5limen4simd12kernels_avx2E")

    def test_kernels(self):
        self.assertEqual(symbols.kernel_faults([self.TABLE, ("", "t", "f"), ("", "U", "memcpy")], "avx2"), [])
        for extra in (("", "W", "_ZSt3minIiE"), ("", "T", "g"), ("", "U", "_ZNSt6vectorIiE"), ("", "V", "typeinfo")):
            with self.subTest(extra):
                self.assertEqual(len(symbols.kernel_faults([self.TABLE, extra], "avx2")), 1)
        self.assertNotEqual(symbols.kernel_faults([self.TABLE], "avx512"), [])
        self.assertNotEqual(symbols.kernel_faults([("", "t", "f")], "avx2"), [])

    def test_library(self):
        self.assertEqual(symbols.library_faults([("a.cpp.o", "U", "snprintf"), ("a.cpp.o", "T", "f")]), [])
        self.assertEqual(symbols.library_faults([("target.cpp.o", "U", "getenv")]), [])
        for bad in ("stderr", "stdout@GLIBC_2.2.5", "_ZSt4cout", "printf", "abort", "exit", "getenv"):
            with self.subTest(bad):
                self.assertEqual(len(symbols.library_faults([("a.cpp.o", "U", bad)])), 1)
        self.assertEqual(len(symbols.library_faults([("a.cpp.o", "t", "_GLOBAL__sub_I_a.cpp")])), 1)


class SymbolsOfRealObjects(InATree):
    def read(self, code):
        """The symbols of compiled code."""
        file = self.write("a.cpp", code)
        subprocess.run([*COMPILER, "-c", file, "-o", self.root / "a.o"], check=True)
        return list(symbols.read(shutil.which("nm"), str(self.root / "a.o")))

    def test_read(self):
        found = {(kind, name) for _, kind, name in self.read('extern "C" int g(); extern "C" int f() { return g(); }')}
        self.assertTrue({("T", "f"), ("U", "g")} <= found, found)

    def test_a_printing_file_is_found(self):
        self.assertNotEqual(symbols.library_faults(self.read('#include <cstdio>\nvoid f() { std::puts("x"); }')), [])
        self.assertNotEqual(symbols.library_faults(self.read("#include <string>\nstd::string global(99, 'x');")), [])


class MustNotCompile(InATree):
    def faults(self, text):
        """The unmet expectations of one file."""
        return must_not_compile.faults(self.write("a.cpp", text), COMPILER)

    def test_right(self):
        self.assertEqual(self.faults("#if LIMEN_FAULT == 1  // expected: nonsense\nnonsense;\n#endif\n"), [])

    def test_wrong(self):
        self.assertIn("compiles", self.faults("#if LIMEN_FAULT == 1  // expected: x\nint x;\n#endif\n")[0])
        self.assertIn("not for", self.faults("#if LIMEN_FAULT == 1  // expected: zebra\nx;\n#endif\n")[0])
        self.assertIn("without a fault", self.faults("x;\n#if LIMEN_FAULT == 1  // expected: x\n#endif\n")[0])
        self.assertIn("numbered", self.faults("int x;\n")[0])


if __name__ == "__main__":
    unittest.main()
