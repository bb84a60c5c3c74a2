"""Say what is asked, open the checklists of a period, fill them in and look them through."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.integrity.actions.checks import refuse_personal
from accountability.integrity.enums import MAX_LINES, MAX_WORDS_LENGTH, Answer, Cadence
from accountability.integrity.models import Checklist, ChecklistAnswer, ChecklistTemplate
from accountability.integrity.policies import CHECKLIST_STEPS, KEEPS_FOR, KEEPS_TEMPLATE
from accountability.integrity.queries.checklists import units_asked
from accountability.integrity.rules import Period
from accountability.integrity.workflow import CHECKLIST
from portal.accounts.models import Unit, User
from portal.core import audit, calendar
from portal.core.demonstration import today_of_due_days
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import plain, required
from portal.core.workflow import create, lock, lock_seen, step

MAX_COUNT = 9999


@dataclass(frozen=True, slots=True)
class Asked:
    """What a template says. `for_kind` is a value of `UnitKind`, or empty for villages and stations."""

    title: str
    cadence: Cadence
    lines: Sequence[str]
    first_period: str
    for_kind: str = ""
    days_to_fill_in: int = 5
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """What a unit says of one line."""

    answer: Answer
    count: int | None = None
    note: str = ""


def add_template(*, actor: User, town: Unit, asked: Asked, at: datetime) -> ChecklistTemplate:
    """Say what is asked of units each month or quarter.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: Nothing is asked, too much is, or the first period is none.
    """
    if not KEEPS_FOR.allows(actor, town, at=at):
        raise NotAllowed(_("The discipline secretary keeps this."))
    with transaction.atomic():
        lock(town)
        row = ChecklistTemplate(town=town)
        _set(row, asked)
        row.save(force_insert=True)
        audit.write(actor=actor, subject=row, number=row.audit_number(), verb="add", at=at)
    return row


def change_template(
    *, actor: User, template: ChecklistTemplate, asked: Asked, seen: int | None, at: datetime
) -> ChecklistTemplate:
    """Change what is asked, for the periods that are opened later.

    Raises:
        NotAllowed: The actor does not keep it.
        Conflict: Somebody else changed it after this version was seen.
        Refused: As `add_template`.
    """
    if not KEEPS_TEMPLATE.allows(actor, template, at=at):
        raise NotAllowed(_("The discipline secretary keeps this."))
    with transaction.atomic():
        row = lock_seen(template, seen, "town")
        _set(row, asked)
        row.save()
        audit.write(actor=actor, subject=row, number=row.audit_number(), verb="change", at=at)
    return row


def open_due(*, actor: User, at: datetime) -> int:
    """Open the checklists of the period that has ended last, of every template in use; return how many were opened."""
    opened = 0
    for template in ChecklistTemplate.objects.filter(is_active=True).select_related("town").order_by("pk"):
        ended = Period.of(today_of_due_days(at), is_quarter=template.cadence == Cadence.QUARTER).before
        if ended >= Period.parse(template.first_period):
            opened += len(open_period(actor=actor, template=template, period=str(ended), at=at))
    return opened


def open_period(*, actor: User, template: ChecklistTemplate, period: str, at: datetime) -> list[Checklist]:
    """Open the checklists of a period for all units that have none yet, and return them.

    Raises:
        NotAllowed: The actor is neither the discipline secretary nor the system.
        Refused: The template has no such period.
    """
    due = _due(template, period)
    with transaction.atomic():
        locked = lock(template)
        there = set(Checklist.objects.filter(template=locked, period=period).values_list("unit", flat=True))
        units = [unit for unit in units_asked(locked) if unit.pk not in there]
        return [_open(actor, locked, unit, period=period, due=due, at=at) for unit in units]


def _open(actor: User, template: ChecklistTemplate, unit: Unit, *, period: str, due: date, at: datetime) -> Checklist:
    def make(parent: ChecklistTemplate) -> Checklist:
        return Checklist(template=parent, unit=unit, period=period, lines=parent.lines, due=due)

    made: Checklist = create(
        actor=actor, parent=template, make=make, workflow=CHECKLIST, verb="open", policies=CHECKLIST_STEPS, at=at
    )
    return made


def submit(
    *, actor: User, checklist: Checklist, lines: Sequence[Line], at: datetime, seen: int | None = None
) -> Checklist:
    """Submit a checklist with an answer to each of its lines.

    Raises:
        Refused: A line has no answer, what is not done is not explained, or a personal number stands in a note.
    """

    def change(locked: Checklist) -> None:
        answers = list(_answers(locked, lines))
        locked.answers.all().delete()
        ChecklistAnswer.objects.bulk_create(answers)
        locked.submitted_by, locked.submitted_on = actor, timezone.localdate(at)

    return _take("submit", actor, checklist, change, seen=seen, at=at)


def check(*, actor: User, checklist: Checklist, at: datetime, seen: int | None = None) -> Checklist:
    """Say that a checklist was looked through."""
    return _take("check", actor, checklist, None, seen=seen, at=at)


def send_back(*, actor: User, checklist: Checklist, reason: str, at: datetime, seen: int | None = None) -> Checklist:
    """Send a checklist back to its unit, with a reason. What was answered stays there; the day stays."""

    def change(locked: Checklist) -> None:
        refuse_personal(locked.template.town, "reason", reason)
        locked.submitted_by = locked.submitted_on = None

    return _take("send_back", actor, checklist, change, seen=seen, at=at, reason=reason)


def _due(template: ChecklistTemplate, text: str) -> date:
    try:
        period = Period.parse(text)
    except ValueError as fault:
        raise Refused(_("Write the period like 2026-07 or 2026Q3."), "period") from fault
    if period.is_quarter != (template.cadence == Cadence.QUARTER):
        raise Refused(_("This checklist has other periods."), "period")
    return calendar.load().next_working_day(period.last_day + timedelta(days=template.days_to_fill_in))


def _answers(checklist: Checklist, lines: Sequence[Line]) -> Iterable[ChecklistAnswer]:
    if len(lines) != len(checklist.lines):
        raise Refused(_("Answer every line."))
    for number, line in enumerate(lines, start=1):
        note = plain(line.note)[:MAX_WORDS_LENGTH]
        if line.answer in (Answer.NOT_DONE, Answer.PARTLY) and not note:
            raise Refused(_("Write why line %(number)d is not done.") % {"number": number}, f"note_{number}")
        if line.count is not None and not 0 <= line.count <= MAX_COUNT:
            raise Refused(_("Line %(number)d: this number cannot be.") % {"number": number}, f"count_{number}")
        refuse_personal(checklist.template.town, f"note_{number}", note)
        yield ChecklistAnswer(checklist=checklist, number=number, answer=line.answer, count=line.count, note=note)


def _set(row: ChecklistTemplate, asked: Asked) -> None:
    row.title = required(asked.title, _("Write the title."), "title", 80)
    row.cadence, row.for_kind, row.is_active = asked.cadence, asked.for_kind, asked.is_active
    row.lines = [line for each in asked.lines if (line := plain(each))]
    if not row.lines or len(row.lines) > MAX_LINES:
        raise Refused(_("Ask something, at most %(count)d lines.") % {"count": MAX_LINES}, "lines")
    if any(len(line) > MAX_WORDS_LENGTH for line in row.lines):
        raise Refused(_("A line has more than %(count)d characters.") % {"count": MAX_WORDS_LENGTH}, "lines")
    if not 1 <= asked.days_to_fill_in <= 60:
        raise Refused(_("Give 1 to 60 days."), "days_to_fill_in")
    row.days_to_fill_in = asked.days_to_fill_in
    _due(row, asked.first_period)
    row.first_period = asked.first_period


def _take(
    verb: str,
    actor: User,
    checklist: Checklist,
    change: Callable[[Checklist], None] | None,
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> Checklist:
    return step(
        actor=actor,
        subject=checklist,
        workflow=CHECKLIST,
        verb=verb,
        policies=CHECKLIST_STEPS,
        seen=seen,
        at=at,
        reason=reason,
        change=change,
        related=("unit", "template__town"),
    )
