"""The app's configuration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from portal.core import converters


class CoreConfig(AppConfig):
    """Workflow, policies, grants, audit, jobs, calendar, paper, files and the publication log."""

    name = "portal.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what addresses are made of, and have every app register what it offers.

        The registries take nothing once all apps are ready.
        """
        converters.register()
        autodiscover_modules("registrations")
