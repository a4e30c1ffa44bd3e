"""Reviewed data files: what a source says, as rows a person can read, check and correct.

<name>.yaml + <name>.schema.json -> load_catalogue() -> Catalogue
Every file names its version, its review status and the sources its entries stand on. An error names
the file, the entry and the field, and says what to do.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import yaml
from jsonschema.exceptions import ValidationError

from daybreak.catalogue.strict_yaml import parse
from daybreak.errors import WrongCatalogue


@dataclass(frozen=True, slots=True)
class Source:
    """What an entry stands on, named so that a person can find it."""

    id: str
    author: str
    title: str
    year: int
    where: str  # publisher, number, digital object identifier; never a guess
    checked: str  # "named" = its existence and title; "check wording" = nobody compared our words with it

    def citation(self) -> str:
        """One line for a report."""
        told = f"{self.author}, {self.title} ({self.year}), {self.where}"
        return told if self.checked == "read" else f"{told} [{self.checked}]"


@dataclass(frozen=True, slots=True)
class Review:
    """Who looked at the file, and what remains to be looked at."""

    status: str  # draft | reviewed
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One data file, whole and checked."""

    name: str
    version: str
    review: Review
    sources: dict[str, Source]
    entries: dict[str, dict[str, Any]]  # id -> fields, in the order of the file
    more: dict[str, Any]  # what else the file's schema allows at its top


_TOP = ("catalogue", "version", "review", "sources", "entries")


def load_catalogue(path: Path, schema_path: Path) -> Catalogue:
    """Read and check a catalogue. Raises WrongCatalogue with file, entry and field."""
    raw = _read(path)
    schema = json.loads(schema_path.read_text(encoding="utf-8"))
    errors = sorted(
        jsonschema.Draft202012Validator(schema).iter_errors(raw), key=lambda e: [str(p) for p in e.absolute_path]
    )
    if errors:
        raise _wrong(path, errors[0], raw)
    sources = {s["id"]: Source(**s) for s in raw["sources"]}
    _refuse_doubles(path, "sources", [s["id"] for s in raw["sources"]])
    _refuse_doubles(path, "entries", [e["id"] for e in raw["entries"]])
    for entry in raw["entries"]:
        for cited in entry.get("sources", ()):
            if cited not in sources:
                raise WrongCatalogue(
                    f"{path.name}: entry '{entry['id']}', field 'sources': there is no source '{cited}'",
                    f"Add it under 'sources', or cite one of: {', '.join(sorted(sources))}.",
                )
    return Catalogue(
        raw["catalogue"],
        raw["version"],
        Review(**raw["review"]),
        sources,
        {entry["id"]: entry for entry in raw["entries"]},
        {k: v for k, v in raw.items() if k not in _TOP},
    )


def _read(path: Path) -> Any:
    try:
        return parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise WrongCatalogue(f"{path}: there is no such file", "Give the path of a catalogue.") from error
    except UnicodeDecodeError as error:
        raise WrongCatalogue(f"{path.name}: byte {error.start} is not UTF-8", "Save the file as UTF-8.") from error
    except yaml.YAMLError as error:
        raise WrongCatalogue(f"{path.name}: not readable as YAML: {error}", "Mend the line that it names.") from error


def _refuse_doubles(path: Path, where: str, ids: list[str]) -> None:
    for i, one in enumerate(ids):
        if one in ids[:i]:
            raise WrongCatalogue(f"{path.name}: {where}: the id '{one}' stands twice", "Give each its own id.")


def _wrong(path: Path, error: ValidationError, raw: Any) -> WrongCatalogue:
    """Say a schema error in terms of file, entry and field."""
    steps = list(error.absolute_path)
    where = []
    if len(steps) >= 2 and steps[0] in ("entries", "sources") and isinstance(steps[1], int):
        item = raw[steps[0]][steps[1]]
        name = item.get("id", f"number {steps[1] + 1}") if isinstance(item, dict) else f"number {steps[1] + 1}"
        where.append(f"{'entry' if steps[0] == 'entries' else 'source'} '{name}'")
        steps = steps[2:]
    field = ".".join(str(s) for s in steps)
    if not field and error.validator in ("required", "additionalProperties"):
        field = _named_property(error)
    if field:
        where.append(f"field '{field}'")
    return WrongCatalogue(
        f"{path.name}: {', '.join([*where, error.message])}", "Mend that field, or the schema beside the file."
    )


def _named_property(error: ValidationError) -> str:
    """The property that a 'required' or 'additionalProperties' error is about."""
    have = error.instance if isinstance(error.instance, dict) else {}
    if error.validator == "required" and isinstance(error.validator_value, list):
        return next((str(p) for p in error.validator_value if p not in have), "")
    known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    return next((str(p) for p in have if p not in known), "")
