"""The visit days to come as iCalendar (RFC 5545), which calendars of telephones subscribe to."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event
from icalendar.enums import STATUS

from petitions.visit_days.enums import DayState
from petitions.visit_days.models import VisitDay
from petitions.visit_days.presenters import words
from petitions.visit_days.queries.roster import days_to_come
from portal.core.workbooks.written import tidy

REFRESH = timedelta(hours=12)
"""How often a calendar is asked to look again."""
SHOWN = 200


def as_ical(*, at: datetime) -> bytes:
    """Return the visit days to come as a file; those that are moved or cancelled are marked so."""
    address = settings.SITE_URL + reverse("petitions:visit_days")
    made = Calendar.new(name=tidy(_("Visit days")), refresh_interval=REFRESH, url=address, language="zh-CN")
    for day in days_to_come(at)[:SHOWN]:
        made.add_component(_event(day))
    return bytes(made.to_ical())


def _event(day: VisitDay) -> Event:
    is_off = day.state in (DayState.CANCELLED, DayState.MOVED)
    people = words.people_words(day)
    title = _("No visits: %(who)s") if is_off else _("Visit day: %(who)s")
    told = [words.standing_in(day), day.reason, words.change_words(day), day.town.supervision_phone]
    event = Event.new(
        uid=f"visit-{day.number}@{settings.SITE_URL.partition('://')[2]}",
        start=day.opens_at,
        end=timezone.make_aware(datetime.combine(day.day, day.ends)),
        summary=tidy(title % {"who": people}),
        description="\n".join(tidy(one) for one in told if one),
        location=tidy(words.where(day)),
        url=settings.SITE_URL + reverse("petitions:visit_day", args=[day.number]),
        stamp=day.state_since,
        status=STATUS.CANCELLED if is_off else STATUS.CONFIRMED,
    )
    event.sequence = day.version
    return event
