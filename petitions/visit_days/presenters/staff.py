"""Visit days as the desk shows them: the roster, the sheet of a day, a booking, and what was promised."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext, pgettext

from petitions.visit_days.enums import ACTIVE, PRESENT, BookingState, DayState, OnHoliday, PromiseState
from petitions.visit_days.models import Booking, Promise, VisitDay, VisitRule
from petitions.visit_days.presenters import words
from petitions.visit_days.queries import promises as promise_queries, roster
from petitions.visit_days.queries.bookings import waiting_line
from petitions.visit_days.queries.roster import Person
from petitions.visit_days.workflow import PROMISE, VISIT_DAY
from portal.core import calendar, dates
from portal.core.calendar import Calendar
from portal.core.components import Call, Tag
from portal.core.demonstration import today_of_due_days
from portal.core.policy import read_once
from portal.core.texts import as_written, comma, joint
from portal.core.workflow import Row
from portal.desk.queue import due_words, task_words
from portal.desk.registry import Due, QueueRow, TallyFigure


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A visit day in the list of the desk."""

    url: str
    day: date
    hours: str
    people: str
    place: str
    note: SafeString | str
    places: str
    state: Tag
    is_off: bool


def roster_rows(days: Sequence[VisitDay], person: roster.Person, at: datetime) -> list[RosterRow]:
    """Return visit days as rows for a person, with two queries for their bookings whatever their number."""
    figures, taken = roster.figures_of(days, person, at), roster.taken_places(days)
    return [_roster_row(one, figures[one.pk], len(taken[one.pk])) for one in days]


def _roster_row(day: VisitDay, figures: Counter[str], taken: int) -> RosterRow:
    waiting = figures[BookingState.WAITING]
    said = _("%(taken)d of %(places)d") % {"taken": taken, "places": len(day.slots)}
    if day.state == DayState.HELD:
        received = figures[BookingState.RECEIVED]
        said = ngettext("%(count)d received", "%(count)d received", received) % {"count": received}
    elif waiting:
        said += comma() + ngettext("%(count)d waits", "%(count)d wait", waiting) % {"count": waiting}
    notes = (
        _("This day is no working day") if meets_day_off(day) else "",
        words.standing_in(day),
        words.reason_words(day),
        words.change_words(day),
    )
    return RosterRow(
        url=reverse("petitions_desk:visit_day", args=[day.pk]),
        day=day.day,
        hours=words.hours(day.begins, day.ends),
        people=words.people_words(day),
        place=words.where(day),
        note=next((one for one in notes if one), ""),
        places="" if day.state in (DayState.CANCELLED, DayState.MOVED) else said,
        state=Tag(str(DayState(day.state).label), words.state_kind(day.state)),
        is_off=day.state in (DayState.CANCELLED, DayState.MOVED),
    )


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in its list."""

    rule: VisitRule
    days: str
    hours: str
    place: str
    turns: list[str]
    holiday: str
    valid: str
    is_over: bool


def rule_rows(rules: Iterable[VisitRule], *, today: date) -> list[RuleRow]:
    """Return rules as rows."""
    return [
        RuleRow(
            rule=one,
            days=words.which_days(one),
            hours=words.hours(one.begins, one.ends),
            place=words.where(one),
            turns=[joint().join(p.name for p in (turn.leader, turn.partner) if p) for turn in one.turns.all()],
            holiday=words.holiday_words(one),
            valid=_valid(one),
            is_over=bool(one.valid_until and one.valid_until < today),
        )
        for one in rules
    ]


def _valid(rule: VisitRule) -> str:
    if rule.valid_until is None:
        return _("from %(day)s") % {"day": dates.full_date(rule.valid_from)}
    return dates.date_range(rule.valid_from, rule.valid_until)


@dataclass(frozen=True, slots=True)
class TurnAct:
    """The step a row of the sheet offers: its button, with the token that goes along."""

    label: str
    url: str
    seen: str
    party: int


@dataclass(frozen=True, slots=True)
class TurnRow:
    """Somebody on the sheet of a day; `kind` is gone, here or empty."""

    place: str
    url: str
    matter: SafeString
    who: str
    how: str
    state: Tag
    time: str
    kind: str
    act: TurnAct | None
    record_url: str
    told_url: str
    untold: str


def turn_rows(
    bookings: Sequence[Booking], open_rows: Mapping[int, tuple[Row, ...]], token: Mapping[int, TurnAct], *, at: datetime
) -> list[TurnRow]:
    """Return who comes on a day as rows, in the order of the bookings."""
    return [_turn_row(number, one, open_rows[one.pk], token.get(one.pk), at) for number, one in enumerate(bookings, 1)]


def _turn_row(number: int, one: Booking, rows: tuple[Row, ...], act: TurnAct | None, at: datetime) -> TurnRow:
    state = BookingState(one.state)
    verbs = {row.verb for row in rows}
    in_line = state in (*ACTIVE, BookingState.RECEIVED) and state != BookingState.WAITING
    tag = Tag(str(state.label), _KINDS.get(state, ""))
    record = "record" in verbs
    return TurnRow(
        place=_("No. %(number)d") % {"number": number} if in_line else "",
        url=reverse("petitions_desk:booking", args=[one.pk]),
        matter=as_written(one.matter) if one.matter else SafeString(_("Removed")),
        who=_who(one),
        how=how_words(one),
        state=tag,
        time=_time_words(one, at),
        kind="here" if state == BookingState.TALKING else "" if state in ACTIVE else "gone",
        act=act,
        record_url=reverse("petitions_desk:bookings_record", args=[one.pk]) if record else "",
        told_url=reverse("petitions_desk:booking_told", args=[one.pk]) if one.untold and "cancel" in verbs else "",
        untold=untold_words(one.untold),
    )


_KINDS = {
    BookingState.RECEIVED: "done",
    BookingState.TALKING: "live",
    BookingState.LATE: "warn",
    BookingState.NOT_REACHED: "warn",
    BookingState.ABSENT: "",
}


def _who(one: Booking) -> str:
    people = ngettext("%(count)d person", "%(count)d people", one.party) % {"count": one.party}
    return comma().join(filter(None, [one.who or _("name not left"), people if one.party > 1 else ""]))


def how_words(one: Booking) -> str:
    """Return how somebody comes: at their time, with a ticket, or first because they were not reached before."""
    if one.is_first:
        return _("first: not reached the last time")
    if one.slot is not None:
        return _("booked %(time)s") % {"time": words.slot_words(one.place)}
    if one.ticket is not None:
        return _("ticket %(number)d") % {"number": one.ticket}
    return pgettext("how somebody comes", "waiting list")


def _time_words(one: Booking, at: datetime) -> str:
    if one.called_at:
        begun = dates.clock(timezone.localtime(one.called_at))
        if one.ended_at:
            return f"{begun}–{dates.clock(timezone.localtime(one.ended_at))}"
        return _("in since %(time)s") % {"time": begun}
    if one.state in PRESENT and one.arrived_at:
        minutes = max(int((at - one.arrived_at).total_seconds()) // 60, 0)
        if minutes < 24 * 60:
            return ngettext("waits %(count)d minute", "waits %(count)d minutes", minutes) % {"count": minutes}
        return _("since %(time)s") % {"time": dates.clock(timezone.localtime(one.arrived_at))}
    return ""


def untold_words(kind: str) -> str:
    """Return what somebody must be told by telephone; nothing for nothing."""
    return {
        "": "",
        "visit_placed": _("Tell by telephone: a place became free, and it is theirs"),
        "visit_moved": _("Tell by telephone: the day was moved"),
        "visit_amended": _("Tell by telephone: the place was changed"),
        "visit_cancelled": _("Tell by telephone: the day is cancelled"),
        "visit_left_over": _("Tell by telephone: first on this day, not reached before"),
    }.get(kind, _("Tell by telephone"))


def tally(bookings: Sequence[Booking]) -> list[TallyFigure]:
    """Return the figures above the sheet, of those bookings that the reader sees."""
    counts = Counter(str(one.state) for one in bookings)
    walked_in = sum(one.ticket is not None for one in bookings)
    booked = sum(one.slot is not None and one.state != BookingState.CANCELLED for one in bookings)
    talking = counts[BookingState.TALKING]
    return [
        TallyFigure(pgettext("figure of a visit day", "Booked"), booked),
        TallyFigure(pgettext("figure of a visit day", "Came without"), walked_in),
        TallyFigure(pgettext("figure of a visit day", "Received"), counts[BookingState.RECEIVED]),
        TallyFigure(pgettext("figure of a visit day", "Wait here"), len(waiting_line(bookings))),
        TallyFigure(pgettext("figure of a visit day", "No record"), talking, owed=talking > 0),
    ]


def day_calls(day: VisitDay, bookings: Sequence[Booking]) -> list[Call]:
    """Return what to know first of a day: that somebody must be telephoned, and that it meets a day off."""
    found = []
    untold = sum(bool(one.untold) for one in bookings)
    if untold:
        title = ngettext(
            "%(count)d person is to be told by telephone", "%(count)d people are to be told by telephone", untold
        )
        text = _("No message could be sent to them. It stands beside each of them below.")
        found.append(Call("warn", title % {"count": untold}, text))
    if meets_day_off(day):
        text = _("Move it, cancel it, or leave it as it is.")
        found.append(Call("warn", _("This day is no working day"), text))
    if day.state in (DayState.MOVED, DayState.CANCELLED) or day.reason:
        notes = [words.reason_words(day), words.change_words(day)]
        found.append(Call("info", str(DayState(day.state).label), " ".join(filter(None, notes))))
    return found


def meets_day_off(day: VisitDay) -> bool:
    """Return whether a day that its rule would not hold on a day off has come to be one, such as by a late holiday."""
    is_to_come = day.state in (DayState.PLANNED, DayState.PUBLISHED)
    is_kept = day.rule is None or day.rule.on_holiday == OnHoliday.UNSTATED or day.moved_from_id is not None
    if not is_to_come or is_kept:
        return False
    known = read_once("working calendar", calendar.load) or calendar.load()
    return not known.is_working_day(day.day)


def day_meta(day: VisitDay) -> list[tuple[str, str]]:
    """Return when, where and by whom people are received."""
    new = getattr(day, "moved_to", None)
    items = [
        (_("Number"), day.number),
        (_("Day"), f"{words.day_words(day.day)} {words.hours(day.begins, day.ends)}"),
        (_("Where people are received"), words.where(day)),
        (_("Who receives"), words.people_words(day)),
        (_("Stands in"), words.standing_in(day)),
        (_("Moved to"), words.day_words(new.day) if new else ""),
        (_("Moved from"), words.day_words(day.moved_from.day) if day.moved_from else ""),
    ]
    return [(term, value) for term, value in items if value]


def day_queue_rows(pks: Collection[int], person: Person, at: datetime) -> list[QueueRow]:
    """Return visit days that are to be closed as rows of the queue."""
    today, known = today_of_due_days(at), calendar.load()
    return [
        QueueRow(
            pk=one.pk,
            verb="close",
            title=words.title_of(one),
            url=reverse("petitions_desk:visit_day", args=[one.pk]),
            unit=one.town.name,
            step=VISIT_DAY.verb("close").waiting,
            number=one.number,
            due=task_words(one.day, today=today, working_days=known),
        )
        for one in roster.days_of(person, at).filter(pk__in=pks)
    ]


def booking_meta(one: Booking) -> list[tuple[str, str]]:
    """Return the facts of a booking, without who made it."""
    concerned = [one.concerned_unit.name if one.concerned_unit else ""]
    concerned.append(one.concerned_person.name if one.concerned_person else "")
    items = [
        (_("Number"), one.number),
        (_("Day"), words.day_words(one.day.day)),
        (_("How they come"), how_words(one)),
        (_("How many come"), str(one.party) if one.party > 1 else ""),
        (_("Signed in"), dates.moment(one.arrived_at) if one.arrived_at else ""),
        (_("Complains about"), joint().join(filter(None, concerned))),
        (_("Not reached on"), words.day_words(one.left_over_from.day) if one.left_over_from else ""),
    ]
    return [(term, value) for term, value in items if value]


def booking_tags(one: Booking) -> list[Tag]:
    """Return where a booking stands."""
    state = BookingState(one.state)
    return [Tag(str(state.label), _KINDS.get(state, ""))]


def title_of_booking(one: Booking) -> str:
    """Return what a booking is about, masked; its number once that is removed."""
    return one.matter or one.number


def found_rows(bookings: Iterable[Booking]) -> list[QueueRow]:
    """Return bookings that were looked for as rows of `components/queue.html`."""
    return [
        QueueRow(
            pk=one.pk,
            verb="",
            title=as_written(title_of_booking(one)),
            url=reverse("petitions_desk:booking", args=[one.pk]),
            unit=one.day.where,
            step=BookingState(one.state).label,
            number=one.number,
            due=Due(f"{words.day_words(one.day.day)} {words.slot_words(one.place)}".strip()),
        )
        for one in bookings
    ]


def promise_rows(promises: Iterable[Promise], *, at: datetime) -> list[QueueRow]:
    """Return promises as rows of `components/queue.html`."""
    today, known = today_of_due_days(at), calendar.load()
    return [
        QueueRow(
            pk=one.pk,
            verb="report" if one.state == PromiseState.OPEN else "confirm",
            title=title_of_promise(one),
            url=reverse("petitions_desk:promise", args=[one.pk]),
            unit=one.unit.name,
            step=promise_step(one),
            number=one.audit_number(),
            due=_due_of(one, today, known),
        )
        for one in promises
    ]


def _due_of(one: Promise, today: date, known: Calendar) -> Due:
    if one.state == PromiseState.KEPT:
        return Due(note=dates.full_date(one.done_on or one.due))
    found = due_words(one.due, today=today, working_days=known)
    late = _("was to be done by %(day)s") % {"day": dates.full_date(one.due)}
    return replace(found, note=late) if found.kind == "owed" else found


def promise_queue_rows(pks: Collection[int], person: Person, at: datetime) -> list[QueueRow]:
    """Return promises as rows of the queue."""
    return promise_rows(promise_queries.promises_of(person, at).filter(pk__in=pks), at=at)


def promise_step(one: Promise) -> str:
    """Return where a promise stands, as lists say it."""
    waits_for = {PromiseState.OPEN: "report", PromiseState.REPORTED: "confirm"}
    verb = waits_for.get(PromiseState(one.state))
    return str(PROMISE.verb(verb).waiting) if verb else str(PromiseState.KEPT.label)


def title_of_promise(one: Promise) -> str:
    """Return what was promised; its number once that is removed."""
    return str(as_written(one.text)) if one.text else one.audit_number()


def promise_meta(one: Promise) -> list[tuple[str, str]]:
    """Return who promised it, who does it, by when, and what came of it."""
    items = [
        (_("Number"), one.audit_number()),
        (_("Promised by"), one.reception.received_by.name),
        (_("Promised on"), dates.full_date(timezone.localdate(one.reception.recorded_at))),
        (_("Who does it"), one.unit.name),
        (_("By when"), dates.full_date(one.due)),
        (_("Done on"), dates.full_date(one.done_on) if one.done_on else ""),
    ]
    return [(term, value) for term, value in items if value]


def promise_tags(one: Promise) -> list[Tag]:
    """Return where a promise stands."""
    kinds = {PromiseState.OPEN: "warn", PromiseState.REPORTED: "live", PromiseState.KEPT: "done"}
    state = PromiseState(one.state)
    return [Tag(str(state.label), kinds[state])]
