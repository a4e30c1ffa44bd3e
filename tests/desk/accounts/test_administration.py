"""Invitations, roles, ends of accounts, and lost second factors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from daybreak_web.accounts import acts
from daybreak_web.accounts.models import FactorRecovery, Invitation, User
from daybreak_web.accounts.roles import Role
from daybreak_web.compartments.access import compartments_of
from daybreak_web.compartments.models import Compartment, Kind, Membership, Purpose

Come = Callable[[User], Client]
Acts = Callable[[User], list[str]]
NEW = {"name": "Eve", "language": "fr", "password": "a sentence nobody will guess", "again": "a sentence nobody will guess"}


@pytest.fixture
def asked(adm: User, ada: User, give_app: Callable[[User], str]) -> FactorRecovery:
    """Adm has asked that Ada's lost factor be taken away."""
    give_app(ada)
    return acts.ask_recovery(adm, ada, "Lost the telephone; I called her back on her office number.")


def test_an_invitation_makes_one_account_and_then_is_used_up(adm: User, come_in: Come, acts_of: Acts) -> None:
    page = come_in(adm).post(reverse("accounts:invite"), {"email": "Eve@Desk.example", "role": "analyst"})
    link = page.context["link"]
    assert link in page.content.decode()
    eve = Client()
    assert eve.get(link).status_code == 200
    assert eve.post(link, NEW).headers["Location"] == reverse("account_login")
    person = User.objects.get(email="eve@desk.example")
    assert (person.name, person.role, person.language) == ("Eve", Role.ANALYST, "fr")
    assert person.check_password(NEW["password"])
    assert acts_of(adm) == ["signed_in", "invited"] and acts_of(person) == ["invitation_accepted"]
    again = eve.post(link, NEW | {"name": "Mallory"})
    assert again.status_code == 410 and "used already" in again.content.decode()
    assert User.objects.filter(name="Mallory").count() == 0


def test_a_link_that_is_old_withdrawn_or_wrong_says_so(adm: User, come_in: Come) -> None:
    invitation, token = acts.invite(adm, "eve@desk.example", Role.ANALYST)
    link = reverse("accounts:join", args=[token])
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    for answer in (Client().get(link), Client().post(link, NEW)):
        assert answer.status_code == 410 and "expired" in answer.content.decode()
    invitation, token = acts.invite(adm, "eve@desk.example", Role.ANALYST)
    come_in(adm).post(reverse("accounts:withdraw", args=[invitation.pk]))
    assert "withdrawn" in Client().get(reverse("accounts:join", args=[token])).content.decode()
    for strange in ("x", "x" * 3000, "%00", "مرحبا"):
        assert Client().get(reverse("accounts:join", args=[strange])).status_code == 410
    assert not User.objects.filter(email="eve@desk.example").exists()


def test_an_invitation_lasts_72_hours_and_its_word_is_kept_nowhere(adm: User) -> None:
    invitation, token = acts.invite(adm, "eve@desk.example", Role.ANALYST)
    assert invitation.expires_at - invitation.made_at == timedelta(hours=72)
    assert len(token) >= 43
    kept = Invitation.objects.values().get()
    assert token.encode() not in bytes(kept["token_hash"]) and token not in str(kept)


def test_a_second_invitation_ends_the_first(adm: User) -> None:
    _, first = acts.invite(adm, "eve@desk.example", Role.ANALYST)
    acts.invite(adm, "EVE@desk.example", Role.CASEWORKER)
    with pytest.raises(ValidationError, match="withdrawn"):
        acts.accept_invitation(first, name="E", password="x", language="en")


@pytest.mark.parametrize("change", [
    {"password": "short", "again": "short"}, {"again": "another"}, {"name": ""}, {"language": "xx"},
    {"password": "password1234", "again": "password1234"}, {"password": "eve@desk.example", "again": "eve@desk.example"},
])
def test_a_bad_answer_uses_nothing_up(adm: User, change: dict[str, str]) -> None:
    _, token = acts.invite(adm, "eve@desk.example", Role.ANALYST)
    assert Client().post(reverse("accounts:join", args=[token]), NEW | change).status_code == 200
    assert acts.accept_invitation(token, name="Eve", password="x", language="en").name == "Eve"


def test_an_address_that_has_an_account_is_not_invited(adm: User, ada: User, come_in: Come) -> None:
    page = come_in(adm).post(reverse("accounts:invite"), {"email": ada.email.upper(), "role": "analyst"})
    assert "has an account already" in page.content.decode() and not Invitation.objects.exists()


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.ADMINISTRATOR}))
def test_for_anybody_else_these_pages_do_not_exist(
    adm: User, role: str, come_in: Come, give_app: Callable[[User], str], password: str
) -> None:
    person = User.objects.create_user("x@desk.example", password, role, name="X")
    give_app(person)
    client = come_in(person)
    for name in ("people", "invite"):
        assert client.get(reverse(f"accounts:{name}")).status_code == 404
    for name in ("person", "change_role", "deactivate", "ask_recovery"):
        address = reverse(f"accounts:{name}", args=[adm.pk])
        assert client.post(address, {"role": "administrator", "reason": "x"}).status_code == 404
    for act in (lambda: acts.invite(person, "y@desk.example", Role.ANALYST), lambda: acts.deactivate(person, adm),
                lambda: acts.change_role(person, adm, Role.ANALYST), lambda: acts.ask_recovery(person, adm, "x")):
        with pytest.raises(Http404):
            act()


def test_a_role_changes_only_after_a_fresh_login_and_then_goes_on(
    adm: User, ada: User, come_in: Come, stale: Callable[[Client], Client], password: str, acts_of: Acts
) -> None:
    client = stale(come_in(adm))
    address = reverse("accounts:change_role", args=[ada.pk])
    answer = client.post(address, {"role": "custodian"})
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    ada.refresh_from_db()
    assert ada.role == Role.INVESTIGATOR
    assert client.post(answer.headers["Location"], {"password": "wrong"}).status_code == 200
    ada.refresh_from_db()
    assert ada.role == Role.INVESTIGATOR
    client.post(answer.headers["Location"], {"password": password, "next": address})
    ada.refresh_from_db()
    assert ada.role == Role.CUSTODIAN
    assert acts_of(adm) == ["signed_in", "role_changed"]


def test_a_session_that_never_showed_a_password_is_not_fresh(
    adm: User, ada: User, signed_in: Callable[[User], Client]
) -> None:
    answer = signed_in(adm).post(reverse("accounts:deactivate", args=[ada.pk]))
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    ada.refresh_from_db()
    assert ada.is_active


def test_deactivating_ends_every_session_and_the_invitations_they_made(
    adm: User, come_in: Come, password: str, acts_of: Acts
) -> None:
    other = User.objects.create_user("ole@desk.example", password, Role.ADMINISTRATOR, name="Ole")
    theirs = come_in(other)
    _, token = acts.invite(other, "eve@desk.example", Role.ANALYST)
    come_in(adm).post(reverse("accounts:deactivate", args=[other.pk]))
    assert theirs.get(reverse("accounts:people")).status_code == 302
    assert "_auth_user_id" not in Client().post(
        reverse("account_login"), {"login": other.email, "password": password}).client.session
    assert Client().get(reverse("accounts:join", args=[token])).status_code == 410
    assert acts_of(adm) == ["signed_in", "deactivated"]


def test_nobody_changes_or_ends_their_own_account(adm: User, come_in: Come) -> None:
    client = come_in(adm)
    client.post(reverse("accounts:deactivate", args=[adm.pk]))
    client.post(reverse("accounts:change_role", args=[adm.pk]), {"role": "supervisor"})
    adm.refresh_from_db()
    assert adm.is_active and adm.role == Role.ADMINISTRATOR


def test_an_administrator_whose_role_went_meanwhile_acts_no_more(adm: User, ada: User, password: str) -> None:
    other = User.objects.create_user("ole@desk.example", password, Role.ADMINISTRATOR, name="Ole")
    acts.change_role(other, adm, Role.ANALYST)
    with pytest.raises(ValidationError, match="administrator has to stay"):
        acts.deactivate(adm, other)
    other.refresh_from_db()
    assert other.is_active


@pytest.mark.parametrize("role", ["", "root", "Administrator", "analyst; drop"])
def test_there_are_no_other_roles(adm: User, ada: User, come_in: Come, role: str) -> None:
    assert come_in(adm).post(reverse("accounts:change_role", args=[ada.pk]), {"role": role}).status_code == 400
    with pytest.raises(ValidationError):
        acts.change_role(adm, ada, role)


def test_two_other_people_take_a_lost_factor_away_and_all_sessions_end(
    adm: User, ada: User, sue: User, come_in: Come, give_app: Callable[[User], str],
    has_app: Callable[[User], bool], acts_of: Acts
) -> None:
    give_app(ada)
    give_app(sue)
    hers = come_in(ada)
    come_in(adm).post(reverse("accounts:ask_recovery", args=[ada.pk]), {"reason": "Telephone in the river; called back."})
    assert has_app(ada), "asking changes nothing"
    asked = FactorRecovery.objects.get()
    supervisor = come_in(sue)
    assert "river" in supervisor.get(reverse("accounts:recoveries")).content.decode()
    supervisor.post(reverse("accounts:answer_recovery", args=[asked.pk]), {"answer": "confirm"})
    assert not has_app(ada) and has_app(sue)
    assert hers.get("/accounts/me/").headers["Location"].startswith(reverse("account_login"))
    assert come_in(ada).get("/accounts/me/").headers["Location"] == reverse("mfa_index")
    assert acts_of(adm)[-1] == "recovery_asked" and acts_of(sue)[-1] == "recovery_confirmed"
    assert supervisor.post(
        reverse("accounts:answer_recovery", args=[asked.pk]), {"answer": "confirm"}).status_code == 404


def test_a_supervisor_may_refuse(sue: User, ada: User, asked: FactorRecovery, has_app: Callable[[User], bool]) -> None:
    acts.answer_recovery(sue, asked, confirmed=False)
    assert has_app(ada)
    with pytest.raises(Http404):
        acts.answer_recovery(sue, asked, confirmed=True)


def test_the_person_the_asker_and_everybody_but_a_supervisor_cannot_confirm(
    adm: User, ada: User, ben: User, sue: User, asked: FactorRecovery, has_app: Callable[[User], bool]
) -> None:
    for person in (adm, ada, ben):
        with pytest.raises(Http404):
            acts.answer_recovery(person, asked, confirmed=True)
    for role, person in ((Role.SUPERVISOR, ada), (Role.SUPERVISOR, adm)):
        person.role = role
        person.save()
        with pytest.raises(Http404):
            acts.answer_recovery(person, asked, confirmed=True)
    assert has_app(ada)


def test_confirming_needs_a_fresh_login(
    sue: User, ada: User, asked: FactorRecovery, come_in: Come, give_app: Callable[[User], str],
    stale: Callable[[Client], Client], has_app: Callable[[User], bool]
) -> None:
    give_app(sue)
    client = stale(come_in(sue))
    client.post(reverse("accounts:answer_recovery", args=[asked.pk]), {"answer": "confirm"})
    assert has_app(ada)


def test_a_request_nobody_answers_lapses(sue: User, asked: FactorRecovery) -> None:
    FactorRecovery.objects.update(expires_at=timezone.now())
    with pytest.raises(Http404):
        acts.answer_recovery(sue, asked, confirmed=True)


def test_one_request_at_a_time_and_only_for_a_factor_that_exists(
    adm: User, ada: User, ben: User, asked: FactorRecovery
) -> None:
    for person in (ada, ben, adm):
        with pytest.raises(ValidationError):
            acts.ask_recovery(adm, person, "again")


def test_the_list_of_people_shows_accounts_and_nothing_of_cases(
    adm: User, ada: User, come_in: Come, give_app: Callable[[User], str]
) -> None:
    give_app(ada)
    page = come_in(adm).get(reverse("accounts:people"))
    assert [(p.name, p.with_factor) for p in page.context["people"]] == [("Ada", True), ("Adm", False)]
    assert come_in(adm).get(reverse("accounts:person", args=[ada.pk])).status_code == 200


def test_an_administrator_cannot_see_a_compartment_not_even_with_a_membership_from_an_earlier_role(
    adm: User, sue: User, come_in: Come
) -> None:
    compartment = Compartment.objects.create(kind=Kind.INVESTIGATION, owner=sue, title=b"sealed", wrapped_key=b"wrapped")
    Membership.objects.create(
        user=adm, compartment=compartment, purpose=Purpose.INVESTIGATION, legal_basis=b"sealed", granted_by=sue,
        ends_at=timezone.now() + timedelta(days=1))
    assert not compartments_of(adm).exists()
    client = come_in(adm)
    assert client.get(reverse("compartments:one", args=[compartment.pk])).status_code == 404
    for name in ("grant", "hand_over"):
        assert client.post(reverse(f"compartments:{name}", args=[compartment.pk])).status_code == 404
    assert str(compartment.pk) not in client.get(reverse("compartments:mine")).content.decode()
