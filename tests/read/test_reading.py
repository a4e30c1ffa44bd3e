"""Files of adverts as people have them: what is read, what is rejected and what is said about it."""

# ruff: noqa: DTZ001 (what a run holds is UTC and has no zone)
from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from daybreak.errors import UnreadableInput, WrongSetting
from daybreak.model.tables import ADS, REJECTS
from daybreak.read import opening
from daybreak.read.reading import Before, Read, read_ads
from daybreak.settings import ReadSettings
from daybreak.store.schema import polars_schema

ROWS = [
    {"id": "a1", "title": "Orchard pickers", "body": "Call +1 202 555 0143", "posted_at": "2026-01-07T10:00:00+02:00",
     "latitude": 45.5, "longitude": -73.6, "country": "United States"},
    {"id": "a2", "title": "Room, quiet street", "body": "Комната у парка, «тихо»", "posted_at": None, "latitude": None,
     "longitude": None, "country": None},
]


def jsonl(rows: list[dict[str, object]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def parquet(rows: list[dict[str, object]]) -> bytes:
    out = io.BytesIO()
    pl.DataFrame(rows).write_parquet(out)
    return out.getvalue()


def warc(*pages: tuple[str, bytes, str], packed: bool = False) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for number, (address, content, kind) in enumerate(pages):
        head = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            address, "response", payload=io.BytesIO(content), http_headers=head, warc_headers_dict={
                "WARC-Date": "2026-01-07T10:00:00Z", "WARC-Record-ID": f"<urn:uuid:{number}>"})
        writer.write_record(record)
        record.raw_stream.close()
    return out.getvalue()


FORMS = {
    "a.jsonl": jsonl(ROWS),
    "a.ndjson": jsonl(ROWS).replace(b"\n", b"\r\n"),
    "a.json": json.dumps(ROWS, indent=2).encode(),
    "flat.json": json.dumps(ROWS).encode(),
    "wrapped.json": json.dumps({"count": 2, "ads": ROWS}, indent=1).encode(),
    "a.csv": pl.DataFrame(ROWS).write_csv().encode(),
    "semicolon.csv": pl.DataFrame(ROWS).write_csv(separator=";").encode(),
    "bom.csv": b"\xef\xbb\xbf" + pl.DataFrame(ROWS).write_csv().encode(),
    "excel.csv": b"sep=;\r\n" + pl.DataFrame(ROWS).write_csv(separator=";", line_terminator="\r\n").encode(),
    "utf16.csv": pl.DataFrame(ROWS).write_csv(separator="\t").encode("utf-16"),
    "a.tsv": pl.DataFrame(ROWS).write_csv(separator="\t").encode(),
    "a.parquet": parquet(ROWS),
}


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def read(folder: Path, content: bytes | str, name: str = "a.csv", **settings: object) -> Read:
    content = content.encode() if isinstance(content, str) else content
    return read_ads([write(folder, name, content)], ReadSettings(**settings))


@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
@pytest.mark.parametrize("name", FORMS)
def test_every_format_gives_the_same_adverts(tmp_path, name, packing):
    content = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.ZstdCompressor().compress}[packing](FORMS[name])
    found = read(tmp_path, content, name + packing)
    assert found.ads.schema == polars_schema(ADS)
    assert found.rejects.schema == polars_schema(REJECTS)
    assert found.rejects.is_empty()
    assert found.ads.select(ROWS[0].keys()).to_dicts() == [
        ROWS[0] | {"posted_at": datetime(2026, 1, 7, 8), "country": "US"}, ROWS[1]]
    assert found.inputs[0].rows == 2
    assert found.inputs[0].bytes == len(content)


def test_the_kind_is_told_by_the_content_and_not_by_the_name(tmp_path):
    assert len(read(tmp_path, FORMS["a.parquet"], "a.csv").ads) == 2
    assert len(read(tmp_path, gzip.compress(FORMS["a.csv"], mtime=0), "a.jsonl").ads) == 2


def test_only_some_text_is_needed_and_ids_are_made(tmp_path):
    found = read(tmp_path, "text\nfirst advert\n\nsecond advert\n").ads
    assert found.select("ad", "id", "line", "body").rows() == [
        (0, "a.csv:2", 2, "first advert"), (1, "a.csv:4", 4, "second advert")]


def test_text_stays_exactly_as_it_came(tmp_path):
    odd = "  ７７７ a\u200bb\u0301 😀\n\ttwo  "
    assert read(tmp_path, jsonl([{"body": odd}]), "a.jsonl").ads["body"][0] == odd


def test_a_bad_row_is_rejected_and_the_rest_goes_on(tmp_path):
    found = read(tmp_path, b'{"body": "one"}\n{"body": "two"\n\n[1]\n{"body": " "}\n{"body": "three"}\n', "a.jsonl")
    assert found.ads["line"].to_list() == [1, 6]
    assert found.rejects.select("line", "field").rows() == [(2, None), (4, None), (5, None)]
    assert found.rejects["content"][0] == '{"body": "two"'
    assert found.inputs[0].rejected == 3


def test_a_bad_field_is_rejected_and_its_advert_stays(tmp_path):
    bad = {"posted_at": "2026-02-30", "latitude": 91, "longitude": 7, "image_hash": "ffee", "pay": "lots", "pay_unit": "x",
           "phone": {"home": 1}}
    found = read(tmp_path, jsonl([{"id": "a", "body": "text"} | bad]), "a.jsonl")
    assert found.ads.select(bad.keys()).row(0) == (None,) * len(bad)
    assert found.rejects["field"].to_list() == ["image_hash", "latitude", "pay", "pay_unit", "phone", "posted_at"]
    assert found.inputs[0].rejected == 0


def test_the_second_of_two_adverts_with_one_id_is_rejected_also_across_files(tmp_path):
    one = write(tmp_path, "one.csv", b"id,text\n1,a\n1,b\n2,c\n")
    two = write(tmp_path, "two.csv", b"id,text\n2,d\n3,e\n")
    found = read_ads([one, two])
    assert found.ads.select("id", "body", "file").rows() == [("1", "a", 0), ("2", "c", 0), ("3", "e", 1)]
    assert found.rejects.select("file", "line", "content").rows() == [("one.csv", 3, "1"), ("two.csv", 2, "2")]


def test_numbers_go_on_when_a_run_has_adverts_already(tmp_path):
    path = write(tmp_path, "one.csv", b"id,text\n1,a\n2,b\n,c\n")
    found = read_ads([path], before=Before(frozenset({"one.csv"}), pl.Series(["2"]), inputs=3, ads=10))
    assert found.ads.select("ad", "id", "file").rows() == [(10, "1", 3), (11, "one.csv (2):4", 3)]
    assert found.inputs[0].name == "one.csv (2)"


def test_columns_are_mapped_as_said_and_a_wrong_mapping_names_those_that_exist(tmp_path):
    assert read(tmp_path, "x,y\none,two\n", columns=(("body", "y"),)).ads["body"][0] == "two"
    with pytest.raises(WrongSetting, match="remarks") as error:
        read(tmp_path, "text,y\none,two\n", columns=(("body", "remarks"),))
    assert "text, y" in error.value.do


def test_several_columns_of_contacts_stand_side_by_side(tmp_path):
    found = read(tmp_path, "text,phone,WhatsApp,Phone 2\na,1,2,\nb,,3,\n", columns=(("phone", "phone"), ("phone", "whatsapp")))
    assert found.ads["phone"].to_list() == ["1;2", "3"]


def test_lines_that_are_not_utf8_are_read_as_latin_and_said_so(tmp_path):
    found = read(tmp_path, b"id,text\n1,plain\n2,caf\xe9 \x80\n3,na\xc3\xafve\n")
    assert found.ads["body"].to_list() == ["plain", "café €", "naïve"]
    assert found.rejects.select("line", "field").rows() == [(3, "encoding")]


def test_a_country_is_filled_in_where_none_is_named(tmp_path):
    assert read(tmp_path, "text,country\na,\nb,Spain\n", country="FR").ads["country"].to_list() == ["FR", "ES"]


def test_headings_that_stand_twice_or_are_empty_do_no_harm(tmp_path):
    assert read(tmp_path, "text,,text\na,b,c\n").ads["body"].to_list() == ["a"]


def test_a_row_that_is_too_long_is_rejected(tmp_path):
    found = read(tmp_path, "id,text\n1,a\n2,b,c\n3,d\n")
    assert found.ads["id"].to_list() == ["1", "3"]
    assert found.rejects["reason"].to_list() == ["3 cells where the heading has 2"]


def test_a_damaged_element_of_a_json_list_is_rejected_and_the_next_is_read(tmp_path):
    found = read(tmp_path, b'[{"body": "one"}, {"body": tw}, {"body": "three"}]', "a.json")
    assert found.ads.select("line", "body").rows() == [(1, "one"), (3, "three")]
    assert found.rejects["line"].to_list() == [2]


PAGE = b"""<!doctype html><title>Orchard  pickers</title><nav>Home | Help</nav><script>var x=1</script>
<body><h1>Pickers wanted</h1><p>Season starts&nbsp;in May.<br>Call 202 555 0143</p><div hidden>not seen</div></body>"""


@pytest.mark.parametrize("packed", [False, True])
def test_pages_of_a_web_archive_become_adverts(tmp_path, packed):
    pages = [("https://www.board.example/ad/1", PAGE, "text/html; charset=utf-8"),
             ("https://x.example/p.png", b"PNG", "image/png"),
             ("https://board.example/ad/2", "<p>Zimmer f\xfcr zwei</p>".encode("latin-1"), "text/html; charset=iso-8859-1")]
    found = read(tmp_path, warc(*pages, packed=packed), "a.warc.gz" if packed else "a.warc")
    one, two = found.ads.to_dicts()
    assert (one["title"], one["body"]) == ("Orchard pickers", "Pickers wanted\nSeason starts in May.\nCall 202 555 0143")
    assert (one["site"], one["source"], one["url"]) == ("board.example", "https://www.board.example/ad/1", None)
    assert one["posted_at"] == datetime(2026, 1, 7, 10)
    assert (two["body"], two["line"], two["id"]) == ("Zimmer für zwei", 3, "urn:uuid:2")


def test_a_gzip_file_that_was_cut_keeps_its_good_rows(tmp_path):
    rows = jsonl([{"id": str(i), "body": f"advert number {i * 7919 % 10007}"} for i in range(5000)])
    found = read(tmp_path, gzip.compress(rows, mtime=0)[:-3000], "a.jsonl.gz")
    assert 1000 < len(found.ads) < 5000
    assert "cut off" in found.rejects["reason"][-1] or "not JSON" in found.rejects["reason"][-1]
    assert any("cut off" in reason for reason in found.rejects["reason"])


@pytest.mark.parametrize(("name", "content"), [
    ("empty.csv", b""), ("blank.csv", b" \n\n"), ("a.parquet", FORMS["a.parquet"][:-20]),
    ("a.gz", gzip.compress(b"x" * 99, mtime=0)[:12]),
    ("book.xlsx", b"PK\x03\x04..."), ("a.pdf", b"%PDF-1.7"), ("page.html", b"<!DOCTYPE html><p>x"),
    ("odd.bin", bytes(range(256))),
    ("no-text.csv", b"a,b\n1,2\n"), ("no-text.parquet", parquet([{"price": 1}])), ("bad.jsonl", b"{\n{\n"),
    ("twice.gz", gzip.compress(gzip.compress(b"text\nx\n", mtime=0), mtime=0)),
    ("nothing.gz", gzip.compress(b"", mtime=0)), ("a.jsonl", b'{"x": 1}\n')])
def test_a_file_of_which_nothing_can_be_read_stops_with_what_to_do(tmp_path, name, content):
    with pytest.raises(UnreadableInput) as error:
        read(tmp_path, content, name)
    assert name in error.value.what
    assert len(error.value.do) > 10


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(UnreadableInput, match="no such file"):
        read_ads([tmp_path / "gone.csv"])


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress])
def test_a_bomb_is_refused_before_it_fills_the_memory(tmp_path, pack, monkeypatch):
    monkeypatch.setattr(opening, "_FREE", 16 << 20)
    bomb = write(tmp_path, "bomb.jsonl", pack(b'{"body": "' + b"a" * (150 << 20)))
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableInput, match="when unpacked"):
            read_ads([bomb])
        assert tracemalloc.get_traced_memory()[1] < 120 << 20
    finally:
        tracemalloc.stop()


def test_a_folder_is_read_in_order_and_what_is_skipped_is_named(tmp_path):
    for name, content in {"b.csv": b"text\nb\n", "a/z.jsonl": b'{"text": "a"}\n', ".hidden.csv": b"text\nx\n",
                          "notes.md": b"hello", "truth.csv": b"id,organisation\n1,2\n",
                          ".git/c.csv": b"text\nx\n", "none.csv": b""}.items():
        write(tmp_path, name, content)
    found = read_ads([tmp_path])
    assert found.ads.select("id", "body").rows() == [("a/z.jsonl:1", "a"), ("b.csv:2", "b")]
    assert {n["file"]: n["why"] for n in found.notes if n["event"] == "skipped"} == {
        ".hidden.csv": "hidden", "notes.md": "not a kind of file that holds adverts", "none.csv": "empty",
        "truth.csv": "no column with a title or a text"}


def test_a_folder_without_adverts_is_said_so(tmp_path):
    write(tmp_path, "notes.md", b"hello")
    with pytest.raises(UnreadableInput, match="no file of adverts"):
        read_ads([tmp_path])


def test_real_job_orders_are_read_alike_from_both_files(shared_data):
    one = read_ads([shared_data("job-orders/job-orders.parquet")])
    two = read_ads([shared_data("job-orders/job-orders.jsonl.gz")])
    assert one.ads.equals(two.ads)
    assert len(one.ads) == 6693
    assert one.rejects["content"].to_list() == ["Bi-Weekly", "Bi-Weekly"]
