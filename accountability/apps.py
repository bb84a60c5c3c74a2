"""The app's configuration."""

from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    """Clean-government responsibility, letter by letter."""

    name = "accountability"
