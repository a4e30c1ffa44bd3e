"""Numbers as words, in the languages adverts spell their phones in.

word -> WORDS.get() -> Word     What it counts, and how it joins with its neighbours ("twenty" + "five").

Spelt without regard to case. Accents may be left out. Sources: CLDR spell-out rules (RBNF) for the words, and
how numbers are read out on the phone (pairs in French, hundreds in Spanish and Russian, digits in English).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final


@dataclass(frozen=True, slots=True)
class Word:
    """A number word: its value; `kind` = unit, teen, ten, hundred, times100, repeat, add (Arabic "and twenty")."""

    value: int
    kind: str
    leet: bool = False      # letters of the word are written as digits


#: Values from nought up; several spellings of one value separated by "/".
_UNITS: Final = {
    "en": "zero/oh one two three four five six seven eight nine",
    "es": "cero uno/una dos tres cuatro cinco seis siete ocho nueve",
    "fr": "zéro un/une deux trois quatre cinq six sept huit neuf",
    "pt": "zero um/uma dois/duas três quatro cinco seis/meia sete oito nove",
    "it": "zero uno due tre quattro cinque sei sette otto nove",
    "de": "null ein/eins/eine zwei/zwo drei vier fünf/fuenf sechs sieben acht neun",
    "ru": "ноль/нуль один/одна/раз два/две три четыре пять шесть семь восемь девять",
    "uk": "нуль один/одна два/дві три чотири п'ять/пять шість сім вісім дев'ять/девять",
    "ar": "صفر واحد/واحدة/واحده اثنان/اثنين/إثنان/إثنين/اتنين/اثنتان ثلاثة/ثلاثه/ثلاث/تلاتة/تلاته"
          " أربعة/اربعة/أربعه/اربعه/أربع/اربع خمسة/خمسه/خمس ستة/سته/ست سبعة/سبعه/سبع"
          " ثمانية/ثمانيه/ثمان/ثماني/تمانية/تمنية تسعة/تسعه/تسع",
    "zh": "零/〇 一/壹/幺 二/两/兩/贰/貳 三/叁/參 四/肆 五/伍 六/陆/陸 七/柒 八/捌 九/玖",
    "pl": "zero jeden/jedna dwa/dwie trzy cztery pięć sześć siedem osiem dziewięć",
    "tr": "sıfır bir iki üç dört beş altı yedi sekiz dokuz",
}
#: From ten up to nineteen.
_TEENS: Final = {
    "en": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "es": "diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve",
    "fr": "dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
    "pt": "dez onze doze treze quatorze/catorze quinze dezesseis/dezasseis dezessete/dezassete dezoito"
          " dezenove/dezanove",
    "it": "dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove",
    "de": "zehn elf zwölf/zwoelf dreizehn vierzehn fünfzehn/fuenfzehn sechzehn siebzehn achtzehn neunzehn",
    "ru": "десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать"
          " девятнадцать",
    "uk": "десять одинадцять дванадцять тринадцять чотирнадцять п'ятнадцять шістнадцять сімнадцять вісімнадцять"
          " дев'ятнадцять",
}
#: Twenty, thirty ... ninety.
_TENS: Final = {
    "en": "twenty thirty forty/fourty fifty sixty seventy eighty ninety",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "fr": "vingt trente quarante cinquante soixante septante quatre-vingt/quatre-vingts/octante/huitante nonante",
    "pt": "vinte trinta quarenta cinquenta/cinqüenta sessenta setenta oitenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "de": "zwanzig dreißig/dreissig vierzig fünfzig/fuenfzig sechzig siebzig achtzig neunzig",
    "ru": "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
    "uk": "двадцять тридцять сорок п'ятдесят шістдесят сімдесят вісімдесят дев'яносто",
    "ar": "عشرون/عشرين ثلاثون/ثلاثين أربعون/أربعين/اربعين خمسون/خمسين ستون/ستين سبعون/سبعين ثمانون/ثمانين"
          " تسعون/تسعين",
}
#: One hundred, two hundred ... nine hundred.
_HUNDREDS: Final = {
    "es": "cien/ciento doscientos/doscientas trescientos/trescientas cuatrocientos quinientos seiscientos"
          " setecientos ochocientos novecientos",
    "pt": "cem/cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos",
    "ru": "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот",
    "uk": "сто двісті триста чотириста п'ятсот шістсот сімсот вісімсот дев'ятсот",
}
_TIMES_100: Final = ("hundred", "cents", "cent", "hundert")
_REPEATS: Final = {"double": 2, "doble": 2, "dobro": 2, "triple": 3, "treble": 3, "triplo": 3}
#: Words between numbers that add nothing.
FILLERS: Final = ("and", "y", "e", "et", "und", "и", "та", "і", "dash", "hyphen", "space", "then", "tiret", "guion",
                  "guión", "espacio", "traço", "тире", "пробел", "من", "و")
_AS_DIGIT: Final = {"o": "0", "i": "1", "l": "1", "e": "3", "s": "5", "a": "4"}


def _spelt(listing: str, first: int, step: int, kind: str) -> dict[str, Word]:
    """Every spelling in a listing with the value its place gives it."""
    return {word: Word(first + step * i, kind)
            for i, spellings in enumerate(listing.split()) for word in spellings.split("/")}


def _compounds() -> dict[str, Word]:
    """Numbers written as one word: veintidós, ventidue, zweiundzwanzig, وعشرون."""
    words: dict[str, Word] = {}
    for i, unit in enumerate("uno/ún/una dos tres cuatro cinco seis siete ocho nueve".split(), 1):
        words |= {f"veinti{u}": Word(20 + i, "teen") for u in (*unit.split("/"), _accented(unit))}
    for tens, ten in _spelt(_TENS["it"], 20, 10, "ten").items():
        for i, unit in enumerate("uno due tre quattro cinque sei sette otto nove".split(), 1):
            stem = tens[:-1] if unit[0] in "uo" else tens
            words[stem + unit] = Word(ten.value + i, "teen")
    for tens, ten in _spelt(_TENS["de"], 20, 10, "ten").items():
        for i, units in enumerate("ein zwei drei vier fünf/fuenf sechs sieben acht neun".split(), 1):
            words |= {f"{u}und{tens}": Word(ten.value + i, "teen") for u in units.split("/")}
    words |= {f"و{word}": Word(ten.value, "add") for word, ten in _spelt(_TENS["ar"], 20, 10, "ten").items()}
    return words


def _accented(unit: str) -> str:
    """The Spanish unit as it is accented at the end of veinti-: dós, trés, séis."""
    return {"dos": "dós", "tres": "trés", "seis": "séis"}.get(unit, unit.split("/")[0])


def _bare(word: str) -> str:
    """The word without accents (Latin letters only: й and ي keep theirs)."""
    if ord(word[0]) > 0x24F:
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)).replace("ß", "ss")


def _in_leet(word: str) -> set[str]:
    """The word with some of its letters as digits: f1ve, s3v3n, thr33; at least two letters stay."""
    choices = [(c, _AS_DIGIT[c]) if c in _AS_DIGIT else (c,) for c in word]
    written = {"".join(p) for p in product(*choices)} - {word}
    return {w for w in written if sum(c.isalpha() for c in w) >= 2}


@cache
def words() -> dict[str, Word]:
    """Every number word in lower case."""
    found: dict[str, Word] = {}
    for listings, first, step, kind in ((_UNITS, 0, 1, "unit"), (_TEENS, 10, 1, "teen"), (_TENS, 20, 10, "ten"),
                                        (_HUNDREDS, 100, 100, "hundred")):
        for listing in listings.values():
            found |= _spelt(listing, first, step, kind)
    found |= _compounds()
    found |= {word: Word(100, "times100") for word in _TIMES_100}
    found |= {word: Word(times, "repeat") for word, times in _REPEATS.items()}
    for word, meaning in list(found.items()):
        for spelling in {_bare(word), word.replace("'", "ʼ"), word.replace("'", "")}:
            found.setdefault(spelling, meaning)
        found.setdefault(_bare(word).replace("-", " "), meaning)
    for language in ("en", "es", "pt"):
        for word, meaning in _spelt(_UNITS[language], 0, 1, "unit").items():
            if word != "oh":
                for spelling in _in_leet(word):
                    found.setdefault(spelling, Word(meaning.value, "unit", leet=True))
    return found
