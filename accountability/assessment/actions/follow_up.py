"""What follows from a published result: what must be put right, and rewards and sanctions."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.assessment.actions.checks import public_text
from accountability.assessment.enums import ConsequenceKind
from accountability.assessment.models import Assessment, Consequence
from accountability.assessment.policies import FOLLOWS_UP
from accountability.rectification import actions as rectifications
from accountability.rectification.enums import Source
from accountability.rectification.models import Rectification
from portal.accounts.models import User
from portal.core import audit, pages
from portal.core.refusals import NotAllowed, Refused
from portal.core.workflow import lock


def require(
    *,
    actor: User,
    assessment: Assessment,
    kind: str,
    text: str,
    requirement: str,
    due: date,
    at: datetime,
    responsible: str = "",
    supervising: str = "",
) -> Rectification:
    """Ask the unit to put right by a day what the assessment found.

    Raises:
        NotAllowed: The actor is not the discipline secretary, or the result is not public.
        Refused: A text is missing, or the day has passed.
    """
    with transaction.atomic():
        row = _follow(actor, assessment, at)
        return rectifications.give(
            actor=actor,
            town=row.of_year.town,
            unit=row.unit,
            source=Source.ASSESSMENT,
            source_number=row.audit_number(),
            kind=kind,
            text=text,
            requirement=requirement,
            due=due,
            responsible=responsible,
            supervising=supervising,
            at=at,
        )


def add_consequence(
    *,
    actor: User,
    assessment: Assessment,
    kind: ConsequenceKind,
    text: str,
    day: date,
    basis: str,
    decided_by: str,
    at: datetime,
) -> Consequence:
    """Record a reward or a sanction: what, on which day, on what basis and by whom. It is published with the result.

    Raises:
        NotAllowed: The actor is not the discipline secretary, or the result is not public.
        Refused: A text is missing, or the day is to come.
    """
    with transaction.atomic():
        row = _follow(actor, assessment, at)
        if day > timezone.localdate(at):
            raise Refused(_("This day is still to come."), "day")
        made = Consequence.objects.create(
            assessment=row,
            kind=kind,
            text=public_text(text, _("Write what it is."), "text", 200),
            day=day,
            basis=public_text(basis, _("Write on what basis."), "basis", 100),
            decided_by=public_text(decided_by, _("Write who decided it."), "decided_by", 60),
            entered_by=actor,
        )
        audit.write(actor=actor, subject=row, number=row.audit_number(), verb=f"add_{kind}", at=at)
        pages.bump()
    return made


def _follow(actor: User, assessment: Assessment, at: datetime) -> Assessment:
    if not FOLLOWS_UP.allows(actor, assessment, at=at):
        raise NotAllowed(_("The discipline secretary follows up what is published."))
    return lock(assessment, "of_year__town", "unit")
