"""The app's configuration."""

from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    """Clean-government responsibility, letter by letter."""

    name = "accountability"
    default_auto_field = "django.db.models.BigAutoField"
