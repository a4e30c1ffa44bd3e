"""The face, as Django counts it."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """Templates and static files of the face."""

    name = "daybreak_web.look"
    label = "look"
