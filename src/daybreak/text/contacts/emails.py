"""E-mail addresses, also as "name (at) site dot com", spaced, or in the words of several languages.

folded text -> locate_emails() -> Hit
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from daybreak.text.contacts.domains import FREE_MAIL, split_host
from daybreak.text.contacts.found import Hit
from daybreak.text.contacts.locate import Rows, locate

_AT_WORDS: Final = "at|arroba|arobas|arobase|chiocciola|собака|собачка|klammeraffe|ät|małpa"
_DOT_WORDS: Final = "dot|punto|ponto|point|punkt|точка|крапка|kropka|d0t|点"
_AT: Final = (rf"(?:\s{{0,2}}@\s{{0,2}}|\s?[(\[{{<*_~-]{{1,2}}\s?(?:{_AT_WORDS}|a|@)\s?[)\]}}>*_~-]{{1,2}}\s?"
              rf"|\s(?:{_AT_WORDS})\s|艾特)")
_DOT: Final = (rf"(?:\.|\s\.\s?|\.\s(?=[a-z]{{2,3}}\b)|\s?[(\[{{<*_~-]{{1,2}}\s?(?:{_DOT_WORDS}|\.)\s?[)\]}}>*_~-]{{1,2}}\s?"
               rf"|\s(?:{_DOT_WORDS})\s)")
_NAME: Final = (rf"[a-z0-9][a-z0-9_+%-]{{0,63}}(?:(?:\.|\s?[(\[]\s?(?:{_DOT_WORDS}|\.)\s?[)\]]\s?|\s(?:{_DOT_WORDS})\s)"
                rf"[a-z0-9_+%-]{{1,63}}){{0,4}}")
#: A label of a host; Latin letters end where a script without spaces begins ("example.cn联系").
_LABEL: Final = (r"(?:(?>[a-z0-9][a-z0-9-]{0,62})(?![^\W\d_\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7a3])"
                 r"|[^\W_](?:[^\W_]|-){0,62})")
_FREE: Final = "|".join(sorted(FREE_MAIL, key=lambda n: (-len(n), n)))
#: The sign between name and host; for polars, so it does not look around. A bare " at " needs a spelt dot or a free mail host.
_SIGN: Final = (rf"(?i)@|[(\[{{<*_~-]\s?(?:{_AT_WORDS}|a)\s?[)\]}}>*_~-]|艾特"
                rf"|\s(?:{_AT_WORDS})\s(?:(?:{_FREE})[\s.(\[{{]|[\pL\pN-]{{2,40}}(?:\s?[(\[{{<*_~-]|\s(?:{_DOT_WORDS})\s))")
_AT_HERE: Final = re.compile(_AT, re.IGNORECASE)
_NAME_BEFORE: Final = re.compile(rf"(?i)(?<![a-z0-9_.+%-]){_NAME}$")
#: The slow search begins far before the sign only where a spelt dot may join two parts of a name.
_DOT_BEFORE: Final = re.compile(rf"(?i)(?:{_DOT_WORDS}|[)\]])\s?$")
_DOT_ENDS: Final = frozenset(")]") | {c for word in _DOT_WORDS.split("|") for c in (word[-1], word[-1].upper())}
_NAME_CHARACTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+%-\u017f\u212a\u0130\u0131"
_HOST_AFTER: Final = re.compile(rf"(?i){_LABEL}(?:{_DOT}{_LABEL}){{0,4}}")
_SPELT_DOT: Final = re.compile(_DOT, re.IGNORECASE)
#: A usual address, where nothing beside it can be more of it: then it is what the patterns above find, but for spelt dots.
_USUAL: Final = re.compile(rf"""(?ix)
    ([a-z0-9][a-z0-9_+%-]*(?:\.[a-z0-9_+%-]+){{0,4}}) @ ([a-z0-9]{{1,63}}(?:\.[a-z0-9]{{1,63}}){{1,4}})
    (?: \Z | (?=[^\w\s.(\[{{<*~-]) | (?=\s(?![.(\[{{<*_~-]|(?:{_DOT_WORDS})\s)) | (?=\.(?![^\W_]|\s[a-z]{{2,3}}\b)) )""")
_SPACED: Final = re.compile(r"(?i)(?<!\w)((?:[\w.+-] ){2,40})@ ((?:[\w-] ){2,30}\. (?:[a-z] ){1,5}[a-z])(?!\w)")


def locate_emails(texts: Rows) -> Iterator[tuple[int, Hit]]:
    """The addresses of every text: row, hit in the folded text."""
    for row, start, written in locate(texts, _SIGN):
        text = texts[row]
        hit = (written == "@" and _plain(text, start)) or _hidden(text, start)
        if hit:
            yield row, hit


def _plain(text: str, sign: int) -> Hit | None:
    """What `_hidden` finds around an "@", quickly; nothing where it may find something else."""
    start = _from_here(text, sign)
    match = _USUAL.match(text, start) if 0 < sign - start < 64 else None
    if not match or match.end(1) != sign or not match.group().isascii():
        return None
    called, host = match.group().lower().split("@")
    if not split_host(host):
        return None
    if "_" in called or "-" in called:
        called = _SPELT_DOT.sub(".", called)
    return Hit("email", f"{called}@{host}", start, match.end(), "plain", 0.98)


def _hidden(text: str, sign: int) -> Hit | None:
    """The address around a sign, in any writing."""
    return _spaced(text, sign) or _address(text, sign)


def _spaced(text: str, sign: int) -> Hit | None:
    """An address written letter by letter: j o h n @ s i t e . c o m."""
    if text[sign:sign + 2] != "@ ":
        return None
    match = _SPACED.search(text, max(0, sign - 82), sign + 80)
    if not match or match.end(1) != sign:
        return None
    name, host = (part.replace(" ", "").lower() for part in match.groups())
    return Hit("email", f"{name}@{host}", match.start(), match.end(), "spaced", 0.9) if split_host(host) else None


def _address(text: str, sign: int) -> Hit | None:
    """The address around a sign, its host cut back to labels that end in a public suffix; nothing when none does."""
    while sign and text[sign - 1].isspace():
        sign -= 1
    at = _AT_HERE.match(text, sign)
    name = _NAME_BEFORE.search(text, _from_here(text, sign), sign)
    host = _HOST_AFTER.match(text, at.end()) if at else None
    if not at or not name or not host:
        return None
    called = _SPELT_DOT.sub(".", name.group()).lower()
    labels, ends, spelt = _labels(host.group())
    for count in range(len(labels), 0, -1):
        parts = split_host(".".join(labels[:count]))
        if parts:
            plain = at.group() == "@" and not any(spelt[:count])
            sure = 0.98 if plain else _hidden_certainty(at.group(), parts[0], not any(spelt[:count]))
            return Hit("email", f"{called}@{'.'.join(labels[:count])}", name.start(), host.start() + ends[count - 1],
                       "plain" if plain else "at-dot", sure)
    if labels[0] in FREE_MAIL and len(labels[0]) > 3 and at.group().strip() == "@":
        return Hit("email", f"{called}@{labels[0]}.com", name.start(), host.start() + ends[0], "at-dot", 0.6)
    return None


def _from_here(text: str, sign: int) -> int:
    """Where a name before the sign may begin: with the characters that touch it, unless a spelt dot stands before them."""
    first = max(0, sign - 100)
    start = first + len(text[first:sign].rstrip(_NAME_CHARACTERS))
    ends = text[max(0, start - 12):start].rstrip()[-1:]
    return first if ends in _DOT_ENDS and _DOT_BEFORE.search(text, max(0, start - 12), start) else start


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
