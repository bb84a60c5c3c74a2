"""A staff board as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext

from disclosure.content.staff.models import StaffLine
from disclosure.lists.queries import lines_of
from disclosure.lists.registry import LISTS
from disclosure.notices.models import Edition
from portal.core.texts import comma

FORM = "staff"


@dataclass(frozen=True, slots=True)
class StaffBoard:
    """What `disclosure/content/staff/_staff.html` shows."""

    lines: Sequence[StaffLine]

    @property
    def note(self) -> str:
        """How many people there are, and how many of them are in where that is said."""
        count = len(self.lines)
        people = ngettext("%(count)d person", "%(count)d people", count) % {"count": count}
        if not any(line.whereabouts for line in self.lines):
            return people
        return comma().join((people, _("%(count)d in the office") % {"count": sum(line.is_in for line in self.lines)}))


def staff_board(edition: Edition) -> StaffBoard | None:
    """Return the staff board of an edition; None where nobody stands on it."""
    lines: list[StaffLine] = lines_of(LISTS[FORM], edition)
    return StaffBoard(lines) if lines else None
