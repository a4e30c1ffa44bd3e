"""Security keys and passkeys, with a key made of software: it signs as a real one does."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from daybreak_web.accounts.models import User

PRESENT = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class SoftKey:
    """A security key that is always at hand and always says yes."""

    def __init__(self, origin: str = "https://testserver") -> None:
        self.name, self.origin = secrets.token_bytes(32), origin
        self.key = ec.generate_private_key(ec.SECP256R1())

    def make(self, options: dict[str, dict[str, str]]) -> str:
        """Answer the page that adds a key."""
        said = CollectedClientData.create("webauthn.create", options["publicKey"]["challenge"], self.origin)
        credential = AttestedCredentialData.create(
            bytes(16), self.name, ES256.from_cryptography_key(self.key.public_key()))
        flags = PRESENT | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(sha256(b"testserver"), flags, 0, bytes(credential))
        made = AttestationObject.create("none", data, {})
        return self._answer({"clientDataJSON": websafe_encode(said), "attestationObject": websafe_encode(made)})

    def sign(self, options: dict[str, dict[str, str]]) -> str:
        """Answer the page that asks for the key."""
        said = CollectedClientData.create("webauthn.get", options["publicKey"]["challenge"], self.origin)
        data = AuthenticatorData.create(sha256(b"testserver"), PRESENT, 1)
        signature = self.key.sign(data + said.hash, ec.ECDSA(SHA256()))
        return self._answer({"clientDataJSON": websafe_encode(said), "authenticatorData": websafe_encode(data),
                             "signature": websafe_encode(signature)})

    def _answer(self, response: dict[str, str]) -> str:
        name = websafe_encode(self.name)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response,
                           "clientExtensionResults": {}})


def _add(client: Client, key: SoftKey) -> int:
    options = client.get(reverse("mfa_add_webauthn")).context["js_data"]["creation_options"]
    return client.post(reverse("mfa_add_webauthn"), {"name": "Blue key", "credential": key.make(options)}).status_code


@pytest.fixture
def half_in(ada: User, password: str) -> Callable[[], tuple[Client, dict[str, dict[str, str]]]]:
    """half_in() is a browser where Ada gave her password and is asked for her key, and what it is asked."""
    def begin() -> tuple[Client, dict[str, dict[str, str]]]:
        client = Client()
        client.post(reverse("account_login"), {"login": ada.email, "password": password})
        return client, client.get(reverse("mfa_authenticate")).context["js_data"]["request_options"]
    return begin


def test_a_key_is_added_and_opens_the_door(
    ada: User, come_in: Callable[[User], Client], acts_of: Callable[[User], list[str]],
    half_in: Callable[[], tuple[Client, dict[str, dict[str, str]]]]
) -> None:
    first, key = come_in(ada), SoftKey()
    assert _add(first, key) == 302
    assert first.get(reverse("accounts:own")).status_code == 200, "the key is a second factor"
    assert "Blue key" in first.get(reverse("mfa_list_webauthn")).content.decode()
    client, asked = half_in()
    assert client.post(reverse("mfa_authenticate"), {"credential": key.sign(asked)}).status_code == 302
    assert client.get(reverse("accounts:own")).status_code == 200
    assert acts_of(ada) == ["signed_in", "factor_added", "signed_in"]


def test_a_strange_key_an_old_answer_and_a_false_page_open_nothing(
    ada: User, come_in: Callable[[User], Client], half_in: Callable[[], tuple[Client, dict[str, dict[str, str]]]]
) -> None:
    key, stranger = SoftKey(), SoftKey()
    assert _add(come_in(ada), key) == 302
    stranger.name = key.name
    _, before = half_in()
    old = key.sign(before)
    false_page = SoftKey("https://testserver.example.net")
    false_page.name, false_page.key = key.name, key.key
    for answer in (lambda _: old, stranger.sign, false_page.sign, lambda _: "{}", lambda _: "not json", lambda _: ""):
        client, asked = half_in()
        assert client.post(reverse("mfa_authenticate"), {"credential": answer(asked)}).status_code == 200
        assert "_auth_user_id" not in client.session


def test_a_key_is_renamed_and_removed_and_each_leaves_a_row(
    ada: User, ben: User, come_in: Callable[[User], Client], acts_of: Callable[[User], list[str]],
    give_app: Callable[[User], str]
) -> None:
    client = come_in(ada)
    assert _add(client, SoftKey()) == 302
    key = Authenticator.objects.get(user=ada, type=Authenticator.Type.WEBAUTHN)
    give_app(ben)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert come_in(ben).post(reverse(name, args=[key.pk]), {"name": "mine"}).status_code == 404
    assert client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "Red key"}).status_code == 302
    assert client.get(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 200
    assert client.post(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 302
    assert not Authenticator.objects.filter(user=ada).exists(), "recovery codes go with the last factor"
    assert acts_of(ada) == ["signed_in", "factor_added", "factor_renamed", "factor_removed"]
