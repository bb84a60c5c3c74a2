"""What appraisal hands to the registries."""

from functools import partial

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.appraisal.enums import LOG_KIND
from accountability.appraisal.models import Statement
from accountability.appraisal.policies import READS
from accountability.appraisal.presenters import meeting, sections
from accountability.appraisal.queries import log, meetings
from accountability.appraisal.workflow import APPRAISAL, DEBRIEFING, SUGGESTION
from accountability.letters.registry import LETTER_SECTIONS, YEAR_SECTIONS
from accountability.rectification.enums import Source
from accountability.rectification.models import Rectification
from accountability.rectification.registry import RECTIFICATION_SOURCES, RectificationSource
from portal.core.files import FILE_NAMES, FileNames
from portal.core.log_subjects import LOG_SUBJECTS, LogSubject
from portal.core.search import SEARCH_SOURCES, SearchSource
from portal.core.sections import Section
from portal.core.workflow import WORKFLOWS
from portal.desk.queue import count_waiting
from portal.desk.registry import MENU, QUEUE, MenuEntry, QueueSource
from portal.messaging import registry as messages

for workflow in (DEBRIEFING, SUGGESTION, APPRAISAL):
    WORKFLOWS.register(workflow)
QUEUE.register(
    QueueSource(
        "debriefing",
        meetings.waiting_debriefings,
        meeting.debriefing_queue_rows,
        label=pgettext_lazy("of what waits", "Debriefings"),
    )
)
QUEUE.register(
    QueueSource(
        "suggestion",
        meetings.waiting_suggestions,
        meeting.suggestion_queue_rows,
        label=pgettext_lazy("of what waits", "Suggestions at debriefings"),
    )
)
QUEUE.register(
    QueueSource(
        "appraisal",
        meetings.waiting_appraisals,
        meeting.appraisal_queue_rows,
        label=pgettext_lazy("of what waits", "Appraisals"),
    )
)
MENU.register(
    MenuEntry(
        key="debriefings",
        url_name="accountability_desk:debriefings",
        label=pgettext_lazy("menu of the desk", "Debriefings"),
        group=None,
        order=630,
        opens=meetings.opens_to,
        count=partial(count_waiting, kind="debriefing"),
        covers=("accountability_desk:appraisals", "accountability_desk:suggestions"),
    )
)
LOG_SUBJECTS.register(LogSubject(LOG_KIND, log.hashes, log.titles, log.of_unit))
SEARCH_SOURCES.register(
    SearchSource(LOG_KIND, log.documents, label=pgettext_lazy("of what is found", "Result of an appraisal"))
)
FILE_NAMES.register(FileNames("statements at debriefings", Statement))
YEAR_SECTIONS.register(Section("appraisals", 40, "accountability/appraisal/_on_year.html", sections.on_year))
LETTER_SECTIONS.register(Section("appraisal", 40, "accountability/appraisal/_on_letter.html", sections.on_letter))


def _asked_for(rectification: Rectification) -> str:
    return meetings.page_of_suggestion(rectification.source_number)


RECTIFICATION_SOURCES.register(RectificationSource(Source.DEBRIEFING, _asked_for))

messages.REMINDER_SOURCES.register(messages.ReminderSource("debriefings", meetings.reminders))
messages.SETTLEMENTS.register(messages.Settlement("debriefing", meetings.settled))
messages.SETTLEMENTS.register(messages.Settlement("suggestion", meetings.suggestions_settled))
DAY = messages.Placeholder("day", _("the day of the debriefing"), "2026年1月15日", "15 January 2026")
PLACE = messages.Placeholder("place", _("where the debriefing is held"), "村委会会议室", "Village office, meeting room")
_MEETING = (messages.UNIT, messages.NUMBER, DAY, PLACE, messages.ADDRESS)
_DUE = (messages.UNIT, messages.NUMBER, messages.DUE, messages.DAYS, messages.ADDRESS)
for template in (
    messages.MessageTemplate(
        key="debriefing_planned",
        order=640,
        title=_("To the unit: a debriefing was planned or changed"),
        news=messages.News(
            workflow=DEBRIEFING.name,
            verbs=("plan", "amend", "cancel"),
            people=meetings.of_the_unit,
            policy=READS,
            words=meetings.words_of,
            url=meetings.page_of,
        ),
        placeholders=(*_MEETING, messages.WHO, messages.REASON),
        subject_zh="{unit}述职述廉会：{day}",
        body_zh="{who}安排，地点{place}。会前请交述职报告。{reason}\n{address}",
        subject_en="Debriefing of {unit}: {day}",
        body_en="Planned by {who}, {place}. Hand in the statements before it. {reason}\n{address}",
    ),
    messages.MessageTemplate(
        key="debriefing_soon",
        order=642,
        title=_("To the unit, a week before its debriefing"),
        placeholders=_MEETING,
        subject_zh="{day}召开述职述廉会，请交述职报告",
        body_zh="{unit}，地点{place}。\n{address}",
        subject_en="Your debriefing is on {day}: hand in the statements",
        body_en="{unit}, {place}.\n{address}",
    ),
    messages.MessageTemplate(
        key="debriefing_to_record",
        order=644,
        title=_("To the discipline secretary: a debriefing is over and not recorded"),
        placeholders=_MEETING,
        subject_zh="{unit}述职述廉会还没有登记",
        body_zh="原定{day}召开。开过了请登记到会人数，没开请改期或取消。\n{address}",
        subject_en="The debriefing of {unit} is not recorded",
        body_en="It was planned for {day}. Record how many were there, or change its day.\n{address}",
    ),
    messages.MessageTemplate(
        key="suggestion_due",
        order=646,
        title=_("Before a suggestion at a debriefing is to be answered, and on the day"),
        placeholders=_DUE,
        subject_zh="述职述廉会建议{number}请于{due}前答复",
        body_zh="由{unit}答复，最迟{due}。\n{address}",
        subject_en="Suggestion {number} is to be answered by {due}",
        body_en="It is with {unit}; the last day is {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="suggestion_overdue",
        order=648,
        title=_("Each week after a suggestion was to be answered"),
        placeholders=_DUE,
        subject_zh="述职述廉会建议{number}逾期{days}天未答复",
        body_zh="{unit}应于{due}前答复。\n{address}",
        subject_en="Suggestion {number} is overdue (days: {days})",
        body_en="{unit} was to answer it by {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="suggestion_escalation",
        order=650,
        title=_("To the discipline secretary, of a suggestion overdue"),
        placeholders=_DUE,
        subject_zh="述职述廉会建议{number}逾期{days}天，请督促{unit}",
        body_zh="应于{due}前答复。已提醒经办人和单位负责人，仍未答复。\n{address}",
        subject_en="Suggestion {number} is still not answered by {unit} (days overdue: {days})",
        body_en="It was due on {due}. The clerk and the head of the unit have been reminded.\n{address}",
    ),
):
    messages.MESSAGE_TEMPLATES.register(template)
