"""Excuse a unit from an item, or say and check that nothing of the kind happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.rules.periods import Period
from disclosure.obligations.actions.making import lock_obligations
from disclosure.obligations.actions.meeting import settle_new
from disclosure.obligations.enums import IN_FORCE, ExemptionKind, ExemptionState, Origin
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.policies import STEPS
from disclosure.obligations.queries.reading import ObligationStatus
from disclosure.obligations.workflow import EXEMPTION
from portal.accounts.models import User
from portal.core import pages
from portal.core.personal import find_personal
from portal.core.refusals import Conflict, Refused
from portal.core.workflow import create, step


def excuse(
    *, actor: User, owed: ObligationStatus | Obligation, reason: str, at: datetime, is_public: bool = False
) -> Exemption:
    """Excuse a unit from an item for once.

    Args:
        actor: An approver; the party committee excuses.
        owed: What need not be published.
        reason: Why.
        at: Now.
        is_public: Whether the public reads the reason; it always sees that the item is excused.

    Raises:
        NotAllowed: The actor may not excuse this unit.
        Conflict: It is excused already, or the unit's word on it is still to be checked.
        Refused: The reason is missing or names a person's numbers, the item is published or no longer owed.
    """

    def make(row: Obligation) -> Exemption:
        exemption = _exemption(actor, row, ExemptionKind.EXCUSED, reason, is_public=is_public)
        exemption.decided_by = actor
        return exemption

    return _begin(actor, owed, "excuse", make, reason=reason, at=at)


def claim_not_applicable(
    *, actor: User, owed: ObligationStatus | Obligation, reason: str, at: datetime, is_public: bool = False
) -> Exemption:
    """Say for one's unit that nothing of the kind happened in a period. The office checks it.

    Args:
        actor: A clerk of the unit.
        owed: What need not be published.
        reason: What was looked at, and why there is nothing to publish.
        at: Now.
        is_public: Whether the public is to read the reason, once it is accepted.

    Raises:
        NotAllowed: The actor is no clerk of the unit.
        Conflict: It has been said already, or the item is excused.
        Refused: The reason is missing or names a person's numbers, the period has not ended, the item is
            published or no longer owed.
    """

    def make(row: Obligation) -> Exemption:
        if row.origin == Origin.CALENDAR and Period.parse(row.period).last >= timezone.localdate(at):
            raise Refused(_("The period %(period)s has not ended yet.") % {"period": row.period})
        return _exemption(actor, row, ExemptionKind.NOT_APPLICABLE, reason, is_public=is_public)

    return _begin(actor, owed, "claim", make, reason=reason, at=at)


def check_claim(
    *,
    actor: User,
    exemption: Exemption,
    accept: bool,
    at: datetime,
    reason: str = "",
    is_public: bool | None = None,
    seen: int | None = None,
) -> Exemption:
    """Check what a unit said: accept it, or refuse it with a reason.

    Args:
        actor: A publisher or reviewer who did not say it.
        exemption: What was said.
        accept: Whether it is so.
        at: Now.
        reason: A note; needed where it is refused.
        is_public: Whether the public reads the unit's reason; None leaves it as the unit wished.
        seen: The version the actor saw.

    Raises:
        NotAllowed: The actor does not check this, or said it.
        WrongState: It has been decided already.
        Conflict: It was changed after the actor saw it.
        Refused: A reason is missing, the item is published, or the unit's reason must not be public.
    """

    def decide(row: Exemption) -> None:
        row.decided_by = actor
        if accept:
            _check_not_published(row.obligation)
            row.is_public = row.is_public if is_public is None else is_public
            _check_reason(row.reason, is_public=row.is_public)

    return _take(actor, exemption, "accept" if accept else "refuse", decide, reason=reason, seen=seen, at=at)


def end_exemption(
    *, actor: User, exemption: Exemption, reason: str, at: datetime, seen: int | None = None
) -> Exemption:
    """End an exemption that was accepted: the item is owed again, by the day it was due.

    Args:
        actor: An approver.
        exemption: What is in force.
        reason: Why.
        at: Now.
        seen: The version the actor saw.

    Raises:
        NotAllowed: The actor is no approver of the unit.
        WrongState: The exemption is not in force.
        Conflict: It was changed after the actor saw it.
        Refused: A reason is missing.
    """

    def decide(row: Exemption) -> None:
        row.decided_by = actor

    return _take(actor, exemption, "end", decide, reason=reason, seen=seen, at=at)


def _begin(
    actor: User,
    owed: ObligationStatus | Obligation,
    verb: str,
    make: Callable[[Obligation], Exemption],
    *,
    reason: str,
    at: datetime,
) -> Exemption:
    """Make an exemption for what is owed, which is stored now where nobody has counted yet."""

    def make_checked(row: Obligation) -> Exemption:
        _check_open(row)
        return make(row)

    with transaction.atomic():
        row = owed if isinstance(owed, Obligation) else _stored(owed, at)
        made = create(
            actor=actor,
            parent=row,
            make=make_checked,
            workflow=EXEMPTION,
            verb=verb,
            policies=STEPS,
            at=at,
            reason=reason.strip(),
            related=("unit", "entry"),
        )
        pages.bump()
    return made


def _take(
    actor: User,
    exemption: Exemption,
    verb: str,
    change: Callable[[Exemption], None],
    *,
    reason: str,
    seen: int | None,
    at: datetime,
) -> Exemption:
    with transaction.atomic():
        done = step(
            actor=actor,
            subject=exemption,
            workflow=EXEMPTION,
            verb=verb,
            policies=STEPS,
            at=at,
            seen=seen,
            reason=reason.strip(),
            change=change,
            related=("obligation__unit", "obligation__entry"),
        )
        pages.bump()
    return done


def _stored(owed: ObligationStatus, at: datetime) -> Obligation:
    """Return the stored row; it is stored now where nobody has counted yet."""
    if owed.obligation is not None:
        return Obligation.objects.get(pk=owed.obligation)
    lock_obligations()
    wanted = {"unit": owed.unit, "entry": owed.entry, "period": str(owed.period), "origin": Origin.CALENDAR}
    found = Obligation.objects.filter(**wanted).first()
    if found:
        return found
    row = Obligation(**wanted, due_on=owed.due_on, is_provisional=owed.provisional, created_at=at)
    settle_new([row], at=at)
    row.save()
    return row


def _exemption(actor: User, row: Obligation, kind: ExemptionKind, reason: str, *, is_public: bool) -> Exemption:
    reason = reason.strip()
    _check_reason(reason, is_public=is_public)
    return Exemption(obligation=row, kind=kind, reason=reason, is_public=is_public, said_by=actor)


def _check_open(row: Obligation) -> None:
    if row.voided_at is not None:
        raise Refused(_("This is not owed any longer."))
    _check_not_published(row)
    known = row.exemptions.filter(state__in=IN_FORCE).first()
    if known is None:
        return
    if known.state == ExemptionState.PENDING:
        raise Conflict(_("The unit has said that nothing of the kind happened. That is to be checked first."))
    raise Conflict(_("This need not be published already."))


def _check_not_published(row: Obligation) -> None:
    if row.met_by_id is not None:
        raise Refused(_("This is published, so there is nothing to excuse."))


def _check_reason(reason: str, *, is_public: bool) -> None:
    if not reason:
        raise Refused(_("Write down the reason. Whoever is concerned will read it."), "reason")
    if is_public and find_personal(reason):
        raise Refused(
            _(
                "The reason names a full identity card, bank card or telephone number."
                " Take it out, or keep the reason private."
            ),
            "reason",
        )
