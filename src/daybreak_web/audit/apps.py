"""The audit, as Django counts it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Chains, entries and heads."""

    name = "daybreak_web.audit"
    label = "audit"
