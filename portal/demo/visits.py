"""What the stories of visit days do, where an action takes more than a table can say."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from petitions.visit_days.actions import days, receptions, rules
from petitions.visit_days.models import Booking, Promise, VisitDay, VisitRule
from portal.accounts.models import Unit, User


def add_visit_rule(
    *,
    actor: User,
    town: Unit,
    kind: str,
    on_holiday: str,
    begins: time,
    ends: time,
    minutes: int,
    places: int,
    place_zh: str,
    place_en: str,
    valid_from: date,
    turns: Sequence[str],
    at: datetime,
    weekdays: Sequence[int] = (),
    month_day: int | None = None,
    day: date | None = None,
    host: Unit | None = None,
) -> VisitRule:
    """Make a rule of visit days; each turn is a user name, or two with a plus sign between them."""
    people = {one.username: one for one in User.objects.filter(username__in="+".join(turns).split("+"))}
    pairs = [
        (people[leader], people.get(partner)) for leader, _plus, partner in (turn.partition("+") for turn in turns)
    ]
    fields = {
        "kind": kind,
        "on_holiday": on_holiday,
        "begins": begins,
        "ends": ends,
        "minutes": minutes,
        "places": places,
        "place_zh": place_zh,
        "place_en": place_en,
        "valid_from": valid_from,
        "weekdays": list(weekdays),
        "month_day": month_day,
        "day": day,
        "host": host,
    }
    return rules.add_rule(actor=actor, town=town, turns=pairs, fields=fields, at=at)


def substitute(*, actor: User, visit_day: VisitDay, receiver: User, away: User, reason: str, at: datetime) -> VisitDay:
    """Let one leader stand in for another on a visit day."""
    return days.substitute(actor=actor, visit_day=visit_day, receivers=[(receiver, away)], reason=reason, at=at)


def receive_visitor(
    *,
    actor: User,
    booking: Booking,
    received_by: User,
    said: str,
    at: datetime,
    promised: str = "",
    unit: Unit | None = None,
    due: date | None = None,
) -> list[Booking | Promise]:
    """Sign somebody in on a visit day, call them in, and keep the record with what was promised."""
    here = receptions.sign_in(actor=actor, booking=booking, party=booking.party, at=at)
    called = receptions.call(actor=actor, booking=here, at=at)
    promises = [receptions.Promised(promised, unit, due)] if unit and due else []
    done = receptions.record(
        actor=actor,
        booking=called,
        received_by=received_by,
        said=said,
        promised=promises,
        at=at + timedelta(minutes=15),
    )
    return [done, *Promise.objects.filter(reception__booking=done)]


def report_promise(*, actor: User, promise: Promise, done_with: str, at: datetime) -> Promise:
    """Report what a leader promised as done."""
    return receptions.report(actor=actor, promise=promise, text=done_with, at=at)
