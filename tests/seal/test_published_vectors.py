"""The primitives below the seal give what their authors published; ours are those and nothing else."""

from __future__ import annotations

import hashlib

import pytest
from nacl.bindings.crypto_generichash import generichash_blake2b_salt_personal

from daybreak.seal import marks
from daybreak.seal.boxes import VERSION, put_in, take_out

# draft-irtf-cfrg-xchacha-03, appendix A.3.1
PLAIN = (b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
         b"sunscreen would be it.")
ABOUT = bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
KEY = bytes(range(0x80, 0xA0))
NONCE = bytes(range(0x40, 0x58))
LOCKED = bytes.fromhex(
    "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216"
    "cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13"
    "b52ec0875924c1c7987947deafd8780acf49")


def test_a_box_holds_the_published_xchacha20_poly1305(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daybreak.seal.boxes.randombytes", lambda size: NONCE[:size])
    assert put_in(PLAIN, KEY, ABOUT) == VERSION + NONCE + LOCKED
    assert take_out(VERSION + NONCE + LOCKED, KEY, ABOUT) == PLAIN


def test_keyed_blake2b_gives_the_published_answers() -> None:
    """blake2b-kat.txt of the BLAKE2 authors: key 00 01 ... 3f, the empty input and the input 00."""
    key = bytes(range(64))
    assert generichash_blake2b_salt_personal(b"", digest_size=64, key=key).hex() == (
        "10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786"
        "b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc13fc51568")
    assert generichash_blake2b_salt_personal(b"\x00", digest_size=64, key=key).hex() == (
        "961f6dd1e4dd30f63901690c512e78e4b45e4742ed197c3c5e45c549fd25f2e4"
        "187b0bc9fe30492b16b0d0bc4ef9b0f34c7003fac09a5ef1532e69430234cebd")


def test_blake2b_without_a_key_gives_the_answer_of_rfc_7693() -> None:
    assert generichash_blake2b_salt_personal(b"abc", digest_size=64).hex() == (
        "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
        "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923")


def test_a_mark_is_keyed_and_personal_blake2b_over_parts_with_their_lengths() -> None:
    """Computed a second time by another implementation, Python's own."""
    said = (2).to_bytes(8, "big") + b"ab" + (1).to_bytes(8, "big") + b"c"
    other = hashlib.blake2b(said, digest_size=32, key=KEY, person=marks.COMMIT).digest()
    assert marks.mark(marks.COMMIT, KEY, b"ab", b"c") == other
