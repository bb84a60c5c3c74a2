"""Reads about what was promised: the list, what waits for whom, and who is reminded."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from functools import cache

from django.db.models import Case, F, Q, QuerySet, Value, When

from petitions.handling.models import Petition
from petitions.handling.policies import WORKS_ON
from petitions.visit_days.enums import DayState, PromiseState
from petitions.visit_days.models import Promise, Reception, VisitDay
from petitions.visit_days.policies import DOES_PROMISE, FOLLOWS_UP, MAY_KNOW_PROMISE, READS_FOR, READS_PROMISE
from petitions.visit_days.queries.roster import Person
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import Roster, holders
from portal.core.dates import full_date
from portal.desk.queue import Waiting, waiting
from portal.messaging import rules
from portal.messaging.queries import Cause, reminders_of
from portal.messaging.registry import Occasion, PlaceholderValues, Reminder
from portal.messaging.rules import Step, To


def _with_context(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    return rows.select_related(
        "unit__parent", "reception__received_by", "reception__booking__case", "reception__booking__day__town"
    )


def promises_of(person: Person, at: datetime) -> QuerySet[Promise]:
    """Return the promises this person sees: those still open by the day they are due, then the last that were kept."""
    is_kept = Q(state=PromiseState.KEPT)
    return _with_context(READS_PROMISE.permitted(person, at=at)).order_by(
        Case(When(is_kept, then=Value(1)), default=Value(0)),
        Case(When(~is_kept, then=F("due"))).asc(nulls_last=True),
        F("done_on").desc(nulls_last=True),
        "-pk",
    )


def of_reception(reception: Reception, person: Person, at: datetime) -> list[Promise]:
    """Return what was promised at a reception, as far as this person sees it."""
    return list(promises_of(person, at).filter(reception=reception).order_by("number"))


def petition_of(reception: Reception, person: Person, at: datetime) -> Petition | None:
    """Return the petition that was made of a reception, if this person works on it."""
    if reception.petition_id is None:
        return None
    return WORKS_ON.permitted(person, at=at).filter(pk=reception.petition_id).select_related("case").first()


def to_do(person: Person, at: datetime) -> QuerySet[Promise]:
    """Return the promises whose next step is this person's."""
    to_report = DOES_PROMISE.permitted(person, at=at).filter(state=PromiseState.OPEN).values("pk")
    to_confirm = FOLLOWS_UP.permitted(person, at=at).filter(state=PromiseState.REPORTED).values("pk")
    return Promise.objects.filter(pk__in=to_report.union(to_confirm))


def waiting_promises(person: Person, at: datetime) -> Waiting:
    """Return the promises that wait for this person for the queue of the desk."""
    verb = Case(When(state=PromiseState.OPEN, then=Value("report")), default=Value("confirm"))
    return waiting(to_do(person, at), kind="promise", verb=verb, unit="unit__code", due_on="due")


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return the reminders of promises, and of visit days that are to be held, or were and are not closed."""
    open_ones = Promise.objects.exclude(state=PromiseState.KEPT).filter(state_since__lte=occasion.at)
    rows = list(_with_context(open_ones).order_by("pk"))
    keys = [one.pk for one in rows]

    @cache
    def seen_by(person: User) -> frozenset[int]:
        mine = MAY_KNOW_PROMISE.permitted(person, at=occasion.at).filter(pk__in=keys)
        return frozenset(mine.values_list("pk", flat=True))

    causes = [_of_promise(one, occasion, seen_by) for one in rows]
    soon = occasion.on + timedelta(days=7)
    days = VisitDay.objects.filter(state=DayState.PUBLISHED, day__lte=soon).select_related("town")
    causes += [_of_day(one, occasion) for one in days.prefetch_related("receivers__person").order_by("pk")]
    return reminders_of(causes, on=occasion.on)


def _of_promise(promise: Promise, occasion: Occasion, seen_by: Callable[[User], Collection[int]]) -> Cause:
    """Return the cause of one promise: the unit is reminded of it, then the office and the secretary."""
    held, booking = occasion.roster, promise.reception.booking
    town = booking.day.town

    def seeing(people: Iterable[User]) -> list[User]:
        """Leave out who is complained about, and who belongs to the unit that is."""
        return [one for one in people if promise.pk in seen_by(one)]

    office = seeing(held.holders(Role.PUBLISHER, town))
    is_reported = promise.state == PromiseState.REPORTED
    people = {
        To.CLERK: office if is_reported else seeing(_of_unit(held, promise)),
        To.HEAD: [] if is_reported else seeing(held.heads(promise.unit)),
        To.PUBLISHER: office,
        To.SECRETARY: seeing(held.holders(Role.SECRETARY, town)),
    }
    return Cause(
        key=_cause(promise),
        steps=rules.of_case(promise.due, on=occasion.on, kind="promise", before=(3,)),
        people=people,
        words=_words(promise, abs((occasion.on - promise.due).days)),
        urls=dict.fromkeys((To.CLERK, To.HEAD, To.PUBLISHER, To.SECRETARY), page_of(promise)),
    )


def _of_unit(held: Roster, promise: Promise) -> list[User]:
    return [*held.clerks(promise.unit), *held.holders(Role.HANDLER, promise.unit)]


def _of_day(day: VisitDay, occasion: Occasion) -> Cause:
    """Return the cause of a visit day: who receives is reminded before, the office after if it is not closed."""
    before = occasion.calendar.last_working_day(day.day - timedelta(days=1))
    steps = [Step("before-1", "visit_tomorrow", before, frozenset({To.NEXT}))]
    steps += [Step("after-week-1", "visit_to_close", day.day + timedelta(days=1), frozenset({To.PUBLISHER}))]
    return Cause(
        key=f"visit_day:{day.number}:{day.day}",
        steps=[one for one in steps if one.due <= occasion.on and (one.to != {To.NEXT} or occasion.on <= day.day)],
        people={
            To.NEXT: [one.person for one in day.receivers.all()],
            To.PUBLISHER: occasion.roster.holders(Role.PUBLISHER, day.town),
        },
        words=lambda: words_of_day(day),
        urls=dict.fromkeys((To.NEXT, To.PUBLISHER), page_of_day(day)),
    )


def _cause(promise: Promise) -> str:
    return f"promise:{promise.pk}:{promise.state}:{promise.due}"


def settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when promises went on, by the cause of their reminders."""
    keys = {int(cause.split(":")[1]) for cause in causes}
    known = {one.pk: one for one in Promise.objects.filter(pk__in=keys)}
    found = {cause: known.get(int(cause.split(":")[1])) for cause in causes}
    return {cause: row.state_since for cause, row in found.items() if row and _cause(row) != cause}


def days_settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when visit days were closed, moved or cancelled, by the cause of their reminders."""
    numbers = {cause.split(":")[1] for cause in causes}
    rows = VisitDay.objects.filter(number__in=numbers).exclude(state__in=[DayState.PLANNED, DayState.PUBLISHED])
    known = dict(rows.values_list("number", "state_since"))
    return {cause: known[cause.split(":")[1]] for cause in causes if cause.split(":")[1] in known}


def who_does(promise: Promise, at: datetime) -> list[User]:
    """Return who does what was promised: the clerks and handlers of the unit."""
    return [*holders(Role.CLERK, promise.unit, at=at), *holders(Role.HANDLER, promise.unit, at=at)]


def who_follows_up(promise: Promise, at: datetime) -> list[User]:
    """Return who confirms that a promise is kept: the office, and who promised it."""
    town = promise.reception.booking.day.town
    return [promise.reception.received_by, *holders(Role.PUBLISHER, town, at=at)]


def receivers_of(day: VisitDay, _at: datetime) -> list[User]:
    """Return who receives on a day."""
    return [one.person for one in day.receivers.select_related("person")]


def page_of(promise: Promise) -> str:
    """Return the address of a promise's page on the desk, for messages."""
    return f"/desk/promises/{promise.pk}/"


def page_of_day(day: VisitDay) -> str:
    """Return the address of a visit day's page on the desk, for messages."""
    return f"/desk/visit-days/{day.pk}/"


def words_of_promise(promise: Promise) -> dict[str, str]:
    """Return what messages say of a promise: never its words, nor to whom it was made."""
    return dict(_words(promise, 0)())


def words_of_day(day: VisitDay) -> dict[str, str]:
    """Return what messages say of a visit day."""
    return {"number": day.number, "day": full_date(day.day), "place": day.where, "unit": day.town.name}


def open_ones(person: Person, at: datetime) -> QuerySet[Promise]:
    """Return the promises that are still to be kept, of those this person sees, the next due first."""
    return promises_of(person, at).exclude(state=PromiseState.KEPT)


def units_with_promises(person: Person, at: datetime) -> QuerySet[Unit]:
    """Return the units that have promises to keep which this person sees."""
    mine = READS_PROMISE.permitted(person, at=at).order_by()
    return Unit.objects.filter(pk__in=mine.values("unit")).order_by("code")


def finds_promises(person: Person, at: datetime) -> bool:
    """Return whether there is a list of promises for this person: the office's, or that of who has one to keep."""
    return READS_FOR.permitted(person, at=at).exists() or READS_PROMISE.permitted(person, at=at).exists()


def _words(promise: Promise, days: int) -> PlaceholderValues:
    return lambda: {
        "unit": promise.unit.name,
        "number": promise.audit_number(),
        "due": full_date(promise.due),
        "days": str(days),
    }
