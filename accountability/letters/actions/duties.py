"""The duties of a letter are broken down: who answers for which, until when, and by what it will be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability.letters.actions.checks import public_text, short_text
from accountability.letters.actions.taking import RELATED
from accountability.letters.enums import ENDED, MAX_EVIDENCE_LENGTH, MAX_SHARE_LENGTH
from accountability.letters.models import DutyAssignment, Letter
from accountability.letters.policies import ASSIGNS
from accountability.letters.queries.wording import said
from accountability.letters.workflow import LETTER_STEPS
from portal.accounts.models import User
from portal.core import audit, pages
from portal.core.refusals import NotAllowed, Refused, WrongState
from portal.core.workflow import lock_seen


@dataclass(frozen=True, slots=True)
class Share:
    """Who answers for a duty, by the number of the duty in the letter."""

    number: int
    responsible: str
    by_when: str = ""
    evidence: str = ""


def assign(*, actor: User, letter: Letter, shares: Sequence[Share], at: datetime, seen: int | None = None) -> Letter:
    """Say who answers for which duty of a letter; a duty that is not named stays as it is.

    Raises:
        NotAllowed: The actor does not work for the unit.
        WrongState: Another letter has taken its place, or it was withdrawn.
        Conflict: Somebody else changed it after this version was seen.
        Refused: Nobody is named, there is no such duty, or a text is too long.
    """
    with transaction.atomic():
        locked = lock_seen(letter, seen, *RELATED)
        if not ASSIGNS.allows(actor, locked, at=at):
            raise NotAllowed(_("The unit says who answers for its duties."))
        if locked.state in ENDED:
            raise WrongState(LETTER_STEPS.refusal(locked.state))
        known = {one.number for one in said(locked).duties}
        rows = {one.number: one for one in locked.assignments.all()}
        for share in shares:
            if share.number not in known:
                raise Refused(_("The letter has no such duty."))
            _keep(rows.get(share.number) or DutyAssignment(letter=locked, number=share.number), share)
        locked.save()
        audit.write(actor=actor, subject=locked, number=locked.number, verb="assign", at=at)
        if locked.is_public:
            pages.bump()
    return locked


def _keep(row: DutyAssignment, share: Share) -> None:
    """Save who answers for a duty, if it is something else than before."""
    unit, place = row.letter.unit, f"_{share.number}"
    before = (row.responsible, row.by_when, row.evidence)
    row.responsible = public_text(
        unit, share.responsible, _("Write who answers for it."), f"responsible{place}", MAX_SHARE_LENGTH
    )
    row.by_when = short_text(unit, share.by_when, f"by_when{place}", MAX_EVIDENCE_LENGTH)
    row.evidence = short_text(unit, share.evidence, f"evidence{place}", MAX_EVIDENCE_LENGTH)
    if before != (row.responsible, row.by_when, row.evidence):
        row.version += bool(row.pk)
        row.save()
