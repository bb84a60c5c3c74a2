"""Outcomes of petitions for everybody to read."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from petitions.handling.models import Petition
from petitions.outcomes.enums import OutcomeState
from portal.core.encryption import EncryptedTextField
from portal.core.workflow import Stateful


class Outcome(Stateful):
    """What came of one petition, told so that nobody can be recognised.

    Encrypted, since it may never be released; so it has no history. What was released stands in the publication log
    by its hash, however often it was.
    """

    petition = models.OneToOneField(Petition, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=OutcomeState, editable=False)
    title = EncryptedTextField(_("Title"))
    matter = EncryptedTextField(_("What it was about"))
    answer = EncryptedTextField(_("What came of it"))
    is_agreed = models.BooleanField(_("The petitioner agrees that it is published"), default=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    document = EncryptedTextField(blank=True, help_text="Canonical JSON of what is released; empty while nothing is")
    hashes = models.JSONField(default=list, help_text="SHA-256 of each text that was released, the first first")

    class Meta:
        ordering = ["-released_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=OutcomeState.values), name="outcome_state_known"),
            models.CheckConstraint(
                condition=~Q(state=OutcomeState.RELEASED)
                | Q(released_at__isnull=False, released_by__isnull=False, is_agreed=True) & ~Q(hashes=[]),
                name="outcome_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("proposed_by")),
                name="outcome_reviewer_did_not_propose",
            ),
        ]
        indexes = [
            models.Index(fields=["-released_at", "-id"], condition=Q(state="released"), name="outcome_by_release")
        ]

    def __str__(self) -> str:
        return self.number

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of this outcome."""
        return self.number

    @property
    def number(self) -> str:
        """The number in the publication log: it does not give away the petition's, by which it is followed."""
        return f"{self.petition.town.code}-XFJG-{self.pk}"
