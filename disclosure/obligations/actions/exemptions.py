"""Excuse a unit from an item, or say and check that nothing of the kind happened."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import State
from disclosure.notices.models import Notice
from disclosure.obligations.actions.making import lock_obligations
from disclosure.obligations.enums import ExemptionKind, ExemptionState, Origin
from disclosure.obligations.models import Exemption, Obligation
from disclosure.obligations.policies import CHECKS_CLAIM, CLAIMS, ENDS_EXEMPTION, EXCUSES
from disclosure.obligations.queries.ground import Owed
from portal.accounts.models import User
from portal.core import audit, pages
from portal.core.personal import find_personal
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from portal.core.workflow import lock

IN_FORCE = (ExemptionState.SAID, ExemptionState.ACCEPTED)


def excuse(*, actor: User, owed: Owed | Obligation, reason: str, at: datetime, is_public: bool = False) -> Exemption:
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
    said = _checked_reason(reason, is_public=is_public)
    with transaction.atomic():
        row = _locked(owed, at)
        if not EXCUSES.allows(actor, row, at=at):
            raise NotAllowed(_("You do not excuse this unit."))
        _check_open(row)
        made = Exemption.objects.create(
            obligation=row,
            kind=ExemptionKind.EXCUSED,
            state=ExemptionState.ACCEPTED,
            reason=said,
            is_public=is_public,
            said_by=actor,
            said_at=at,
            decided_by=actor,
            decided_at=at,
        )
        _note(actor, made, "excuse", said, at)
        pages.bump()
    return made


def claim_not_applicable(
    *, actor: User, owed: Owed | Obligation, reason: str, at: datetime, is_public: bool = False
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
    said = _checked_reason(reason, is_public=is_public)
    with transaction.atomic():
        row = _locked(owed, at)
        if not CLAIMS.allows(actor, row, at=at):
            raise NotAllowed(_("You do not prepare this unit's notices."))
        if row.origin == Origin.CALENDAR and Period.parse(row.period).last >= timezone.localdate(at):
            raise Refused(_("The period %(period)s has not ended yet.") % {"period": row.period})
        _check_open(row)
        made = Exemption.objects.create(
            obligation=row,
            kind=ExemptionKind.NOT_APPLICABLE,
            state=ExemptionState.SAID,
            reason=said,
            is_public=is_public,
            said_by=actor,
            said_at=at,
        )
        _note(actor, made, "claim", said, at)
    return made


def check_claim(
    *,
    actor: User,
    exemption: Exemption,
    accept: bool,
    at: datetime,
    reason: str = "",
    is_public: bool | None = None,
) -> Exemption:
    """Accept or refuse what a unit said, that nothing of the kind happened.

    Args:
        actor: A publisher or reviewer, not whoever said it.
        exemption: What was said.
        accept: Whether it is so.
        at: Now.
        reason: Why it is refused; may be empty where it is accepted.
        is_public: Whether the public reads the unit's reason; None leaves it as the unit asked.

    Raises:
        NotAllowed: The actor may not check it.
        WrongState: It has been decided already.
        Refused: A reason is missing, or the item has been published since.
    """
    with transaction.atomic():
        row = lock(exemption, "obligation__unit", "obligation__entry")
        if not CHECKS_CLAIM.allows(actor, row, at=at):
            raise NotAllowed(_("You do not check what this unit says."))
        if row.state != ExemptionState.SAID:
            raise WrongState(_("This has been decided already."))
        if not accept and not reason.strip():
            raise Refused(_("Write down the reason. Whoever is concerned will read it."))
        if accept:
            _check_not_published(row.obligation)
            row.is_public = row.is_public if is_public is None else is_public
            _checked_reason(row.reason, is_public=row.is_public)
        target = ExemptionState.ACCEPTED if accept else ExemptionState.REFUSED
        _decide(row, actor, target, reason, at)
        _note(actor, row, "accept claim" if accept else "refuse claim", reason, at)
        if accept:
            pages.bump()
    return row


def end_exemption(*, actor: User, exemption: Exemption, reason: str, at: datetime) -> Exemption:
    """End an exemption that was accepted: the item is owed again, by the day it was due.

    Raises:
        NotAllowed: The actor is no approver of the unit.
        WrongState: The exemption is not in force.
        Refused: A reason is missing.
    """
    if not reason.strip():
        raise Refused(_("Write down the reason. Whoever is concerned will read it."))
    with transaction.atomic():
        row = lock(exemption, "obligation__unit", "obligation__entry")
        if not ENDS_EXEMPTION.allows(actor, row, at=at):
            raise NotAllowed(_("You do not excuse this unit."))
        if row.state != ExemptionState.ACCEPTED:
            raise WrongState(_("This exemption is not in force."))
        _decide(row, actor, ExemptionState.ENDED, reason, at)
        _note(actor, row, "end exemption", reason, at)
        pages.bump()
    return row


def _locked(owed: Owed | Obligation, at: datetime) -> Obligation:
    """Return the stored row under its lock; it is stored now where nobody has counted yet."""
    rows = Obligation.objects.select_for_update(of=("self",)).select_related("unit", "entry")
    if isinstance(owed, Obligation):
        return rows.get(pk=owed.pk)
    if owed.obligation is not None:
        return rows.get(pk=owed.obligation)
    lock_obligations()
    wanted = {"unit": owed.unit, "entry": owed.entry, "period": str(owed.period), "origin": Origin.CALENDAR}
    found = rows.filter(**wanted).first()
    return found or Obligation.objects.create(
        **wanted, due_on=owed.due_on, is_provisional=owed.provisional, created_at=at
    )


def _check_open(row: Obligation) -> None:
    if row.voided_at is not None:
        raise Refused(_("This is not owed any longer."))
    _check_not_published(row)
    known = row.exemptions.filter(state__in=IN_FORCE).first()
    if known is None:
        return
    if known.state == ExemptionState.SAID:
        raise Conflict(_("The unit has said that nothing of the kind happened. That is to be checked first."))
    raise Conflict(_("This need not be published already."))


def _check_not_published(row: Obligation) -> None:
    if row.origin == Origin.CALENDAR:
        notices = Notice.objects.filter(unit=row.unit_id, entry=row.entry_id, period=row.period, sequence__isnull=True)
    else:
        notices = Notice.objects.filter(obligations=row)
    if notices.filter(editions__state=State.PUBLISHED).exists():
        raise Refused(_("This is published, so there is nothing to excuse."))


def _checked_reason(reason: str, *, is_public: bool) -> str:
    said = reason.strip()
    if not said:
        raise Refused(_("Write down the reason. Whoever is concerned will read it."))
    if is_public and find_personal(said):
        raise Refused(
            _(
                "The reason names a full identity card, bank card or telephone number."
                " Take it out, or keep the reason private."
            )
        )
    return said


def _decide(row: Exemption, actor: User, target: ExemptionState, reason: str, at: datetime) -> None:
    row.state, row.decided_by, row.decided_at, row.decision_reason = target, actor, at, reason.strip()
    row.save()


def _note(actor: User, row: Exemption, verb: str, reason: str, at: datetime) -> None:
    """Write the audit line about the obligation, so that all that befell it stands in one row."""
    audit.write(
        actor=actor,
        subject=row.obligation,
        number=row.audit_number(),
        verb=verb,
        target=row.state,
        reason=reason.strip(),
        at=at,
    )
