"""What this room hands to the rest of the portal."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from disclosure.obligations.actions.making import make
from disclosure.obligations.queries import reminders
from portal.core.recounts import RECOUNTS, Recount
from portal.messaging.places import ADDRESS, DAYS, DUE, ITEM, PERIOD, UNIT
from portal.messaging.registry import MESSAGE_TEMPLATES, REMINDER_SOURCES, MessageTemplate, ReminderSource


def _recount(actor: Any, at: datetime) -> int:
    made = make(actor=actor, at=at)
    return made.created + made.moved + made.voided + made.revived


RECOUNTS.register(Recount("obligations", 10, _recount))
REMINDER_SOURCES.register(ReminderSource("obligations", reminders.reminders))
MESSAGE_TEMPLATES.register(
    MessageTemplate(
        key="before",
        order=10,
        title=_("Before an item is due"),
        places=(UNIT, ITEM, PERIOD, DUE, DAYS, ADDRESS),
        subject_zh="{unit}《{item}》{due}到期，还有{days}天",
        body_zh="所属期：{period}。公开前还要审核、审批，请及早提交。\n{address}",
        subject_en="{unit}: “{item}” is due on {due} (days left: {days})",
        body_en="Period: {period}. It still has to be reviewed and approved, so please hand it in early.\n{address}",
    )
)
MESSAGE_TEMPLATES.register(
    MessageTemplate(
        key="on_the_day",
        order=20,
        title=_("On the day an item is due"),
        places=(UNIT, ITEM, PERIOD, DUE, DAYS, ADDRESS),
        subject_zh="{unit}《{item}》今天到期",
        body_zh="所属期：{period}，应于{due}公开。请今天办结。\n{address}",
        subject_en="{unit}: “{item}” is due today",
        body_en="Period: {period}, to be public on {due}. Please finish it today.\n{address}",
    )
)
MESSAGE_TEMPLATES.register(
    MessageTemplate(
        key="after",
        order=30,
        title=_("Each week after an item was due"),
        places=(UNIT, ITEM, PERIOD, DUE, DAYS, ADDRESS),
        subject_zh="{unit}《{item}》已逾期{days}天",
        body_zh="所属期：{period}，应于{due}公开，至今未公开。请尽快办理；确实没有发生的，请在待办事项中说明。\n{address}",
        subject_en="{unit}: “{item}” is overdue (days: {days})",
        body_en=(
            "Period: {period}. It was due on {due} and is not public. Please see to it; if nothing of the kind "
            "happened, say so on your desk.\n{address}"
        ),
    )
)
MESSAGE_TEMPLATES.register(
    MessageTemplate(
        key="escalation_publisher",
        order=40,
        title=_("To the publisher, of an item overdue"),
        places=(UNIT, ITEM, PERIOD, DUE, DAYS, ADDRESS),
        subject_zh="{unit}《{item}》逾期{days}天未公开，请督促",
        body_zh="所属期：{period}，应于{due}公开。已提醒经办人和单位负责人，仍未公开。\n{address}",
        subject_en="{unit}: “{item}” is still not public (days overdue: {days})",
        body_en="Period: {period}. It was due on {due}. Clerk and head of the unit have been reminded.\n{address}",
        escalates=True,
    )
)
MESSAGE_TEMPLATES.register(
    MessageTemplate(
        key="escalation_secretary",
        order=50,
        title=_("To the discipline secretary, of an item overdue"),
        places=(UNIT, ITEM, PERIOD, DUE, DAYS, ADDRESS),
        subject_zh="{unit}《{item}》逾期{days}天，催办后仍未公开",
        body_zh="所属期：{period}，应于{due}公开。经办人、单位负责人和党政办都已接到提醒，报请过问。\n{address}",
        subject_en="{unit}: “{item}” is not public despite reminders (days overdue: {days})",
        body_en=(
            "Period: {period}. It was due on {due}. Clerk, head of the unit and publisher have been reminded; it is "
            "now brought before you.\n{address}"
        ),
        escalates=True,
    )
)
