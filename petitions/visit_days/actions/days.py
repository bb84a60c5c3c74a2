"""A visit day is changed by hand: who receives, the place, the day; it is cancelled, and closed once it is over."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from petitions.visit_days.actions.announcing import announce, announce_change
from petitions.visit_days.actions.bookings import carry_over, lapse, leave_over
from petitions.visit_days.actions.letters import tell_or_note
from petitions.visit_days.actions.roster import HOURS_AND_PLACE, set_receivers
from petitions.visit_days.enums import PRESENT, TO_COME, BookingState, DayState
from petitions.visit_days.models import Booking, VisitDay
from petitions.visit_days.policies import DAY_STEPS
from petitions.visit_days.queries.roster import free_number, next_published, posts_of_leaders
from petitions.visit_days.workflow import VISIT_DAY
from portal.accounts.models import Unit, User
from portal.core.demonstration import today_of_due_days
from portal.core.refusals import Refused
from portal.core.texts import plain
from portal.core.workflow import create, lock, step

RELATED = ("town", "host")
MAX_REASON_LENGTH = 200
Standing = tuple[User, User | None]
"""Who receives, and for whom they stand in."""


def substitute(
    *,
    actor: User,
    visit_day: VisitDay,
    receivers: Sequence[Standing],
    at: datetime,
    reason: str = "",
    seen: int | None = None,
) -> VisitDay:
    """Change who receives on a day, such as where a leader is away.

    Args:
        receivers: One or two people, each with for whom they stand in.
        reason: Why; everybody reads it. May be empty.

    Raises:
        Refused: There is nobody, somebody stands in for themself, or does not receive on visit days.
    """
    words = _reason(reason)

    def change(locked: VisitDay) -> None:
        posts = posts_of_leaders(locked.town, locked.day)
        people = [person for person, _away in receivers]
        if not 1 <= len(people) <= 2 or len(set(people)) < len(people):
            raise Refused(_("Choose one or two different people."), "receiver_1")
        for number, (person, away) in enumerate(receivers, start=1):
            if person.pk not in posts:
                raise Refused(_("%(who)s does not receive on visit days.") % {"who": person.name}, f"receiver_{number}")
            if away == person or away in people:
                raise Refused(_("Nobody stands in for somebody who receives."), f"away_{number}")
        set_receivers(locked, receivers, posts)
        locked.reason, locked.is_by_hand = words, True

    return _change(actor, visit_day, "substitute", change, seen=seen, at=at)


def amend(
    *,
    actor: User,
    visit_day: VisitDay,
    place_zh: str,
    at: datetime,
    place_en: str = "",
    host: Unit | None = None,
    reason: str = "",
    seen: int | None = None,
) -> VisitDay:
    """Change where people are received. Who booked is told.

    Raises:
        Refused: There is no place.
    """
    words = _reason(reason)

    def change(locked: VisitDay) -> None:
        if not place_zh.strip():
            raise Refused(_("Write where people are received."), "place_zh")
        locked.place_zh, locked.place_en, locked.host = place_zh.strip(), place_en.strip(), host
        locked.reason, locked.is_by_hand = words, True

    with transaction.atomic():
        done = _change(actor, visit_day, "amend", change, seen=seen, at=at)
        for booking in _to_come(done):
            tell_or_note(booking, "visit_amended", at=at, occasion=str(done.version), reason=words)
    return done


def move(
    *, actor: User, visit_day: VisitDay, day: date, reason: str, at: datetime, seen: int | None = None
) -> VisitDay:
    """Move a visit day to another day: bookings go along, and who made them is told. It stays as it was announced.

    Args:
        day: The other day.
        reason: Why; everybody reads it.

    Returns:
        The visit day on the other day.

    Raises:
        Refused: There is no reason, or the other day has passed or is the same.
    """
    words = _reason(reason)

    def change(locked: VisitDay) -> None:
        if day == locked.day or day < today_of_due_days(at):
            raise Refused(_("Choose another day that is still to come."), "day")
        locked.reason, locked.is_by_hand = words, True

    with transaction.atomic():
        was_published = visit_day.state == DayState.PUBLISHED
        old = _step(actor, visit_day, "move", change, seen=seen, at=at, reason=reason)
        new = _moved(actor, old, day, at=at)
        if was_published:
            announce(actor=actor, day=old, at=at)
            new = _step(actor, new, "publish", seen=None, at=at)
            announce(actor=actor, day=new, at=at)
        for booking in _to_come(old):
            carry_over(booking, to=new, kind="visit_moved", at=at, reason=words)
    return new


def _moved(actor: User, old: VisitDay, day: date, *, at: datetime) -> VisitDay:
    """Return the day to which another was moved, with who receives there."""

    def make(town: Unit) -> VisitDay:
        same = {name: getattr(old, name) for name in (*HOURS_AND_PLACE, "rule", "planned_on", "turn", "reason")}
        return VisitDay(number=free_number(town, day), town=town, day=day, moved_from=old, is_by_hand=True, **same)

    new: VisitDay = create(
        actor=actor, parent=old.town, make=make, workflow=VISIT_DAY, verb="plan", policies=DAY_STEPS, at=at
    )
    people = [(one.person, one.stands_in_for) for one in old.receivers.select_related("person", "stands_in_for")]
    set_receivers(new, people, posts_of_leaders(old.town, day))
    return new


def cancel(*, actor: User, visit_day: VisitDay, reason: str, at: datetime, seen: int | None = None) -> VisitDay:
    """Cancel a visit day, with a reason that everybody reads. Who booked is told.

    Raises:
        Refused: There is no reason.
    """
    words = _reason(reason)

    def change(locked: VisitDay) -> None:
        locked.reason, locked.is_by_hand = words, True

    with transaction.atomic():
        done = _change(actor, visit_day, "cancel", change, seen=seen, at=at, reason=reason)
        for booking in _to_come(done):
            ended = lapse(booking, at=at)
            tell_or_note(ended, "visit_cancelled", at=at, reason=words)
    return done


def close(*, actor: User, visit_day: VisitDay, at: datetime, seen: int | None = None) -> VisitDay:
    """Close a visit day that is over. Who came and was not reached is the first on the next one, and is told.

    Raises:
        Refused: The day is still to come, or somebody was called in and there is no record.
    """

    def change(locked: VisitDay) -> None:
        if locked.day > today_of_due_days(at):
            raise Refused(_("This day is still to come."))
        unrecorded = Booking.objects.filter(day=locked, state=BookingState.TALKING).count()
        if unrecorded:
            raise Refused(_("There is no record of %(count)d who came in. Keep it first.") % {"count": unrecorded})

    with transaction.atomic():
        done = _step(actor, visit_day, "close", change, seen=seen, at=at)
        later = next_published(done, at)
        to = lock(later, *RELATED) if later else None
        for booking in list(done.bookings.select_related("case", "day__town")):
            _end_with_day(booking, to, at=at)
    return done


def _end_with_day(booking: Booking, to: VisitDay | None, *, at: datetime) -> None:
    if booking.state in PRESENT:
        left = leave_over(booking, at=at)
        if to is not None:
            carry_over(left, to=to, kind="visit_left_over", at=at)
    elif booking.state == BookingState.BOOKED:
        lapse(booking, at=at, verb="miss")
    elif booking.state == BookingState.WAITING:
        lapse(booking, at=at)


def _to_come(day: VisitDay) -> list[Booking]:
    rows = Booking.objects.filter(day=day, state__in=TO_COME)
    return list(rows.select_related("case", "day__town", "day__host").order_by("pk"))


def _reason(text: str) -> str:
    words = " ".join(plain(text).split())
    if len(words) > MAX_REASON_LENGTH:
        raise Refused(
            _("This has more than %(count)d characters. Shorten it.") % {"count": MAX_REASON_LENGTH}, "reason"
        )
    return words


def _change(
    actor: User,
    visit_day: VisitDay,
    verb: str,
    change: Callable[[VisitDay], None],
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> VisitDay:
    """Change a day by a step, and announce the change where the day was announced."""
    with transaction.atomic():
        done = _step(actor, visit_day, verb, change, seen=seen, at=at, reason=reason)
        announce_change(actor=actor, day=done, at=at)
    return done


def _step(
    actor: User,
    visit_day: VisitDay,
    verb: str,
    change: Callable[[VisitDay], None] | None = None,
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> VisitDay:
    return step(
        actor=actor,
        subject=visit_day,
        workflow=VISIT_DAY,
        verb=verb,
        policies=DAY_STEPS,
        seen=seen,
        at=at,
        reason=reason,
        change=change,
        related=RELATED,
    )
