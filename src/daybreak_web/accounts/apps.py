"""Accounts, as Django counts them."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and their roles."""

    name = "daybreak_web.accounts"
    label = "accounts"
