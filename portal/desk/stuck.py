"""What is overdue, for those who see to it that it goes on: at which step, with whom, and for how many days."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, pgettext

from portal.core import charts
from portal.core.texts import joint
from portal.core.workflow import Words
from portal.desk.registry import Due, TallyFigure

MOST_ROWS, MOST_NAMES = 8, 4


@dataclass(frozen=True, slots=True)
class Stuck:
    """One thing that is overdue: the step it stands at, who can take that, and since how many days it lies there."""

    title: Words
    url: str
    unit: str
    step: Words
    people: Sequence[str]
    days: int
    due: Due
    number: str = ""

    @property
    def who(self) -> str:
        """Who can take it further, in words."""
        return joint().join(self.people) or _("nobody can take it further")


@dataclass(frozen=True, slots=True)
class StuckSection:
    """What is overdue, for `desk/_stuck.html`; the longest overdue first.

    Attributes:
        rows: Each with its days in hand as a bar, compared with the longest.
        steps: At which steps they stand, and how many at each.
        people: With whom they are, and how many with each; the others stand last, as one.
        more_url: Where all of them are listed; empty where these are all.
    """

    heading: str
    rows: list[tuple[Stuck, SafeString]]
    steps: list[tuple[str, int]]
    people: list[tuple[str, int]]
    more_url: str
    figure: TallyFigure


def days_in_hand(since: date, *, today: date) -> int:
    """Return for how many days something lies where it came at a time or on a day.

    A demonstration stands still on its own day; what came there after it has lain for none.
    """
    day = timezone.localdate(since) if isinstance(since, datetime) else since
    return max(0, (today - day).days)


def stuck_section(found: Sequence[Stuck], *, key: str, label: str, more_url: str) -> StuckSection:
    """Return the section of what is overdue.

    Args:
        key: The `id` of its heading.
        label: What the figure above says, such as “Items overdue”; the heading adds how many.
    """
    longest = max((one.days for one in found), default=0)
    people = Counter(name for one in found for name in one.people).most_common()
    others = sum(count for _name, count in people[MOST_NAMES:])
    with_others = [(pgettext("people", "others"), others)] if others else []
    return StuckSection(
        heading=_("%(label)s: %(count)d") % {"label": label, "count": len(found)},
        rows=[(one, charts.length(one.days, longest)) for one in found[:MOST_ROWS]],
        steps=Counter(str(one.step) for one in found).most_common(),
        people=[*people[:MOST_NAMES], *with_others],
        more_url=more_url if len(found) > MOST_ROWS else "",
        figure=TallyFigure(label, len(found), f"#{key}", owed=bool(found)),
    )
