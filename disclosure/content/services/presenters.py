"""The services of a station as their page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

from disclosure.content.services.models import ServiceLine
from disclosure.lists.queries import lines_of
from disclosure.lists.registry import LISTS
from disclosure.notices.models import Edition

FORM = "services"


@dataclass(frozen=True, slots=True)
class ShownServices:
    """What `disclosure/content/services/_services.html` shows."""

    lines: Sequence[ServiceLine]

    @property
    def note(self) -> str:
        """How many services there are."""
        count = len(self.lines)
        return ngettext("%(count)d service.", "%(count)d services.", count) % {"count": count}


def services_of(edition: Edition) -> ShownServices | None:
    """Return the services of an edition; None where there are none."""
    lines: list[ServiceLine] = lines_of(LISTS[FORM], edition)
    return ShownServices(lines) if lines else None
