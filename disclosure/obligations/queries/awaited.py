"""What open obligations wait for, as far as somebody may know: the desk's side of the matrix.

Somebody who may not read a draft is told the same whether there is one or not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from disclosure.notices.enums import IN_PREPARATION
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import Person, visible
from disclosure.obligations.enums import ExemptionState
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.policies import CHECKS_CLAIM, CLAIMS_FOR, FOLLOWS_UNIT
from disclosure.obligations.queries.reading import ObligationStatus
from portal.accounts.models import Unit
from portal.desk.queue import Waiting, waiting


@dataclass(frozen=True, slots=True)
class Awaited:
    """What one open obligation waits for.

    Attributes:
        edition: The edition on its way, if there is one that this person may read.
        claim: What the unit has said of it and the office has not checked.
        is_prepared_here: Whether this person prepares it, and so would see a draft.
    """

    edition: Edition | None
    claim: Exemption | None
    is_prepared_here: bool


@dataclass(frozen=True, slots=True)
class Awaiting:
    """What some obligations wait for, asked one by one after everything was read at once."""

    followed: frozenset[int]
    prepared: frozenset[int]
    editions: dict[tuple[int, int, str], Edition]
    of_notice: dict[int, Edition]
    notices: dict[int, int]
    claims: dict[int, Exemption]

    def follows(self, row: ObligationStatus) -> bool:
        """Return whether the person follows what this unit owes."""
        return row.unit.pk in self.followed

    def of(self, row: ObligationStatus) -> Awaited | None:
        """Return what an open obligation waits for; None if it waits for nothing, or it is not theirs to know."""
        if not row.is_open or not self.follows(row):
            return None
        named = self.of_notice.get(self.notices.get(row.obligation or 0, 0))
        regular = self.editions.get((row.unit.pk, row.entry.pk, str(row.period))) if row.entry.is_regular else None
        return Awaited(
            edition=named or regular,
            claim=self.claims.get(row.obligation or 0),
            is_prepared_here=row.unit.pk in self.prepared,
        )


def awaiting(rows: Iterable[ObligationStatus], person: Person, *, at: datetime) -> Awaiting:
    """Return what these obligations wait for as far as a person may know, in a fixed number of queries."""
    found = [row for row in rows if row.is_open]
    stored = [row.obligation for row in found if row.obligation is not None]
    notices = dict(
        Obligation.objects.filter(pk__in=stored, notice__isnull=False).order_by().values_list("pk", "notice_id")
    )
    units, periods = {row.unit.pk for row in found}, {str(row.period) for row in found}
    rows_on_their_way = (
        visible(person, at=at)
        .filter(state__in=IN_PREPARATION)
        .filter(
            Q(notice__unit__in=units, notice__period__in=periods, notice__sequence__isnull=True)
            | Q(notice__in=list(notices.values()))
        )
        .defer("canonical", "body")
    )
    editions, of_notice = {}, {}
    for edition in rows_on_their_way:
        notice = edition.notice
        of_notice[notice.pk] = edition
        if notice.sequence is None:
            editions[notice.unit_id, notice.entry_id, notice.period] = edition
    claims = Exemption.objects.filter(obligation__in=stored, state=ExemptionState.PENDING).select_related("said_by")
    return Awaiting(
        followed=frozenset(units_followed(person, at=at).values_list("pk", flat=True)),
        prepared=frozenset(CLAIMS_FOR.permitted(person, at=at).values_list("pk", flat=True)),
        editions=editions,
        of_notice=of_notice,
        notices=notices,
        claims={claim.obligation_id: claim for claim in claims},
    )


def units_followed(person: Person, *, at: datetime) -> QuerySet[Unit]:
    """Return the units in use whose obligations a person follows."""
    return FOLLOWS_UNIT.permitted(person, at=at).filter(is_active=True).order_by("code")


def claims_to_check(person: Person, *, at: datetime) -> QuerySet[Exemption]:
    """Return what units said and this person has to check, the oldest first."""
    return (
        CHECKS_CLAIM.permitted(person, at=at)
        .filter(state=ExemptionState.PENDING)
        .select_related("obligation__unit", "obligation__entry", "said_by")
        .order_by("state_since", "pk")
    )


def waiting_claims(person: Person, at: datetime) -> Waiting:
    """Return what units said and a person has to check, for the queue of the desk."""
    return waiting(claims_to_check(person, at=at), kind="claim", verb="accept", unit="obligation__unit__code")
