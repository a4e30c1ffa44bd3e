"""A thief has every byte that the seal gave out to be stored for 50 records, but not the master key: nothing can be read."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from nacl.utils import randombytes_deterministic

from daybreak.errors import CannotOpen
from daybreak.seal.blind import blind
from daybreak.seal.commitments import commit
from daybreak.seal.fields import open_sealed, seal
from daybreak.seal.keys import derive, new_key, unwrap, wrap
from daybreak.seal.master import check_value, new_master, to_words
from daybreak.seal.quorum import split

SHORTEST = 4        # characters: shorter strings stand in any bytes by chance
FIELDS = ("name", "phone", "story")
PEOPLE = ("Marisol Quintanilla", "Олена Коваленко", "阮文雄的妹妹", "Nadège Tchoumi", "فاطمة الزهراء")
WORDS = "the man at the door kept her papers and said that the debt was doubled until winter ends".split()


@dataclass(frozen=True, slots=True)
class Stored:
    """A folder as the web would write it, and what must not be in it."""

    path: Path
    master: bytes
    values: dict[tuple[str, str], str]      # record, field -> value


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stored:
    """50 records under one compartment's key, under the master's. Drawn by a seed, since by chance any four bytes may come."""
    drawn = iter(range(1_000_000))
    for module in ("boxes", "keys"):
        monkeypatch.setattr(f"daybreak.seal.{module}.randombytes",
                            lambda size: randombytes_deterministic(size, next(drawn).to_bytes(32, "big")))
    dice, master, compartment_key = random.Random(7), new_master(), new_key()
    values = {}
    _write(tmp_path / "check", check_value(master))
    _write(tmp_path / "compartment", wrap(compartment_key, derive(master, "compartments"), b"compartment"))
    for _ in range(50):
        record, key = str(uuid.UUID(int=dice.getrandbits(128))), new_key()
        _write(tmp_path / record / "key", wrap(key, compartment_key, record.encode()))
        said = (dice.choice(PEOPLE), f"+31 6 {dice.randrange(10**8):08}", " ".join(dice.choices(WORDS, k=dice.randrange(5, 90))))
        for field, value in zip(FIELDS, said, strict=True):
            values[record, field] = value
            about = _about(record, field)
            _write(tmp_path / record / field, seal(value, key, about))
            _write(tmp_path / record / f"{field}.audit", commit(value, key, about))
            _write(tmp_path / record / f"{field}.look-up", blind(value, derive(compartment_key, "look-up"), field.encode()))
    return Stored(tmp_path, master, values)


def test_no_value_and_no_four_characters_of_one_are_in_the_folder(stored: Stored) -> None:
    haystack = _all_bytes(stored.path)
    assert len(stored.values) == 150
    assert len(haystack) > 150 * 64
    assert [value for value in stored.values.values() if _found(value, haystack)] == []


def test_the_search_would_find_a_value_that_was_stored_in_the_clear(stored: Stored) -> None:
    value = stored.values[next(iter(stored.values))]
    _write(stored.path / "forgotten", b"\x00" + value[3:3 + SHORTEST].encode("utf-8") + b"\xff")
    assert _found(value, _all_bytes(stored.path))


def test_neither_the_master_nor_its_words_nor_any_share_is_in_the_folder(stored: Stored) -> None:
    haystack = _all_bytes(stored.path)
    words = {word for line in [to_words(stored.master), *split(stored.master, 5, 3)] for word in line.split()}
    assert stored.master not in haystack
    assert stored.master.hex().encode() not in haystack
    assert [word for word in words if word.encode() in haystack] == []


def test_with_the_master_every_value_comes_back(stored: Stored) -> None:
    assert {place: _opened(stored.path, stored.master, *place) for place in stored.values} == stored.values


def test_nothing_that_lies_in_the_folder_is_a_key_to_it(stored: Stored) -> None:
    """What has the length of a key (check value, commitments, look-up marks) is tried at every door: as each of the keys."""
    pieces = [path.read_bytes() for path in sorted(stored.path.rglob("*")) if path.is_file()]
    guesses = [bytes(32), *[piece for piece in pieces if len(piece) == 32][::12], *[piece[-32:] for piece in pieces[::12]]]
    assert len(guesses) > 50
    doors = [(stored.path / record / field).read_bytes() for record, field in list(stored.values)[::10]]
    for guess in guesses:
        with pytest.raises(CannotOpen):
            unwrap((stored.path / "compartment").read_bytes(), derive(guess, "compartments"), b"compartment")
        for (record, field), door in zip(list(stored.values)[::10], doors, strict=True):
            with pytest.raises(CannotOpen):
                unwrap((stored.path / record / "key").read_bytes(), guess, record.encode())
            with pytest.raises(CannotOpen):
                open_sealed(door, guess, _about(record, field))


def test_a_destroyed_key_takes_its_record_with_it_and_no_other(stored: Stored) -> None:
    """Even with the master: what is left of the record opens under no key that is left."""
    (gone, *_), (kept, *_) = next(iter(stored.values)), list(stored.values)[-1]
    (stored.path / gone / "key").unlink()
    compartment_key = unwrap((stored.path / "compartment").read_bytes(), derive(stored.master, "compartments"), b"compartment")
    left = [stored.master, compartment_key, *_record_keys(stored.path, compartment_key)]
    assert len(left) == 2 + 49
    for field in FIELDS:
        for key in left:
            with pytest.raises(CannotOpen):
                open_sealed((stored.path / gone / field).read_bytes(), key, _about(gone, field))
        assert _opened(stored.path, stored.master, kept, field) == stored.values[kept, field]


def _opened(folder: Path, master: bytes, record: str, field: str) -> str:
    compartment_key = unwrap((folder / "compartment").read_bytes(), derive(master, "compartments"), b"compartment")
    key = unwrap((folder / record / "key").read_bytes(), compartment_key, record.encode())
    return open_sealed((folder / record / field).read_bytes(), key, _about(record, field))


def _record_keys(folder: Path, compartment_key: bytes) -> Iterator[bytes]:
    for path in folder.glob("*/key"):
        yield unwrap(path.read_bytes(), compartment_key, path.parent.name.encode())


def _about(record: str, field: str) -> bytes:
    return f"{record}/{field}".encode()


def _found(value: str, haystack: bytes) -> bool:
    pieces = {value[start:start + SHORTEST] for start in range(len(value) - SHORTEST + 1)}
    return any(piece.encode(coding) in haystack for piece in pieces for coding in ("utf-8", "utf-16-le"))


def _all_bytes(folder: Path) -> bytes:
    """What stands in the files, in one row. Not their names: those are random ids, whose digits are in some phone number."""
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
