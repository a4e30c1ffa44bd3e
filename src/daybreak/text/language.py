"""Which language a text is in: by its script first, then by its little words, and by py3langid where these are unsure.

words, raw text -> languages_of() -> ISO 639-1 code, or "und" (too short, or nothing speaks for one)

A script that one language owns decides at once (Greek, Thai, Hangul ...); inside Cyrillic and Arabic the letters
that only one of the languages has decide. In Latin script the text is scored by function words (`stopwords.csv`,
written for this project, without accents as in `words`; a word that several languages have counts its share for
each) and by accented letters that few languages write. The library costs about 150 us a text, these 2 us.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Final

import numba
import numpy as np
import polars as pl

from daybreak.text.utf8 import bytes_of, point_at

UNKNOWN: Final = "und"
_SURE = 2.5             # little words, each counted its share; fewer is a guess
_FEWEST_WORDS = 5       # below, the library guesses as well as a coin
_LATIN, _FOREIGN, _FIRST = 0, 1, 2      # columns of counts: Latin letters, letters not Latin, the first script
_READ = 60              # words: the language shows in the first ones
_PLANE = 0x10000        # code points that the tables have; of those beyond, only rare ideographs say anything
_RARE = (0x20000, 0x40000)

#: Scripts that decide by themselves: characters -> language. The order is that of the test.
_SCRIPTS: Final = (
    (r"[\p{Hiragana}\p{Katakana}]", "ja"), (r"\p{Hangul}", "ko"), (r"\p{Han}", "zh"), (r"\p{Thai}", "th"),
    (r"\p{Cyrillic}", "ru"), (r"\p{Arabic}", "ar"), (r"\p{Greek}", "el"), (r"\p{Hebrew}", "he"),
    (r"\p{Devanagari}", "hi"), (r"\p{Bengali}", "bn"), (r"\p{Tamil}", "ta"), (r"\p{Telugu}", "te"),
    (r"\p{Gujarati}", "gu"), (r"\p{Gurmukhi}", "pa"), (r"\p{Kannada}", "kn"), (r"\p{Malayalam}", "ml"),
    (r"\p{Sinhala}", "si"), (r"\p{Georgian}", "ka"), (r"\p{Armenian}", "hy"), (r"\p{Ethiopic}", "am"),
    (r"\p{Khmer}", "km"), (r"\p{Lao}", "lo"), (r"\p{Myanmar}", "my"),
)
#: Letters that tell languages of one script apart: script's language, letters, language; the first that is there.
_TELLS: Final = (
    ("ru", r"[іїєґІЇЄҐ]", "uk"), ("ru", r"[ўЎ]", "be"), ("ru", r"[әғқңұһӘҒҚҢҰҺ]", "kk"), ("ru", r"[ѓќѕЃЌЅ]", "mk"),
    ("ru", r"[јљњћђџЈЉЊЋЂЏ]", "sr"), ("ru", r"[ыэЫЭ]", "ru"), ("ru", "ъ", "bg"),
    ("ar", r"[ٹڈڑںےہ]", "ur"), ("ar", r"[ۆێڵڕ]", "ku"), ("ar", r"[ټډړښڼې]", "ps"), ("ar", r"[پچژگی]", "fa"),
)
#: Where a hard sign tells Bulgarian from Russian: it begins a word, or stands for a vowel.
_BULGARIAN: Final = r"(?:^|[^\pL\pM\pN_])ъ|[бвгджзклмнпрстфхцчш]ъ[бвгджзклмнпрстфхцчш]"
#: Accented letters that speak for a language beside its little words, in any case.
_ACCENTS: Final = {
    "es": "ñ¿¡", "pt": "ãõ", "fr": "œèêçù", "de": "ßü", "pl": "łąęśżź", "cs": "řěů", "hu": "őű", "ro": "șțăţ",
    "tr": "ğışİ", "vi": "ơưđạảấầếệộợ", "da": "øæ", "no": "øæ", "sv": "ä", "fi": "ä", "lt": "ėųįū", "lv": "āēīņļ",
    "sq": "ë", "hr": "đćčž", "sk": "ľĺŕô", "ca": "·", "it": "ìò", "et": "õ",
}


def languages_of(words: pl.Series, texts: pl.Series) -> pl.Series:
    """ISO 639-1 code of each text. words: as `words_of` gives them; texts: as read (null reads as empty)."""
    frame = pl.DataFrame({"words": words, "text": texts.fill_null("")}).with_row_index("row")
    scores = _little_words(frame["words"])
    counts, tells, accents = _look(frame["text"])
    scores += np.minimum(accents, 4) * 0.7
    other = frame.select("row", "text").filter(pl.Series(counts[:, _FOREIGN] > 0))
    by_script = _script(other["text"], counts[other["row"]], tells[other["row"]])
    best = scores.argmax(axis=1)
    top = scores[np.arange(len(scores)), best]
    second = np.partition(scores, -2, axis=1)[:, -2]
    _, _, names = _table()
    told = pl.Series(names, dtype=pl.String).gather(best.astype(np.uint32))
    sure = pl.Series((top >= _SURE) & (top >= 1.3 * second))
    short = frame["words"].str.count_matches(" ") + 1 < _FEWEST_WORDS
    some = pl.Series((top >= 1) & (top > 1.5 * second))
    said = pl.DataFrame({"told": told, "sure": sure | (short & some), "short": short}).select(
        pl.when("sure").then("told").when("short").then(pl.lit(UNKNOWN)).alias("language"))["language"]
    said = said.scatter(other["row"].filter(by_script.is_not_null()), by_script.drop_nulls())
    unsure = said.is_null()
    if unsure.any():
        asked = frame["text"].filter(unsure).str.head(200).to_list()
        said = said.scatter(unsure.arg_true(), pl.Series([_ask(text) for text in asked], dtype=pl.String))
    return said.alias("language")


def _script(texts: pl.Series, counts: Any, tells: Any) -> pl.Series:
    """The language of texts that are mostly in a script that is not Latin, else null. counts, tells: of `_look`."""
    codes = [code for _, code in _SCRIPTS]
    japanese, chinese = _FIRST + codes.index("ja"), _FIRST + codes.index("zh")
    script = counts[:, _FIRST:].argmax(axis=1) + _FIRST if len(counts) else np.zeros(0, np.int64)
    most = counts[np.arange(len(counts)), script]
    kana = (counts[:, japanese] > 0) & (counts[:, japanese] * 12 > counts[:, chinese])
    script[kana & (counts[:, chinese] == most)] = japanese
    # a character of a spaceless script says as much as several Latin letters
    spaceless = np.isin(script, [japanese, chinese, _FIRST + codes.index("ko")])
    told = (counts[:, _FOREIGN] * np.where(spaceless, 4, 1) > counts[:, _LATIN]) & (most > 0)
    said: Any = np.where(told, np.array(codes, object)[script - _FIRST], None)
    for number, (family, _, code) in reversed(list(enumerate(_TELLS))):
        there = told & (script == _FIRST + codes.index(family)) & (tells >> number & 1 > 0)
        if code == "bg" and there.any():
            far = texts.filter(pl.Series(there)).str.replace_all(r"[\x00-\x7F]+", "")
            there[there] = far.str.contains(_BULGARIAN).to_numpy()
        said[there] = code
    return pl.Series(said.tolist(), dtype=pl.String)


@cache
def _signs() -> tuple[Any, Any, Any, Any, Any]:
    """What each code point says of the language.

    By code point below _PLANE: the column of its script in counts (or 255), whether it is a letter not Latin, which of
    `_TELLS` it is (bits), and its row in the last, which says for which languages it speaks (`_ACCENTS`).
    """
    _, _, names = _table()
    points = np.array([*range(0xD800), *range(0xE000, _PLANE)])
    chars = pl.Series([chr(point) for point in points])
    column, foreign, tells = np.full(_PLANE, 255, np.uint8), np.zeros(_PLANE, np.bool_), np.zeros(_PLANE, np.uint16)
    for number, (pattern, _) in reversed(list(enumerate(_SCRIPTS))):
        column[points[chars.str.contains(pattern).to_numpy()]] = _FIRST + number
    column[points[chars.str.contains(r"\p{Latin}").to_numpy()]] = _LATIN
    foreign[points[chars.str.contains(r"[\p{L}--\p{Latin}]").to_numpy()]] = True
    for number, (_, letters, _) in enumerate(_TELLS):
        tells[points[chars.str.contains(letters).to_numpy()]] |= 1 << number
    lower = chars.str.to_lowercase()
    speaks = np.zeros((_PLANE, len(names)), np.uint8)
    for language, letters in _ACCENTS.items():
        speaks[points, names.index(language)] = lower.str.count_matches(f"[{letters.lower()}]").to_numpy()
    speaks[:128] = 0
    accented = np.flatnonzero(speaks.any(axis=1))
    row = np.zeros(_PLANE, np.uint16)
    row[accented] = np.arange(1, len(accented) + 1)
    return column, foreign, tells, row, speaks[[0, *accented]]


def _look(texts: pl.Series) -> tuple[Any, Any, Any]:
    """Of each text: its letters of each column, the `_TELLS` it has (bits), its accents that speak for each language."""
    content, places = bytes_of(texts)
    signs = _signs()
    counts = np.zeros((len(texts), _FIRST + len(_SCRIPTS)), np.int32)
    tells, accents = np.zeros(len(texts), np.uint16), np.zeros((len(texts), signs[-1].shape[1]), np.int32)
    rare = _FIRST + [code for _, code in _SCRIPTS].index("zh")
    _look_at(content, places, *signs, rare, counts, tells, accents)
    return counts, tells, accents


@numba.njit(cache=True)
def _look_at(  # type: ignore[no-untyped-def]
    content: Any, places: Any, column: Any, foreign: Any, tell: Any, row: Any, speaks: Any, rare: Any,
    counts: Any, tells: Any, accents: Any
):
    """Add to counts, tells and accents what each character says; rare ideographs count in column `rare`."""
    for text in range(len(places) - 1):
        at = places[text]
        while at < places[text + 1]:
            point, size = point_at(content, at)
            at += size
            if point >= _PLANE:
                if _RARE[0] <= point < _RARE[1]:
                    counts[text, rare] += 1
                    counts[text, _FOREIGN] += 1
                continue
            if column[point] != 255:
                counts[text, column[point]] += 1
            if point > 127:
                counts[text, _FOREIGN] += foreign[point]
                tells[text] |= tell[point]
                if row[point]:
                    for language in range(accents.shape[1]):
                        accents[text, language] += speaks[row[point], language]


def little_words(*languages: str) -> frozenset[str]:
    """The function words of some languages (ISO 639-1), without accents."""
    return frozenset(word for language in languages for word in _lists()[language].split())


@cache
def _lists() -> dict[str, str]:
    text = files("daybreak.text").joinpath("stopwords.csv").read_text(encoding="utf-8")
    return dict(line.split(",", 1) for line in text.splitlines()[1:])


@cache
def _table() -> tuple[Any, Any, list[str]]:
    """Open-addressed hashes of the little words, their weight for each language, and the languages."""
    lists = _lists()
    names = list(lists)
    words = sorted({word for listed in lists.values() for word in listed.split()})
    weights = np.zeros((len(words), len(names)), np.float32)
    for column, listed in enumerate(lists.values()):
        for word in listed.split():
            weights[words.index(word), column] = 1
    weights /= np.sqrt(weights.sum(axis=1, keepdims=True))
    slots = np.zeros(8192, np.uint64)
    where = np.zeros(8192, np.int64)
    for row, word in enumerate(words):
        code = _hash(word.encode())
        at = code & 8191
        while slots[at]:
            at = (at + 1) & 8191
        slots[at], where[at] = code, row
    return (slots, where), weights, names


def _hash(word: bytes) -> int:
    code = 0xCBF29CE484222325                       # FNV-1a, 64 bit
    for byte in word:
        code = ((code ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return code


def _little_words(words: pl.Series) -> Any:
    """texts x languages: the weight of the little words among the first words of each text."""
    (slots, where), weights, names = _table()
    scores = np.zeros((len(words), len(names)), np.float32)
    _count(*bytes_of(words), slots, where, weights, _READ, scores)
    return scores


@numba.njit(cache=True)
def _count(content: Any, places: Any, slots: Any, where: Any, weights: Any, limit: int, scores: Any):  # type: ignore[no-untyped-def]
    """Add the weights of each text's first `limit` words. Words end at spaces."""
    for text in range(len(places) - 1):
        seen = 0
        code = np.uint64(0xCBF29CE484222325)
        for at in range(places[text], places[text + 1] + 1):
            if at < places[text + 1] and content[at] != 32:
                code = (code ^ np.uint64(content[at])) * np.uint64(0x100000001B3)
                continue
            found = np.int64(code & np.uint64(8191))
            while slots[found] != 0:
                if slots[found] == code:
                    for language in range(weights.shape[1]):
                        scores[text, language] += weights[where[found], language]
                    break
                found = (found + 1) & 8191
            seen += 1
            if seen == limit:
                break
            code = np.uint64(0xCBF29CE484222325)


@cache
def _library() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_table()[2])
    return identifier


def _ask(text: str) -> str:
    language, probability = _library().classify(text)
    return str(language) if probability >= 0.9 else UNKNOWN
