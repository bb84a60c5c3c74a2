"""The app's configuration."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """What people send us: the sender kept apart, files, screening, clocks, letters, the page to follow it."""

    name = "portal.cases"
    label = "cases"
