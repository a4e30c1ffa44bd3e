"""Fresh login: before a dangerous act a person shows again that it is them.

request -> fresh_login -> the view, if they signed in or showed it within the last ten minutes; else allauth's page,
which asks for the password or a factor and then goes on where they were.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from daybreak_web.accounts.models import User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def is_fresh(request: HttpRequest) -> bool:
    """The person showed who they are within the last ACCOUNT_REAUTHENTICATION_TIMEOUT seconds, in this session."""
    if not isinstance(request.user, User):
        return False
    shown = [float(record["at"]) for record in get_authentication_records(request, request.user)]
    return bool(shown) and 0 <= time.time() - max(shown) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def fresh_login(view: View[P]) -> View[P]:
    """Let a view run only for someone who has just shown who they are."""
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not is_fresh(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)
    return login_required(guarded)
