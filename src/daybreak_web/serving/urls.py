"""Addresses for whoever watches over the desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from daybreak_web.serving import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", views.health, name="health"),
    path("ready", views.ready, name="ready"),
]
