"""Who is reminded or told of requests: who registers them, the unit that drafts the reply, and who decides."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.utils import timezone

from disclosure.requests.enums import BEFORE_REPLY, RequestState
from disclosure.requests.models import Request
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import Roster, holders
from portal.core.dates import full_date
from portal.messaging import rules
from portal.messaging.queries import Cause, reminders_of
from portal.messaging.registry import Occasion, PlaceholderValues, Reminder
from portal.messaging.rules import To


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return the reminders of requests that wait to be registered, replied to, decided, or for a third party."""
    rows = Request.objects.filter(
        state__in=[RequestState.RECEIVED, *BEFORE_REPLY], state_since__lte=occasion.at
    ).select_related("case", "clock", "step_clock", "town", "unit")
    return reminders_of((_of(one, occasion) for one in rows.order_by("pk")), on=occasion.on)


def _of(request: Request, occasion: Occasion) -> Cause:
    """Return the cause of what a request waits for now, with the people who have it.

    A reply and what has to be done before it are causes of their own, each with its own day.
    """
    held, on, due = occasion.roster, occasion.on, request.current_clock.due or occasion.on
    publishers = held.holders(Role.PUBLISHER, request.town)
    deciders = [*held.holders(Role.APPROVER, request.town), *held.holders(Role.LEADER, request.town)]
    has_unit = request.unit is not None
    working = _drafters(held, request.unit) if request.unit else publishers
    is_decided = request.state in (RequestState.DRAFTED, RequestState.EXTENDING)
    return Cause(
        key=_cause(request),
        steps=rules.of_case(due, on=on, kind="request"),
        people={
            To.CLERK: deciders if is_decided else working,
            To.HEAD: held.heads(request.unit) if request.unit else [],
            To.PUBLISHER: publishers,
            To.SECRETARY: held.holders(Role.LEADER, request.town) if has_unit else publishers,
        },
        words=_words(request, due, abs((on - due).days)),
        urls=dict.fromkeys((To.CLERK, To.HEAD, To.PUBLISHER, To.SECRETARY), page_of(request)),
    )


def _drafters(held: Roster, unit: Unit) -> list[User]:
    """Return who drafts replies of a unit: its clerks; where it has none, its handlers."""
    return held.clerks(unit) or held.holders(Role.HANDLER, unit)


def _cause(request: Request) -> str:
    return f"request:{request.number}:{request.state}:{request.current_clock.pk}"


def settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when what requests waited for was done, by the cause of the reminder."""
    numbers = {cause.split(":")[1] for cause in causes}
    rows = Request.objects.filter(case__number__in=numbers).select_related("case", "clock", "step_clock")
    known = {row.number: row for row in rows}
    found = {cause: known.get(cause.split(":")[1]) for cause in causes}
    return {cause: row.state_since for cause, row in found.items() if row and _cause(row) != cause}


def clerks_of(request: Request, at: datetime) -> Iterable[User]:
    """Return who drafts the reply, if a unit has it: its clerks; where it has none, its handlers."""
    if request.unit is None:
        return ()
    return holders(Role.CLERK, request.unit, at=at) or holders(Role.HANDLER, request.unit, at=at)


def publishers_of(request: Request, at: datetime) -> Iterable[User]:
    """Return who registers requests of its township."""
    return holders(Role.PUBLISHER, request.town, at=at)


def deciders_of(request: Request, at: datetime) -> list[User]:
    """Return who decides on the reply."""
    return [*holders(Role.APPROVER, request.town, at=at), *holders(Role.LEADER, request.town, at=at)]


def who_works(request: Request, at: datetime) -> list[User]:
    """Return who drafted the reply, the clerks of the unit and the office."""
    drafted = [request.drafted_by] if request.drafted_by else []
    return [*drafted, *clerks_of(request, at), *publishers_of(request, at)]


def words_of_news(request: Request) -> dict[str, str]:
    """Return what messages say of a request: never what was asked, nor by whom."""
    due = request.current_clock.due or timezone.localdate(request.case.received_at)
    return dict(_words(request, due, 0)())


def page_of(request: Request) -> str:
    """Return the address of a request's page on the desk, for messages."""
    return f"/desk/requests/{request.pk}/"


def _words(request: Request, due: date, days: int) -> PlaceholderValues:
    return lambda: {
        "unit": (request.unit or request.town).name,
        "number": request.number,
        "due": full_date(due),
        "days": str(days),
    }
