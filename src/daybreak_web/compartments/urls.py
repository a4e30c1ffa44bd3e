"""Addresses of this slice."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from daybreak_web.compartments import views

app_name = "compartments"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.mine, name="mine"),
    path("open/", views.open_one, name="open"),
    path("emergency/", views.emergency, name="emergency"),
    path("reviews/", views.reviews, name="reviews"),
    path("reviews/<uuid:pk>/", views.review_one, name="review"),
    path("<uuid:pk>/", views.one, name="one"),
    path("<uuid:pk>/grant/", views.grant, name="grant"),
    path("<uuid:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("<uuid:pk>/memberships/<uuid:held>/end/", views.end, name="end"),
]
