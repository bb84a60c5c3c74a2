"""The app's configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Units, people, posts and sign-in."""

    name = "portal.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
