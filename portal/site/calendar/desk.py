"""The working calendar, for administrators: what is known of each year, and what they bring in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.signed_in import desk_page, signed_in
from portal.core import calendar as core_calendar
from portal.core.refusals import NotAllowed, Refused
from portal.site.calendar import queries as working_calendar
from portal.site.calendar.actions import Taken, set_local_day, take_notice
from portal.site.calendar.forms import LocalDayForm, NoticeForm


@desk_page
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a year's days, bring in a notice, or set a single day."""
    person, at = signed_in(request), timezone.now()
    if not working_calendar.may_change(person, at=at):
        raise Http404(_("This page is for administrators."))
    today, which = timezone.localdate(at), request.POST.get("form", "")
    notice = NoticeForm(
        request.POST if which == "notice" else None,
        request.FILES if which == "notice" else None,
        initial={"year": core_calendar.load().known_until + 1},
        prefix="notice",
    )
    local = LocalDayForm(request.POST if which == "local" else None, initial={"day": today}, prefix="local")
    if request.method == "POST":
        year = _deed(request, person, which, notice, local)
        if year is not None:
            return redirect(f"{reverse('desk:calendar')}?year={year}#days")
    known = core_calendar.load()
    years = working_calendar.years(known, on=today)
    year = _year(request.GET.get("year", ""), today.year)
    context = {
        "known_until": known.known_until,
        "years": years,
        "year": year,
        "is_known": any(one.number == year and one.is_known for one in years),
        "days": working_calendar.days_of(known, year),
        "missing": working_calendar.missing(person, at=at),
        "notice_form": notice,
        "local_form": local,
        "crumbs": [(_("My desk"), reverse("desk:home"))],
    }
    return render(request, "site/calendar/calendar.html", context, status=422 if which else 200)


def _deed(request: HttpRequest, person: User, which: str, notice: NoticeForm, local: LocalDayForm) -> int | None:
    """Do what was sent and return the year to look at, or None where it was refused."""
    at = timezone.now()
    form = {"notice": notice, "local": local}.get(which)
    if form is None:
        raise Http404
    if not form.is_valid():
        return None
    try:
        if form is notice:
            taken = take_notice(actor=person, year=notice.cleaned_data["year"], days=notice.days, at=at)
            _say(request, taken)
            return taken.year
        row = set_local_day(actor=person, day=local.said, at=at)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("Saved."))
    return row.day.year


def _say(request: HttpRequest, taken: Taken) -> None:
    """Say what came in, and what looks odd about it."""
    said = _("The notice of %(year)d is in: %(off)d days off, %(worked)d working weekend days.")
    numbers = {"year": taken.year, "off": taken.days_off, "worked": taken.working_weekend_days}
    messages.success(request, said % numbers)
    if not taken.working_weekend_days:
        messages.warning(request, _("No weekend day is worked in this list. Every notice so far had some; look again."))


def _year(text: str, this_year: int) -> int:
    """Return the year that is asked for; this one for anything that is none."""
    year = int(text) if text.isdecimal() and len(text) == 4 else this_year
    return year if working_calendar.FIRST_YEAR <= year <= working_calendar.LAST_YEAR else this_year
