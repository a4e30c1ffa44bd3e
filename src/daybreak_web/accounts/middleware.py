"""Between the session and the views: a second factor first, and the language a person has chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation

from daybreak_web.accounts.access import needs_second_factor
from daybreak_web.accounts.models import User

#: All that is open to somebody who must set up a second factor first: names of addresses.
OPEN: Final = frozenset({
    "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_login", "account_logout",
    "exit", "set_language", "health", "ready",
})

Answer = Callable[[HttpRequest], HttpResponse]


class SecondFactorFirst:
    """Somebody whose role sees protected data does nothing here before they have a second factor."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do before the address is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Send them to their factors unless the address is one they need for that."""
        match = request.resolver_match
        if match is not None and match.url_name in OPEN and not match.namespaces:
            return None
        return redirect("mfa_index") if needs_second_factor(request.user) else None


class OwnLanguage:
    """Pages come in the language of the account, unless this browser was told another in the header of a page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Speak their language for this one answer."""
        if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or not isinstance(request.user, User):
            return self.get_response(request)
        with translation.override(request.user.language):
            request.LANGUAGE_CODE = translation.get_language()
            return self.get_response(request)
