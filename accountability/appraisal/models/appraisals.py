"""Appraisals: who is appraised, and the result as it was counted."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accountability.appraisal.enums import LOG_KIND, MAX_LINE, AppraisalState, Scale, VoterClass
from accountability.appraisal.models.debriefings import Debriefing
from accountability.appraisal.rules.classes import SMALLEST
from portal.core.workflow import Stateful

PERSON = settings.AUTH_USER_MODEL


class Appraisal(Stateful):
    """A secret appraisal at a debriefing; how it keeps its secret is told in `rules.secrecy`.

    `lock` and `salt` are what is stored of the key of its ballot box, and only until the votes are counted.
    """

    number = models.CharField(_("Number"), max_length=40, unique=True)
    debriefing = models.ForeignKey(Debriefing, on_delete=models.PROTECT, related_name="appraisals")
    state = models.CharField(max_length=20, choices=AppraisalState, editable=False)
    scale = models.CharField(_("Choices"), max_length=20, choices=Scale)
    tellers = models.CharField(_("Tellers"), max_length=MAX_LINE)
    lock = models.BinaryField(default=b"", editable=False)
    salt = models.BinaryField(default=b"", editable=False)
    paper_entered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_confirmed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    second_confirmed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    codes_issued = models.PositiveIntegerField(default=0, editable=False, help_text="Known when it is counted")
    codes_used = models.PositiveIntegerField(default=0, editable=False, help_text="Known when it is counted")
    counted_at = models.DateTimeField(null=True, blank=True, editable=False)
    document = models.TextField(blank=True, editable=False, help_text="Canonical JSON (RFC 8785) as published")
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    objections_until = models.DateField(null=True, blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["lock", "salt"])

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AppraisalState.values), name="appraisal_state_known"),
            models.CheckConstraint(condition=Q(scale__in=Scale.values), name="appraisal_scale_known"),
            models.UniqueConstraint(
                fields=["debriefing"],
                condition=~Q(state=AppraisalState.CANCELLED),
                name="appraisal_once_at_a_debriefing",
                violation_error_message=_("There is an appraisal at this debriefing."),
            ),
            models.CheckConstraint(
                condition=Q(first_confirmed_by=None)
                | (Q(paper_entered_by__isnull=False) & ~Q(first_confirmed_by=F("paper_entered_by"))),
                name="appraisal_first_teller_is_another",
            ),
            models.CheckConstraint(
                condition=Q(second_confirmed_by=None)
                | (
                    Q(first_confirmed_by__isnull=False)
                    & ~Q(second_confirmed_by=F("paper_entered_by"))
                    & ~Q(second_confirmed_by=F("first_confirmed_by"))
                ),
                name="appraisal_second_teller_is_another",
            ),
            models.CheckConstraint(condition=Q(codes_used__lte=F("codes_issued")), name="appraisal_used_of_issued"),
            models.CheckConstraint(
                condition=~Q(state__in=[AppraisalState.COUNTED, AppraisalState.PUBLISHED, AppraisalState.CANCELLED])
                | Q(lock=b"", salt=b""),
                name="appraisal_lock_until_counted",
            ),
            models.CheckConstraint(
                condition=~Q(state=AppraisalState.PUBLISHED)
                | (Q(published_at__isnull=False, objections_until__isnull=False) & ~Q(document="")),
                name="appraisal_published_with_document",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of it."""
        return self.number

    @property
    def log_kind(self) -> str:
        """What the publication log calls it."""
        return LOG_KIND


class Subject(models.Model):
    """Who or what is appraised: the group as a whole, a person, or a unit."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="subjects")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("Group or person"), max_length=60)
    title = models.CharField(_("Post, and what they are in charge of"), max_length=MAX_LINE, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["appraisal", "position"], name="subject_once_in_a_place")]

    def __str__(self) -> str:
        return self.name


class Counts(models.Model):
    """Votes for one subject by choice, in the order of the scale; a scale of three leaves `fourth` at zero."""

    first = models.PositiveIntegerField(default=0)
    second = models.PositiveIntegerField(default=0)
    third = models.PositiveIntegerField(default=0)
    fourth = models.PositiveIntegerField(default=0)
    abstained = models.PositiveIntegerField(default=0)
    valid = models.PositiveIntegerField()

    class Meta:
        abstract = True

    @property
    def by_choice(self) -> tuple[int, int, int, int]:
        """The votes for each choice, without abstentions."""
        return self.first, self.second, self.third, self.fourth


ADDS_UP = Q(valid=F("first") + F("second") + F("third") + F("fourth") + F("abstained"))
"""Every valid ballot says something of every subject, if only that its voter abstains."""


class ResultLine(models.Model):
    """Classes of voters that are told apart in a result, joined where they are too small: never fewer than five."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    classes = ArrayField(models.CharField(max_length=20, choices=VoterClass))
    issued = models.PositiveIntegerField()
    collected = models.PositiveIntegerField()
    valid = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "position"], name="result_line_once_in_a_place"),
            models.UniqueConstraint(fields=["id", "valid"], name="result_line_with_its_valid"),
            models.CheckConstraint(condition=Q(valid__gte=SMALLEST), name="result_line_large_enough"),
            models.CheckConstraint(
                condition=Q(issued__gte=F("collected"), collected__gte=F("valid")), name="result_line_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appraisal_id} {self.position}"


class ResultCount(Counts):
    """How one line voted on one subject."""

    line = models.ForeignKey(ResultLine, on_delete=models.CASCADE, related_name="counts")
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="counts")

    class Meta:
        ordering = ["line__position", "subject__position"]
        constraints = [
            models.UniqueConstraint(fields=["line", "subject"], name="result_count_once"),
            models.CheckConstraint(condition=ADDS_UP, name="result_count_adds_up"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.subject_id}"
