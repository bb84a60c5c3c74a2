"""Scoring tables, the assessment of a unit for a year with all that its points come from, and its published results."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from simple_history.models import HistoricalRecords

from accountability.assessment.enums import (
    WITH_GRADE,
    AssessmentState,
    ConsequenceKind,
    Counting,
    EntrySource,
    Grade,
    MeasureKey,
    ObjectionChannel,
    ObjectionState,
    RuleKind,
    Scheme,
)
from portal.accounts.models import Unit
from portal.core.workflow import Stateful, Versioned

_PERSON = settings.AUTH_USER_MODEL


def _points(label: Any = "", **more: Any) -> "models.DecimalField[Any, Any]":
    """Return a column of points: one place, never below 0."""
    return models.DecimalField(label, max_digits=5, decimal_places=1, validators=[MinValueValidator(0)], **more)


class ScoringTable(Versioned):
    """A version of a township's scoring table. Once a year is assessed by it, it stays as it is."""

    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveSmallIntegerField(editable=False)
    name = models.CharField(_("Name"), max_length=60)
    scheme = models.CharField(_("Grades"), max_length=10, choices=Scheme, default=Scheme.FOUR)
    first_from = _points(_("The best grade from"), default=Decimal(90))
    second_from = _points(_("The second grade from"), default=Decimal(75))
    third_from = _points(
        _("The third grade from"), default=Decimal(60), help_text=_("Not used where there are three grades.")
    )
    best_share = models.PositiveSmallIntegerField(
        _("The best grade for at most, in percent of the units"), default=25, validators=[MaxValueValidator(100)]
    )
    bonus_cap = _points(_("Bonus in a year at most"), default=Decimal(3))
    gap_limit = _points(_("Explain differences from the self-score above"), default=Decimal(20))
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["town", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["town", "edition"], name="scoring_table_edition_once"),
            models.CheckConstraint(
                condition=Q(first_from__gt=F("second_from"), second_from__gt=F("third_from")),
                name="scoring_table_limits_fall",
            ),
            models.CheckConstraint(condition=Q(scheme__in=Scheme.values), name="scoring_table_scheme_known"),
            models.CheckConstraint(condition=Q(best_share__lte=100), name="scoring_table_share_is_percent"),
        ]

    def __str__(self) -> str:
        return self.name

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of this table."""
        return f"{self.town.code}-{self.edition}"


class TableItem(models.Model):
    """An item of a scoring table: what is asked for, and its points."""

    table = models.ForeignKey(ScoringTable, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField(_("Number"))
    title = models.CharField(pgettext_lazy("of an assessment", "Item"), max_length=60)
    standard = models.CharField(pgettext_lazy("of an item", "Standard"), max_length=300)
    points = _points(_("Points"))
    history = HistoricalRecords()

    class Meta:
        ordering = ["table", "number"]
        constraints = [
            models.UniqueConstraint(fields=["table", "number"], name="table_item_number_once"),
            models.CheckConstraint(condition=Q(points__gt=0), name="table_item_has_points"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class TableRule(models.Model):
    """What costs points of an item, gives a bonus or is a veto; `measure` is what the portal counts of it."""

    table = models.ForeignKey(ScoringTable, on_delete=models.CASCADE, related_name="rules")
    item = models.ForeignKey(TableItem, on_delete=models.CASCADE, null=True, blank=True, related_name="rules")
    kind = models.CharField(_("Kind"), max_length=10, choices=RuleKind)
    number = models.PositiveSmallIntegerField(editable=False)
    text = models.CharField(_("Rule"), max_length=200)
    points = _points(_("Points per case"), default=Decimal(0))
    measure = models.CharField(_("Counted by the portal"), max_length=30, choices=MeasureKey, blank=True)
    counting = models.CharField(_("How it is counted"), max_length=10, choices=Counting, default=Counting.EACH)
    history = HistoricalRecords()

    class Meta:
        ordering = ["table", "kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["table", "kind", "number"], name="table_rule_number_once"),
            models.CheckConstraint(
                condition=Q(kind=RuleKind.DEDUCTION, item__isnull=False, points__gt=0)
                | Q(kind=RuleKind.BONUS, item__isnull=True, points__gt=0, measure="")
                | Q(kind=RuleKind.VETO, item__isnull=True, points=0),
                name="table_rule_fits_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class AssessmentYear(Versioned):
    """The assessment of one year in a township: by which table, and who is on the team."""

    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    table = models.ForeignKey(ScoringTable, on_delete=models.PROTECT, related_name="+")
    team: "models.ManyToManyField[models.Model, models.Model]" = models.ManyToManyField(_PERSON, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    opened_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        ordering = ["town", "-year"]
        constraints = [models.UniqueConstraint(fields=["town", "year"], name="assessment_year_once")]

    def __str__(self) -> str:
        return f"{self.town} {self.year}"

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of this year."""
        return f"KH-{self.year}-{self.town.code}"


class Assessment(Stateful):
    """The assessment of one unit for one year.

    Attributes:
        points: What the team verified, bonus included, as it was submitted.
    """

    of_year = models.ForeignKey(AssessmentYear, on_delete=models.PROTECT, related_name="assessments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=AssessmentState, editable=False)
    self_points = _points(null=True, blank=True)
    self_bonus = _points(default=Decimal(0))
    self_text = models.TextField(blank=True)
    self_scored_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    self_scored_at = models.DateTimeField(null=True, blank=True)
    points = _points(null=True, blank=True)
    is_vetoed = models.BooleanField(default=False)
    gap_reason = models.TextField(blank=True)
    verified_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    grade = models.CharField(max_length=20, choices=Grade, blank=True)
    grade_reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    objections_until = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["of_year", "unit__code"]
        constraints = [
            models.UniqueConstraint(fields=["of_year", "unit"], name="assessment_unit_once"),
            models.CheckConstraint(condition=Q(state__in=AssessmentState.values), name="assessment_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_GRADE)
                | (Q(points__isnull=False, decided_on__isnull=False, decided_by__isnull=False) & ~Q(grade="")),
                name="assessment_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(verified_by=None) | ~Q(decided_by=F("verified_by")),
                name="assessment_decided_by_another",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="assessment_by_unit")]

    def __str__(self) -> str:
        return self.audit_number()

    def audit_number(self) -> str:
        """Return the number under which papers, log and audit lines speak of this assessment."""
        return f"KH-{self.of_year.year}-{self.unit.code}"


class ItemScore(models.Model):
    """One item in an assessment: what the unit gives itself, and who of the team verified it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="item_scores")
    item = models.ForeignKey(TableItem, on_delete=models.PROTECT, related_name="+")
    self_points = _points(null=True, blank=True)
    self_text = models.TextField(blank=True)
    verified_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["assessment", "item__number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item"], name="item_score_once"),
            models.CheckConstraint(
                condition=Q(verified_by=None, verified_at=None)
                | Q(verified_by__isnull=False, verified_at__isnull=False),
                name="item_score_verified_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} {self.item}"


class QuarterlyCheck(models.Model):
    """What the team found at a unit in a quarter; what costs points are its entries."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="checks")
    quarter = models.PositiveSmallIntegerField()
    day = models.DateField()
    checkers = models.CharField(max_length=100)
    text = models.TextField()
    entered_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering = ["assessment", "quarter"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "quarter"], name="quarterly_check_once"),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="quarterly_check_quarter_known"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} Q{self.quarter}"


class ScoreEntry(Versioned):
    """Cases of one rule at one unit, with what they are and where it is written.

    Attributes:
        counted: What the portal counted; None where nothing was counted.
        why: Why `cases` was changed.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="entries")
    rule = models.ForeignKey(TableRule, on_delete=models.PROTECT, related_name="+")
    check_of = models.ForeignKey(
        QuarterlyCheck, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    source = models.CharField(max_length=12, choices=EntrySource)
    source_number = models.CharField(max_length=80, blank=True)
    source_url = models.CharField(max_length=300, blank=True)
    cases = models.PositiveSmallIntegerField()
    counted = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.CharField(max_length=300)
    why = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        ordering = ["assessment", "rule__kind", "rule__number", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(source__in=EntrySource.values), name="score_entry_source_known"),
            models.CheckConstraint(
                condition=Q(source=EntrySource.MEASURED, counted__isnull=False)
                | (~Q(source=EntrySource.MEASURED) & Q(counted=None)),
                name="score_entry_counted_if_measured",
            ),
            models.CheckConstraint(
                condition=Q(counted=None) | Q(cases=F("counted")) | ~Q(why=""), name="score_entry_change_has_reason"
            ),
            models.UniqueConstraint(
                fields=["assessment", "rule"],
                condition=Q(source=EntrySource.MEASURED),
                name="score_entry_measured_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of this entry."""
        return f"{self.assessment.audit_number()}/{self.pk}"


class ResultEdition(models.Model):
    """A result as it was published. A later one takes its place and leaves it as it is."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    document = models.TextField(help_text="Canonical JSON of what everybody reads")
    content_sha256 = models.CharField(max_length=64)
    published_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    objections_until = models.DateField()

    class Meta:
        ordering = ["assessment", "number"]
        constraints = [models.UniqueConstraint(fields=["assessment", "number"], name="result_edition_once")]

    def __str__(self) -> str:
        return f"{self.assessment} / {self.number}"


class Objection(Stateful):
    """An objection to a published result. Who made it stands where it came in, under `source_number`."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="objections")
    edition = models.ForeignKey(ResultEdition, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=ObjectionState, editable=False)
    channel = models.CharField(max_length=10, choices=ObjectionChannel)
    source_number = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    received_on = models.DateField()
    due = models.DateField()
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    entered_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering = ["assessment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="objection_number_once"),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.RECEIVED)
                | (Q(state__in=ObjectionState.values, answered_on__isnull=False) & ~Q(answer="")),
                name="objection_ends_with_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.audit_number()

    def audit_number(self) -> str:
        """Return the number under which papers and audit lines speak of this objection."""
        return f"{self.assessment.audit_number()}-YY{self.number}"


class Consequence(models.Model):
    """A reward or a sanction that followed from a grade."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="consequences")
    kind = models.CharField(max_length=10, choices=ConsequenceKind)
    text = models.CharField(max_length=200)
    day = models.DateField()
    basis = models.CharField(max_length=100)
    decided_by = models.CharField(max_length=60)
    entered_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering = ["assessment", "day", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ConsequenceKind.values), name="consequence_kind_known")
        ]

    def __str__(self) -> str:
        return self.text
