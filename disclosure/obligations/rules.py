"""The status of an obligation on a day, and the share of those that were met on time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from disclosure.obligations.enums import Status


def status_of(due_on: date, *, published_on: date | None, today: date, is_over: bool = True) -> tuple[Status, int]:
    """Return the status of an obligation, and by how many calendar days it is late.

    The due day itself still counts as on time. `is_over` is whether the period it is about has ended.
    """
    if published_on is not None:
        days = (published_on - due_on).days
        return (Status.LATE, days) if days > 0 else (Status.ON_TIME, 0)
    if not is_over:
        return Status.NOT_DUE, 0
    days = (today - due_on).days
    return (Status.MISSING, days) if days > 0 else (Status.DUE, 0)


@dataclass(frozen=True, slots=True)
class Share:
    """How many obligations there are, by their status; `due` are also those whose period has not ended."""

    total: int
    on_time: int
    late: int
    missing: int
    due: int
    exempt: int

    @property
    def owed(self) -> int:
        """How many are published or still to be."""
        return self.total - self.exempt

    @property
    def come_due(self) -> int:
        """How many are published, or should be."""
        return self.on_time + self.late + self.missing

    @property
    def percent(self) -> int | None:
        """On time, of all whose day has come, to the nearest per cent; None where there are none.

        Where one is late or missing it is not 100.
        """
        if not self.come_due:
            return None
        if self.on_time == self.come_due:
            return 100
        return min(99, (self.on_time * 200 + self.come_due) // (2 * self.come_due))

    @property
    def text(self) -> str:
        """The share on time; a dash where nothing was due yet."""
        return "—" if self.percent is None else f"{self.percent}%"

    @property
    def words(self) -> str:
        """Out of how many it is, for screen readers."""
        if not self.come_due:
            return _("Nothing was due yet")
        return _("%(done)d of %(of)d on time") % {"done": self.on_time, "of": self.come_due}


def share(statuses: Iterable[Status]) -> Share:
    """Count obligations by their status."""
    counted = Counter(statuses)
    return Share(
        total=counted.total(),
        on_time=counted[Status.ON_TIME],
        late=counted[Status.LATE],
        missing=counted[Status.MISSING],
        due=counted[Status.DUE] + counted[Status.NOT_DUE],
        exempt=counted[Status.EXCUSED] + counted[Status.NOT_APPLICABLE],
    )
