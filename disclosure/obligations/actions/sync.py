"""Bring what is stored in line: obligations with what they are counted from, and what meets them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from disclosure.catalogue.rules.owed import DueDay, Span, effective_due_date
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.actions.drafts import set_due_days
from disclosure.notices.enums import IN_PREPARATION
from disclosure.notices.models import Edition, Notice
from disclosure.obligations.enums import Origin
from disclosure.obligations.models import CountedUntil, Obligation
from disclosure.obligations.queries.basis import read_basis
from disclosure.obligations.queries.met import about
from disclosure.obligations.queries.owed import Publication, due_days, due_of_event, publications, stored_due_day
from disclosure.obligations.registry import MET_FOLLOWERS
from portal.accounts.models import User
from portal.core import audit, pages

_LOCK = 0x6F626C6967
"""Key of the advisory lock under which obligations are stored: "oblig" in ASCII."""
DAY = timedelta(days=1)


def synchronise(actor: User, at: datetime) -> int:
    """Bring the stored obligations in line with what they are counted from, and return how many rows that changed.

    May run any number of times, in any order of days and by two at once; each obligation is stored once.
    What is still open moves to the day counted now, what is owed no longer becomes void and what is owed
    again revives, each with a line in the audit. Notices in preparation are given their day anew.

    As long as catalogue, units and monthly reporting stay as they are, only what is open is read and only
    periods after the last run are counted; whatever else was owed is stored already.
    """
    with transaction.atomic():
        lock_obligations()
        changed = _Synchronisation(actor, at).run()
        first = Notice.objects.filter(editions__number=1, editions__state__in=IN_PREPARATION)
        update_due_days(first.select_related("unit", "entry"), at=at)
        if changed:
            pages.bump()
    return changed


class _Synchronisation:
    """One run, under the lock."""

    def __init__(self, actor: User, at: datetime) -> None:
        self.actor, self.at = actor, at
        self.basis = read_basis(at=at)
        self.known = CountedUntil.objects.first() or CountedUntil(basis="", until=self.basis.today)
        self.is_whole = self.known.basis != self.basis.digest

    def run(self) -> int:
        """Change what nothing meets, and where the basis changed what is void; then store what is missing."""
        changed = 0
        which = Q(met_by__isnull=True, voided_at__isnull=True)
        if self.is_whole:
            which |= Q(voided_at__isnull=False, origin=Origin.CALENDAR)
        for row in Obligation.objects.filter(which).select_related("unit", "entry").order_by("pk"):
            if row.origin != Origin.CALENDAR:
                changed += self._move(row, due_of_event(row, self.basis.working))
            elif row.voided_at is None and self.basis.is_still_owed(row):
                changed += self._move(row, self._counted(row))
            elif row.voided_at is None:
                changed += self._change(row, "void", {"voided_at": self.at}, source=row.due_on.isoformat())
            elif self.basis.owes(row):
                due = self._counted(row)
                fields = {"voided_at": None, "due_on": due.date, "is_provisional": due.provisional}
                changed += self._change(row, "revive", fields, target=_written(due))
        return changed + self._create()

    def _create(self) -> int:
        # As far as was ever counted, so that the order of days makes no difference.
        until = max(self.basis.today, self.known.until)
        begins_on = self.basis.begins_on if self.is_whole else self.known.until + DAY
        # Unless all is counted, only periods that begin in that time.
        wanted = [
            one
            for one in self.basis.owed_in(Span(begins_on, until), self.basis.units.values())
            if self.is_whole or one[2].first >= begins_on
        ]
        ends_from = min((period.last for _unit, _entry, period in wanted), default=until)
        known = Obligation.objects.filter(origin=Origin.CALENDAR, period_ends_on__gte=ends_from).order_by()
        stored = frozenset(known.values_list("unit_id", "entry_id", "period"))
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
        mark_new(rows, at=self.at)
        Obligation.objects.bulk_create(rows)
        if (self.known.basis, self.known.until) != (self.basis.digest, until) or self.known.pk is None:
            self.known.basis, self.known.until = self.basis.digest, until
            self.known.save()
        return len(rows)

    def _counted(self, row: Obligation) -> DueDay:
        return self.basis.due_day(row.entry, Period.parse(row.period))

    def _move(self, row: Obligation, counted: DueDay) -> bool:
        before = row.due_day
        due = effective_due_date(stored_due_day(row), counted, today=self.basis.today, is_published=False)
        if due == before:
            return False
        days = {"due_on": due.date, "is_provisional": due.provisional}
        return self._change(row, "move", days, source=_written(before), target=_written(due))

    def _change(self, row: Obligation, verb: str, fields: dict[str, Any], **days: str) -> bool:
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(update_fields=fields)  # and no others: its notice may be linked meanwhile, or an event dropped
        audit.write(actor=self.actor, subject=row, number=row.audit_number(), verb=verb, at=self.at, **days)
        return True


def _written(due: DueDay) -> str:
    return f"{due.date.isoformat()}{'?' if due.provisional else ''}"


def lock_obligations() -> None:
    """Let everything that stores obligations run one after the other, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def update_due_days(notices: Iterable[Notice], *, at: datetime) -> None:
    """Write down by when notices that are not public yet are to be."""
    set_due_days(due_days(notices, at=at))


def on_begun(*, edition: Edition, at: datetime, **_step: Any) -> None:
    """Write down by when a notice is to be public, once its first edition is begun."""
    if edition.number == 1:
        update_due_days([edition.notice], at=at)


def on_publication(*, actor: Any, edition: Edition, at: datetime) -> None:
    """Record what a notice meets, after a publication or a withdrawal of one of its editions."""
    update_met(actor=actor, notice=edition.notice, at=at)


def on_deleted(*, actor: Any, edition: Edition, at: datetime) -> None:
    """Note with what a first draft was to meet that it is deleted, so that it counts as not begun."""
    if edition.number > 1:
        return
    rows = Obligation.objects.select_for_update(of=("self",)).filter(about(edition.notice), voided_at__isnull=True)
    for row in rows.order_by("pk"):
        if row.notice_id is not None:
            row.notice = None
            row.save(update_fields=["notice"])
        number = edition.notice.number
        audit.write(actor=actor, subject=row, number=row.audit_number(), verb="delete draft", reason=number, at=at)


def update_met(*, actor: Any, notice: Notice, at: datetime) -> None:
    """Record which obligations a notice meets, and run what follows from it."""
    mark_met(notice, at=at)
    for follower in MET_FOLLOWERS:
        follower.run(actor=actor, notice=notice, at=at)


def mark_met(notice: Notice, *, at: datetime) -> None:
    """Record which obligations a notice meets: all that it is about while it is live, else none."""
    rows = Obligation.objects.select_for_update(of=("self",)).filter(about(notice) | Q(met_by=notice)).order_by("pk")
    publication = publications(Q(pk=notice.pk)).get(notice.number)
    for row in rows:
        meets = row.origin == Origin.CALENDAR or row.notice_id == notice.pk
        if _mark(row, publication if meets else None, at=at):
            row.save(update_fields=["met_by", "met_on", "met_since"])


def mark_new(rows: Iterable[Obligation], *, at: datetime) -> None:
    """Mark obligations that are to be stored as met, where they are already."""
    numbers = {row.audit_number(): row for row in rows}
    for number, publication in publications(Q(number__in=numbers, sequence__isnull=True)).items():
        _mark(numbers[number], publication, at=at)


def _mark(row: Obligation, publication: Publication | None, *, at: datetime) -> bool:
    """Write into a row what meets it, and return whether that has changed.

    What is found to be met is so since now, but never since before it was published: asked of a time in between,
    it is open.
    """
    before = row.met_by_id, row.met_on
    if publication is None:
        row.met_by = row.met_on = row.met_since = None
    else:
        row.met_by, row.met_on = publication.notice, publication.first_on
        row.met_since = row.met_since or max(at, publication.first_at)
    return (row.met_by_id, row.met_on) != before
