"""Excuse a unit from an item, or claim and check that nothing of the kind happened.

Each step raises `NotAllowed` for those who may not take it, `Conflict` where somebody changed the exemption after the
actor saw it, `WrongState` where its state does not allow it, and `Refused` where a reason is missing. Each new
exemption raises `Conflict` where one is in force, and `Refused` where its reason is missing or names numbers of a
person, or the item is published or no longer owed.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.rules.periods import Period
from disclosure.obligations.actions.sync import lock_obligations, mark_new
from disclosure.obligations.enums import IN_FORCE, ExemptionKind, ExemptionState, Origin
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.policies import STEPS
from disclosure.obligations.queries.owed import ObligationStatus
from disclosure.obligations.workflow import EXEMPTION
from portal.accounts.models import Unit, User
from portal.accounts.queries import published_telephones
from portal.core import pages
from portal.core.personal import find_personal
from portal.core.refusals import Conflict, Refused
from portal.core.workflow import create, step


def excuse(
    *, actor: User, obligation: ObligationStatus, reason: str, at: datetime, is_public: bool = False
) -> Exemption:
    """Excuse a unit from an item for once, as the party committee decided.

    The public always sees that it is excused; `is_public` says whether it reads the reason.
    """
    exemption = Exemption(
        kind=ExemptionKind.EXCUSED, reason=reason.strip(), is_public=is_public, claimed_by=actor, decided_by=actor
    )
    return _create(actor, "excuse", obligation, exemption, at)


def claim_not_applicable(
    *, actor: User, obligation: ObligationStatus, reason: str, at: datetime, is_public: bool = False
) -> Exemption:
    """Claim for one's unit that nothing of the kind happened in a period that has ended. The office checks it."""
    exemption = Exemption(
        kind=ExemptionKind.NOT_APPLICABLE, reason=reason.strip(), is_public=is_public, claimed_by=actor
    )
    return _create(actor, "claim", obligation, exemption, at)


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
    """Accept what a unit claimed, or refuse it with a reason.

    Where it is accepted, `is_public` is whether the public reads the unit's reason; None leaves it as the unit wished.

    Raises:
        Refused: As above, or the item is published, or the unit's reason must not be public.
    """

    def decide(row: Exemption) -> None:
        row.decided_by = actor
        if accept:
            _check_not_published(row.obligation)
            row.is_public = row.is_public if is_public is None else is_public
            _check_reason(row, row.obligation.unit)

    verb = "accept" if accept else "refuse"
    return _step(exemption, verb, decide, actor=actor, reason=reason.strip(), seen=seen, at=at)


def take_back_claim(*, actor: User, exemption: Exemption, at: datetime, seen: int | None = None) -> Exemption:
    """Take back what one's unit claimed, before the office has checked it: the item is owed as before."""

    def decide(row: Exemption) -> None:
        row.decided_by = actor

    return _step(exemption, "take_back", decide, actor=actor, seen=seen, at=at)


def end_exemption(
    *, actor: User, exemption: Exemption, reason: str, at: datetime, seen: int | None = None
) -> Exemption:
    """End an exemption that was accepted: the item is owed again, by the day it was due."""

    def decide(row: Exemption) -> None:
        row.decided_by = actor

    return _step(exemption, "end", decide, actor=actor, reason=reason.strip(), seen=seen, at=at)


def _create(actor: User, verb: str, obligation: ObligationStatus, exemption: Exemption, at: datetime) -> Exemption:
    def checked(row: Obligation) -> Exemption:
        _check_open(row)
        is_claim, is_regular = exemption.kind == ExemptionKind.NOT_APPLICABLE, row.origin == Origin.CALENDAR
        if is_claim and is_regular and Period.parse(row.period).last >= timezone.localdate(at):
            raise Refused(_("The period %(period)s has not ended yet.") % {"period": row.period})
        _check_reason(exemption, row.unit)
        exemption.obligation = row
        return exemption

    with transaction.atomic():
        done = create(
            actor=actor,
            parent=_stored(obligation, at),
            make=checked,
            workflow=EXEMPTION,
            verb=verb,
            policies=STEPS,
            at=at,
            reason=exemption.reason,
            related=("unit", "entry"),
        )
        pages.bump()
    return done


def _step(exemption: Exemption, verb: str, change: Callable[[Exemption], None], **more: Any) -> Exemption:
    with transaction.atomic():
        done = step(
            subject=exemption,
            workflow=EXEMPTION,
            verb=verb,
            policies=STEPS,
            change=change,
            related=("obligation__unit", "obligation__entry"),
            **more,
        )
        pages.bump()
    return done


def _stored(obligation: ObligationStatus, at: datetime) -> Obligation:
    """Return the stored row; it is stored now where it was not yet."""
    if obligation.obligation_id is not None:
        return Obligation.objects.get(pk=obligation.obligation_id)
    lock_obligations()
    row = Obligation(
        unit=obligation.unit,
        entry=obligation.entry,
        period=str(obligation.period),
        due_on=obligation.due_on,
        is_provisional=obligation.provisional,
        created_at=at,
    )
    same = Obligation.objects.filter(unit=row.unit, entry=row.entry, period=row.period, origin=Origin.CALENDAR).first()
    if same is None:
        mark_new([row], at=at)
        row.save()
    return same or row


def _check_open(row: Obligation) -> None:
    if row.voided_at is not None:
        raise Refused(_("This is not owed any longer."))
    _check_not_published(row)
    known = row.exemptions.filter(state__in=IN_FORCE).first()
    if known and known.state == ExemptionState.PENDING:
        raise Conflict(_("The unit claims that nothing of the kind happened. That is to be checked first."))
    if known:
        raise Conflict(_("This need not be published already."))


def _check_not_published(row: Obligation) -> None:
    if row.met_by_id is not None:
        raise Refused(_("This is published, so there is nothing to excuse."))


def _check_reason(exemption: Exemption, unit: Unit) -> None:
    if not exemption.reason:
        raise Refused(_("Write the reason. The people concerned will read it."), "reason")
    published = published_telephones(unit)
    if exemption.is_public and find_personal(exemption.reason, published=published):
        raise Refused(
            _(
                "The reason names a full identity card, bank card or telephone number."
                " Take it out, or keep the reason private."
            ),
            "reason",
        )
