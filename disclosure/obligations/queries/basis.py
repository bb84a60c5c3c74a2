"""What obligations are counted from: the catalogue, the units, their monthly books, the calendar, the beginning."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from disclosure.catalogue.enums import REGULAR, Cadence
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.queries import books_of, item_of
from disclosure.catalogue.rules import owed as rules
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import PUBLIC
from disclosure.notices.models import Edition, Notice
from disclosure.obligations.enums import Origin
from disclosure.obligations.models import CountedUntil, Obligation
from portal.accounts.models import Unit
from portal.core import calendar
from portal.core.calendar.rules import Calendar
from portal.core.demonstration import today_of_due_days

NEAR = timedelta(days=14)
"""So long before the first day its items are due a quarter becomes the current one."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What obligations are counted from, at one time. None of it grows with what was ever published.

    `today` is the day of `at`, or a demonstration's own. Periods are owed from `begins_on` on. `entries` are the
    regular ones in use, `units` those in use by key, both in the order of their codes; `books` are their monthly
    books, by the key of the unit.
    """

    at: datetime
    today: date
    working: Calendar
    count: rules.Counting
    begins_on: date
    entries: tuple[CatalogueEntry, ...]
    units: Mapping[int, Unit]
    books: Mapping[int, rules.Books]

    @property
    def digest(self) -> str:
        """A digest of all that says which periods are owed; while it stays, nothing needs to be counted again."""
        items = [(entry.pk, item_of(entry)) for entry in self.entries]
        owners = [(key, self.owing_unit(unit)) for key, unit in self.units.items()]
        return hashlib.sha256(repr((self.begins_on, items, owners)).encode()).hexdigest()

    def owing_unit(self, unit: Unit) -> rules.OwingUnit:
        """Return a unit as far as it matters for counting."""
        return rules.OwingUnit(unit.kind, unit.is_active, self.books.get(unit.pk, ()))

    def owed_in(self, span: rules.Span, units: Iterable[Unit]) -> Iterator[tuple[Unit, CatalogueEntry, Period]]:
        """Return which items units owe in a span of time, and for which periods."""
        items = [(entry, item_of(entry)) for entry in self.entries]
        for unit in units:
            owner = self.owing_unit(unit)
            for entry, item in items:
                for period in rules.periods_of_item(item, owner, span):
                    yield unit, entry, period

    def due_day(self, entry: CatalogueEntry, period: Period) -> rules.DueDay:
        """Return the day by which an item is due for a period, as it is counted now."""
        return self.count(item_of(entry), period)

    def owes(self, row: Obligation) -> bool:
        """Return whether a stored obligation is owed as things are now."""
        item, owner = item_of(row.entry), self.owing_unit(row.unit)
        return rules.is_owed(item, owner, Period.parse(row.period), begins_on=self.begins_on)

    def is_still_owed(self, row: Obligation) -> bool:
        """Return whether a stored obligation is owed, though it may be by the cadence its item had before."""
        return self.owes(row) or rules.survives_change_of_cadence(
            item_of(row.entry), self.owing_unit(row.unit), Period.parse(row.period)
        )

    def has_matrix(self, period: Period) -> bool:
        """Return whether a period has a matrix: it has ended, and not before the first period the portal knows.

        One that runs has one as soon as the last quarter that ended lies in it.
        """
        quarter = Period.containing(self.today, Cadence.QUARTERLY).previous
        has_begun = period.last < self.today or period.first <= quarter.last
        return has_begun and self.begins_on <= min(period.last, self.today)

    def current_quarter(self) -> Period:
        """Return the quarter shown where none is named: the last whose items are due, or nearly."""
        last = Period.containing(self.today, Cadence.QUARTERLY).previous
        days = [self.due_day(entry, last).date for entry in self.entries if entry.cadence == Cadence.QUARTERLY]
        return last if not days or self.today >= min(days) - NEAR else last.previous

    def quarters(self) -> list[Period]:
        """Return the quarters that have a matrix, newest first."""
        period, known = Period.containing(self.today, Cadence.QUARTERLY).previous, []
        while period.last >= self.begins_on:
            known.append(period)
            period = period.previous
        return known

    def counted_until(self) -> date | None:
        """Return up to which day all that is owed is stored; None where the basis has changed since it was."""
        found = CountedUntil.objects.first()
        return found.until if found and found.basis == self.digest else None


def read_basis(*, at: datetime) -> Basis:
    """Return what obligations are counted from at a time, in a fixed number of queries."""
    today, working = today_of_due_days(at), calendar.load()
    units = {one.pk: one for one in Unit.objects.filter(is_active=True).select_related("parent").order_by("code")}
    return Basis(
        at=at,
        today=today,
        working=working,
        count=rules.counting(working),
        begins_on=_begins_on(today),
        entries=tuple(CatalogueEntry.objects.filter(cadence__in=REGULAR, is_active=True).order_by("code")),
        units=units,
        books=books_of(units.values()),
    )


def _begins_on(today: date) -> date:
    """Return the day from which on periods are owed on this portal (see `disclosure.catalogue.rules.owed.begin`)."""
    # Of what is only being prepared nothing may show, and one draft must not make everybody late.
    public = Edition.objects.filter(notice=OuterRef("pk"), state__in=PUBLIC)
    noticed = _first_end(Notice.objects.filter(Exists(public), sequence__isnull=True))
    stored = Obligation.objects.filter(origin=Origin.CALENDAR, voided_at__isnull=True)
    return rules.begin(noticed=noticed, stored=None if noticed else _first_end(stored), today=today)


def _first_end(rows: QuerySet[Notice] | QuerySet[Obligation]) -> date | None:
    """Return the last day of the earliest period; the index on that day is read up to the first row that fits."""
    return rows.order_by("period_ends_on").values_list("period_ends_on", flat=True).first()
