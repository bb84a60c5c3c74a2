"""A notice is what is owed or announced; an edition is one version of its content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import IN_PREPARATION, PUBLIC, State
from portal.accounts.models import Unit
from portal.core.workflow import Stateful


class Notice(models.Model):
    """What a unit owes the public under one entry of the catalogue, for a period or as it happened."""

    number = models.CharField(_("Number"), max_length=40, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="notices")
    entry = models.ForeignKey(CatalogueEntry, on_delete=models.PROTECT, related_name="notices")
    period = models.CharField(_("Period"), max_length=7, help_text="2026, 2026H1, 2026Q3, 2026-07")
    sequence = models.PositiveIntegerField(null=True, blank=True, help_text="Within a year; regular items have none")
    station = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="prepared_notices")
    created_at = models.DateTimeField()
    period_ends_on = models.DateField(editable=False)
    due_on = models.DateField(
        _("Due"), null=True, blank=True, editable=False, help_text="Counted by obligations, which keep its history"
    )
    due_provisional = models.BooleanField(default=False, editable=False)
    history = HistoricalRecords(excluded_fields=["period_ends_on", "due_on", "due_provisional"])

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "entry", "period"], condition=Q(sequence__isnull=True), name="notice_once_a_period"
            ),
            models.UniqueConstraint(
                fields=["unit", "entry", "period", "sequence"],
                condition=Q(sequence__isnull=False),
                name="notice_sequence_once",
            ),
        ]
        indexes = [
            models.Index(fields=["period"], name="notice_by_period"),
            models.Index(fields=["period_ends_on"], condition=Q(sequence__isnull=True), name="notice_by_end_of_period"),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it, with the last day of its period."""
        if self._state.adding:
            self.period_ends_on = Period.parse(self.period).last
        super().save(*args, **kwargs)


def _two_people(name: str, later: str, earlier: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q((f"{later}__isnull", True)) | ~Q((later, F(earlier))))


class Edition(Stateful):
    """One numbered saying of a notice, from its draft to its end.

    The state moves by `disclosure.notices.workflow.EDITION` only. What the rules say, the constraints below
    say again, so that no path around the actions can break them.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("Edition"))
    form = models.CharField(max_length=15, editable=False, help_text="As the catalogue had it when it was begun")
    state = models.CharField(_("State"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    title = models.CharField(_("Title"), max_length=120, blank=True)
    body = models.TextField(_("Text"), blank=True)
    correction_reason = models.TextField(_("What is corrected, and why"), blank=True)
    contributors: models.ManyToManyField[models.Model, models.Model] = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+"
    )
    created_at = models.DateTimeField()

    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    prepared_at = models.DateTimeField(null=True, blank=True)
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    countersigned_at = models.DateTimeField(null=True, blank=True)
    countersign_remark = models.TextField(_("Remark of the supervision committee"), blank=True)
    countersign_remark_public = models.BooleanField(_("Publish the remark"), default=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scheduled_for = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(_("Why it was withdrawn"), blank=True)

    notice_from = models.DateField(null=True, blank=True)
    notice_to = models.DateField(null=True, blank=True)
    notice_provisional = models.BooleanField(default=False)

    canonical = models.BinaryField(null=True, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    code = models.CharField(_("Short code"), max_length=8, unique=True)
    log_sequence = models.BigIntegerField(null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["canonical"])

    class Meta:
        ordering = ["notice", "number"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="edition_number_once"),
            models.UniqueConstraint(fields=["notice"], condition=Q(state=State.PUBLISHED), name="edition_one_live"),
            models.UniqueConstraint(
                fields=["notice"], condition=Q(state__in=IN_PREPARATION), name="edition_one_in_preparation"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="edition_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT)
                | Q(prepared_by__isnull=False, canonical__isnull=False, content_sha256__regex=r"^[0-9a-f]{64}$"),
                name="edition_submitted_has_document",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.REVIEWED, State.APPROVED, State.SCHEDULED, *PUBLIC])
                | Q(reviewed_by__isnull=False),
                name="edition_reviewed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.APPROVED, State.SCHEDULED, *PUBLIC]) | Q(approved_by__isnull=False),
                name="edition_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=PUBLIC)
                | Q(published_by__isnull=False, published_at__isnull=False, log_sequence__isnull=False),
                name="edition_published_is_logged",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SCHEDULED) | Q(scheduled_for__isnull=False, scheduled_by__isnull=False),
                name="edition_scheduled_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WITHDRAWN) | ~Q(withdrawal_reason=""), name="edition_withdrawn_has_reason"
            ),
            _two_people("edition_reviewer_did_not_prepare", "reviewed_by", "prepared_by"),
            _two_people("edition_approver_did_not_prepare", "approved_by", "prepared_by"),
            _two_people("edition_approver_did_not_review", "approved_by", "reviewed_by"),
            _two_people("edition_countersigner_did_not_prepare", "countersigned_by", "prepared_by"),
            models.CheckConstraint(
                condition=Q(countersign_remark="", countersign_remark_public=False) | Q(countersigned_by__isnull=False),
                name="edition_remark_is_of_the_countersigner",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(correction_reason="") | Q(state=State.DRAFT),
                name="edition_correction_says_why",
            ),
            models.CheckConstraint(
                condition=Q(notice_from__isnull=True, notice_to__isnull=True) | Q(notice_to__gte=F("notice_from")),
                name="edition_notice_period_in_order",
            ),
        ]
        indexes = [
            models.Index(F("published_at").desc(), name="edition_by_publication", condition=Q(state="published")),
            models.Index(fields=["state", "scheduled_for"], name="edition_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} / {self.number}"

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of this edition."""
        return f"{self.notice.number}/{self.number}"

    @property
    def is_live(self) -> bool:
        """Whether this is what the notice says now."""
        return self.state == State.PUBLISHED

    @property
    def is_public(self) -> bool:
        """Whether the public has seen this edition."""
        return self.state in PUBLIC

    @property
    def shown_code(self) -> str:
        """The short code as it is printed, with a hyphen in the middle."""
        return f"{self.code[:4]}-{self.code[4:]}"


class Attachment(models.Model):
    """A file that belongs to an edition; its bytes are stored under their SHA-256."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(_("File name"), max_length=150)
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    order = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "sha256"], name="attachment_once"),
            models.UniqueConstraint(fields=["edition", "name"], name="attachment_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
