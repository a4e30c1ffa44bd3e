"""A person's own account: name, language, and where they are signed in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from daybreak_web.accounts import acts
from daybreak_web.accounts.access import has_second_factor, require, sessions_of
from daybreak_web.accounts.forms import OwnAccount
from daybreak_web.accounts.models import User


@login_required
@never_cache
def own_account(request: HttpRequest) -> HttpResponse:
    """See and change the own account."""
    assert isinstance(request.user, User)
    me = request.user
    form = OwnAccount(request.POST or None, initial={"name": me.name, "language": me.language})
    if request.method == "POST" and form.is_valid():
        acts.choose(me, name=form.cleaned_data["name"], language=form.cleaned_data["language"])
        messages.success(request, _("Saved."))
        answer = redirect("accounts:own")
        answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return answer
    return render(request, "accounts/own.html", {"form": form, "me": me, "with_factor": has_second_factor(me)})


@login_required
@never_cache
def sessions(request: HttpRequest) -> HttpResponse:
    """See where one is signed in, and sign out elsewhere."""
    assert isinstance(request.user, User)
    current = request.session.session_key or ""
    if request.method == "POST":
        said = request.POST.get("session", "")
        require(said == "others" or (said.isdecimal() and len(said) < 19))
        number = acts.end_sessions(request.user, current, only=None if said == "others" else int(said))
        messages.success(request, ngettext("%d session was ended.", "%d sessions were ended.", number) % number)
        return redirect("usersessions_list")
    shown = [(session, session.session_key == current) for session in sessions_of(request.user) if not session.purge()]
    return render(request, "usersessions/usersession_list.html", {"sessions": shown})
