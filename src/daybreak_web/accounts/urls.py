"""Addresses of accounts. allauth's names stay allauth's, since its pages link each other by them."""

from __future__ import annotations

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.webauthn import views as keys
from django.urls import URLPattern, URLResolver, include, path

from daybreak_web.accounts.views import factors, joining, own, people

_own = [
    path("me/", own.own_account, name="own"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<uuid:key>/", people.person, name="person"),
    path("people/<uuid:key>/role/", people.change_role, name="change_role"),
    path("people/<uuid:key>/deactivate/", people.deactivate, name="deactivate"),
    path("people/<uuid:key>/recovery/", people.ask_recovery, name="ask_recovery"),
    path("invitations/<uuid:key>/withdraw/", people.withdraw, name="withdraw"),
    path("join/<str:token>/", joining.join, name="join"),
    path("recoveries/", joining.recoveries, name="recoveries"),
    path("recoveries/<uuid:key>/", joining.answer_recovery, name="answer_recovery"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((_own, "accounts"))),
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("signup/", allauth.signup, name="account_signup"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("password/", factors.change_password, name="account_change_password"),
    path("sessions/", own.sessions, name="usersessions_list"),
    path("factors/", mfa.index, name="mfa_index"),
    path("factors/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("factors/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("factors/app/", factors.activate_app, name="mfa_activate_totp"),
    path("factors/app/remove/", factors.deactivate_app, name="mfa_deactivate_totp"),
    path("factors/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("factors/codes/new/", factors.new_codes, name="mfa_generate_recovery_codes"),
    path("factors/codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("factors/keys/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("factors/keys/add/", factors.add_key, name="mfa_add_webauthn"),
    path("factors/keys/reauthenticate/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("factors/keys/<int:pk>/rename/", factors.rename_key, name="mfa_edit_webauthn"),
    path("factors/keys/<int:pk>/remove/", factors.remove_key, name="mfa_remove_webauthn"),
]
