"""Addresses of the audit."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from daybreak_web.audit import views

app_name = "audit"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.entries, name="entries"),
    path("export.csv", views.export, name="export"),
    path("verify", views.verify, name="verify"),
]
