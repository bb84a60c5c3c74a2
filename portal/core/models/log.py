"""The publication log: a chain of entries that the database refuses to change or delete."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

SHA256 = r"^[0-9a-f]{64}$"


class LogKind(models.TextChoices):
    """What an entry tells of."""

    PUBLICATION = "publication", pgettext_lazy("kind of log entry", "Publication")
    CORRECTION = "correction", pgettext_lazy("kind of log entry", "Correction")
    WITHDRAWAL = "withdrawal", pgettext_lazy("kind of log entry", "Withdrawal")


class LogEntry(models.Model):
    """One publication, correction or withdrawal.

    The subject is named in text, so that the log needs no table of any app. `hash` is the SHA-256 over
    the canonical JSON of the fields that `portal.core.publication_log.hashed_fields` lists, among them
    the hash of the entry before.
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=LogKind)
    subject_kind = models.CharField(max_length=40)
    subject_number = models.CharField(max_length=120)
    edition = models.PositiveIntegerField()
    content_sha256 = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sequence__gte=1), name="log_sequence_from_one"),
            models.CheckConstraint(condition=Q(edition__gte=1), name="log_edition_from_one"),
            models.CheckConstraint(condition=Q(kind__in=LogKind.values), name="log_kind_known"),
            models.CheckConstraint(condition=Q(content_sha256__regex=SHA256), name="log_content_is_sha256"),
            models.CheckConstraint(condition=Q(previous_hash__regex=SHA256), name="log_previous_is_sha256"),
            models.CheckConstraint(condition=Q(hash__regex=SHA256), name="log_hash_is_sha256"),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_number", "edition"], name="log_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind} {self.subject_number} ({self.edition})"
