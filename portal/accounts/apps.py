"""The app's configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Units, people, posts and sign-in."""

    name = "portal.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register the checks."""
        from portal.accounts import checks  # noqa: F401  (registered by being imported)
