"""The answer to a petition, its reviews and its papers, for its sender."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from petitions.handling.enums import (
    Category,
    Finding,
    Paper,
    PetitionState,
    Result,
    ReviewResult,
    Stage,
)
from petitions.handling.models import IssuedPaper, Opinion, Petition, Review
from petitions.handling.queries.petitions import reviewing_body
from petitions.intake.queries import ASKS_FURTHER
from portal.core import dates
from portal.core.components import File
from portal.core.texts import as_written
from portal.core.workflow import Words


@dataclass(frozen=True, slots=True)
class ShownOpinion:
    """The answer to a petition."""

    number: str
    result: str
    facts: SafeString
    text: SafeString


@dataclass(frozen=True, slots=True)
class ShownReview:
    """A review or re-review; `decided` is empty while it is waited for."""

    title: str
    asked: str
    decided: str
    text: SafeString


def shown_opinion(one: Opinion) -> ShownOpinion:
    """Return the answer as its petitioner reads it."""
    result: Words = Result(one.result).label if one.result else Finding(one.finding).label
    return ShownOpinion(one.number, str(result), as_written(one.facts), as_written(one.text))


def shown_review(one: Review) -> ShownReview:
    """Return a review as the petitioner reads it."""
    said = {"body": one.body, "day": dates.full_date(timezone.localdate(one.asked_at))}
    decided = ""
    if one.decided_on:
        result = {"result": ReviewResult(one.result).label, "day": dates.full_date(one.decided_on)}
        decided = _("%(result)s, on %(day)s") % result
    return ShownReview(
        str(Stage(one.stage).label), _("Asked of %(body)s on %(day)s") % said, decided, as_written(one.text)
    )


def review_text(petition: Petition) -> str:
    """Return who looks at the answer again if asked, and until when; empty where nobody can be asked."""
    if petition.state not in ASKS_FURTHER or petition.category != Category.APPEAL or petition.clock is None:
        return ""
    stage = Stage.RE_REVIEW if petition.state == PetitionState.REVIEWED else Stage.REVIEW
    due = petition.clock.due
    said = {"body": reviewing_body(stage), "day": dates.full_date(due) if due else ""}
    return _("Until %(day)s you can ask %(body)s to look at it again. It is free and decided within 30 days.") % said


def paper_link(one: IssuedPaper, token: str) -> File:
    """Return an official paper as a link, which works as long as the token does."""
    url = reverse("petitions:paper", args=[token, one.pk])
    return File(url, str(Paper(one.paper).label), one.number)
