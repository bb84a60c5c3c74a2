"""What the lists of the public site are narrowed to."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Unit
from portal.core.log_subjects import about_unit
from portal.core.models import LogEntry, LogKind


def _day_filter(label: Any, method: str) -> django_filters.DateFilter:
    widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return django_filters.DateFilter(label=label, method=method, widget=widget)


class LogFilter(django_filters.FilterSet):  # type: ignore[misc]
    """What the publication log is narrowed to: a unit, a kind of step, days from the first to the last."""

    unit = django_filters.ChoiceFilter(label=_("Unit"), method="match_unit", empty_label=_("All units"))
    kind = django_filters.ChoiceFilter(label=_("Step"), choices=LogKind.choices, empty_label=_("All steps"))
    since = _day_filter(_("From"), "match_since")
    until = _day_filter(_("Until"), "match_until")

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["unit"].extra["choices"] = [(unit.code, unit.name) for unit in units]

    def match_unit(self, rows: QuerySet[LogEntry], _name: str, code: str) -> QuerySet[LogEntry]:
        return rows.filter(about_unit(code))

    def match_since(self, rows: QuerySet[LogEntry], _name: str, day: date) -> QuerySet[LogEntry]:
        return rows.filter(at__gte=_begin_of(day))

    def match_until(self, rows: QuerySet[LogEntry], _name: str, day: date) -> QuerySet[LogEntry]:
        return rows if day == date.max else rows.filter(at__lt=_begin_of(day + timedelta(days=1)))


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
