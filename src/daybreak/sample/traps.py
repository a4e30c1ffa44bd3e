"""The four traps of linking, each in a small world: what is shared there does not make one organisation.

agency_number() stock_picture() sold_template() shared_driver() -> World. `trapped(world)` are its adverts.
Every trap may stand among ordinary adverts, from which what is usual can be learned.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl

from daybreak.sample.cast import Organisation
from daybreak.sample.places import cities
from daybreak.sample.poster import Shown
from daybreak.sample.scenes import Stage, contacts_at, draw_brief
from daybreak.sample.world import World, open_stage, play_scenes, settle
from daybreak.sample.writer import Text

_NOTE: Final = "trap"


def agency_number(seed: int = 1, posters: int = 40, among: int = 0) -> World:
    """One agency's number over independent posters, each with a text of its own, half with an own contact too."""

    def play(stage: Stage) -> None:
        country = "GB"
        line = Shown("phone", stage.market.numbers.new(country), "agency", "desk", country)
        for _ in range(posters):
            who = _join(stage, "independent", 1, country)
            own = contacts_at(who, 0, 1, stage.chance, 0.5)
            stage.poster.post(who, _write(stage, who), [*own, line], who.start, who.route[0], 0, who.sites[0], surely=True)

    return _world(play, seed, among)


def stock_picture(seed: int = 1, posters: int = 60, among: int = 0) -> World:
    """One stock picture over independent posters, each with a text and a contact of its own."""

    def play(stage: Stage) -> None:
        picture = stage.chance.getrandbits(64)
        for _ in range(posters):
            who = _join(stage, "independent", 1, None)
            who.pictures = (picture,)
            stage.poster.post(
                who,
                _write(stage, who),
                contacts_at(who, 0, 1, stage.chance, 0.0),
                who.start,
                who.route[0],
                0,
                who.sites[0],
                surely=True,
            )

    return _world(play, seed, among)


def sold_template(seed: int = 1, ads: int = 12, among: int = 0) -> World:
    """One text sold to a second organisation: same words, other contacts, other cities."""

    def play(stage: Stage) -> None:
        country = "FR"
        text: Text | None = None
        for half in range(2):
            who = _join(stage, "independent", ads, country)
            who.phones, who.shows = who.phones[:1], (True, False, False)
            who.route = cities()[country][4 * half : 4 * half + 1]
            text = text or _write(stage, who)
            for rank in range(ads):
                stage.poster.post(
                    who, text, contacts_at(who, rank, ads, stage.chance, 0.0), who.start + rank, who.route[0], 0, 0, surely=True
                )

    return _world(play, seed, among)


def shared_driver(seed: int = 1, ads: int = 10, among: int = 0) -> World:
    """Two organisations with texts and contacts of their own show one driver's number for a week."""

    def play(stage: Stage) -> None:
        country = "US"
        driver = Shown("phone", stage.market.numbers.new(country), "driver", "driver", country)
        for half in range(2):
            who = _join(stage, "agency", ads, country)
            who.phones, who.shows = who.phones[:1], (True, False, False)
            who.route = cities()[country][4 * half : 4 * half + 1]
            text = _write(stage, who)
            for rank in range(ads):
                day = 100.0 + 3 * rank
                extra = [driver] if 110 <= day < 117 else []
                stage.poster.post(
                    who, text, contacts_at(who, rank, ads, stage.chance, 0.0) + extra, day, who.route[0], 0, 0, surely=True
                )

    return _world(play, seed, among)


#: Every trap by its name, for tests and benchmarks.
TRAPS: Final[dict[str, Callable[..., World]]] = {
    "agency number": agency_number,
    "stock picture": stock_picture,
    "sold template": sold_template,
    "shared driver": shared_driver,
}


def trapped(world: World) -> pl.DataFrame:
    """The truth of the adverts that belong to the trap: id, organisation, template ..."""
    marked = world.organisations.filter(pl.col("notes").str.starts_with(_NOTE))
    return world.truth.join(marked.select("organisation"), on="organisation", how="semi", maintain_order="left")


def _join(stage: Stage, kind: str, size: int, country: str | None) -> Organisation:
    who = stage.join(kind, size, country=country)
    who.notes.append(_NOTE)
    return who


def _write(stage: Stage, who: Organisation) -> Text:
    return stage.write(who, draw_brief(who.kind, stage.chance))


def _world(play: Callable[[Stage], None], seed: int, among: int) -> World:
    stage = open_stage(max(among, 2000), seed, 0.03)
    play(stage)
    if among:
        play_scenes(stage, stage.poster.count + among)
    return settle(stage, stage.poster.count, seed, 0.03)
