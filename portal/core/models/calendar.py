"""Days of the working calendar that the administrator has said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy


class DaySource(models.TextChoices):
    """Where a day comes from."""

    NOTICE = "notice", pgettext_lazy("source of a day", "Yearly notice of the State Council")
    LOCAL = "local", pgettext_lazy("source of a day", "Local order")


class CalendarDay(models.Model):
    """A day that differs from the ordinary week, and wins over what the calendar package says.

    A year with days out of the yearly notice is known by this table alone; a local order adds to a
    year, whoever knows it, and makes none known.
    """

    day = models.DateField(unique=True)
    is_working = models.BooleanField()
    name_zh = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=10, choices=DaySource)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["day"]
        constraints = [models.CheckConstraint(condition=Q(source__in=DaySource.values), name="calendar_source_known")]

    def __str__(self) -> str:
        return f"{self.day} {self.name_zh}"

    @property
    def name(self) -> str:
        """The name in the active language; Chinese where there is no English one."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name_zh
