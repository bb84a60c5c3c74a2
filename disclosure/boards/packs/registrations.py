"""What this room hands to the rest of the portal."""

from disclosure.boards.packs.presenters import newest_packs
from disclosure.boards.registry import BOARD_SECTIONS
from portal.core.sections import Section

BOARD_SECTIONS.register(Section("packs", 10, "disclosure/boards/packs/desk/_newest.html", newest_packs))
