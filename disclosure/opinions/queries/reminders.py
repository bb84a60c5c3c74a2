"""Who is reminded of opinions: those who screen them, and the unit that is to answer."""

from datetime import date

from django.utils import timezone

from disclosure.notices.queries.content import public_title
from disclosure.opinions.enums import OpinionState
from disclosure.opinions.models import Opinion
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.cases.enums import Visibility
from portal.core.dates import full_date
from portal.messaging import rules
from portal.messaging.queries import Cause, reminders_of
from portal.messaging.registry import Occasion, PlaceholderValues, Reminder
from portal.messaging.rules import To


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return the reminders of opinions that wait to be screened or answered."""
    open_states = [OpinionState.RECEIVED, OpinionState.ROUTED]
    rows = Opinion.objects.filter(state__in=open_states, state_since__lte=occasion.at)
    causes = (
        _of_screening(one, occasion) if one.state == OpinionState.RECEIVED else _of_answer(one, occasion)
        for one in rows.select_related("case__screening", "clock", "notice__unit", "notice__entry", "unit").order_by(
            "pk"
        )
    )
    return reminders_of(causes, on=occasion.on)


def _of_answer(opinion: Opinion, occasion: Occasion) -> Cause:
    held, on = occasion.roster, occasion.on
    owner = opinion.notice.unit
    # The database holds that one that was given to a unit has both.
    unit, due = opinion.unit or owner, (opinion.clock and opinion.clock.due) or on
    is_private = opinion.visibility == Visibility.PRIVATE
    desk, public = f"/desk/opinions/{opinion.pk}/", f"/notices/{opinion.notice.number}/"
    return Cause(
        # Given to another unit it is another matter: that unit has its own day.
        key=f"opinion:{opinion.number}:{unit.code}",
        steps=rules.of_answer(due, on=on, calendar=occasion.calendar),
        people={
            To.CLERK: held.clerks(unit),
            To.PUBLISHER: held.holders(Role.PUBLISHER, owner),
            # One that is kept private exists for those who work on it, and for nobody else.
            To.HEAD: [] if is_private else held.heads(unit),
            To.SECRETARY: [] if is_private else held.holders(Role.SECRETARY, owner),
        },
        words=_words_of_opinion(opinion, unit, due, abs((on - due).days)),
        # Head and secretary learn that an answer is overdue; what was asked is not theirs to read in the desk.
        urls={To.CLERK: desk, To.PUBLISHER: desk, To.HEAD: public, To.SECRETARY: public},
    )


def _of_screening(opinion: Opinion, occasion: Occasion) -> Cause:
    on, calendar = occasion.on, occasion.calendar
    since, unit = timezone.localdate(opinion.state_since), opinion.notice.unit
    return Cause(
        key=f"screening:{opinion.number}",
        steps=rules.of_waiting(
            since, on=on, longer_than=rules.SCREENING_WAITS, kind="screening_waiting", calendar=calendar
        ),
        people={To.NEXT: occasion.roster.holders(Role.PUBLISHER, unit)},
        words=_words_of_opinion(opinion, unit, since, calendar.count(since, on)),
        urls={To.NEXT: f"/desk/opinions/{opinion.pk}/"},
    )


def _words_of_opinion(opinion: Opinion, unit: Unit, due: date, days: int) -> PlaceholderValues:
    return lambda: {
        "unit": unit.name,
        "notice": public_title(opinion.notice),
        "number": opinion.number,
        "due": full_date(due),
        "days": str(days),
    }
