"""The cast is who it says it is."""

from __future__ import annotations

from daybreak_web.accounts.models import User
from daybreak_web.accounts.roles import PROTECTED, Role


def test_the_administrator_is_no_role_that_sees_protected_data(adm: User, dov: User) -> None:
    assert Role(adm.role) not in PROTECTED
    assert Role(dov.role) in PROTECTED
