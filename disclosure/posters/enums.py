"""Paper sizes."""

from django.db.models import TextChoices


class PaperSize(TextChoices):
    """Sheets a poster can be printed on."""

    A4 = "A4", "A4"
    A3 = "A3", "A3"
    A2 = "A2", "A2"
