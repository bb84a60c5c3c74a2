"""The app's configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Units, people, posts and sign-in."""

    name = "portal.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks."""
        from portal.accounts import checks  # noqa: F401  (registered by being imported)
