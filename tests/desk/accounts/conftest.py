"""Ways in: a sign-in as people do it, second factors, and what the audit chain has of it."""

from __future__ import annotations

import base64
import hmac
import secrets
import struct
import time
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from daybreak_web.accounts.models import User
from daybreak_web.audit.models import Entry


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """Tries counted in the cache do not outlive a test."""
    cache.clear()
    yield
    cache.clear()


def _code_of(secret: str) -> str:
    """What an authenticator app with this secret shows now (RFC 6238), reckoned apart from the code under test."""
    key = base64.b32decode(secret)
    mac = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start:start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


@pytest.fixture
def code_of() -> Callable[[str], str]:
    """code_of(secret) is what an authenticator app shows now."""
    return _code_of


@pytest.fixture
def give_app() -> Callable[[User], str]:
    """give_app(ada) gives Ada an authenticator app and recovery codes, and returns the app's secret."""
    def give(person: User) -> str:
        secret = base64.b32encode(secrets.token_bytes(20)).decode()
        TOTP.activate(person, secret)
        RecoveryCodes.activate(person)
        return secret
    return give


@pytest.fixture
def acts_of() -> Callable[[User], list[str]]:
    """acts_of(ada) is what the audit chain of the desk says that Ada did, in order."""
    def read(person: User) -> list[str]:
        rows = Entry.objects.filter(chain="desk", actor=person.pk).order_by("sequence")
        return [act.removeprefix("accounts.") for act in rows.values_list("act", flat=True)]
    return read


@pytest.fixture
def has_app() -> Callable[[User], bool]:
    """has_app(ada): Ada has an authenticator app."""
    return lambda person: Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


@pytest.fixture
def come_in(password: str) -> Callable[[User], Client]:
    """come_in(ada) signs Ada in at the page, with her password, and with her app if she has one."""
    def sign_in(person: User, address: str = "127.0.0.1") -> Client:
        client = Client(REMOTE_ADDR=address)
        answer = client.post(reverse("account_login"), {"login": person.email, "password": password})
        assert answer.status_code == 302
        if answer.headers["Location"] == reverse("mfa_authenticate"):
            secret = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP).data["secret"]
            cache.clear()   # a code works once; in a test, half a minute passes
            answer = client.post(reverse("mfa_authenticate"), {"code": _code_of(secret)})
            assert answer.status_code == 302
        return client
    return sign_in


@pytest.fixture
def stale() -> Callable[[Client], Client]:
    """stale(client) lets so much time pass since the sign-in that it is fresh no longer."""
    def age(client: Client) -> Client:
        session = client.session
        for shown in session["account_authentication_methods"]:
            shown["at"] -= 3600
        session.save()
        return client
    return age
