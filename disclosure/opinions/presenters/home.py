"""What the desk's first page says of opinions whose answer is overdue."""

from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure.notices.queries.content import neutral_title
from disclosure.opinions.enums import OpinionState
from disclosure.opinions.models import Opinion
from disclosure.opinions.queries.opinions import overdue_for
from disclosure.opinions.workflow import OPINION, WAITS_FOR
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.policies import roles_held
from portal.accounts.queries import Roster, roster
from portal.core import calendar, dates
from portal.core.calendar.rules import Calendar
from portal.core.demonstration import today_of_due_days
from portal.desk.queue import due_words
from portal.desk.registry import DeskHomePage
from portal.desk.stuck import Stuck, StuckSection, days_in_hand, stuck_section


def overdue_answers(page: DeskHomePage) -> StuckSection | None:
    """Return the opinions whose answer is overdue, where each lies and for how long; None where there are none."""
    found = overdue_for(page.person, page.at)
    if not found:
        return None
    held, today, working = roster(at=page.at), today_of_due_days(page.at), calendar.load()
    is_office = Role.PUBLISHER in roles_held(page.person, at=page.at)
    rows = [_stuck(one, held, today, working, is_office=is_office) for one in found]
    more_url = reverse("disclosure_desk:opinions") if is_office else ""
    return stuck_section(rows, key="opinions.overdue", label=_("Answers overdue"), more_url=more_url)


def _stuck(opinion: Opinion, held: Roster, today: date, working: Calendar, *, is_office: bool) -> Stuck:
    unit: Unit = opinion.unit or opinion.notice.unit
    is_answered = opinion.state == OpinionState.ANSWERED
    people = held.holders(Role.PUBLISHER, opinion.notice.unit) if is_answered else held.clerks(unit)
    day = opinion.clock.due if opinion.clock else None
    due = due_words(day, today=today, working_days=working)
    note = _("the answer was due on %(day)s") % {"day": dates.full_date(day)} if day else ""
    page, public = ("disclosure_desk:opinion", [opinion.pk]), ("disclosure:notice", [opinion.notice.number])
    name, args = page if is_office else public
    return Stuck(
        title=neutral_title(opinion.notice),
        url=reverse(name, args=args),
        unit=unit.name,
        step=OPINION.verb(WAITS_FOR[OpinionState(opinion.state)]).waiting,
        people=[person.name for person in people],
        days=days_in_hand(opinion.state_since, today=today),
        due=replace(due, note=note),
        number=opinion.number,
    )
