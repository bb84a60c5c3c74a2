"""Supervision on the desk."""

from django.utils.translation import gettext_lazy as _

SUPERVISION = (_("Supervision"), "accountability_desk:supervision_points")
"""The first page of the room, on the way to the others."""
