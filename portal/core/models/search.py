"""The search index: one row for each document that the public finds."""

from __future__ import annotations

from django.db import models
from django.db.models import F


class SearchDocument(models.Model):
    """A public document as it is found. Rooms push it; it names no table of any app, only kind and key.

    What has no language stands once; names of units and entries stand in both, so that they are found and
    shown in either.
    """

    kind = models.CharField(max_length=40)
    key = models.BigIntegerField(help_text="Primary key of what it was made from")
    number = models.CharField(max_length=120)
    edition = models.PositiveIntegerField(null=True, blank=True)
    url = models.CharField(max_length=200, help_text="At the Chinese root")
    title_zh = models.CharField(max_length=400)
    title_en = models.CharField(max_length=400)
    unit = models.CharField(max_length=20, blank=True, help_text="Code of the unit")
    unit_zh = models.CharField(max_length=200, blank=True)
    unit_en = models.CharField(max_length=200, blank=True)
    stream = models.CharField(max_length=20, blank=True)
    entry = models.CharField(max_length=20, blank=True, help_text="Code of the catalogue's entry")
    entry_zh = models.CharField(max_length=200, blank=True)
    entry_en = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=7, blank=True)
    body = models.TextField(blank=True)
    published_at = models.DateTimeField()
    until = models.DateField(null=True, blank=True, help_text="Last day on notice")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_document_once")]
        indexes = [models.Index(F("published_at").desc(), F("key").desc(), name="search_by_publication")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
