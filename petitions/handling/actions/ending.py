"""After the opinion: closed, rated, reviewed, re-reviewed, taken up again, concluded or withdrawn.

Each step raises `Conflict`, `WrongState` and `NotAllowed` as the workflow says, and `Refused` where its docstring
does. `seen` is the version that the actor saw; None outside of pages.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from petitions.handling.actions import letters, taking
from petitions.handling.enums import (
    MAX_LENGTH,
    MAX_OPINION_LENGTH,
    OPINION_LIMIT,
    RE_REVIEW_LIMIT,
    RE_REVIEW_REQUEST_LIMIT,
    REVIEW_LIMIT,
    PetitionState,
    ReviewResult,
    Satisfaction,
    Stage,
)
from petitions.handling.models import Petition, Rating, Review
from petitions.handling.queries.petitions import open_review, opinion_of, reviewing_body
from portal.accounts.models import User
from portal.cases.actions import clocks, ending
from portal.core.dates import full_date
from portal.core.demonstration import today_of_due_days
from portal.core.refusals import Refused
from portal.core.texts import plain, required


def close(*, actor: User, petition: Petition, at: datetime, seen: int | None = None) -> Petition:
    """Close a petition whose opinion was served, and file it. A review can be asked for until its time is over."""
    return taking.take(actor, petition, "close", seen=seen, at=at)


def rate(
    *,
    actor: User,
    petition: Petition,
    result: str,
    service: str,
    at: datetime,
    words: str = "",
    seen: int | None = None,
) -> Petition:
    """Say how content the petitioner is with the result, and with those who worked on it.

    Args:
        actor: The system for the petitioner, who shows their code; else the person of the office who was told.
        result: A value of `Satisfaction`.
        service: A value of `Satisfaction`.
        words: What else they say; the secretary reads it.

    Raises:
        Refused: There is nothing to rate.
    """

    def change(locked: Petition) -> None:
        opinion = opinion_of(locked)
        if opinion is None or Rating.objects.filter(opinion=opinion).exists():
            raise Refused(_("There is nothing to rate."))
        Rating.objects.create(
            petition=locked,
            opinion=opinion,
            result=Satisfaction(result),
            service=Satisfaction(service),
            words=plain(words)[:MAX_LENGTH],
            rated_at=at,
        )

    return taking.take(actor, petition, "rate", change, seen=seen, at=at)


def ask_review(*, actor: User, petition: Petition, reason: str, at: datetime, seen: int | None = None) -> Petition:
    """Ask the body above for a review of the opinion, within thirty days after it was served.

    Args:
        actor: The system for the petitioner, who shows their code; else the person of the office who was told.

    Raises:
        Refused: The reason is missing, or the time is over.
    """
    return _ask(actor, petition, Stage.REVIEW, reason=reason, at=at, seen=seen)


def ask_re_review(*, actor: User, petition: Petition, reason: str, at: datetime, seen: int | None = None) -> Petition:
    """Ask the body above the reviewer for a re-review, within thirty days after the review.

    Raises:
        Refused: The reason is missing, or the time is over.
    """
    return _ask(actor, petition, Stage.RE_REVIEW, reason=reason, at=at, seen=seen)


def hold_hearing(
    *, actor: User, petition: Petition, begun_on: date, ended_on: date, at: datetime, seen: int | None = None
) -> Petition:
    """Enter a public hearing of a review; its days do not count (Regulations, article 36).

    Raises:
        Refused: The days are in the wrong order or to come.
    """

    def change(locked: Petition) -> None:
        if not begun_on <= ended_on <= timezone.localdate(at):
            raise Refused(_("Choose the first and the last day of a hearing that is over."), "ended_on")
        if locked.clock is None:
            raise Refused(_("No time runs."))
        locked.clock = clocks.leave_out(actor=actor, clock=locked.clock, first=begun_on, last=ended_on, at=at)

    return taking.take(actor, petition, "hold_hearing", change, seen=seen, at=at)


def uphold(
    *,
    actor: User,
    petition: Petition,
    result: str,
    decided_on: date,
    text: str,
    at: datetime,
    seen: int | None = None,
) -> Petition:
    """Enter that the body above upheld the opinion, or changed it.

    After a review a re-review can be asked for within thirty days; after a re-review the petition is concluded.

    Raises:
        Refused: The text is missing, the day is to come, or the decision is another.
    """

    def change(locked: Petition) -> None:
        if result not in (ReviewResult.UPHELD, ReviewResult.CHANGED):
            raise Refused(_("Choose whether it was upheld or changed."), "result")
        _decide(locked, result, decided_on, text, at)
        if locked.state == PetitionState.REVIEWING:
            taking.start(locked, RE_REVIEW_REQUEST_LIMIT, at, on=decided_on)
        else:
            taking.meet(locked, at)
            _end(locked, at)

    with transaction.atomic():
        done = taking.take(actor, petition, "uphold", change, seen=seen, at=at)
        letters.write(done, "petition_reviewed", at=at, occasion=str(done.version))
        if done.ended_at is not None:
            ending.close(case=done.case, at=at)
    return done


def overturn(
    *, actor: User, petition: Petition, decided_on: date, text: str, at: datetime, seen: int | None = None
) -> Petition:
    """Enter that the body above revoked the opinion: the petition is handled again, in a new time.

    Raises:
        Refused: The text is missing or the day is to come.
    """

    def change(locked: Petition) -> None:
        _decide(locked, ReviewResult.REVOKED, decided_on, text, at)
        _handle_again(locked, at)

    with transaction.atomic():
        done = taking.take(actor, petition, "overturn", change, seen=seen, at=at)
        letters.write(done, "petition_reviewed", at=at, occasion=str(done.version))
    return done


def reopen(*, actor: User, petition: Petition, reason: str, at: datetime, seen: int | None = None) -> Petition:
    """Take a petition up again, such as because the petitioner is not content, in a new time.

    Raises:
        Refused: The reason is missing.
    """

    def change(locked: Petition) -> None:
        taking.note(actor, locked, reason, at, missing=_("Write why it is taken up again."))
        _handle_again(locked, at)

    with transaction.atomic():
        done = taking.take(actor, petition, "reopen", change, seen=seen, at=at)
        letters.write(done, "petition_reopened", at=at, occasion=str(done.version))
    return done


def conclude(*, actor: User, petition: Petition, at: datetime, seen: int | None = None) -> Petition:
    """Conclude a petition of which no review was asked for in time, or none can be.

    Raises:
        Refused: The time is not over.
    """

    def change(locked: Petition) -> None:
        due = locked.clock.due if locked.clock else None
        if due is not None and today_of_due_days(at) <= due:
            words = _("A review may still be asked for until %(day)s.")
            raise Refused(words % {"day": full_date(due)})
        _end(locked, at)

    with transaction.atomic():
        done = taking.take(actor, petition, "conclude", change, seen=seen, at=at)
        ending.close(case=done.case, at=at)
    return done


def withdraw(*, actor: User, petition: Petition, at: datetime, seen: int | None = None) -> Petition:
    """End a petition because the petitioner takes it back.

    Args:
        actor: The system for the petitioner, who shows their code; else the person of the office who was told.
    """

    def change(locked: Petition) -> None:
        locked.opinions.filter(signed_at=None).delete()
        locked.extension_days = 0
        _end(locked, at)

    with transaction.atomic():
        done = taking.take(actor, petition, "withdraw", change, seen=seen, at=at)
        letters.write(done, "petition_withdrawn", at=at)
        ending.close(case=done.case, at=at)
    return done


def _ask(actor: User, petition: Petition, stage: Stage, *, reason: str, at: datetime, seen: int | None) -> Petition:
    verb = "ask_review" if stage == Stage.REVIEW else "ask_re_review"

    def change(locked: Petition) -> None:
        words = required(reason, _("Write why you do not agree."), "reason", MAX_LENGTH)
        due = locked.clock.due if locked.clock else None
        if due is None or due < today_of_due_days(at):
            raise Refused(_("The thirty days to ask for it are over."))
        body = reviewing_body(stage)
        Review.objects.create(petition=locked, stage=stage, asked_at=at, reason=words, body=body)
        taking.start(locked, REVIEW_LIMIT if stage == Stage.REVIEW else RE_REVIEW_LIMIT, at)

    with transaction.atomic():
        done = taking.take(actor, petition, verb, change, seen=seen, at=at)
        letters.write(done, "petition_review_asked", at=at, occasion=str(done.version))
    return done


def _decide(petition: Petition, result: str, decided_on: date, text: str, at: datetime) -> None:
    review = open_review(petition)
    if review is None:
        raise Refused(_("There is no review to decide on."))
    if not timezone.localdate(review.asked_at) <= decided_on <= timezone.localdate(at):
        raise Refused(_("Choose a day since it was asked for, until today."), "decided_on")
    review.result, review.decided_on = ReviewResult(result), decided_on
    review.text = required(text, _("Write what the decision says."), "text", MAX_OPINION_LENGTH)
    review.save()


def _handle_again(petition: Petition, at: datetime) -> None:
    """Begin the time of the opinion anew; who handled it before and is not kept out handles it again."""
    petition.decided_at = None
    taking.meet(petition, at)
    taking.start(petition, OPINION_LIMIT, at)


def _end(petition: Petition, at: datetime) -> None:
    """End a petition; what still runs is not met: it stops when its case is closed."""
    petition.clock = petition.step_clock = None
    petition.ended_at = at
    taking.close_once(petition, at)
