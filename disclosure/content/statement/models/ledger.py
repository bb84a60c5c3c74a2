"""A ledger that was brought in, while it is checked and mended."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.content.statement.enums import ImportState
from disclosure.notices.models import Edition
from portal.accounts.models import Unit
from portal.core.models import Job


class LedgerImport(models.Model):
    """One uploaded ledger on its way to a draft. Nothing of it is public, ever.

    `document` holds the statement as read and mended so far, `answers` the explanations written so
    far by the key of their finding, so that a second upload keeps them.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(_("Period"), max_length=7)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.READING)
    file_name = models.CharField(_("File name"), max_length=150)
    stored_as = models.CharField(max_length=200)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    refusal = models.TextField(blank=True)
    document = models.JSONField(null=True, blank=True)
    answers = models.JSONField(default=dict)
    checks = models.PositiveIntegerField(default=0)
    first_errors = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.SET_NULL, null=True, blank=True, related_name="imports")

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return f"{self.unit.code} {self.period} {self.file_name}"
