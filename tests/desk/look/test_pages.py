"""The pages that belong to no slice: start, way out, languages, and what is said when something went wrong."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path, reverse

from daybreak_web.accounts.models import User
from daybreak_web.accounts.roles import Role
from daybreak_web.look.places import PLACES, places_for
from daybreak_web.look.views import server_error
from daybreak_web.urls import handler400, handler403, handler404, handler500

LANGUAGES = [code for code, _ in settings.LANGUAGES]


def refuse(request: HttpRequest) -> HttpResponse:
    """A view that somebody may not see."""
    raise PermissionDenied


def stumble(request: HttpRequest) -> HttpResponse:
    """A view that cannot read what it got."""
    raise BadRequest


def fail(request: HttpRequest) -> HttpResponse:
    """A view with a mistake in it."""
    raise ZeroDivisionError


urlpatterns = [path("refuse", refuse), path("stumble", stumble), path("fail", fail), path("", include("daybreak_web.urls"))]
__all__ = ["handler400", "handler403", "handler404", "handler500"]


def _in(language: str) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stranger_is_asked_to_sign_in_in_their_language(language: str) -> None:
    page = _in(language).get("/").content.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert reverse("account_login") in page
    assert ("Please sign in" in page) == (language == "en")
    assert ("class=\"draft\"" in page) == (language != "en")


@pytest.mark.django_db
def test_arabic_takes_the_mirrored_sheet_and_others_do_not() -> None:
    assert "parts.rtl.css" in _in("ar").get("/").content.decode()
    assert "parts.rtl.css" not in _in("fr").get("/").content.decode()


@pytest.mark.django_db
def test_a_language_once_chosen_stays() -> None:
    client = Client()
    response = client.post(reverse("set_language"), {"language": "es", "next": "/"})
    assert response.status_code == 302 and response["Location"] == "/"
    assert '<html lang="es"' in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "next_page"), [("xx", "/"), ("", "/"), ("../en", "/"), ("fr", "https://elsewhere.example/")])
def test_an_unknown_language_or_a_foreign_address_changes_nothing_and_leads_nowhere(language: str, next_page: str) -> None:
    client = Client()
    response = client.post(reverse("set_language"), {"language": language, "next": next_page})
    assert response["Location"] == "/"
    assert ('<html lang="en"' in client.get("/").content.decode()) == (language != "fr")


def test_each_place_of_the_list_has_an_address_and_belongs_to_a_role() -> None:
    for place in PLACES:
        assert reverse(place.view).startswith("/")
        assert place.roles and place.roles <= set(Role.values)


def test_the_start_shows_a_person_the_places_of_their_role_and_no_others(aud: User, adm: User, signed_in) -> None:
    for person in (aud, adm):
        page = signed_in(person).get("/", follow=True).content.decode()
        mine = {place.view for place in places_for(person)}
        assert mine
        for place in PLACES:
            assert (f'href="{reverse(place.view)}"' in page) == (place.view in mine) or reverse(place.view) == "/"


def test_a_name_full_of_markup_is_shown_as_letters(signed_in, db: None) -> None:
    eve = User.objects.create_user("eve@desk.example", None, Role.TRAINER, name='<script>alert("x")</script>')
    page = signed_in(eve).get("/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.django_db
def test_leaving_forgets_everything_and_opens_a_neutral_page(adm: User, signed_in) -> None:
    client = signed_in(adm)
    assert client.session.get("_auth_user_id")
    response = client.get("/exit")
    assert response.status_code == 303
    assert response["Location"] == settings.EXIT_ADDRESS
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert not client.session.get("_auth_user_id")


@pytest.mark.django_db
def test_a_picture_on_another_page_cannot_sign_a_person_out(adm: User, signed_in) -> None:
    client = signed_in(adm)
    response = client.get("/exit", headers={"Sec-Fetch-Mode": "no-cors"})
    assert "Clear-Site-Data" not in response
    assert client.session.get("_auth_user_id")


@pytest.mark.django_db
def test_a_stranger_can_leave_and_nobody_can_post_to_the_way_out() -> None:
    assert Client().get("/exit").status_code == 303
    assert Client().post("/exit").status_code == 405


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("address", "status"), [("/nowhere", 404), ("/refuse", 403), ("/stumble", 400), ("/fail", 500)])
def test_a_page_that_failed_says_so_plainly_and_is_not_kept(language: str, address: str, status: int) -> None:
    response = _in(language).get(address)
    page = response.content.decode()
    assert response.status_code == status
    assert "no-store" in response["Cache-Control"]
    assert f'<html lang="{language}"' in page
    assert "<h1>" in page and reverse("start") in page
    assert "Traceback" not in page and "ZeroDivisionError" not in page


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("set_language"), {"language": "fr"})
    assert response.status_code == 403
    assert "This form is too old" in response.content.decode()


def test_the_page_of_a_failure_asks_neither_session_nor_database() -> None:
    # No `db` here: a query would fail the test.
    assert server_error(RequestFactory().get("/")).status_code == 500
