"""Contract 8: what a person meets is documented, and the documentation leads nowhere that is not there."""

from __future__ import annotations

import dataclasses
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import click
import pytest

from daybreak import errors, settings
from daybreak.cli.main import DESK_VERBS, VERBS, daybreak
from daybreak.model import tables


@pytest.fixture(scope="module")
def reference(top: Path) -> ModuleType:
    """docs/reference.py as a module."""
    spec = importlib.util.spec_from_file_location("reference", top / "docs" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def commands() -> dict[str, click.Command]:
    """Every verb, of the engine and of the desk, and every verb of a verb: "admin create"."""
    found = {}
    for verb in VERBS | DESK_VERBS:
        with click.Context(daybreak) as context:
            command = daybreak.get_command(context, verb)
        assert command is not None
        found[verb] = command
        if isinstance(command, click.Group):
            found |= {f"{verb} {name}": part for name, part in command.commands.items()}
    return found


def test_the_pages_say_what_the_code_says(top: Path) -> None:
    done = subprocess.run(
        [sys.executable, "docs/reference.py", "--check"], cwd=top, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr + "\nRun: make reference"


def test_every_verb_and_option_has_its_place_on_the_page(top: Path, commands: dict[str, click.Command]) -> None:
    page = (top / "docs" / "command-line.md").read_text(encoding="utf-8")
    missing = []
    for verb, command in commands.items():
        part = re.search(rf"^## daybreak {verb}$(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
        if part is None:
            missing.append(verb)
            continue
        missing += [f"{verb} {p.opts[0]}" for p in command.params
                    if isinstance(p, click.Option) and not p.hidden and p.opts[0] not in part[1]]
    assert missing == []


def test_every_verb_and_option_says_what_it_is_for(commands: dict[str, click.Command]) -> None:
    silent = []
    for verb, command in commands.items():
        silent += [verb] * (not command.help)
        silent += [f"{verb} {p.opts[0]}" for p in command.params if isinstance(p, click.Option) and not p.help]
    assert silent == []


def test_a_command_shown_in_the_documentation_exists(top: Path, commands: dict[str, click.Command]) -> None:
    pages = [top / "README.md", top / "CONTRIBUTING.md", *sorted((top / "docs").rglob("*.md"))]
    strange = []
    for page in pages:
        for said in re.findall(r"^daybreak (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE):
            words = said.split("#")[0].split()
            verb = " ".join(words[:2]) if " ".join(words[:2]) in commands else words[0]
            command, rest = commands.get(verb), said.removeprefix(verb)
            known = {o for p in command.params for o in [*p.opts, *p.secondary_opts]} if command else set()
            strange += [f"{page.name}: {verb} {option}" for option in re.findall(r"(?<=\s)--[\w-]+", rest.split("#")[0])
                        if option not in known | {"--help"}]
            strange += [] if command else [f"{page.name}: {verb}"]
    assert strange == []


def test_every_setting_is_documented_with_its_meaning(top: Path, reference: ModuleType) -> None:
    page = (top / "docs" / "settings.md").read_text(encoding="utf-8")
    said = reference.comments(top / "src" / "daybreak" / "settings.py")
    missing, silent = [], []
    for stage in dataclasses.fields(settings.Settings):
        value = getattr(settings.Settings(), stage.name)
        inner = dataclasses.fields(value) if dataclasses.is_dataclass(value) else ()
        missing += [f"{stage.name}.{f.name}" for f in inner if f"`{stage.name}.{f.name}`" not in page]
        silent += [f"{stage.name}.{f.name}" for f in inner if not said.get((type(value).__name__, f.name))]
    assert missing == []
    assert silent == [], "say what it means in a comment on its line"


def test_every_error_is_documented_and_drawn_in_the_tree(top: Path) -> None:
    page = (top / "docs" / "errors.md").read_text(encoding="utf-8")
    family = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.DaybreakError)]
    assert [e.__name__ for e in family if f"`{e.__name__}`" not in page] == []
    assert [e.__name__ for e in family if e.__name__ not in (errors.__doc__ or "")] == []


def test_every_error_of_the_engine_is_in_the_family(engine: dict[Path, object]) -> None:
    strays = [
        f"{path}: {line.strip()}" for path in engine for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"class [A-Z]\w*\((Exception|ValueError|RuntimeError|OSError)\)", line) and path.name != "errors.py"
    ]
    assert strays == []


def test_every_table_and_column_is_documented(top: Path) -> None:
    page = (top / "docs" / "run-folder.md").read_text(encoding="utf-8")
    for name, schema in tables.ALL.items():
        part = re.search(rf"^## {name}\.parquet$(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
        assert part is not None, name
        assert [column for column in schema if f"| `{column}` |" not in part[1]] == [], name


def test_relative_links_lead_somewhere(tracked: list[Path], top: Path) -> None:
    broken = []
    for page in (p for p in tracked if p.suffix == ".md"):
        for target in re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", page.read_text(encoding="utf-8")):
            path, _, anchor = target.partition("#")
            found = (page.parent / path).resolve() if path else page
            if not found.exists() or (anchor and anchor not in _anchors(found)):
                broken.append(f"{page.relative_to(top)}: {target}")
    assert broken == []


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+\s+(.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading.lower())).strip("-") for heading in headings}
