"""The app's configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Units, people, posts and sign-in."""

    name = "portal.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register the checks, and who listens to wrong passwords."""
        from portal.accounts import checks, guessing  # noqa: F401  (registered by being imported)
