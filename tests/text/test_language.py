"""The language of a text."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.text.language import UNKNOWN, languages_of
from daybreak.text.words import words_of


def languages(*texts: str | None) -> list[str]:
    series = pl.Series(texts, dtype=pl.String)
    return languages_of(words_of(series), series).to_list()


EXAMPLES = {
    "en": "We are looking for workers on our farm, housing is included, call us today",
    "es": "Buscamos trabajadores para la finca, con vivienda incluida, llame hoy mismo",
    "fr": "Nous cherchons des ouvriers pour la ferme, logement compris, appelez-nous",
    "pt": "Procuramos trabalhadores para a fazenda, com moradia, ligue para nós hoje",
    "de": "Wir suchen Arbeiter für den Hof, Unterkunft ist dabei, rufen Sie uns an",
    "it": "Cerchiamo lavoratori per la fattoria, alloggio compreso, chiamateci oggi",
    "nl": "Wij zoeken werknemers voor onze boerderij, huisvesting is inbegrepen",
    "pl": "Szukamy pracowników do gospodarstwa, mieszkanie w cenie, zadzwoń do nas dzisiaj",
    "ro": "Căutăm muncitori pentru fermă, cazare inclusă, sunați-ne astăzi",
    "tr": "Çiftliğimiz için işçi arıyoruz, konaklama dahil, bugün bizi arayın",
    "vi": "Chúng tôi đang tìm công nhân cho trang trại, có chỗ ở, hãy gọi hôm nay",
    "tl": "Naghahanap kami ng mga manggagawa para sa aming bukid, may tirahan",
    "id": "Kami mencari pekerja untuk pertanian kami, dengan tempat tinggal",
    "ru": "Ищем работников на ферму, жильё предоставляется, звоните сегодня",
    "uk": "Шукаємо працівників на ферму, житло надається, телефонуйте",
    "ar": "نبحث عن عمال للمزرعة والسكن متوفر اتصل بنا اليوم",
    "fa": "ما به دنبال کارگر برای مزرعه هستیم",
    "zh": "我们的农场正在招聘工人，提供住宿，请今天来电",
    "ja": "私たちの農場で働く人を募集しています",
    "ko": "우리 농장에서 일할 사람을 찾습니다",
    "th": "เรากำลังมองหาคนงาน",
    "hi": "हमें खेत के लिए कामगार चाहिए",
    "el": "Ζητούνται εργάτες για το αγρόκτημα",
}


@pytest.mark.parametrize("language", EXAMPLES)
def test_the_language_of_a_sentence_is_told(language: str) -> None:
    assert languages(EXAMPLES[language]) == [language]


def test_a_russian_advert_with_a_latin_address_stays_russian() -> None:
    assert languages("Ищем работников на ферму, жильё предоставляется, farm.example/jobs") == ["ru"]


@pytest.mark.parametrize("text", ["", None, "123", "ok", "🌹🌹", "Farmworker\nNone"])
def test_too_little_text_is_of_no_known_language(text: str | None) -> None:
    assert languages(text) == [UNKNOWN]


def test_a_language_does_not_depend_on_the_texts_beside_it() -> None:
    assert languages(*EXAMPLES.values()) == list(EXAMPLES)


@settings(deadline=None)
@given(st.lists(st.text(), max_size=4))
def test_any_text_has_an_answer(texts: list[str]) -> None:
    assert all(2 <= len(language) <= 3 for language in languages(*texts))
