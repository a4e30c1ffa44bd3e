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

from daybreak.text.codes import FAR_LETTER, PLANE, Codes

UNKNOWN: Final = "und"
_SURE = 2.5             # little words, each counted its share; fewer is a guess
_FEWEST_WORDS = 5       # below, the library guesses as well as a coin
_FOREIGN, _MARKED, _FIRST = 1, 2, 3     # columns of counts: letters not Latin, accented letters, the first script
_READ = 60              # words: the language shows in the first ones

#: Scripts that decide by themselves: characters -> language. The order is that of the test.
_SCRIPTS: Final = (
    (r"[\p{Hiragana}\p{Katakana}]", "ja"), (r"\p{Hangul}", "ko"), (r"\p{Han}", "zh"), (r"\p{Thai}", "th"),
    (r"\p{Cyrillic}", "ru"), (r"\p{Arabic}", "ar"), (r"\p{Greek}", "el"), (r"\p{Hebrew}", "he"),
    (r"\p{Devanagari}", "hi"), (r"\p{Bengali}", "bn"), (r"\p{Tamil}", "ta"), (r"\p{Telugu}", "te"),
    (r"\p{Gujarati}", "gu"), (r"\p{Gurmukhi}", "pa"), (r"\p{Kannada}", "kn"), (r"\p{Malayalam}", "ml"),
    (r"\p{Sinhala}", "si"), (r"\p{Georgian}", "ka"), (r"\p{Armenian}", "hy"), (r"\p{Ethiopic}", "am"),
    (r"\p{Khmer}", "km"), (r"\p{Lao}", "lo"), (r"\p{Myanmar}", "my"),
)
#: Letters that tell languages of one script apart: script's language -> (letters, language), first that is there.
_WITHIN: Final = {
    "ru": ((r"[іїєґІЇЄҐ]", "uk"), (r"[ўЎ]", "be"), (r"[әғқңұһӘҒҚҢҰҺ]", "kk"), (r"[ѓќѕЃЌЅ]", "mk"),
           (r"[јљњћђџЈЉЊЋЂЏ]", "sr"), (r"[ыэЫЭ]", "ru"),
           (r"(?:^|[^\pL\pM\pN_])ъ|[бвгджзклмнпрстфхцчш]ъ[бвгджзклмнпрстфхцчш]", "bg")),
    "ar": ((r"[ٹڈڑںےہ]", "ur"), (r"[ۆێڵڕ]", "ku"), (r"[ټډړښڼې]", "ps"), (r"[پچژگی]", "fa")),
}
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
    counts = _count_scripts(Codes.of(frame["text"]))
    marked = frame.filter(pl.Series(counts[:, _MARKED] > 0))
    marked = marked.select("row", pl.col("text").str.replace_all(r"[\x00-\x7F]+", "").alias("far"))
    _add_accents(scores, marked)
    other = frame.filter(pl.Series(counts[:, _FOREIGN] > 0)).select("row", "text")
    by_script = _script(other["text"], counts[other["row"]])
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


def _script(texts: pl.Series, counts: Any) -> pl.Series:
    """The language of texts that are mostly in a script that is not Latin, else null. counts: of `_count_scripts`."""
    names = ["latin", "foreign", "marked", *(code for _, code in _SCRIPTS)]
    table = pl.DataFrame({name: counts[:, column] for column, name in enumerate(names)})
    language: pl.Expr = pl.lit(None, pl.String)
    most = pl.max_horizontal(names[_FIRST:])
    for _, code in reversed(_SCRIPTS):
        language = pl.when((pl.col(code) == most) & (most > 0)).then(pl.lit(code)).otherwise(language)
    kana = (pl.col("ja") > 0) & (pl.col("ja") * 12 > pl.col("zh"))
    language = pl.when(kana & (pl.col("zh") == most)).then(pl.lit("ja")).otherwise(language)
    # a character of a spaceless script says as much as several Latin letters
    heavy = pl.col("foreign") * pl.when(language.is_in(["zh", "ja", "ko"])).then(4).otherwise(1)
    said = table.select(pl.when(heavy > pl.col("latin")).then(language).alias("language"))["language"]
    for family, marks in _WITHIN.items():
        rows = (said == family).arg_true()
        far = pl.DataFrame({"far": texts.gather(rows).str.replace_all(r"[\x00-\x7F]+", "")})
        inner: pl.Expr = pl.lit(family)
        for letters, code in reversed(marks):
            inner = pl.when(pl.col("far").str.contains(letters)).then(pl.lit(code)).otherwise(inner)
        if len(rows):
            said = said.scatter(rows, far.select(inner.alias("far"))["far"])
    return said


@cache
def _script_table() -> tuple[Any, Any]:
    """By code point: the column of its script in `_count_scripts` (0 Latin) or 255, and bits: 1 foreign letter, 2 accented."""
    points = [point for point in range(128, PLANE) if not 0xD800 <= point < 0xE000]
    chars = pl.Series([chr(point) for point in points])
    column, bits = np.full(PLANE, 255, np.uint8), np.zeros(PLANE, np.uint8)
    for number, (pattern, _) in reversed(list(enumerate(_SCRIPTS))):
        column[np.array(points)[chars.str.contains(pattern).to_numpy()]] = _FIRST + number
    for pattern, bit in ((r"[\p{L}--\p{Latin}]", 1), (r"\p{Latin}|[¿¡·]", 2)):
        bits[np.array(points)[chars.str.contains(pattern).to_numpy()]] |= bit
    column[np.array(points)[chars.str.contains(r"\p{Latin}").to_numpy()]] = 0
    column[[*range(65, 91), *range(97, 123)]] = 0
    column[FAR_LETTER] = _FIRST + [code for _, code in _SCRIPTS].index("zh")
    bits[FAR_LETTER] = 1
    return column, bits


def _count_scripts(texts: Codes) -> Any:
    """texts x columns (int32): Latin letters, letters of other scripts, accented letters, and what each script has."""
    counts = np.zeros((len(texts.starts), _FIRST + len(_SCRIPTS)), np.int32)
    _add_scripts(texts.points, texts.starts, texts.ends, *_script_table(), counts)
    return counts


@numba.njit(cache=True)
def _add_scripts(points: Any, starts: Any, ends: Any, column: Any, bits: Any, counts: Any):  # type: ignore[no-untyped-def]
    for text in range(len(starts)):
        for at in range(starts[text], ends[text]):
            where = column[points[at]]
            if where != 255:
                counts[text, where] += 1
            bit = bits[points[at]]
            counts[text, 1] += bit & 1
            counts[text, 2] += bit >> 1


def _add_accents(scores: Any, texts: pl.DataFrame) -> None:
    if not len(texts):
        return
    _, _, names = _table()
    marks = texts.select("row", pl.col("far").str.to_lowercase())
    rows = marks["row"].to_numpy()
    for language, letters in _ACCENTS.items():
        counted = marks["far"].str.count_matches(f"[{letters.lower()}]").to_numpy()
        scores[rows, names.index(language)] += np.minimum(counted, 4) * 0.7


@cache
def _table() -> tuple[Any, Any, list[str]]:
    """Open-addressed hashes of the little words, their weight for each language, and the languages."""
    text = files("daybreak.text").joinpath("stopwords.csv").read_text(encoding="utf-8")
    lists = dict(line.split(",", 1) for line in text.splitlines()[1:])
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
    if len(words):
        buffer = np.frombuffer(words.str.join("\n").item().encode() + b"\n", np.uint8)
        _count(buffer, slots, where, weights, _READ, scores)
    return scores


@numba.njit(cache=True)
def _count(buffer: Any, slots: Any, where: Any, weights: Any, limit: int, scores: Any):  # type: ignore[no-untyped-def]
    """Add the weights of each text's first `limit` words. Texts end at line breaks, words at spaces."""
    text, seen = 0, 0
    code = np.uint64(0xCBF29CE484222325)
    for byte in buffer:
        if byte == 32 or byte == 10:
            if seen < limit:
                at = np.int64(code & np.uint64(8191))
                while slots[at] != 0:
                    if slots[at] == code:
                        for language in range(weights.shape[1]):
                            scores[text, language] += weights[where[at], language]
                        break
                    at = (at + 1) & 8191
            seen += 1
            code = np.uint64(0xCBF29CE484222325)
            if byte == 10:
                text += 1
                seen = 0
        else:
            code = (code ^ np.uint64(byte)) * np.uint64(0x100000001B3)


@cache
def _library() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_table()[2])
    return identifier


def _ask(text: str) -> str:
    language, probability = _library().classify(text)
    return str(language) if probability >= 0.9 else UNKNOWN
