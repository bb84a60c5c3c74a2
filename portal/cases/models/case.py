"""A case, and how it was screened."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.cases.enums import PUBLISHED, Channel, Visibility
from portal.core.encryption import EncryptedTextField
from portal.messaging.enums import Language


class Case(models.Model):
    """What somebody sent us, whatever its kind: what is left of it once everything private is forgotten.

    The row of the kind's app has a one-to-one key to it and is locked before it. What differs between kinds (states,
    steps, who works on it, what is published) stands there.
    """

    code = ""
    """The secret code, on the object that `receive` or `replace_code` returned and nowhere else."""

    kind = models.CharField(max_length=20)
    number = models.CharField(_("Number"), max_length=60)
    code_digest = models.CharField(max_length=120, editable=False)
    form_token_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    channel = models.CharField(_("Came in"), max_length=10, choices=Channel)
    language = models.CharField(max_length=10, choices=Language, default=Language.CHINESE)
    received_at = models.DateTimeField()
    entered_at = models.DateTimeField(editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    handed_from = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    forget_after = models.DateField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="case_number_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None, forget_after=None) | Q(closed_at__isnull=False, forget_after__isnull=False),
                name="case_closed_is_forgotten_some_day",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(closed_at__isnull=False), name="case_forgotten_was_closed"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "channel", "received_at"], name="case_by_kind"),
            models.Index(fields=["forget_after"], condition=Q(forgotten_at=None), name="case_to_forget"),
        ]

    def __str__(self) -> str:
        return self.number


class Screening(models.Model):
    """What the public, and those who answer, read of a case. The text is encrypted, since it may be kept private."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="screening")
    visibility = models.CharField(max_length=10, choices=Visibility)
    shown_text = EncryptedTextField(blank=True)
    shown_name = EncryptedTextField(blank=True)
    screened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    screened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="screening_visibility_known")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.visibility}"

    @property
    def is_public(self) -> bool:
        """Whether the public reads it."""
        return self.visibility in PUBLISHED
