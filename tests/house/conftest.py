"""The house as its tests see it: our files, and their Python read as trees."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def tracked(top: Path) -> list[Path]:
    """Every file that git keeps."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=top, capture_output=True, check=True, text=True).stdout
    return [path for name in listed.split("\0") if name and (path := top / name).is_file()]


@pytest.fixture(scope="session")
def source(top: Path) -> dict[Path, ast.Module]:
    """Every module of the engine and of the desk, parsed; migrations are Django's writing, not ours."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted((top / "src").rglob("*.py"))
            if path.parent.name != "migrations"}


@pytest.fixture(scope="session")
def engine(source: dict[Path, ast.Module], top: Path) -> dict[Path, ast.Module]:
    """The modules of the engine alone."""
    return {path: tree for path, tree in source.items() if path.is_relative_to(top / "src" / "daybreak")}


@pytest.fixture(scope="session")
def web(source: dict[Path, ast.Module], top: Path) -> dict[Path, ast.Module]:
    """The modules of the desk alone."""
    return {path: tree for path, tree in source.items() if path.is_relative_to(top / "src" / "daybreak_web")}
