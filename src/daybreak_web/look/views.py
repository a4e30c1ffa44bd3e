"""The pages that belong to no slice: the start, the way out, and what is said when something went wrong."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

#: What a browser is asked to forget when a person leaves in a hurry.
FORGET: Final = '"cache", "cookies", "storage"'


@require_safe
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """For a person who signed in: what they may do here. For anybody else: where to sign in."""
    return render(request, "look/start.html")


@require_safe
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Leave at once: the session ends, the browser is asked to forget us, and a neutral page opens.

    Works as a plain link. A request that is no navigation (a picture on someone else's page, say) only moves on:
    nobody can sign a person out from outside.
    """
    response = HttpResponse(status=303, headers={"Location": settings.EXIT_ADDRESS, "Referrer-Policy": "no-referrer"})
    response["Cache-Control"] = "no-store"
    if request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
        logout(request)
        response["Clear-Site-Data"] = FORGET
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The browser sent something that we cannot read."""
    return _sorry(request, "look/errors/400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """This person may not do that here."""
    return _sorry(request, "look/errors/403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is nothing here, or nothing that this person may see: the page is the same, so that it tells nothing."""
    return _sorry(request, "look/errors/404.html", 404)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old (cross-site request forgery protection)."""
    return _sorry(request, "look/errors/csrf.html", 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed on our side. The page asks neither session nor database: they may be what failed."""
    return HttpResponse(render_to_string("look/errors/500.html"), status=500, headers={"Cache-Control": "no-store"})


def _sorry(request: HttpRequest, template: str, status: int) -> HttpResponse:
    response = render(request, template, status=status)
    response["Cache-Control"] = "no-store"
    return response
