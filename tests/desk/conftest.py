"""The cast of the desk: one person a role, each with a password, and a client for every one who wants it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pytest
from django.db import connection
from django.test import Client

from daybreak_web.accounts.models import User
from daybreak_web.accounts.roles import Role
from daybreak_web.audit.guards import drop_guards, raise_guards

#: What everybody in the cast signs in with.
PASSWORD = "a long sentence that only the cast knows"


class SignedIn(Protocol):
    """Makes a client in which a person has signed in."""

    def __call__(self, person: User) -> Client: ...


@pytest.fixture
def signed_in() -> SignedIn:
    """signed_in(ada) is a browser in which Ada is signed in by force: no password, no second factor asked."""
    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client
    return sign_in


def _person(name: str, role: Role) -> User:
    return User.objects.create_user(f"{name.lower()}@desk.example", PASSWORD, role, name=name)


@pytest.fixture
def password() -> str:
    """The password of the cast."""
    return PASSWORD


@pytest.fixture
def ada(db: None) -> User:
    """An investigator."""
    return _person("Ada", Role.INVESTIGATOR)


@pytest.fixture
def ben(db: None) -> User:
    """A prosecutor."""
    return _person("Ben", Role.PROSECUTOR)


@pytest.fixture
def cleo(db: None) -> User:
    """A caseworker."""
    return _person("Cleo", Role.CASEWORKER)


@pytest.fixture
def dov(db: None) -> User:
    """A stranger: an analyst whom nobody made a member of anything."""
    return _person("Dov", Role.ANALYST)


@pytest.fixture
def ana(db: None) -> User:
    """An analyst."""
    return _person("Ana", Role.ANALYST)


@pytest.fixture
def sue(db: None) -> User:
    """A supervisor."""
    return _person("Sue", Role.SUPERVISOR)


@pytest.fixture
def cus(db: None) -> User:
    """A custodian."""
    return _person("Cus", Role.CUSTODIAN)


@pytest.fixture
def aud(db: None) -> User:
    """An auditor."""
    return _person("Aud", Role.AUDITOR)


@pytest.fixture
def adm(db: None) -> User:
    """An administrator, who sees no case content."""
    return _person("Adm", Role.ADMINISTRATOR)


@pytest.fixture(autouse=True)
def _audit_can_be_flushed(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test whose rows are deleted instead of rolled back, the audit's triggers give way; the next raises them."""
    mark = request.node.get_closest_marker("django_db")
    flushed = {"transactional_db", "live_server"} & set(request.fixturenames) or (mark and mark.kwargs.get("transaction"))
    if not flushed:
        yield
        return
    request.getfixturevalue("transactional_db")
    raise_guards(connection)
    yield
    drop_guards(connection)
