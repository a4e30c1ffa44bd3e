"""Writes the parts of the documentation that follow from the code: verbs, tables, settings, errors, indicators.

`python docs/reference.py` puts them between the markers <!-- code: NAME --> and <!-- end --> of each page;
`--check` only says whether a page is behind (tests/house does).
"""

from __future__ import annotations

import dataclasses
import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from daybreak import errors, settings
from daybreak.cli.main import DESK_VERBS, VERBS, daybreak
from daybreak.model import tables
from daybreak.read.columns import NAMES
from daybreak_web.serving.environment import VARIABLES

DOCS = Path(__file__).resolve().parent
SOURCE = DOCS.parent / "src" / "daybreak"


def verbs() -> str:
    """Every verb with its arguments and options, as click knows them; a verb of verbs is followed by them."""
    parts = []
    for name, purpose in (VERBS | DESK_VERBS).items():
        with click.Context(daybreak, info_name="daybreak") as top:
            command = daybreak.get_command(top, name)
        assert command is not None, name
        parts.append(_verb(name, command, purpose))
        if isinstance(command, click.Group):
            parts += [_verb(f"{name} {part}", found, found.help or "") for part, found in command.commands.items()]
    return "\n".join(parts)


def _verb(name: str, command: click.Command, purpose: str) -> str:
    with click.Context(command, info_name=f"daybreak {name}") as context:
        usage = command.get_usage(context).removeprefix("Usage: ")
    said = f"## daybreak {name}\n\n```\n{usage}\n```\n\n{_paragraphs(command.help or purpose)}\n"
    options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
    if not options:
        return said
    rows = [(f"`{' '.join([*p.opts, *p.secondary_opts])}`{_metavar(p)}", _cell(p.help or ""), _default(p)) for p in options]
    return f"{said}\n{_table(('option', 'what it does', 'unless given'), rows)}"


def desk_variables() -> str:
    """Every variable of the environment that the desk reads."""
    rows = [(f"`{v.name}`" + (f", `{v.name}_FILE`" if v.secret else ""), v.kind, f"`{v.default}`" if v.default else "none",
             _cell(v.meaning)) for v in VARIABLES]
    return _table(("variable", "kind", "unless given", "meaning"), rows)


def run_tables() -> str:
    """Every table of a run and its columns, with what the model says of them."""
    said = comments(SOURCE / "model" / "tables.py")
    names = {id(schema): name for name, schema in vars(tables).items() if name.isupper() and isinstance(schema, dict)}
    parts = []
    for name, schema in tables.ALL.items():
        constant = names[id(schema)]
        rows = [(f"`{c}`", f"`{kind}`", _cell(said.get((constant, c)) or said.get(("ADS", c), "")))
                for c, kind in schema.items()]
        table = _table(("column", "type", "what it holds"), rows)
        parts += [f"## {name}.parquet\n", said.get((constant, ""), ""), "", table]
    return "\n".join(parts)


def all_settings() -> str:
    """Every setting of every stage, its default, and what the code says of it."""
    said = comments(SOURCE / "settings.py")
    parts = []
    for stage in dataclasses.fields(settings.Settings):
        value = getattr(settings.Settings(), stage.name)
        if not dataclasses.is_dataclass(value) or isinstance(value, type):
            continue
        owner = type(value).__name__
        rows = [(f"`{stage.name}.{f.name}`", _value(getattr(value, f.name)), _cell(said.get((owner, f.name), "")))
                for f in dataclasses.fields(value)]
        parts += [f"## {stage.name}\n", type(value).__doc__ or "", "", _table(("setting", "default", "meaning"), rows)]
    whole = [(f"`{f.name}`", _value(getattr(settings.Settings(), f.name)), _cell(said.get(("Settings", f.name), "")))
             for f in dataclasses.fields(settings.Settings) if f.name == "threads"]
    return "\n".join(["## whole run\n", _table(("setting", "default", "meaning"), whole), *parts])


def all_errors() -> str:
    """Every error of the family, in the order in which the code has them."""
    family = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.DaybreakError)]
    rows = [(f"`{e.__name__}`", " ".join((e.__doc__ or "").split())) for e in family]
    return _table(("error", "when"), rows)


def column_names() -> str:
    """Which names of columns are recognised as which of ours."""
    rows = [(f"`{ours}`", _cell(", ".join(names.split()))) for ours, names in NAMES.items()]
    return _table(("column of ours", "names that are recognised"), rows)


def comments(path: Path) -> dict[tuple[str, str], str]:
    """(table or class, column or field) -> the comment on its line; (table, "") -> the `#:` lines above it."""
    said: dict[tuple[str, str], str] = {}
    block = ""
    pending: list[str] = []
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        line = token.line
        opening = re.match(r"(?:class )?([A-Z]\w*)\b.*[:={(]", line)
        if opening and token.type == tokenize.NAME and token.start[1] in (0, 6):
            block = opening[1]
            if pending:
                said[block, ""], pending = " ".join(pending), []
        if token.type == tokenize.COMMENT:
            words = token.string.lstrip("#: ").strip()
            if token.string.startswith("#:") and token.start[1] == 0:
                pending.append(words)
            elif column := re.match(r'\s+"?(\w+)"?:', line):
                said[block, column[1]] = words
            elif said and not line[: token.start[1]].strip():
                last = next(reversed(said))
                said[last] = f"{said[last]} {words}"
    return said


def _metavar(option: click.Option) -> str:
    if option.is_flag or option.count:
        return ""
    if isinstance(option.type, click.Choice):
        return " " + " or ".join(str(c) for c in option.type.choices)
    return f" {option.metavar or option.type.name.upper()}"


def _default(option: click.Option) -> str:
    if option.required:
        return "must be given"
    if option.default is None or option.is_flag or "UNSET" in repr(option.default).upper() or option.default in ((), ""):
        return ""
    return f"`{option.default}`"


def _paragraphs(text: str) -> str:
    cleaned = "\n".join(line.strip() for line in text.replace("\b", "").strip().splitlines())
    return cleaned.split("\f")[0].strip()


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {v}" for k, v in value.items())
    return "none" if value in (None, ()) else f"`{value}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


PARTS: dict[str, Callable[[], str]] = {
    "verbs": verbs, "tables": run_tables, "settings": all_settings, "errors": all_errors,
    "columns": column_names, "desk": desk_variables,
}


def pages() -> Iterator[tuple[Path, str, str]]:
    """Each page that holds a marked part: the page, its text now, and its text as the code has it."""
    for path in sorted(DOCS.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        fresh = re.sub(
            r"(<!-- code: (\w+) -->\n).*?(<!-- end -->)",
            lambda found: f"{found[1]}\n{PARTS[found[2]]().strip()}\n\n{found[3]}", text, flags=re.DOTALL)
        if "<!-- code:" in text:
            yield path, text, fresh


def main() -> int:
    """Write the pages, or with --check say which are behind."""
    check = "--check" in sys.argv
    behind = [(path, fresh) for path, text, fresh in pages() if text != fresh]
    for path, fresh in behind:
        if not check:
            path.write_text(fresh, encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(DOCS.parent)} {'is behind the code' if check else 'written'}\n")
    return 1 if behind and check else 0


if __name__ == "__main__":
    sys.exit(main())
