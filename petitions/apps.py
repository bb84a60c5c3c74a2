"""The app's configuration."""

from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    """Petitions from hand-in to outcome."""

    name = "petitions"
    default_auto_field = "django.db.models.BigAutoField"
