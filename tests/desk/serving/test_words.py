"""The words of the master key on their way in: from a file that is not the desk's, a descriptor, or nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from daybreak.errors import DaybreakError, WrongKey, WrongSetting
from daybreak.seal.master import new_master, to_words
from daybreak.seal.quorum import split
from daybreak_web.serving import words


def test_one_line_is_the_words_and_several_are_shares() -> None:
    master = new_master()
    assert words.from_lines(f"\n  {to_words(master)}\n\n") == master
    assert words.from_lines("\n".join(split(master, 5, 3)[1:4])) == master


@pytest.mark.parametrize("text", ["", "\n \n", "these are not the words", "academic " * 33])
def test_what_is_no_master_key_is_refused(text: str) -> None:
    with pytest.raises(DaybreakError):
        words.from_lines(text)


def test_one_share_alone_is_refused_with_how_many_are_needed() -> None:
    with pytest.raises(WrongKey, match="share"):
        words.from_lines(split(new_master(), 3, 2)[0])


def test_words_in_the_folder_of_the_desk_are_refused_also_behind_a_link(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    data.mkdir()
    (data / "words").write_text(to_words(new_master()))
    (tmp_path / "link").symlink_to(data / "words")
    for file in (data / "words", tmp_path / "link"):
        with pytest.raises(WrongSetting, match="folder of the desk"):
            words.from_file(file, data)


def test_a_file_or_a_descriptor_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match="cannot be read"):
        words.from_file(tmp_path / "nothing", tmp_path / "desk")
    (tmp_path / "bytes").write_bytes(b"\xff\xff")
    with pytest.raises(WrongSetting, match="cannot be read"):
        words.from_file(tmp_path / "bytes", tmp_path / "desk")
    with pytest.raises(WrongSetting, match="Descriptor 987"):
        words.from_descriptor(987)


def test_a_descriptor_gives_the_master(tmp_path: Path) -> None:
    master = new_master()
    (tmp_path / "words").write_text(to_words(master))
    assert words.from_descriptor(os.open(tmp_path / "words", os.O_RDONLY)) == master
