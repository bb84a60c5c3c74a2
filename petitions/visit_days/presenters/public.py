"""Visit days as residents read them: the list, the form, the receipt, and how a booking stands."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, pgettext

from petitions.visit_days.enums import HOLDS_PLACE, TO_COME, BookingState, Change, DayState, PromiseState
from petitions.visit_days.models import Booking, DayEdition, Promise, VisitDay
from petitions.visit_days.presenters import words
from petitions.visit_days.queries import roster
from petitions.visit_days.queries.bookings import of_case
from petitions.visit_days.queries.log import public_by_number
from petitions.visit_days.rules import Slot
from portal.accounts.models import Unit
from portal.cases.models import Case
from portal.cases.queries import sender_token
from portal.cases.registry import FollowPage
from portal.core import dates
from portal.core.log_subjects import LogTitle
from portal.core.texts import as_written, comma, joint, sentences
from portal.site.registry import UnitsPage

SHOWN_ON_HOME = 2
CANCEL = "cancel a visit"
"""What the token of the address where a booking is cancelled says."""


@dataclass(frozen=True, slots=True)
class VisitCard:
    """`petitions/visit_days/_card.html`: one visit day in a list.

    Attributes:
        people: Who receives; or that nobody does.
        standing_in: For whom somebody stands in, and why.
        note: What else there is to know, such as that it was moved.
        free: How many places are free; None where none can be booked.
        tag: A word where it is held otherwise than planned.
        book_url: Where a place is booked, or the waiting list; empty where neither can be.
        is_off: Whether nobody is received on this day.
    """

    number: str
    url: str
    day: date
    people: str
    hours: str
    place: str
    standing_in: SafeString
    note: SafeString
    free: int | None
    is_full: bool
    tag: str
    book_url: str
    is_off: bool

    @property
    def free_words(self) -> str:
        """How many places are free, in words; or what can be done where none is."""
        if self.free:
            return words.free_words(self.free)
        if self.is_full:
            return _("Fully booked; you may still come and wait.")
        return ""


def cards(days: Sequence[VisitDay], *, at: datetime) -> list[VisitCard]:
    """Return visit days as a list shows them, with one query for their places."""
    taken = roster.taken_places(days)
    return [card(one, at=at, taken=taken[one.pk]) for one in days]


def card(day: VisitDay, *, at: datetime, taken: set[int]) -> VisitCard:
    """Return one visit day as a list shows it."""
    is_off = day.state in (DayState.CANCELLED, DayState.MOVED)
    is_open = roster.is_open(day, at)
    free = len(roster.free_slots(day, at, taken=taken)) if is_open else None
    standing = words.standing_in(day)
    return VisitCard(
        number=day.number,
        url=reverse("petitions:visit_day", args=[day.number]),
        day=day.day,
        people=_("No visits this time") if is_off else words.people_words(day),
        hours=words.hours(day.begins, day.ends),
        place=words.where(day),
        standing_in=_said(standing, day) if standing and not is_off else SafeString(),
        note=_note(day, is_off=is_off, is_reason_said=bool(standing) and not is_off),
        free=free,
        is_full=is_open and not free,
        tag=_tag(day),
        book_url=reverse("petitions:book_visit", args=[day.number]) if is_open else "",
        is_off=is_off,
    )


def _said(standing: str, day: VisitDay) -> SafeString:
    """Return for whom somebody stands in, with the reason behind it."""
    return format_html("{}{}{}", standing, comma(), words.reason_words(day)) if day.reason else SafeString(standing)


def _note(day: VisitDay, *, is_off: bool, is_reason_said: bool) -> SafeString:
    new = getattr(day, "moved_to", None) if day.state == DayState.MOVED else None
    moved = _("Moved to %(day)s.") % {"day": words.day_words(new.day)} if new else ""
    came = _("Moved from %(day)s.") % {"day": words.day_words(day.moved_from.day)} if day.moved_from else ""
    reason = words.reason_words(day) if day.reason and not is_reason_said and (is_off or came) else ""
    provisional = ""
    if day.is_provisional and not is_off:
        provisional = _("The calendar of that year is not out yet, so the day may still move.")
    return sentences(reason, moved, came, words.change_words(day), provisional)


def _tag(day: VisitDay) -> str:
    if day.state == DayState.MOVED or day.moved_from:
        return pgettext("mark of a visit day", "Moved")
    if day.state == DayState.CANCELLED:
        return pgettext("mark of a visit day", "Cancelled")
    return pgettext("mark of a visit day", "Postponed") if day.change == Change.POSTPONED else ""


@dataclass(frozen=True, slots=True)
class SlotChoice:
    """A place in the form; `is_free` says whether it can be chosen."""

    number: int
    text: str
    is_free: bool
    is_chosen: bool


def slot_choices(day: VisitDay, free: Sequence[Slot], chosen: str) -> list[SlotChoice]:
    """Return the places of a day as the form shows them."""
    numbers = {one.number for one in free}
    return [
        SlotChoice(one.number, words.clock(one.begins), one.number in numbers, str(one.number) == chosen)
        for one in day.slots
    ]


@dataclass(frozen=True, slots=True)
class ToldPromise:
    """What was promised, as whoever it was made to reads it."""

    text: SafeString
    unit: str
    due: date
    state: str
    kind: str
    done_with: SafeString


@dataclass(frozen=True, slots=True)
class VisitPage(FollowPage):
    """How a booking stands, for whoever made it.

    Attributes:
        cancel_url: Where it is cancelled; empty where it cannot be.
        promises: What was promised, with what came of it.
        phone: The telephone of the office.
    """

    cancel_url: str = ""
    promises: list[ToldPromise] = field(default_factory=list)
    phone: str = ""


def follow_page(case: Case, today: date) -> FollowPage:
    """Return how a booking stands for those who have number and code. Nothing of what they wrote is repeated."""
    booking = of_case(case)
    day = VisitDay.objects.select_related("town", "host").prefetch_related("receivers__person").get(pk=booking.day_id)
    state = BookingState(booking.state)
    promises = _promises(booking)
    return VisitPage(
        state=str(state.label),
        meta=[(term, value) for term, value in _meta(booking, day) if value],
        waiting=_waiting(booking, day),
        note=_left_over(booking),
        back_url=reverse("petitions:visit_days"),
        back_label=_("All visit days"),
        beside="petitions/visit_days/_beside.html",
        below="petitions/visit_days/_below.html" if promises else "",
        cancel_url=reverse("petitions:cancel_visit", args=[sender_token(case, CANCEL)]) if state in TO_COME else "",
        promises=promises,
        phone=day.town.supervision_phone,
    )


def _meta(booking: Booking, day: VisitDay) -> list[tuple[str, str]]:
    held = booking.state in HOLDS_PLACE or booking.state in TO_COME
    time = words.slot_words(booking.place) if booking.slot else ""
    when = words.day_words(day.day)
    reception = getattr(booking, "reception", None)
    return [
        (_("Number"), booking.number),
        (_("Day"), f"{when} {time}" if held and time else when),
        (_("Where people are received"), words.where(day)),
        (_("Received by"), reception.received_by.name if reception else ""),
        (_("Who receives"), "" if reception else words.people_words(day)),
    ]


def _waiting(booking: Booking, day: VisitDay) -> str:
    match BookingState(booking.state):
        case BookingState.WAITING:
            before = roster.waiting_before(booking)
            return _(
                "You are number %(number)d on the waiting list. If a place becomes free, you are told. You may also "
                "come and wait."
            ) % {"number": before + 1}
        case BookingState.BOOKED if booking.slot is None:
            return _("You are received first on that day. Please come when it begins, at %(time)s.") % {
                "time": words.clock(day.begins)
            }
        case BookingState.BOOKED:
            return _("Please come at %(time)s, with your ID card and what papers you have.") % {
                "time": words.slot_words(booking.place)
            }
        case BookingState.NOT_REACHED:
            return _("As soon as the next visit day is published you have the first place there, and are told.")
        case _:
            return ""


def _left_over(booking: Booking) -> str:
    if booking.left_over_from is None or booking.state != BookingState.BOOKED:
        return ""
    return _("You were not reached on %(day)s.") % {"day": dates.full_date(booking.left_over_from.day)}


def _promises(booking: Booking) -> list[ToldPromise]:
    kinds = {PromiseState.OPEN: "warn", PromiseState.REPORTED: "warn", PromiseState.KEPT: "done"}
    rows = Promise.objects.filter(reception__booking=booking).select_related("unit").order_by("number")
    return [_told(one, kinds[PromiseState(one.state)]) for one in rows]


def _told(one: Promise, kind: str) -> ToldPromise:
    """Return a promise as it is told: until it is confirmed, it is still to be done."""
    is_kept = one.state == PromiseState.KEPT
    state = PromiseState.KEPT.label if is_kept else PromiseState.OPEN.label
    return ToldPromise(
        text=as_written(one.text),
        unit=one.unit.name,
        due=one.due,
        state=str(state),
        kind=kind,
        done_with=as_written(one.done_with) if is_kept else SafeString(),
    )


def receipt_rows(booking: Booking) -> list[tuple[str, str | SafeString]]:
    """Return what stands on the receipt beside number and code: when, where, and whom to telephone."""
    day = booking.day
    rows: list[tuple[str, str | SafeString]] = [
        (_("Day"), f"{words.day_words(day.day)} {words.slot_words(booking.place)}".strip()),
        (_("Where people are received"), words.where(day)),
        (_("Who receives"), words.people_words(day)),
        (_("Telephone"), day.town.supervision_phone),
    ]
    return [(term, value) for term, value in rows if value]


@dataclass(frozen=True, slots=True)
class ToldEdition:
    """How a visit day was announced, or its announcement changed; `changes` says what was changed to what."""

    number: int
    at: datetime
    title: str
    changes: list[tuple[str, str, str]]


def editions(day: VisitDay) -> list[ToldEdition]:
    """Return how a visit day was announced and changed, newest first."""
    rows: list[DayEdition] = list(day.editions.order_by("number"))
    documents = [json.loads(one.document) for one in rows]
    told = [ToldEdition(one.number, one.published_at, _("Announced"), []) for one in rows[:1]]
    for one, (before, after) in zip(rows[1:], pairwise(documents), strict=True):
        told.append(ToldEdition(one.number, one.published_at, _("Changed"), _changes(before, after)))
    return told[::-1]


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return what differs between two announcements: what it is, as it was, as it is."""
    labels: dict[str, tuple[str, Callable[[Any], str]]] = {
        "state": (_("State"), lambda value: str(DayState(value).label)),
        "receivers": (_("Who receives"), lambda value: joint().join(one["name"] for one in value)),
        "place": (_("Where people are received"), str),
        "reason": (_("Reason"), str),
    }
    return [
        (label, written(before[name]), written(after[name]))
        for name, (label, written) in labels.items()
        if before[name] != after[name]
    ]


def on_home(page: UnitsPage) -> list[VisitCard] | None:
    """Return the next visit days for the home page; None where none is published."""
    days = list(roster.days_to_come(page.at).filter(state=DayState.PUBLISHED)[:SHOWN_ON_HOME])
    return cards(days, at=page.at) or None


def log_titles(numbers: Collection[str]) -> Mapping[str, LogTitle]:
    """Return what announced visit days are called in the publication log, by number."""
    return {
        one.number: LogTitle(words.title_of(one), one.town.name, reverse("petitions:visit_day", args=[one.number]))
        for one in public_by_number(numbers)
    }


def sentences_of_rules(town: Unit, *, at: datetime) -> list[str]:
    """Return the rules of a township in sentences, those for once left out: they stand in the list."""
    rules = roster.rules_in_force(town, timezone.localdate(at))
    return [words.rule_words(one) for one in rules if one.day is None]
