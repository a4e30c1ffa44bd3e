"""The indicators as a table: one row each, read from a reviewed data file.

indicators.yaml, wording.yaml -> read_table(), read_wording_lists() -> Indicator rows, phrase lists
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from daybreak.catalogue.catalogue import Catalogue, load_catalogue
from daybreak.errors import WrongCatalogue

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One observable sign, what else it could be, and what it is worth before the run's own figures speak."""

    id: str
    title: str
    observes: str
    family: str
    how: str  # the step that reads it
    wording: tuple[str, ...]  # the lists of wording it is read from
    citations: tuple[str, ...]
    benign: tuple[str, ...]
    weight: float  # natural log-odds when clearly there
    seldom: float  # how often on an ordinary organisation, 0..1
    control: float  # 1, 0.5 or 0: how much of an observed third party it is


@cache
def read_table(path: Path = _DATA / "indicators.yaml") -> tuple[Indicator, ...]:
    """The rows of the indicator table, in order of id. Raises WrongCatalogue."""
    catalogue = load_catalogue(path, _DATA / "indicators.schema.json")
    known = read_wording_lists().entries
    return tuple(
        sorted((_row(path, entry, catalogue, set(known)) for entry in catalogue.entries.values()), key=lambda r: r.id)
    )


def _row(path: Path, entry: dict[str, object], catalogue: Catalogue, known: set[str]) -> Indicator:
    wording = tuple(_strings(entry.get("wording", [])))
    for name in wording:
        if name not in known:
            raise WrongCatalogue(
                f"{path.name}: entry '{entry['id']}', field 'wording': there is no list '{name}'",
                f"Use one of: {', '.join(sorted(known))}.",
            )
    cited = tuple(catalogue.sources[s].citation() for s in _strings(entry["sources"]))
    return Indicator(
        str(entry["id"]),
        str(entry["title"]),
        str(entry["observes"]),
        str(entry["family"]),
        str(entry["how"]),
        wording,
        cited,
        tuple(_strings(entry["benign"])),
        float(str(entry["weight"])),
        float(str(entry["seldom"])),
        float(str(entry["control"])),
    )


def _strings(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(v) for v in value]


@cache
def read_wording_lists() -> Catalogue:
    """The lists of wording and the words that take it back."""
    return load_catalogue(_DATA / "wording.yaml", _DATA / "wording.schema.json")


def wording_version() -> str:
    """Both data files' versions, for the manifest."""
    both = load_catalogue(_DATA / "indicators.yaml", _DATA / "indicators.schema.json"), read_wording_lists()
    return ", ".join(f"{c.name} {c.version} ({c.review.status})" for c in both)
