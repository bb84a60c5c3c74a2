"""What is still to be published, what it waits for as far as a person may know, and who has to begin it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from disclosure.catalogue.rules.owed import Span
from disclosure.notices.enums import IN_PREPARATION, State
from disclosure.notices.models import Edition, Notice
from disclosure.notices.queries.editions import Person, units_worked_for, visible
from disclosure.notices.queries.sources import WAITING, next_people
from disclosure.obligations.enums import ExemptionState, Origin, Status
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.policies import CHECKING, CHECKS_CLAIM, CLAIMS_FOR, FOLLOWS_UNIT
from disclosure.obligations.queries.basis import read_basis
from disclosure.obligations.queries.owed import ObligationStatus, Reading, withdrawals
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.policies import units_of
from portal.accounts.queries import roster
from portal.core.demonstration import today_of_due_days
from portal.desk.queue import Waiting, waiting

PROJECT = "project"
"""The form in which stages of projects are disclosed."""
BEGIN = "begin"
"""What the queue calls the step of what is owed and not in preparation."""


def unmet(*, at: datetime) -> QuerySet[Obligation]:
    """Return the stored obligations that were open at a time: due to be published, met by nothing, exempted by nobody.

    What is met again after a withdrawal was open in between; asked of the past, such a row is among them and
    has to be looked at more closely.
    """
    today = today_of_due_days(at)
    exempt = Exemption.objects.filter(obligation=OuterRef("pk"), state=ExemptionState.ACCEPTED, state_since__lte=at)
    return Obligation.objects.filter(
        Q(met_since__isnull=True) | Q(met_since__gt=at),
        Q(origin=Origin.CALENDAR, period_ends_on__lt=today) | ~Q(origin=Origin.CALENDAR),
        ~Exists(exempt),
        voided_at__isnull=True,
    )


def open_items(
    *, at: datetime, units: Sequence[Unit] | None = None, ahead: timedelta = timedelta()
) -> list[ObligationStatus]:
    """Return what is still to be published and whose period has ended, first due first.

    That is what is stored as such, and what has come to be owed since everything was stored. With `ahead` it is also
    what is not due yet, of the periods that run so much later.
    """
    basis = read_basis(at=at)
    since = min(max(basis.begins_on, basis.counted_until() or basis.begins_on), basis.today)
    span = Span(since, basis.today + ahead)
    states = {Status.DUE, Status.MISSING, *([Status.NOT_DUE] if ahead else [])}

    def may_meet(rows: list[Obligation]) -> Q:
        counted = basis.owed_in(span, basis.units.values() if units is None else units)
        numbers = {f"{unit.code}-{entry.code}-{period}" for unit, entry, period in counted}
        return Q(number__in=numbers | {row.audit_number() for row in rows if row.origin == Origin.CALENDAR})

    wanted = Q(pk__in=unmet(at=at)) | Q(origin=Origin.CALENDAR, period_ends_on__range=(span.begins_on, span.ends_on))
    found = Reading(basis, units, wanted, may_meet)
    rows = (row for row in found.rows(span, lambda _entry, _period: True) if row.status in states)
    return sorted(rows, key=lambda row: (row.due_on, row.unit.code, row.entry.code, row.period.first))


def owed_of_project(unit: Unit, name: str, *, at: datetime) -> QuerySet[Obligation]:
    """Return what happened in a project, is named by its name and still to be disclosed, first due first."""
    rows = unmet(at=at).filter(origin=Origin.EVENT, unit=unit, entry__form=PROJECT, subject__contains=name)
    return rows.order_by("due_on", "pk")


def to_begin(person: Person, *, at: datetime) -> QuerySet[Obligation]:
    """Return what is still to be published, is not in preparation, and is this person's to begin.

    That is for the clerks of its unit, and for those of the station that prepared the same item of the town last.
    Each has in `withdrawn` the key of its edition that was withdrawn last, if one was.
    """
    mine = units_of(person, Role.CLERK, at=at).filter(is_active=True)
    if mine.query.is_empty():
        return Obligation.objects.none()
    same = Notice.objects.filter(unit=OuterRef("unit"), entry=OuterRef("entry"))
    about = Q(notice=OuterRef("notice")) | Q(
        notice__unit=OuterRef("unit"),
        notice__entry=OuterRef("entry"),
        notice__period=OuterRef("period"),
        notice__sequence__isnull=True,
    )
    editions = Edition.objects.filter(about).order_by("-pk")
    claims = Exemption.objects.filter(obligation=OuterRef("pk"), state=ExemptionState.PENDING)
    rows = unmet(at=at).annotate(
        last_station=Subquery(same.filter(station__isnull=False).order_by("-pk").values("station")[:1]),
        withdrawn=Subquery(editions.filter(state=State.WITHDRAWN).values("pk")[:1]),
    )
    of_station = Q(unit__parent__isnull=True, last_station__in=mine)
    return rows.filter(
        Q(unit__in=mine) | of_station, ~Exists(editions.filter(state__in=IN_PREPARATION)), ~Exists(claims)
    )


def waiting_obligations(person: Person, at: datetime) -> Waiting:
    """Return what a person has to begin, for the queue of the desk."""
    rows = to_begin(person, at=at)
    return waiting(rows, kind="obligation", verb=BEGIN, unit="unit__code", due_on="due_on", since="period_ends_on")


def overdue_for(person: Person, *, at: datetime) -> list[Obligation]:
    """Return what is overdue of the units whose obligations a person follows, the longest overdue first."""
    today, units = today_of_due_days(at), units_followed(person, at=at).order_by()
    rows = unmet(at=at).filter(unit__in=units, due_on__lt=today).select_related("unit__parent", "entry")
    return list(rows.order_by("due_on", "unit__code", "entry__code", "pk"))


def coming_for(person: Person, *, at: datetime) -> tuple[list[Obligation], int]:
    """Return the first of what the units a person works for have to publish next, and how much is due that day."""
    exempt = Exemption.objects.filter(obligation=OuterRef("pk"), state=ExemptionState.ACCEPTED)
    units = units_worked_for(person, at=at).filter(is_active=True).order_by().values("pk")
    rows = Obligation.objects.filter(
        ~Exists(exempt), unit__in=units, due_on__gte=today_of_due_days(at), met_by__isnull=True, voided_at__isnull=True
    ).select_related("unit__parent", "entry")
    first = list(rows.order_by("due_on", "unit__code", "entry__code", "pk")[:1])
    return first, rows.filter(due_on=first[0].due_on).count() if first else 0


@dataclass(frozen=True, slots=True)
class Awaited:
    """What one open obligation waits for: an edition in preparation, or a claim.

    Attributes:
        edition: What is in preparation; a draft for those who prepare it alone.
        is_readable: Whether this person may open the edition.
        people: Who can take it further.
        is_prepared_here: Whether this person prepares it, and so would see a draft.
        withdrawn_at: When its notice was withdrawn, where nothing else has been handed in since.
    """

    edition: Edition | None
    is_readable: bool
    claim: Exemption | None
    people: Sequence[User]
    is_prepared_here: bool
    withdrawn_at: datetime | None

    @property
    def since(self) -> datetime | None:
        """Since when it stands where it stands; None where nothing has been handed in."""
        if self.claim is not None:
            return self.claim.state_since
        return self.edition.state_since if self.edition is not None else self.withdrawn_at


def awaiting(rows: Collection[ObligationStatus], person: Person, *, at: datetime) -> dict[str, Awaited]:
    """Return what open obligations wait for and with whom, by number, as far as a person follows them.

    Who follows a unit learns the step of what was handed in, though only those who may read it can open it.
    """
    followed = set(units_followed(person, at=at).values_list("pk", flat=True))
    found = [row for row in rows if row.is_open and row.unit.pk in followed]
    begun = in_preparation(found, Edition.objects.all())
    keys = [edition.pk for edition in begun.values()]
    readable = set(visible(person, at=at).filter(pk__in=keys).values_list("pk", flat=True))
    editions = {
        number: edition for number, edition in begun.items() if edition.state != State.DRAFT or edition.pk in readable
    }
    held, claims, stations = roster(at=at), pending_claims(found), stations_of(found)
    next_of = next_people(held, [edition for edition in editions.values() if edition.state in WAITING], at)
    withdrawn = withdrawals(_meeting(found), at=at)
    prepared = set(CLAIMS_FOR.permitted(person, at=at).values_list("pk", flat=True))

    def awaited(row: ObligationStatus) -> Awaited:
        edition, claim = editions.get(row.number), claims.get(row.obligation_id or 0)
        station = stations.get((row.unit.pk, row.entry.pk))
        if claim:
            checking = (one for role in CHECKING for one in held.holders(role, row.unit))
            people = [one for one in dict.fromkeys(checking) if one.pk != claim.claimed_by_id]
        elif edition and edition.state != State.DRAFT:
            people = list(next_of.get(edition.pk, ()))
        else:
            people = (held.clerks(station) if station else []) or held.clerks(row.unit)
        withdrawal = row.withdrawal or withdrawn.get(row.number)
        return Awaited(
            edition=edition,
            is_readable=edition is not None and edition.pk in readable,
            claim=claim,
            people=people,
            is_prepared_here=row.unit.pk in prepared,
            withdrawn_at=withdrawal.at if withdrawal and edition is None else None,
        )

    return {row.number: awaited(row) for row in found}


def _meeting(rows: Iterable[ObligationStatus]) -> Q:
    """Return the condition of the notices that may meet obligations."""
    found = list(rows)
    named = [row.named_notice_id for row in found if row.named_notice_id]
    return Q(number__in=[row.number for row in found]) | Q(pk__in=named)


def in_preparation(rows: Collection[ObligationStatus], editions: QuerySet[Edition]) -> dict[str, Edition]:
    """Return which of some editions is in preparation to meet each obligation, by the number of the obligation."""
    found = list(
        editions.filter(notice__in=Notice.objects.filter(_meeting(rows)), state__in=IN_PREPARATION)
        .select_related("notice__unit")
        .defer("canonical", "body")
    )
    by_notice = {edition.notice_id: edition for edition in found}
    by_number = {edition.notice.number: edition for edition in found}
    of_rows = ((row, by_number.get(row.number) or by_notice.get(row.named_notice_id or 0)) for row in rows)
    return {row.number: edition for row, edition in of_rows if edition}


def pending_claims(rows: Collection[ObligationStatus]) -> dict[int, Exemption]:
    """Return what units claimed and the office has not checked, by the key of the obligation."""
    keys = [row.obligation_id for row in rows if row.obligation_id]
    claims = Exemption.objects.filter(obligation__in=keys, state=ExemptionState.PENDING)
    return {claim.obligation_id: claim for claim in claims}


def units_followed(person: Person, *, at: datetime) -> QuerySet[Unit]:
    """Return the units in use whose obligations a person follows."""
    return FOLLOWS_UNIT.permitted(person, at=at).filter(is_active=True).order_by("code")


def claims_to_check(person: Person, *, at: datetime) -> QuerySet[Exemption]:
    """Return the claims that this person has to check, the oldest first."""
    return (
        CHECKS_CLAIM.permitted(person, at=at)
        .filter(state=ExemptionState.PENDING)
        .select_related("obligation__unit", "obligation__entry")
        .order_by("state_since", "pk")
    )


def waiting_claims(person: Person, at: datetime) -> Waiting:
    """Return the claims that a person has to check, for the queue of the desk."""
    return waiting(claims_to_check(person, at=at), kind="claim", verb="accept", unit="obligation__unit__code")


def stations_of(items: Sequence[ObligationStatus]) -> dict[tuple[int, int], Unit]:
    """Return which station prepared an item of the town the last time, by unit and entry."""
    towns = {item.unit.pk for item in items if not item.unit.parent_id}
    rows = Notice.objects.filter(unit__in=towns, station__isnull=False).select_related("station").order_by("pk")
    return {(row.unit_id, row.entry_id): row.station for row in rows if row.station}
