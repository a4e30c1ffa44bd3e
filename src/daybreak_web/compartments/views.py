"""Pages about who may know what: ask access, call one act or read, show it."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daybreak_web.accounts.fresh import fresh_login
from daybreak_web.accounts.models import User
from daybreak_web.audit.reads import looked
from daybreak_web.compartments import acts, forms, reads
from daybreak_web.compartments.access import (
    compartment_of,
    has_lost_right,
    may_break_glass,
    may_open,
    may_steer,
    membership,
    memberships_of,
    require,
    reviews_of,
    works_in_compartments,
)
from daybreak_web.compartments.keys import title_of
from daybreak_web.compartments.models import Compartment

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """My compartments, and what I was told of emergencies."""
    user = _worker(request)
    lines, told = reads.lines(user), reads.told(user)
    looked(request, [*(each.compartment.pk for each in lines), *(each.notice.break_glass_id for each in told)], "")
    return render(request, "compartments/mine.html", {
        "lines": lines, "told": told, "may_open": may_open(user), "may_break_glass": may_break_glass(user)})


@require_safe
@login_required
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One compartment: its members, purposes, ends; its emergencies for those who steer it."""
    user = _worker(request)
    compartment = compartment_of(user, pk)
    held, members, emergencies = membership(user, compartment), reads.members(user, compartment), \
        reads.emergencies(user, compartment)
    shown = [pk, *(each.held.pk for each in members), *(each.made.pk for each in emergencies)]
    looked(request, shown, held.purpose if held else "emergency", compartment=pk)
    return render(request, "compartments/one.html", {
        "compartment": compartment, "title": title_of(compartment), "held": held, "members": members,
        "emergencies": emergencies, "may_steer": may_steer(user, compartment)})


@get_or_post
@fresh_login
def open_one(request: HttpRequest) -> HttpResponse:
    """A new compartment."""
    user = _worker(request)
    require(may_open(user))
    form = forms.Open(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            acts.open_compartment(user, title=said["title"], kind=said["which"], purpose=said["purpose"],
                                  owner=said["person"], legal_basis=said["legal_basis"], ends_at=said["ends_at"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The compartment is open. Its owner is its first member."))
            return redirect("compartments:mine")
    return _form(request, "open", form)


@get_or_post
@fresh_login
def grant(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more member."""
    user, compartment = _steered(request, pk)
    form = forms.Grant(request.POST or None, compartment=compartment)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            acts.grant(user, compartment, said["person"], purpose=said["purpose"],
                       legal_basis=said["legal_basis"], ends_at=said["ends_at"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The membership is granted."))
            return redirect("compartments:one", pk=pk)
    return _form(request, "grant", form, compartment)


@get_or_post
@fresh_login
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another owner."""
    user, compartment = _steered(request, pk)
    form = forms.HandOver(request.POST or None, user=user, compartment=compartment)
    if request.method == "POST" and form.is_valid():
        try:
            acts.hand_over(user, compartment, form.cleaned_data["owner"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The compartment has another owner now."))
            return redirect("compartments:one", pk=pk)
    return _form(request, "hand_over", form, compartment)


@get_or_post
@login_required
def end(request: HttpRequest, pk: UUID, held: UUID) -> HttpResponse:
    """A membership ends: asked first, then done."""
    user = _worker(request)
    compartment = compartment_of(user, pk)
    chosen = get_object_or_404(memberships_of(user, compartment), pk=held)
    require(chosen.user_id == user.pk or may_steer(user, compartment))
    form = forms.Nothing(request.POST or None)
    if request.method == "POST":
        try:
            acts.end_membership(user, chosen)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("compartments:one", pk=pk)
        messages.success(request, _("The membership has ended."))
        return redirect("compartments:mine") if chosen.user_id == user.pk else redirect("compartments:one", pk=pk)
    return _form(request, "end", form, compartment, person=chosen.user.name)


@get_or_post
@fresh_login
def emergency(request: HttpRequest) -> HttpResponse:
    """Come into a compartment by emergency."""
    user = _worker(request)
    require(may_break_glass(user))
    form = forms.Break(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = acts.break_glass(user, said["reference"], category=said["category"],
                                    reason=said["reason"], hours=said["hours"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.warning(request, _("You are in by emergency. The owner and a supervisor have been told."))
            return redirect("compartments:one", pk=made.compartment_id)
    return _form(request, "emergency", form, lost=has_lost_right(user))


@require_safe
@login_required
def reviews(request: HttpRequest) -> HttpResponse:
    """The emergencies I have to review."""
    user = _worker(request)
    waiting = reads.waiting(user)
    looked(request, [each.made.pk for each in waiting], "supervision")
    return render(request, "compartments/reviews.html", {"waiting": waiting})


@get_or_post
@login_required
def review_one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One emergency, and what I find."""
    user = _worker(request)
    made = get_object_or_404(reviews_of(user), pk=pk)
    form = forms.Review(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.review(user, made, justified=form.cleaned_data["justified"] == "yes", findings=form.cleaned_data["findings"])
        messages.success(request, _("Your review is kept."))
        return redirect("compartments:reviews")
    shown = next(each for each in reads.waiting(user) if each.made.pk == pk)
    looked(request, [pk], "supervision")
    return _form(request, "review", form, each=shown)


def _worker(request: HttpRequest) -> User:
    """The person, if their role is in compartments at all; for others these pages do not exist."""
    require(works_in_compartments(request.user))
    return cast(User, request.user)


def _steered(request: HttpRequest, pk: UUID) -> tuple[User, Compartment]:
    """The person and a compartment they steer."""
    user = _worker(request)
    compartment = compartment_of(user, pk)
    require(may_steer(user, compartment))
    return user, compartment


def _form(
    request: HttpRequest, name: str, form: django_forms.Form, compartment: Compartment | None = None, **more: object
) -> HttpResponse:
    """A page with a form; one about a compartment shows its title, and is a read of it."""
    shown: dict[str, object] = {"form": form, "compartment": compartment, **more}
    if compartment is not None:
        shown["title"] = title_of(compartment)
        looked(request, [compartment.pk], compartment.purpose, compartment=compartment.pk)
    return render(request, f"compartments/{name}.html", shown)
