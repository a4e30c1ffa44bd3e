"""Coming in: the password, the lock, the second factor, sessions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import identify_hasher, make_password
from django.test import Client, override_settings
from django.urls import reverse

from daybreak_web.accounts.models import User

LOGIN = "/accounts/login/"
Come = Callable[[User], Client]


def _try(client: Client, email: str, password: str) -> object:
    return client.post(LOGIN, {"login": email, "password": password})


def test_an_administrator_signs_in_with_a_password_and_the_chain_says_so(
    adm: User, come_in: Come, acts_of: Callable[[User], list[str]]
) -> None:
    client = come_in(adm)
    assert client.get(reverse("accounts:own")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("accounts:own")).status_code == 302
    assert acts_of(adm) == ["signed_in", "signed_out"]


def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(adm: User) -> None:
    answers = []
    for email in (adm.email, "nobody@desk.example"):
        client = Client()
        answer = client.post(LOGIN, {"login": email, "password": "wrong"})
        page = answer.content.decode().replace(email, "WHO")
        token = answer.context["csrf_token"]
        answers.append((answer.status_code, page.replace(str(token), "")))
    (status, known), (other, unknown) = answers
    assert status == other == 200
    assert "do not belong together" in known
    strip = lambda page: [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]  # noqa: E731
    assert strip(known) == strip(unknown)


@pytest.mark.parametrize("wrong", ["", " ", "\x00", "x" * 5000, "' OR 1=1 --", "مرحبا"])
def test_strange_passwords_are_refused_quietly(adm: User, wrong: str) -> None:
    client = Client()
    assert client.post(LOGIN, {"login": adm.email, "password": wrong}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_five_wrong_passwords_lock_the_account_at_this_place_even_for_the_right_one(adm: User, password: str) -> None:
    client = Client(REMOTE_ADDR="192.0.2.7")
    for _ in range(4):
        assert client.post(LOGIN, {"login": adm.email, "password": "wrong"}).status_code == 200
    locked = client.post(LOGIN, {"login": adm.email.upper(), "password": "wrong"})
    assert locked.status_code == 429
    assert "15 minutes" in locked.content.decode()
    assert client.post(LOGIN, {"login": adm.email, "password": password}).status_code == 429
    assert "_auth_user_id" not in client.session
    elsewhere = Client(REMOTE_ADDR="192.0.2.8")
    assert elsewhere.post(LOGIN, {"login": adm.email, "password": password}).status_code == 302


def test_unknown_people_are_locked_just_the_same(db: None) -> None:
    client = Client()
    answers = [client.post(LOGIN, {"login": "nobody@desk.example", "password": "wrong"}).status_code for _ in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]


def test_no_password_is_kept_with_the_failures(adm: User) -> None:
    Client().post(LOGIN, {"login": adm.email, "password": "a secret slip of the hand"})
    kept = AccessAttempt.objects.get()
    assert "secret slip" not in f"{kept.post_data} {kept.get_data} {kept.path_info}"


def test_there_is_no_sign_up(db: None) -> None:
    client = Client()
    assert "invitation" in client.get("/accounts/signup/").content.decode()
    client.post("/accounts/signup/", {"email": "new@desk.example", "password1": "a long enough sentence"})
    assert not User.objects.exists()


def test_an_account_that_ended_does_not_open(adm: User, password: str) -> None:
    adm.is_active = False
    adm.save()
    client = Client()
    answer = client.post(LOGIN, {"login": adm.email, "password": password}, follow=True)
    assert "_auth_user_id" not in client.session
    assert "not active" in answer.content.decode()


def test_an_app_is_set_up_and_asked_for_at_the_next_sign_in(
    ada: User, come_in: Come, password: str, code_of: Callable[[str], str], acts_of: Callable[[User], list[str]]
) -> None:
    client = come_in(ada)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.content.decode() and "<svg" in page.content.decode() and "data:" not in page.content.decode()
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    assert answer.status_code == 200 and answer.context["unused_codes"]
    codes = answer.context["unused_codes"]
    assert acts_of(ada) == ["signed_in", "factor_added"]

    again = Client()
    assert again.post(LOGIN, {"login": ada.email, "password": password}).headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in again.session, "a password alone opens nothing"
    assert again.post(reverse("mfa_authenticate"), {"code": "123"}).status_code == 200
    assert "_auth_user_id" not in again.session
    assert again.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    assert again.get(reverse("accounts:own")).status_code == 200

    third = Client()
    third.post(LOGIN, {"login": ada.email, "password": password})
    assert third.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 200, "a recovery code works once"
    assert "_auth_user_id" not in third.session


def test_codes_cannot_be_guessed_on_and_on(ada: User, password: str, give_app: Callable[[User], str]) -> None:
    give_app(ada)
    client = Client()
    client.post(LOGIN, {"login": ada.email, "password": password})
    for _ in range(6):
        answer = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Too many" in answer.content.decode()


def test_removing_ones_factor_holds_one_back_again_and_needs_a_fresh_login(
    ada: User, come_in: Come, give_app: Callable[[User], str], stale: Callable[[Client], Client],
    has_app: Callable[[User], bool]
) -> None:
    give_app(ada)
    client = stale(come_in(ada))
    assert "reauthenticate" in client.post(reverse("mfa_deactivate_totp")).headers["Location"]
    assert has_app(ada)
    client = come_in(ada)
    client.post(reverse("mfa_deactivate_totp"))
    assert not has_app(ada)
    assert client.get(reverse("accounts:own")).headers["Location"] == reverse("mfa_index")


def test_a_changed_password_ends_the_other_sessions(
    adm: User, come_in: Come, password: str, acts_of: Callable[[User], list[str]]
) -> None:
    here, there = come_in(adm), come_in(adm)
    new = "quite another sentence, also long"
    for wrong in ({"oldpassword": "no", "password1": new, "password2": new},
                  {"oldpassword": password, "password1": "short", "password2": "short"},
                  {"oldpassword": password, "password1": new, "password2": new + "!"}):
        assert here.post(reverse("account_change_password"), wrong).status_code == 200
    assert here.post(
        reverse("account_change_password"), {"oldpassword": password, "password1": new, "password2": new}
    ).status_code == 302
    assert here.get(reverse("accounts:own")).status_code == 200
    assert there.get(reverse("accounts:own")).status_code == 302
    assert acts_of(adm)[-1] == "password_changed"


def test_sessions_are_listed_and_ended_from_afar(
    adm: User, ben: User, come_in: Come, acts_of: Callable[[User], list[str]]
) -> None:
    here, there, third = come_in(adm), come_in(adm), come_in(adm)
    stranger = come_in(ben)
    shown = here.get(reverse("usersessions_list")).context["sessions"]
    assert len(shown) == 3 and [current for _, current in shown].count(True) == 1
    theirs = next(s.pk for s, _ in shown if s.session_key == there.session.session_key)
    here.post(reverse("usersessions_list"), {"session": theirs})
    assert there.get(reverse("accounts:own")).status_code == 302
    assert third.get(reverse("accounts:own")).status_code == 200
    for strange in ("", "-1", "1;2", "9" * 30, "٣x"):
        assert here.post(reverse("usersessions_list"), {"session": strange}).status_code == 404
    here.post(reverse("usersessions_list"), {"session": "others"})
    assert third.get(reverse("accounts:own")).status_code == 302
    assert stranger.get("/accounts/me/").headers["Location"] == reverse("mfa_index"), "another person's stays"
    assert acts_of(adm).count("sessions_ended") == 2


def test_nobody_ends_another_persons_session(adm: User, ben: User, come_in: Come) -> None:
    mine, other = come_in(adm), come_in(ben)
    from allauth.usersessions.models import UserSession

    theirs = UserSession.objects.get(user=ben)
    mine.post(reverse("usersessions_list"), {"session": theirs.pk})
    assert UserSession.objects.filter(pk=theirs.pk).exists()
    assert "_auth_user_id" in other.session


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"])
def test_passwords_are_kept_by_argon2() -> None:
    assert identify_hasher(make_password("a long sentence")).algorithm == "argon2"


def test_the_desk_itself_knows_no_other_hasher() -> None:
    from daybreak_web import settings

    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_the_language_of_the_account_is_the_language_of_its_pages(adm: User, come_in: Come) -> None:
    client = come_in(adm)
    assert client.post(reverse("accounts:own"), {"name": "Adm", "language": "tlh"}).status_code == 200
    client.post(reverse("accounts:own"), {"name": "Admira", "language": "ar"})
    page = client.get(reverse("accounts:own")).content.decode()
    assert 'lang="ar"' in page and 'dir="rtl"' in page and "Admira" in page
