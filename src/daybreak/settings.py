"""What may be set, one frozen dataclass a stage; passed in, never read from the environment.

Values that decide a link (`CopySettings`, `LinkSettings`) have their defaults in
`find/link/defaults.json`, which `benchmarks/choose.py` writes from generated worlds only.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How files become adverts."""

    columns: tuple[tuple[str, str], ...] = ()   # (ours, theirs), from --columns
    country: str | None = None                  # ISO 3166-1 alpha-2 where an advert names none


@dataclass(frozen=True, slots=True)
class TextSettings:
    """How text becomes comparable things."""

    workers: int = 2                            # processes; the result does not depend on it
    shortest_phone: int = 7                     # digits


@dataclass(frozen=True, slots=True)
class CopySettings:
    """Which texts are near copies of one another."""

    shared: float = 0.30                        # least share of rare wording in common, 0..1


@dataclass(frozen=True, slots=True)
class AssessSettings:
    """When an organisation becomes a lead."""

    quotes_kept: int = 5                        # for each indicator of an organisation


@dataclass(frozen=True, slots=True)
class Settings:
    """All stages of a run, and its seed."""

    seed: int = 0
    threads: int = 0                            # 0 = as many as the machine has; never changes a result
    read: ReadSettings = field(default_factory=ReadSettings)
    text: TextSettings = field(default_factory=TextSettings)
    copies: CopySettings = field(default_factory=CopySettings)
    assess: AssessSettings = field(default_factory=AssessSettings)
