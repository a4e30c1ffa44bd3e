"""The numbering plans of `phonenumbers`, read by our own steps: the library's answer, ten times as quick.

digits, region -> parse() -> country code, national number, when such a number can exist    -> grouped() -> as written
                                                                                             -> group_lengths()

Only digits come in, so what the library does for letters, extensions and other scripts' digits falls away; each plan's
patterns are compiled once. `tests/text/test_contacts_plans.py` holds every answer against the library's.
Source: libphonenumber (Apache-2.0), `parse`, `is_valid_number`, `format_number`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import phonenumbers
from phonenumbers import PhoneMetadata

_REGIONS: Final = phonenumbers.COUNTRY_CODE_TO_REGION_CODE       # the first leads: its plan formats for all
_CODES: Final = {str(code): code for code in _REGIONS}
_KINDS: Final = ("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip", "pager", "uan",
                 "voicemail")
_RUN: Final = re.compile("[0-9]+")
_NO_REGION: Final = "001"
_SHORTEST, _LONGEST = 2, 17


@dataclass(frozen=True, slots=True)
class Format:
    """How numbers of one form are written."""

    begins: re.Pattern[str] | None
    whole: re.Pattern[str]
    groups: str             # a template: "\\1 \\2"
    home: str               # the same with the trunk prefix, as dialled at home
    parts: tuple[int, ...]  # which groups of `whole` the template writes, where each stands by itself; else nothing
    adds: bool              # whether `home` may write digits that are not the number's: a trunk prefix


@dataclass(frozen=True, slots=True)
class Plan:
    """The numbering plan of one region."""

    code: int
    abroad: re.Pattern[str] | None              # what is dialled before a country code
    prefix: re.Pattern[str] | None              # what is dialled before a national number
    transform: str
    general: re.Pattern[str] | None
    lengths: tuple[int, ...]
    local: tuple[int, ...]                      # lengths that only dial from nearby
    kinds: dict[int, re.Pattern[str]]           # by length
    begins: re.Pattern[str] | None              # in a code of several regions: how this region's numbers begin
    formats: tuple[Format, ...]
    formats_abroad: tuple[Format, ...]


@cache
def plan_of(region: str, code: int = 0) -> Plan | None:
    """The plan of a region, or of a country code of no region ("001")."""
    data = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
    general = data.general_desc if data is not None else None
    if data is None or general is None:
        return None
    kinds: dict[int, list[str]] = {}
    for kind in (getattr(data, k) for k in _KINDS):
        if kind is not None and kind.national_number_pattern:
            for length in kind.possible_length or general.possible_length:
                kinds.setdefault(length, []).append(kind.national_number_pattern)
    at_home = tuple(_format(f) for f in data.number_format)
    return Plan(
        data.country_code or code, _compiled(data.international_prefix), _compiled(data.national_prefix_for_parsing),
        data.national_prefix_transform_rule or "", _compiled(general.national_number_pattern),
        tuple(general.possible_length), tuple(general.possible_length_local_only),
        {n: re.compile("|".join(f"(?:{p})" for p in dict.fromkeys(several))) for n, several in kinds.items()},
        _compiled(data.leading_digits), at_home, tuple(_format(f) for f in data.intl_number_format) or at_home)


def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(pattern) if pattern else None


def _format(said: Any) -> Format:
    rule = said.national_prefix_formatting_rule
    home = re.sub(r"(\\\d)", rule, said.format, count=1) if rule else said.format
    begins = said.leading_digits_pattern
    parts = [int(part) for part in re.findall(r"\\(\d)", said.format)]
    simple = re.fullmatch(r"[^\d\\]*\\\d(?:[^\d\\]+\\\d)*[^\d\\]*", said.format) is not None
    written = re.findall(r"\\\d|\d", home)
    return Format(re.compile(begins[-1]) if begins else None, re.compile(said.pattern), said.format, home,
                  tuple(parts) if simple else (), len(written) > len({part for part in written if len(part) == 2}))


def parse(digits: str, region: str | None, plus: bool) -> tuple[int, str] | None:
    """Country code and national number that the digits dial from a region or, with plus, from anywhere; None if invalid.

    digits: 0-9 only. region: one that has a plan, or None.
    """
    if plus or region is None:
        split = _country_code(digits) if plus else None
    else:
        split = _dialled_at_home(digits, plan_of(region))
    if split is None:
        return None
    code, national, plan = split
    if plan is None or len(national) < _SHORTEST:
        return None
    shorter = _without_prefix(national, plan)
    if shorter is not national and _possible(shorter, plan):
        national = shorter
    if not _SHORTEST <= len(national) <= _LONGEST or not national.strip("0") or not is_valid(code, national):
        return None
    return code, national


_Split = tuple[int, str, Plan | None]


def _country_code(digits: str) -> _Split | None:
    """The country code that the digits begin with, what follows, and the plan that leads there."""
    if len(digits) <= _SHORTEST:
        return None
    for length in (1, 2, 3):
        code = _CODES.get(digits[:length])
        if code is not None:
            return code, digits[length:], plan_of(_REGIONS[code][0], code)
    return None


def _dialled_at_home(digits: str, plan: Plan | None) -> _Split | None:
    """The digits as someone in the region would dial them: abroad, with the country code, or as they are."""
    if plan is None:
        return None
    match = plan.abroad.match(digits) if plan.abroad else None
    if match and digits[match.end():match.end() + 1] != "0":
        return _country_code(digits[match.end():])
    code = str(plan.code)
    if digits.startswith(code):
        rest = _without_prefix(digits[len(code):], plan)
        too_long = len(digits) not in plan.local and len(digits) > plan.lengths[-1]
        if too_long or not _matches(plan.general, digits) and _matches(plan.general, rest):
            return plan.code, rest, plan_of(_REGIONS[plan.code][0], plan.code)
    return plan.code, digits, plan


def _without_prefix(national: str, plan: Plan) -> str:
    """The number without what is dialled before it at home, unless it is a number only with that."""
    match = plan.prefix.match(national) if plan.prefix and national else None
    if not match:
        return national
    groups = match.groups()
    if plan.transform and groups and groups[-1] is not None:
        shorter = plan.prefix.sub(plan.transform, national, count=1) if plan.prefix else national
    else:
        shorter = national[match.end():]
    if _matches(plan.general, national) and not _matches(plan.general, shorter):
        return national
    return shorter


def _possible(national: str, plan: Plan) -> bool:
    """Whether a number may be as long, or is longer than any: then too the library takes its prefix off."""
    return len(national) not in plan.local and (len(national) in plan.lengths or len(national) > plan.lengths[-1])


def _matches(pattern: re.Pattern[str] | None, text: str) -> bool:
    return pattern is not None and pattern.fullmatch(text) is not None


def is_valid(code: int, national: str) -> bool:
    """Whether a number can exist: in the region that its first digits say, or in any of the code's."""
    regions = _REGIONS[code]
    for region in regions:
        plan = plan_of(region, code)
        if plan is None:
            continue
        if len(regions) > 1 and plan.begins is not None:
            if plan.begins.match(national):
                return _fits(plan, national)
        elif _fits(plan, national):
            return True
    return False


def _fits(plan: Plan, national: str) -> bool:
    kind = plan.kinds.get(len(national))
    return kind is not None and len(national) in plan.lengths and _matches(plan.general, national) and _matches(kind, national)


def grouped(code: int, national: str) -> tuple[str, str]:
    """The national number as it is grouped abroad, and as it is written at home."""
    plan = plan_of(_REGIONS[code][0], code)
    if plan is None:
        return national, national
    abroad = _chosen(plan.formats_abroad, national)
    home = _chosen(plan.formats, national)
    return (abroad.whole.sub(abroad.groups, national) if abroad else national,
            home.whole.sub(home.home, national) if home else national)


def group_lengths(code: int, national: str) -> tuple[int, ...]:
    """How many digits stand together where the number is written abroad."""
    plan = plan_of(_REGIONS[code][0], code)
    form = _chosen(plan.formats_abroad, national) if plan else None
    match = form.whole.match(national) if form and form.parts else None
    if form and match and match.end() == len(national):
        lengths = [len(match[part] or "") for part in form.parts]
        if all(lengths):
            return tuple(lengths)
    return tuple(map(len, _RUN.findall(grouped(code, national)[0])))


def lacks_trunk(code: int, national: str) -> bool:
    """Whether a 0 stands before the number where it is written at home."""
    plan = plan_of(_REGIONS[code][0], code)
    form = _chosen(plan.formats, national) if plan else None
    return form is not None and form.adds and "".join(_RUN.findall(form.whole.sub(form.home, national))) == "0" + national


def _chosen(formats: tuple[Format, ...], national: str) -> Format | None:
    for form in formats:
        if (form.begins is None or form.begins.match(national)) and form.whole.fullmatch(national):
            return form
    return None
