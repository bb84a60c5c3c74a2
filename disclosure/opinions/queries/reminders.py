"""Who is reminded or told of opinions: those who screen and check them, and the unit that is to answer."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.utils import timezone

from disclosure.notices.queries.content import public_title
from disclosure.opinions.enums import OpinionState
from disclosure.opinions.models import Opinion
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import holders
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
    desk, public = page_of(opinion), f"/notices/{opinion.notice.number}/"
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
        urls={To.NEXT: page_of(opinion)},
    )


def clerks_of(opinion: Opinion, at: datetime) -> Iterable[User]:
    """Return who answers an opinion: the clerks of the unit it was given to, if it was."""
    return holders(Role.CLERK, opinion.unit, at=at) if opinion.unit else ()


def who_answered(opinion: Opinion, at: datetime) -> list[User]:
    """Return who wrote the answer, the other clerks of the unit, and who entered the opinion for a resident."""
    return [one for one in (opinion.answered_by, *clerks_of(opinion, at), opinion.case.entered_by) if one]


def checkers_of(opinion: Opinion, at: datetime) -> Iterable[User]:
    """Return who checks the answer: the publishers of the unit whose notice it is about."""
    return holders(Role.PUBLISHER, opinion.notice.unit, at=at)


def words_of_news(opinion: Opinion) -> dict[str, str]:
    """Return what messages say of an opinion: never what was asked."""
    due = (opinion.clock and opinion.clock.due) or timezone.localdate(opinion.case.received_at)
    return dict(_words_of_opinion(opinion, opinion.unit or opinion.notice.unit, due, 0)())


def page_of(opinion: Opinion) -> str:
    """Return the address of an opinion's page on the desk, for messages."""
    return f"/desk/opinions/{opinion.pk}/"


def answers_settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when opinions were answered or given to another unit, by the cause of the reminder to answer."""
    parts = {cause: cause.split(":") for cause in causes}
    rows = Opinion.objects.filter(case__number__in={part[1] for part in parts.values()}).select_related("case", "unit")
    known = {row.number: row for row in rows}

    def when(number: str, unit: str) -> datetime | None:
        row = known.get(number)
        if row is None or (row.state == OpinionState.ROUTED and row.unit and row.unit.code == unit):
            return None
        return row.answered_at if row.state in (OpinionState.ANSWERED, OpinionState.CLOSED) else row.state_since

    return {cause: at for cause, part in parts.items() if (at := when(*part[1:3]))}


def screenings_settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when opinions were screened, by the cause of the reminder to screen them."""
    numbers = {cause.partition(":")[2]: cause for cause in causes}
    rows = Opinion.objects.filter(case__number__in=numbers).exclude(state=OpinionState.RECEIVED)
    return {
        numbers[row.number]: row.screening.screened_at if row.screening else row.state_since
        for row in rows.select_related("case__screening")
    }


def _words_of_opinion(opinion: Opinion, unit: Unit, due: date, days: int) -> PlaceholderValues:
    return lambda: {
        "unit": unit.name,
        "notice": public_title(opinion.notice),
        "number": opinion.number,
        "due": full_date(due),
        "days": str(days),
    }
