"""What obligations are met by: written down when a publication settles, and taken back with a withdrawal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from disclosure.notices.actions.due_days import set_due_days
from disclosure.notices.models import Edition, Notice
from disclosure.obligations.enums import Origin
from disclosure.obligations.models import Obligation
from disclosure.obligations.queries.due_days import due_days
from disclosure.obligations.queries.reading import Publication, publications_now
from disclosure.obligations.registry import SETTLEMENTS


def count_due_day(*, edition: Edition, at: datetime, **_step: Any) -> None:
    """Write down by when a notice that was begun is to be public. Follows the beginning of an edition."""
    if edition.number == 1:
        set_due_days(due_days([edition.notice], at=at))


def settle_edition(*, actor: Any, edition: Edition, at: datetime) -> None:
    """Write down what a notice meets. Follows publications and withdrawals of its editions."""
    settle(actor=actor, notice=edition.notice, at=at)


def settle(*, actor: Any, notice: Notice, at: datetime) -> None:
    """Write down what a notice meets, and run what follows from it."""
    write_down(notice, at=at)
    for settlement in SETTLEMENTS:
        settlement.run(actor=actor, notice=notice, at=at)


def write_down(notice: Notice, *, at: datetime) -> None:
    """Write down which obligations a notice meets: all that it is about while it is live, else none."""
    about = Q(notice=notice)
    if notice.sequence is None:
        about |= Q(origin=Origin.CALENDAR, unit=notice.unit_id, entry=notice.entry_id, period=notice.period)
    rows = Obligation.objects.select_for_update(of=("self",)).filter(about | Q(met_by=notice)).order_by("pk")
    said = publications_now(Q(pk=notice.pk)).get(notice.number)
    for row in rows:
        meets = said is not None and (row.origin == Origin.CALENDAR or row.notice_id == notice.pk)
        if mark(row, said if meets else None, at=at):
            row.save(update_fields=["met_by", "met_on", "met_since"])


def settle_new(rows: Iterable[Obligation], *, at: datetime) -> None:
    """Write down in obligations that are to be stored what meets them already."""
    numbers = {row.audit_number(): row for row in rows}
    for number, said in publications_now(Q(number__in=numbers, sequence__isnull=True)).items():
        mark(numbers[number], said, at=at)


def mark(row: Obligation, said: Publication | None, *, at: datetime) -> bool:
    """Write into a row what meets it, and return whether that has changed.

    What is found to be met is so since now, but never since before it was published: asked of a time in between,
    it is open.
    """
    before = row.met_by_id, row.met_on
    if said is None:
        row.met_by = row.met_on = row.met_since = None
    else:
        row.met_by, row.met_on, row.met_since = said.notice, said.first_on, row.met_since or max(at, said.first_at)
    return (row.met_by_id, row.met_on) != before
