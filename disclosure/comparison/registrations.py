"""What this room registers with the rest of the portal."""

from django.utils.translation import pgettext_lazy

from disclosure.comparison.policies import FOLLOWS_LINKED
from disclosure.comparison.presenters.linked import beside_the_town, linked_section
from disclosure.comparison.presenters.sums import sums_section
from disclosure.comparison.queries.sums import sum_findings
from disclosure.content.statement.registry import STATEMENT_CHECKS, StatementCheck
from disclosure.notices.registry import EDITION_LINKS, NOTICE_SECTIONS, Links
from portal.core.sections import Section
from portal.desk.registry import MENU, MenuEntry

NOTICE_SECTIONS.register(Section("sums", 5, "disclosure/comparison/_sums.html", sums_section))
NOTICE_SECTIONS.register(Section("linked", 10, "disclosure/comparison/_public.html", linked_section))
EDITION_LINKS.register(Links("linked", 30, beside_the_town))
STATEMENT_CHECKS.register(StatementCheck("sums", sum_findings))


MENU.register(
    MenuEntry(
        key="linked",
        url_name="disclosure_desk:linked",
        label=pgettext_lazy("menu of the desk", "Paid and received"),
        group=None,
        order=100,
        opens=lambda person, at: FOLLOWS_LINKED.permitted(person, at=at).exists(),
    )
)
