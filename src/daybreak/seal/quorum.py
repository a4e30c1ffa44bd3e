"""The master key in the hands of several people: so many of them together have it, fewer have nothing.

master -> split(master, shares=5, needed=3) -> five lines of words, one a person -> join(any three) -> master

SLIP-39 (Shamir's secret sharing) by the library shamir-mnemonic; the shares of each split are of one set and mix with no other.
"""

from __future__ import annotations

from typing import Final

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share

from daybreak.errors import WrongShares
from daybreak.seal.boxes import require_key
from daybreak.seal.words import Slip, read_line

#: The most shares that SLIP-39 makes.
MOST_SHARES: Final = 16


def split(master: bytes, shares: int, needed: int) -> list[str]:
    """So many shares as lines of words, of which `needed` give the master; each call makes a new set."""
    require_key(master)
    if not 2 <= needed <= shares <= MOST_SHARES:
        raise WrongShares(f"A master key cannot be split into {shares} shares of which {needed} are needed.",
                          f"Need at least 2 shares, and make at most {MOST_SHARES}, not fewer than are needed.")
    lines: list[str] = generate_mnemonics(1, [(needed, shares)], master, iteration_exponent=0)[0]
    return lines


def join(shares: list[str]) -> bytes:
    """The master that the shares give; WrongShares says which share is misspelt, foreign or missing.

    A share given twice counts once. Every share above the number needed must fit the others too.
    """
    read = _read(shares)
    needed = read[0].member_threshold
    _require_one_set(read)
    distinct = list(dict.fromkeys(read))
    if len(distinct) < needed:
        raise WrongShares(f"{needed} different shares are needed; {len(distinct)} were given. Fewer give nothing at all.",
                          f"Bring {needed - len(distinct)} more of the same set.")
    first, others = distinct[:needed - 1], distinct[needed - 1:]
    masters = {_together([*first, other]) for other in others}
    if len(masters) != 1:
        raise _unfitting()
    return masters.pop()


def _read(lines: list[str]) -> list[Share]:
    if not lines:
        raise WrongShares("No share was given.", "Bring the holders of the shares together and type each share.")
    read = []
    for place, line in enumerate(lines, 1):
        share = read_line(line)
        if isinstance(share, Slip):
            raise WrongShares(f"Share {place}: {share.what}", share.do)
        if share.member_threshold == 1:
            raise WrongShares(f"Share {place} is no share: these words are a whole master key.",
                              "Give them where the master key is asked for.")
        read.append(share)
    return read


def _require_one_set(read: list[Share]) -> None:
    strange = [str(place) for place, share in enumerate(read, 1) if share.group_parameters() != read[0].group_parameters()]
    if strange:
        raise WrongShares(f"Not all shares are of one set: other than share 1 is share {', '.join(strange)}.",
                          "Shares of another master key, or of another split of the same one, do not mix: sort them.")


def _together(shares: list[Share]) -> bytes:
    try:
        return bytes(combine_mnemonics([share.mnemonic() for share in shares]))
    except MnemonicError:
        raise _unfitting() from None


def _unfitting() -> WrongShares:
    return WrongShares("The shares look alike but do not fit together.",
                       "One of them is of another master key: try again with other shares.")
