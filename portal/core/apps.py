"""The app's configuration."""

from django.apps import AppConfig

from portal.core import converters


class CoreConfig(AppConfig):
    """Workflow, policies, grants, audit, jobs, calendar, paper, files and the publication log."""

    name = "portal.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what addresses are made of."""
        converters.register()
