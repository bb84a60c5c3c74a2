"""Checklists: what each unit answers for a month or a quarter."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from simple_history.models import HistoricalRecords

from accountability.integrity.enums import MAX_WORDS_LENGTH, Answer, Cadence, ChecklistState
from accountability.integrity.rules import DAYS_TO_FILL_IN
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit
from portal.core.workflow import Stateful, Versioned


class ChecklistTemplate(Versioned):
    """What is asked how often of which units. A change counts for the periods that are opened later."""

    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    title = models.CharField(_("Title"), max_length=80)
    cadence = models.CharField(pgettext_lazy("of a checklist", "How often"), max_length=8, choices=Cadence)
    for_kind = models.CharField(
        _("For which units"),
        max_length=10,
        blank=True,
        choices=[(one.value, one.label) for one in (UnitKind.VILLAGE, UnitKind.STATION)],
        help_text=_("Empty: for villages and stations."),
    )
    lines = ArrayField(models.CharField(max_length=MAX_WORDS_LENGTH), verbose_name=_("What is asked"))
    days_to_fill_in = models.PositiveSmallIntegerField(
        _("Days to fill it in after the period"), default=DAYS_TO_FILL_IN
    )
    first_period = models.CharField(_("First period"), max_length=7)
    is_active = models.BooleanField(_("In use"), default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cadence__in=Cadence.values), name="checklist_cadence_known"),
            models.CheckConstraint(condition=Q(lines__len__gt=0), name="checklist_asks_something"),
        ]

    def __str__(self) -> str:
        return self.title

    def audit_number(self) -> str:
        """Return the name under which audit lines speak of it."""
        return self.title


class Checklist(Stateful):
    """The checklist of one unit for one period, with the lines as they stood when it was opened."""

    template = models.ForeignKey(ChecklistTemplate, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    period = models.CharField(_("Period"), max_length=7)
    state = models.CharField(_("State"), max_length=20, choices=ChecklistState, editable=False)
    lines = ArrayField(models.CharField(max_length=MAX_WORDS_LENGTH))
    due = models.DateField(pgettext_lazy("of a checklist", "By when"))
    submitted_on = models.DateField(_("Submitted on"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["-period", "unit__code"]
        constraints = [
            models.UniqueConstraint(fields=["template", "unit", "period"], name="checklist_once_a_period"),
            models.CheckConstraint(condition=Q(state__in=ChecklistState.values), name="checklist_state_known"),
            models.CheckConstraint(
                condition=Q(state=ChecklistState.OPEN) | Q(submitted_on__isnull=False, submitted_by__isnull=False),
                name="checklist_submitted_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["state", "due"], name="checklist_by_due")]

    def __str__(self) -> str:
        return self.audit_number()

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of it."""
        return f"{self.unit.code}-QD{self.template_id}-{self.period}"

    @property
    def is_late(self) -> bool:
        """Whether it was submitted after its day."""
        return self.submitted_on is not None and self.submitted_on > self.due


class ChecklistAnswer(models.Model):
    """What a unit says of one line."""

    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField()
    answer = models.CharField(pgettext_lazy("in a checklist", "Answer"), max_length=10, choices=Answer)
    count = models.PositiveSmallIntegerField(pgettext_lazy("in a checklist", "How many times"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=MAX_WORDS_LENGTH, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "number"], name="checklist_answer_once"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="checklist_answer_known"),
        ]

    def __str__(self) -> str:
        return f"{self.checklist_id}-{self.number}"
