"""A poster that has been made; once per edition and size."""

from django.db import models

from disclosure.notices.models import Edition
from disclosure.posters.enums import PaperSize


class Poster(models.Model):
    """The stored PDF of one edition on one size of sheet.

    `is_superseded` distinguishes the copies: one as published, one overprinted after a correction.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="posters")
    size = models.CharField(max_length=2, choices=PaperSize)
    is_superseded = models.BooleanField(default=False)
    stored_as = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    bytes = models.PositiveBigIntegerField()
    pages = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["edition", "size"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "size", "is_superseded"], name="poster_once"),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.size}"
