"""Enter democratic-life meetings, what was criticised there, and what is to be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _, pgettext

from accountability.integrity.actions.checks import check_attendance, check_is_past, check_unit, next_number
from accountability.integrity.enums import MAX_TEXT_LENGTH
from accountability.integrity.models import Criticism, Meeting
from accountability.integrity.policies import KEEPS_FOR, KEEPS_MEETING, READS_CRITICISM
from accountability.rectification.actions import give
from accountability.rectification.enums import Source
from accountability.rectification.models import Rectification
from portal.accounts.models import Unit, User
from portal.core import audit
from portal.core.refusals import NotAllowed
from portal.core.texts import required
from portal.core.workflow import lock, lock_seen

LETTERS = "SH"
"""What stands in the number of a meeting (生活会)."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a meeting."""

    unit: Unit
    group: str
    theme: str
    day: date
    place: str
    chaired_by: str
    due: int
    present: int


def add(*, actor: User, town: Unit, said: Said, at: datetime) -> Meeting:
    """Enter a meeting that was held.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: A text is missing or too long, the day is still to come, or the figures cannot be.
    """
    if not KEEPS_FOR.allows(actor, town, at=at):
        raise NotAllowed(_("The discipline secretary keeps this."))
    with transaction.atomic():
        locked = lock(town)
        row = Meeting(town=locked, number=next_number(Meeting, locked, LETTERS, said.day.year))
        _set(row, said, at)
        row.save(force_insert=True)
        audit.write(actor=actor, subject=row, number=row.number, verb="add", at=at)
    return row


def change(*, actor: User, meeting: Meeting, said: Said, seen: int | None, at: datetime) -> Meeting:
    """Change what is said of a meeting; what it said before stays in its history.

    Raises:
        NotAllowed: The actor does not keep it.
        Conflict: Somebody else changed it after this version was seen.
        Refused: As `add`.
    """
    _check_keeps(actor, meeting, at)
    with transaction.atomic():
        row = lock_seen(meeting, seen, "town")
        _set(row, said, at)
        row.save()
        audit.write(actor=actor, subject=row, number=row.number, verb="change", at=at)
    return row


def add_criticism(*, actor: User, meeting: Meeting, said_by: str, said_of: str, text: str, at: datetime) -> Criticism:
    """Write down what one member said of another, or of themself. It is encrypted.

    Raises:
        NotAllowed: The actor does not keep the meeting.
        Refused: A name or the text is missing or too long.
    """
    _check_keeps(actor, meeting, at)
    with transaction.atomic():
        locked = lock(meeting)
        made = Criticism.objects.create(
            meeting=locked,
            number=locked.criticisms.count() + 1,
            said_by=required(said_by, _("Write who said it."), "said_by", 60),
            said_of=required(said_of, _("Write of whom."), "said_of", 60),
            text=required(text, pgettext("at a meeting", "Write what was said."), "text", MAX_TEXT_LENGTH),
        )
        audit.write(actor=actor, subject=locked, number=locked.number, verb="add criticism", at=at)
    return made


def add_measure(
    *,
    actor: User,
    meeting: Meeting,
    unit: Unit,
    kind: str,
    text: str,
    requirement: str,
    due: date,
    responsible: str,
    at: datetime,
) -> Rectification:
    """Ask a unit to put right by a day what the meeting brought up; it is followed as any other rectification.

    Raises:
        NotAllowed: The actor does not keep the meeting.
        Refused: As `rectification.actions.give`.
    """
    _check_keeps(actor, meeting, at)
    with transaction.atomic():
        given = give(
            actor=actor,
            town=meeting.town,
            unit=unit,
            source=Source.MEETING,
            source_number=meeting.number,
            kind=kind,
            text=text,
            requirement=requirement,
            due=due,
            responsible=responsible,
            at=at,
        )
        audit.write(actor=actor, subject=meeting, number=meeting.number, verb="add measure", at=at)
    return given


def read_criticisms(*, actor: User, meeting: Meeting, at: datetime) -> Sequence[Criticism]:
    """Return what was criticised at a meeting, and note who read it.

    Raises:
        NotAllowed: The actor may not read it.
    """
    if not READS_CRITICISM.allows(actor, meeting, at=at):
        raise NotAllowed(_("You may not read what was criticised."))
    audit.write(actor=actor, subject=meeting, number=meeting.number, verb="read criticism", at=at)
    return list(meeting.criticisms.all())


def _check_keeps(actor: User, meeting: Meeting, at: datetime) -> None:
    if not KEEPS_MEETING.allows(actor, meeting, at=at):
        raise NotAllowed(_("The discipline secretary keeps this."))


def _set(row: Meeting, said: Said, at: datetime) -> None:
    check_unit(said.unit, row.town)
    check_is_past(said.day, at)
    check_attendance(said.due, said.present)
    row.unit, row.day, row.due, row.present = said.unit, said.day, said.due, said.present
    row.group = required(said.group, _("Write which leading group."), "group", 80)
    row.theme = required(said.theme, _("Write the theme."), "theme", 120)
    row.place = required(said.place, _("Write the place."), "place", 80)
    row.chaired_by = required(said.chaired_by, _("Write who chaired it."), "chaired_by", 60)
