"""What the example offers to the rest of the portal."""

from datetime import datetime

from portal.core.retention import RETENTIONS, Retention
from tests.example import slips, wells  # noqa: F401 - they register themselves
from tests.example.models import Ticket
from tests.example.workflow import DROPPED


def forget_dropped(before: datetime, limit: int) -> int:
    """Forget tickets that were dropped before."""
    expired = Ticket.objects.filter(state=DROPPED, state_since__lt=before).order_by("pk")[:limit]
    return Ticket.objects.filter(pk__in=list(expired.values_list("pk", flat=True))).delete()[0]


RETENTIONS.register(Retention("example.ticket", days=lambda: 30, forget=forget_dropped))
