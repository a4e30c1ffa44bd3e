"""Cryptocurrency addresses, each proved by its own checksum.

folded text -> find_wallets() -> Hit     value "chain:address"

Sources: BIP 13, 173 and 350 (Bitcoin), EIP-55 (Ethereum), Tron and Litecoin documentation, Monero (CryptoNote base 58).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import Final

import base58

from daybreak.text.contacts.found import Hit
from daybreak.text.contacts.keccak import keccak_256
from daybreak.text.contacts.locate import Rows

_B58: Final = "1-9A-HJ-NP-Za-km-z"
#: Whether a text may hold one at all; for polars.
TRIGGER: Final = rf"0x[0-9a-fA-F]{{40}}|[13LMT48][{_B58}]{{25}}|(?i:bc1|ltc1)[02-9ac-hj-np-zAC-HJ-NP-Z]{{20}}"
_ADDRESS: Final = re.compile(rf"(?<![0-9A-Za-z])(?:0x[0-9a-fA-F]{{40}}|[48][{_B58}]{{94}}|[13LMT][{_B58}]{{24,34}}"
                             r"|(?i:bc1|ltc1)[02-9ac-hj-np-zAC-HJ-NP-Z]{20,80})(?![0-9A-Za-z])")
_CHAIN_OF_VERSION: Final = {0x00: "bitcoin", 0x05: "bitcoin", 0x30: "litecoin", 0x32: "litecoin", 0x41: "tron"}
_BECH32: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_ETHEREUM_CUE: Final = re.compile(r"(?i)eth|usdt|usdc|erc|bnb|bep|metamask|wallet|crypto|кошел|钱包|cartera|billetera")
_MONERO_SIZES: Final = {2: 1, 3: 2, 5: 3, 6: 4, 7: 5, 9: 6, 10: 7, 11: 8}


def locate_wallets(texts: Rows) -> Iterator[tuple[int, Hit]]:
    """The wallets of every text: row, hit in the folded text."""
    rows = texts.column.str.contains(TRIGGER).arg_true().to_list()
    for row in rows:
        for hit in find_wallets(texts[row]):
            yield row, hit


def find_wallets(text: str) -> list[Hit]:
    """The addresses in a folded text whose checksum holds."""
    hits: list[Hit] = []
    for match in _ADDRESS.finditer(text):
        written = match.group()
        chain = chain_of(written)
        if chain:
            caseless = chain == "ethereum" or written[:3].lower() in ("bc1", "ltc")
            value = written.lower() if caseless else written
            sure = 0.99
            if chain == "ethereum" and written[2:].lower() == written[2:]:      # no checksum: the words must say it
                sure = 0.9 if _ETHEREUM_CUE.search(text[max(0, match.start() - 40):match.start()]) else 0.4
            hits.append(Hit("wallet", f"{chain}:{value}", match.start(), match.end(), "plain", sure))
    return hits


@lru_cache(maxsize=10_000)
def chain_of(address: str) -> str | None:
    """The chain whose checksum the address satisfies, or nothing."""
    if address.startswith("0x"):
        return "ethereum" if _ethereum(address[2:]) else None
    if address[:3].lower() == "bc1" or address[:4].lower() == "ltc1":
        return _segwit(address)
    if len(address) == 95:
        return "monero" if _monero(address) else None
    try:
        version, *rest = base58.b58decode_check(address)
    except ValueError:
        return None
    return _CHAIN_OF_VERSION.get(version) if len(rest) == 20 else None


def _ethereum(digits: str) -> bool:
    """Whether capitals follow EIP-55, or there are none (or only capitals)."""
    if digits in (digits.lower(), digits.upper()):
        return True
    hashed = keccak_256(digits.lower().encode()).hex()
    return all(c.isdigit() or c.isupper() == (h >= "8") for c, h in zip(digits, hashed, strict=False))


def _segwit(address: str) -> str | None:
    """The chain of a bech32 (version 0) or bech32m (later) address whose checksum and length hold."""
    lower = address.lower()
    if address not in (lower, address.upper()):
        return None
    prefix, _, data = lower.partition("1")
    values = [_BECH32.find(c) for c in data]
    if min(values) < 0 or len(values) < 8:
        return None
    check = _polymod([*(ord(c) >> 5 for c in prefix), 0, *(ord(c) & 31 for c in prefix), *values])
    if check != (1 if values[0] == 0 else 0x2BC830A3) or values[0] > 16:
        return None
    bits = 5 * (len(values) - 7)
    size = bits // 8
    if not 2 <= size <= 40 or bits % 8 > 4 or (values[0] == 0 and size not in (20, 32)):
        return None
    return {"bc": "bitcoin", "ltc": "litecoin"}.get(prefix)


def _polymod(values: list[int]) -> int:
    """The checksum polynomial of BIP 173."""
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            if top >> i & 1:
                check ^= generator
    return check


def _monero(address: str) -> bool:
    """Whether a standard, sub- or integrated address decodes in blocks of 11 and its last 4 bytes are its hash."""
    decoded = b""
    for i in range(0, len(address), 11):
        block = address[i:i + 11]
        number = 0
        for char in block:
            number = number * 58 + base58.BITCOIN_ALPHABET.index(char.encode())
        size = _MONERO_SIZES[len(block)]
        if number >= 256 ** size:
            return False
        decoded += number.to_bytes(size, "big")
    return decoded[0] in (18, 19, 42) and keccak_256(decoded[:-4])[:4] == decoded[-4:]


def bitcoin_example(payload: bytes) -> str:
    """A made-up pay-to-public-key-hash address, for tests and samples: 20 bytes that no key is known for."""
    body = b"\0" + payload
    return base58.b58encode(body + sha256(sha256(body).digest()).digest()[:4]).decode()
