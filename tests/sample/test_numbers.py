"""Numbers are valid, read back as themselves in every layout and disguise, and nobody has one twice."""

from __future__ import annotations

from random import Random

import phonenumbers
import pytest

from daybreak.sample.disguise import KINDS, disguise
from daybreak.sample.numbers import PLANS, Numbers, e164, show
from daybreak.sample.phrases import LANGUAGES, read_language


@pytest.mark.parametrize("country", PLANS)
def test_every_number_is_valid_there_and_its_layouts_read_back(country: str) -> None:
    numbers = Numbers(Random(1))
    given = [numbers.new(country) for _ in range(300)]
    assert len(set(given)) == 300
    for national in given:
        parsed = phonenumbers.parse(e164(national, country))
        assert phonenumbers.is_valid_number(parsed)
        for layout in PLANS[country].national + PLANS[country].abroad:
            again = phonenumbers.parse(show(national, layout), country)
            assert phonenumbers.format_number(again, phonenumbers.PhoneNumberFormat.E164) == e164(national, country)


def test_a_range_for_fiction_that_is_used_up_gives_way_to_a_wider_one() -> None:
    numbers = Numbers(Random(1))
    given = [numbers.new("FR") for _ in range(50_500)]
    assert len(set(given)) == 50_500
    assert all(n[0] == "7" for n in given[50_000:])
    assert not any(n[0] == "7" for n in given[:50_000])


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "split"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_disguise_hides_the_digits_but_can_be_undone(kind: str, code: str) -> None:
    language = read_language(code)
    digits = "0718295364"
    for seed in range(5):
        written = disguise(digits, kind, language.lists["digits"], language.spaced, Random(seed))
        assert digits not in written
        if kind == "words":
            read = "".join(
                str(language.lists["digits"].index(w)) if w in language.lists["digits"] else w
                for w in (written.split(" ") if language.spaced else written)
            )
            assert read == digits
