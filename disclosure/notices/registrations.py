"""What notices hand to the registries of the portal."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.catalogue.registry import ENTRY_USES, EntryUse
from disclosure.notices import api
from disclosure.notices.models import Attachment, Edition
from disclosure.notices.policies import FOLLOWS, PREPARES
from disclosure.notices.presenters import home
from disclosure.notices.presenters.lists import just_published, queue_rows
from disclosure.notices.queries import sources
from disclosure.notices.queries.content import stored_hashes
from disclosure.notices.queries.editions import BACK, NOTICE, waiting_editions
from disclosure.notices.registry import FOLLOWERS, Follower, Phase
from disclosure.notices.workflow import EDITION
from portal.core import pages, search
from portal.core.files import FILE_NAMES, FileNames
from portal.core.log_subjects import LOG_SUBJECTS, LogSubject
from portal.core.search import SEARCH_SOURCES, SearchSource
from portal.core.sections import Section
from portal.core.workflow import WORKFLOWS
from portal.desk.registry import DESK_HOME_SECTIONS, MENU, QUEUE, TOP, MenuEntry, QueueSource
from portal.messaging import registry as messages
from portal.site.data.registry import API_ROUTERS, DATASETS, ApiRouter
from portal.site.registry import HOME_SECTIONS, SITEMAP, SitemapPages


def put_into_index(*, edition: Edition, **_publication: Any) -> None:
    """Have the search find what the notice says now."""
    search.put(sources.search_document(edition))


def take_out_of_index(*, edition: Edition, **_publication: Any) -> None:
    """Have the search find a notice no longer."""
    search.remove(edition.notice_id, kind=NOTICE)


ENTRY_USES.register(EntryUse("notices", sources.has_notices, sources.begun_since))


def renew_pages(**_publication: Any) -> None:
    """Make every public page stale once the publication is committed."""
    pages.bump()


FILE_NAMES.register(FileNames("attachments", Attachment))
WORKFLOWS.register(EDITION)
QUEUE.register(
    QueueSource(
        "edition",
        waiting_editions,
        queue_rows,
        label=pgettext_lazy("of what waits", "Notices"),
        verbs={BACK: _("Sent back")},
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
DESK_HOME_SECTIONS.register(
    Section("notices.on_the_way", 20, "disclosure/notices/desk/_on_the_way.html", home.on_the_way)
)
DESK_HOME_SECTIONS.register(
    Section("notices.to_read", 20, "disclosure/notices/desk/_on_the_way.html", home.to_read, TOP)
)
DESK_HOME_SECTIONS.register(Section("notices.newest", 50, "disclosure/notices/desk/_newest.html", home.just_published))
HOME_SECTIONS.register(Section("notices.new", 10, "disclosure/notices/_just_published.html", just_published))
LOG_SUBJECTS.register(LogSubject(NOTICE, stored_hashes, sources.titles, sources.numbers_of_unit, sources.by_code))
SEARCH_SOURCES.register(SearchSource(NOTICE, sources.documents, label=pgettext_lazy("of what is found", "Notices")))
SITEMAP.register(SitemapPages("disclosure.notices", 20, lambda at: [reverse("disclosure:notices")]))
FOLLOWERS.register(Follower(key="search", phase=Phase.RENEW, published=put_into_index, withdrawn=take_out_of_index))
FOLLOWERS.register(Follower(key="pages", phase=Phase.RENEW, published=renew_pages, withdrawn=renew_pages))
messages.REMINDER_SOURCES.register(messages.ReminderSource("notices", sources.reminders))
messages.SETTLEMENTS.register(messages.Settlement("edition", sources.settled))
_news = partial(messages.News, workflow=EDITION.name, words=sources.words_of_news, url=sources.page_of)
_OF_EDITION = (messages.UNIT, messages.NOTICE, messages.NUMBER, messages.WHO, messages.ADDRESS)
for template in (
    messages.MessageTemplate(
        key="waiting",
        order=60,
        title=_("When an edition waits for somebody"),
        placeholders=(messages.UNIT, messages.ITEM, messages.PERIOD, messages.DUE, messages.DAYS, messages.ADDRESS),
        subject_zh="{unit}《{item}》等您办理，已等{days}个工作日",
        body_zh="所属期：{period}，应于{due}公开。\n{address}",
        subject_en="{unit}: “{item}” is waiting for you (working days: {days})",
        body_en="Period: {period}, to be public on {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="edition_sent_back",
        order=62,
        title=_("To the clerks: an edition was sent back"),
        news=_news(verbs=("send_back",), people=sources.makers_of, policy=PREPARES, waits=True),
        placeholders=(*_OF_EDITION, messages.REASON),
        subject_zh="退回修改：《{notice}》",
        body_zh="编号{number}，{who}退回，理由：{reason}\n请修改后重新提交。\n{address}",
        subject_en="Sent back: “{notice}”",
        body_en="{who} sent {number} back: {reason}\nPlease correct it and submit it again.\n{address}",
    ),
    messages.MessageTemplate(
        key="edition_approved",
        order=64,
        title=_("To whoever submitted an edition: it was approved"),
        news=_news(verbs=("approve",), people=sources.who_handed_in, policy=PREPARES),
        placeholders=_OF_EDITION,
        subject_zh="已批准：《{notice}》",
        body_zh="编号{number}，{who}已批准，接下来由党政办发布。\n{address}",
        subject_en="Approved: “{notice}”",
        body_en="{who} has approved {number}. The office publishes it next.\n{address}",
    ),
    messages.MessageTemplate(
        key="edition_published",
        order=66,
        title=_("To whoever submitted or scheduled an edition: it was published"),
        news=_news(verbs=("publish",), people=sources.who_handed_in, policy=FOLLOWS),
        placeholders=_OF_EDITION,
        subject_zh="已公开：《{notice}》",
        body_zh="编号{number}，群众已经可以看到。公示单正在生成，请及时张贴。\n{address}",
        subject_en="Published: “{notice}”",
        body_en="Number {number}; residents can read it. Its posters are being made; please put them up.\n{address}",
    ),
    messages.MessageTemplate(
        key="edition_withdrawn",
        order=68,
        title=_("To the clerks: an edition was withdrawn"),
        news=_news(verbs=("withdraw",), people=sources.makers_of, policy=FOLLOWS),
        placeholders=(*_OF_EDITION, messages.REASON),
        subject_zh="已撤回：《{notice}》",
        body_zh="编号{number}，{who}撤回，理由：{reason}\n需要重新公开的，请起草新的版本。\n{address}",
        subject_en="Withdrawn: “{notice}”",
        body_en="{who} withdrew {number}: {reason}\nIf it is still owed, please begin a new edition.\n{address}",
    ),
):
    messages.MESSAGE_TEMPLATES.register(template)
DATASETS.register(api.NOTICES)
DATASETS.register(api.EDITIONS)
API_ROUTERS.register(ApiRouter("editions", api.router))
