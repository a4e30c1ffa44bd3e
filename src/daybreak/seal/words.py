"""Keys as words that people can write down and type again: one line of SLIP-39 (library shamir-mnemonic).

bytes -> SLIP-39 words -> read_line() -> Share, or what is wrong, and with which word

A message names the place of a wrong word, never a word: messages end up in logs, and words are the key.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from shamir_mnemonic import MnemonicError
from shamir_mnemonic.share import Share
from shamir_mnemonic.wordlist import WORD_INDEX_MAP

#: Words for a key of 32 bytes, the check (3 words) and what the share is (4 words) included.
WORDS: Final = 33


class Slip(NamedTuple):
    """What is wrong with a line of words, and what to do."""

    what: str
    do: str


def read_line(line: str) -> Share | Slip:
    """The share that the words stand for, or what is wrong with them: upper case and line breaks do not matter."""
    words = line.lower().split()
    unknown = [place for place, word in enumerate(words, 1) if word not in WORD_INDEX_MAP]
    if unknown:
        return Slip(f"{_places(unknown)} not in the list of words.", "Compare with what was written down, letter by letter.")
    if len(words) != WORDS:
        return Slip(f"There are {len(words)} words; {WORDS} are needed.", "Look for a word that is missing or twice.")
    try:
        share = Share.from_mnemonic(" ".join(words))
    except MnemonicError:
        return Slip("Every word is in the list of words, but together they do not pass the check.",
                    "Look for a word that was written as another word of the list, or for two that changed places.")
    if share.group_count != 1 or share.iteration_exponent != 0 or not share.extendable:
        return Slip("These words were not made by Daybreak.", "Give the words that Daybreak showed.")
    return share


def _places(places: list[int]) -> str:
    listed = ", ".join(map(str, places))
    return f"Word {listed} is" if len(places) == 1 else f"Words {listed} are"
