"""What this room hands to the rest of the portal."""

from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.content.project.registry import PROJECT_SECTIONS
from disclosure.notices.registry import FOLLOWERS, Follower, Phase
from disclosure.obligations.actions import sync
from disclosure.obligations.api import OBLIGATIONS, PUNCTUALITY
from disclosure.obligations.policies import FOLLOWS_EXEMPTION
from disclosure.obligations.presenters import consequences
from disclosure.obligations.presenters.awaited import claims_by_key, rows_to_begin
from disclosure.obligations.presenters.home import overdue_items, repeats, trend, what_comes_next
from disclosure.obligations.presenters.projects import owed_of
from disclosure.obligations.presenters.units import columns, due, notes_of_units, quarter_of_unit
from disclosure.obligations.queries.awaited import (
    BEGIN,
    units_followed,
    waiting_claims,
    waiting_obligations,
)
from disclosure.obligations.queries.basis import read_basis
from disclosure.obligations.queries.messages import checkers_of, clerks_of, page_of, reminders, settled, words_of_news
from disclosure.obligations.workflow import EXEMPTION
from portal.core.recounts import RECOUNTS, Recount
from portal.core.sections import Section
from portal.core.workflow import WORKFLOWS
from portal.desk.queue import count_waiting
from portal.desk.registry import DESK_HOME_SECTIONS, MENU, NEXT, QUEUE, MenuEntry, QueueSource
from portal.messaging import registry as messages
from portal.site.data.registry import DATASETS
from portal.site.registry import HEAD, HOME_SECTIONS, SITEMAP, UNIT_NOTES, UNIT_SECTIONS, SitemapPages, UnitNotes

WORKFLOWS.register(EXEMPTION)
RECOUNTS.register(Recount("obligations", order=10, run=sync.synchronise))
FOLLOWERS.register(
    Follower(
        key="obligations",
        phase=Phase.SETTLE,
        begun=sync.on_begun,
        deleted=sync.on_deleted,
        published=sync.on_publication,
        withdrawn=sync.on_publication,
        if_published=consequences.of_publishing,
        if_withdrawn=consequences.of_withdrawing,
    )
)
QUEUE.register(
    QueueSource(
        "obligation",
        waiting_obligations,
        rows_to_begin,
        label=pgettext_lazy("of what waits", "To be published"),
        verbs={BEGIN: _("Not begun")},
    )
)
QUEUE.register(QueueSource("claim", waiting_claims, claims_by_key, label=pgettext_lazy("of what waits", "Exemptions")))
MENU.register(
    MenuEntry(
        key="obligations",
        url_name="disclosure_desk:obligations",
        label=pgettext_lazy("menu of the desk", "Owed"),
        group=None,
        order=40,
        opens=lambda person, at: units_followed(person, at=at).exists(),
        count=partial(count_waiting, kind="claim"),
    )
)
MENU.register(
    MenuEntry(
        key="matrix",
        url_name="disclosure_desk:matrix_current",
        label=pgettext_lazy("menu of the desk", "On time"),
        group=None,
        order=50,
    )
)
messages.REMINDER_SOURCES.register(messages.ReminderSource("obligations", reminders))
messages.SETTLEMENTS.register(messages.Settlement("obligation", settled))
_news = partial(messages.News, workflow=EXEMPTION.name, policy=FOLLOWS_EXEMPTION, words=words_of_news, url=page_of)
_OF_EXEMPTION = (
    *(messages.UNIT, messages.ITEM, messages.PERIOD, messages.DUE),
    *(messages.WHO, messages.ADDRESS),
)
_PLACEHOLDERS = (messages.UNIT, messages.ITEM, messages.PERIOD, messages.DUE, messages.DAYS, messages.ADDRESS)
for template in (
    messages.MessageTemplate(
        key="before",
        order=10,
        title=_("Before an item is due"),
        placeholders=_PLACEHOLDERS,
        subject_zh="{unit}《{item}》{due}到期，还有{days}天",
        body_zh="所属期：{period}。公开前还要审核、审批，请及早提交。\n{address}",
        subject_en="{unit}: “{item}” is due on {due} (days left: {days})",
        body_en="Period: {period}. It still has to be reviewed and approved, so please hand it in early.\n{address}",
    ),
    messages.MessageTemplate(
        key="on_the_day",
        order=20,
        title=_("On the day an item is due"),
        placeholders=_PLACEHOLDERS,
        subject_zh="{unit}《{item}》今天到期",
        body_zh="所属期：{period}，应于{due}公开。请今天办结。\n{address}",
        subject_en="{unit}: “{item}” is due today",
        body_en="Period: {period}, to be public on {due}. Please finish it today.\n{address}",
    ),
    messages.MessageTemplate(
        key="after",
        order=30,
        title=_("Each week after an item was due"),
        placeholders=_PLACEHOLDERS,
        subject_zh="{unit}《{item}》已逾期{days}天",
        body_zh="所属期：{period}，应于{due}公开，至今未公开。请尽快办理；确实没有发生的，请在待办事项中说明。\n{address}",
        subject_en="{unit}: “{item}” is overdue (days: {days})",
        body_en=(
            "Period: {period}. It was due on {due} and is not public. Please see to it; if nothing of the kind "
            "happened, say so on your desk.\n{address}"
        ),
    ),
    messages.MessageTemplate(
        key="escalation_publisher",
        order=40,
        title=_("To the publisher, of an item overdue"),
        placeholders=_PLACEHOLDERS,
        subject_zh="{unit}《{item}》逾期{days}天未公开，请督促",
        body_zh="所属期：{period}，应于{due}公开。已提醒经办人和单位负责人，仍未公开。\n{address}",
        subject_en="{unit}: “{item}” is still not public (days overdue: {days})",
        body_en="Period: {period}. It was due on {due}. Clerk and head of the unit have been reminded.\n{address}",
    ),
    messages.MessageTemplate(
        key="escalation_secretary",
        order=50,
        title=_("To the discipline secretary, of an item overdue"),
        placeholders=_PLACEHOLDERS,
        subject_zh="{unit}《{item}》逾期{days}天，催办后仍未公开",
        body_zh="所属期：{period}，应于{due}公开。经办人、单位负责人和党政办都已接到提醒，现已上报，请督促。\n{address}",
        subject_en="{unit}: “{item}” is not public despite reminders (days overdue: {days})",
        body_en=(
            "Period: {period}. It was due on {due}. Clerk, head of the unit and publisher have been reminded; it is "
            "now brought before you.\n{address}"
        ),
    ),
    messages.MessageTemplate(
        key="claim_to_check",
        order=70,
        title=_("To those who check: a unit claims that nothing of the kind happened"),
        news=_news(verbs=("claim",), people=checkers_of, waits=True),
        placeholders=_OF_EXEMPTION,
        subject_zh="{unit}报告：《{item}》本期没有此事，请核对",
        body_zh="{who}报告。所属期：{period}，应于{due}公开。\n{address}",
        subject_en="{unit} claims that there was nothing for “{item}”; please check",
        body_en="Claimed by {who}. Period: {period}, to be public on {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="claim_accepted",
        order=72,
        title=_("To the clerks: what they claimed was accepted"),
        news=_news(verbs=("accept",), people=clerks_of),
        placeholders=_OF_EXEMPTION,
        subject_zh="{unit}《{item}》本期没有此事，已核对",
        body_zh="{who}已核对属实，本期（{period}）不用公开。\n{address}",
        subject_en="{unit}: there was nothing for “{item}”, checked",
        body_en="{who} has checked it; nothing need be published for the period {period}.\n{address}",
    ),
    messages.MessageTemplate(
        key="claim_refused",
        order=74,
        title=_("To the clerks: what they claimed was refused"),
        news=_news(verbs=("refuse",), people=clerks_of),
        placeholders=(*_OF_EXEMPTION, messages.REASON),
        subject_zh="{unit}《{item}》“没有此事”未通过核对，仍须公开",
        body_zh="{who}核对后退回，理由：{reason}\n所属期：{period}，应于{due}公开。\n{address}",
        subject_en="{unit}: “{item}” is owed after all",
        body_en="{who} did not accept the claim: {reason}\nPeriod: {period}, to be public on {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="item_excused",
        order=76,
        title=_("To the clerks: an item was excused"),
        news=_news(verbs=("excuse",), people=clerks_of),
        placeholders=(*_OF_EXEMPTION, messages.REASON),
        subject_zh="{unit}《{item}》本期免公开",
        body_zh="{who}批准本期（{period}）免公开，理由：{reason}\n{address}",
        subject_en="{unit}: “{item}” is excused",
        body_en="{who} excused it for the period {period}: {reason}\n{address}",
    ),
    messages.MessageTemplate(
        key="exemption_ended",
        order=78,
        title=_("To the clerks: an item is owed again"),
        news=_news(verbs=("end",), people=clerks_of),
        placeholders=(*_OF_EXEMPTION, messages.REASON),
        subject_zh="{unit}《{item}》恢复应公开",
        body_zh="{who}撤销了免公开，理由：{reason}\n所属期：{period}，应于{due}公开。\n{address}",
        subject_en="{unit}: “{item}” is owed again",
        body_en="{who} ended its exemption: {reason}\nPeriod: {period}, to be public on {due}.\n{address}",
    ),
):
    messages.MESSAGE_TEMPLATES.register(template)


def matrix_paths(at: datetime) -> list[str]:
    """Return the addresses of the matrices, newest first."""
    return [reverse("disclosure:matrix", args=[str(period)]) for period in read_basis(at=at).quarters()]


DESK_HOME_SECTIONS.register(Section("obligations.overdue", 10, "desk/_stuck.html", overdue_items))
DESK_HOME_SECTIONS.register(Section("obligations.repeats", 30, "disclosure/obligations/desk/_repeats.html", repeats))
DESK_HOME_SECTIONS.register(Section("obligations.trend", 40, "disclosure/obligations/desk/_late_trend.html", trend))
DESK_HOME_SECTIONS.register(Section("obligations.next", 10, "desk/_next.html", what_comes_next, place=NEXT))
HOME_SECTIONS.register(Section("obligations.due", 20, "disclosure/obligations/_due.html", due))
UNIT_SECTIONS.register(Section("obligations.quarter", 0, "disclosure/obligations/_quarter.html", quarter_of_unit, HEAD))
UNIT_SECTIONS.register(Section("obligations.streams", 20, "disclosure/obligations/_streams.html", columns))
UNIT_NOTES.register(UnitNotes("obligations", notes_of_units))
PROJECT_SECTIONS.register(Section("obligations", 10, "disclosure/obligations/_of_project.html", owed_of))
SITEMAP.register(SitemapPages("disclosure.matrix", 40, matrix_paths))
DATASETS.register(OBLIGATIONS)
DATASETS.register(PUNCTUALITY)
