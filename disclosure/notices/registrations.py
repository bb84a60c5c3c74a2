"""What notices hand to the registries of the portal."""

from django.utils.translation import pgettext_lazy

from disclosure.notices.presenters.rows import queue_rows
from disclosure.notices.queries.waiting import waiting_editions
from disclosure.notices.workflow import EDITION
from portal.accounts.enums import Role
from portal.accounts.policies import units_of
from portal.core.workflow import WORKFLOWS
from portal.desk.registry import MENU, QUEUE, MenuEntry, QueueSource

WORKFLOWS.register(EDITION)
QUEUE.register(QueueSource("edition", waiting_editions, queue_rows))
MENU.register(
    MenuEntry(
        key="ledgers",
        url_name="disclosure_desk:ledgers",
        label=pgettext_lazy("menu of the desk", "Ledgers"),
        group=None,
        order=20,
        opens=lambda person, at: units_of(person, Role.CLERK, at=at).exists(),
    )
)
MENU.register(
    MenuEntry(
        key="notices",
        url_name="disclosure_desk:notices",
        label=pgettext_lazy("menu of the desk", "Notices"),
        group=None,
        order=30,
    )
)
