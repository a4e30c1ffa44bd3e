"""The fast way and the careful way read the same values, lines and rejects; that is what lets the fast way be used."""

from __future__ import annotations

import csv
import io
import json

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daybreak.read import delimited, json_lines
from daybreak.read.characters import utf8_blocks
from daybreak.read.delimited import Heading, read_delimited, read_heading
from daybreak.read.json_lines import read_json_lines
from daybreak.read.rejecting import Rejects

ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
VALUES = st.one_of(ANY_TEXT, st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(allow_nan=False),
                   st.lists(st.integers(0, 9), max_size=2), st.dictionaries(st.sampled_from("xy"), st.integers(), max_size=1))
ROWS = st.lists(st.dictionaries(st.sampled_from(["title", "body", "price", "odd"]), VALUES, max_size=4), max_size=6)
BROKEN = st.sampled_from(["", "   ", "{", "null", "[1]", '{"title": NaN}', '{"title": "a\\ud800"}', '{"title":"x"} y', '"t"',
                          '{"title": "a\tb"}', '{"body": 1e999}', '{"title": "x", "title": "y"}', "{" * 50, '{"a":' * 3000])


def _as_dicts(frame: pl.DataFrame) -> list[dict[str, object]]:
    return [{k: v for k, v in row.items() if v is not None} for row in frame.to_dicts()]


def _json_both_ways(content: bytes) -> tuple[object, object]:
    def read() -> object:
        rejects, keys = Rejects("f"), set()
        frame = read_json_lines([content] if content else [], lambda k: k in ("title", "body", "price"), keys, rejects)
        return _as_dicts(frame), keys, rejects.rows

    fast = read()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_lines, "_read_fast", lambda *a: None)
        return fast, read()


@settings(deadline=None, max_examples=150)
@given(ROWS)
def test_json_lines_are_read_alike_both_ways(rows):
    content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    fast, careful = _json_both_ways(content)
    assert fast == careful
    assert len(fast[0]) == len(rows)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.one_of(ROWS.map(lambda r: json.dumps(r[0]) if r else "{}"), BROKEN), max_size=8))
def test_among_broken_lines_the_good_ones_are_read_at_their_own_line(lines):
    fast, careful = _json_both_ways("\n".join(lines).encode())
    assert fast == careful
    kept = {row["line"] for row in careful[0]}
    rejected = {row[0] for row in careful[2]}
    assert not kept & rejected
    assert kept | rejected == {n for n, line in enumerate(lines, 1) if line.strip()}


def test_half_characters_and_numbers_that_json_does_not_know_are_mended():
    fast, _ = _json_both_ways(b'{"title": "a\\ud83d", "price": NaN}\n{"title": "\\ud83d\\ude00"}\n')
    assert fast[0] == [{"line": 1, "title": "a\ufffd"}, {"line": 2, "title": "\U0001f600"}]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


def _csv_all_ways(content: bytes, heading: Heading, size: int = 1 << 20) -> list[object]:
    def read() -> object:
        rejects = Rejects("f")
        blocks = utf8_blocks([content], content, lambda *a: None, size)
        return _as_dicts(read_delimited(blocks, heading, lambda n: True, rejects)), rejects.rows

    told = [read()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "_read_fast", lambda *a: None)
        told.append(read())
        patch.setattr(delimited, "_whole_records", lambda *a: (False, 0))
        told.append(read())
    return told


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6), st.sampled_from([",", ";", "\t", "|"]),
       st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.sampled_from(["\n", "\r\n"]), st.integers(1, 60))
def test_delimited_text_is_read_alike_all_ways(rows, mark, quoting, end, size):
    if any("\r" in cell for row in rows for cell in row):
        quoting = csv.QUOTE_ALL         # bare, it would be part of the line's end
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark, quoting=quoting, lineterminator=end).writerows([["title", "body", "x"], *rows])
    content = out.getvalue().encode()
    heading = Heading(("title", "body", "x"), mark, 1)
    ways = _csv_all_ways(content, heading, size)
    assert ways[0] == ways[1] == ways[2]
    expected, line = [], 2
    for row in rows:
        cells = {k: v for k, v in zip(heading.columns, row, strict=True) if v}
        if cells:
            expected.append({"line": line} | cells)
        line += 1 + sum(cell.count("\n") for cell in row)
    assert ways[0] == (expected, [])


@settings(deadline=None, max_examples=150)
@given(st.text(st.sampled_from('ab",;\n\r\t'), max_size=60))
def test_text_that_breaks_the_rules_is_read_alike_whatever_the_blocks(text):
    content = b"title,body\n" + text.encode()
    heading = read_heading(content.decode(), lambda n: n in ("title", "body"))
    careful = _csv_all_ways(content, heading)[2]
    assert _csv_all_ways(content, heading)[0] == careful
    assert _csv_all_ways(content, heading, 7)[0] == careful


def test_a_quote_that_is_never_closed_costs_one_line():
    content = b'title,body\n"open,one\ntwo,three\nfour,"five"\n'
    rows, rejects = _csv_all_ways(content, Heading(("title", "body"), ",", 1))[0]
    assert rows == [{"line": 3, "title": "two", "body": "three"}, {"line": 4, "title": "four", "body": "five"}]
    assert [r[0] for r in rejects] == [2]
