"""Plan, hold and read integrity talks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _, pgettext

from accountability.integrity.actions.checks import check_is_past, check_unit, next_number, refuse_personal
from accountability.integrity.enums import MAX_TEXT_LENGTH, MAX_WORDS_LENGTH, TalkKind, TalkState
from accountability.integrity.models import Talk
from accountability.integrity.policies import KEEPS_TALK, LEADS_IN, READS_RECORD, TALK_STEPS
from accountability.integrity.queries.people import head_posts, leads, post_in
from accountability.integrity.workflow import TALK
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import holders
from portal.core import audit, pages
from portal.core.demonstration import today_of_due_days
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import plain, required
from portal.core.workflow import create, lock_seen, step

LETTERS = "LT"
"""What stands in the number of a talk (廉谈)."""


@dataclass(frozen=True, slots=True)
class With:
    """With whom a talk is: somebody of the staff, or a person by name, office and unit.

    Attributes:
        is_head: Whether they are first in command of the unit; known by itself of who has such a post.
    """

    unit: Unit
    person: User | None = None
    name: str = ""
    office: str = ""
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When, where and why a talk is."""

    day: date
    place: str
    kind: TalkKind
    occasion: str


def plan(*, actor: User, town: Unit, led_by: User, with_whom: With, circumstances: Circumstances, at: datetime) -> Talk:
    """Plan a talk; who leads it is told.

    Raises:
        NotAllowed: The actor leads no talks of the township.
        Refused: The day has passed; otherwise as `enter`.
    """
    if circumstances.day < today_of_due_days(at):
        raise Refused(_("Choose a day that is still to come."), "day")
    row = Talk(town=town, led_by=led_by, person=with_whom.person)
    return _make("plan", actor, row, with_whom, circumstances, at=at)


def enter(
    *, actor: User, town: Unit, led_by: User, with_whom: With, circumstances: Circumstances, record: str, at: datetime
) -> Talk:
    """Enter a talk that was held, with its record.

    Raises:
        NotAllowed: The actor leads no talks of the township.
        Refused: A text is missing or too long, the day is still to come, the unit is of another township, somebody
            talks with themself or leads no talks, or a leader enters a talk that another led.
    """
    check_is_past(circumstances.day, at)
    row = Talk(town=town, led_by=led_by, person=with_whom.person, record=_record(record))
    made = _make("enter", actor, row, with_whom, circumstances, at=at)
    pages.bump()
    return made


def hold(*, actor: User, talk: Talk, day: date, place: str, record: str, at: datetime, seen: int | None = None) -> Talk:
    """Enter that a planned talk was held, and what was said.

    Raises:
        Refused: The day is still to come, or the place or the record is missing.
    """

    def change(locked: Talk) -> None:
        check_is_past(day, at)
        locked.day, locked.place, locked.record = day, _place(place), _record(record)
        _name(locked)

    held = _take("hold", actor, talk, change, seen=seen, at=at)
    pages.bump()
    return held


def drop(*, actor: User, talk: Talk, reason: str, at: datetime, seen: int | None = None) -> Talk:
    """Say that a planned talk is not held, with a reason."""

    def change(locked: Talk) -> None:
        refuse_personal(locked.town, "reason", reason)

    return _take("drop", actor, talk, change, seen=seen, at=at, reason=reason)


def change(*, actor: User, talk: Talk, circumstances: Circumstances, seen: int | None, at: datetime) -> Talk:
    """Change when, where and why a talk is; what it said before stays in its history.

    Raises:
        NotAllowed: The actor does not write of this talk.
        Conflict: Somebody else changed it after this version was seen.
        Refused: It was dropped; a text is missing; or a talk that was held lies in the future.
    """
    if not KEEPS_TALK.allows(actor, talk, at=at):
        raise NotAllowed(_("You do not write of this talk."))
    row = lock_seen(talk, seen, "town")
    if row.state == TalkState.DROPPED:
        raise Refused(TALK.refusal(row.state))
    if row.state == TalkState.HELD:
        check_is_past(circumstances.day, at)
    _set(row, circumstances)
    row.save()
    audit.write(actor=actor, subject=row, number=row.number, verb="change", at=at)
    pages.bump()
    return row


def read_record(*, actor: User, talk: Talk, at: datetime, verb: str = "read record") -> str:
    """Return the record of a talk, and note who read it.

    Args:
        verb: What was done: `read record` or `print record`.

    Raises:
        NotAllowed: The actor may not read it.
    """
    if not READS_RECORD.allows(actor, talk, at=at):
        raise NotAllowed(_("You may not read the record of this talk."))
    audit.write(actor=actor, subject=talk, number=talk.number, verb=verb, at=at)
    record: str = talk.record
    return record


def _make(verb: str, actor: User, row: Talk, with_whom: With, circumstances: Circumstances, *, at: datetime) -> Talk:
    if not LEADS_IN.allows(actor, row.town, at=at):
        raise NotAllowed(_("You lead no talks of this township."))
    _check_people(actor, row, circumstances.day, at=at)
    check_unit(with_whom.unit, row.town)

    def make(locked: Unit) -> Talk:
        row.number = next_number(Talk, locked, LETTERS, circumstances.day.year)
        row.unit, row.is_head = with_whom.unit, with_whom.is_head
        row.name, row.office = plain(with_whom.name), plain(with_whom.office)
        _set(row, circumstances)
        _name(row)
        return row

    made: Talk = create(actor=actor, parent=row.town, make=make, workflow=TALK, verb=verb, policies=TALK_STEPS, at=at)
    return made


def _check_people(actor: User, row: Talk, day: date, *, at: datetime) -> None:
    if row.led_by == row.person:
        raise Refused(_("Nobody talks with themself. Choose somebody else."), "led_by")
    if not leads(row.led_by, row.town, day=day):
        sentence = _("%(name)s leads no talks: choose the secretary or a leader.")
        raise Refused(sentence % {"name": row.led_by.name}, "led_by")
    if actor != row.led_by and not holders(Role.SECRETARY, row.town, at=at).filter(pk=actor.pk).exists():
        raise Refused(_("You enter the talks that you lead yourself; the secretary enters any."), "led_by")


def _set(row: Talk, said: Circumstances) -> None:
    occasion = required(said.occasion, _("Write the occasion."), "occasion", MAX_WORDS_LENGTH)
    refuse_personal(row.town, "occasion", occasion)
    row.day, row.place, row.kind, row.occasion = said.day, _place(said.place), said.kind, occasion


def _name(row: Talk) -> None:
    """Write down name and office as they are on the day, and whether the person is first in command."""
    if row.person is not None:
        post = post_in(row.person, row.unit, day=row.day)
        row.name = row.person.name_zh
        row.office = post.title_zh if post else row.office
        row.is_head = row.is_head or head_posts(day=row.day).filter(person=row.person, unit=row.unit).exists()
    row.name = required(row.name, _("Choose the person, or write the name."), "name", 60)


def _place(text: str) -> str:
    return required(text, _("Write the place."), "place", 80)


def _record(text: str) -> str:
    return required(text, pgettext("at a talk", "Write what was said."), "record", MAX_TEXT_LENGTH)


def _take(
    verb: str,
    actor: User,
    talk: Talk,
    change: Callable[[Talk], None],
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> Talk:
    return step(
        actor=actor,
        subject=talk,
        workflow=TALK,
        verb=verb,
        policies=TALK_STEPS,
        seen=seen,
        at=at,
        reason=reason,
        change=change,
        related=("town", "unit", "person", "led_by"),
    )
