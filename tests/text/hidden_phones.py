"""Made-up phone numbers written in the ways adverts hide them, with neutral text around: for tests and figures.

Numbers are valid by the numbering plans but drawn at random; nobody's is chosen.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import phonenumbers

LANGUAGE = {"US": "en", "GB": "en", "ES": "es", "MX": "es", "FR": "fr", "BR": "pt", "RU": "ru", "UA": "uk", "CN": "zh",
            "EG": "ar", "IT": "it", "DE": "de"}
DIGITS = {
    "en": "zero one two three four five six seven eight nine", "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf", "pt": "zero um dois três quatro cinco seis sete oito nove",
    "ru": "ноль один два три четыре пять шесть семь восемь девять",
    "uk": "нуль один два три чотири п'ять шість сім вісім дев'ять", "zh": "零 一 二 三 四 五 六 七 八 九",
    "ar": "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة", "it": "zero uno due tre quattro cinque sei sette otto nove",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun"}
TALK = {
    "en": ("Clean room near the station, 450 per week, bills included.", "Open 9:00-17:30 since 2019, 2 beds, 35 m2."),
    "es": ("Se busca personal para cosecha, 12,50 euros la hora.", "Turno de 8:00 a 16:30, desde 01/03/2024."),
    "fr": ("Chambre claire de 18 m2, 450 euros par mois.", "Ouvert de 9h00 à 18h30, depuis 2019."),
    "pt": ("Vaga para cozinha, R$ 1.850,00 por mês.", "Horário das 8:00 às 17:00, início 01/03/2024."),
    "ru": ("Требуются рабочие на склад, 2500 руб. в день.", "График 5/2, с 9:00 до 18:00, жильё в 10 мин."),
    "uk": ("Потрібні працівники на склад, 1200 грн за день.", "Графік 5/2, з 9:00 до 18:00."),
    "zh": ("招聘厨师，月薪8000元，包吃住。", "工作时间9:00-18:00，要求2年经验。"),
    "ar": ("مطلوب عامل مطبخ براتب 5000 جنيه", "الدوام من 9:00 الى 17:00"),
    "it": ("Camera luminosa di 18 m2, 450 euro al mese.", "Orario 9:00-18:30, dal 01/03/2024."),
    "de": ("Helles Zimmer, 18 m2, 450 Euro im Monat.", "Geöffnet 9:00-18:30 Uhr seit 2019.")}
CUE = {"en": "call", "es": "llamar al", "fr": "tél", "pt": "ligar", "ru": "звоните", "uk": "дзвоніть", "zh": "电话", "ar": "اتصل",
       "it": "chiama", "de": "anrufen"}
KINDS = ("home", "international", "block", "spaced", "dotted", "slashed", "words", "words and digits", "doubled words", "leet",
         "keycap", "fullwidth", "circled", "bold", "native", "invisible", "emoji between", "homoglyph", "split", "tens")
TENS_EN = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
TEENS_EN = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()


@dataclass(frozen=True)
class Written:
    """One text that holds one number."""

    kind: str
    region: str
    title: str
    body: str
    e164: str


def number(region: str, rng: random.Random) -> phonenumbers.PhoneNumber:
    """A valid mobile number of the region with random last digits."""
    while True:
        example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
        national = phonenumbers.national_significant_number(example)
        drawn = national[:-7] + "".join(rng.choice("0123456789") for _ in range(7))
        if region == "US":
            drawn = rng.choice("212 305 312 404 415 512 602 617 702 713 718 808".split()) + drawn[3:]
        parsed = phonenumbers.parse(drawn if region == "IT" else f"+{example.country_code}{drawn}", region)
        if phonenumbers.is_valid_number(parsed) and len(set(drawn)) > 3:
            return parsed


def hide(parsed: phonenumbers.PhoneNumber, kind: str, region: str, rng: random.Random) -> str | None:  # long: 2026-11, a table
    """The number as that kind of hiding writes it; nothing where the language has no such way."""
    home = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    digits = "".join(c for c in home if c.isdigit())
    words = DIGITS[LANGUAGE[region]].split()
    between = "" if LANGUAGE[region] == "zh" else rng.choice([" ", " ", "-", ", "])
    if kind in ("home", "split"):
        return home
    if kind == "international":
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    if kind == "block":
        return digits
    if kind == "words":
        return between.join(words[int(d)] for d in digits)
    if kind == "words and digits":
        return (between or " ").join(words[int(d)] if rng.random() < 0.5 else d for d in digits)
    if kind == "doubled words":
        return _doubled(digits, words) if LANGUAGE[region] == "en" else None
    if kind == "tens":
        return _in_pairs(digits) if region == "US" else None
    if kind == "leet":
        leet = {"0": "Oo", "1": "lI", "5": "S", "8": "B", "2": "Z"}
        return "".join(rng.choice(leet[c]) if c in leet and rng.random() < 0.5 else c for c in home)
    if kind == "native":
        return "".join(chr(0x660 + int(d)) for d in digits) if region == "EG" else None
    if kind == "emoji between":
        return rng.choice("★❤✨🌸").join([digits[:3], digits[3:6], digits[6:]])
    if kind == "homoglyph":
        return home.replace("0", "О")
    each = {"spaced": "{} ", "dotted": "{}.", "slashed": "{}/", "keycap": "{}\ufe0f\u20e3", "invisible": "{}\u200b"}
    if kind in each:
        return "".join(each[kind].format(d) for d in digits).rstrip(" ./")
    first = {"fullwidth": 0xFF10, "bold": 0x1D7CE}
    if kind == "circled":
        return "".join("⓪①②③④⑤⑥⑦⑧⑨"[int(d)] for d in digits)
    return "".join(chr(first[kind] + int(d)) for d in digits)


def _doubled(digits: str, words: list[str]) -> str:
    """Digits in words with "double" for pairs and "oh" for nought."""
    said, i = [], 0
    while i < len(digits):
        word = "oh" if digits[i] == "0" else words[int(digits[i])]
        twice = digits[i:i + 2] == 2 * digits[i]
        said.append(f"double {word}" if twice else word)
        i += 2 if twice else 1
    return " ".join(said)


def _in_pairs(digits: str) -> str:
    """Digits read out in pairs: two one two -> twenty-one ..."""
    said = []
    for a, b in zip(digits[::2], digits[1::2], strict=True):
        if a == "0":
            said.append(f"oh {DIGITS['en'].split()[int(b)]}")
        elif a == "1":
            said.append(TEENS_EN[int(b)])
        else:
            said.append(TENS_EN[int(a)] + (f"-{DIGITS['en'].split()[int(b)]}" if b != "0" else ""))
    return " ".join(said)


def written(kind: str, region: str, rng: random.Random) -> Written | None:
    """A text in the region's language with a number hidden that way."""
    parsed = number(region, rng)
    hidden = hide(parsed, kind, region, rng)
    if hidden is None:
        return None
    first, second = TALK[LANGUAGE[region]]
    cue = CUE[LANGUAGE[region]] + " " if rng.random() < 0.5 else ""
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if kind == "split":
        cut = len(hidden) // 2
        while hidden[cut].isspace() or hidden[cut - 1].isspace():
            cut += 1
        return Written(kind, region, f"{first} {cue}{hidden[:cut]}", f"{hidden[cut:]} {second}", e164)
    return Written(kind, region, first, f"{second} {cue}{hidden} {first}", e164)
