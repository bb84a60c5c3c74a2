"""Who keeps windows and reads their figures. Words as they came are for the discipline secretary alone."""

from typing import Any

from accountability.ratings.enums import RatingState
from accountability.ratings.models import Rating, Window
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.policies import holds
from portal.core.policy import Policy, all_of, any_of, in_states, is_system

_oversees = holds(Role.SECRETARY, path="unit")
_of_unit = holds(Role.CLERK, Role.HANDLER, path="unit")

KEEPS_WINDOWS_OF = Policy(Unit, holds(Role.SECRETARY, path="pk"))
"""For which units somebody enters windows."""

KEEPS_WINDOW = Policy(Window, _oversees)
"""Who changes a window, prints its code and asks it to improve."""

PRINTS_SLIPS = Policy(Window, any_of(_oversees, _of_unit))
"""Who prints slips: the discipline secretary, and the unit that hands them out."""

READS_WINDOW = Policy(Window, any_of(_oversees, _of_unit, holds(Role.LEADER, Role.APPROVER, path="unit")))
"""Who reads the figures of a window: who oversees it, the leaders, and the unit."""

SCREENS = Policy(Rating, holds(Role.SECRETARY, path="window__unit"))
"""Who reads words as they came, and says what the unit reads of them."""

READS_WORDS = Policy(
    Rating,
    all_of(
        holds(Role.SECRETARY, Role.CLERK, Role.HANDLER, path="window__unit"),
        in_states(RatingState.PASSED_ON),
    ),
)
"""Who reads words that were passed on."""

STEPS: dict[str, Policy[Any]] = {"system": Policy(Window, is_system), "screens": SCREENS}
"""The policies that `accountability.ratings.workflow.RATING` names."""
