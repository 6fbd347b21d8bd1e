"""The stubs say what is there: the same names, and the same parameters."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from pathlib import Path

import limen
import limen.typing
import pytest

PACKAGE = Path(limen.__file__).parent
MODULES = {
    "_core.pyi": sys.modules["limen._core"],
    "io.pyi": limen.io,
    "simd.pyi": limen.simd,
    "privacy.pyi": limen.privacy,
    "fingerprint/__init__.pyi": limen.fingerprint,
    "fingerprint/synthesis.pyi": limen.fingerprint.synthesis,
    "face/__init__.pyi": limen.face,
    "face/synthesis.pyi": limen.face.synthesis,
    "search.pyi": limen.search,
    "evaluation.pyi": limen.evaluation,
    "interchange.pyi": limen.interchange,
}
INHERITED = {"__init__", "__module__", "__doc__", "__dict__", "__weakref__", "__new__", "__hash__", "__members__"}
ENUM = {"name", "value"}


def stub(name: str) -> ast.Module:
    return ast.parse((PACKAGE / name).read_text(encoding="utf-8"))


def public(name: str) -> bool:
    return not name.startswith("_")


def stub_names(tree: ast.Module) -> set[str]:
    names = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname for alias in node.names if alias.asname}
    return {name for name in names if public(name)}


@pytest.mark.parametrize("name", MODULES)
def test_names(name: str):
    there = {n for n, value in vars(MODULES[name]).items() if public(n)}
    assert stub_names(stub(name)) == there


def members(cls: type) -> set[str]:
    own = {n for n in vars(cls) if public(n) or n in ("__len__", "__iter__", "__enter__", "__int__", "__bytes__")}
    return (own | set(cls.__members__) | ENUM) if hasattr(cls, "__members__") else own


@pytest.mark.parametrize("name", MODULES)
def test_members(name: str):
    for node in stub(name).body:
        if not isinstance(node, ast.ClassDef):
            continue
        cls = getattr(MODULES[name], node.name)
        said = {
            item.name if isinstance(item, ast.FunctionDef) else item.target.id
            for item in node.body
            if isinstance(item, ast.FunctionDef | ast.AnnAssign)
        }
        there = members(cls)
        assert there <= said | INHERITED, node.name
        assert {n for n in said if public(n)} == {n for n in there if public(n)}, node.name


def parameters(docstring: str, name: str) -> list[list[str]]:
    """Of the signatures that pybind11 writes into a docstring."""
    found = []
    for line in (docstring or "").splitlines():
        if match := re.match(rf"(?:\d+\. )?{re.escape(name)}\((.*)\) -> ", line.strip()):
            plain = re.sub(r"\[[^\[\]]*(\[[^\[\]]*\])*[^\[\]]*\]|<[^<>]*>|\"[^\"]*\"|'[^']*'", "", match[1])
            names = (part.split(":")[0].split("=")[0].strip() for part in plain.split(","))
            found.append([n for n in names if n.isidentifier() and n != "self" and not re.fullmatch(r"arg\d+", n)])
    return found


@pytest.mark.parametrize("name", MODULES)
def test_parameters(name: str):
    checked = 0
    for node in stub(name).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        said = [a.arg for a in node.args.args + node.args.kwonlyargs]
        known = parameters(getattr(MODULES[name], node.name).__doc__, node.name)
        assert said in known, node.name
        checked += 1
    assert checked > 0 or not any(inspect.isbuiltin(value) for value in vars(MODULES[name]).values())


def test_everything_is_documented():
    for module in MODULES.values():
        for name, value in vars(module).items():
            if public(name) and (inspect.isclass(value) or callable(value)):
                assert (value.__doc__ or "").strip(), f"{module.__name__}.{name}"


def test_the_package_is_typed():
    assert (PACKAGE / "py.typed").exists()
    assert set(limen.__all__) >= {n for n in vars(sys.modules["limen._core"]) if public(n)}
