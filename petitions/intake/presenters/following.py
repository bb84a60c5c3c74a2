"""How a petition stands, for whoever has its number and code. Nothing of what they wrote is repeated."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from petitions.handling.enums import (
    BEFORE_ACCEPTANCE,
    ENDED,
    IN_HAND,
    Category,
    PetitionState as S,
)
from petitions.handling.models import Petition
from petitions.handling.queries.petitions import of_case, open_review, with_context
from petitions.intake import queries
from petitions.intake.presenters import answer, timeline, words
from petitions.intake.presenters.answer import ShownOpinion, ShownReview
from petitions.intake.presenters.timeline import Event
from portal.accounts.models import Unit
from portal.cases.models import Case
from portal.cases.presenters import ClockLine, CourseStep
from portal.cases.registry import FollowPage
from portal.core import dates
from portal.core.components import File
from portal.core.encryption import seal
from portal.core.texts import as_written, sentences

MINE = "mine"
"""What the token of the address of what a petitioner can do says."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where a petitioner does what they can do now; empty where they cannot."""

    add: str = ""
    withdraw: str = ""
    rate: str = ""
    review: str = ""
    slip: str = ""


@dataclass(frozen=True, slots=True)
class PetitionPage(FollowPage):
    """How a petition stands, for its sender; of an accusation there are only state and course.

    Attributes:
        next_text: What comes next, and by when; empty where nothing does.
        next_day: The day by which something comes, or the petitioner can still do something.
        course: The steps that were taken, where it is, and what comes.
        clocks: The time limits, the newest first.
        events: What happened, the newest first.
        papers: The official papers, to be saved.
        review_text: Who reviews the answer and by when; empty where nobody can be asked.
    """

    next_text: str = ""
    next_day: date | None = None
    course: list[CourseStep] = field(default_factory=list)
    clocks: list[ClockLine] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    papers: list[File] = field(default_factory=list)
    opinion: ShownOpinion | None = None
    reviews: list[ShownReview] = field(default_factory=list)
    review_text: str = ""
    links: Links = field(default_factory=Links)
    phone: str = ""


def follow_page(case: Case, today: date) -> FollowPage:
    """Return how a petition stands for those who have number and code."""
    petition = of_case(case)
    shared: dict[str, Any] = {
        "state": words.state_words(petition),
        "meta": _meta(petition),
        "next_text": waiting(petition),
        "overdue": _overdue(petition, today),
        "next_day": _next_day(petition),
        "links": _links(petition),
        "phone": petition.town.supervision_phone,
        "beside": "petitions/intake/_beside.html",
        "below": "petitions/intake/_below.html",
        "back_url": reverse("petitions:start"),
        "back_label": _("About handing in"),
    }
    if petition.category == Category.ACCUSATION:
        return PetitionPage(**shared, course=timeline.course_of_accusation(petition))
    told = queries.told_of(petition)
    return PetitionPage(
        **shared,
        note=_of_the_other(petition),
        course=timeline.course(petition, told.lines),
        clocks=timeline.clocks(told, today),
        events=timeline.events(petition, told),
        papers=[answer.paper_link(one, token_of(petition)) for one in told.papers if not petition.case.forgotten_at],
        opinion=answer.shown_opinion(told.opinion) if told.opinion else None,
        reviews=[answer.shown_review(one) for one in told.reviews],
        review_text=answer.review_text(petition),
    )


def where_to_hand_in(unit: Unit | None) -> str:
    """Return where a resident hands in: the form with the unit chosen, or what it is all about."""
    return f"{reverse('petitions:new')}?unit={unit.code}" if unit else reverse("petitions:start")


def waiting(petition: Petition) -> str:
    """Return what comes next, and by when; empty where nothing does."""
    state = S(petition.state)
    if petition.category == Category.ACCUSATION:
        return _waiting_of_accusation(petition)
    due = petition.clock.due if petition.clock else None
    if state in ENDED or (due is None and state != S.DECIDED):
        return ""
    said = {"date": dates.full_date(due) if due else "", "body": _body(petition)}
    by = _sentence(state) % said
    if petition.clock and petition.clock.is_provisional:
        return sentences(by, _("The calendar of that year is not out yet, so the day may still move."))
    return by


def _sentence(state: S) -> str:
    if state in BEFORE_ACCEPTANCE:
        return _("You are told by %(date)s whether it is accepted.")
    if state in IN_HAND:
        return _("You have the written answer by %(date)s.")
    if state == S.DECIDED:
        return _("The written answer is brought to you within five working days.")
    if state == S.REVIEWED:
        return _("If you do not agree, you can ask for a re-review until %(date)s. After that it is concluded.")
    if state in queries.ASKS_FURTHER:
        return _("If you do not agree, you can ask for a review until %(date)s. After that it is concluded.")
    return _("%(body)s decides by %(date)s.")


def _waiting_of_accusation(petition: Petition) -> str:
    due = petition.clock.due if petition.clock else None
    if petition.state in ENDED:
        return ""
    if petition.state in BEFORE_ACCEPTANCE and due and not petition.is_anonymous:
        return _("You hear by %(date)s that it is being looked into.") % {"date": dates.full_date(due)}
    return _("Who it is with, and what comes of it, is told to nobody here.")


def _body(petition: Petition) -> str:
    review = open_review(petition)
    return review.body if review else ""


def _meta(petition: Petition) -> list[tuple[str, str]]:
    is_sealed = petition.category == Category.ACCUSATION
    rows: list[tuple[str, str]] = [
        (_("Number"), petition.number),
        (_("Received on"), dates.full_date(timezone.localdate(petition.case.received_at))),
    ]
    if is_sealed:
        return rows
    about = as_written(petition.subject) if petition.subject else ""
    unit = petition.unit.name if petition.unit and petition.accepted_at else ""
    found = [*rows, (pgettext("of a petition", "About"), about), (pgettext("of a petition", "Handled by"), unit)]
    return [(term, value) for term, value in found if value]


def _next_day(petition: Petition) -> date | None:
    is_secret = petition.category == Category.ACCUSATION and (
        petition.is_anonymous or petition.state not in BEFORE_ACCEPTANCE
    )
    is_over = petition.state in ENDED or petition.clock is None or is_secret
    return None if is_over or petition.clock is None else petition.clock.due


def _overdue(petition: Petition, today: date) -> str:
    due = _next_day(petition)
    owes = (*BEFORE_ACCEPTANCE, *IN_HAND, S.REVIEWING, S.RE_REVIEWING)
    return _("This is overdue.") if due and due < today and petition.state in owes else ""


def _of_the_other(petition: Petition) -> str:
    """Return how the one stands with which this one was joined; of its sender it gives nothing away."""
    other = petition.merged_into
    while other is not None and other.merged_into_id:
        other = other.merged_into
    if other is None:
        return ""
    found = with_context(Petition.objects.filter(pk=other.pk)).get()
    said = _("It is about the same matter as another petition. How that one stands: %(state)s.")
    return sentences(said % {"state": words.state_words(found)}, _by_when(found))


def _by_when(other: Petition) -> str:
    """Return by when the other one is answered; what its sender can do is theirs."""
    due = other.clock.due if other.clock else None
    is_secret = other.category == Category.ACCUSATION
    if is_secret or due is None or other.state not in (*BEFORE_ACCEPTANCE, *IN_HAND):
        return ""
    return _("The next step is due by %(date)s.") % {"date": dates.full_date(due)}


def token_of(petition: Petition) -> str:
    """Return what stands in the addresses of what a petitioner can do."""
    return seal(f"{petition.case_id}:{MINE}")


def _links(petition: Petition) -> Links:
    can = queries.open_to_sender(petition, timezone.now())
    token = token_of(petition)
    asks = can & {queries.ASK_REVIEW, queries.ASK_RE_REVIEW}

    def to(name: str, *, is_open: bool) -> str:
        return reverse(f"petitions:{name}", args=[token]) if is_open else ""

    return Links(
        add=to("add", is_open=queries.ADD in can),
        withdraw=to("withdraw", is_open=queries.WITHDRAW in can),
        rate=to("rate", is_open=queries.RATE in can),
        review=to("review", is_open=bool(asks)),
        slip=to("slip", is_open=True),
    )
