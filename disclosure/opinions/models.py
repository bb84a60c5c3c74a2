"""What residents ask and object, and what they are answered."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from disclosure.notices.models import Edition, Notice
from disclosure.opinions.enums import OpinionKind, OpinionState
from portal.accounts.models import Unit
from portal.cases.enums import Channel, Visibility
from portal.core.workflow import Stateful

PUBLISHED = (Visibility.PUBLIC, Visibility.MASKED)


class Opinion(Stateful):
    """A question, objection or suggestion of a resident about a notice.

    `text`, `name`, `phone` and `email` are as they came and are read by whoever screens; `shown_text` and
    `shown_name` are what the unit works with and the public may read. The state moves by
    `disclosure.opinions.workflow.OPINION` only.
    """

    number = models.CharField(_("Number"), max_length=50, unique=True, help_text="NOTICE-Y1, counted per notice")
    code = models.CharField(_("Code to follow it"), max_length=12, unique=True)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind"), max_length=12, choices=OpinionKind)
    channel = models.CharField(_("Came in"), max_length=10, choices=Channel)
    state = models.CharField(max_length=20, choices=OpinionState, editable=False)
    text = models.TextField(_("Opinion"))
    name = models.CharField(_("Name"), max_length=60, blank=True)
    phone = models.CharField(_("Telephone"), max_length=30, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    received_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    showing = models.CharField(max_length=10, choices=Visibility, blank=True, default=Visibility.UNDECIDED)
    shown_text = models.TextField(blank=True)
    shown_name = models.CharField(max_length=60, blank=True)
    screened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    screened_at = models.DateTimeField(null=True, blank=True)
    refusal_reason = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer_due = models.DateField(null=True, blank=True)
    answer_due_provisional = models.BooleanField(default=False)

    answer = models.TextField(_("Answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=OpinionState.values), name="opinion_state_known"),
            models.CheckConstraint(
                condition=Q(state=OpinionState.RECEIVED) | Q(screened_by__isnull=False, screened_at__isnull=False),
                name="opinion_screened_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[OpinionState.ROUTED, OpinionState.ANSWERED, OpinionState.CLOSED])
                | (Q(unit__isnull=False, answer_due__isnull=False) & ~Q(showing="") & ~Q(shown_text="")),
                name="opinion_routed_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[OpinionState.ANSWERED, OpinionState.CLOSED])
                | (Q(answered_by__isnull=False) & ~Q(answer="")),
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
                condition=~Q(state=OpinionState.REFUSED) | ~Q(refusal_reason=""), name="opinion_refused_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=OpinionState.MERGED) | Q(merged_into__isnull=False), name="opinion_merged_into_one"
            ),
        ]
        indexes = [models.Index(fields=["state", "answer_due"], name="opinion_by_state")]

    def __str__(self) -> str:
        return self.number

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of this opinion."""
        return self.number

    @property
    def is_published(self) -> bool:
        """Whether the public reads it."""
        return self.showing in PUBLISHED and self.state != OpinionState.MERGED


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
