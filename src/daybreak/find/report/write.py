"""The report of a run: one file that opens anywhere, asks nothing of anybody, and needs no script.

StoredRun -> count_run(), choose() -> see_organisation() for each lead -> pages/*.html -> RUN/report.html

The content policy in its head allows the page's own style and its few lines of script by their hash, and nothing
else: even if an advert got markup past the escaping, the browser would not run or fetch it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import jinja2
from markupsafe import Markup

from daybreak.find.report import wording
from daybreak.find.report.cast import ADS_SHOWN, Cast, choose, choose_ads, read_words
from daybreak.find.report.interval import draw_interval, say_interval
from daybreak.find.report.lead import see_organisation
from daybreak.find.report.moves import stops_of
from daybreak.find.report.outlines import load_outlines
from daybreak.find.report.overview import REJECTS_SHOWN, Overview, count_run
from daybreak.find.report.signs import describe_sign
from daybreak.find.report.visible import visible_html
from daybreak.store.run import StoredRun

_PAGES: Final = Path(__file__).parent / "pages"
_LARGEST: Final = 12_000_000      # bytes; beyond, further leads come without their adverts


def write_report(run: StoredRun, path: Path) -> None:
    """Write the report of a run to `path`. The same run gives the same bytes."""
    hidden = path.with_name(f".{path.name}.part")
    with hidden.open("w", encoding="utf-8", newline="\n") as out:
        for piece in _pieces(run):
            out.write(piece)
    hidden.replace(path)


def _pieces(run: StoredRun) -> Iterator[str]:
    """The page, part after part, so that it never stands in memory as a whole."""
    overview, cast = count_run(run), choose(run)
    pages = _environment()
    style, script = (_read(name) for name in ("page.css", "page.js"))
    common: dict[str, Any] = {
        "overview": overview,
        "cast": cast,
        "run": run,
        "rejects_shown": REJECTS_SHOWN,
        "ads_shown": ADS_SHOWN,
        "style": Markup(style),
        "script": Markup(script),
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "inputs": list(run.manifest.all_inputs),
        "labels": {o: _label(cast, o) for o in cast.leads["organisation"]},
        "misses_shown": len(cast.misses),
    }
    common["quotes"] = {o: _said(cast, o) for o in cast.leads["organisation"]}
    yield pages.get_template("head.html").render(common)
    yield from _leads(run, cast, overview, pages)
    yield pages.get_template("foot.html").render(common, others=_others(cast))


def _leads(run: StoredRun, cast: Cast, overview: Overview, pages: jinja2.Environment) -> Iterator[str]:
    """Each lead in full; once the page is large, without its adverts."""
    chosen = {o: choose_ads(cast.of(o, "ads"), cast.of(o, "evidence"), cast.of(o, "indicators"))
              for o in cast.leads["organisation"]}
    words = read_words(run, [ad for ads in chosen.values() for ad in ads])
    outlines = load_outlines()
    template = pages.get_template("lead.html")
    written = 0
    for n, row in enumerate(cast.leads.iter_rows(named=True)):
        organisation = row["organisation"]
        shown = chosen[organisation] if written < _LARGEST else []
        seen = see_organisation(row, cast, words, outlines, overview.leads, shown)
        piece = template.render(seen=seen, overview=overview, first=n == 0, label=_label(cast, organisation))
        written += len(piece.encode())
        yield piece


def _others(cast: Cast) -> list[dict[str, Any]]:
    """The largest organisations that are no lead, with their places and most used contacts."""
    return [
        {
            **row,
            "stops": stops_of(cast.of(row["organisation"], "ads"))[:4],
            "most": _most_used(cast, row["organisation"]),
        }
        for row in cast.others.iter_rows(named=True)
    ]


def _most_used(cast: Cast, organisation: str) -> list[dict[str, Any]]:
    """The three contacts that most of an organisation's adverts carry: kind, value, len."""
    used = cast.of(organisation, "contacts").unique(["ad", "kind", "value"]).group_by("kind", "value").len()
    return used.sort("len", "kind", "value", descending=[True, False, False]).head(3).to_dicts()


def _said(cast: Cast, organisation: str) -> list[str]:
    """The first words that its strongest signs were read from, at most three."""
    quotes = [quotes[0]["quote"] for quotes in cast.of(organisation, "indicators")["quotes"].to_list() if quotes]
    return list(dict.fromkeys(quotes))[:3]


def _label(cast: Cast, organisation: str) -> str:
    """What a person may know an organisation by: its most used contact and its places."""
    contacts = [c["value"] for c in _most_used(cast, organisation)[:1]]
    stops = stops_of(cast.of(organisation, "ads"))
    places = ", ".join(s.name for s in stops[:3]) + (" …" if len(stops) > 3 else "")
    return " · ".join(part for part in (*contacts, places) if part)


def _environment() -> jinja2.Environment:
    pages = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters.update(
        n=wording.number, several=wording.several, day=wording.day, period=wording.period, ordinal=wording.ordinal,
        weigh=wording.weigh, signed=wording.signed, adds=wording.adds, language=wording.language,
        channel=lambda c: wording.CHANNELS.get(c, c), kind=lambda k: wording.KINDS.get(k, k), safe_text=_visible,
        sign=describe_sign,
        interval=lambda row, leads: draw_interval(row["rank"], row["rank_low"], row["rank_high"], leads),
        interval_said=lambda row: say_interval(row["rank"], row["rank_low"], row["rank_high"]),
    )
    return pages


def _visible(text: object, longest: int = 600) -> Markup:
    """Any value of a table: escaped, hidden characters visible, kept from turning its surroundings round."""
    if text is None or text == "":
        return Markup("–")
    words = str(text)
    cut = words if len(words) <= longest else words[: longest - 1] + "…"
    return Markup('<bdi dir="auto">') + visible_html(cut) + Markup("</bdi>")


def _read(name: str) -> str:
    return (_PAGES / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
