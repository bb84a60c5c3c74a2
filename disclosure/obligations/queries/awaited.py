"""What open obligations wait for, as far as somebody may know: the desk's side of the matrix.

For somebody who may not read a draft it makes no difference whether there is one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from disclosure.notices.enums import IN_PREPARATION
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import Person, visible
from disclosure.obligations.enums import ExemptionState
from disclosure.obligations.models import Exemption
from disclosure.obligations.policies import CHECKS_CLAIM, CLAIMS_FOR, FOLLOWS_UNIT
from disclosure.obligations.queries.reading import ObligationStatus
from portal.accounts.models import Unit
from portal.desk.queue import Waiting, waiting


@dataclass(frozen=True, slots=True)
class Awaited:
    """What one open obligation waits for.

    Attributes:
        edition: The edition in preparation, if there is one that this person may read.
        claim: What the unit has claimed and the office has not checked.
        is_prepared_here: Whether this person prepares it, and so would see a draft.
    """

    edition: Edition | None
    claim: Exemption | None
    is_prepared_here: bool


def awaiting(rows: Collection[ObligationStatus], person: Person, *, at: datetime) -> dict[str, Awaited]:
    """Return what open obligations wait for, by number, as far as a person follows them; in four queries."""
    followed = set(units_followed(person, at=at).values_list("pk", flat=True))
    found = [row for row in rows if row.is_open and row.unit.pk in followed]
    editions = in_preparation(found, visible(person, at=at))
    claims = pending_claims(found)
    prepared = set(CLAIMS_FOR.permitted(person, at=at).values_list("pk", flat=True))
    return {
        row.number: Awaited(
            edition=editions.get(row.number),
            claim=claims.get(row.obligation_id or 0),
            is_prepared_here=row.unit.pk in prepared,
        )
        for row in found
    }


def in_preparation(rows: Collection[ObligationStatus], editions: QuerySet[Edition]) -> dict[str, Edition]:
    """Return which of some editions is in preparation to meet each obligation, by the number of the obligation."""
    named = [row.named_notice_id for row in rows if row.named_notice_id]
    found = list(
        editions.filter(
            Q(notice__number__in=[row.number for row in rows]) | Q(notice__in=named), state__in=IN_PREPARATION
        )
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
