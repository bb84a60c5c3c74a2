"""Reads about a petition for its sender, who shows number and code."""

from dataclasses import dataclass
from datetime import datetime

from petitions.handling.enums import (
    AFTER_OPINION,
    CASE_KIND,
    Category,
    Paper,
    PetitionState,
)
from petitions.handling.models import IssuedPaper, Opinion, Petition, Proceeding, Rating, Review
from petitions.handling.policies import STEPS
from petitions.handling.queries.petitions import of_case, opinion_of
from petitions.handling.workflow import PETITION
from portal.accounts.queries import system_actor
from portal.cases.models import Case, Clock
from portal.core import audit
from portal.core.demonstration import today_of_due_days
from portal.core.models import AuditLine
from portal.core.workflow import open_steps

ADD, WITHDRAW, RATE, ASK_REVIEW, ASK_RE_REVIEW = "add", "withdraw", "rate", "ask_review", "ask_re_review"
"""What a petitioner can do themselves; all but the first are steps of the workflow."""
ANSWERED = (*AFTER_OPINION, PetitionState.CONCLUDED)
"""The states in which the petitioner has the answer."""
ASKS_FURTHER = (PetitionState.SERVED, PetitionState.CLOSED, PetitionState.RATED, PetitionState.REVIEWED)
"""The states in which a petitioner may ask the body above."""
_TO_THEM = (Paper.ACCEPTANCE, Paper.NOT_ACCEPTED, Paper.REDIRECT, Paper.LEGAL_CHANNEL, Paper.EXTENSION)


def open_to_sender(petition: Petition, at: datetime) -> frozenset[str]:
    """Return what the petitioner can do now: of an accusation, which shows no more, only add to it or withdraw it."""
    rows = open_steps(system_actor(), [petition], PETITION, STEPS, at=at)[petition.pk]
    found = {row.verb for row in rows} & {WITHDRAW, RATE, ASK_REVIEW, ASK_RE_REVIEW}
    if petition.ended_at is None and petition.case.forgotten_at is None:
        found.add(ADD)
    if petition.category == Category.ACCUSATION:
        return frozenset(found & {ADD, WITHDRAW})
    due = petition.clock.due if petition.clock else None
    if due is None or due < today_of_due_days(at):
        found -= {ASK_REVIEW, ASK_RE_REVIEW}
    if Rating.objects.filter(opinion=opinion_of(petition)).exists():
        found.discard(RATE)
    return frozenset(found)


def of_key(pk: str) -> Petition | None:
    """Return the petition of the case with this key; None where there is none."""
    case = Case.objects.filter(pk=pk, kind=CASE_KIND).first()
    return of_case(case) if case else None


@dataclass(frozen=True, slots=True)
class Told:
    """What the petitioner is told of their petition.

    Attributes:
        opinion: The answer, once they have it.
        papers: The official papers that are theirs, oldest first.
        proceedings: What was done and is shown to them.
        lines: What was done with it, oldest first.
    """

    opinion: Opinion | None
    papers: list[IssuedPaper]
    proceedings: list[Proceeding]
    reviews: list[Review]
    clocks: list[Clock]
    lines: list[AuditLine]


def papers_of(petition: Petition) -> list[IssuedPaper]:
    """Return the official papers that are the petitioner's, oldest first; of an accusation none."""
    if petition.category == Category.ACCUSATION:
        return []
    theirs = (*_TO_THEM, Paper.OPINION) if petition.state in ANSWERED else _TO_THEM
    return list(petition.papers.filter(paper__in=theirs))


def told_of(petition: Petition) -> Told:
    """Return what a petitioner is told of a petition that is no accusation."""
    return Told(
        opinion=opinion_of(petition) if petition.state in ANSWERED else None,
        papers=papers_of(petition),
        proceedings=list(petition.proceedings.filter(is_shown=True)),
        reviews=list(petition.reviews.all()),
        clocks=list(petition.case.clocks.filter(stopped_at=None).prefetch_related("suspensions")),
        lines=list(audit.lines_of(petition, petition.case)),
    )
