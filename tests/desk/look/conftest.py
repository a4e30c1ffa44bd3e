"""The words of the desk in every language, compiled before a page is asked for."""

from __future__ import annotations

import pytest

from daybreak_web.look.build import LOCALE
from daybreak_web.look.messages import compile_catalogues


@pytest.fixture(scope="session", autouse=True)
def catalogues() -> None:
    """django.mo beside every django.po, as the set-up leaves them."""
    compile_catalogues(LOCALE)
