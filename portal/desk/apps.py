"""The app's configuration."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages that act, steps of a workflow, queue, menu, lists and what has been done."""

    name = "portal.desk"
    label = "desk"

    def ready(self) -> None:
        from portal.desk import checks  # noqa: F401  (registered by being imported)
