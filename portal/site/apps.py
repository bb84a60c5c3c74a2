"""The app's configuration."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Pages that are put together from several apps."""

    name = "portal.site"
    label = "site"

    def ready(self) -> None:
        """Make the portal's Celery application the current one in every process, before a job is sent."""
        import portal.celery  # noqa: F401  (it reads settings, so it cannot come before they are there)
