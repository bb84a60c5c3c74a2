"""Bring the stored obligations in line with what they are counted from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from disclosure.catalogue.rules.deadlines import DueDay
from disclosure.catalogue.rules.owed import Span, day_that_holds
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.actions.due_days import set_due_days
from disclosure.obligations.actions.meeting import settle_new
from disclosure.obligations.enums import Origin
from disclosure.obligations.models import CountedUntil, Obligation
from disclosure.obligations.queries.basis import Counted, read_basis
from disclosure.obligations.queries.due_days import due_days, in_first_preparation
from disclosure.obligations.queries.reading import due_of_event, kept_of
from portal.accounts.models import User
from portal.core import audit, pages

_LOCK = 0x6F626C6967
"""Key of the advisory lock under which obligations are made: "oblig" in ASCII."""
DAY = timedelta(days=1)


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
        return any(astuple(self))


def recount(actor: User, at: datetime) -> int:
    """Bring the stored obligations in line, and return how many rows that changed."""
    return sum(astuple(make(actor=actor, at=at)))


def make(*, actor: User, at: datetime) -> Made:
    """Bring the stored obligations in line with catalogue, units, monthly books and calendar.

    May run any number of times, in any order of days and by two at once; each obligation is stored once.
    What is still open moves to the day counted now, what is owed no longer becomes void and what is owed
    again revives, each with a line in the audit. Notices in preparation are given the day that holds.

    As long as catalogue, units and monthly books stay as they are, only what is open is read and only
    periods after the last counting are counted; whatever else was owed is stored already.

    Args:
        actor: Who changed what it is counted from; the system where it runs by the clock.
        at: Now.
    """
    with transaction.atomic():
        lock_obligations()
        made = _Making(actor, at).run()
        set_due_days(due_days(in_first_preparation(), at=at))
        if made:
            pages.bump()
    return made


class _Making:
    """One counting, under the lock."""

    def __init__(self, actor: User, at: datetime) -> None:
        self.actor, self.at = actor, at
        self.basis = read_basis(at=at)
        self.known = CountedUntil.objects.first() or CountedUntil(basis="", until=self.basis.today)
        self.is_whole = self.known.basis != self.basis.digest

    def run(self) -> Made:
        """Count and store."""
        moved = voided = revived = 0
        for row in self._rows():
            is_void = row.voided_at is not None
            if row.origin != Origin.CALENDAR:
                moved += self._move(row, due_of_event(row, self.basis.working))
            elif is_void and self.basis.owes(row):
                self._revive(row)
                revived += 1
            elif not is_void and not self.basis.still_holds(row):
                self._void(row)
                voided += 1
            elif not is_void:
                moved += self._move(row, self._counted(row))
        return Made(created=self._create(), moved=moved, voided=voided, revived=revived)

    def _rows(self) -> Iterator[Obligation]:
        """Return what may change: what nothing meets; where the basis changed, also what is void."""
        which = Q(met_by__isnull=True, voided_at__isnull=True)
        if self.is_whole:
            which |= Q(voided_at__isnull=False, origin=Origin.CALENDAR)
        return iter(Obligation.objects.filter(which).select_related("unit", "entry").order_by("pk"))

    def _create(self) -> int:
        # As far as was ever counted, so that the order of days is nothing.
        until = max(self.basis.today, self.known.until)
        begins_on = self.basis.begins_on if self.is_whole else self.known.until + DAY
        wanted = list(self._owed(Span(begins_on, until)))
        stored = self._stored(min((period.last for _unit, _entry, period in wanted), default=until))
        rows = [
            Obligation(
                unit=unit,
                entry=entry,
                period=str(period),
                period_ends_on=period.last,
                due_on=due.date,
                is_provisional=due.provisional,
                created_at=self.at,
            )
            for unit, entry, period in wanted
            if (unit.pk, entry.pk, str(period)) not in stored and (due := self.basis.due_day(entry, period))
        ]
        settle_new(rows, at=self.at)
        Obligation.objects.bulk_create(rows)
        self._remember(until)
        return len(rows)

    def _owed(self, span: Span) -> Iterator[Counted]:
        """Return what is owed in a span of time; unless all is counted, only periods that begin in it."""
        for one in self.basis.counted(span, self.basis.units.values()):
            if self.is_whole or one[2].first >= span.begins_on:
                yield one

    def _stored(self, ends_from: date) -> frozenset[tuple[int, int, str]]:
        rows = Obligation.objects.filter(origin=Origin.CALENDAR, period_ends_on__gte=ends_from).order_by()
        return frozenset(rows.values_list("unit_id", "entry_id", "period"))

    def _remember(self, until: date) -> None:
        if (self.known.basis, self.known.until) != (self.basis.digest, until) or self.known.pk is None:
            self.known.basis, self.known.until = self.basis.digest, until
            self.known.save()

    def _counted(self, row: Obligation) -> DueDay:
        return self.basis.due_day(row.entry, Period.parse(row.period))

    def _move(self, row: Obligation, counted: DueDay) -> bool:
        due = day_that_holds(kept_of(row), counted, today=self.basis.today, is_published=False)
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
        due = self._counted(row)
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


def _written(due: DueDay) -> str:
    return f"{due.date.isoformat()}{'?' if due.provisional else ''}"


def lock_obligations() -> None:
    """Let whatever makes obligations go one after the other, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
