"""What this room hands to the rest of the portal."""

from __future__ import annotations

from disclosure.comparison.presenters import beside_the_town, linked_section
from disclosure.notices.registry.pages import EDITION_LINKS, NOTICE_SECTIONS, Links
from portal.core.sections import Section

NOTICE_SECTIONS.register(Section("linked", 10, "disclosure/comparison/_public.html", linked_section))
EDITION_LINKS.register(Links("linked", 30, beside_the_town))
