"""What is suggested at a debriefing is answered, or given to the unit to put right."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accountability.appraisal.enums import MAX_LINE, MAX_TEXT
from accountability.appraisal.models import Debriefing, Suggestion
from accountability.appraisal.policies import SUGGESTION_STEPS
from accountability.appraisal.workflow import SUGGESTION
from accountability.rectification.actions import give as give_rectification
from accountability.rectification.enums import Source
from portal.accounts.models import User
from portal.core.texts import required
from portal.core.workflow import create, step

KIND = "述职述廉建议"
"""What a rectification that follows from a suggestion is called."""


def suggest(*, actor: User, debriefing: Debriefing, made_by: str, text: str, at: datetime) -> Suggestion:
    """Record what somebody suggested at the meeting.

    Raises:
        NotAllowed: The actor writes nothing for this unit, or the meeting was not held.
        Refused: A text is missing.
    """

    def make(locked: Debriefing) -> Suggestion:
        last = locked.suggestions.order_by("-position").values_list("position", flat=True).first()
        return Suggestion(
            debriefing=locked,
            position=(last or 0) + 1,
            made_by=required(made_by, _("Write who suggested it."), "made_by", MAX_LINE),
            text=required(text, _("Write what was suggested."), "text", MAX_TEXT),
            entered_by=actor,
        )

    made: Suggestion = create(
        actor=actor, parent=debriefing, make=make, workflow=SUGGESTION, verb="suggest", policies=SUGGESTION_STEPS, at=at
    )
    return made


def answer(*, actor: User, suggestion: Suggestion, answer: str, at: datetime, seen: int | None = None) -> Suggestion:
    """Answer a suggestion.

    Raises:
        Refused: Nothing was written.
    """

    def change(locked: Suggestion) -> None:
        locked.answer = required(answer, _("Write the answer."), "answer", MAX_TEXT)

    return step(
        actor=actor,
        subject=suggestion,
        workflow=SUGGESTION,
        verb="answer",
        policies=SUGGESTION_STEPS,
        seen=seen,
        at=at,
        change=change,
        related=("debriefing__unit",),
    )


def give(
    *,
    actor: User,
    suggestion: Suggestion,
    requirement: str,
    due: date,
    at: datetime,
    responsible: str = "",
    seen: int | None = None,
) -> Suggestion:
    """Give a suggestion to the unit to put right by a day; it is followed as a rectification from then on.

    Raises:
        Refused: The day has passed, or nothing was written.
    """

    def change(locked: Suggestion) -> None:
        locked.rectification = give_rectification(
            actor=actor,
            town=locked.debriefing.town,
            unit=locked.debriefing.unit,
            source=Source.DEBRIEFING,
            source_number=locked.audit_number(),
            kind=KIND,
            text=locked.text,
            requirement=requirement,
            due=due,
            responsible=responsible,
            at=at,
        )

    return step(
        actor=actor,
        subject=suggestion,
        workflow=SUGGESTION,
        verb="give",
        policies=SUGGESTION_STEPS,
        seen=seen,
        at=at,
        change=change,
        related=("debriefing__unit", "debriefing__town"),
    )
