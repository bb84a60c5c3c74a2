"""The app's configuration."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The made-up township and the command that loads it."""

    name = "portal.demo"
    label = "demo"
