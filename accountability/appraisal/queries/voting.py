"""Reads of whoever votes: they know a code, and nobody knows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from accountability.appraisal.enums import CODE_LENGTH, AppraisalState
from accountability.appraisal.models import Appraisal, Subject, VotingCode
from portal.core.codes import as_typed
from portal.core.encryption import Digest

CODE_DIGEST = Digest("voting code", as_typed)
"""What is stored of a code; without the keys of the office nobody can try codes out on it."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """What a code opens: whom its holder appraises, and by which words; `is_used` where it was used up."""

    appraisal: Appraisal
    subjects: Sequence[Subject]
    is_used: bool


def code_of(code: str) -> VotingCode | None:
    """Return the row of a code however it was typed; None where there is none."""
    if len(as_typed(code)) != CODE_LENGTH:
        return None
    return VotingCode.objects.filter(digest__in=CODE_DIGEST.all_of(code)).first()


def ballot_of(code: str) -> Ballot | None:
    """Return what a code opens; None where it is unknown, or its voting is not open."""
    found = code_of(code)
    if found is None:
        return None
    rows = Appraisal.objects.filter(pk=found.appraisal_id, state=AppraisalState.OPEN)
    appraisal = rows.select_related("debriefing__unit", "debriefing__town").first()
    return Ballot(appraisal, list(appraisal.subjects.all()), found.is_used) if appraisal else None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many codes were issued and used while people vote; more is not known to anybody."""

    issued: int
    used: int


def progress(appraisal: Appraisal) -> Progress:
    """Return how many codes of an appraisal were used."""
    rows = VotingCode.objects.filter(appraisal=appraisal).order_by()
    return Progress(**rows.aggregate(issued=Count("pk"), used=Count("pk", filter=Q(is_used=True))))
