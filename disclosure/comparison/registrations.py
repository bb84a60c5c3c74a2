"""What this room registers with the rest of the portal."""

from django.utils.translation import pgettext_lazy

from disclosure.comparison.policies import FOLLOWS_LINKED
from disclosure.comparison.presenters.linked import beside_the_town, linked_section
from disclosure.comparison.presenters.marks import marks_note
from disclosure.comparison.presenters.sums import sums_section
from disclosure.comparison.presenters.town import compare_beside, compare_paths, link_on_board, link_on_home
from disclosure.comparison.queries.sums import sum_findings
from disclosure.content.statement.registry import STATEMENT_CHECKS, StatementCheck
from disclosure.notices.registry import EDITION_LINKS, EDITION_SECTIONS, NOTICE_SECTIONS, NOTICE_WAYS, Links
from portal.core.sections import Section
from portal.desk.registry import MENU, MenuEntry
from portal.site.registry import HOME_SECTIONS, SITEMAP, UNIT_SECTIONS, SitemapPages

STATEMENT_CHECKS.register(StatementCheck("sums", sum_findings))
NOTICE_SECTIONS.register(Section("sums", 5, "disclosure/comparison/_sums.html", sums_section))
NOTICE_SECTIONS.register(Section("linked", 10, "disclosure/comparison/_public.html", linked_section))
NOTICE_WAYS.register(Links("compare", 40, compare_beside))
EDITION_SECTIONS.register(Section("marks", 20, "disclosure/comparison/desk/_marks.html", marks_note))
EDITION_LINKS.register(Links("linked", 30, beside_the_town))
UNIT_SECTIONS.register(Section("compare", 15, "disclosure/comparison/_of_unit.html", link_on_board))
HOME_SECTIONS.register(Section("compare", 30, "disclosure/comparison/_on_home.html", link_on_home))
SITEMAP.register(SitemapPages("disclosure.compare", 50, compare_paths))

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
