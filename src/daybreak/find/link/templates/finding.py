"""Templates of all groups, a portion of groups at a time, and the template number of every text.

words, group, ads_per_text -> find_templates() -> TEMPLATES, template_of_text
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from daybreak.find.link.copies.shingles import Array, Whole, spread, strings
from daybreak.find.link.templates.aligning import copy_spans, count_tokens, fit_groups, read_tokens
from daybreak.find.link.templates.said import Said, Tokens, read_as
from daybreak.find.link.templates.slots import emoji_slots, name_types
from daybreak.model.tables import TEMPLATES
from daybreak.progress import Progress, silent
from daybreak.settings import CopySettings
from daybreak.store.schema import conform

_PORTION: Final = 20_000        # texts fitted at a time
_COUNTERS: Final = 1 << 20      # of words, by hash
_SHOWN: Final = 50              # values of a slot that are kept, the most used first


@dataclass(frozen=True, slots=True)
class _Fitted:
    """What one portion of groups gave; texts by their number, templates from 0."""

    texts: Whole
    template: Whole             # per text
    facts: Whole                # see fit_groups
    slots: pl.DataFrame         # template, slot, type, values, distinct
    patterns: pl.DataFrame      # template, pattern


def find_templates(
    words: pl.Series, group: npt.NDArray[np.int64], ads_per_text: npt.NDArray[np.int64], settings: CopySettings,
    progress: Progress = silent, threads: int = 2, said: Said | None = None,
) -> tuple[pl.DataFrame, npt.NDArray[np.int64]]:
    """The template of every group, and of every text.

    words, group, ads_per_text: per text; group = smallest text number of its group. said: the same texts as they were written,
    from which slots take their values and types; without it they are shown as compared.
    Returns TEMPLATES (one row for each template that at least two adverts carry) and the template number of each
    text: the smallest text number of the template; a text whose template was rejected, and that no equal text
    shares, has its own. Cost: one alignment a distinct text, bits of a word at a time.
    """
    count = len(words)
    own = np.arange(count, dtype=np.int64)
    ads_per_text = np.asarray(ads_per_text, np.int64)
    adverts = np.bincount(group, weights=ads_per_text, minlength=count).astype(np.int64)
    members = np.flatnonzero(adverts[group] > 1)
    if not len(members):
        return conform(pl.DataFrame(schema={"template": pl.UInt32}), TEMPLATES), own
    cost = word_cost(words, threads)
    members = members[np.argsort(group[members], kind="stable")]
    first = np.flatnonzero(np.diff(group[members], prepend=-1))
    cuts = first[np.flatnonzero(np.diff(first // _PORTION, prepend=-1))]
    cuts = np.append(cuts, len(members))

    def step(k: int) -> _Fitted:
        texts = members[cuts[k] : cuts[k + 1]]
        fitted = _fit_portion(words.gather(texts), texts, group[texts], ads_per_text[texts], cost, said)
        progress("Finding templates", int(cuts[k + 1]), len(members))
        return fitted

    parts = list(spread(step, range(len(cuts) - 1), threads))
    return _gather(parts, ads_per_text, own)


def word_cost(words: pl.Series, threads: int) -> npt.NDArray[np.int32]:
    """Sixteenths of a bit that a word costs, by its hash: -log2 of its share of all words."""

    def step(at: int) -> npt.NDArray[np.int64]:
        raw, offsets = strings(words.slice(at, _PORTION))
        token, _, _, _, _, n = _tokens(raw, offsets)
        counts = np.zeros(_COUNTERS, np.int64)
        count_tokens(token, n, counts)
        return counts

    total = np.zeros(_COUNTERS, np.int64)
    for counts in spread(step, range(0, len(words), _PORTION), threads):
        total += counts
    bits = np.log2(max(int(total.sum()), 2)) - np.log2(np.maximum(total, 1))
    cost: npt.NDArray[np.int32] = np.maximum(np.rint(bits * 16), 8).astype(np.int32)
    return cost


def _tokens(raw: Array, offsets: Whole) -> tuple[Array, Array, Array, Whole, Array, int]:
    size = (int(offsets[-1]) - int(offsets[0])) // 2 + len(offsets) + 1
    token, place, end_place = np.empty(size, np.uint32), np.empty(size, np.int64), np.empty(size, np.int64)
    starts, content = np.zeros(len(offsets), np.int64), np.zeros(len(offsets) - 1, np.uint64)
    n = read_tokens(raw, offsets, token, place, end_place, starts, content)
    return token, place, end_place, starts, content, n


def _fit_portion(
    words: pl.Series, texts: Whole, group: Whole, ads: Whole, cost: Array, said: Said | None
) -> _Fitted:
    """Fit the groups of some texts. Texts of equal words are aligned once, with the adverts of all."""
    raw, offsets = strings(words)
    token, place, end_place, starts, content, _ = _tokens(raw, offsets)
    order = np.lexsort((texts, content, group))
    new = (np.diff(group[order], prepend=-1) != 0) | (np.diff(content[order], prepend=0) != 0)
    new[0] = True
    stands = order[new]
    of_text = np.empty(len(order), np.int64)
    of_text[order] = stands[np.cumsum(new) - 1]
    bounds = np.append(np.flatnonzero(np.diff(group[stands], prepend=-1)), len(stands))
    template = np.full(len(order), -1, np.int64)
    facts, spans, pieces = fit_groups(
        stands.copy(), bounds, token, starts, cost, template, np.empty((4 * len(order), 5), np.int32),
        np.empty((1024, 4), np.int32))
    template = template[of_text]
    medoid = facts[pieces[:, 0], 0]
    shown = pl.DataFrame({
        "template": pieces[:, 0], "slot": pieces[:, 1],
        "words": _between(raw, place, end_place, starts[medoid] + pieces[:, 2], starts[medoid] + pieces[:, 3]),
    })
    filled = _fill(spans, of_text, starts)
    values = _values(filled, texts, ads, Tokens(token, starts), said, lambda rows: _between(
        raw, place, end_place, filled.begin[rows], filled.stop[rows]))
    slots = name_types(values, shown, _SHOWN)
    patterns = _patterns(shown, slots)
    if said is not None:
        emoji = pl.DataFrame({"template": template, "value": said.emoji.gather(texts), "ads": ads})
        in_all = pl.DataFrame({"template": template, "ads": ads}).group_by("template").agg(pl.col("ads").sum())
        slots = pl.concat([slots, emoji_slots(emoji, in_all, slots, _SHOWN)])
    return _Fitted(texts, template, facts, slots, patterns)


@dataclass(frozen=True, slots=True)
class _Filled:
    """Slots as texts fill them, in order of text and slot: text (of the portion), and its tokens from begin up to stop."""

    template: Whole
    slot: Whole
    text: Whole
    begin: Whole
    stop: Whole


def _fill(spans: Array, of_text: Whole, starts: Whole) -> _Filled:
    """The slots of every text, from those of the one text of equal words that was aligned."""
    spans = spans[np.lexsort((spans[:, 1], spans[:, 2]))].astype(np.int64)
    first = np.searchsorted(spans[:, 2], of_text)
    count = np.searchsorted(spans[:, 2], of_text, "right") - first
    text = np.repeat(np.arange(len(of_text)), count)
    rows = np.arange(len(text)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    return _Filled(spans[rows, 0], spans[rows, 1], text, starts[text] + spans[rows, 3], starts[text] + spans[rows, 4])


def _values(
    filled: _Filled, texts: Whole, ads: Whole, words: Tokens, said: Said | None, compared: Callable[[Whole], pl.Series]
) -> pl.DataFrame:
    """What fills the slots, as `name_types` takes it. compared: the comparable words of some rows of `filled`."""
    some = filled.stop > filled.begin
    number = (filled.stop - filled.begin == 1) & (words.token[filled.begin] == 0)
    table = pl.DataFrame({
        "template": filled.template, "slot": filled.slot, "number": number, "short": filled.stop - filled.begin <= 2,
        "ads": ads[filled.text],
    })
    sure = np.zeros(len(table), np.bool_)
    parts = []
    if said is not None:
        bounds = np.searchsorted(filled.text, np.arange(len(texts) + 1))
        held = said.read(texts, words, bounds, filled.begin, filled.stop)
        sure = held.sure
        rows = np.flatnonzero(sure & some)
        value = _cut(held.raw, held.low[rows], held.high[rows])
        read = table[rows].with_columns(value.alias("value"), *read_as(said.found, held.read[rows]))
        proper = pl.col("short") & ~pl.col("value").str.contains(r"^\p{Ll}")
        parts.append(read.with_columns(proper.alias("short"), pl.lit(False).alias("unread")))
    rows = np.flatnonzero(~sure & some)
    nothing = pl.lit(None, pl.String)
    parts.append(table[rows].with_columns(
        compared(rows).alias("value"), nothing.alias("kind"), nothing.alias("comparable"), pl.lit(True).alias("unread")))
    same = ["template", "slot", "value", "kind", "comparable"]
    return pl.concat(parts).group_by(same).agg(pl.col("number", "short", "unread").max(), pl.col("ads").sum())


def _patterns(pieces: pl.DataFrame, slots: pl.DataFrame) -> pl.DataFrame:
    """template, pattern: its constant words and {number:type} for its slots, in reading order."""
    named = pieces.join(slots.select("template", "slot", "type"), on=["template", "slot"], how="left", maintain_order="left")
    return named.group_by("template", maintain_order=True).agg(
        pl.when(pl.col("slot") < 0).then("words")
        .otherwise(pl.format("{{{}:{}}}", pl.col("slot") + 1, "type")).str.join(" ").alias("pattern"))


def _between(raw: Array, place: Array, end_place: Array, begin: Whole, stop: Whole) -> pl.Series:
    """The words from token `begin` up to `stop`, as strings."""
    low = place[begin]
    return _cut(raw, low, np.where(stop > begin, end_place[stop - 1], low))


def _cut(raw: Array, low: Whole, high: Whole) -> pl.Series:
    """The bytes from `low` up to `high`, as strings."""
    ends = np.zeros(len(low) + 1, np.int64)
    out = np.empty(int((high - low).sum()), np.uint8)
    copy_spans(raw, low, high, out, ends)
    return _strings(out, ends)


def _strings(out: Array, ends: Whole) -> pl.Series:
    import pyarrow as pa

    array: Any = pa.LargeStringArray.from_buffers(len(ends) - 1, pa.py_buffer(ends), pa.py_buffer(out))
    return pl.Series(array, dtype=pl.String)


def _gather(parts: list[_Fitted], ads_per_text: Whole, own: Whole) -> tuple[pl.DataFrame, Whole]:
    """One table of templates from all portions, numbered by their smallest text, and the number of each text."""
    shift = np.cumsum([0, *(len(part.facts) for part in parts)])
    texts = np.concatenate([part.texts for part in parts])
    local = np.concatenate([part.template + s for part, s in zip(parts, shift, strict=False)])
    facts = np.concatenate([part.facts for part in parts])
    number = np.full(len(facts), len(own), np.int64)
    np.minimum.at(number, local, texts)
    slots, patterns = (
        pl.concat([getattr(part, table).with_columns(pl.col("template").cast(pl.Int64) + int(s))
                   for part, s in zip(parts, shift, strict=False)])
        for table in ("slots", "patterns")
    )
    rows = pl.DataFrame({
        "local": np.arange(len(facts)), "template": number, "texts": facts[:, 1],
        "ads": np.bincount(local, weights=ads_per_text[texts], minlength=len(facts)).astype(np.int64),
        "bits_apart": facts[:, 3] / 16, "bits_together": facts[:, 4] / 16, "accepted": facts[:, 2] > 0,
    })
    nested = slots.group_by("template", maintain_order=True).agg(
        pl.struct((pl.col("slot") + 1).cast(pl.UInt16).alias("slot"), "type", "values", "distinct").alias("slots"))
    table = (
        rows.join(patterns, left_on="local", right_on="template", how="left")
        .join(nested, left_on="local", right_on="template", how="left")
        .filter(pl.col("ads") > 1).sort("template").with_columns(pl.col("slots").fill_null([]), pl.col("pattern").fill_null(""))
    )
    of_text = own.copy()
    accepted = facts[:, 2] > 0
    of_text[texts[accepted[local]]] = number[local[accepted[local]]]
    return conform(table, TEMPLATES), of_text
