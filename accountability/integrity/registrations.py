"""What integrity hands to the registries."""

from functools import partial

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.integrity.models import ActivityFile, AuditFile
from accountability.integrity.policies import SEES_CHECKLIST, SEES_TALK
from accountability.integrity.presenters import checklists as lists, public, talks as presenters
from accountability.integrity.queries import checklists, kept, messages as told, opening, talks
from accountability.integrity.workflow import CHECKLIST, LEAVING_AUDIT, TALK
from accountability.letters.registry import YEAR_SECTIONS
from accountability.rectification.enums import Source
from accountability.rectification.registry import RECTIFICATION_SOURCES, RectificationSource
from portal.core.files import FILE_NAMES, FileNames
from portal.core.sections import Section
from portal.core.workflow import WORKFLOWS
from portal.desk.queue import count_waiting
from portal.desk.registry import MENU, QUEUE, MenuEntry, QueueSource
from portal.messaging import registry as messages

for workflow in (TALK, CHECKLIST, LEAVING_AUDIT):
    WORKFLOWS.register(workflow)
FILE_NAMES.register(FileNames("activity material", ActivityFile))
FILE_NAMES.register(FileNames("audit reports", AuditFile))
YEAR_SECTIONS.register(Section("talks", 60, "accountability/integrity/_on_year.html", public.on_year))
RECTIFICATION_SOURCES.register(RectificationSource(Source.MEETING, url=told.page_of_meeting))
RECTIFICATION_SOURCES.register(RectificationSource(Source.AUDIT, url=told.page_of_audit))

QUEUE.register(
    QueueSource(TALK.name, talks.waiting_talks, presenters.queue_rows, label=pgettext_lazy("of what waits", "Talks"))
)
QUEUE.register(
    QueueSource(
        CHECKLIST.name,
        checklists.waiting_checklists,
        lists.queue_rows,
        label=pgettext_lazy("of what waits", "Checklists"),
    )
)
QUEUE.register(
    QueueSource(
        LEAVING_AUDIT.name,
        kept.waiting_audits,
        lists.audit_queue_rows,
        label=pgettext_lazy("of what waits", "Audits on leaving office"),
    )
)
MENU.register(
    MenuEntry(
        key="integrity",
        url_name="accountability_desk:integrity",
        label=pgettext_lazy("menu of the desk", "Talks and education"),
        group=None,
        order=660,
        opens=opening.opens,
        count=lambda person, at: sum(
            count_waiting(person, at, kind=one.name) for one in (TALK, CHECKLIST, LEAVING_AUDIT)
        ),
    )
)

messages.REMINDER_SOURCES.register(messages.ReminderSource("integrity", told.reminders))
for key, settled in (
    ("talk", told.talks_settled),
    ("talk_heads", told.heads_settled),
    ("checklist", told.checklists_settled),
):
    messages.SETTLEMENTS.register(messages.Settlement(key, settled))
_DUE = (messages.UNIT, messages.NUMBER, messages.DUE, messages.DAYS, messages.ADDRESS)
_NEWS = (messages.UNIT, messages.NUMBER, messages.WHO, messages.DUE, messages.REASON, messages.ADDRESS)
_TEMPLATE = partial(messages.MessageTemplate, placeholders=_DUE)
for template in (
    messages.MessageTemplate(
        key="talk_planned",
        order=660,
        title=_("To who leads a talk: it is planned"),
        news=messages.News(
            workflow=TALK.name,
            verbs=("plan",),
            people=told.who_leads,
            policy=SEES_TALK,
            words=told.words_of_talk,
            url=told.page_of_talk,
            waits=True,
        ),
        placeholders=_NEWS,
        subject_zh="请您{due}谈话（{number}，{unit}）",
        body_zh="{who}安排。谈完请填写谈话记录。\n{address}",
        subject_en="You lead a talk on {due} ({number}, {unit})",
        body_en="Planned by {who}. Enter the record when it was held.\n{address}",
    ),
    _TEMPLATE(
        key="talk_due",
        order=661,
        title=_("Before a planned talk, and on the day"),
        subject_zh="请于{due}谈话（{number}，{unit}）",
        body_zh="谈完请填写谈话记录。\n{address}",
        subject_en="Talk {number} is on {due} ({unit})",
        body_en="Enter the record when it was held.\n{address}",
    ),
    _TEMPLATE(
        key="talk_overdue",
        order=662,
        title=_("Each week after the day of a planned talk"),
        subject_zh="谈话{number}过了{days}天还没有记录（{unit}）",
        body_zh="原定{due}。已经谈了请填写记录，不谈了请说明。\n{address}",
        subject_en="Talk {number} has no record yet (days: {days}, {unit})",
        body_en="It was planned for {due}. Enter the record, or say why it is not held.\n{address}",
    ),
    _TEMPLATE(
        key="talk_escalation",
        order=663,
        title=_("To the secretary: a planned talk has no record"),
        subject_zh="谈话{number}逾期{days}天没有记录（{unit}）",
        body_zh="原定{due}，请催办。\n{address}",
        subject_en="Talk {number} is overdue (days: {days}, {unit})",
        body_en="It was planned for {due}.\n{address}",
    ),
    _TEMPLATE(
        key="talk_heads_due",
        order=664,
        title=_("To the secretary: heads of units who were not talked to this year"),
        subject_zh="今年还有{number}个单位的主要负责人没谈话",
        body_zh="请在{due}前谈到。是哪些单位，见：\n{address}",
        subject_en="Heads not talked to this year: {number}",
        body_en="Talk to each of them by {due}. Which ones:\n{address}",
    ),
    _TEMPLATE(
        key="checklist_due",
        order=665,
        title=_("Before a checklist is due, and on the day"),
        subject_zh="{unit}的清单请于{due}前填报（{number}）",
        body_zh="逐项填写后报送。\n{address}",
        subject_en="The checklist of {unit} is due on {due} ({number})",
        body_en="Answer each line and submit it.\n{address}",
    ),
    _TEMPLATE(
        key="checklist_overdue",
        order=666,
        title=_("Each week after a checklist was due"),
        subject_zh="{unit}的清单逾期{days}天没有填报（{number}）",
        body_zh="应于{due}前填报。\n{address}",
        subject_en="The checklist of {unit} is overdue (days: {days}, {number})",
        body_en="It was due on {due}.\n{address}",
    ),
    _TEMPLATE(
        key="checklist_escalation",
        order=667,
        title=_("To the secretary, of a checklist overdue"),
        subject_zh="{unit}的清单逾期{days}天（{number}），请督促",
        body_zh="应于{due}前填报，已提醒填报人和单位负责人。\n{address}",
        subject_en="The checklist of {unit} is still missing (days: {days}, {number})",
        body_en="It was due on {due}. Who fills it in and the head have been reminded.\n{address}",
    ),
    messages.MessageTemplate(
        key="checklist_sent_back",
        order=668,
        title=_("To a unit: its checklist was sent back"),
        news=messages.News(
            workflow=CHECKLIST.name,
            verbs=("send_back",),
            people=told.who_fills_in,
            policy=SEES_CHECKLIST,
            words=told.words_of_checklist,
            url=told.page_of_checklist,
            waits=True,
        ),
        placeholders=_NEWS,
        subject_zh="{unit}的清单被退回（{number}）",
        body_zh="{who}退回：{reason}\n{address}",
        subject_en="The checklist of {unit} was sent back ({number})",
        body_en="{who}: {reason}\n{address}",
    ),
):
    messages.MESSAGE_TEMPLATES.register(template)
