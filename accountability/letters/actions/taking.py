"""Taking a step of a letter."""

from collections.abc import Callable
from datetime import datetime

from accountability.letters.actions.checks import refuse_numbers
from accountability.letters.models import Letter
from accountability.letters.policies import LETTER_POLICIES
from accountability.letters.workflow import LETTER_STEPS
from portal.accounts.models import User
from portal.core.workflow import step

RELATED = ("unit__parent", "town", "wording__template", "replaces", "principal")
"""What a step looks at besides the letter."""


def take(
    actor: User,
    letter: Letter,
    verb: str,
    change: Callable[[Letter], None] | None = None,
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> Letter:
    """Take a step of a letter; a reason goes to the unit, so it may hold nobody's number."""

    def check_and_change(locked: Letter) -> None:
        refuse_numbers(locked.unit, reason, "reason")
        if change:
            change(locked)

    return step(
        actor=actor,
        subject=letter,
        workflow=LETTER_STEPS,
        verb=verb,
        policies=LETTER_POLICIES,
        seen=seen,
        at=at,
        reason=reason,
        change=check_and_change,
        related=RELATED,
    )
