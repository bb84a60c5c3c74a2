"""What the desk's first page says of requests whose reply is overdue."""

from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure.requests.enums import RequestState
from disclosure.requests.models import Request
from disclosure.requests.presenters.staff import title_of
from disclosure.requests.queries.requests import overdue_for
from disclosure.requests.workflow import REQUEST, WAITS_FOR
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.queries import Roster, roster
from portal.core import calendar, dates
from portal.core.calendar.rules import Calendar
from portal.core.demonstration import today_of_due_days
from portal.core.texts import as_written
from portal.desk.queue import due_words
from portal.desk.registry import DeskHomePage
from portal.desk.stuck import Stuck, StuckSection, days_in_hand, stuck_section


def overdue_replies(page: DeskHomePage) -> StuckSection | None:
    """Return the requests whose reply is overdue, where each lies and for how long; None where there are none."""
    found = overdue_for(page.person, page.at)
    if not found:
        return None
    held, today, working = roster(at=page.at), today_of_due_days(page.at), calendar.load()
    rows = [_stuck(one, held, today, working) for one in found]
    more_url = reverse("disclosure_desk:requests")
    return stuck_section(rows, key="requests.overdue", label=_("Replies overdue"), more_url=more_url)


def _stuck(request: Request, held: Roster, today: date, working: Calendar) -> Stuck:
    day = request.clock.due
    note = _("the reply was due on %(day)s") % {"day": dates.full_date(day)} if day else ""
    return Stuck(
        title=as_written(title_of(request)),
        url=reverse("disclosure_desk:request", args=[request.pk]),
        unit=(request.unit or request.town).name,
        step=REQUEST.verb(WAITS_FOR[RequestState(request.state)]).waiting,
        people=[person.name for person in _who(request, held)],
        days=days_in_hand(request.state_since, today=today),
        due=replace(due_words(day, today=today, working_days=working), note=note),
        number=request.number,
    )


def _who(request: Request, held: Roster) -> list[User]:
    if request.state in (RequestState.DRAFTED, RequestState.EXTENDING):
        return [*held.holders(Role.APPROVER, request.town), *held.holders(Role.LEADER, request.town)]
    if request.unit is None:
        return held.holders(Role.PUBLISHER, request.town)
    return held.clerks(request.unit)
