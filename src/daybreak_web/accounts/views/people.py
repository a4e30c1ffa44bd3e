"""What an administrator does with accounts. No case content, ever; for anybody else these pages do not exist."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from daybreak_web.accounts import acts
from daybreak_web.accounts.access import has_role, invitations_of, people_of, require
from daybreak_web.accounts.forms import AskRecovery, ChangeRole, Invite
from daybreak_web.accounts.fresh import fresh_login
from daybreak_web.accounts.models import User
from daybreak_web.accounts.roles import Role


def _administrator(request: HttpRequest) -> User:
    """Who asks, if an administrator."""
    require(has_role(request.user, Role.ADMINISTRATOR))
    assert isinstance(request.user, User)
    return request.user


@login_required
@never_cache
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who has an account, and the invitations that wait."""
    administrator = _administrator(request)
    shown = {"people": people_of(administrator), "invitations": invitations_of(administrator)}
    return render(request, "accounts/people.html", shown)


@login_required
@never_cache
def person(request: HttpRequest, key: UUID) -> HttpResponse:
    """One account, and what can be done with it."""
    administrator = _administrator(request)
    return _show(request, get_object_or_404(people_of(administrator), pk=key))


@fresh_login
@never_cache
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the link is shown once, on the page that answers."""
    administrator = _administrator(request)
    form = Invite(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = acts.invite(administrator, form.cleaned_data["email"], form.cleaned_data["role"])
        except ValidationError as why:
            form.add_error("email", why)
        else:
            link = request.build_absolute_uri(reverse("accounts:join", args=[token]))
            return render(request, "accounts/invited.html", {"invitation": invitation, "link": link})
    return render(request, "accounts/invite.html", {"form": form})


@require_POST
@login_required
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Make the link of an invitation stop working."""
    administrator = _administrator(request)
    acts.withdraw_invitation(administrator, get_object_or_404(invitations_of(administrator), pk=key))
    messages.success(request, _("The invitation was withdrawn."))
    return redirect("accounts:people")


@require_POST
@fresh_login
def change_role(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Give a person another role."""
    administrator = _administrator(request)
    found = get_object_or_404(people_of(administrator), pk=key)
    form = ChangeRole(request.POST)
    if form.is_valid():
        try:
            acts.change_role(administrator, found, form.cleaned_data["role"])
        except ValidationError as why:
            form.add_error(None, why)
        else:
            return _done(request, found, _("The role was changed. The person has to sign in again."))
    return _show(request, found, role=form)


@require_POST
@fresh_login
def deactivate(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """End a person's account and sign them out everywhere."""
    administrator = _administrator(request)
    found = get_object_or_404(people_of(administrator), pk=key)
    try:
        acts.deactivate(administrator, found)
    except ValidationError as why:
        messages.error(request, why.messages[0])
        return redirect("accounts:person", found.pk)
    return _done(request, found, _("The account was deactivated and signed out everywhere."))


@require_POST
@fresh_login
def ask_recovery(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Ask a supervisor to take a lost second factor away."""
    administrator = _administrator(request)
    found = get_object_or_404(people_of(administrator), pk=key)
    form = AskRecovery(request.POST)
    if form.is_valid():
        try:
            acts.ask_recovery(administrator, found, form.cleaned_data["reason"])
        except ValidationError as why:
            form.add_error(None, why)
        else:
            return _done(request, found, _("A supervisor was asked. Until one confirms, nothing changes."))
    return _show(request, found, recovery=form)


def _done(request: HttpRequest, found: User, said: str) -> HttpResponse:
    """Back to the account, with a sentence."""
    messages.success(request, said)
    return redirect("accounts:person", found.pk)


def _show(
    request: HttpRequest, found: User, role: ChangeRole | None = None, recovery: AskRecovery | None = None
) -> HttpResponse:
    """The page of one account, with the form that was not accepted, if there is one."""
    refused = role is not None or recovery is not None
    shown = {
        "person": found,
        "own": found == request.user,
        "role": role or ChangeRole(initial={"role": found.role}),
        "recovery": recovery or AskRecovery(),
    }
    return render(request, "accounts/person.html", shown, status=400 if refused else 200)
