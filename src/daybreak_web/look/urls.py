"""Addresses of this slice."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from daybreak_web.look import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="start"),
    path("exit", views.leave, name="exit"),
    path("language", set_language, name="set_language"),
]
