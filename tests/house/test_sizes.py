"""Contract 6: small files, short functions. A long function says since when, and why."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from statistics import median

REASON = re.compile(r"#\s*long:\s*\d{4}-\d{2}-\d{2},\s*\S.{9,}")


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_the_median_file_has_at_most_150_lines(source: dict[Path, ast.Module]) -> None:
    assert median(n for path in source if (n := _lines(path))) <= 150


def test_no_file_has_more_than_500_lines(source: dict[Path, ast.Module]) -> None:
    assert [f"{path}: {n} lines" for path in source if (n := _lines(path)) > 500] == []


def test_a_function_over_50_lines_says_since_when_and_why(source: dict[Path, ast.Module]) -> None:
    unexplained = []
    for path, tree in source.items():
        lines = path.read_text(encoding="utf-8").splitlines()
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                end = node.end_lineno or node.lineno
                length = end - node.lineno + 1
                if length > 50 and not REASON.search("\n".join(lines[node.lineno - 1:end])):
                    unexplained.append(f"{path}:{node.lineno} {node.name}: {length} lines")
    assert unexplained == []
