"""The app's configuration."""

from django.apps import AppConfig


class ExampleConfig(AppConfig):
    """Tickets in folders: opened, answered, approved."""

    name = "tests.example"
    label = "example"
    default_auto_field = "django.db.models.BigAutoField"
