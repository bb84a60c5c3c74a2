"""By when an opinion is to be answered: set once, and counted again while it is provisional."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.opinions.models import Opinion
from disclosure.opinions.queries.opinions import WITH_A_UNIT
from portal.accounts.models import User
from portal.core import audit, calendar, pages
from portal.core.refusals import Refused
from portal.core.workflow import lock


def set_due(opinion: Opinion, due: date | None, at: datetime) -> None:
    """Set the day that was chosen, or count one from the day after receipt.

    Raises:
        Refused: The chosen day has passed.
    """
    if due is not None:
        if due < timezone.localdate(at):
            raise Refused(_("Choose a day that is still to come for the answer."), "due")
        opinion.answer_due, opinion.answer_due_provisional = due, False
        return
    counted = _counted(opinion, calendar.load())
    opinion.answer_due, opinion.answer_due_provisional = counted.date, counted.provisional


def recount_due(*, actor: User, at: datetime) -> int:
    """Count the days again by which answers are due and that were provisional; return how many moved or became certain.

    Days that somebody chose are certain and stay. A moved day leaves an audit line with the old and the new.
    """
    known, changed = calendar.load(), 0
    waiting = Opinion.objects.filter(state__in=WITH_A_UNIT, answer_due_provisional=True).order_by("pk")
    for opinion in waiting:
        with transaction.atomic():
            locked = lock(opinion)
            if locked.state not in WITH_A_UNIT or not locked.answer_due_provisional:
                continue
            before = locked.answer_due
            counted = _counted(locked, known)
            if (counted.date, counted.provisional) == (before, True):
                continue
            locked.answer_due, locked.answer_due_provisional = counted.date, counted.provisional
            locked.save()
            if counted.date != before:
                moved = f"{before} → {counted.date}"
                audit.write(actor=actor, subject=locked, number=locked.number, verb="recount", reason=moved, at=at)
            pages.bump()
            changed += 1
    return changed


def _counted(opinion: Opinion, known: calendar.Calendar) -> calendar.Counted:
    return known.add_working_days(timezone.localdate(opinion.received_at), settings.ANSWER_WORKING_DAYS)
