"""The working calendar, for administrators: what is known of each year, and what they bring in."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from portal.accounts.desk.access import AdministratorsView
from portal.core import calendar, dates
from portal.core.calendar import table as calendar_table
from portal.core.calendar.table import Day
from portal.core.models import CalendarDay
from portal.core.refusals import Refused
from portal.desk.fields import DayField
from portal.desk.views import ActionView, ButtonView
from portal.site.calendar import queries
from portal.site.calendar.actions import Imported, import_notice, set_local_day, take_back_local_day
from portal.site.calendar.queries import FIRST_YEAR, LAST_YEAR

MAX_NOTICE_SIZE = 256 * 1024
"""Bytes of the largest file that is read as a notice; a real one has a few kilobytes."""


class NoticeForm(forms.Form):
    """The State Council's notice of a year, as a file or as pasted lines. `days` holds what was read."""

    year = forms.IntegerField(
        label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, widget=forms.NumberInput(attrs={"class": "short"})
    )
    file = forms.FileField(
        label=_("CSV file"),
        required=False,
        help_text=_("In UTF-8, with the columns day, is_working (1 worked, 0 off), name_zh, name_en."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    lines = forms.CharField(
        label=_("Or paste the lines"),
        required=False,
        help_text=_("One day a line: the day, 休 (off) or 班 (worked), and the name, as in the example."),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "placeholder": "2027-02-08 休 春节"}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        file, lines = values.get("file"), values.get("lines", "").strip("\r\n")
        if bool(file) == bool(lines.strip()):
            raise forms.ValidationError(_("Choose a file or paste the lines, one of the two."))
        try:
            if file and file.size > MAX_NOTICE_SIZE:
                raise Refused(_("The file is too large for a notice. Save only the list of days as CSV."))
            self.days = calendar_table.read_csv(file.read()) if file else calendar_table.read_pasted(values["lines"])
        except Refused as refusal:
            self.add_error("file" if file else "lines", str(refusal))
        return values


class LocalDayForm(forms.Form):
    """One day that is worked or off by a local order."""

    OFF, WORKED = "off", "worked"

    day = DayField(label=_("Day"))
    kind = forms.ChoiceField(
        label=_("That day"),
        choices=[(OFF, pgettext_lazy("that day", "is off")), (WORKED, pgettext_lazy("that day", "is worked"))],
        widget=forms.RadioSelect,
    )
    name_zh = forms.CharField(label=_("Why, in Chinese"), max_length=60)
    name_en = forms.CharField(label=_("Why, in English"), max_length=80, required=False)

    @property
    def day_given(self) -> Day:
        values = self.cleaned_data
        return Day(values["day"], values["kind"] == self.WORKED, values["name_zh"], values["name_en"])


class TakeBackForm(forms.Form):
    """The day whose local order is taken back."""

    day = DayField()


class OnCalendar(AdministratorsView, ActionView):
    """What the forms on the page of the calendar have in common.

    Attributes:
        slot: The form's name in the template; a refusal shows the page again, with what was typed there.
    """

    template_name = "site/calendar/calendar.html"
    slot = ""

    def year_changed(self) -> int:
        """Return the year that was changed, for its days to be looked at."""
        raise NotImplementedError

    def get_success_url(self) -> str:
        return f"{reverse('desk:calendar')}?year={self.year_changed()}#days"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        today, known = timezone.localdate(self.at), calendar.load()
        years = queries.years(known, on=today)
        year = queries.year_asked(self.request.GET.get("year", ""), today.year)
        return {
            **context,
            "known_until": known.known_until,
            "years": years,
            "year": year,
            "is_known": any(one.number == year and one.is_known for one in years),
            "days": queries.days_of(known, year),
            "missing": queries.missing(self.actor, at=self.at),
            "notice_form": NoticeForm(initial={"year": known.known_until + 1}, prefix="notice"),
            "local_form": LocalDayForm(initial={"day": today}, prefix="local"),
            self.slot: context["form"],
        }


class CalendarPage(OnCalendar):
    """A year's days, and what brings in the notice of a year."""

    form_class, prefix, slot = NoticeForm, "notice", "notice_form"
    success_message = _("The notice of %(year)d is in: %(off)d days off, %(worked)d working weekend days.")

    def get_initial(self) -> dict[str, Any]:
        return {"year": calendar.load().known_until + 1}

    def act(self, form: Any) -> Imported:
        return import_notice(actor=self.actor, year=form.cleaned_data["year"], days=form.days, at=self.at)

    def words(self) -> dict[str, int]:
        imported: Imported = self.done
        if not imported.working_weekend_days:
            odd = _("No weekend day is worked in this list. Every notice so far had some; look again.")
            messages.warning(self.request, str(odd))
        return {"year": imported.year, "off": imported.days_off, "worked": imported.working_weekend_days}

    def year_changed(self) -> int:
        return int(self.done.year)


class TakeBackLocalDay(AdministratorsView, ButtonView):
    """Take back the local order for a day."""

    form_class = TakeBackForm
    success_message = _("Taken back: %(day)s")

    def act(self, form: Any) -> date:
        day: date = form.cleaned_data["day"]
        take_back_local_day(actor=self.actor, day=day, at=self.at)
        return day

    def words(self) -> dict[str, str]:
        return {"day": dates.full_date(self.done)}

    def get_success_url(self) -> str:
        year = f"?year={self.done.year}" if self.done else ""
        return f"{reverse('desk:calendar')}{year}#days"


class SetLocalDay(OnCalendar):
    """Set a single day by a local order."""

    form_class, prefix, slot = LocalDayForm, "local", "local_form"
    success_message = _("Saved.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("desk:calendar"))

    def act(self, form: Any) -> CalendarDay:
        return set_local_day(actor=self.actor, day=form.day_given, at=self.at)

    def year_changed(self) -> int:
        return int(self.done.day.year)
