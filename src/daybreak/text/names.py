"""Names that people go by, read only after words that introduce one ("my name is", "me llamo", "меня зовут", "我叫").

texts -> find_names() -> "anna", "maria jose"

No list of names is used: where a cue is also used for other things ("contact", "soy"), the name has to be written
with a capital letter, in a text that does not write every word so, and not be one of the words that commonly follow.
After the others a small letter is enough, unless the cue has a capital itself ("My name is holidays" is a word gone
astray). Function words are no names, and end one ("Eva The").
"""

from __future__ import annotations

from typing import Final

import polars as pl

from daybreak.text.language import little_words
from daybreak.text.spans import find_spans

_CAPITAL: Final = r"\p{Lu}[\p{Ll}'’]{1,15}(?:[ -]\p{Lu}[\p{Ll}'’]{1,15})?"
_ANY: Final = r"[\p{L}'’]{2,16}"
#: Cues after which a name follows however it is written.
_SURE: Final = (
    r"my name['’]?s?\s(?:is\s)?|name\s?[:：]\s?|i am called\s|me llamo\s|mi nombre es\s|nombre\s?:\s?|je m['’]appelle\s|"
    r"mon (?:pr[ée])?nom est\s|pr[ée]nom\s?:\s?|me chamo\s|meu nome [ée]\s|nome\s?:\s?|mi chiamo\s|ich hei(?:ß|ss)e\s|"
    r"mein name ist\s|меня зовут\s|мене звати\s|мене звуть\s|имя\s?:\s?|ім['’]я\s?:\s?|mam na imię\s|"
    r"benim adım\s|اسمي\s|انا اسمي\s|الاسم\s?:\s?"
)
#: Cues that need a capital letter after them.
_LIKELY: Final = (
    r"ask for|speak (?:to|with)|talk (?:to|with)|contact|call|text|call or text|hi,? i['’]?m|hello,? i['’]?m|hey,? i['’]?m|"
    r"hi,? this is|hello,? this is|soy|preguntar? por|pregunte por|pregunta por|hablar con|llamar? a|je suis|demandez|"
    r"demander|sou a|sou o|falar com|chama a|sono|обращаться к|спросить|спросите|звоните|frag(?:en)? nach|anrufen bei"
)
_PATTERN: Final = (
    rf"(?P<pre>(?:^|[^\p{{L}}])(?:(?i:{_LIKELY})\s))(?P<it>{_CAPITAL})(?P<post>[^\p{{L}}'’]|$)"
)
_PATTERN_SURE: Final = rf"(?P<pre>(?:^|[^\p{{L}}])(?i:{_SURE}))(?P<it>{_CAPITAL}|{_ANY})(?P<post>[^\p{{L}}'’]|$)"
_PATTERN_HAN: Final = r"(?P<pre>我叫|我的名字是|联系人[:： ]?|聯繫人[:： ]?)(?P<it>\p{Han}{1,3})(?P<post>[^\p{Han}]|$)"
_A_SENTENCE: Final = 6      # words; a shorter text may well be all capitals and a name
_NOT_A_NAME: Final = frozenset(
    "a an the us me my our we you your i he she it they him her them this that these now today anytime any all only please "
    "and or for to at on in by with from via no not here there if is are text call email mail phone whatsapp telegram "
    "information info details number employer employers supervisor manager management owner office human hr "
    "department company staff team crew agency agent farm job work worker workers service services center state "
    "swa local applicants applicant candidates monday tuesday wednesday thursday friday saturday sunday january "
    "february march april may june july august september october november december mr mrs ms miss dr un una el la los "
    "las le les des de du et y o e mi mis tu su nosotros muy nuevo nueva independiente latina real new not very so just "
    "also available looking back ready ordenado ordenada fuerte puntual responsable serio seria honesto "
    "honesta trabajador trabajadora um uma para por com con en au aux mon ma mes votre notre nos disponible "
    "withheld none unknown n/a tbd see required date first last address usa via additional federal tel fax web "
    "centre или и в на с по не мы вы он она нас кто что это или та і в на з по не ми ви нас хто що це "
    "في من على إلى الى مع معك أيضا ايضا هذا هذه هنا كل لا نحن عن أو او".split())
#: Languages whose function words are no names. Russian, Ukrainian and Arabic ones stand above.
_LANGUAGES: Final = ("en", "es", "fr", "pt", "de", "it", "nl", "pl")


def find_names(texts: pl.Series) -> pl.DataFrame:
    """row, start, end, value, certainty of each name. texts: str without nulls."""
    found: list[pl.DataFrame] = [
        find_spans(texts, pattern).with_columns(pl.lit(certainty, pl.Float32).alias("certainty"))
        for pattern, certainty in ((_PATTERN_SURE, 0.9), (_PATTERN, 0.7), (_PATTERN_HAN, 0.85))
    ]
    found[0] = found[0].filter(~_small_after_capital())
    found[1] = found[1].filter(~_in_title_case(texts.gather(found[1]["row"])))
    never = _NOT_A_NAME | little_words(*_LANGUAGES)
    value = pl.col("written").str.to_lowercase().str.replace_all("’", "'", literal=True)
    read = pl.concat(found).with_columns(value.alias("value"), value.str.extract(r"^([^\s-]+)").alias("first"))
    alone = pl.col("value").str.extract(r"\s(.+)$").is_in(list(never)).fill_null(False)
    return (
        read.filter(~pl.col("first").is_in(list(never)))
        .with_columns(
            pl.when(alone).then("first").otherwise("value").alias("value"),
            pl.when(alone).then(pl.col("start") + pl.col("first").str.len_chars()).otherwise("end").alias("end"))
        .sort("row", "start", "certainty", descending=[False, False, True])
        .unique(["row", "start"], keep="first", maintain_order=True)
        .select("row", "start", "end", "value", "certainty")
    )


def _small_after_capital() -> pl.Expr:
    """Whether a name begins with a small letter although its cue, which ends `before`, does not."""
    small = pl.col("written").str.contains(r"^\p{Ll}")
    return small & pl.col("before").str.extract(rf"((?i:{_SURE}))$").str.contains(r"^\p{Lu}").fill_null(False)


def _in_title_case(texts: pl.Series) -> pl.Series:
    """Whether Most Words Of A Text Begin Like This: there a capital letter does not tell a name."""
    capitals = texts.str.count_matches(r"(?:^|\s)\p{Lu}\p{Ll}")
    words = texts.str.count_matches(r"(?:^|\s)\p{L}\p{Ll}")
    return (capitals * 2 > words) & (words >= _A_SENTENCE)
