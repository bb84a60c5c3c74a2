"""Paper sizes, and the message that a poster could not be made."""

from django.db.models import TextChoices

POSTER_FAILED = "poster_failed"
"""Kind of the message that a poster could not be made."""


class PaperSize(TextChoices):
    """Sheets a poster can be printed on."""

    A4 = "A4", "A4"
    A3 = "A3", "A3"
    A2 = "A2", "A2"


MADE_AT_PUBLICATION = (PaperSize.A3, PaperSize.A4)
"""Other sizes are made on first request."""
