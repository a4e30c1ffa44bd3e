"""Contract 3, for the web: slices meet only at their doors, and each says on five lines what it is."""

from __future__ import annotations

import ast
from pathlib import Path

#: Rooms of the web that are no slices: they hold the slices together.
HOLDING = {"cli", "serving", "settings", "look"}

#: What any slice may use of another: who may, every write, every read.
DOORS = {"access", "acts", "reads"}

#: What else is open, and why.
OPEN = {
    "accounts.models": "a person is an actor everywhere; only access and acts of accounts ask for more",
    "accounts.roles": "the words for kinds of work",
    "accounts.fresh": "a decorator for dangerous acts",
    "compartments.keys": "seals and opens fields of a record, after access was asked",
}


def test_slices_meet_only_at_their_doors(web: dict[Path, ast.Module], top: Path) -> None:
    rooms = top / "src" / "daybreak_web"
    through_the_wall = []
    for path, tree in web.items():
        mine = path.relative_to(rooms).parts[0]
        if mine in HOLDING or path.parent == rooms:
            continue
        for other, module in _met(tree):
            if other not in (mine, *HOLDING) and module not in DOORS and f"{other}.{module}" not in OPEN:
                through_the_wall.append(f"{path.relative_to(rooms)}: {other}.{module}")
    assert through_the_wall == []


def test_every_slice_says_on_five_lines_what_it_is(top: Path) -> None:
    slices = [path for path in sorted((top / "src" / "daybreak_web").iterdir()) if (path / "apps.py").is_file()]
    assert len(slices) >= 4
    told = {path.name: (path / "README.md").read_text(encoding="utf-8").replace("*", "") if (path / "README.md").exists() else ""
            for path in slices}
    assert [name for name, text in told.items()
            if not all(f"{word}:" in text.lower() for word in ("what", "who", "tables", "audited acts", "flow"))] == []


def _met(tree: ast.Module) -> list[tuple[str, str]]:
    """(slice, module) of everything that a module takes from the web."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module.count(".") > 1 else [f"{node.module}.{a.name}" for a in node.names]
        else:
            continue
        found += [(parts[1], parts[2]) for name in names if (parts := name.split("."))[0] == "daybreak_web" and len(parts) > 2]
    return found
