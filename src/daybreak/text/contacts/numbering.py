"""Whether digits are a phone number someone could call, by the numbering plans of `phonenumbers`.

digits, region -> dialled() -> Dialled     E.164 and how its digits are grouped at home. Remembered per process.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

import phonenumbers
from phonenumbers import PhoneMetadata

from daybreak.text.contacts.plans import group_lengths, lacks_trunk, parse

_NANP: Final = frozenset(phonenumbers.COUNTRY_CODE_TO_REGION_CODE[1])


class Dialled(NamedTuple):
    """A valid number."""

    e164: str
    groups: tuple[int, ...]     # lengths of its digit groups as written at home, without trunk prefix
    trunk_missing: bool = False     # at home a 0 stands before it, which was not written


@cache
def known_region(region: str | None) -> str | None:
    """The region in capitals when it has a numbering plan, else nothing."""
    name = (region or "").strip().upper()
    return name if name in phonenumbers.SUPPORTED_REGIONS else None


@lru_cache(maxsize=50_000)
def dialled(digits: str, region: str | None, plus: bool) -> Dialled | None:
    """The number that these digits dial from a region, if it is valid there or, with plus, anywhere.

    digits: 0-9 only. plus: a "+" or the word for it was written before them.
    """
    if not 7 <= len(digits) <= 17:
        return None
    if region in _NANP and not plus and (len(digits) == 10 or len(digits) == 11 and digits[0] == "1"):
        return _north_american(digits)
    number = parse(digits, region, plus)
    if number is None:
        return None
    code, national = number
    return Dialled(f"+{code}{national}", group_lengths(code, national), digits == national and lacks_trunk(code, national))


def number_of(digits: str, region: str | None, plus: bool) -> Dialled | None:
    """What the digits dial; without a region only a plus, 00 or the North American form can tell."""
    if not plus and digits.startswith("00") and len(digits) > 9:
        return dialled(digits[2:], None, True)
    if region is None and not plus:
        return dialled(digits, "US", False) if len(digits) in (10, 11) else None
    return dialled(digits, region, plus)


@cache
def _north_american_patterns() -> re.Pattern[str]:
    """Every valid number of country code 1, of whichever member: the plans' own patterns, joined."""
    kinds = ("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip", "pager",
             "uan", "voicemail")
    patterns = []
    for name in sorted(_NANP):
        plan = PhoneMetadata.metadata_for_region(name)
        patterns += [p.national_number_pattern for k in kinds
                     if (p := getattr(plan, k)) is not None and p.national_number_pattern]
    return re.compile("|".join(f"(?:{p})" for p in dict.fromkeys(patterns)))


def _north_american(digits: str) -> Dialled | None:
    """The same answer as the library's for ten digits, or eleven from 1, within country code 1; quicker."""
    national = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    if len(national) != 10 or not _north_american_patterns().fullmatch(national):
        return None
    return Dialled("+1" + national, (3, 3, 4))
