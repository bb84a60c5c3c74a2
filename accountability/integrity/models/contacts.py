"""The contact system (联系点): which cadre keeps contact with which village; and their work diaries (工作日志)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from simple_history.models import HistoricalRecords

from portal.accounts.models import Unit
from portal.core.workflow import Versioned


class Contact(Versioned):
    """A cadre of the township keeps contact with a village or station, from one day to another."""

    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("Cadre")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Village or station"))
    visits_a_month = models.PositiveSmallIntegerField(_("Visits a month at least"), default=1)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"), null=True, blank=True, help_text=_("Empty: until further notice."))
    history = HistoricalRecords()

    class Meta:
        ordering = ["unit__code", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit"], condition=Q(ends_on__isnull=True), name="contact_open_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="contact_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(visits_a_month__gte=1, visits_a_month__lte=31), name="contact_visits_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.audit_number()

    def audit_number(self) -> str:
        """Return the name under which audit lines speak of it."""
        return f"{self.person} – {self.unit.code}"


class DiaryEntry(models.Model):
    """A day in the work diary of a cadre; with a contact it is a visit to that village. It is not changed later."""

    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("Day"))
    contact = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=pgettext_lazy("of a work diary", "Visit to"),
    )
    text = models.TextField(pgettext_lazy("of a work diary", "What was done"))
    problems = models.TextField(_("Problems that were raised"), blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["town", "day"], name="diary_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.author_id}"

    def audit_number(self) -> str:
        """Return the name under which audit lines speak of it."""
        return str(self)
