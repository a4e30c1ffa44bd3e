"""Whatever the memberships: no page shows a trace of a compartment to somebody who may not look into it now.

A trace is its title, its id, or the name of somebody who is known only from there. What people may see is reckoned here
apart from the code under test.
"""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daybreak_web.accounts.models import User
from daybreak_web.audit.models import Entry
from daybreak_web.compartments import keys
from daybreak_web.compartments.models import BreakGlass, Compartment, Membership, Notice

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: When a membership began, ends and was ended, in days from now; only the first opens anything.
TIMES = {"present": (-5, 5, None), "past": (-9, -1, None), "future": (1, 9, None), "ended": (-5, 5, -1)}
ROLES = ("investigator", "analyst", "supervisor", "caseworker", "administrator")
JOIN = {"investigator", "analyst", "supervisor"}
NUMBERS = itertools.count(100_000)

people = st.lists(st.sampled_from(ROLES), min_size=2, max_size=4)
rows = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1), st.sampled_from(sorted(TIMES))), max_size=6)
emergencies = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1), st.booleans()), max_size=2)


def _person(role: str) -> User:
    number = next(NUMBERS)
    return User.objects.create_user(f"p{number}@desk.example", None, role, name=f"Name{number}")


def _compartment(owner: User) -> Compartment:
    made = Compartment(kind="investigation", purpose="investigation", owner=owner)
    made.wrapped_key = keys.new_compartment_key(made.pk)
    made.title = keys.seal_in(made, "title", f"Title{next(NUMBERS)}")
    made.save()
    return made


def _join(person: User, where: Compartment, when: str) -> None:
    start, end, ended = TIMES[when]
    now = timezone.now()
    Membership.objects.create(
        user=person, compartment=where, purpose="investigation", granted_by=where.owner, starts_at=now + start * DAY,
        legal_basis=keys.seal_in(where, "legal_basis", "x"), ends_at=now + end * DAY,
        ended_at=None if ended is None else now + ended * DAY)


def _break(person: User, where: Compartment, lasting: bool, watch: User) -> None:
    now = timezone.now()
    made = BreakGlass.objects.create(
        user=person, compartment=where, category="life", reason=keys.seal_in(where, "reason", "x"), supervisor=watch,
        opened_at=now - 3 * HOUR, ends_at=now + (HOUR if lasting else -HOUR))
    Notice.objects.create(user=watch, break_glass=made)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people, rows, emergencies)
def test_no_page_shows_a_trace_of_what_a_person_may_not_look_into(master, fresh, roles, joined, broken) -> None:
    cast, watch = [_person(role) for role in roles], _person("supervisor")
    owners = [_person("investigator"), _person("investigator")]
    places = [_compartment(owner) for owner in owners]
    sees: dict[User, set[Compartment]] = {person: set() for person in [*cast, *owners, watch]}
    inside: dict[Compartment, set[User]] = {place: {place.owner} for place in places}
    told: set[User] = set()
    for n, c, when in joined:
        person, place = cast[n % len(cast)], places[c]
        _join(person, place, when)
        inside[place].add(person)
        if when == "present" and person.role in JOIN:
            sees[person].add(place)
    for n, c, lasting in broken:
        person, place = cast[n % len(cast)], places[c]
        _break(person, place, lasting, watch)
        inside[place].add(person)
        told.add(person)
        if lasting and person.role in JOIN:
            sees[person].add(place)
    for person, mine in sees.items():
        known = {person}.union(*(inside[place] for place in mine), told if person == watch else ())
        _look(fresh(person), places, mine, hidden={other.name for other in sees if other not in known})


def _look(browser, places: list[Compartment], mine: set[Compartment], hidden: set[str]) -> None:
    """Open every page there is for this person, and look for traces."""
    addresses = [reverse(name) for name in ("start", "compartments:mine", "compartments:reviews", "compartments:emergency")]
    for place in places:
        page = browser.get(reverse("compartments:one", args=[place.pk]))
        assert page.status_code == (200 if place in mine else 404)
        shown = page.content.decode() + str(page.headers)
        if place not in mine:
            assert keys.title_of(place) not in shown
        assert not [name for name in hidden if name in shown]
    for address in addresses:
        page = browser.get(address)
        shown = page.content.decode() + str(page.headers)
        for place in places:
            assert (keys.title_of(place) in shown) == (place in mine and address == reverse("compartments:mine"))
            assert place in mine or str(place.pk) not in shown
        assert not [name for name in hidden if name in shown]


def test_two_people_in_two_compartments_never_meet_a_trace_of_each_other(opened, fresh, ada, dov) -> None:
    first, second = opened(ada, "Cinnabar"), opened(dov, "Verdigris")
    for me, own, other, name, title in ((ada, first, second, "Dov", "Verdigris"), (dov, second, first, "Ada", "Cinnabar")):
        browser = fresh(me)
        for address, kwargs in (("start", {}), ("mine", {}), ("one", {"pk": own.pk}), ("grant", {"pk": own.pk}),
                                ("hand_over", {"pk": own.pk}), ("emergency", {}), ("reviews", {})):
            page = browser.get(reverse(address if address == "start" else f"compartments:{address}", kwargs=kwargs))
            assert page.status_code == 200
            shown = page.content.decode() + str(page.headers)
            assert name not in shown and title not in shown and str(other.pk) not in shown
        for view in ("one", "grant", "hand_over"):
            assert browser.get(reverse(f"compartments:{view}", args=[other.pk])).status_code == 404


def test_a_grant_is_made_in_the_browser_and_a_locked_desk_says_so(opened, fresh, ada, dov) -> None:
    compartment = opened(ada)
    browser = fresh(ada)
    said = {"address": "dov@desk.example", "purpose": "investigation", "legal_basis": "Section 7",
            "last_day": (timezone.now() + 9 * DAY).date().isoformat()}
    address = reverse("compartments:grant", args=[compartment.pk])
    assert browser.post(address, said | {"address": "nobody@desk.example"}).status_code == 200
    assert browser.post(address, said | {"last_day": "9999-12-31"}).status_code == 200
    assert browser.post(address, said).status_code == 302
    assert fresh(dov).get(reverse("compartments:one", args=[compartment.pk])).status_code == 200
    keys.lock()
    page = browser.get(reverse("compartments:mine"))
    assert page.status_code == 503 and "The desk is locked" in page.content.decode()
    assert "The blue door" not in page.content.decode()


def test_an_emergency_and_its_review_are_done_in_the_browser(opened, fresh, ada, dov, sue) -> None:
    compartment = opened(ada)
    said = {"reference": str(compartment.pk), "category": "life", "reason": "somebody is in danger now", "hours": "2"}
    assert fresh(dov).post(reverse("compartments:emergency"), said | {"hours": "25"}).status_code == 200
    assert fresh(dov).post(reverse("compartments:emergency"), said).status_code == 302
    made = BreakGlass.objects.get()
    address = reverse("compartments:review", args=[made.pk])
    assert address in fresh(sue).get(reverse("compartments:mine")).content.decode()
    assert fresh(sue).post(address, {"justified": "no", "findings": "Nobody was in danger"}).status_code == 302
    assert fresh(dov).get(reverse("compartments:one", args=[compartment.pk])).status_code == 404


@pytest.mark.parametrize("view", ["grant", "hand_over", "emergency", "open"])
def test_dangerous_acts_ask_a_person_who_has_not_just_shown_who_they_are(opened, fresh, ada, view) -> None:
    compartment, browser = opened(ada), fresh(ada)
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()
    place = reverse(f"compartments:{view}", args=[compartment.pk] if view in {"grant", "hand_over"} else [])
    assert browser.get(place).headers["Location"].startswith(reverse("account_reauthenticate"))


def test_looking_at_a_compartment_leaves_one_row_with_purpose_and_ids_and_looking_in_vain_leaves_none(
    opened, fresh, ada, dov
) -> None:
    compartment = opened(ada)
    address = reverse("compartments:one", args=[compartment.pk])
    assert fresh(dov).get(address).status_code == 404
    assert not Entry.objects.filter(act="records.read").exists()
    assert fresh(ada).get(address).status_code == 200
    row = Entry.objects.get(act="records.read")
    assert (row.chain, row.purpose, row.actor) == (f"c:{compartment.pk}", "investigation", ada.pk)
    assert row.records == [str(compartment.pk), str(Membership.objects.get().pk)]
