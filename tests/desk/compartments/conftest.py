"""An unlocked desk, a way to open compartments, and browsers in which somebody has just shown who they are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from daybreak.seal.master import new_master
from daybreak_web.accounts.models import User
from daybreak_web.compartments import acts, keys
from daybreak_web.compartments.models import Compartment

Browser = Callable[[User], Client]
Opened = Callable[..., Compartment]


@pytest.fixture
def master(db: None) -> Iterator[bytes]:
    """The master key of an unlocked desk."""
    given = new_master()
    keys.unlock(given)
    yield given
    keys.lock()


@pytest.fixture
def opened(master: bytes, sue: User) -> Opened:
    """opened(ada, title) is a compartment of Ada's that Sue opened; she is no member of it."""
    def make(owner: User, title: str = "The blue door", kind: str = "investigation") -> Compartment:
        return acts.open_compartment(sue, title=title, kind=kind, purpose="investigation", owner=owner,
                                     legal_basis="Section 7", ends_at=timezone.now() + timedelta(days=30))
    return make


@pytest.fixture
def fresh(db: None) -> Browser:
    """fresh(ada) is a browser in which Ada, with a second factor, has just shown who she is."""
    def sign_in(person: User) -> Client:
        Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}})
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
        return client
    return sign_in
