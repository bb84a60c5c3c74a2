"""Fees as their page shows them: by the office that collects them, and what is free at the end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext

from disclosure.content.fees.models import FeeLine
from disclosure.lists.queries import lines_of
from disclosure.lists.registry import LISTS
from disclosure.notices.models import Edition

FORM = "fees"
_FREE = re.compile(r"(免费|不收费|不收取|无偿|0(\.0+)?\s*元?)$")


def is_free(line: FeeLine) -> bool:
    """Return whether nothing is charged for it; offices write that in several words."""
    return bool(_FREE.match(line.standard.strip()))


@dataclass(frozen=True, slots=True)
class Matter:
    """The fees that one office collects; `name` is empty where the list does not say who does."""

    name: str
    lines: Sequence[FeeLine]


@dataclass(frozen=True, slots=True)
class ShownFees:
    """What `disclosure/content/fees/_fees.html` shows."""

    matters: Sequence[Matter]
    free: Sequence[FeeLine]

    @property
    def note(self) -> str:
        """How many fees there are."""
        count = sum(len(matter.lines) for matter in self.matters)
        return ngettext("%(count)d fee.", "%(count)d fees.", count) % {"count": count}

    @property
    def says(self) -> str:
        """What everybody is to know first."""
        return _("What does not stand here is not charged.")


def fees_of(edition: Edition) -> ShownFees | None:
    """Return the fees of an edition; None where there are none."""
    lines: list[FeeLine] = lines_of(LISTS[FORM], edition)
    if not lines:
        return None
    charged = [line for line in lines if not is_free(line)]
    offices = dict.fromkeys(line.office for line in charged)
    matters = [Matter(name, [line for line in charged if line.office == name]) for name in offices]
    return ShownFees(matters, [line for line in lines if is_free(line)])
