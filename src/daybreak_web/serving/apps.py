"""Serving, as Django counts it."""

from django.apps import AppConfig


class ServingConfig(AppConfig):
    """Headers, logs and health."""

    name = "daybreak_web.serving"
    label = "serving"
