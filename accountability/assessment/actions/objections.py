"""Objections to published results: registered, answered, and upheld by scoring again."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.assessment.actions import steps
from accountability.assessment.actions.checks import public_text
from accountability.assessment.enums import ANSWER_DAYS, MAX_TEXT_LENGTH, AssessmentState, ObjectionChannel
from accountability.assessment.models import Assessment, Objection
from accountability.assessment.policies import OBJECTION_STEPS
from accountability.assessment.workflow import OBJECTION
from portal.accounts.models import User
from portal.core import pages
from portal.core.refusals import Refused
from portal.core.texts import plain
from portal.core.workflow import create, step


def register(
    *,
    actor: User,
    assessment: Assessment,
    channel: ObjectionChannel,
    text: str,
    received_on: date,
    at: datetime,
    source_number: str = "",
) -> Objection:
    """Register an objection to the result that stands published. It names nobody: who made it stands where it came in.

    Args:
        source_number: Its number there, such as that of an opinion.

    Raises:
        NotAllowed: The actor is not the discipline secretary, or the result is not open to objections.
        Refused: It came after the last day, before the result was published, or the text is missing.
    """

    def make(locked: Assessment) -> Objection:
        edition = locked.editions.order_by("-number").first()
        assert edition is not None  # noqa: S101  # the policy allows it in the state published alone
        if not timezone.localdate(edition.published_at) <= received_on <= timezone.localdate(at):
            raise Refused(_("Choose a day since the result was published, and not to come."), "received_on")
        if received_on > edition.objections_until:
            raise Refused(_("Objections were taken until %(day)s.") % {"day": edition.objections_until}, "received_on")
        return Objection(
            assessment=locked,
            edition=edition,
            number=locked.objections.count() + 1,
            channel=channel,
            source_number=plain(source_number)[:60],
            text=public_text(text, _("Write what the objection is."), "text", MAX_TEXT_LENGTH),
            received_on=received_on,
            due=received_on + timedelta(days=ANSWER_DAYS),
            entered_by=actor,
        )

    return create(
        actor=actor,
        parent=assessment,
        make=make,
        workflow=OBJECTION,
        verb="register",
        policies=OBJECTION_STEPS,
        at=at,
        related=("of_year", "unit"),
    )


def uphold(*, actor: User, objection: Objection, answer: str, at: datetime, seen: int | None = None) -> Objection:
    """Uphold an objection: the team scores again, and the new result is published beside the old one.

    Raises:
        Refused: There is no answer.
    """
    with transaction.atomic():
        taken = _answer(actor, objection, "uphold", answer, seen=seen, at=at)
        if taken.assessment.state == AssessmentState.PUBLISHED:
            steps.reopen(actor=actor, assessment=taken.assessment, reason=taken.answer, at=at)
    return taken


def dismiss(*, actor: User, objection: Objection, answer: str, at: datetime, seen: int | None = None) -> Objection:
    """Answer an objection that is not upheld.

    Raises:
        Refused: There is no answer.
    """
    return _answer(actor, objection, "dismiss", answer, seen=seen, at=at)


def _answer(actor: User, objection: Objection, verb: str, answer: str, *, seen: int | None, at: datetime) -> Objection:
    def change(locked: Objection) -> None:
        locked.answer = public_text(answer, _("Write the answer. It is published."), "answer", MAX_TEXT_LENGTH)
        locked.answered_on = timezone.localdate(at)
        pages.bump()

    return step(
        actor=actor,
        subject=objection,
        workflow=OBJECTION,
        verb=verb,
        policies=OBJECTION_STEPS,
        seen=seen,
        at=at,
        change=change,
        related=("assessment__of_year", "assessment__unit"),
    )
