"""A debriefing is planned, held and closed; statements, questions and suggestions are kept with it."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.appraisal.enums import MAX_LINE, MAX_MINUTES, MAX_TEXT, AppraisalState, SuggestionState
from accountability.appraisal.models import Appraisal, Debriefing, Question, Statement
from accountability.appraisal.models.debriefings import Entry
from accountability.appraisal.policies import DEBRIEFING_STEPS, HANDS_IN, RECORDS
from accountability.appraisal.workflow import DEBRIEFING
from portal.accounts.models import Unit, User
from portal.core import audit, files, uploads
from portal.core.policy import Policy
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import plain, required
from portal.core.workflow import count_change, create, lock, step

E = TypeVar("E", bound=Entry)


def plan(
    *,
    actor: User,
    town: Unit,
    unit: Unit,
    year: int,
    day: date,
    begins: time,
    place: str,
    chair: str,
    at: datetime,
    agenda: str = "",
) -> Debriefing:
    """Plan the debriefing of a unit, or of the township as a whole, for a year.

    Args:
        year: The year that is reported on.
        agenda: One item a line.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: The unit is of another township or has its debriefing for this year, the day has passed or lies
            before the year, or a text is missing.
    """
    if unit.parent_id != town.pk and unit != town:
        raise Refused(_("%(unit)s is not of this township.") % {"unit": unit.name}, "unit")

    def make(locked: Unit) -> Debriefing:
        others = Debriefing.objects.filter(unit=unit, year=year)
        if others.exclude(state="cancelled").exists():
            raise Refused(_("There is a debriefing of this unit for this year."), "unit")
        made = Debriefing(number=_next_number(locked, day.year), town=locked, unit=unit, year=year)
        _write_plan(made, day=day, begins=begins, place=place, chair=chair, agenda=agenda, at=at)
        return made

    planned: Debriefing = create(
        actor=actor, parent=town, make=make, workflow=DEBRIEFING, verb="plan", policies=DEBRIEFING_STEPS, at=at
    )
    return planned


def _next_number(town: Unit, year: int) -> str:
    """Return the next number of a township's debriefings of a year, under the lock of the township."""
    head = f"{town.code}-SL-{year}-"
    return f"{head}{Debriefing.objects.filter(number__startswith=head).count() + 1:03}"


def _write_plan(
    debriefing: Debriefing, *, day: date, begins: time, place: str, chair: str, agenda: str, at: datetime
) -> None:
    if day < timezone.localdate(at):
        raise Refused(_("Choose a day that is still to come."), "day")
    if day.year < debriefing.year:
        raise Refused(_("A year is reported on when it is nearly over, or after it."), "day")
    debriefing.day, debriefing.begins = day, begins
    debriefing.place = required(place, _("Write where it is held."), "place", MAX_LINE)
    debriefing.chair = required(chair, _("Write who chairs it."), "chair", MAX_LINE)
    debriefing.agenda = _optional(agenda, "agenda", MAX_TEXT)


def amend(
    *,
    actor: User,
    debriefing: Debriefing,
    day: date,
    begins: time,
    place: str,
    chair: str,
    at: datetime,
    agenda: str = "",
    seen: int | None = None,
) -> Debriefing:
    """Change day, place, chair or agenda of a meeting that is planned; the unit is told.

    Raises:
        Refused: The day has passed, or a text is missing.
    """

    def change(locked: Debriefing) -> None:
        _write_plan(locked, day=day, begins=begins, place=place, chair=chair, agenda=agenda, at=at)

    return _take(actor, debriefing, "amend", change, seen=seen, at=at)


def hold(*, actor: User, debriefing: Debriefing, attended: int, at: datetime, seen: int | None = None) -> Debriefing:
    """Record that the meeting was held, and before how many people.

    Raises:
        Refused: Its day has not come, or nobody was there.
    """

    def change(locked: Debriefing) -> None:
        if locked.day > timezone.localdate(at):
            raise Refused(_("Its day has not come. Change the day first, if it was held earlier."))
        if attended < 1:
            raise Refused(_("Write how many people were there."), "attended")
        locked.attended = attended

    return _take(actor, debriefing, "hold", change, seen=seen, at=at)


def close(*, actor: User, debriefing: Debriefing, minutes: str, at: datetime, seen: int | None = None) -> Debriefing:
    """Close the minutes: what was decided is written, every suggestion is answered or given, the votes are counted.

    Raises:
        Refused: Nothing was written, somebody has handed in no statement, a suggestion is open, or an appraisal is
            under way.
    """

    def change(locked: Debriefing) -> None:
        if not locked.statements.exists():
            raise Refused(_("Nobody's statement is there yet. Hand in at least one."))
        if locked.suggestions.filter(state=SuggestionState.OPEN).exists():
            raise Refused(_("A suggestion is still open. Answer it, or give it to the unit to put right."))
        under_way = (AppraisalState.PREPARED, AppraisalState.OPEN)
        if Appraisal.objects.filter(debriefing=locked, state__in=under_way).exists():
            raise Refused(_("The appraisal is not counted yet. Count it or cancel it first."))
        locked.minutes = required(minutes, _("Write what was decided."), "minutes", MAX_MINUTES)

    return _take(actor, debriefing, "close", change, seen=seen, at=at)


def cancel(*, actor: User, debriefing: Debriefing, reason: str, at: datetime, seen: int | None = None) -> Debriefing:
    """Cancel a meeting that is planned, with a reason.

    Raises:
        Refused: An appraisal is under way, or there is no reason.
    """

    def change(locked: Debriefing) -> None:
        if Appraisal.objects.filter(debriefing=locked).exclude(state=AppraisalState.CANCELLED).exists():
            raise Refused(_("There is an appraisal at this debriefing. Cancel it first."))

    return _take(actor, debriefing, "cancel", change, seen=seen, at=at, reason=reason)


def hand_in(
    *,
    actor: User,
    debriefing: Debriefing,
    person: str,
    title: str,
    at: datetime,
    text: str = "",
    file: uploads.Clean | None = None,
    statement: Statement | None = None,
    seen: int | None = None,
) -> Statement:
    """Hand in the statement of one person, or change one.

    Args:
        file: A file that was cleaned by `portal.core.uploads.clean`; it takes the place of one that is there.
        statement: The one that is changed; a new one otherwise.

    Raises:
        NotAllowed: The actor writes nothing for this unit, or the minutes are closed.
        Conflict: Somebody else changed it after this version was seen.
        Refused: There is neither text nor file, or a name is missing.
    """

    def write(entry: Statement) -> None:
        entry.person = required(person, _("Write whose statement it is."), "person", 60)
        entry.title = required(title, _("Write the post."), "title", MAX_LINE)
        entry.text = _optional(text, "text", MAX_MINUTES)
        if file is not None:
            stored = files.store_private(file.content, suffix=file.kind.suffix)
            entry.file_name, entry.content_type = file.name, file.kind.content_type
            entry.stored_as, entry.sha256 = stored.name, stored.sha256
        if not entry.text and not entry.stored_as:
            raise Refused(_("Write the statement, or choose a file."), "text")

    row = statement or Statement(debriefing=debriefing, entered_by=actor)
    return _keep(actor, debriefing, row, write, policy=HANDS_IN, verb="hand in statement", seen=seen, at=at)


def record_question(
    *,
    actor: User,
    debriefing: Debriefing,
    asked_by: str,
    question: str,
    answered_by: str,
    answer: str,
    at: datetime,
    entry: Question | None = None,
    seen: int | None = None,
) -> Question:
    """Record a question that was asked at the meeting with its answer, or change one that was recorded.

    Raises:
        NotAllowed: The actor writes nothing for this unit, or the meeting was not held.
        Conflict: Somebody else changed it after this version was seen.
        Refused: A text is missing.
    """

    def write(row: Question) -> None:
        row.asked_by = required(asked_by, _("Write who asked."), "asked_by", MAX_LINE)
        row.question = required(question, _("Write what was asked."), "question", MAX_TEXT)
        row.answered_by = required(answered_by, _("Write who answered."), "answered_by", MAX_LINE)
        row.answer = required(answer, _("Write what was answered."), "answer", MAX_TEXT)

    row = entry or Question(debriefing=debriefing, entered_by=actor)
    return _keep(actor, debriefing, row, write, policy=RECORDS, verb="record question", seen=seen, at=at)


def _keep(
    actor: User,
    debriefing: Debriefing,
    entry: E,
    write: Callable[[E], None],
    *,
    policy: Policy[Debriefing],
    verb: str,
    seen: int | None,
    at: datetime,
) -> E:
    """Write an entry of a debriefing under the lock of the meeting, whose state then cannot change meanwhile."""
    with transaction.atomic():
        locked = lock(debriefing)
        if not policy.allows(actor, locked, at=at):
            raise NotAllowed(_("You may not take this step."))
        rows = type(entry)._default_manager.filter(debriefing=locked)
        if entry.pk is None:
            last = rows.order_by("-position").values_list("position", flat=True).first()
            entry.position = (last or 0) + 1
        else:
            entry = lock(rows.get(pk=entry.pk))
            count_change(entry, seen)
        write(entry)
        entry.save()
        audit.write(actor=actor, subject=locked, number=locked.number, verb=verb, at=at)
    return entry


def _take(
    actor: User,
    debriefing: Debriefing,
    verb: str,
    change: Callable[[Debriefing], None],
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> Debriefing:
    return step(
        actor=actor,
        subject=debriefing,
        workflow=DEBRIEFING,
        verb=verb,
        policies=DEBRIEFING_STEPS,
        seen=seen,
        at=at,
        reason=reason,
        change=change,
        related=("unit", "town"),
    )


def _optional(text: str, field: str, most: int) -> str:
    return required(text, "", field, most) if plain(text) else ""
