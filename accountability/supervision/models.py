"""The tables of supervision: points of risk, matters with their checks, things sealed, and notices for the screen."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from simple_history.models import HistoricalRecords

from accountability.rectification.models import Rectification
from accountability.supervision.enums import (
    DONE,
    ENDED,
    MAX_NOTE_LENGTH,
    MAX_SEEN_LENGTH,
    MAX_SLIDE_LENGTH,
    Area,
    CheckState,
    Level,
    NoticeKind,
    NoticeState,
    Origin,
    Phase,
    ThingKind,
    ThingState,
)
from portal.accounts.models import Unit
from portal.core.workflow import Stateful, Versioned


class RiskPoint(Versioned):
    """Where in the work of a unit something can go wrong, and what is done against it; kept anew each year."""

    number = models.CharField(_("Number"), max_length=40, unique=True, editable=False)
    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    year = models.PositiveSmallIntegerField(_("Year"))
    area = models.CharField(pgettext_lazy("of a risk", "Area"), max_length=14, choices=Area)
    post = models.CharField(_("In which work"), max_length=80)
    risk = models.CharField(_("What can go wrong"), max_length=200)
    level = models.CharField(pgettext_lazy("of a risk", "Level"), max_length=6, choices=Level)
    measures = models.CharField(_("What is done against it"), max_length=400)
    responsible = models.CharField(_("Who is responsible, with their title"), max_length=80)
    ended_on = models.DateField(_("No risk any more since"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-year", "number"]
        constraints = [
            models.CheckConstraint(condition=Q(area__in=Area.values), name="risk_point_area_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="risk_point_level_known"),
        ]
        indexes = [models.Index(fields=["town", "year"], name="risk_point_by_year")]

    def __str__(self) -> str:
        return self.number

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of this point."""
        return self.number


class Matter(Versioned):
    """One matter at a point of risk that is watched, such as a project or a licence; its checks hang on it."""

    number = models.CharField(_("Number"), max_length=40, unique=True, editable=False)
    point = models.ForeignKey(RiskPoint, on_delete=models.PROTECT, related_name="matters", verbose_name=_("Risk point"))
    name = models.CharField(_("Matter that is watched"), max_length=120)
    opened_on = models.DateField(editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-opened_on", "-pk"]

    def __str__(self) -> str:
        return self.name

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of this matter."""
        return self.number


class Check(Stateful):
    """One check of a matter, before, during or after; its state moves by `supervision.workflow.CHECK` only."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="checks")
    phase = models.CharField(_("Phase"), max_length=10, choices=Phase)
    state = models.CharField(_("State"), max_length=20, choices=CheckState, editable=False)
    due = models.DateField(_("To be made by"))
    done_on = models.DateField(_("Made on"), null=True, blank=True)
    checked_by = models.CharField(_("Who checked"), max_length=120, blank=True)
    seen = models.CharField(_("What was seen"), max_length=MAX_SEEN_LENGTH, blank=True)
    rectification = models.OneToOneField(
        Rectification, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["phase"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "phase"], name="check_once_a_phase"),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="check_phase_known"),
            models.CheckConstraint(condition=Q(state__in=CheckState.values), name="check_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=DONE)
                | (Q(done_on__isnull=False, recorded_by__isnull=False) & ~Q(checked_by="") & ~Q(seen="")),
                name="check_made_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=CheckState.WRONG, rectification__isnull=False)
                | (~Q(state=CheckState.WRONG) & Q(rectification__isnull=True)),
                name="check_wrong_is_put_right",
            ),
        ]
        indexes = [models.Index(fields=["state", "due"], name="check_by_due_day")]

    def __str__(self) -> str:
        return self.audit_number()

    def audit_number(self) -> str:
        """Return the number under which audit lines and rectifications speak of this check."""
        return f"{self.matter.number}-{self.phase[0]}"


class SealedThing(Stateful):
    """A thing that was sealed, or a gift that was handed in; its state moves by `supervision.workflow.THING` only."""

    number = models.CharField(_("Number"), max_length=40, unique=True, editable=False)
    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    origin = models.CharField(_("How it came"), max_length=10, choices=Origin)
    kind = models.CharField(pgettext_lazy("of a thing", "Kind"), max_length=8, choices=ThingKind)
    state = models.CharField(_("State"), max_length=20, choices=ThingState, editable=False)
    what = models.CharField(pgettext_lazy("of a thing", "What it is"), max_length=160)
    count = models.PositiveIntegerField(_("How many"), default=1)
    taken_on = models.DateField(_("Sealed or handed in on"))
    taken_by = models.CharField(_("Who sealed it, or took it in"), max_length=80)
    handed_in_by = models.CharField(_("Who handed it in"), max_length=80, blank=True)
    reason = models.CharField(pgettext_lazy("of a thing", "Why"), max_length=MAX_NOTE_LENGTH)
    kept_at = models.CharField(_("Where it is kept"), max_length=80, blank=True)
    due = models.DecimalField(_("To be recovered, yuan"), max_digits=12, decimal_places=2, null=True, blank=True)
    recovered = models.DecimalField(_("Recovered, yuan"), max_digits=12, decimal_places=2, default=0, editable=False)
    ended_on = models.DateField(_("Cleared away or handed back on"), null=True, blank=True, editable=False)
    end_note = models.CharField(_("What became of it"), max_length=MAX_NOTE_LENGTH, blank=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-taken_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ThingState.values), name="thing_state_known"),
            models.CheckConstraint(condition=Q(kind__in=ThingKind.values), name="thing_kind_known"),
            models.CheckConstraint(
                condition=Q(origin=Origin.SEALED, handed_in_by="") | (Q(origin=Origin.HANDED_IN) & ~Q(handed_in_by="")),
                name="thing_handed_in_by_somebody",
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="thing_at_least_one"),
            models.CheckConstraint(
                condition=Q(recovered__gte=0)
                & (Q(due__isnull=True, recovered=0) | Q(due__isnull=False, due__gt=0, recovered__lte=F("due"))),
                name="thing_recovered_at_most_what_is_due",
            ),
            models.CheckConstraint(
                condition=(Q(state=ThingState.HELD, ended_on__isnull=True))
                | (Q(state__in=ENDED, ended_on__isnull=False, ended_on__gte=F("taken_on")) & ~Q(end_note="")),
                name="thing_ended_with_a_day",
            ),
        ]
        indexes = [models.Index(fields=["town", "taken_on"], name="thing_by_day")]

    def __str__(self) -> str:
        return self.number

    def audit_number(self) -> str:
        """Return the number under which audit lines speak of this thing."""
        return self.number


class ScreenNotice(Stateful):
    """A notice for the screen in the hall; its state moves by `supervision.workflow.SCREEN_NOTICE` only."""

    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    state = models.CharField(_("State"), max_length=20, choices=NoticeState, editable=False)
    kind = models.CharField(pgettext_lazy("of a screen notice", "Kind"), max_length=10, choices=NoticeKind)
    title = models.CharField(_("Title"), max_length=40)
    text = models.CharField(pgettext_lazy("of a screen notice", "Text"), max_length=MAX_SLIDE_LENGTH)
    first_day = models.DateField(pgettext_lazy("on the screen", "From"))
    last_day = models.DateField(pgettext_lazy("on the screen", "Up to and including"))
    order = models.PositiveSmallIntegerField(
        pgettext_lazy("on the screen", "Place"), default=10, help_text=_("The smaller, the earlier.")
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "first_day", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=NoticeState.values), name="screen_notice_state_known"),
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="screen_notice_kind_known"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="screen_notice_in_order"),
        ]
        indexes = [models.Index(fields=["town", "state", "last_day"], name="screen_notice_by_day")]

    def __str__(self) -> str:
        return self.title

    def is_on(self, day: date) -> bool:
        """Return whether it stands on the screen on a day."""
        return self.state == NoticeState.SHOWN and self.first_day <= day <= self.last_day


POINT_FIELDS = ("area", "post", "risk", "level", "measures", "responsible", "ended_on")
"""What of a point of risk can be changed; whose it is, and of which year, stays."""
NOTICE_FIELDS = ("kind", "title", "text", "first_day", "last_day", "order")
