"""The master key: the one key that is stored nowhere, and its words for people.

new_master() -> master -> to_words() -> 33 words on paper -> from_words() -> master
master -> check_value() -> 32 bytes that may lie in the data folder: at start they tell a wrong key, and nothing else

The words are a SLIP-39 share that stands alone (1 of 1, no passphrase): whoever has them has the master. Any wrong word is
found for sure when up to three are wrong, and all but once in 2^30 when more are. The same master has the same words.
"""

from __future__ import annotations

from shamir_mnemonic.cipher import decrypt, encrypt
from shamir_mnemonic.share import Share

from daybreak.errors import WrongKey
from daybreak.seal import marks
from daybreak.seal.boxes import require_key
from daybreak.seal.keys import new_key
from daybreak.seal.words import Slip, read_line


def new_master() -> bytes:
    """A fresh master key: show its words, split it for the quorum, and write it nowhere."""
    return new_key()


def to_words(master: bytes) -> str:
    """The master as 33 words, with a check against slips of the pen."""
    require_key(master)
    value = encrypt(master, b"", 0, 0, True)
    words: str = Share(0, True, 0, 0, 1, 1, 0, 1, value).mnemonic()
    return words


def from_words(words: str) -> bytes:
    """The master that the words stand for; WrongKey says which word is wrong where that can be told."""
    share = read_line(words)
    if isinstance(share, Slip):
        raise WrongKey(f"These are not the words of the master key. {share.what}", share.do)
    if share.member_threshold != 1:
        raise WrongKey("These are the words of a share, not of the master key.",
                       f"Bring {share.member_threshold} shares together and join them.")
    return bytes(decrypt(share.value, b"", share.iteration_exponent, share.identifier, share.extendable))


def check_value(master: bytes) -> bytes:
    """What the data folder keeps, to tell at start whether a key is the one that it was made with."""
    return marks.mark(marks.CHECK, master)
