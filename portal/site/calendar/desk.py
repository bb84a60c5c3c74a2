"""The working calendar, for administrators: what is known of each year, and what they bring in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.desk.access import AdministratorsView
from portal.core import calendar
from portal.core.models import CalendarDay
from portal.desk.views import ActionView
from portal.site.calendar import queries
from portal.site.calendar.actions import Imported, import_notice, set_local_day
from portal.site.calendar.forms import LocalDayForm, NoticeForm


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
    success_message = gettext_lazy("The notice of %(year)d is in: %(off)d days off, %(worked)d working weekend days.")

    def get_initial(self) -> dict[str, Any]:
        return {"year": calendar.load().known_until + 1}

    def act(self, form: Any) -> Imported:
        return import_notice(actor=self.actor, year=form.cleaned_data["year"], days=form.days, at=self.at)

    def words(self) -> dict[str, int]:
        imported: Imported = self.done
        if not imported.working_weekend_days:
            odd = _("No weekend day is worked in this list. Every notice so far had some; look again.")
            messages.warning(self.request, odd)
        return {"year": imported.year, "off": imported.days_off, "worked": imported.working_weekend_days}

    def year_changed(self) -> int:
        """Return the year of the notice."""
        return int(self.done.year)


class SetLocalDay(OnCalendar):
    """Set a single day by a local order."""

    form_class, prefix, slot = LocalDayForm, "local", "local_form"
    success_message = gettext_lazy("Saved.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("desk:calendar"))

    def act(self, form: Any) -> CalendarDay:
        return set_local_day(actor=self.actor, day=form.day_given, at=self.at)

    def year_changed(self) -> int:
        """Return the year of the day."""
        return int(self.done.day.year)
