"""What the desk's first page says of petitions that are overdue."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from petitions.handling.enums import PetitionState
from petitions.handling.models import Petition
from petitions.handling.presenters.staff import due_of, title_of
from petitions.handling.queries.desk import overdue_for
from petitions.handling.queries.reminders import waited_for
from petitions.handling.workflow import PETITION, WAITS_FOR
from portal.accounts.queries import Roster, roster
from portal.core import calendar
from portal.core.calendar.rules import Calendar
from portal.core.demonstration import today_of_due_days
from portal.core.texts import as_written
from portal.desk.registry import DeskHomePage
from portal.desk.stuck import Stuck, StuckSection, days_in_hand, stuck_section


def overdue_petitions(page: DeskHomePage) -> StuckSection | None:
    """Return the petitions that are overdue, where each lies and for how long; None where there are none."""
    found = overdue_for(page.person, page.at)
    if not found:
        return None
    held, today, working = roster(at=page.at), today_of_due_days(page.at), calendar.load()
    rows = [_stuck(one, held, today, working) for one in found]
    more_url = reverse("petitions_desk:petitions") + "?part=1"
    return stuck_section(rows, key="petitions.overdue", label=_("Petitions overdue"), more_url=more_url)


def _stuck(petition: Petition, held: Roster, today: date, working: Calendar) -> Stuck:
    return Stuck(
        title=as_written(title_of(petition)),
        url=reverse("petitions_desk:petition", args=[petition.pk]),
        unit=(petition.unit or petition.town).name,
        step=PETITION.verb(WAITS_FOR[PetitionState(petition.state)]).waiting,
        people=[person.name for person in waited_for(petition, held)],
        days=days_in_hand(petition.state_since, today=today),
        due=due_of(petition, today=today, working=working),
        number=petition.number,
    )
