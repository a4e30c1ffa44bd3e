"""Who may be in a compartment is decided by those who steer it, ends by itself, and is written down."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone

from daybreak_web.accounts.models import User
from daybreak_web.audit.models import Entry
from daybreak_web.compartments import acts, keys, reads
from daybreak_web.compartments.access import compartments_of, has_lost_right, membership, memberships_of, reviews_of
from daybreak_web.compartments.models import BreakGlass, Membership, Notice

MONTH = timedelta(days=30)


def _grant(actor: User, compartment, person: User, **changed):
    given = {"purpose": "investigation", "legal_basis": "Section 7", "ends_at": timezone.now() + MONTH}
    return acts.grant(actor, compartment, person, **(given | changed))


def test_whoever_opens_a_compartment_for_another_sees_nothing_of_it(opened, ada, sue) -> None:
    compartment = opened(ada)
    assert list(compartments_of(ada)) == [compartment]
    assert not compartments_of(sue).exists()


def test_only_a_supervisor_opens_compartments(master, ada) -> None:
    with pytest.raises(Http404):
        acts.open_compartment(ada, title="x", kind="investigation", purpose="investigation", owner=ada,
                              legal_basis="x", ends_at=timezone.now() + MONTH)


def test_a_membership_opens_from_its_start_to_its_end_and_not_a_moment_longer(opened, ada, dov) -> None:
    compartment = opened(ada)
    held = _grant(ada, compartment, dov)
    assert compartments_of(dov, held.starts_at).exists()
    assert not compartments_of(dov, held.starts_at - timedelta(microseconds=1)).exists()
    assert compartments_of(dov, held.ends_at - timedelta(microseconds=1)).exists()
    assert not compartments_of(dov, held.ends_at).exists()


def test_an_ended_membership_opens_nothing(opened, ada, dov) -> None:
    compartment = opened(ada)
    held = _grant(ada, compartment, dov)
    acts.end_membership(ada, held)
    assert not compartments_of(dov).exists() and membership(dov, compartment) is None
    with pytest.raises(Http404):
        acts.end_membership(ada, held)


def test_a_role_that_may_not_join_any_more_sees_nothing_at_once(opened, ada, dov) -> None:
    compartment = opened(ada)
    _grant(ada, compartment, dov)
    for role in ("administrator", "trainer", "caseworker"):
        dov.role = role
        dov.save()
        assert not compartments_of(dov).exists() and membership(dov, compartment) is None
    dov.role, dov.is_active = "analyst", False
    assert not compartments_of(dov).exists()


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_a_membership_ends_in_the_future_and_within_a_year(opened, ada, dov, days) -> None:
    with pytest.raises(ValidationError):
        _grant(ada, opened(ada), dov, ends_at=timezone.now() + timedelta(days=days))


def test_an_administrator_is_never_made_a_member(opened, ada, adm) -> None:
    with pytest.raises(ValidationError):
        _grant(ada, opened(ada), adm)


def test_law_enforcement_is_kept_out_of_service_data_by_grant_and_by_emergency(opened, cleo, ada, ben) -> None:
    compartment = opened(cleo, kind="services")
    with pytest.raises(ValidationError):
        _grant(cleo, compartment, ada)
    with pytest.raises(ValidationError):
        acts.break_glass(ben, compartment.pk, category="life", reason="somebody is in danger", hours=1)


def test_nobody_grants_to_themselves_and_a_member_who_does_not_steer_grants_nothing(opened, ada, dov, ben) -> None:
    compartment = opened(ada)
    with pytest.raises(ValidationError):
        _grant(ada, compartment, ada)
    _grant(ada, compartment, dov)
    with pytest.raises(Http404):
        _grant(dov, compartment, ben)


def test_a_renewal_replaces_the_earlier_membership(opened, ada, dov) -> None:
    compartment = opened(ada)
    _grant(ada, compartment, dov)
    later = _grant(ada, compartment, dov, ends_at=timezone.now() + timedelta(days=1))
    assert [held.pk for held in memberships_of(ada, compartment).filter(user=dov)] == [later.pk]


def test_a_compartment_is_handed_over_to_a_member_only_and_its_owner_cannot_just_leave(opened, ada, dov) -> None:
    compartment = opened(ada)
    with pytest.raises(ValidationError):
        acts.hand_over(ada, compartment, dov)
    with pytest.raises(ValidationError):
        acts.end_membership(ada, Membership.objects.get(user=ada))
    _grant(ada, compartment, dov)
    acts.hand_over(ada, compartment, dov)
    compartment.refresh_from_db()
    assert compartment.owner == dov
    acts.end_membership(ada, Membership.objects.get(user=ada))
    assert not compartments_of(ada).exists()


def test_an_emergency_lets_in_for_its_hours_and_tells_owner_and_supervisor(opened, ada, dov, sue) -> None:
    compartment = opened(ada)
    made = acts.break_glass(dov, compartment.pk, category="life", reason="somebody is in danger", hours=2)
    assert list(compartments_of(dov)) == [compartment] and membership(dov, compartment) is None
    assert not compartments_of(dov, made.opened_at + timedelta(hours=2)).exists()
    assert {notice.user for notice in Notice.objects.all()} == {ada, sue}
    with pytest.raises(Http404):
        _grant(dov, compartment, sue)


def test_an_unknown_reference_and_a_forbidden_one_are_refused_in_the_same_words(opened, ada, cleo, sue) -> None:
    said = []
    for reference in (uuid4(), opened(ada).pk):
        with pytest.raises(ValidationError) as refused:
            acts.break_glass(cleo, reference, category="life", reason="somebody is in danger", hours=1)
        said.append(refused.value.messages)
    assert said[0] == said[1]


@pytest.mark.parametrize(("category", "hours", "reason"), [
    ("curiosity", 1, "somebody is in danger"), ("life", 0, "somebody is in danger"),
    ("life", 25, "somebody is in danger"), ("life", 1, "   ")])
def test_an_emergency_without_category_hours_or_reason_is_none(opened, ada, dov, category, hours, reason) -> None:
    compartment = opened(ada)
    with pytest.raises(ValidationError):
        acts.break_glass(dov, compartment.pk, category=category, reason=reason, hours=hours)
    assert not BreakGlass.objects.exists()


def test_without_review_in_72_hours_the_right_is_lost_until_somebody_else_reviews(opened, ada, dov, sue) -> None:
    compartment = opened(ada)
    made = acts.break_glass(dov, compartment.pk, category="life", reason="somebody is in danger", hours=2)
    assert not has_lost_right(dov, made.opened_at + timedelta(hours=71))
    assert has_lost_right(dov, made.opened_at + timedelta(hours=72))
    BreakGlass.objects.update(opened_at=made.opened_at - timedelta(hours=73), ends_at=made.ends_at - timedelta(hours=73))
    with pytest.raises(ValidationError):
        acts.break_glass(dov, compartment.pk, category="life", reason="somebody is in danger", hours=2)
    with pytest.raises(Http404):
        acts.review(dov, made, justified=True, findings="I was right")
    acts.review(sue, made, justified=True, findings="A call to the hospital")
    assert acts.break_glass(dov, compartment.pk, category="life", reason="somebody is in danger", hours=2)


def test_an_emergency_found_to_be_none_is_over_at_once_and_reviewed_once(opened, ada, dov, sue) -> None:
    compartment = opened(ada)
    made = acts.break_glass(dov, compartment.pk, category="life", reason="somebody is in danger", hours=24)
    assert list(reviews_of(sue)) == list(reviews_of(ada)) == [made] and not reviews_of(dov).exists()
    acts.review(ada, made, justified=False, findings="Nobody was in danger")
    assert not compartments_of(dov).exists()
    with pytest.raises(Http404):
        acts.review(sue, made, justified=True, findings="I think otherwise")


def test_a_supervisor_outside_reviews_without_learning_the_title(opened, ada, dov, sue) -> None:
    acts.break_glass(dov, opened(ada, "Secret title").pk, category="life", reason="somebody is in danger", hours=2)
    assert [each.title for each in reads.waiting(sue)] == [""]
    assert [each.title for each in reads.waiting(ada)] == ["Secret title"]


def test_every_act_leaves_one_row_with_its_purpose_and_no_value(opened, ada, dov, sue) -> None:
    compartment = opened(ada, "Secret title")
    held = _grant(ada, compartment, dov, legal_basis="Secret basis")
    acts.hand_over(ada, compartment, dov)
    acts.hand_over(dov, compartment.__class__.objects.get(), ada)
    acts.end_membership(ada, held)
    made = acts.break_glass(dov, compartment.pk, category="child", reason="Secret reason in words", hours=1)
    acts.review(sue, made, justified=True, findings="Secret findings")
    rows = list(Entry.objects.filter(chain=f"c:{compartment.pk}").order_by("sequence"))
    assert [row.act.split(".")[1] for row in rows] == [
        "opened", "granted", "handed_over", "handed_over", "membership_ended", "glass_broken", "glass_reviewed"]
    assert all(row.purpose for row in rows)
    assert "Secret" not in "".join(str(row.body()) for row in rows)


def test_a_locked_desk_opens_no_compartment(opened, ada, sue) -> None:
    keys.lock()
    with pytest.raises(keys.Locked):
        opened(ada)
