"""The app's configuration."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """Catalogue, notices and editions, village money, posters."""

    name = "disclosure"
