"""Addresses on the web, made comparable; links that are really a phone or a handle are told as that.

folded texts -> locate_urls() -> row, Hit     host/path?query in lower-case host, without www, tracking and fragment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from daybreak.text.contacts.domains import clear_ending, split_host
from daybreak.text.contacts.found import SEAM, Hit
from daybreak.text.contacts.locate import Rows, locate
from daybreak.text.contacts.numbering import dialled

_END: Final = rf"\s<>\"{SEAM}「」，。！？、"
_SPELT: Final = r"\s?[(\[{]\s?(?:dot|punto|ponto|точка|\.)\s?[)\]}]\s?|\s(?:dot|punto|ponto|точка)\s"
#: Where one may start; for polars, so it does not look around.
_START: Final = rf"(?i)h(?:tt|xx)ps?://|www\.|[\pL\pN_@-](?:[\pL\pN_@-]*(?:\.|{_SPELT}))+[\pL]{{2,24}}"
_SCHEME: Final = re.compile(rf"(?i)\b(?:(?:https?|hxxps?)://|www\.)[^{_END}]+")
_BARE: Final = re.compile(rf"(?i)(?<![\w@.-])((?:[^\W_](?:[\w-]{{0,61}}[^\W_])?(?:\.|{_SPELT})){{1,4}})([^\W\d_]{{2,24}})"
                          rf"(?::\d+)?(/[^{_END}]*)?(?![\w@])")
_SPELT_DOT: Final = re.compile(_SPELT, re.IGNORECASE)
_TRACKING: Final = re.compile(r"(?i)^(?:utm_\w+|fbclid|gclid|dclid|yclid|msclkid|igshid|igsh"
                            r"|mc_[ce]id|ref|ref_src|_hs\w+|mkt_tok|si|spm)$")
_PROFILES: Final = {
    "t.me": "telegram", "telegram.me": "telegram", "telegram.dog": "telegram",
    "instagram.com": "instagram", "instagr.am": "instagram",
    "twitter.com": "twitter", "x.com": "twitter", "snapchat.com": "snapchat", "facebook.com": "facebook", "fb.com": "facebook",
    "m.me": "facebook", "tiktok.com": "tiktok", "vk.com": "vk", "kik.me": "kik", "line.me": "line", "u.wechat.com": "wechat",
    "onlyfans.com": "onlyfans", "threads.net": "threads", "ok.ru": "ok",
}
_LEADS_TO_NAME: Final = frozenset(("add", "ti", "p", "u", "user", "profile"))
_NO_NAME: Final = frozenset("joinchat share sharer watch groups pages events hashtag explore search login home intent reel"
                            " stories status c s r l send about help terms privacy settings i".split())
_CHAT_HOSTS: Final = frozenset(("wa.me", "api.whatsapp.com", "web.whatsapp.com", "whatsapp.com", "signal.me"))


def locate_urls(texts: Rows) -> Iterator[tuple[int, Hit]]:
    """The addresses of every text: row, hit in the folded text."""
    last, taken = -1, 0
    for row, start, _ in locate(texts, _START):
        if row != last:
            last, taken = row, 0
        text = texts[row]
        if start < taken:
            continue
        match = _SCHEME.match(text, start)
        if match:
            written = _trimmed(match.group())
            hit = _read(written, start, start + len(written), "link", 0.98)
        else:
            match = _BARE.match(text, start)
            hit = _bare(match) if match else None
        if match and hit:
            taken = match.end()
            yield row, hit


def _bare(match: re.Match[str]) -> Hit | None:
    """A host without scheme: sure when its ending is one that words do not have, or a path follows."""
    spelt = bool(_SPELT_DOT.search(match.group(1)))
    labels = _SPELT_DOT.sub(".", match.group(1))
    host = (labels + match.group(2)).lower()
    parts = split_host(host)
    if parts is None or parts[0].isdigit() and "." not in parts[1] and not match.group(3):
        return None
    path = _trimmed(match.group(3) or "")
    if match.group(2)[0].isupper() and not match.group(2).isupper():      # "home.No pets": two sentences
        return None
    sure = 0.9 if clear_ending(parts[1]) else 0.8 if len(path) > 1 else 0.3
    end = match.end(2) if not match.group(3) else match.start(3) + len(path)
    return _read(host + path, match.start(), end, "at-dot" if spelt else "bare", min(sure, 0.75) if spelt else sure)


def _trimmed(address: str) -> str:
    """Without the punctuation of the sentence around it."""
    address = address.rstrip(".,;:!?'*_~")
    if address.endswith(")") and "(" not in address:
        address = address[:-1].rstrip(".,;:!?'")
    return address


def _read(written: str, start: int, end: int, how: str, sure: float) -> Hit | None:
    """The address as url, handle or phone; nothing when its host is none."""
    full = re.sub(r"(?i)^hxxp", "http", written)
    if "://" not in full:
        full = "http://" + full
    try:
        parts = urlsplit(full)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").rstrip(".")
    except ValueError:          # brackets that are no IPv6 address
        return None
    if split_host(host) is None:
        return None
    chat = _phone_in(host, parts.path, parts.query, parts.fragment)
    if chat:
        return Hit("phone", chat, start, end, "link", 0.97)
    name = _name_in(host, parts.path)
    if name:
        return Hit("handle", name, start, end, "link", max(sure, 0.9))
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, errors="replace") if not _TRACKING.match(k)])
    return Hit("url", host + parts.path.rstrip("/") + ("?" + query if query else ""), start, end, how, sure)


def _phone_in(host: str, path: str, query: str, fragment: str) -> str | None:
    """The number a chat link opens: wa.me/15550143, api.whatsapp.com/send?phone=..."""
    if host not in _CHAT_HOSTS:
        return None
    named = dict(parse_qsl(query, errors="replace")).get("phone", "")
    number = dialled("".join(re.findall("[0-9]", unquote(named or path or fragment))), None, True)
    return number.e164 if number else None


def _name_in(host: str, path: str) -> str | None:
    """The profile a link leads to, as platform:name."""
    platform = _PROFILES.get(host)
    steps = [s for s in unquote(path).split("/") if s]
    while steps and steps[0].lower() in _LEADS_TO_NAME:
        steps = steps[1:]
    if not platform or not steps or steps[0].lower() in _NO_NAME or steps[0].startswith("+"):
        return None
    name = steps[0].lstrip("@~").lower()
    return f"{platform}:{name}" if re.fullmatch(r"[\w.\-]{2,40}", name) else None
