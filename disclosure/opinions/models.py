"""What residents ask and object, and what they are answered."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from disclosure.notices.models import Edition, Notice
from disclosure.opinions.enums import OpinionKind, OpinionState
from portal.accounts.models import Unit
from portal.cases.enums import Visibility
from portal.cases.models import Clock, OfCase, Screening
from portal.core.encryption import EncryptedTextField


class Opinion(OfCase):
    """A question, objection or suggestion of a resident about a notice.

    Text and sender stand apart in `portal.cases`; the state moves by `disclosure.opinions.workflow.OPINION` only. What
    is encrypted here has no history. Its number is that of its notice with -Y1, counted per notice.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    line = models.PositiveIntegerField(null=True, blank=True, help_text="Number of the line of the edition it is about")
    kind = models.CharField(_("Kind"), max_length=12, choices=OpinionKind)
    state = models.CharField(max_length=20, choices=OpinionState, editable=False)
    refusal_reason = EncryptedTextField(blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    answer = EncryptedTextField(_("Answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["refusal_reason", "answer"])

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=OpinionState.values), name="opinion_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[OpinionState.ROUTED, OpinionState.ANSWERED, OpinionState.CLOSED])
                | Q(unit__isnull=False, clock__isnull=False),
                name="opinion_routed_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[OpinionState.ANSWERED, OpinionState.CLOSED]) | Q(answered_by__isnull=False),
                name="opinion_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=OpinionState.CLOSED) | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="opinion_answer_checked",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("answered_by")),
                name="opinion_checker_did_not_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state=OpinionState.MERGED) | Q(merged_into__isnull=False), name="opinion_merged_into_one"
            ),
        ]
        indexes = [models.Index(fields=["state"], name="opinion_by_state")]

    @property
    def screening(self) -> Screening | None:
        """How it was screened; None while it was not."""
        return getattr(self.case, "screening", None)

    @property
    def visibility(self) -> Visibility:
        """What the public sees of it."""
        return Visibility(self.screening.visibility) if self.screening else Visibility.UNDECIDED


class OpinionCorrection(models.Model):
    """An edition that corrects its notice because of an opinion, which it names."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="corrections")
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="corrections")
    history = HistoricalRecords()

    class Meta:
        ordering = ["edition", "opinion"]
        constraints = [models.UniqueConstraint(fields=["edition", "opinion"], name="correction_names_opinion_once")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.opinion_id}"
