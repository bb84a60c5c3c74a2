"""What cases hand to the rest of the portal."""

from portal.cases.actions.clocks import recount
from portal.cases.actions.ending import forget_due
from portal.core.recounts import RECOUNTS, Recount
from portal.core.retention import RETENTIONS, Retention

RECOUNTS.register(Recount("clocks", order=20, run=lambda actor, at: recount(actor=actor, at=at)))
# By when a case is forgotten stands in its row, so nothing is taken off here.
RETENTIONS.register(Retention("cases", days=lambda: 0, forget=forget_due))
