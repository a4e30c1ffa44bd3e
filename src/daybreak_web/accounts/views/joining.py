"""Accepting an invitation, and a supervisor's answers to lost second factors."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from daybreak_web.accounts import acts
from daybreak_web.accounts.access import has_role, recoveries_of, require
from daybreak_web.accounts.forms import Accept
from daybreak_web.accounts.fresh import fresh_login
from daybreak_web.accounts.models import User
from daybreak_web.accounts.reads import open_invitation
from daybreak_web.accounts.roles import Role


@sensitive_post_parameters()
@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """An invited person makes their account; a link that does not work says why."""
    try:
        invitation = open_invitation(token)
        form = Accept(
            request.POST or None, email=invitation.email, initial={"language": getattr(request, "LANGUAGE_CODE", "en")}
        )
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            acts.accept_invitation(token, name=said["name"], password=said["password"], language=said["language"])
            messages.success(request, _("Your account is ready. Sign in with your address and your password."))
            return redirect("account_login")
    except ValidationError as why:
        return render(request, "accounts/no_invitation.html", {"why": why.messages[0]}, status=410)
    return render(request, "accounts/join.html", {"form": form, "invitation": invitation})


@login_required
@never_cache
def recoveries(request: HttpRequest) -> HttpResponse:
    """The lost second factors that wait for a supervisor's answer."""
    require(has_role(request.user, Role.SUPERVISOR))
    return render(request, "accounts/recoveries.html", {"recoveries": recoveries_of(request.user)})


@require_POST
@fresh_login
def answer_recovery(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Confirm or refuse that a lost second factor is taken away."""
    asked = get_object_or_404(recoveries_of(request.user), pk=key)
    assert isinstance(request.user, User)
    answer = request.POST.get("answer")
    require(answer in {"confirm", "refuse"})
    acts.answer_recovery(request.user, asked, confirmed=answer == "confirm")
    if answer == "confirm":
        messages.success(request, _("The second factor was taken away. The person sets up a new one at their next sign-in."))
    else:
        messages.success(request, _("Refused. Nothing was changed."))
    return redirect("accounts:recoveries")
