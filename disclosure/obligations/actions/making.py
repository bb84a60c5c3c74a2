"""Bring the stored obligations in line with what they are counted from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.deadlines import DueDay
from disclosure.catalogue.rules.owed import Span, day_that_holds, is_owed, outlives, periods_of_item
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import State
from disclosure.notices.models import Notice
from disclosure.obligations.models import Obligation
from disclosure.obligations.queries.ground import Ground, Key, due_of_event, item_of, kept_of
from portal.accounts.models import Unit, User
from portal.core import audit, pages

_LOCK = 0x6F626C6967
"""Key of the advisory lock under which obligations are made: "oblig" in ASCII."""


@dataclass(frozen=True, slots=True)
class Made:
    """What one counting changed in the stored obligations.

    Attributes:
        created: How many were added.
        moved: How many are due on another day, or became certain.
        voided: How many are owed no longer.
        revived: How many are owed again.
    """

    created: int = 0
    moved: int = 0
    voided: int = 0
    revived: int = 0

    def __bool__(self) -> bool:
        return any((self.created, self.moved, self.voided, self.revived))


def make(*, actor: User, at: datetime) -> Made:
    """Bring the stored obligations in line with catalogue, units, monthly books and calendar.

    May run any number of times, in any order of days and by two at once; each obligation is stored once.
    What is still open moves to the day counted now, what is owed no longer becomes void and what is owed
    again revives, each with a line in the audit.

    Args:
        actor: Who changed what it is counted from; the system where it runs by the clock.
        at: Now.
    """
    with transaction.atomic():
        lock_obligations()
        made = _Making(actor, at).run()
        if made:
            pages.bump()
    return made


class _Making:
    """One counting, under the lock."""

    def __init__(self, actor: User, at: datetime) -> None:
        self.actor, self.at = actor, at
        self.ground = Ground.load(at=at, units=None)
        self.published = _published_now()

    def run(self) -> Made:
        """Count and store."""
        moved = voided = revived = 0
        for row in self.ground.stored.values():
            if row.voided_at is None and not self._holds(row):
                self._void(row)
                voided += 1
            elif row.voided_at is not None and self._counts(row):
                self._revive(row)
                revived += 1
            elif row.voided_at is None:
                due = self.ground.count(item_of(row.entry), Period.parse(row.period))
                moved += self._move(row, due, is_published=_key(row) in self.published)
        for row in self.ground.others:
            met = row.notice_id is not None and row.notice_id in self.ground.live_of
            moved += self._move(row, due_of_event(row, self.ground.working), is_published=met)
        return Made(created=self._create(), moved=moved, voided=voided, revived=revived)

    def _create(self) -> int:
        rows = [
            Obligation(
                unit=unit,
                entry=entry,
                period=str(period),
                due_on=due.date,
                is_provisional=due.provisional,
                created_at=self.at,
            )
            for unit, entry, period, due in self._owed_now()
            if (unit.pk, entry.pk, str(period)) not in self.ground.stored
        ]
        Obligation.objects.bulk_create(rows)
        return len(rows)

    def _owed_now(self) -> Iterator[tuple[Unit, CatalogueEntry, Period, DueDay]]:
        """Return what is owed up to today, and as far as was ever counted, so that the order of days is nothing."""
        ends_on = max([self.ground.today, *(Period.parse(row.period).first for row in self.ground.stored.values())])
        span = Span(self.ground.begins_on, ends_on)
        for key, unit in self.ground.units.items():
            for entry in self.ground.entries.values():
                item = item_of(entry)
                for period in periods_of_item(item, self.ground.places[key], span):
                    yield unit, entry, period, self.ground.count(item, period)

    def _counts(self, row: Obligation) -> bool:
        place = self.ground.places.get(row.unit_id)
        period = Period.parse(row.period)
        return place is not None and is_owed(item_of(row.entry), place, period, begins_on=self.ground.begins_on)

    def _holds(self, row: Obligation) -> bool:
        place = self.ground.places.get(row.unit_id)
        if self._counts(row) or _key(row) in self.published:
            return True
        return place is not None and outlives(item_of(row.entry), place, Period.parse(row.period))

    def _move(self, row: Obligation, counted: DueDay, *, is_published: bool) -> bool:
        due = day_that_holds(kept_of(row), counted, today=self.ground.today, is_published=is_published)
        before = DueDay(row.due_on, row.is_provisional)
        if due == before:
            return False
        row.due_on, row.is_provisional = due.date, due.provisional
        row.save(update_fields=["due_on", "is_provisional"])  # its notice may be linked meanwhile
        self._note(row, "move", source=_written(before), target=_written(due))
        return True

    def _void(self, row: Obligation) -> None:
        row.voided_at = self.at
        row.save(update_fields=["voided_at"])
        self._note(row, "void", source=row.due_on.isoformat())

    def _revive(self, row: Obligation) -> None:
        due = self.ground.count(item_of(row.entry), Period.parse(row.period))
        row.voided_at, row.due_on, row.is_provisional = None, due.date, due.provisional
        row.save(update_fields=["voided_at", "due_on", "is_provisional"])
        self._note(row, "revive", target=_written(due))

    def _note(self, row: Obligation, verb: str, *, source: str = "", target: str = "") -> None:
        audit.write(
            actor=self.actor,
            subject=row,
            number=row.audit_number(),
            verb=verb,
            source=source,
            target=target,
            at=self.at,
        )


def _key(row: Obligation) -> Key:
    return row.unit_id, row.entry_id, row.period


def _written(due: DueDay) -> str:
    return f"{due.date.isoformat()}{'?' if due.provisional else ''}"


def _published_now() -> frozenset[Key]:
    rows = Notice.objects.filter(sequence__isnull=True, editions__state=State.PUBLISHED).order_by()
    return frozenset(rows.values_list("unit_id", "entry_id", "period"))


def lock_obligations() -> None:
    """Let whatever makes obligations go one after the other, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
