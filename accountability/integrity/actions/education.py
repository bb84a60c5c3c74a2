"""Enter education activities, who came, and their material."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability.integrity.actions.checks import (
    check_attendance,
    check_is_past,
    check_unit,
    keep_files,
    next_number,
    refuse_personal,
    remove_file as drop_file,
)
from accountability.integrity.enums import MAX_TEXT_LENGTH, MAX_WORDS_LENGTH, ActivityKind
from accountability.integrity.models import Activity, ActivityFile, Attendance
from accountability.integrity.policies import KEEPS_ACTIVITY, KEEPS_FOR
from portal.accounts.models import Unit, User
from portal.core import audit, pages, uploads
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import plain, required
from portal.core.workflow import lock, lock_seen

LETTERS = "JY"
"""What stands in the number of an activity (教育)."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of an activity."""

    kind: ActivityKind
    title: str
    day: date
    place: str
    leader: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """How many of a unit were to come and came, and who did not, with why."""

    unit: Unit
    due: int
    present: int
    absent: str = ""


def add(*, actor: User, town: Unit, said: Said, at: datetime, came: Sequence[Came] = ()) -> Activity:
    """Enter an activity that took place, with its attendance where it is known.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: A text is missing or too long, the day is still to come, or the figures cannot be.
    """
    if not KEEPS_FOR.allows(actor, town, at=at):
        raise NotAllowed(_("The discipline secretary keeps this."))
    with transaction.atomic():
        locked = lock(town)
        row = Activity(town=locked, number=next_number(Activity, locked, LETTERS, said.day.year))
        _set(row, said, at)
        row.save(force_insert=True)
        _write_attendance(row, came)
        _note(actor, row, "add", at)
    return row


def change(*, actor: User, activity: Activity, said: Said, seen: int | None, at: datetime) -> Activity:
    """Change what is said of an activity; what it said before stays in its history.

    Raises:
        NotAllowed: The actor does not keep it.
        Conflict: Somebody else changed it after this version was seen.
        Refused: As `add`.
    """
    _check_keeps(actor, activity, at)
    with transaction.atomic():
        row = lock_seen(activity, seen, "town")
        _set(row, said, at)
        row.save()
        _note(actor, row, "change", at)
    return row


def set_attendance(
    *, actor: User, activity: Activity, came: Sequence[Came], seen: int | None, at: datetime
) -> Activity:
    """Write down who came, unit by unit, in the place of what was written before.

    Raises:
        NotAllowed: The actor does not keep it.
        Conflict: Somebody else changed it after this version was seen.
        Refused: A unit stands twice or is of another township, or its figures cannot be.
    """
    _check_keeps(actor, activity, at)
    with transaction.atomic():
        row = lock_seen(activity, seen, "town")
        _write_attendance(row, came)
        _note(actor, row, "set attendance", at)
    return row


def attach(*, actor: User, activity: Activity, chosen: Sequence[uploads.Clean], at: datetime) -> list[ActivityFile]:
    """Add material, cleaned by `portal.core.uploads.clean`.

    Raises:
        NotAllowed: The actor does not keep it.
    """
    _check_keeps(actor, activity, at)
    with transaction.atomic():
        kept = keep_files(ActivityFile, chosen, actor=actor, at=at, activity=activity)
        audit.write(actor=actor, subject=activity, number=activity.number, verb="attach", at=at)
    return kept


def remove_file(*, actor: User, file: ActivityFile, at: datetime) -> None:
    """Take material off.

    Raises:
        NotAllowed: The actor does not keep the activity.
    """
    _check_keeps(actor, file.activity, at)
    with transaction.atomic():
        drop_file(file)
        audit.write(actor=actor, subject=file.activity, number=file.activity.number, verb="remove file", at=at)


def _check_keeps(actor: User, activity: Activity, at: datetime) -> None:
    if not KEEPS_ACTIVITY.allows(actor, activity, at=at):
        raise NotAllowed(_("The discipline secretary keeps this."))


def _set(row: Activity, said: Said, at: datetime) -> None:
    check_is_past(said.day, at)
    row.kind, row.day = said.kind, said.day
    row.title = required(said.title, _("Write the title."), "title", 120)
    row.place = required(said.place, _("Write the place."), "place", 80)
    row.leader = required(said.leader, _("Write who led it."), "leader", 60)
    row.about = plain(said.about)[:MAX_TEXT_LENGTH]
    refuse_personal(row.town, "about", row.title, row.about)


def _write_attendance(row: Activity, came: Sequence[Came]) -> None:
    units = [one.unit.pk for one in came]
    if len(units) != len(set(units)):
        raise Refused(_("A unit stands there twice."))
    before = {one.unit_id: one for one in row.attendance.all()}
    for gone in before.keys() - set(units):
        before[gone].delete()
    for one in came:
        check_unit(one.unit, row.town)
        check_attendance(one.due, one.present)
        refuse_personal(row.town, "absent", one.absent)
        kept = before.get(one.unit.pk) or Attendance(activity=row, unit=one.unit)
        absent = plain(one.absent)[:MAX_WORDS_LENGTH]
        if (kept.due, kept.present, kept.absent) != (one.due, one.present, absent):
            kept.due, kept.present, kept.absent = one.due, one.present, absent
            kept.save()
    row.due, row.present = sum(one.due for one in came), sum(one.present for one in came)
    row.save()


def _note(actor: User, row: Activity, verb: str, at: datetime) -> None:
    audit.write(actor=actor, subject=row, number=row.number, verb=verb, at=at)
    pages.bump()
