"""The tables of inspections: the inspection, visits to units, what was found, and its photographs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from simple_history.models import HistoricalRecords

from accountability.inspections.enums import (
    MAX_BASIS_LENGTH,
    MAX_PLACE_LENGTH,
    MAX_PUBLIC_LENGTH,
    MAX_TITLE_LENGTH,
    FindingKind,
    FindingState,
    InspectionKind,
    InspectionState,
)
from accountability.rectification.models import Rectification
from portal.accounts.models import Unit
from portal.core.workflow import Stateful, Versioned

_PERSON = settings.AUTH_USER_MODEL


class Inspection(Stateful):
    """An inspection of several units, from its plan to its report."""

    number = models.CharField(max_length=40, unique=True)
    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=InspectionState, editable=False)
    kind = models.CharField(_("Kind"), max_length=20, choices=InspectionKind)
    title = models.CharField(_("Title"), max_length=MAX_TITLE_LENGTH)
    basis = models.CharField(_("Basis"), max_length=MAX_BASIS_LENGTH)
    plan = models.TextField(_("Plan"))
    begins = models.DateField(_("First day"))
    ends = models.DateField(_("Last day"))
    team: "models.ManyToManyField[models.Model, models.Model]" = models.ManyToManyField(
        _PERSON, related_name="+", verbose_name=_("Team")
    )
    units: "models.ManyToManyField[Unit, models.Model]" = models.ManyToManyField(
        Unit, related_name="+", verbose_name=_("Units to be inspected")
    )
    report = models.TextField(_("Report"), blank=True)
    closed_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords(m2m_fields=[team, units])

    class Meta:
        ordering = ["-begins", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=InspectionState.values), name="inspection_state_known"),
            models.CheckConstraint(condition=Q(kind__in=InspectionKind.values), name="inspection_kind_known"),
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="inspection_days_in_order"),
            models.CheckConstraint(condition=Q(begins__year=F("year")), name="inspection_in_its_year"),
            models.CheckConstraint(
                condition=Q(state=InspectionState.CLOSED, closed_on__isnull=False) & ~Q(report="")
                | ~Q(state=InspectionState.CLOSED) & Q(closed_on=None),
                name="inspection_closed_with_report",
            ),
        ]
        indexes = [models.Index(fields=["town", "year", "state"], name="inspection_by_year")]

    def __str__(self) -> str:
        return self.title

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of this inspection."""
        return self.number


class UnitVisit(Versioned):
    """A unit that was inspected: when, where, by whom, and what was seen."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="visits")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    day = models.DateField(_("Day"))
    place = models.CharField(pgettext_lazy("of a visit", "Place"), max_length=MAX_PLACE_LENGTH)
    people: "models.ManyToManyField[models.Model, models.Model]" = models.ManyToManyField(
        _PERSON, related_name="+", verbose_name=_("Who went")
    )
    seen = models.TextField(_("What was seen"))
    nothing_found = models.BooleanField(pgettext_lazy("of a visit", "Nothing was found"), default=False)
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    history = HistoricalRecords(m2m_fields=[people])

    class Meta:
        ordering = ["day", "pk"]
        constraints = [models.UniqueConstraint(fields=["inspection", "unit", "day"], name="unit_visit_once_a_day")]

    def __str__(self) -> str:
        return self.audit_number()

    def audit_number(self) -> str:
        """Return what audit lines call this visit."""
        return f"{self.inspection.number} {self.unit.code} {self.day}"


class Finding(Stateful):
    """One thing that is wrong, with its number in the year, until it is put right.

    `public_text` is what everybody reads of it once the inspection is closed; empty until the secretary approves one.
    """

    visit = models.ForeignKey(UnitVisit, on_delete=models.PROTECT, related_name="findings")
    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=FindingState, editable=False)
    kind = models.CharField(_("Kind"), max_length=20, choices=FindingKind)
    place = models.CharField(_("Place"), max_length=MAX_PLACE_LENGTH)
    text = models.TextField(_("What is wrong"))
    amount = models.DecimalField(_("Amount, yuan"), max_digits=14, decimal_places=2, null=True, blank=True)
    found_on = models.DateField(_("Found on"))
    public_text = models.CharField(_("What is published"), max_length=MAX_PUBLIC_LENGTH, blank=True)
    settled_with = models.TextField(blank=True)
    rectification = models.ForeignKey(
        Rectification, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FindingState.values), name="finding_state_known"),
            models.CheckConstraint(condition=Q(kind__in=FindingKind.values), name="finding_kind_known"),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gt=0), name="finding_amount_positive"),
            models.CheckConstraint(
                condition=Q(state__in=[FindingState.NOTICED, FindingState.CLOSED], rectification__isnull=False)
                | ~Q(state__in=[FindingState.NOTICED, FindingState.CLOSED]) & Q(rectification=None),
                name="finding_noticed_by_rectification",
            ),
            models.CheckConstraint(
                condition=~Q(state=FindingState.SETTLED) | ~Q(settled_with=""), name="finding_settled_with"
            ),
            models.UniqueConstraint(fields=["town", "year", "number"], name="finding_number_once"),
        ]
        indexes = [models.Index(fields=["town", "year", "state"], name="finding_by_year")]

    def __str__(self) -> str:
        return self.audit_number()

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of this finding."""
        return f"{self.year}-{self.number}"


class FindingPhoto(models.Model):
    """A photograph of a finding, kept without what the telephone wrote into it."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="photos")
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=40)
    stored_as = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    small_stored_as = models.CharField(max_length=200, help_text="The same, small, for lists")
    small_sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
