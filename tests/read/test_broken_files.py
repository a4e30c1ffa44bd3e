"""Files that were cut, damaged or made to harm: good rows and rejects, or an error that says what to do; never a crash."""

from __future__ import annotations

import gzip
import random

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.errors import DaybreakError
from daybreak.read.reading import read_ads

from .test_reading import FORMS, PAGE, warc

CONTENTS = FORMS | {
    "a.jsonl.gz": gzip.compress(FORMS["a.jsonl"] * 50, mtime=0),
    "a.csv.zst": zstandard.ZstdCompressor().compress(FORMS["a.csv"] * 50),
    "a.warc": warc(*[(f"https://x.example/{i}", PAGE, "text/html") for i in range(3)]),
    "a.warc.gz": warc(*[(f"https://x.example/{i}", PAGE, "text/html") for i in range(3)], packed=True),
}


def _survives(path, content):
    path.write_bytes(content)
    try:
        found = read_ads([path])
    except DaybreakError as error:
        if not error.do:
            raise AssertionError("an error without what to do") from error
        return
    assert found.ads["ad"].to_list() == list(range(len(found.ads)))
    assert found.ads["id"].is_unique().all()
    assert found.rejects["reason"].is_not_null().all()


@pytest.mark.parametrize("name", CONTENTS)
def test_a_file_cut_anywhere_does_no_harm(tmp_path, name):
    content = CONTENTS[name]
    for end in sorted({*range(min(len(content), 40)), *range(0, len(content), max(1, len(content) // 40)),
                       len(content) - 1}):
        _survives(tmp_path / name, content[:end])


@pytest.mark.parametrize("name", CONTENTS)
def test_a_file_with_altered_bytes_does_no_harm(tmp_path, name):
    chance = random.Random(name)
    for _ in range(60):
        content = bytearray(CONTENTS[name])
        for _ in range(chance.choice((1, 1, 3, 20))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        _survives(tmp_path / name, bytes(content))


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=200), st.sampled_from([b"", b"PAR1", b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"{", b"[",
                                                 b"text,id\n", b"\xff\xfe", b"\xef\xbb\xbf"]))
def test_any_bytes_at_all_do_no_harm(tmp_path_factory, content, start):
    _survives(tmp_path_factory.getbasetemp() / "any", start + content)
