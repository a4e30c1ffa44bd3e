"""Cities in prose are found word by word, as the whole pattern would find them."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.text import named_places
from daybreak.text.gazetteer import is_region
from daybreak.text.spans import find_spans

_SPAN = ["row", "start", "end", "written"]
TEXTS = st.lists(st.lists(st.sampled_from(
    "in In at A a À près Près de De ville cerca from to To Lyon Paris New York Port-au-Prince St. Москве в В г. Г. м. PA TX "
    "France O'Fallon and the , . \n - 5 上海 works EN En en of".split(" ")), max_size=14).map(" ".join), max_size=4)


def _series(texts: list[str]) -> pl.Series:
    return pl.Series([t.replace(" ,", ",") for t in texts], dtype=pl.String)


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_names_after_a_cue_are_those_of_the_pattern(texts: list[str]) -> None:
    series = _series(texts)
    quick = named_places._cued(series)
    assert quick.rows() == find_spans(series, named_places._CUED).select(_SPAN).rows()


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_names_with_a_state_are_those_of_the_pattern(texts: list[str]) -> None:
    series = _series(texts)
    quick, slow = named_places._stated(series), find_spans(series, named_places._WITH_STATE)
    kept = [f.filter(is_region(f["written"].str.extract(r",\s?(.+)$"))).select(_SPAN).rows() for f in (quick, slow)]
    assert kept[0] == kept[1]
