"""Education activities (廉政教育活动) and who came."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from simple_history.models import HistoricalRecords

from accountability.integrity.enums import MAX_WORDS_LENGTH, ActivityKind
from accountability.integrity.models.kept import KeptFile, OfTown
from accountability.integrity.rules import is_low, percent
from portal.accounts.models import Unit
from portal.core.workflow import Versioned


class Activity(OfTown, Versioned):
    """An activity by which people are educated about clean government.

    `due` and `present` are the sums of its attendance, kept so that lists are ordered and narrowed by them.
    """

    kind = models.CharField(_("Kind"), max_length=10, choices=ActivityKind)
    title = models.CharField(_("Title"), max_length=120)
    day = models.DateField(_("Day"))
    place = models.CharField(pgettext_lazy("of a talk or an activity", "Place"), max_length=80)
    leader = models.CharField(
        _("Led by"), max_length=60, help_text=_("Name and office, also of somebody from outside.")
    )
    about = models.TextField(pgettext_lazy("of an activity", "What it was about"), blank=True)
    due = models.PositiveIntegerField(pgettext_lazy("at an activity", "To come"), default=0, editable=False)
    present = models.PositiveIntegerField(pgettext_lazy("at an activity", "Came"), default=0, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ActivityKind.values), name="activity_kind_known"),
            models.CheckConstraint(condition=Q(present__lte=F("due")), name="activity_present_of_due"),
        ]
        indexes = [models.Index(fields=["town", "day"], name="activity_by_day")]

    @property
    def percent(self) -> int | None:
        """The share of those who came, in percent; None while nothing is entered."""
        return percent(self.present, self.due)

    @property
    def is_low(self) -> bool:
        """Whether too few came."""
        return is_low(self.present, self.due)


class Attendance(models.Model):
    """How many of a unit were to come to an activity and came, and who did not."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="attendance")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    due = models.PositiveSmallIntegerField(pgettext_lazy("at an activity", "To come"))
    present = models.PositiveSmallIntegerField(pgettext_lazy("at an activity", "Came"))
    absent = models.CharField(_("Who was absent, and why"), max_length=MAX_WORDS_LENGTH, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["unit__code"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "unit"], name="attendance_once_a_unit"),
            models.CheckConstraint(condition=Q(due__gt=0), name="attendance_somebody_due"),
            models.CheckConstraint(condition=Q(present__lte=F("due")), name="attendance_present_of_due"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.unit_id}"

    @property
    def percent(self) -> int | None:
        """The share of those who came, in percent."""
        return percent(self.present, self.due)

    @property
    def is_low(self) -> bool:
        """Whether too few came."""
        return is_low(self.present, self.due)


class ActivityFile(KeptFile):
    """Material of an activity, such as slides or a photograph."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="files")
