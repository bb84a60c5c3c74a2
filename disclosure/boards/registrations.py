"""What this room hands to the rest of the portal."""

from functools import partial

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.boards.models import PackFile, Posting
from disclosure.boards.policies import WORKS_FOR
from disclosure.boards.presenters import boards_of_unit, posted_out_of_force, posted_where, queue_rows, replaced_where
from disclosure.boards.queries import reminders, settled, waiting_postings
from disclosure.boards.workflow import POSTING
from disclosure.notices.registry import FOLLOWERS, Follower, Phase
from portal.core.files import FILE_NAMES, FileNames
from portal.core.sections import Section
from portal.core.workflow import WORKFLOWS
from portal.desk.queue import count_waiting
from portal.desk.registry import MENU, QUEUE, MenuEntry, QueueSource
from portal.messaging.registry import (
    ADDRESS,
    DAYS,
    DUE,
    MESSAGE_TEMPLATES,
    NOTICE,
    NUMBER,
    REMINDER_SOURCES,
    SETTLEMENTS,
    UNIT,
    MessageTemplate,
    Placeholder,
    ReminderSource,
    Settlement,
)
from portal.site.registry import FACTS, UNIT_SECTIONS, VERIFY_SECTIONS

WORKFLOWS.register(POSTING)
FILE_NAMES.register(FileNames("photographs", Posting, "photo_stored_as"))
FILE_NAMES.register(FileNames("packs", PackFile))
FOLLOWERS.register(
    Follower(key="boards", phase=Phase.NOTIFY, if_published=replaced_where, if_withdrawn=posted_out_of_force)
)
MENU.register(
    MenuEntry(
        key="boards",
        url_name="disclosure_desk:boards",
        label=pgettext_lazy("menu of the desk", "Boards"),
        group=None,
        order=90,
        opens=lambda person, at: WORKS_FOR.permitted(person, at=at).filter(is_active=True).exists(),
        count=partial(count_waiting, kind="posting"),
    )
)
QUEUE.register(
    QueueSource("posting", waiting_postings, queue_rows, label=pgettext_lazy("of what waits", "Posters on boards"))
)
UNIT_SECTIONS.register(Section("boards", 10, "disclosure/boards/_of_unit.html", boards_of_unit, FACTS))
VERIFY_SECTIONS.register(Section("boards", 10, "disclosure/boards/_posted.html", posted_where))
REMINDER_SOURCES.register(ReminderSource("boards", reminders))
SETTLEMENTS.register(Settlement("posting", settled))
SETTLEMENTS.register(Settlement("superseded", settled))

BOARD = Placeholder("board", _("where the board is"), "村委会大门口", "Gate of the committee’s house")

for template in (
    MessageTemplate(
        key="posting_ends",
        order=200,
        title=_("When a poster may come off its board"),
        placeholders=(UNIT, NOTICE, NUMBER, BOARD, DUE, DAYS, ADDRESS),
        subject_zh="{board}的公示{due}到期，请取下或续贴",
        body_zh="《{notice}》张贴期满。取下或续贴后，请在张贴登记中记一笔。\n{address}",
        subject_en="Poster at “{board}”: take it down or renew it, {due}",
        body_en=(
            "“{notice}” has been posted for as long as it had to be. Please note what you did in the register of "
            "postings.\n{address}"
        ),
    ),
    MessageTemplate(
        key="posting_superseded",
        order=210,
        title=_("When the edition on a board is superseded"),
        placeholders=(UNIT, NOTICE, NUMBER, BOARD, DUE, DAYS, ADDRESS),
        subject_zh="{board}贴的是旧版，请换贴",
        body_zh="《{notice}》已有新版本公开，公开栏上的旧版请取下，换贴新版。\n{address}",
        subject_en="Poster at “{board}” is out of date; replace it",
        body_en="A newer edition of “{notice}” is public. Please take the old one off the board.\n{address}",
    ),
    MessageTemplate(
        key="posting_withdrawn",
        order=220,
        title=_("When the edition on a board was withdrawn"),
        placeholders=(UNIT, NOTICE, NUMBER, BOARD, DUE, DAYS, ADDRESS),
        subject_zh="{board}贴的内容已撤回，请取下",
        body_zh="《{notice}》已撤回，公开栏上的请取下。\n{address}",
        subject_en="Poster at “{board}” was withdrawn; take it down",
        body_en="“{notice}” was withdrawn. Please take it off the board.\n{address}",
    ),
):
    MESSAGE_TEMPLATES.register(template)
