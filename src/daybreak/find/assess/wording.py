"""Wording in adverts: which phrases of the lists stand in which text, where, and not taken back.

ads, texts -> find_wording() -> text, list, field, start, end
All lists of all languages are looked for in every text; what language a text is in is never asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import polars as pl

from daybreak.find.assess.phrases import (
    ALIKE,
    MARK,
    SEPARATORS,
    Denials,
    Patterns,
    alike,
    compile_denials,
    compile_phrases,
)
from daybreak.find.assess.table import read_wording_lists
from daybreak.progress import Progress, silent
from daybreak.text.confusables import MIXED_RUST
from daybreak.text.fold import fold

_BATCH = 50_000  # texts at a time: bounds the memory for their sentences
_INVISIBLE = "[\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\u0640]"
_ENDS = r"[.!?;]+(?:\s+|$)|[。！？；…؟•|]+|(?:[^:\s])\s*[\r\n]+"
_PLAIN = str.maketrans(SEPARATORS)
_HITS = {"text": pl.UInt32(), "list": pl.String(), "field": pl.String(), "start": pl.UInt32(), "end": pl.UInt32()}


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of wording, compiled."""

    patterns: dict[str, Patterns]
    denials: Denials
    anchors: tuple[str, ...]


@cache
def lists() -> Lists:
    """The lists of the data file, compiled once."""
    catalogue = read_wording_lists()
    denials = compile_denials(catalogue.more["denied"])
    inside = re.compile(denials.inside)
    patterns = {name: compile_phrases(entry["phrases"], inside) for name, entry in catalogue.entries.items()}
    anchors = tuple(sorted({a for p in patterns.values() for a in p.anchors}))
    return Lists(patterns, denials, anchors)


def find_wording(texts: pl.DataFrame, progress: Progress = silent) -> pl.DataFrame:
    """The first phrase of each list in each text that holds one and does not take it back.

    texts: text u32, title str, body str. Returns text, list, field, start, end (in the field as read), in that order.
    """
    found = [pl.DataFrame(schema=_HITS)]
    for at in range(0, len(texts), _BATCH):
        progress("Reading for indicators", at, len(texts))
        found.append(_find_in_batch(texts.slice(at, _BATCH)))
    return pl.concat(found).sort("text", "list")


def comparable(texts: pl.Series) -> pl.Series:
    """Texts as phrases are compared with them: case, width, accents, invisible and look-alike letters undone."""
    other = texts.str.len_bytes() != texts.str.len_chars()
    rows = other.arg_true()
    lowered = texts.str.to_lowercase()
    if not len(rows):
        return lowered
    odd = texts.gather(rows)
    mixed = odd.str.contains(MIXED_RUST).arg_true()
    if len(mixed):
        odd = odd.scatter(mixed, [fold(t, squeeze=False).text for t in odd.gather(mixed)])
    before, after = zip(*((chr(a), chr(b)) for a, b in ALIKE.items()), strict=True)
    plain = (
        odd.str.replace_all(_INVISIBLE, "")
        .str.normalize("NFKC")
        .str.to_lowercase()
        .str.replace_many(list(before), list(after))
    )
    return lowered.scatter(rows, plain)


def _find_in_batch(texts: pl.DataFrame) -> pl.DataFrame:
    every = lists()
    read = texts.with_columns(
        comparable(
            pl.select(
                pl.concat_str(texts["title"].fill_null(""), pl.lit("\n"), texts["body"].fill_null(""))
            ).to_series()
        ).alias("whole")
    )
    read = read.filter(pl.col("whole").str.contains_any(list(every.anchors)))
    sentences = (
        read.select("text", pl.col("whole").str.replace_all(_ENDS, "${0}\x1f").str.split("\x1f").alias("sentence"))
        .explode("sentence", empty_as_null=False)
        .filter(pl.col("sentence").str.contains_any(list(every.anchors)))
        .with_columns(pl.col("sentence").str.replace_many(list(SEPARATORS), list(SEPARATORS.values())).alias("plain"))
    )
    parts = [
        pl.DataFrame(
            schema={
                "text": pl.UInt32(),
                "list": pl.String(),
                "sentence": pl.String(),
                "plain": pl.String(),
                "match": pl.String(),
            }
        )
    ]
    for name, patterns in every.patterns.items():
        near = sentences.filter(pl.col("plain").str.contains_any(list(patterns.anchors)))
        for pattern, denying in ((patterns.plain, False), (patterns.denying, True)):
            if pattern is not None and len(near):
                parts.append(
                    _matches(near, pattern, every.denials, denying)
                    .with_columns(pl.lit(name).alias("list"))
                    .select("text", "list", "sentence", "plain", "match")
                )
    first = pl.concat(parts).unique(["text", "list"], keep="first", maintain_order=True)
    return _spans(first.join(read, on="text", how="left", maintain_order="left"))


def _matches(sentences: pl.DataFrame, pattern: str, denials: Denials, denying: bool) -> pl.DataFrame:
    """Sentences that hold a phrase and do not take it back, with the phrase as found."""
    groups = [pl.col("plain").str.extract(pattern, i) for i in range(1, re.compile(pattern).groups + 1)]
    hit = sentences.with_columns(pl.coalesce(groups).alias("match")).filter(pl.col("match").is_not_null())
    marked = pl.col("plain").str.replace(pattern, f" {MARK} ")
    taken_back = marked.str.contains(denials.around)
    if not denying:
        taken_back |= pl.format(" {} ", "match").str.contains(denials.inside)
    return hit.filter(~taken_back)


def _spans(hits: pl.DataFrame) -> pl.DataFrame:
    """Where each phrase stands in the title or body as read.

    hits: text, list, sentence, plain, match, title, body, whole. The comparable text is nearly always as long as the
    original; elsewhere the way back is found character by character.
    """
    whole_length = pl.col("whole").str.len_chars()
    title_length = pl.col("title").fill_null("").str.len_chars()
    body_length = pl.col("body").fill_null("").str.len_chars()
    placed = hits.with_columns(
        (_before("whole", "sentence") + _before("plain", "match")).alias("start"),
        pl.col("match").str.len_chars().alias("length"),
        title_length.alias("title_length"),
        (whole_length == title_length + body_length + 1).alias("aligned"),
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
    )
    crooked = [
        (row["text"], row["list"], *_span_in_folded(row["title"] or "", row["body"] or "", row["match"]))
        for row in placed.filter(~pl.col("aligned")).iter_rows(named=True)
    ]
    return pl.concat([told, pl.DataFrame(crooked, schema=_HITS, orient="row")])


def _before(text: str, part: str) -> pl.Expr:
    """How many characters of a text stand before a part of it."""
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
