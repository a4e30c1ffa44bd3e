"""Contract 7 and the habits of the house: names that say something, modules that say what they are for."""

from __future__ import annotations

import ast
import re
from pathlib import Path

FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base", "core"}


def test_no_module_has_a_name_that_says_nothing(source: dict[Path, ast.Module], top: Path) -> None:
    modules = [*source, *sorted((top / "tests").rglob("*.py")), *sorted((top / "benchmarks").rglob("*.py"))]
    assert [str(p) for p in modules if FORBIDDEN & {p.stem, p.parent.name}] == []


def test_every_module_opens_with_what_it_is_for(source: dict[Path, ast.Module]) -> None:
    silent = [str(path) for path, tree in source.items() if tree.body and not ast.get_docstring(tree)]
    assert silent == []


def test_every_public_function_and_class_says_what_it_is(source: dict[Path, ast.Module]) -> None:
    silent = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in source.items() for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_every_file_of_tests_asserts_something(top: Path) -> None:
    empty = [str(path) for path in sorted((top / "tests").rglob("test_*.py")) if not _asserts(path)]
    assert empty == []


def _asserts(path: Path) -> bool:
    """The file holds test functions, and asserts or expects a raise somewhere."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tests = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
    telling = re.compile(r"\b(raises|assert_\w+)\(")
    return bool(tests) and (any(isinstance(n, ast.Assert) for n in ast.walk(tree)) or bool(telling.search(ast.unparse(tree))))
