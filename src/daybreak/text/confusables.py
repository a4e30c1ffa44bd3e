"""Letters of another script that only look right, put back, in words that mix scripts.

text -> unmix() -> text of the same length     A word of one script is never touched.

Source: UTS 39 (confusables), as the package confusable-homoglyphs carries it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_SCRIPTS: Final = {
    "latin": "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
    "greek": "\u0370-\u0373\u0376\u0377\u037b-\u037d\u0386\u0388-\u03ff\u1f00-\u1fff",
    "cyrillic": "\u0400-\u0481\u048a-\u052f",
    "armenian": "\u0531-\u0556\u0561-\u0587",
    "cherokee": "\u13a0-\u13f5\uab70-\uabbf",
}
#: The insides of a class: Latin letters, and letters of scripts that are taken for it.
LATIN: Final = _SCRIPTS["latin"]
NOT_LATIN: Final = "".join(v for k, v in _SCRIPTS.items() if k != "latin")
_DIGITS: Final = "[0-9]{0,4}"
#: Two letters side by side of which one is Latin and the other is not; for polars.
MIXED_RUST: Final = f"[{LATIN}]{_DIGITS}[{NOT_LATIN}]|[{NOT_LATIN}]{_DIGITS}[{LATIN}]"
#: The same for `re`.
MIXED: Final = re.compile(MIXED_RUST)
#: A letter of a script that is taken for Latin.
OTHER: Final = re.compile(f"[{NOT_LATIN}]")
_SCRIPT_OF: Final = {name: re.compile(f"[{inside}]") for name, inside in _SCRIPTS.items()}
#: Look-alikes that UTS 39 leaves out because fonts differ, but that adverts use.
_MORE: Final = {"к": "k", "т": "t", "м": "m", "н": "h", "в": "b", "п": "n", "и": "u", "г": "r", "К": "K"}


@cache
def _look_alikes() -> dict[tuple[str, str], dict[str, str]]:
    """(from script, to script) -> letter -> the letter it looks like, one for one."""
    from confusable_homoglyphs.confusables import confusables_data  # reads 0.9 MB: only when a word needs it

    tables: dict[tuple[str, str], dict[str, str]] = {}
    for char in sorted(confusables_data):
        source = script_of(char) if len(char) == 1 else None
        if source is None:
            continue
        for other in confusables_data[char]:
            target = script_of(other["c"]) if len(other["c"]) == 1 else None
            if target not in (None, source):
                known = tables.setdefault((source, str(target)), {})
                best = known.get(char)
                if best is None or _nearness(char, other["c"]) > _nearness(char, best):
                    known[char] = other["c"]
    for char, like in _MORE.items():
        if script_of(like):
            tables.setdefault(("cyrillic", "latin"), {}).setdefault(char, like)
    return tables


def _nearness(char: str, like: str) -> tuple[bool, bool, int]:
    """Order of look-alikes: same case first, then ASCII, then the lowest code point."""
    return char.isupper() == like.isupper(), like.isascii(), -ord(like)


def script_of(char: str) -> str | None:
    """The script of a letter, among those whose letters are taken for one another; else nothing."""
    return next((name for name, letters in _SCRIPT_OF.items() if letters.match(char)), None)


def unmix(text: str) -> str:
    """The text with every word that mixes look-alike scripts written in one script where that is possible."""
    pieces: list[str] = []
    last = 0
    for match in re.finditer(r"\w+", text):
        if MIXED.search(match.group()):
            pieces += (text[last:match.start()], _one_script(match.group()))
            last = match.end()
    return "".join([*pieces, text[last:]])


def _one_script(word: str) -> str:
    """The word in the script that needs fewest letters changed; as it was when none can hold them all."""
    count: dict[str, int] = {}
    for char in word:
        script = script_of(char)
        if script:
            count[script] = count.get(script, 0) + 1
    for target in sorted(count, key=lambda s: (-count[s], s != "latin", s)):
        written = [_as(char, target) for char in word]
        if None not in written:
            return "".join(c for c in written if c)
    return word


def _as(char: str, target: str) -> str | None:
    """The letter as the target script writes it; nothing when it has no look-alike there."""
    script = script_of(char)
    if script is None or script == target:
        return char
    return _look_alikes().get((script, target), {}).get(char)
