"""Cities that a text names, for adverts whose columns say nothing about where they are.

texts, regions -> find_places() -> geonames id

Read from prose only with a cue and, where the script has them, a capital letter: "in Lyon", "en Bogotá", "в Москве",
"في دبي", "在上海"; or with its state or country: "Reading, PA", "Nice, France". With a state, cities of 15,000 people
and more; in prose of 100,000, abroad or by another Latin name of 500,000. A name that is also a common word needs its
state or country; a name shared by cities of like size is not read unless the region of the advert decides.
Gazetteer: GeoNames, CC BY 4.0.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from daybreak.text.gazetteer import cities, is_region, place_key
from daybreak.text.places import locate
from daybreak.text.spans import find_spans

_WORD: Final = r"(?:(?:St|Ft|Mt)\.\s)?\p{Lu}[\p{L}'’]*(?:-\p{L}+)*"
_JOIN: Final = r"(?:\s(?:de|del|da|do|dos|di|la|las|los|el|am|upon|sur|en|of)){0,2}"
_NEXT: Final = rf"{_JOIN}[\s-]{_WORD}"
_MORE: Final = 3            # words after the first
_NAME: Final = rf"{_WORD}(?:{_NEXT}){{0,{_MORE}}}"
_CUES: Final = (
    "in|at|near|from|visiting|to|around|downtown|"
    "en|desde|cerca de|a|ciudad de|em|perto de|à|près de|ville de|aus|bei|zu|nach|w|we|из|в|во|у|під|під|г\\.|город|місто|м\\."
)
_WITH_STATE: Final = rf"(?P<pre>^|[^\p{{L}}])(?P<it>{_NAME},\s?{_NAME})"
_CUED: Final = rf"(?P<pre>(?:^|[^\p{{L}}])(?i:{_CUES})\s)(?P<it>{_NAME})"
#: The two with no more of the name than its first letter. A search for whole names costs fifty times as much.
_COMMA_BEGUN: Final = r"(?P<pre>,\s?)(?P<it>\p{Lu})"
_CUE_BEGUN: Final = rf"(?P<pre>(?:^|[^\p{{L}}])(?i:{_CUES})\s)(?P<it>\p{{Lu}})"
_CUE: Final = rf"(?:^|[^\p{{L}}])(?i:{_CUES})\s$"
_ARABIC: Final = r"(?P<pre>(?:^|[^\p{L}])(?:في|من|مدينة)\s)(?P<it>\p{Arabic}{2,}(?:\s\p{Arabic}{2,})?)"
_HAN: Final = r"(?P<pre>在|位于|来自|城市[:：]?|地点[:：]?|地址[:：]?)(?P<it>\p{Han}{2,4})"
_COMMON: Final = frozenset(
    "mobile reading nice orange bath split man of most best enterprise independence christmas hope paradise sandy liberty "
    "normal troy union spring summit sale deal hull sky man ware rugby march police bar young salt moscow mills eagle "
    "ocean beach lake river park central city north south east west northern southern eastern western hills valley "
    "university bay island garden gardens english spanish monday tuesday wednesday thursday friday saturday sunday may "
    "april june august person home house hotel store office school center plaza street avenue road rio san santa saint "
    "los las el la de am pm van semi federal drug state usa america europe asia africa private real "
    "total full free new old god lady king "
    "queen prince angel victoria sofia florence charlotte aurora madison jackson jordan lincoln austin carmen kaiser "
    "addendum section appendix form".split())
_SPAN: Final = ("row", "start", "end", "written")
_SHORTEST: Final = 3
_LARGE: Final = 100_000
_LARGEST: Final = 500_000
#: Endings of the locative and what the nominative has instead (в Москве, у Києві, в Одессе, у Львові).
_ENDINGS: Final = (("е$", "а"), ("і$", "а"), ("е$", ""), ("еві$", "їв"), ("єві$", "їв"),
                    ("ові$", "ів"), ("[иі]$", "ь"), ("[ыи]$", "а"))


def find_places(texts: pl.Series, regions: pl.Series) -> pl.DataFrame:
    """row, start, end, value, certainty of each city named. texts: str without nulls; regions: ISO alpha-2 or null."""
    whole = _endings(_stated(texts).select(_SPAN)).with_columns(pl.lit(0.95).alias("certainty"))
    cued = pl.concat([_cued(texts), *(find_spans(texts, pattern).select(_SPAN) for pattern in (_ARABIC, _HAN))])
    tries = pl.concat([whole, _beginnings(cued).with_columns(pl.lit(0.75).alias("certainty"))])
    tries = tries.with_columns(regions.gather(tries["row"]).alias("region"), (pl.col("certainty") > 0.9).alias("stated"))
    named = pl.col("name").str.to_lowercase().is_in(list(_COMMON))
    spoken = pl.col("name").str.contains(r"\p{Ll}|\p{Lo}")      # in a text all in capitals a capital says nothing
    tries = tries.filter(pl.col("stated") | spoken & (~named & (pl.col("name").str.len_chars() >= pl.when(
        pl.col("name").str.contains(r"\p{Han}")).then(2).otherwise(_SHORTEST))))
    asked = tries.select("name", "region", "stated").unique(maintain_order=True)
    located = asked.with_columns(pl.Series("geonames", _locate_names(asked.rows()), pl.UInt32)).drop_nulls("geonames")
    return (
        tries.join(located, on=["name", "region", "stated"], nulls_equal=True)
        .with_columns((pl.col("start") + pl.col("name").str.len_chars()).alias("end"))
        .sort("row", "start", "certainty", "end", descending=[False, False, True, True])
        .unique(["row", "start"], keep="first", maintain_order=True)
        .filter((pl.col("start") >= pl.col("end").shift(1).cum_max().over("row")).fill_null(True))
        .select("row", "start", "end", pl.col("geonames").cast(pl.String).alias("value"), pl.col("certainty").cast(pl.Float32))
    )


_Asked = tuple[str, str | None, bool]          # name, region of the advert, whether with its state or country
_remembered: dict[_Asked, int | None] = {}     # the gazetteer's answers: texts name the same cities again and again
_MOST: Final = 200_000


def _locate_names(asked: list[_Asked]) -> list[int | None]:
    """geonames of each, where it locates."""
    if len(_remembered) + len(asked) > _MOST:
        _remembered.clear()
    new = [a for a in asked if a not in _remembered]
    if new:
        names = pl.DataFrame(new, schema={"name": pl.String, "region": pl.String, "stated": pl.Boolean}, orient="row")
        names = names.with_row_index("asked").filter(pl.col("stated") | ~is_region(names["name"]))
        located = pl.concat([
            _resolve(names.filter("stated"), with_region=False), _resolve(names, with_region=True),
            _resolve(names.filter(~pl.col("stated")), with_region=False)]).unique("asked", keep="first", maintain_order=True)
        _remembered.update(dict.fromkeys(new))
        _remembered.update((new[number], place) for number, place in located.select("asked", "geonames").iter_rows())
    return [_remembered[a] for a in asked]


def _stated(texts: pl.Series) -> pl.DataFrame:
    """`find_spans` of `_WITH_STATE`, from the texts where a state or country follows a comma."""
    begun = find_spans(texts, _COMMA_BEGUN)
    return _find_in(texts, begun["row"].filter(is_region(_named_from(texts, begun))), _WITH_STATE)


def _cued(texts: pl.Series) -> pl.DataFrame:
    """`find_spans` of `_CUED`: the names where one begins, but of cues inside a name found before."""
    begun = find_spans(texts, _CUE_BEGUN)
    found = begun.with_columns(
        (pl.col("start") - pl.col("before").str.extract(f"({_CUE})").str.len_chars()).alias("cue"),
        (pl.col("written") + pl.col("after")).str.contains(rf"^(?i:{_CUES})\s\p{{Lu}}").alias("is_cue"),
        _named_from(texts, begun).alias("written"),
    ).with_columns((pl.col("start") + pl.col("written").str.len_chars()).alias("end"))
    free, asked = [], []        # of two cues, one after the other, the first hides the second: such texts are searched in full
    last, until = -1, 0
    for row, cue, start, end, is_cue in found.select("row", "cue", "start", "end", "is_cue").iter_rows():
        last, until = row, until if row == last else 0
        free.append(cue >= until)
        if free[-1]:
            until = end
        elif is_cue and until <= start:
            asked.append(row)
    rows = pl.Series(asked, dtype=pl.UInt32)
    found = found.filter(pl.Series(free, dtype=pl.Boolean) & ~found["row"].is_in(rows.implode()))
    return pl.concat([part.select(_SPAN) for part in (found, _find_in(texts, rows, _CUED))]).sort("row", "start")


def _named_from(texts: pl.Series, begun: pl.DataFrame) -> pl.Series:
    """What `_NAME` matches at each start, read word by word."""
    name = pl.col("rest").str.extract(f"^({_WORD})")
    read = pl.DataFrame({"rest": texts.gather(begun["row"]), "at": begun["start"]}).select(pl.col("rest").str.slice("at"))
    read = read.with_columns(name.alias("name"))
    for _ in range(_MORE):
        more = pl.col("rest").str.slice(pl.col("name").str.len_chars()).str.extract(f"^({_NEXT})").fill_null("")
        read = read.with_columns(pl.col("name") + more)
    return read["name"]


def _find_in(texts: pl.Series, rows: pl.Series, pattern: str) -> pl.DataFrame:
    """`find_spans` in some of the texts. rows: their numbers, any number of times, in order."""
    rows = rows.unique(maintain_order=True)
    found = find_spans(texts.gather(rows), pattern)
    return found.with_columns(rows.gather(found["row"]).alias("row"))


def _endings(found: pl.DataFrame) -> pl.DataFrame:
    """"Visit New Orleans, LA": with the first words left out one by one, where a state or country follows the comma."""
    stated = found.filter(is_region(found["written"].str.extract(r",\s?(.+)$")))
    return pl.concat([
        stated.with_columns(pl.col("written").str.replace(rf"^(?:[^\s,-]+[\s-]+){{{left}}}", "").alias("name"))
        .filter((pl.col("name") != pl.col("written")) | (left == 0))
        .with_columns((pl.col("end") - pl.col("name").str.len_chars()).alias("start"))
        for left in range(4)
    ])


def _beginnings(found: pl.DataFrame) -> pl.DataFrame:
    """Every beginning of what was found, by whole words (Chinese: by characters): a name may end before it does."""
    words = found.with_columns(
        pl.when(pl.col("written").str.contains(r"^\p{Han}")).then(pl.col("written").str.extract_all(r"."))
        .otherwise(pl.col("written").str.extract_all(r"[\s-]*[^\s-]+")).alias("part"))
    return pl.concat([
        words.filter(pl.col("part").list.len() >= size).with_columns(
            pl.col("part").list.head(size).list.join("").str.strip_chars_end(".,'’").alias("name")).drop("part")
        for size in range(1, 6)
    ])


@cache
def _known() -> pl.DataFrame:
    return cities(large=True).select(
        "geonames", "population", place_key(pl.col("name")).alias("main"), pl.col("country").alias("in"))


def _resolve(asked: pl.DataFrame, with_region: bool) -> pl.DataFrame:
    """asked, geonames of the names that locate. Russian and Ukrainian names are also tried as the nominative."""
    name = pl.col("name")
    forms = [name, *(pl.when(name.str.contains(ending)).then(name.str.replace(ending, base)) for ending, base in _ENDINGS)]
    country = pl.col("region") if with_region else pl.lit(None, pl.String)
    tried = pl.concat([
        asked.select(
            "asked", "region", "stated", form.alias("city"), pl.lit(None, pl.String).alias("state"),
            country.alias("country"), pl.lit(i).alias("form")) for i, form in enumerate(forms)
    ]).filter(pl.col("city").is_not_null() & (pl.col("country").is_not_null() | (not with_region)))
    found = locate(tried, large_only=True).join(_known(), on="geonames")
    # from prose only cities that are large, and under another Latin name or abroad only the largest
    other = pl.col("city").str.contains(r"^[\x00-\x7F]+$") & (place_key(pl.col("city")) != pl.col("main"))
    abroad = pl.col("region").is_not_null() & (pl.col("region") != pl.col("in"))
    enough = pl.when(other | abroad).then(_LARGEST).otherwise(_LARGE)
    return (
        found.filter(pl.col("stated") | (pl.col("population") >= enough)).sort("asked", "form")
        .unique("asked", keep="first", maintain_order=True).select("asked", "geonames")
    )
