"""The app's configuration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """Workflow, policies, grants, audit, jobs, calendar, paper, files and the publication log."""

    name = "portal.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have every app register what it offers; the registries take nothing once all apps are ready."""
        autodiscover_modules("registrations")
