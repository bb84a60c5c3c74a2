"""Outcomes are proposed, reviewed, released and taken off line. What is released names nobody."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from petitions.handling.actions import taking
from petitions.handling.models import Petition
from petitions.outcomes.enums import MAX_TEXT_LENGTH, MAX_TITLE_LENGTH, OUTCOME
from petitions.outcomes.models import Outcome
from petitions.outcomes.policies import STEPS
from petitions.outcomes.queries.outcomes import canonical, search_document
from petitions.outcomes.workflow import OUTCOME_WORKFLOW
from portal.accounts.models import User
from portal.core import pages, publication_log, search
from portal.core.models import LogKind
from portal.core.refusals import Refused
from portal.core.workflow import create, step

RELATED = ("petition__case", "petition__town", "petition__unit", "petition__place")
"""What a step looks at besides the outcome."""


def propose(
    *, actor: User, petition: Petition, title: str, matter: str, answer: str, is_agreed: bool, at: datetime
) -> Outcome:
    """Propose what everybody is to read of a petition that was answered.

    Args:
        title: In a few words.
        matter: What it was about.
        answer: What came of it.
        is_agreed: Whether the petitioner agrees.

    Raises:
        NotAllowed: The actor does not register it, it was not answered, or it is sealed.
        Refused: There is an outcome of it, the petitioner does not agree, or a text is missing or gives them away.
    """

    def make(locked: Petition) -> Outcome:
        if Outcome.objects.filter(petition=locked).exists():
            raise Refused(_("There is an outcome of this petition."))
        made = Outcome(petition=locked, proposed_by=actor)
        _write(made, title, matter, answer, is_agreed)
        return made

    return create(
        actor=actor,
        parent=petition,
        make=make,
        workflow=OUTCOME_WORKFLOW,
        verb="propose",
        policies=STEPS,
        at=at,
        related=("case", "town", "unit", "place"),
    )


def revise(
    *,
    actor: User,
    outcome: Outcome,
    title: str,
    matter: str,
    answer: str,
    is_agreed: bool,
    at: datetime,
    seen: int | None = None,
) -> Outcome:
    """Propose an outcome again that was sent back or taken off line.

    Raises:
        Refused: The petitioner does not agree, or a text is missing or gives them away.
    """

    def change(locked: Outcome) -> None:
        locked.proposed_by, locked.released_by, locked.released_at = actor, None, None
        _write(locked, title, matter, answer, is_agreed)

    return _take(actor, outcome, "revise", change, seen=seen, at=at)


def release(*, actor: User, outcome: Outcome, at: datetime, seen: int | None = None) -> Outcome:
    """Release an outcome: everybody reads it, and it is entered in the publication log."""

    def change(locked: Outcome) -> None:
        for name in ("title", "matter", "answer"):
            taking.checked(locked.petition, getattr(locked, name), _("The text"), name, MAX_TEXT_LENGTH)
        locked.released_by, locked.released_at = actor, at
        locked.document = canonical(locked)
        locked.hashes = [*locked.hashes, hashlib.sha256(locked.document.encode()).hexdigest()]
        _log(locked, LogKind.PUBLICATION, at, {"published_by": actor.name_zh})
        search.put(search_document(locked))
        pages.bump()

    return _take(actor, outcome, "release", change, seen=seen, at=at)


def send_back(*, actor: User, outcome: Outcome, reason: str, at: datetime, seen: int | None = None) -> Outcome:
    """Send an outcome back to who proposed it, with a reason.

    Raises:
        Refused: The reason gives somebody away.
    """
    return _take(actor, outcome, "send_back", seen=seen, at=at, reason=reason)


def retract(*, actor: User, outcome: Outcome, reason: str, at: datetime, seen: int | None = None) -> Outcome:
    """Take an outcome off line, with a reason that everybody may read in the log.

    Raises:
        Refused: The reason gives somebody away.
    """

    def change(locked: Outcome) -> None:
        locked.document = ""
        _log(locked, LogKind.WITHDRAWAL, at, {"withdrawn_by": actor.name_zh, "reason": reason.strip()})
        search.remove(locked.pk, kind=OUTCOME)
        pages.bump()

    return _take(actor, outcome, "retract", change, seen=seen, at=at, reason=reason)


def _take(
    actor: User,
    outcome: Outcome,
    verb: str,
    change: Callable[[Outcome], None] | None = None,
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> Outcome:
    def check_and_change(locked: Outcome) -> None:
        if reason:
            taking.checked(locked.petition, reason, _("The reason"), "reason", MAX_TEXT_LENGTH)
        if change:
            change(locked)

    return step(
        actor=actor,
        subject=outcome,
        workflow=OUTCOME_WORKFLOW,
        verb=verb,
        policies=STEPS,
        seen=seen,
        at=at,
        reason=reason,
        change=check_and_change,
        related=RELATED,
    )


def _write(outcome: Outcome, title: str, matter: str, answer: str, is_agreed: bool) -> None:
    if not is_agreed:
        raise Refused(_("It is published only if the petitioner agrees. Ask them first."), "is_agreed")
    petition = outcome.petition
    outcome.title = taking.checked(petition, title, _("The title"), "title", MAX_TITLE_LENGTH)
    outcome.matter = taking.checked(petition, matter, _("The text"), "matter", MAX_TEXT_LENGTH)
    outcome.answer = taking.checked(petition, answer, _("The text"), "answer", MAX_TEXT_LENGTH)
    outcome.is_agreed = is_agreed


def _log(outcome: Outcome, kind: LogKind, at: datetime, facts: dict[str, str]) -> None:
    publication_log.append(
        kind=kind,
        subject_kind=OUTCOME,
        subject_number=outcome.number,
        edition=len(outcome.hashes),
        content_sha256=outcome.hashes[-1],
        facts=facts,
        at=at,
    )
