"""Forms that begin a notice, narrow the list of notices, and go with a step."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.catalogue.enums import Cadence, Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.queries import last_ended
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.actions.steps import MAX_REMARK_LENGTH
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import GROUPS, matching
from portal.accounts.models import Unit
from portal.desk.fields import LongTextField
from portal.desk.pages import set_choices

PERIODS_OFFERED = 8
MAX_WORDS_LENGTH = 100
"""Characters of the words that are searched for."""


class ItemForm(forms.Form):
    """Which item, of which unit. Clerks of one unit are not asked for it."""

    unit = forms.ChoiceField(label=_("Unit"))
    entry = forms.ChoiceField(label=_("Item of the catalogue"))

    def __init__(self, *args: Any, units: Sequence[Unit], entries: Sequence[CatalogueEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "unit", [(unit.code, unit.name) for unit in units])
        by_stream: dict[str, list[tuple[str, str]]] = {}
        for entry in entries:
            label = str(Stream(entry.stream).label)
            by_stream.setdefault(label, []).append((entry.code, f"{entry.code} {entry.name}"))
        set_choices(self, "entry", list(by_stream.items()))


class NewNoticeForm(forms.Form):
    """The period of a regular item, or the year and the title of any other."""

    period = forms.ChoiceField(label=_("Period"))
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        error_messages={"required": _("Give the notice a title, so that residents know what it is about.")},
    )

    def __init__(self, *args: Any, unit: Unit, entry: CatalogueEntry, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "period", periods_offered(unit, entry, today))
        if entry.is_regular:
            del self.fields["title"]
        else:
            self.fields["period"].label = _("Year")


def periods_offered(unit: Unit, entry: CatalogueEntry, today: date) -> list[tuple[str, str]]:
    """Return the periods a notice can be begun for: those that have ended, or this year and the last."""
    if not entry.is_regular:
        return [(str(year), str(year)) for year in (today.year, today.year - 1)]
    periods = last_ended(entry, [unit], today=today, count=PERIODS_OFFERED)
    if entry.cadence == Cadence.YEARLY:
        # Plans and budgets are published in the year they are for.
        periods.insert(0, Period.containing(today, Cadence.YEARLY))
    return [(str(period), name_of(period)) for period in periods]


class NoticeFilter(django_filters.FilterSet):  # type: ignore[misc]
    """What lists of notices are narrowed to."""

    q = django_filters.CharFilter(label=_("Words"), method="match_words", max_length=MAX_WORDS_LENGTH)
    unit = django_filters.ChoiceFilter(label=_("Unit"), field_name="notice__unit__code", empty_label=_("All units"))
    stream = django_filters.ChoiceFilter(
        label=_("Stream"), field_name="notice__entry__stream", choices=Stream.choices, empty_label=_("All streams")
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["unit"].extra["choices"] = [(unit.code, unit.name) for unit in units]

    def match_words(self, rows: QuerySet[Edition], _name: str, words: str) -> QuerySet[Edition]:
        return matching(rows, words)


class PublicNoticeFilter(NoticeFilter):
    """What the public list is narrowed to."""

    period = django_filters.ChoiceFilter(label=_("Period"), field_name="notice__period", empty_label=_("All periods"))

    def __init__(self, *args: Any, periods: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["period"].extra["choices"] = periods


class DeskNoticeFilter(NoticeFilter):
    """What the list of the desk is narrowed to, and its order; a station has what it prepares for the town."""

    unit = django_filters.ChoiceFilter(label=_("Unit"), method="match_unit", empty_label=_("All units"))
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="match_states",
        choices=[
            ("preparation", _("In preparation")),
            ("live", _("Live")),
            ("ended", _("Replaced or withdrawn")),
        ],
        empty_label=_("All"),
    )
    order = django_filters.OrderingFilter(
        label=_("Order"),
        fields={"state_since": "changed", "notice__number": "number", "notice__unit__code": "unit"},
        choices=[
            ("changed", _("Oldest change first")),
            ("number", _("By number")),
            ("unit", _("By unit")),
        ],
        empty_label=_("Newest change first"),
    )

    def match_unit(self, rows: QuerySet[Edition], _name: str, code: str) -> QuerySet[Edition]:
        return rows.filter(Q(notice__unit__code=code) | Q(notice__station__code=code))

    def match_states(self, rows: QuerySet[Edition], _name: str, group: str) -> QuerySet[Edition]:
        return rows.filter(state__in=GROUPS[group])


class SendBackForm(forms.Form):
    """Send back to the clerk."""

    reason = LongTextField(
        _("What is to be fixed"), _("Write what is to be fixed. The clerk reads it."), max_length=2000
    )


class CountersignForm(forms.Form):
    """Countersign for the supervision committee, with a remark or without."""

    remark = LongTextField(
        _("Remark of the supervision committee"),
        help_text=_("May be left empty. Those who work on the notice read it."),
        required=False,
        max_length=MAX_REMARK_LENGTH,
    )
    publish_remark = forms.BooleanField(
        label=_("Publish the remark"),
        help_text=_("It then stands on the notice’s page, on its poster and in the publication log."),
        required=False,
    )


class WithdrawForm(forms.Form):
    """Withdraw what is public."""

    reason = LongTextField(
        _("Why it is withdrawn"),
        _("Write why it is withdrawn. Residents read it."),
        help_text=_("Residents read it in the notice’s place."),
        max_length=2000,
    )


class ScheduleForm(forms.Form):
    """Have an edition published later."""

    due = forms.DateTimeField(
        label=_("Publish at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={
            "required": _("Choose the day and the time."),
            "invalid": _("Write the day and the time like 2026-10-20 09:00."),
        },
    )

    def clean_due(self) -> datetime:
        due: datetime = self.cleaned_data["due"]
        return due if timezone.is_aware(due) else timezone.make_aware(due)
