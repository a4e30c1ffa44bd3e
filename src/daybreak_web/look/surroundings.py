"""What every page shows around its content, for whoever looks at it.

request -> surroundings() -> look/page.html: the places in the side navigation, and whether the language is a draft
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from daybreak_web.look.messages import draft_languages
from daybreak_web.look.places import Place, places_for


def surroundings(request: HttpRequest) -> dict[str, object]:
    """Names for templates: `places` and `here` for navigation, `is_draft` for the note in the footer."""
    user = getattr(request, "user", None)
    places: list[Place] = places_for(user) if user is not None and user.is_authenticated else []
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {"places": places, "here": here, "is_draft": is_draft(get_language() or settings.LANGUAGE_CODE)}


def is_draft(language: str) -> bool:
    """No speaker of this language has read the interface's words yet."""
    return language in draft_languages(settings.LOCALE_PATHS[0])
