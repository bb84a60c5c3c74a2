"""What this room hands to the rest of the portal."""

from django.utils.translation import pgettext_lazy

from disclosure.opinions.actions.due import recount_due
from disclosure.opinions.policies import WORKS_FOR
from disclosure.opinions.presenters.desk import queue_rows
from disclosure.opinions.queries.opinions import waiting_count, waiting_opinions
from disclosure.opinions.workflow import OPINION
from portal.core.recounts import RECOUNTS, Recount
from portal.core.workflow import WORKFLOWS
from portal.desk.registry import MENU, QUEUE, MenuEntry, QueueSource

WORKFLOWS.register(OPINION)
QUEUE.register(QueueSource("opinion", waiting_opinions, queue_rows))
RECOUNTS.register(Recount("answers", order=20, run=lambda actor, at: recount_due(actor=actor, at=at)))
MENU.register(
    MenuEntry(
        key="opinions",
        url_name="disclosure_desk:opinions",
        label=pgettext_lazy("menu of the desk", "Opinions"),
        group=None,
        order=60,
        opens=lambda person, at: WORKS_FOR.permitted(person, at=at).exists(),
        count=waiting_count,
    )
)
