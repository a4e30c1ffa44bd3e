"""An account said in plain text, for a terminal of 80 columns or a file note.

account_of_organisation(), account_of_pair() -> tell_organisation(), tell_pair() -> lines
Adverts are hostile: control characters and escape sequences are shown, never sent to the terminal.
"""

from __future__ import annotations

import textwrap
from datetime import datetime
from typing import Any

from daybreak.find.report.interval import say_interval
from daybreak.find.report.visible import visible_text
from daybreak.find.report.wording import CHANNELS, adds, period, several, signed, weigh

_WIDE = 78
_QUOTE = 160
_PATTERN = 1200
_SLOTS = 12
_VALUE = 60


def tell_organisation(account: dict[str, Any]) -> str:
    """One organisation: standing, reasons, signs, what holds it together, near misses."""
    row, lead = account["organisation"], account["lead"]
    first, last = (datetime.fromisoformat(row[k]) if row[k] else None for k in ("first_seen", "last_seen"))
    lines = _wrap(
        f"Organisation {row['organisation']}: {several(row['ads'], 'advert')}, "
        f"{several(row['contacts'] or 0, 'contact')}, {several(row['places'] or 0, 'place')}, {period(first, last)}."
    )
    if lead and lead["rank"]:
        lines += _wrap(f"Lead {lead['rank']}, {say_interval(lead['rank'], lead['rank_low'], lead['rank_high'])}. "
                       "A lead is not a verdict: a person decides.")
    elif lead:
        lines += _wrap(f"{lead['standing'].capitalize()}: it is no lead.")
    else:
        lines += ["It is no lead."]
    if row["review"]:
        lines += _wrap(f"To review: {row['review']}.")
    for name, key in (
        ("Because", "because"),
        ("What else it could be", "could_be"),
        ("What would change this", "would_change"),
    ):
        lines += _list(name, (lead or {}).get(key) or [])
    if account["signs"]:
        lines += ["", "Signs that were observed"]
    for sign in account["signs"]:
        lines += _wrap(f"{sign['name']} ({adds(sign['weight'])}): {sign['observed']}", "  - ", "    ")
        for q in sign["quotes"]:
            lines += _wrap(f"“{_cut(q['quote'])}” ({q['ad']}, {q['field']})", "    ", "    ")
    lines += _held(account)
    lines += _wordings(account)
    if account["near_misses"]:
        lines += ["", "Nearly joined, but not joined"]
        for miss in account["near_misses"]:
            lines += _wrap(f"{miss['left']} and {miss['right']}: {_name(miss)}, {weigh(miss['log_odds'])} "
                           f"({signed(miss['log_odds'])})", "  - ", "    ")
    more = account["ads_in_all"] - len(account["ads"])
    lines += [
        "",
        *_wrap("Adverts: " + ", ".join(account["ads"]) + (f" and {more:,} more" if more > 0 else ""), "", "  "),
    ]
    return "\n".join(lines) + "\n"


def _held(account: dict[str, Any]) -> list[str]:
    lines = ["", "What holds it together"]
    if not account["held_by"]:
        lines += ["  One advert, or a person's judgement."]
    for tie in account["held_by"]:
        lines += _wrap(f"{_name(tie)}: {several(tie['links'], 'link')}, {_worth(tie)}", "  - ", "    ")
    if account["held_by_in_all"] > len(account["held_by"]):
        lines += [f"  and {account['held_by_in_all'] - len(account['held_by']):,} more"]
    for step in account["weakest_link"]:
        lines += ["", "Its weakest link", *_step(step)]
    if account["against"]:
        lines += ["", "What spoke against"]
        lines += [line for a in account["against"] for line in _wrap(
            f"{a['left']} and {a['right']}: {_name(a)} ({signed(a['log_odds'])})", "  - ", "    ")]
    return lines


def _wordings(account: dict[str, Any]) -> list[str]:
    """The wording that is used again, and what stands in its slots."""
    lines = ["", "The wording it uses again"] if account["wordings"] else []
    for w in account["wordings"]:
        others = f", {w['ads']:,} in the whole run" if w["ads"] > w["here"] else ""
        lines += _wrap(f"Template {w['template']}, {several(w['here'], 'advert')} here{others}: {_cut(w['pattern'], _PATTERN)}",
                       "  - ", "    ")
        for slot in w["slots"][:_SLOTS]:
            lines += _wrap(f"{slot['slot']} {slot['name']}: {_values(slot)}", "      ", "        ")
        if len(w["slots"]) > _SLOTS:
            lines += [f"      and {len(w['slots']) - _SLOTS:,} more slots"]
    return lines


def _values(slot: dict[str, Any]) -> str:
    """'020 7946 0101 = +442079460101 (12), ... and 3 more'; the figure in brackets is how many adverts write so."""
    if not slot["values"]:
        return "left empty"
    shown = [
        _cut(v["value"], _VALUE) + (f" = {_cut(v['comparable'], _VALUE)}" if v["comparable"] else "") + f" ({v['ads']:,})"
        for v in slot["values"]
    ]
    more = slot["distinct"] - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more > 0 else "")


def tell_pair(account: dict[str, Any]) -> str:
    """Two adverts: the chain of evidence between them, or why there is none."""
    one, other = account["ads"]
    if account["same_organisation"]:
        lines = _wrap(f"{one['id']} and {other['id']} belong to organisation {one['organisation']}.")
        chain = account["chain"]
        if not chain:
            return "\n".join([*lines, "No links lead from one to the other in the evidence table."]) + "\n"
        weakest = min(step["log_odds"] for step in chain)
        lines += _wrap(
            f"The chain has {several(len(chain), 'step')}; its weakest {weigh(weakest)} ({signed(weakest)})."
        )
        for number, step in enumerate(chain, start=1):
            lines += ["", f"Step {number}", *_step(step)]
        return "\n".join([*lines, *_shared(account["shared"], "The two also share, directly")]) + "\n"
    lines = _wrap(f"No link was made: {one['id']} is of organisation {one['organisation']}, "
                  f"{other['id']} of {other['organisation']}.")
    lines += _shared(account["shared"], "What the two share") or _wrap("They share no contact, wording or picture.")
    for name, key in (("What nearly joined their organisations", "near_miss"), ("What spoke against", "against"),
                      ("What people judged", "judgements")):
        rows = account[key]
        if rows:
            lines += ["", name]
        for row in rows:
            lines += _wrap(f"{row['left']} and {row['right']}: {_name(row)}, {weigh(row['log_odds'])} "
                           f"({signed(row['log_odds'])})", "  - ", "    ")
    if not (account["near_miss"] or account["against"] or account["judgements"]):
        lines += [
            "",
            *_wrap("Their organisations never came near to being joined, so nothing was weighed between them."),
        ]
    return "\n".join(lines) + "\n"


def _shared(rows: list[dict[str, Any]], name: str) -> list[str]:
    if not rows:
        return []
    lines = ["", name]
    for row in rows:
        users = f"; {several(row['users'], 'advert')} of the run carry it" if row["users"] else ""
        lines += _wrap(f"{_name(row)}{users}{_hub(row)}", "  - ", "    ")
    return lines


def _step(step: dict[str, Any]) -> list[str]:
    lines = _wrap(f"{step['left']} and {step['right']} share {_name(step)}; {_worth(step)}.", "  ", "  ")
    for side in ("left", "right"):
        if step[f"{side}_quote"]:
            lines += _wrap(f"{step[side]}: “{_cut(step[f'{side}_quote'])}”", "    ", "      ")
    return lines


def _worth(row: dict[str, Any]) -> str:
    users = f"; {several(row['users'], 'advert')} of the run carry it" if row["users"] else ""
    return f"{weigh(row['log_odds'])} ({signed(row['log_odds'])}){users}{_hub(row)}"


def _hub(row: dict[str, Any]) -> str:
    return "; many of them have nothing else in common" if (row["hub"] or 0) > 0.5 else ""


def _name(row: dict[str, Any]) -> str:
    name = CHANNELS.get(row["channel"], row["channel"])
    return f"{name} {row['key']}" if row["key"] else name


def _list(name: str, rows: list[str]) -> list[str]:
    return ["", name, *(line for row in rows for line in _wrap(row, "  - ", "    "))] if rows else []


def _cut(text: str, longest: int = _QUOTE) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _wrap(text: str, first: str = "", then: str = "") -> list[str]:
    return textwrap.wrap(
        visible_text(text), _WIDE, initial_indent=first, subsequent_indent=then, break_on_hyphens=False
    ) or [first]
