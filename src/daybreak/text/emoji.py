"""The emoji of a text, in order: a channel of its own, for people keep their rows of emoji when they rewrite the rest.

Pictures, flags and joined sequences count as one each; presentation marks and skin tones are dropped, and digits,
keycaps and letters in circles are not emoji here (they are read as numbers and letters).
"""

from __future__ import annotations

from typing import Final

import polars as pl

_PICTURE: Final = r"\p{Extended_Pictographic}[\x{FE0E}\x{FE0F}\p{EMod}]*"
_EMOJI: Final = rf"\p{{RI}}\p{{RI}}|{_PICTURE}(?:\x{{200D}}{_PICTURE})*"
_NOT: Final = r"[©®™ℹⓂ㊗㊙Ⓜ🅰🅱🅾🅿🆎🆑-🆚🈁🈂🈚🈯🈲-🈺🉐🉑↔-↙↩↪]"


def emoji_of(texts: pl.Series) -> pl.Series:
    """The emoji of each text in order, separated by one space; empty where there are none."""
    frame = pl.DataFrame({"text": texts.fill_null("")})
    some = frame["text"].str.contains(r"[\p{Extended_Pictographic}\p{RI}]")
    said = pl.select(pl.repeat("", len(frame), dtype=pl.String).alias("emoji"))["emoji"]
    if not some.any():
        return said
    found = (
        frame["text"].filter(some).str.replace_all(_NOT, " ").str.extract_all(_EMOJI).list.join(" ")
        .str.replace_all(r"[\x{FE0E}\x{FE0F}\p{EMod}]", "")
    )
    return said.scatter(some.arg_true(), found)
