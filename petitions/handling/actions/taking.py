"""What the steps of a petition have in common: one step of the table, its clocks, its notes and its papers."""

from collections.abc import Callable
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from petitions.handling.enums import Paper, SealedFor
from petitions.handling.models import IssuedPaper, Petition
from petitions.handling.policies import STEPS
from petitions.handling.queries.petitions import published_for
from petitions.handling.rules import paper_number
from petitions.handling.workflow import PETITION
from portal.accounts.models import User
from portal.cases.actions import clocks, receiving
from portal.cases.actions.screening import check_private
from portal.core.refusals import Refused
from portal.core.texts import plain, required
from portal.core.workflow import lock, step

RELATED = ("case", "clock", "step_clock", "town", "unit", "place")
"""What a step looks at besides the petition."""


def take(
    actor: User,
    petition: Petition,
    verb: str,
    change: Callable[[Petition], None] | None = None,
    *,
    seen: int | None,
    at: datetime,
) -> Petition:
    """Take one step of the workflow."""
    return step(
        actor=actor,
        subject=petition,
        workflow=PETITION,
        verb=verb,
        policies=STEPS,
        seen=seen,
        at=at,
        change=change,
        related=RELATED,
    )


def note(actor: User, petition: Petition, text: str, at: datetime, *, missing: str = "") -> None:
    """Keep a free reason as a note of the case, which nobody outside reads.

    Args:
        missing: The refusal of an empty text; empty where there need be none.

    Raises:
        Refused: It is empty and must not be.
    """
    words = plain(text)
    if not words and missing:
        raise Refused(missing, "reason")
    if words:
        receiving.note(actor=actor, case=petition.case, text=words, at=at)


def checked(petition: Petition, text: str, what: str, field: str, max_length: int) -> str:
    """Return a text that stands in lists or goes to others, which names nobody.

    Raises:
        Refused: It is empty, too long, or gives the petitioner away.
    """
    words = required(text, _("Write it down."), field, max_length)
    check_private(petition.case, words, what, field, published=published_for(petition))
    return words


def start(petition: Petition, rule: str, at: datetime, *, on: date | None = None, due: date | None = None) -> None:
    """Start the time limit by which is waited by law; that of before is met."""
    if petition.clock:
        clocks.meet(clock=petition.clock, at=at)
    day = on or timezone.localdate(at)
    petition.clock = clocks.start_clock(case=petition.case, rule=rule, start=day, at=at, due=due)


def start_within(petition: Petition, rule: str, at: datetime, *, due: date | None = None) -> None:
    """Start a shorter time limit within the one by law; that of before is met."""
    end_within(petition, at)
    start_on = timezone.localdate(at)
    petition.step_clock = clocks.start_clock(case=petition.case, rule=rule, start=start_on, at=at, due=due)


def meet(petition: Petition, at: datetime) -> None:
    """Note that what was waited for by law is done; nothing runs then."""
    if petition.clock:
        clocks.meet(clock=petition.clock, at=at)
        petition.clock = None
    end_within(petition, at)


def end_within(petition: Petition, at: datetime) -> None:
    """Note that what the shorter time limit waited for is done."""
    if petition.step_clock:
        clocks.meet(clock=petition.step_clock, at=at)
        petition.step_clock = None


def close_once(petition: Petition, at: datetime) -> None:
    """Note when a petition was first decided or turned away."""
    petition.closed_at = petition.closed_at or at


def issue(actor: User, petition: Petition, paper: Paper, at: datetime, *, due: date | None = None) -> IssuedPaper:
    """Give an official paper its number, in the year and the township's own count.

    The township is locked, so that no number is given twice and none is left out.

    Args:
        due: The day it names; None for the one the petition waits by now.
    """
    clock, is_sealed = petition.current_clock, petition.sealed_for != SealedFor.NOBODY
    town, year = lock(petition.town), timezone.localtime(at).year
    of_year = IssuedPaper.objects.filter(town=town, paper=paper, year=year, is_sealed=is_sealed)
    count = (of_year.aggregate(last=Max("count"))["last"] or 0) + 1
    return IssuedPaper.objects.create(
        petition=petition,
        town=town,
        paper=paper,
        year=year,
        count=count,
        is_sealed=is_sealed,
        number=paper_number(town.name_zh, paper, year=year, count=count, is_sealed=is_sealed),
        unit=petition.unit,
        due=due or (clock.due if clock else None),
        ground=petition.ground,
        body=petition.directed_to,
        issued_at=at,
        issued_by=actor,
    )
