"""Which obligations a notice is about."""

from django.db.models import Q

from disclosure.notices.models import Notice
from disclosure.obligations.enums import Origin


def about(notice: Notice) -> Q:
    """Return the condition of the obligations a notice meets once it is live: named for it, or of its period."""
    named = Q(notice=notice)
    if notice.sequence is not None:
        return named
    return named | Q(origin=Origin.CALENDAR, unit=notice.unit_id, entry=notice.entry_id, period=notice.period)
