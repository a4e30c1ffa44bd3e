"""E-mails, handles, links and wallets: found under their disguises, and ordinary sentences are left alone."""

from __future__ import annotations

import base58
import pytest

from daybreak.text.contacts import find_contacts
from daybreak.text.contacts.keccak import keccak_256
from daybreak.text.contacts.wallets import bitcoin_example, chain_of


def found(text: str, kind: str, region: str = "US") -> list[str]:
    """What counts as evidence."""
    return [f.value for f in find_contacts("", text, region) if f.kind == kind and f.certainty >= 0.5]


@pytest.mark.parametrize(("text", "address"), [
    ("write to farm.jobs@example.com.", "farm.jobs@example.com"),
    ("farm.jobs+2024@mail.example.co.uk", "farm.jobs+2024@mail.example.co.uk"),
    ("farm.jobs (at) example (dot) com", "farm.jobs@example.com"),
    ("farm.jobs[at]example[dot]com", "farm.jobs@example.com"),
    ("farm.jobs @ example . com", "farm.jobs@example.com"),
    ("farmjobs at gmail dot com", "farmjobs@gmail.com"),
    ("farmjobs at gmail.com", "farmjobs@gmail.com"),
    ("farm dot jobs at example dot org", "farm.jobs@example.org"),
    ("granja arroba ejemplo punto es", "granja@ejemplo.es"),
    ("granja(arroba)gmail(punto)com", "granja@gmail.com"),
    ("ferme arobase exemple point fr", "ferme@exemple.fr"),
    ("sitio arroba exemplo ponto com", "sitio@exemplo.com"),
    ("ferma собака yandex точка ru", "ferma@yandex.ru"),
    ("ｆａｒｍ＠ｅｘａｍｐｌｅ．ｃｏｍ", "farm@example.com"),
    ("fa\u200brm@exam\u200bple.com", "farm@example.com"),
    ("f a r m @ e x a m p l e . c o m", "farm@example.com"),
    ("fаrm@example.com", "farm@example.com"),
    ("邮箱farm@example.cn联系", "farm@example.cn"),
    ("farmjobs@gmail", "farmjobs@gmail.com"),
    ("mailto:farm@example.com?subject=x", "farm@example.com"),
])
def test_an_address_is_found_as_it_is_written(text: str, address: str) -> None:
    assert found(text, "email") == [address]


@pytest.mark.parametrize("text", [
    "look at example.com", "meet at the station. Bring boots", "rate @ 15.50 per hour", "open at 9.30 daily",
                                  "we work at night. call", "@farm_jobs", "a @ b", "look at example dot"])
def test_a_sentence_is_no_address(text: str) -> None:
    assert found(text, "email") == []


@pytest.mark.parametrize(("text", "handle"), [
    ("telegram: @farm_jobs", "telegram:farm_jobs"), ("Telegram @FarmJobs", "telegram:farmjobs"),
    ("t.me/farm_jobs", "telegram:farm_jobs"),
    ("телеграм: farm_jobs24", "telegram:farm_jobs24"), ("пишите в тг @farm_jobs", "telegram:farm_jobs"),
    ("تلجرام: @farm_jobs", "telegram:farm_jobs"),
    ("insta: farm.jobs", "instagram:farm.jobs"), ("IG - farm_jobs", "instagram:farm_jobs"),
    ("https://www.instagram.com/farm.jobs/?hl=en", "instagram:farm.jobs"),
    ("snap: farmjobs99", "snapchat:farmjobs99"), ("snapchat.com/add/farmjobs", "snapchat:farmjobs"),
    ("WeChat ID: farm_jobs88", "wechat:farm_jobs88"),
    ("微信：farmjobs88", "wechat:farmjobs88"),
    ("加微信farmjobs88", "wechat:farmjobs88"),
    ("Line ID: farmjobs", "line:farmjobs"), ("kik: farmjobs", "kik:farmjobs"),
    ("signal: @farm.77", "signal:farm.77"), ("twitter.com/farmjobs", "twitter:farmjobs"),
    ("https://x.com/farmjobs/status/1", "twitter:farmjobs"),
    ("QQ: 123456789", "qq:123456789"), ("line.me/ti/p/~farmjobs", "line:farmjobs"),
    ("ask @farm_jobs now", "unknown:farm_jobs"),
    ("Ｔｅｌｅｇｒａｍ：＠ｆａｒｍ＿ｊｏｂｓ", "telegram:farm_jobs"),
])
def test_a_handle_is_found_with_its_platform(text: str, handle: str) -> None:
    assert found(text, "handle") == [handle]


@pytest.mark.parametrize("text", [
    "telegram me for details", "production line: worker needed", "text or whatsapp only",
    "whatsapp: +1 212 555 0143",
    "online application", "signal at the crossing", "snap peas and beans", "line cook - full time",
    "a face to remember", "rate @ 15 per hour", "night shift, school nearby", "add us on facebook",
    "instagram and facebook",
])
def test_a_sentence_is_no_handle(text: str) -> None:
    assert found(text, "handle") == []


def test_a_handle_without_a_platform_is_less_sure() -> None:
    bare, cued = find_contacts("", "ask @farm_jobs", "US")[0], find_contacts("", "telegram @farm_jobs", "US")[0]
    assert bare.certainty < cued.certainty


@pytest.mark.parametrize(("text", "url"), [
    ("see https://www.Example.com/Jobs/?utm_source=a&id=3&fbclid=x#top.", "example.com/Jobs?id=3"),
    ("example.com", "example.com"),
    ("(www.example.co.uk/farm)", "example.co.uk/farm"), ("example dot com", "example.com"),
    ("example(dot)com", "example.com"),
    ("hxxp://example.com/a", "example.com/a"), ("ｗｗｗ．ｅｘａｍｐｌｅ．ｃｏｍ", "example.com"), ("ферма.рф", "ферма.рф"),
    ("http://example.com:8080/x", "example.com/x"),
    ("linktr.ee/farmjobs", "linktr.ee/farmjobs"),
])
def test_a_link_is_made_comparable(text: str, url: str) -> None:
    assert found(text, "url") == [url]


@pytest.mark.parametrize("text", [
    "home.No pets", "pay 15.50/hour", "e.g. boots", "expense.Work is outdoors", "Inc. and Co. Ltd", "v1.2.3",
    "9.am to 5.pm", "...com",
                                  "http://", "https://[::1", "file.name", "a.b", "john@example.com"])
def test_a_sentence_is_no_link(text: str) -> None:
    assert found(text, "url") == []


def _base58check(version: int, payload: bytes) -> str:
    return base58.b58encode_check(bytes([version]) + payload).decode()


def _monero(payload: bytes) -> str:
    body = b"\x12" + payload
    body += keccak_256(body)[:4]
    pieces = []
    for i in range(0, len(body), 8):
        block, number, text = body[i:i + 8], int.from_bytes(body[i:i + 8], "big"), ""
        for _ in range({8: 11, 5: 7}[len(block)]):
            number, rest = divmod(number, 58)
            text = base58.BITCOIN_ALPHABET[rest:rest + 1].decode() + text
        pieces.append(text)
    return "".join(pieces)


WALLETS = [
    ("bitcoin", bitcoin_example(bytes(range(20)))), ("bitcoin", _base58check(5, bytes(range(20)))),
    ("litecoin", _base58check(0x30, bytes(range(20)))),
    ("tron", _base58check(0x41, bytes(range(20)))), ("monero", _monero(bytes(range(64)))),
    # examples of BIP 173 and 350 and EIP-55, as the standards print them
    ("bitcoin", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"),
    ("bitcoin", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"),
    ("ethereum", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
]


@pytest.mark.parametrize(("chain", "address"), WALLETS)
def test_a_wallet_is_known_by_its_checksum(chain: str, address: str) -> None:
    values = found(f"deposit to {address}, then call", "wallet")
    assert [v.split(":")[0] for v in values] == [chain]


@pytest.mark.parametrize(("chain", "address"), WALLETS)
def test_a_wallet_with_one_character_changed_is_none(chain: str, address: str) -> None:
    last = next(i for i in range(len(address) - 1, 0, -1) if address[i].isalpha())
    other = address[last].swapcase() if chain == "ethereum" else ("q" if address[last] != "q" else "p")
    assert chain_of(address[:last] + other + address[last + 1:]) is None


def test_an_ethereum_address_without_checksum_needs_a_word_for_it() -> None:
    plain = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"
    assert found(f"hash {plain}", "wallet") == []
    assert found(f"send USDT to {plain}", "wallet") == [f"ethereum:{plain}"]


def test_keccak_is_the_one_before_sha3() -> None:
    assert keccak_256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert keccak_256(b"x" * 136) != keccak_256(b"x" * 135)


def test_one_stretch_of_text_is_one_contact() -> None:
    text = "mail 2125550143@example.com or example.com/2125550143 or telegram: @call2125550143"
    assert sorted({f.kind for f in find_contacts("", text, "US")}) == ["email", "handle", "url"]
