"""An edit by whoever owns the database is found; a cut tail is found with a head that was kept elsewhere."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import connection

from daybreak.errors import WrongHead
from daybreak.ledger.chain import Verdict
from daybreak_web.accounts.models import User
from daybreak_web.audit.acts import record
from daybreak_web.audit.checks import Checked, kept_heads, verify_all
from daybreak_web.audit.guards import drop_guards
from daybreak_web.audit.models import ChainHead, CombinedHead, Entry
from daybreak_web.audit.tasks import combine_heads

HERE = UUID(int=7)
EDITS = {
    "chain": "'desk2'", "sequence": "9", "at": "'2026-01-01 00:00:00+00:00'", "actor": "NULL", "role": "'prosecutor'",
    "act": "'lead.seen'", "purpose": "'audit'", "records": "'[]'", "fields": "'[\"name\"]'", "commitments": "'{}'",
    "previous": "'" + "0" * 63 + "1'", "digest": "'" + "a" * 64 + "'",
}


@pytest.fixture
def acts(ada: User) -> User:
    """Five acts on the desk, three in a compartment."""
    for number in range(5):
        record(ada, "lead.judged", purpose="investigation", records=[uuid4()], fields=["verdict"],
               commitments={"verdict": bytes([number]) * 32})
    for _ in range(3):
        record(ada, "lead.opened", compartment=HERE)
    return ada


def by_root(sql: str) -> None:
    """What somebody who owns the database can do."""
    drop_guards(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql)


def found(**kept: str) -> dict[str, Checked]:
    """The findings by chain."""
    return {each.chain: each for each in verify_all(kept_heads(kept["head"]) if kept else {})}


def test_chains_that_nobody_touched_are_sound_but_their_tail_is_not_checkable(acts: User) -> None:
    for each in found().values():
        assert not each.broken and each.finding.verdict is Verdict.TAIL_UNKNOWN and "tail not checkable" in str(each)


def test_no_entry_is_no_fault(db: None) -> None:
    assert verify_all() == [] and combine_heads() is None


def test_the_edits_tried_are_those_of_every_column(db: None) -> None:
    assert {field.column for field in Entry._meta.concrete_fields} == set(EDITS)


@pytest.mark.parametrize("number", [1, 3, 5])
@pytest.mark.parametrize("column", EDITS)
def test_an_edit_of_any_column_is_found(acts: User, column: str, number: int) -> None:
    by_root(f"UPDATE audit_entry SET {column} = {EDITS[column]} WHERE chain = 'desk' AND sequence = {number}")
    assert found()["desk"].broken and not found()[f"c:{HERE}"].broken


UNREADABLE = [("digest", "'no hex'"), ("previous", "''"), ("records", "'{}'")]
if connection.vendor == "sqlite":       # PostgreSQL takes no such values
    UNREADABLE += [("actor", "'nobody'"), ("at", "'yesterday'")]


@pytest.mark.parametrize(("column", "value"), UNREADABLE)
def test_a_column_that_cannot_be_read_any_more_is_found(acts: User, column: str, value: str) -> None:
    by_root(f"UPDATE audit_entry SET {column} = {value} WHERE chain = 'desk' AND sequence = 3")
    assert found()["desk"].finding.at == 3


def test_an_entry_taken_from_the_middle_is_found(acts: User) -> None:
    by_root("DELETE FROM audit_entry WHERE chain = 'desk' AND sequence = 2")
    assert found()["desk"].finding.verdict is Verdict.EDITED


def test_a_tail_cut_in_haste_is_found_by_the_desk_s_own_head(acts: User) -> None:
    by_root("DELETE FROM audit_entry WHERE chain = 'desk' AND sequence > 3")
    assert found()["desk"].broken and "own head" in str(found()["desk"])


def cut_with_care() -> None:
    """Cut the tail and make the desk's own head fit."""
    by_root("DELETE FROM audit_entry WHERE chain = 'desk' AND sequence > 3")
    last = Entry.objects.get(chain="desk", sequence=3)
    ChainHead.objects.filter(chain="desk").update(size=3, digest=last.digest)


def test_a_tail_cut_with_care_is_found_only_with_a_head_kept_elsewhere(acts: User) -> None:
    combined = combine_heads()
    assert combined is not None
    kept = "\n".join([*combined.heads, combined.line])
    assert found(head=kept)["desk"].finding.verdict is Verdict.WHOLE
    cut_with_care()
    assert not found()["desk"].broken and "tail not checkable" in str(found()["desk"])
    checked = found(head=kept)["desk"]
    assert checked.broken and checked.finding.verdict is Verdict.CUT and checked.finding.at == 4


def test_the_combined_line_alone_is_enough(acts: User) -> None:
    combined = combine_heads()
    assert combined is not None
    cut_with_care()
    assert found(head=combined.line)["desk"].finding.verdict is Verdict.CUT


def test_a_chain_written_anew_is_found_with_a_head(acts: User) -> None:
    combined = combine_heads()
    assert combined is not None
    cut_with_care()
    for _ in range(2):
        record(acts, "lead.seen")
    assert not found()["desk"].broken
    assert found(head=combined.line)["desk"].finding.verdict is Verdict.REWRITTEN


def test_a_whole_chain_taken_away_is_found_with_a_head(acts: User) -> None:
    combined = combine_heads()
    assert combined is not None
    by_root("DELETE FROM audit_entry WHERE chain = 'desk'")
    ChainHead.objects.filter(chain="desk").delete()
    assert "desk" not in found() and found(head=combined.line)["desk"].broken


def test_what_came_after_the_head_is_not_vouched_for(acts: User) -> None:
    combined = combine_heads()
    record(acts, "lead.seen")
    assert combined is not None
    finding = found(head=combined.line)["desk"].finding
    assert (finding.verdict, finding.size, finding.covered) == (Verdict.TAIL_UNKNOWN, 6, 5)


def test_heads_are_combined_anew_only_when_something_was_added(acts: User) -> None:
    first, again = combine_heads(), combine_heads()
    assert first == again and CombinedHead.objects.count() == 1
    record(acts, "lead.seen")
    assert combine_heads() != first and CombinedHead.objects.count() == 2


def test_heads_changed_beside_their_combined_line_are_refused(acts: User) -> None:
    combined = combine_heads()
    assert combined is not None
    by_root("UPDATE audit_combinedhead SET heads = '[]'")
    with pytest.raises(WrongHead, match="does not hold the heads"):
        kept_heads(combined.line)


@pytest.mark.parametrize("text", ["", "\n# only a remark\n", "nonsense", "daybreak-head/1 desk 5",
                                  "daybreak-head/1 combined 1 " + "0" * 64])
def test_a_file_without_heads_of_this_desk_is_refused(acts: User, text: str) -> None:
    with pytest.raises(WrongHead):
        kept_heads(text)


def test_lines_of_two_times_are_refused(acts: User) -> None:
    first = combine_heads()
    record(acts, "lead.seen")
    second = combine_heads()
    assert first is not None and second is not None
    with pytest.raises(WrongHead, match="not that of the other lines"):
        kept_heads("\n".join([*first.heads, second.line]))
    with pytest.raises(WrongHead, match="two heads"):
        kept_heads("\n".join([*first.heads, *second.heads]))
