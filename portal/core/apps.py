"""The app's configuration."""

from django.apps import AppConfig
from django.urls import register_converter
from django.urls.converters import StringConverter
from django.utils.module_loading import autodiscover_modules


class CodeConverter(StringConverter):
    """A unit's code or a notice's number, such as `QS-01-F02-2026Q3`. Anything else is no page of ours."""

    regex = "[0-9A-Za-z-]{1,60}"


class CoreConfig(AppConfig):
    """Workflow, policies, grants, audit, jobs, calendar, paper, files and the publication log."""

    name = "portal.core"
    label = "core"

    def ready(self) -> None:
        """Register what addresses are made of, and have every app register what it offers.

        The registries take nothing once all apps are ready.
        """
        register_converter(CodeConverter, "code")
        autodiscover_modules("registrations")
