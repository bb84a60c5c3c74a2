"""What rectification hands to the registries."""

from functools import partial

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.rectification import presenters, queries
from accountability.rectification.models import EvidenceFile
from accountability.rectification.policies import READS
from accountability.rectification.workflow import RECTIFICATION
from portal.core.files import FILE_NAMES, FileNames
from portal.core.workflow import WORKFLOWS
from portal.desk.queue import count_waiting
from portal.desk.registry import MENU, QUEUE, MenuEntry, QueueSource
from portal.messaging import registry as messages

WORKFLOWS.register(RECTIFICATION)
FILE_NAMES.register(FileNames("evidence of rectifications", EvidenceFile))
QUEUE.register(
    QueueSource(
        RECTIFICATION.name,
        queries.waiting_rectifications,
        presenters.queue_rows,
        label=pgettext_lazy("of what waits", "Rectifications"),
    )
)
MENU.register(
    MenuEntry(
        key="rectifications",
        url_name="accountability_desk:rectifications",
        label=pgettext_lazy("menu of the desk", "Rectification"),
        group=None,
        order=645,
        opens=queries.finds_rectifications,
        count=partial(count_waiting, kind=RECTIFICATION.name),
    )
)
messages.REMINDER_SOURCES.register(messages.ReminderSource("rectifications", queries.reminders))
messages.SETTLEMENTS.register(messages.Settlement("rectification", queries.settled))

_DUE = (messages.UNIT, messages.NUMBER, messages.DUE, messages.DAYS, messages.ADDRESS)
_NEWS = (messages.UNIT, messages.NUMBER, messages.WHO, messages.DUE, messages.REASON, messages.ADDRESS)
_news = partial(messages.News, workflow=RECTIFICATION.name, policy=READS, words=queries.words_of, url=queries.page_of)
for template in (
    messages.MessageTemplate(
        key="rectification_new",
        order=600,
        title=_("To a unit: something is to be put right, was sent back, or has another day"),
        news=_news(verbs=("give", "send_back", "postpone"), people=queries.who_puts_right, waits=True),
        placeholders=_NEWS,
        subject_zh="整改{number}：{unit}请于{due}前整改",
        body_zh="{who}发出。改好后写明情况、上传凭据。{reason}\n{address}",
        subject_en="{number} is for {unit} to put right by {due}",
        body_en="Sent by {who}. Report what was done, with evidence. {reason}\n{address}",
    ),
    messages.MessageTemplate(
        key="rectification_pressed",
        order=602,
        title=_("To a unit and its supervision committee: what is overdue is pressed for"),
        news=_news(verbs=("supervise",), people=queries.who_answers, waits=True),
        placeholders=_NEWS,
        subject_zh="督办：整改{number}，{unit}应于{due}前办好",
        body_zh="{who}督办：{reason}\n主体责任和监督责任一并追究。\n{address}",
        subject_en="Pressed for: {number}, which {unit} was to put right by {due}",
        body_en="{who}: {reason}\nBoth responsible lines answer for it.\n{address}",
    ),
    messages.MessageTemplate(
        key="rectification_reported",
        order=604,
        title=_("To the discipline secretary: something is reported as put right"),
        news=_news(verbs=("report",), people=queries.who_oversees, waits=True),
        placeholders=_NEWS,
        subject_zh="{unit}报：整改{number}已改好，请复查",
        body_zh="{who}上报，凭据在页面上。\n{address}",
        subject_en="{unit} reports {number} as put right",
        body_en="Reported by {who}; the evidence stands on the page. Check it again.\n{address}",
    ),
    messages.MessageTemplate(
        key="rectification_closed",
        order=606,
        title=_("To a unit: what it put right is closed"),
        news=_news(verbs=("confirm",), people=queries.who_puts_right),
        placeholders=_NEWS,
        subject_zh="整改{number}复查属实，已销号",
        body_zh="{unit}这一项已办结。\n{address}",
        subject_en="{number} is closed",
        body_en="What {unit} put right was checked again.\n{address}",
    ),
    messages.MessageTemplate(
        key="rectification_due",
        order=608,
        title=_("To a unit, before something is to be put right and on the day"),
        placeholders=_DUE,
        subject_zh="整改{number}请于{due}前办好",
        body_zh="由{unit}整改，最迟{due}上报。\n{address}",
        subject_en="{number} is to be put right by {due}",
        body_en="{unit} reports it by {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="rectification_overdue",
        order=610,
        title=_("To a unit and its head, each week after something was to be put right"),
        placeholders=_DUE,
        subject_zh="整改{number}逾期{days}天",
        body_zh="{unit}应于{due}前整改。逾期不改，主体责任和监督责任一并追究，计入年度考核。\n{address}",
        subject_en="{number} is overdue (days: {days})",
        body_en="{unit} was to put it right by {due}. Both responsible lines answer for it.\n{address}",
    ),
    messages.MessageTemplate(
        key="rectification_escalation",
        order=612,
        title=_("To the discipline secretary, later the leaders: something overdue is still not put right"),
        placeholders=_DUE,
        subject_zh="整改{number}逾期{days}天，请督促{unit}",
        body_zh="应于{due}前整改。已提醒经办人和单位负责人，仍未上报。\n{address}",
        subject_en="{number} is still not put right by {unit} (days overdue: {days})",
        body_en="It was due on {due}. Who does it and the head of the unit have been reminded.\n{address}",
    ),
    messages.MessageTemplate(
        key="recheck_due",
        order=614,
        title=_("To the discipline secretary, before something is to be checked again and on the day"),
        placeholders=_DUE,
        subject_zh="整改{number}请于{due}前复查",
        body_zh="{unit}已上报。\n{address}",
        subject_en="{number} is to be checked again by {due}",
        body_en="{unit} has reported it.\n{address}",
    ),
    messages.MessageTemplate(
        key="recheck_overdue",
        order=616,
        title=_("To the discipline secretary, each week after something was to be checked again"),
        placeholders=_DUE,
        subject_zh="整改{number}复查超期{days}天",
        body_zh="{unit}已上报，应于{due}前复查。\n{address}",
        subject_en="{number} was to be checked again (days overdue: {days})",
        body_en="{unit} has reported it; the check was due on {due}.\n{address}",
    ),
):
    messages.MESSAGE_TEMPLATES.register(template)
