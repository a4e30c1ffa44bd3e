"""E-mail addresses, also as "name (at) site dot com", spaced, or in the words of several languages.

folded text -> find_emails() -> Hit
"""

from __future__ import annotations

import re
from typing import Final

from daybreak.text.contacts.domains import FREE_MAIL, split_host
from daybreak.text.contacts.found import Hit

_AT_WORDS: Final = "at|arroba|arobas|arobase|chiocciola|собака|собачка|klammeraffe|ät|małpa"
_DOT_WORDS: Final = "dot|punto|ponto|point|punkt|точка|крапка|kropka|d0t|点"
_AT: Final = (rf"(?:\s{{0,2}}@\s{{0,2}}|\s?[(\[{{<*_~-]{{1,2}}\s?(?:{_AT_WORDS}|a|@)\s?[)\]}}>*_~-]{{1,2}}\s?"
              rf"|\s(?:{_AT_WORDS})\s|艾特)")
_DOT: Final = (rf"(?:\.|\s\.\s?|\.\s(?=[a-z]{{2,3}}\b)|\s?[(\[{{<*_~-]{{1,2}}\s?(?:{_DOT_WORDS}|\.)\s?[)\]}}>*_~-]{{1,2}}\s?"
               rf"|\s(?:{_DOT_WORDS})\s)")
_NAME: Final = rf"[^\W_][\w+%-]{{0,63}}(?:(?:\.|\s?[(\[]\s?(?:{_DOT_WORDS}|\.)\s?[)\]]\s?|\s(?:{_DOT_WORDS})\s)[\w+%-]{{1,63}}){{0,4}}"
_LABEL: Final = r"[^\W_](?:[^\W_]|-){0,62}"
#: Whether a text may hold an address at all; for polars.
TRIGGER: Final = rf"(?i)@|[(\[{{<*_~-]\s?(?:{_AT_WORDS}|a)\s?[)\]}}>*_~-]|\s(?:{_AT_WORDS})\s|艾特"
_ADDRESS: Final = re.compile(rf"(?i)(?<![\w.+%-])({_NAME})({_AT})({_LABEL}(?:{_DOT}{_LABEL}){{0,4}})")
_SPELT_DOT: Final = re.compile(_DOT, re.IGNORECASE)
_SPACED: Final = re.compile(r"(?i)(?<!\w)((?:[\w.+-] ){2,40})@ ((?:[\w-] ){2,30}\. (?:[a-z] ){1,5}[a-z])(?!\w)")


def find_emails(text: str) -> list[Hit]:
    """The addresses in a folded text."""
    hits: list[Hit] = []
    for match in _SPACED.finditer(text):
        name, host = (part.replace(" ", "").lower() for part in match.groups())
        if split_host(host):
            hits.append(Hit("email", f"{name}@{host}", match.start(), match.end(), "spaced", 0.9))
    place = 0
    while match := _ADDRESS.search(text, place):
        hit = _address(match)
        if hit:
            hits.append(hit)
        place = hit.end if hit else match.end(1)
    return hits


def _address(match: re.Match[str]) -> Hit | None:
    """One address, cut back to labels that end in a public suffix; nothing when none does."""
    written_at = match.group(2)
    name = _SPELT_DOT.sub(".", match.group(1)).lower()
    labels, ends, spelt = _labels(match.group(3))
    for count in range(len(labels), 0, -1):
        host = ".".join(labels[:count])
        parts = split_host(host)
        if parts is None and not (count == 1 and labels[0] in FREE_MAIL and written_at.strip() == "@"):
            continue
        if parts is None:
            return Hit("email", f"{name}@{host}.com", match.start(), match.start(3) + ends[0], "at-dot", 0.6)
        plain_dots = not any(spelt[:count])
        if written_at == "@" and plain_dots:
            return Hit("email", f"{name}@{host}", match.start(), match.start(3) + ends[count - 1], "plain", 0.98)
        return Hit("email", f"{name}@{host}", match.start(), match.start(3) + ends[count - 1], "at-dot",
                   _hidden_certainty(written_at, parts[0], plain_dots))
    return None


def _hidden_certainty(written_at: str, domain: str, plain_dots: bool) -> float:
    """How sure an address with a spelt or spaced sign is: "look at example.com" is none."""
    if "@" in written_at or not written_at[0].isspace() or len(written_at.split()) != 1:
        return 0.9
    if domain in FREE_MAIL:
        return 0.9
    return 0.2 if plain_dots else 0.6


def _labels(host: str) -> tuple[list[str], list[int], list[bool]]:
    """The labels of a host, where each ends, and whether the dot before it is not a plain one."""
    labels: list[str] = []
    ends: list[int] = []
    spelt: list[bool] = []
    place, hidden = 0, False
    for dot in [*_SPELT_DOT.finditer(host), None]:
        stop = dot.start() if dot else len(host)
        labels.append(host[place:stop].lower())
        ends.append(stop)
        spelt.append(hidden)
        if dot:
            place, hidden = dot.end(), dot.group() != "."
    return labels, ends, spelt
