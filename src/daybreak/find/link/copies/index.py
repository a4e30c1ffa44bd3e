"""What is kept of the texts that are grouped, so that later texts find their groups.

Shingles, heads -> keep() -> Index -> tables of a run and back
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
import numpy.typing as npt
import polars as pl

from daybreak.find.link.copies.postings import sample
from daybreak.find.link.copies.shingles import Shingles, Whole

_ALL: Final = np.zeros(1, np.uint8)
_COMMON: Final = 3      # what fewer heads use needs no counter: it has full weight


@dataclass(frozen=True, slots=True)
class Index:
    """One text, the head, stands for each group; exact contents are kept of all texts."""

    heads: Whole                        # text numbers, ascending
    group: Whole                        # the group of each head
    words: npt.NDArray[np.int32]        # how many words each head has
    items: npt.NDArray[np.uint32]       # head i has shingles items[starts[i]:starts[i + 1]]
    starts: Whole
    postings: npt.NDArray[np.uint64]    # sorted: sampled shingle (high 32 bits), position of the head (low 32)
    common: npt.NDArray[np.uint32]      # sorted: counters above two, by the low bits of a shingle
    used: npt.NDArray[np.uint8]         # and what they say
    bits: int                           # how many low bits
    content: npt.NDArray[np.uint64]     # sorted: 64 bits of each distinct text
    text: Whole                         # and its number

    def frequency_of(self, items: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
        """In how many groups each of these shingles is used; 1 where few use it."""
        slot = items & np.uint32((1 << self.bits) - 1)
        at = np.searchsorted(self.common, slot)
        found = np.zeros(len(items), np.bool_)
        found[at < len(self.common)] = self.common[at[at < len(self.common)]] == slot[at < len(self.common)]
        counted = np.ones(len(items), np.int64)
        counted[found] = self.used[at[found]]
        return counted

    def to_tables(self, prefix: str) -> dict[str, pl.DataFrame]:
        """As tables of plain columns, for a run folder."""
        return {
            f"{prefix}_heads": pl.DataFrame({
                "head": self.heads, "group": self.group, "words": self.words, "shingles": np.diff(self.starts)}),
            f"{prefix}_items": pl.DataFrame({"item": self.items}),
            f"{prefix}_postings": pl.DataFrame({"posting": self.postings}),
            f"{prefix}_common": pl.DataFrame({
                "slot": np.append(self.common, np.uint32(self.bits)), "used": np.append(self.used, np.uint8(0))}),
            f"{prefix}_content": pl.DataFrame({"content": self.content, "text": self.text}),
        }

    @classmethod
    def from_tables(cls, tables: dict[str, pl.DataFrame], prefix: str) -> Index:
        """From what `to_tables` gave."""
        heads, common, content = (tables[f"{prefix}_{name}"] for name in ("heads", "common", "content"))
        starts = np.zeros(len(heads) + 1, np.int64)
        np.cumsum(heads["shingles"].to_numpy(), out=starts[1:])
        return cls(
            heads["head"].to_numpy(), heads["group"].to_numpy(), heads["words"].to_numpy(),
            tables[f"{prefix}_items"]["item"].to_numpy(), starts, tables[f"{prefix}_postings"]["posting"].to_numpy(),
            common["slot"].to_numpy()[:-1], common["used"].to_numpy()[:-1], int(common["slot"][-1]),
            content["content"].to_numpy(), content["text"].to_numpy(),
        )


@numba.njit(cache=True, nogil=True)
def _copy(texts, items, starts, out, out_starts):  # type: ignore[no-untyped-def]
    for k in range(len(texts)):
        t = texts[k]
        out[out_starts[k] : out_starts[k + 1]] = items[starts[t] : starts[t + 1]]


def keep(
    shingles: Shingles, heads: Whole, group: Whole, frequency: npt.NDArray[np.uint8], distinct: Whole, shortest: int,
    first_number: int = 0,
) -> Index:
    """The index of some texts.

    heads: their positions in `shingles`. group: of every text. distinct: one text for each content.
    first_number: what to add to a position to have the text's number.
    """
    heads = np.sort(heads)
    lengths = shingles.starts[heads + 1] - shingles.starts[heads]
    starts = np.zeros(len(heads) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    items = np.empty(int(starts[-1]), np.uint32)
    _copy(heads, shingles.items, shingles.starts, items, starts)
    long_enough = np.flatnonzero(shingles.words[heads] >= shortest)
    taken = sample(long_enough, items, starts, np.arange(len(heads)), _ALL, (0, 0))
    common = np.flatnonzero(frequency >= _COMMON)
    content = content_of(shingles)[distinct]
    order = np.argsort(content, kind="stable")
    return Index(
        heads + first_number, group[heads], shingles.words[heads], items, starts, taken,
        common.astype(np.uint32), frequency[common], len(frequency).bit_length() - 1, content[order],
        distinct[order] + first_number,
    )


def content_of(shingles: Shingles) -> npt.NDArray[np.uint64]:
    """64 of the 128 bits of each text's content."""
    return shingles.content[:, 0] ^ (shingles.content[:, 1] * np.uint64(0x9E3779B97F4A7C15))
