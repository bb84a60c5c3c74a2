"""Requests for information: what is asked, third parties that are heard, what is handed out and what is released."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from disclosure.requests.enums import BEFORE_REPLY, ENDED, Applicant, Delivery, Outcome, RequestState, Result
from portal.accounts.models import Unit
from portal.cases.models import Clock, OfCase
from portal.core.encryption import EncryptedTextField, StoredFileField


class Request(OfCase):
    """A request for information to be disclosed.

    Text and applicant stand apart in `portal.cases`; the state moves by `disclosure.requests.workflow.REQUEST` only.
    What is encrypted here has no history. Its number is that of the township with -SQ-, the year and a count.
    """

    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="The township it is sent to")
    asked_of = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Whose information, if known"
    )
    applicant = models.CharField(_("Who asks"), max_length=20, choices=Applicant)
    delivery = models.CharField(_("How it is to be given"), max_length=10, choices=Delivery)
    identity = EncryptedTextField(blank=True)
    state = models.CharField(max_length=20, choices=RequestState, editable=False)
    subject = EncryptedTextField(_("What it is about"), blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    clock = models.OneToOneField(
        Clock, on_delete=models.PROTECT, related_name="+", help_text="The time limit of the reply"
    )
    step_clock = models.OneToOneField(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Of what is waited for now"
    )
    correction = EncryptedTextField(_("What is to be put right"), blank=True)
    extension = EncryptedTextField(_("Why more time is needed"), blank=True)

    result = models.CharField(_("Result"), max_length=20, choices=Result, blank=True)
    reply = EncryptedTextField(_("Reply"), blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["identity", "subject", "correction", "extension", "reply"])

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="request_state_known"),
            models.CheckConstraint(condition=Q(applicant__in=Applicant.values), name="request_applicant_known"),
            models.CheckConstraint(condition=Q(delivery__in=Delivery.values), name="request_delivery_known"),
            models.CheckConstraint(condition=Q(result__in=[*Result.values, ""]), name="request_result_known"),
            models.CheckConstraint(
                condition=~Q(state__in=BEFORE_REPLY) | Q(unit__isnull=False), name="request_is_with_a_unit"
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.DRAFTED) | (Q(drafted_by__isnull=False) & ~Q(result="")),
                name="request_drafted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False) & ~Q(result="")
                | ~Q(state__in=ENDED) & Q(ended_at=None),
                name="request_ended_with_a_result",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.ANSWERED) | Q(decided_by__isnull=False), name="request_decided"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(drafted_by__isnull=True) | ~Q(decided_by=F("drafted_by")),
                name="request_decider_did_not_draft",
            ),
        ]
        indexes = [
            models.Index(fields=["state"], name="request_by_state"),
            models.Index(fields=["ended_at"], name="request_by_end"),
        ]

    @property
    def current_clock(self) -> Clock:
        """The time limit of what is waited for now."""
        return self.step_clock or self.clock


class Consultation(models.Model):
    """A third party that is asked whether what concerns it may be disclosed. Encrypted, so it has no history."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="consultations")
    party = EncryptedTextField()
    concern = EncryptedTextField(help_text="What of it concerns them")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answer = EncryptedTextField(blank=True)
    heard_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=Q(heard_on=None), name="consultation_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(outcome="", heard_on=None) | Q(outcome__in=Outcome.values, heard_on__isnull=False),
                name="consultation_heard_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.pk}"


class ReplyFile(models.Model):
    """A file that is handed out with a reply. Everybody reads it where it was released."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="files")
    name = EncryptedTextField()
    stored = StoredFileField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="Bytes, before it was encrypted")
    content_type = models.CharField(max_length=100)
    is_released = models.BooleanField(default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.pk}"


class Release(models.Model):
    """What was handed out on request, and everybody may read: masked, without a word of who asked."""

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="release")
    title = models.CharField(_("Title"), max_length=120)
    text = models.TextField(_("What was disclosed"), max_length=8000)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content_sha256 = models.CharField(max_length=64)
    retracted_at = models.DateTimeField(null=True, blank=True)
    retraction_reason = models.CharField(max_length=1000, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(retracted_at=None, retraction_reason="")
                | (Q(retracted_at__isnull=False) & ~Q(retraction_reason="")),
                name="release_retracted_with_reason",
            )
        ]
        indexes = [models.Index(fields=["-published_at", "-id"], name="release_by_publication")]

    def __str__(self) -> str:
        return self.title
