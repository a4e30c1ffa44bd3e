"""Wording in adverts: which phrases of the lists stand in which text, where, and not taken back.

texts -> sieve: sentences that could hold a phrase -> patterns -> find_wording() -> text, list, field, start, end, ways
All lists of all languages are looked for in every text; what language a text is in is never asked.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import polars as pl

from daybreak.find.assess.phrases import (
    ALIKE,
    MARK,
    SEPARATORS,
    Denials,
    Pattern,
    alike,
    compile_denials,
    compile_phrases,
)
from daybreak.find.assess.sieve import END, Sieve, build_sieve, sift
from daybreak.find.assess.table import read_wording_lists
from daybreak.progress import Progress, silent
from daybreak.text.confusables import MIXED_RUST
from daybreak.text.fold import fold

_BATCH = 100_000  # texts at a time: bounds the memory
_INVISIBLE = "[\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\u0640]"
_COMPATIBLE = (
    "[\u0300-\u036f\u2100-\u214f\u2460-\u24ff\ufb00-\ufdff\ufe70-\ufefc\uff00-\uffef"
    "\U0001d400-\U0001d7ff\U0001f100-\U0001f1e5]"
)
#: Letters that are more, or others, once a text is comparable; elsewhere one letter stays one letter.
_ODD = f"{_INVISIBLE}|{_COMPATIBLE}|{MIXED_RUST}|İ"
_THREADS = 2  # batches at a time; the result does not depend on it
_ENDS = r"[.!?;]+(?:\s+|$)|[。！？；…؟•|]+|(?:[^:\s])\s*[\r\n]+"
_PLAIN = str.maketrans(SEPARATORS)
_HITS = {
    "text": pl.UInt32(),
    "list": pl.String(),
    "field": pl.String(),
    "start": pl.UInt32(),
    "end": pl.UInt32(),
    "ways": pl.UInt32(),
}
#: A sentence that could hold a phrase of a pattern: `before` letters of its text stand in front of it; `aligned` says
#: whether the comparable text has as many letters as the text as read.
_SENTENCES = {
    "text": pl.UInt32(),
    "before": pl.Int64(),
    "aligned": pl.Boolean(),
    "pattern": pl.Int64(),
    "sentence": pl.String(),
}


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of wording, compiled."""

    patterns: dict[str, tuple[Pattern, ...]]
    denials: Denials


@dataclass(frozen=True, slots=True)
class Search:
    """The patterns, and the sieve through which texts come to them."""

    names: tuple[str, ...]  # of the list of each pattern
    patterns: tuple[Pattern, ...]
    sieve: Sieve
    pattern_of: pl.Series  # phrase of the sieve -> pattern


@cache
def lists() -> Lists:
    """The lists of the data file, compiled once."""
    catalogue = read_wording_lists()
    denials = compile_denials(catalogue.more["denied"])
    inside = re.compile(denials.inside)
    return Lists(
        {
            name: compile_phrases(entry["phrases"], inside, catalogue.more["classes"])
            for name, entry in catalogue.entries.items()
        },
        denials,
    )


def find_wording(texts: pl.DataFrame, progress: Progress = silent) -> pl.DataFrame:
    """The first phrase of each list in each text that holds one and does not take it back.

    texts: text u32, title str, body str.
    Returns text, list, field, start, end (in the field as read), and ways: in how many different wordings it says so.
    """
    search = _search()
    batches = [texts.slice(at, _BATCH) for at in range(0, len(texts), _BATCH)]
    found = [pl.DataFrame(schema=_SENTENCES)]
    with ThreadPoolExecutor(_THREADS) as threads:  # polars lets other threads run; the order stays
        for done, part in enumerate(threads.map(lambda batch: _could_say(batch, search), batches)):
            progress("Reading for indicators", min((done + 1) * _BATCH, len(texts)), len(texts))
            found.append(part)
    sentences = pl.concat(found)
    said = sentences.unique(["text", "before"], keep="first", maintain_order=True).join(
        _say(sentences, search), on="sentence", maintain_order="left_right")
    first = said.with_columns(pl.col("match").n_unique().over("text", "list").alias("ways")).unique(
        ["text", "list"], keep="first", maintain_order=True
    )
    told = first.join(texts.select("text", "title", "body"), on="text", how="left", maintain_order="left")
    return _spans(told).sort("text", "list")


@cache
def _search() -> Search:
    """The patterns of all lists and their sieve, made once."""
    every = [(name, pattern) for name, patterns in lists().patterns.items() for pattern in patterns]
    return Search(
        tuple(name for name, _ in every),
        tuple(pattern for _, pattern in every),
        build_sieve([phrase for _, pattern in every for phrase in pattern.needs]),
        pl.Series([number for number, (_, pattern) in enumerate(every) for _ in pattern.needs], dtype=pl.Int64),
    )


def _whole(texts: pl.DataFrame) -> pl.Series:
    return texts.select(
        pl.concat_str(pl.col("title").fill_null(""), pl.lit("\n"), pl.col("body").fill_null("")).alias("whole")
    )["whole"]


def comparable(texts: pl.Series) -> pl.Series:
    """Texts as phrases are compared with them: case, width, accents, invisible and look-alike letters undone."""
    lowered = texts.str.to_lowercase()
    rows = (texts.str.len_bytes() != texts.str.len_chars()).arg_true()
    if not len(rows):
        return lowered
    odd = lowered.gather(rows).str.replace_all(_INVISIBLE, "")
    mixed = odd.str.contains(MIXED_RUST).arg_true()
    if len(mixed):
        odd = odd.scatter(mixed, [fold(t, squeeze=False).text.lower() for t in odd.gather(mixed)])
    wide = odd.str.contains(_COMPATIBLE).arg_true()
    if len(wide):
        odd = odd.scatter(wide, odd.gather(wide).str.normalize("NFKC").str.to_lowercase())
    before, after = zip(*((chr(a), chr(b)) for a, b in ALIKE.items()), strict=True)
    return lowered.scatter(rows, odd.str.replace_many(list(before), list(after)))


def _could_say(texts: pl.DataFrame, search: Search) -> pl.DataFrame:
    """Sentences that could hold a phrase, in their order, a row for each pattern: see _SENTENCES.

    Only texts in which letters become more or others are made comparable whole; of the rest only these sentences are.
    """
    whole = _whole(texts)
    rows = whole.str.contains(_ODD).arg_true()
    odd = whole.gather(rows)
    changed = comparable(odd)
    aligned = pl.repeat(True, len(whole), eager=True).scatter(rows, odd.str.len_chars() == changed.str.len_chars())
    marked = whole.scatter(rows, changed).str.replace_all(_ENDS, "${0}" + END)
    found = sift(marked, search.sieve)
    row = found["row"]
    return found.select(
        texts["text"].gather(row), "before", aligned.gather(row).alias("aligned"),
        marked.gather(row).cast(pl.Binary).alias("whole"), "start", "end",
        search.pattern_of.gather(found["phrase"]).alias("pattern"),
    ).unique(["text", "before", "pattern"], keep="first", maintain_order=True).select(
        "text", "before", "aligned", "pattern",
        pl.col("whole").bin.slice(pl.col("start"), pl.col("end") - pl.col("start")).cast(pl.String).alias("sentence"),
    ).with_columns(pl.col("sentence").map_batches(comparable, return_dtype=pl.String))


def _say(sentences: pl.DataFrame, search: Search) -> pl.DataFrame:
    """list, sentence, plain, match: the first phrase of each list in each distinct sentence."""
    distinct = sentences.select("pattern", "sentence").unique(maintain_order=True).sort("pattern", maintain_order=True)
    parts = [pl.DataFrame(schema=dict.fromkeys(("list", "sentence", "plain", "match"), pl.String))]
    for rows in distinct.with_columns(_plain().alias("plain")).partition_by("pattern", maintain_order=True):
        number = rows["pattern"][0]
        found = _matches(rows, search.patterns[number], lists().denials)
        parts.append(found.select(pl.lit(search.names[number]).alias("list"), "sentence", "plain", "match"))
    return pl.concat(parts).unique(["list", "sentence"], keep="first", maintain_order=True)


def _plain() -> pl.Expr:
    """A sentence with its words parted by spaces or commas only; one more space in front, so that every word has one."""
    return pl.lit(" ") + pl.col("sentence").str.replace_many(list(SEPARATORS), list(SEPARATORS.values()))


def _matches(sentences: pl.DataFrame, pattern: Pattern, denials: Denials) -> pl.DataFrame:
    """Sentences that hold a phrase and do not take it back, with the phrase as found."""
    hit = sentences.with_columns(pl.col("plain").str.extract(pattern.expression, 1).alias("match")).filter(
        pl.col("match").is_not_null()
    )
    if not len(hit):
        return hit
    rest = pl.Series([p.replace(m, MARK, 1) for p, m in hit.select("plain", "match").iter_rows()], dtype=pl.String)
    taken_back = rest.str.contains(denials.around) | hit["plain"].str.contains(denials.whole)
    if not pattern.denying:
        taken_back |= hit.select(pl.format(" {} ", "match").str.contains(denials.inside)).to_series()
    return hit.filter(~taken_back)


def _spans(hits: pl.DataFrame) -> pl.DataFrame:
    """Where each phrase stands in the title or body as read.

    hits: text, list, before, aligned, plain, match, ways, title, body. The comparable text is nearly always as long as the
    original; elsewhere the way back is found character by character.
    """
    placed = hits.with_columns(
        (pl.col("before") + _letters_before("plain", "match") - 1).alias("start"),
        pl.col("match").str.len_chars().alias("length"),
        pl.col("title").fill_null("").str.len_chars().alias("title_length"),
    )
    straight = placed.filter("aligned")
    inside_title = pl.col("start") < pl.col("title_length")
    begin = (
        pl.when(inside_title)
        .then(pl.col("start"))
        .otherwise(pl.col("start").cast(pl.Int64) - pl.col("title_length") - 1)
    )
    told = straight.select(
        "text",
        "list",
        pl.when(inside_title).then(pl.lit("title")).otherwise(pl.lit("body")).alias("field"),
        begin.clip(0).cast(pl.UInt32).alias("start"),
        (begin.clip(0) + pl.col("length")).cast(pl.UInt32).alias("end"),
        "ways",
    )
    crooked = [
        (row["text"], row["list"], *_span_in_folded(row["title"] or "", row["body"] or "", row["match"]), row["ways"])
        for row in placed.filter(~pl.col("aligned")).iter_rows(named=True)
    ]
    return pl.concat([told, pl.DataFrame(crooked, schema=_HITS, orient="row")])


def _letters_before(text: str, part: str) -> pl.Expr:
    """How many letters of a text stand before a part of it."""
    byte = pl.col(text).str.find(pl.col(part), literal=True)
    return pl.col(text).cast(pl.Binary).bin.slice(0, byte).cast(pl.String).str.len_chars()


def _span_in_folded(title: str, body: str, match: str) -> tuple[str, int, int]:
    """Field, start and end of a phrase in a text whose comparable form has another length."""
    for field, text in (("title", title), ("body", body)):
        folded = fold(text, squeeze=False)
        at = alike(folded.text).translate(_PLAIN).find(match)
        if at >= 0:
            start, end = folded.span(at, at + len(match))
            return field, start, end
    return "body", 0, min(len(body), 120)
