"""Host names: is it one, and what is it called. The public suffix list is the copy inside tldextract."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

import tldextract

#: Where anyone may have a mailbox: a name before one of these is an address even when "at" is spelt out.
FREE_MAIL: Final = frozenset("""
gmail googlemail yahoo ymail rocketmail hotmail outlook live msn icloud me aol proton protonmail pm gmx web mail email
yandex ya rambler inbox list bk ukr zoho tutanota tuta fastmail qq 163 126 sina foxmail naver daum hanmail libero virgilio
orange wanadoo laposte free sfr uol bol terra ig t-online freenet seznam wp onet o2 interia rediffmail hushmail
""".split())
#: Endings that are hardly ever a word after a full stop written without a space.
_CLEAR_ENDINGS: Final = frozenset("com net org info biz edu gov xyz online club shop site website app dev io ru su ua de fr br mx"
                                  " cn uk eu ca au nl pl cz se ch jp kr vn рф укр".split())


@cache
def _list() -> tldextract.TLDExtract:
    """The bundled suffix list; nothing is fetched or cached on disk."""
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True,
                                 extra_suffixes=("example", "test", "invalid"))   # set aside by RFC 2606: samples use them


@lru_cache(maxsize=50_000)
def split_host(host: str) -> tuple[str, str] | None:
    """(name, suffix) of a host under a public suffix: ("example", "co.uk"); nothing when it is no host."""
    if len(host) > 253 or ".." in host:
        return None
    try:
        parts = _list()(host)
    except UnicodeError:        # labels that IDNA forbids
        return None
    if not parts.domain or not parts.suffix:
        return None
    return parts.domain, parts.suffix


def clear_ending(suffix: str) -> bool:
    """Whether a bare name with this suffix is likely an address on the web and not two sentences."""
    return suffix.rsplit(".", 1)[-1] in _CLEAR_ENDINGS
