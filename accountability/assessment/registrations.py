"""What assessment hands to the registries."""

from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.assessment.enums import RESULT
from accountability.assessment.policies import READS_ASSESSMENT
from accountability.assessment.presenters import public, staff
from accountability.assessment.queries import assessments, published, reminders, search
from accountability.assessment.workflow import ASSESSMENT, OBJECTION
from accountability.letters.registry import LETTER_SECTIONS, YEAR_SECTIONS
from accountability.rectification.enums import Source
from accountability.rectification.registry import RECTIFICATION_SOURCES, RectificationSource
from portal.core.log_subjects import LOG_SUBJECTS, LogSubject
from portal.core.search import SEARCH_SOURCES, SearchSource
from portal.core.sections import Section
from portal.core.workflow import WORKFLOWS
from portal.desk.queue import count_waiting
from portal.desk.registry import MENU, QUEUE, MenuEntry, QueueSource
from portal.messaging import registry as messages
from portal.site.registry import SITEMAP, SitemapPages


def _pages(_at: datetime) -> list[str]:
    rows = list(published.published().order_by("of_year__year", "unit__code"))
    years = sorted({row.of_year.year for row in rows})
    return [
        *(reverse("accountability:assessments", args=[year]) for year in years),
        *(published.page_of(row) for row in rows),
    ]


WORKFLOWS.register(ASSESSMENT)
WORKFLOWS.register(OBJECTION)
QUEUE.register(
    QueueSource(
        "assessment",
        assessments.waiting_assessments,
        staff.queue_rows,
        label=pgettext_lazy("of what waits", "Assessments"),
    )
)
QUEUE.register(
    QueueSource(
        "objection",
        assessments.waiting_objections,
        staff.objection_queue_rows,
        label=pgettext_lazy("of what waits", "Objections to assessments"),
    )
)
MENU.register(
    MenuEntry(
        key="assessments",
        url_name="accountability_desk:assessments",
        label=pgettext_lazy("menu of the desk", "Assessment"),
        group=None,
        order=620,
        opens=assessments.finds_assessments,
        count=partial(count_waiting, kind="assessment"),
        covers=("accountability_desk:scoring_tables",),
    )
)
LOG_SUBJECTS.register(LogSubject(RESULT, published.stored_hashes, published.titles, published.of_unit))
SEARCH_SOURCES.register(
    SearchSource(RESULT, search.documents, label=pgettext_lazy("of what is found", "Result of an assessment"))
)
YEAR_SECTIONS.register(Section("assessment", 20, "accountability/assessment/_on_year.html", public.year_section))
LETTER_SECTIONS.register(Section("assessment", 20, "accountability/assessment/_on_letter.html", public.letter_section))
RECTIFICATION_SOURCES.register(
    RectificationSource(Source.ASSESSMENT, lambda row: assessments.desk_page(row.source_number))
)
SITEMAP.register(SitemapPages("accountability.assessment", 62, _pages))

messages.REMINDER_SOURCES.register(messages.ReminderSource("objections", reminders.reminders))
messages.SETTLEMENTS.register(messages.Settlement("objection", reminders.settled))

_DUE = (messages.UNIT, messages.NUMBER, messages.DUE, messages.DAYS, messages.ADDRESS)
_news = partial(
    messages.News,
    workflow=ASSESSMENT.name,
    policy=READS_ASSESSMENT,
    words=assessments.words_of,
    url=assessments.page_of,
)
_PLACES = (messages.UNIT, messages.NUMBER, messages.WHO, messages.REASON, messages.ADDRESS)
for template in (
    messages.MessageTemplate(
        key="assessment_opened",
        order=620,
        title=_("To a unit: it is to score itself"),
        news=_news(verbs=("open", "send_back"), people=assessments.who_answers, waits=True),
        placeholders=_PLACES,
        subject_zh="请{unit}报责任制考核自评",
        body_zh="考核编号{number}。逐项打分，写明做了什么。{reason}\n{address}",
        subject_en="{unit} is to hand in its self-score",
        body_en="Assessment {number}. Give points item by item, and say what was done. {reason}\n{address}",
    ),
    messages.MessageTemplate(
        key="assessment_submitted",
        order=622,
        title=_("To the Party committee: points are submitted"),
        news=_news(verbs=("verify",), people=assessments.who_decides, waits=True),
        placeholders=_PLACES,
        subject_zh="{unit}考核分已核定，请议定等次",
        body_zh="{who}提交，考核编号{number}。\n{address}",
        subject_en="The points of {unit} are verified; its grade is to be decided",
        body_en="Submitted by {who}, assessment {number}.\n{address}",
    ),
    messages.MessageTemplate(
        key="assessment_published",
        order=624,
        title=_("To a unit: the result of its assessment is published"),
        news=_news(verbs=("publish",), people=assessments.who_answers),
        placeholders=_PLACES,
        subject_zh="{unit}考核结果已公示",
        body_zh="五个工作日内可以提异议，向镇纪委提。\n{address}",
        subject_en="The result of {unit} is published",
        body_en="Objections are taken for five working days, by the discipline office.\n{address}",
    ),
    messages.MessageTemplate(
        key="objection_due",
        order=626,
        title=_("To the discipline secretary, before an objection is to be answered and on the day"),
        placeholders=_DUE,
        subject_zh="异议{number}请于{due}前答复",
        body_zh="对{unit}考核结果的异议。\n{address}",
        subject_en="Objection {number} is to be answered by {due}",
        body_en="It is about the result of {unit}.\n{address}",
    ),
    messages.MessageTemplate(
        key="objection_overdue",
        order=627,
        title=_("To the discipline secretary, each week after an objection was to be answered"),
        placeholders=_DUE,
        subject_zh="异议{number}超期{days}天没有答复",
        body_zh="对{unit}考核结果的异议，应于{due}前答复。\n{address}",
        subject_en="Objection {number} was to be answered (days overdue: {days})",
        body_en="It is about the result of {unit}, and was due on {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="objection_escalation",
        order=628,
        title=_("To the leaders of the town: an objection is still not answered"),
        placeholders=_DUE,
        subject_zh="异议{number}超期{days}天，请督促镇纪委答复",
        body_zh="对{unit}考核结果的异议，应于{due}前答复。\n{address}",
        subject_en="Objection {number} is still not answered (days overdue: {days})",
        body_en="It is about the result of {unit}, and was due on {due}.\n{address}",
    ),
):
    messages.MESSAGE_TEMPLATES.register(template)
