"""Every change of what must be put right."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from accountability.rectification.enums import (
    MAX_KIND_LENGTH,
    MAX_TEXT_LENGTH,
    Source,
)
from accountability.rectification.models import EvidenceFile, Rectification
from accountability.rectification.policies import STEPS
from accountability.rectification.registry import RECTIFICATION_SOURCES
from accountability.rectification.workflow import RECTIFICATION
from portal.accounts.models import Unit, User
from portal.core import files, pages, uploads
from portal.core.demonstration import today_of_due_days
from portal.core.refusals import Refused
from portal.core.texts import required
from portal.core.workflow import create, step


def give(
    *,
    actor: User,
    town: Unit,
    unit: Unit,
    source: Source,
    source_number: str,
    kind: str,
    text: str,
    requirement: str,
    due: date,
    at: datetime,
    responsible: str = "",
    supervising: str = "",
) -> Rectification:
    """Ask a unit to put something right by a day, and return it with its number.

    Args:
        source_number: The number of what asks for it, in its own room.
        responsible: Who answers for it, with title; `supervising` who answers for the supervision (一案双查).

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: A text is missing or too long, the unit is of another township, or the day has passed.
    """
    today = timezone.localdate(at)
    if unit.parent_id != town.pk and unit != town:
        raise Refused(_("%(unit)s is not of this township.") % {"unit": unit.name}, "unit")
    if due < today:
        raise Refused(_("Choose a day that is still to come."), "due")
    texts = {
        "kind": required(kind, _("Write of what kind it is."), "kind", MAX_KIND_LENGTH),
        "text": required(text, _("Write what is wrong."), "text", MAX_TEXT_LENGTH),
        "requirement": required(requirement, _("Write what is to be done."), "requirement", MAX_TEXT_LENGTH),
    }

    def make(locked: Unit) -> Rectification:
        return Rectification(
            number=_next_number(locked, today.year),
            town=locked,
            unit=unit,
            source=source,
            source_number=source_number,
            given_on=today,
            due=due,
            original_due=due,
            responsible=responsible.strip(),
            supervising=supervising.strip(),
            **texts,
        )

    given: Rectification = create(
        actor=actor, parent=town, make=make, workflow=RECTIFICATION, verb="give", policies=STEPS, at=at
    )
    return given


def _next_number(town: Unit, year: int) -> str:
    """Return the next number of a township's rectifications of a year, under the lock of the township."""
    head = f"{town.code}-ZG-{year}-"
    return f"{head}{Rectification.objects.filter(number__startswith=head).count() + 1:03}"


def report(
    *,
    actor: User,
    rectification: Rectification,
    text: str,
    at: datetime,
    evidence: Sequence[uploads.Clean] = (),
    seen: int | None = None,
) -> Rectification:
    """Report it as put right, with evidence. The discipline office checks it again.

    Args:
        evidence: Files that were cleaned by `portal.core.uploads.clean`.

    Raises:
        Refused: Nothing was written, or it is too long.
    """

    def change(locked: Rectification) -> None:
        locked.done_with = required(
            text, pgettext("of a rectification", "Write what was done."), "text", MAX_TEXT_LENGTH
        )
        locked.reported_by, locked.reported_on = actor, timezone.localdate(at)
        for one in evidence:
            keep_evidence(locked, one, actor, at)

    return _take(actor, rectification, "report", change, seen=seen, at=at)


def keep_evidence(rectification: Rectification, file: uploads.Clean, actor: User, at: datetime) -> EvidenceFile:
    """Keep a file with what it shows to be put right."""
    stored = files.store_private(file.content, suffix=file.kind.suffix)
    return EvidenceFile.objects.create(
        rectification=rectification,
        name=file.name,
        stored_as=stored.name,
        sha256=stored.sha256,
        size=stored.size,
        content_type=file.kind.content_type,
        added_by=actor,
        added_at=at,
    )


def confirm(
    *, actor: User, rectification: Rectification, result: str, at: datetime, seen: int | None = None
) -> Rectification:
    """Check again and close: what was asked for is put right. What asked for it learns of it in the same transaction.

    Raises:
        Refused: Nothing was written of what the check found.
    """

    def change(locked: Rectification) -> None:
        locked.result = required(result, _("Write what the check found."), "result", MAX_TEXT_LENGTH)
        locked.closed_on = timezone.localdate(at)

    with transaction.atomic():
        closed = _take(actor, rectification, "confirm", change, seen=seen, at=at)
        source = RECTIFICATION_SOURCES.get(closed.source)
        if source is not None:
            source.closed(closed, actor, at)
    return closed


def send_back(
    *, actor: User, rectification: Rectification, reason: str, at: datetime, seen: int | None = None
) -> Rectification:
    """Send it back to its unit, because it is not put right yet; the day stays."""

    def change(locked: Rectification) -> None:
        locked.reported_by = locked.reported_on = None

    return _take(actor, rectification, "send_back", change, seen=seen, at=at, reason=reason)


def postpone(
    *, actor: User, rectification: Rectification, due: date, reason: str, at: datetime, seen: int | None = None
) -> Rectification:
    """Set a later day, with a reason; the first day is kept.

    Raises:
        Refused: The day is not later than the one that stands, or has passed.
    """

    def change(locked: Rectification) -> None:
        if due <= locked.due or due < today_of_due_days(at):
            raise Refused(_("Choose a day after the one that stands, and still to come."), "due")
        locked.due = due

    return _take(actor, rectification, "postpone", change, seen=seen, at=at, reason=reason)


def supervise(
    *, actor: User, rectification: Rectification, reason: str, at: datetime, seen: int | None = None
) -> Rectification:
    """Press in writing for what is not put right; the unit is told at once, and how often it was pressed is counted."""

    def change(locked: Rectification) -> None:
        locked.times_supervised += 1

    return _take(actor, rectification, "supervise", change, seen=seen, at=at, reason=reason)


def _take(
    actor: User,
    rectification: Rectification,
    verb: str,
    change: Callable[[Rectification], None],
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> Rectification:
    pages.bump()  # the public page of the year says what is overdue
    return step(
        actor=actor,
        subject=rectification,
        workflow=RECTIFICATION,
        verb=verb,
        policies=STEPS,
        seen=seen,
        at=at,
        reason=reason,
        change=change,
        related=("unit", "town"),
    )
