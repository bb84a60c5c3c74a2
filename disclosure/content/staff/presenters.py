"""A staff board as its page shows it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext

from disclosure.content.staff.enums import Whereabouts
from disclosure.content.staff.models import StaffLine
from disclosure.lists.presenters import photograph_urls
from disclosure.lists.queries import in_force_for, lines_of
from disclosure.lists.registry import LISTS
from disclosure.notices.models import Edition
from portal.core.texts import comma
from portal.site.registry import UnitPage

FORM = "staff"


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """One person with the address of the photograph; without one, the first letter of the name stands there."""

    line: StaffLine
    photograph: str = ""

    @property
    def initial(self) -> str:
        """What stands in place of a photograph."""
        return self.line.name[:1]


@dataclass(frozen=True, slots=True)
class StaffBoard:
    """What `disclosure/content/staff/_staff.html` shows."""

    people: Sequence[ShownPerson]

    @property
    def has_photographs(self) -> bool:
        """Whether there is a photograph of anybody; otherwise no place is kept for them."""
        return any(person.photograph for person in self.people)

    @property
    def note(self) -> str:
        """How many people there are, and how many of them are where, as far as that is said."""
        count = len(self.people)
        counted = Counter(person.line.whereabouts for person in self.people)
        where = [
            _("%(where)s: %(count)d") % {"where": place.label, "count": counted[place]}
            for place in Whereabouts
            if counted[place]
        ]
        return comma().join((ngettext("%(count)d person", "%(count)d people", count) % {"count": count}, *where))


def staff_on_board(page: UnitPage) -> StaffBoard | None:
    """Return the staff board in force of a station; None for a village, whose people are those who hold its posts."""
    edition = None if page.unit.is_village else in_force_for(LISTS[FORM], page.unit)
    return staff_board(edition) if edition else None


def staff_board(edition: Edition) -> StaffBoard | None:
    """Return the staff board of an edition; None where nobody stands on it."""
    lines: list[StaffLine] = lines_of(LISTS[FORM], edition)
    if not lines:
        return None
    urls = photograph_urls(edition)
    return StaffBoard([ShownPerson(line, urls.get(line.name, "")) for line in lines])
