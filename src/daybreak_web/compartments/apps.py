"""Compartments, as Django counts them."""

from django.apps import AppConfig


class CompartmentsConfig(AppConfig):
    """Compartments, memberships and keys."""

    name = "daybreak_web.compartments"
    label = "compartments"
