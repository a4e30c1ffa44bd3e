"""Somebody whose role sees protected data does nothing before they have a second factor."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from daybreak_web.accounts.access import needs_second_factor
from daybreak_web.accounts.middleware import OPEN
from daybreak_web.accounts.models import User
from daybreak_web.accounts.roles import PROTECTED, Role

VALUES = {"uuid": uuid.uuid4(), "int": 1, "str": "word", "slug": "word", "path": "a/b"}


def _addresses(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str, dict[str, object]]]:
    """Every named address of the desk: its namespaces, its name, and values for its parts."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _addresses(each, (*spaces, each.namespace) if each.namespace else spaces)
        elif isinstance(each, URLPattern) and each.name:
            kinds = {key: type(c).__name__.removesuffix("Converter").lower() for key, c in each.pattern.converters.items()}
            kinds = {key: {"string": "str"}.get(kind, kind) for key, kind in kinds.items()}
            yield spaces, each.name, {key: VALUES[kind] for key, kind in kinds.items()}


def test_every_address_but_the_few_sends_them_to_their_factors(
    ada: User, signed_in: Callable[[User], Client]
) -> None:
    client, seen = signed_in(ada), 0
    for spaces, name, values in _addresses(get_resolver()):
        if not spaces and name in OPEN:
            continue
        address = reverse(":".join((*spaces, name)), kwargs=values)
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 302 and answer.headers["Location"] == reverse("mfa_index"), address
        seen += 1
    assert seen > 20


@pytest.mark.parametrize("role", sorted(Role.values))
def test_exactly_the_roles_that_see_protected_data_are_held_back(
    db: None, role: str, signed_in: Callable[[User], Client]
) -> None:
    person = User.objects.create_user("x@desk.example", None, role, name="X")
    assert needs_second_factor(person) is (role in PROTECTED)
    assert (signed_in(person).get(reverse("accounts:own")).status_code == 302) is (role in PROTECTED)


def test_with_an_app_they_go_on(ada: User, give_app: Callable[[User], str], signed_in: Callable[[User], Client]) -> None:
    give_app(ada)
    assert signed_in(ada).get(reverse("accounts:own")).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(ada: User) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    RecoveryCodes.activate(ada)
    assert needs_second_factor(ada)


def test_the_way_to_a_factor_and_out_is_open(ada: User, come_in: Callable[[User], Client]) -> None:
    client = come_in(ada)
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session
