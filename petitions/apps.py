"""The app's configuration."""

from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    """Petitions from hand-in to outcome."""

    name = "petitions"
