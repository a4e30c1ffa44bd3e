"""Every role at every address. The list of addresses is the resolver's own: one without a line here fails.

ADDRESSES: name -> who gets a page, what they get, and what all others get;  the cast: a person of each role, nobody
signed in (`-`), and `owner`: an investigator who owns the one compartment. All others are strangers to it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from daybreak.seal.master import new_master
from daybreak_web.accounts import acts as people
from daybreak_web.accounts.models import User
from daybreak_web.accounts.roles import PROTECTED, Role
from daybreak_web.compartments import acts, keys

NOBODY = "-"
OWNER = "owner"
ROLES = frozenset(str(role) for role in Role.values)
EVERYBODY = ROLES | {OWNER}
ALL = EVERYBODY | {NOBODY}
WORKERS = frozenset(str(role) for role in PROTECTED) | {OWNER}
SUPERVISOR = frozenset({"supervisor"})
ADMINISTRATOR = frozenset({"administrator"})
AUDITOR = frozenset({"auditor"})
HELPERS = frozenset({"analyst", "investigator", "prosecutor", "caseworker", "supervisor", "custodian", OWNER})


class Line(NamedTuple):
    """Who gets a page with GET, what the answer is then, and what it is for others who are signed in and who are not."""

    who: frozenset[str]
    page: int = 200
    others: int = 404
    nobody: int = 302


ADDRESSES: dict[str, Line] = {
    # Open to all who find it: the ways in and out, the signs of life.
    "start": Line(ALL, nobody=200),
    "health": Line(ALL),
    "ready": Line(ALL),
    "exit": Line(ALL, page=303),
    "set_language": Line(ALL, page=302),                        # takes POST only; GET goes back where one came from
    "account_login": Line(frozenset({NOBODY}), others=302),
    "account_signup": Line(frozenset({NOBODY}), others=302),    # says: by invitation only
    "account_inactive": Line(ALL),
    "accounts:join": Line(ALL),                                 # for whoever holds the word of the link
    "mfa_authenticate": Line(ALL, page=302),                    # in the midst of a sign-in only
    # One's own account.
    "accounts:own": Line(EVERYBODY),
    "account_logout": Line(EVERYBODY),
    "account_reauthenticate": Line(EVERYBODY),
    "account_change_password": Line(EVERYBODY),
    "usersessions_list": Line(EVERYBODY),
    "mfa_index": Line(EVERYBODY),
    "mfa_reauthenticate": Line(EVERYBODY),
    "mfa_reauthenticate_webauthn": Line(EVERYBODY, page=302),   # nobody here has a security key
    "mfa_activate_totp": Line(EVERYBODY, page=302),             # they have one already
    "mfa_deactivate_totp": Line(EVERYBODY),
    "mfa_generate_recovery_codes": Line(EVERYBODY),
    "mfa_view_recovery_codes": Line(EVERYBODY, page=404),       # nobody here has codes yet
    "mfa_download_recovery_codes": Line(EVERYBODY, page=404),
    "mfa_list_webauthn": Line(EVERYBODY),
    "mfa_add_webauthn": Line(EVERYBODY),
    "mfa_edit_webauthn": Line(EVERYBODY, page=404),             # a key that is not theirs
    "mfa_remove_webauthn": Line(EVERYBODY, page=404),
    # Other people's accounts.
    "accounts:people": Line(ADMINISTRATOR),
    "accounts:invite": Line(ADMINISTRATOR),
    "accounts:person": Line(ADMINISTRATOR),
    "accounts:recoveries": Line(SUPERVISOR),
    "accounts:change_role": Line(ALL, page=405),                # these take POST only: see POSTED
    "accounts:deactivate": Line(ALL, page=405),
    "accounts:ask_recovery": Line(ALL, page=405),
    "accounts:withdraw": Line(ALL, page=405),
    "accounts:answer_recovery": Line(ALL, page=405),
    # The audit, which does not exist for anybody else.
    "audit:entries": Line(AUDITOR, nobody=404),
    "audit:export": Line(AUDITOR, nobody=404),
    "audit:verify": Line(AUDITOR, page=405, nobody=404),
    # Compartments.
    "compartments:mine": Line(WORKERS),
    "compartments:open": Line(SUPERVISOR),
    "compartments:emergency": Line(HELPERS),
    "compartments:reviews": Line(WORKERS),
    "compartments:review": Line(SUPERVISOR | {OWNER}),
    "compartments:one": Line(frozenset({OWNER})),
    "compartments:grant": Line(frozenset({OWNER})),
    "compartments:hand_over": Line(frozenset({OWNER})),
    "compartments:end": Line(frozenset({OWNER})),
}

#: Who may post to the addresses that take nothing else.
POSTED = {
    "accounts:change_role": ADMINISTRATOR, "accounts:deactivate": ADMINISTRATOR, "accounts:ask_recovery": ADMINISTRATOR,
    "accounts:withdraw": ADMINISTRATOR, "accounts:answer_recovery": SUPERVISOR, "audit:verify": AUDITOR,
} | {name: line.who for name, line in ADDRESSES.items() if name.startswith("compartments:")}


def _named(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _named(each, space + (f"{each.namespace}:" if each.namespace else ""))
        else:
            yield space + (each.name or f"without a name: {each.pattern}"), each


PATTERNS = dict(_named(get_resolver()))


class World(NamedTuple):
    """The cast, and what stands for the variable parts of addresses."""

    cast: dict[str, User]
    values: dict[str, dict[str, object]]


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """A desk with a person of each role, a compartment, an emergency, an invitation and a lost factor."""
    keys.unlock(new_master())
    cast = {name: User.objects.create_user(f"{name}@desk.example", "a long sentence", "investigator" if name == OWNER else name,
                                            name=name)
            for name in sorted(EVERYBODY)}
    for person in cast.values():
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    until = timezone.now() + timedelta(days=30)
    given = {"purpose": "investigation", "legal_basis": "Section 7", "ends_at": until}
    box = acts.open_compartment(cast["supervisor"], title="Box", kind="investigation", owner=cast[OWNER], **given)
    member = User.objects.create_user("member@desk.example", None, "analyst", name="member")
    held = acts.grant(cast[OWNER], box, member, **given)
    helper = User.objects.create_user("helper@desk.example", None, "analyst", name="helper")
    made = acts.break_glass(helper, box.pk, category="life", reason="somebody is in danger", hours=1)
    Authenticator.objects.create(user=helper, type=Authenticator.Type.TOTP, data={"secret": "x"})
    asked = people.ask_recovery(cast["administrator"], helper, "lost it")
    invitation, token = people.invite(cast["administrator"], "new@desk.example", "analyst")
    values = _values(box.pk, held.pk, made.pk, asked.pk, invitation.pk, token, member.pk)
    yield World(cast, values)
    keys.lock()


def _values(
    box: UUID, held: UUID, made: UUID, asked: UUID, invitation: UUID, token: str, member: UUID
) -> dict[str, dict[str, object]]:
    """What stands for the variable parts, address by address."""
    values: dict[str, dict[str, object]] = {f"compartments:{name}": {"pk": box} for name in ("one", "grant", "hand_over")}
    values |= {f"accounts:{name}": {"key": member} for name in ("person", "change_role", "deactivate", "ask_recovery")}
    return values | {
        "compartments:end": {"pk": box, "held": held}, "compartments:review": {"pk": made},
        "accounts:withdraw": {"key": invitation}, "accounts:answer_recovery": {"key": asked},
        "accounts:join": {"token": token}, "mfa_edit_webauthn": {"pk": 1}, "mfa_remove_webauthn": {"pk": 1},
    }


def _browser(person: User | None) -> Client:
    """A browser in which somebody has just shown who they are."""
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
    return client


def _expected(line: Line, who: str) -> int:
    if who in line.who:
        return line.page
    return line.nobody if who == NOBODY else line.others


def test_every_address_has_a_line_here_and_every_line_an_address() -> None:
    assert set(PATTERNS) == set(ADDRESSES)


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_every_role_gets_what_the_table_says_and_nothing_else(name: str, world: World) -> None:
    address = reverse(name, kwargs=world.values.get(name, {}))
    got = {who: _browser(world.cast.get(who)).get(address).status_code for who in sorted(ALL)}
    assert got == {who: _expected(ADDRESSES[name], who) for who in sorted(ALL)}


@pytest.mark.parametrize("name", sorted(POSTED))
def test_posting_gets_no_stranger_further_than_looking(name: str, world: World) -> None:
    address = reverse(name, kwargs=world.values.get(name, {}))
    for who in sorted(ALL - POSTED[name]):
        assert _browser(world.cast.get(who)).post(address, {}).status_code in ({302, 404, 405} if who == NOBODY else {404, 405})
