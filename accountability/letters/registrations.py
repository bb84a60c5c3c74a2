"""What letters hand to the registries."""

from datetime import datetime
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.letters.enums import LETTER
from accountability.letters.models import Letter, SelfReportFile
from accountability.letters.policies import READS_LETTER, READS_REPORT
from accountability.letters.presenters import public, reports as report_presenters, staff
from accountability.letters.queries import letters, log, messages as told, reports
from accountability.letters.registry import YEAR_FIGURES, YEAR_PAPERS, YearFigures, YearPapers
from accountability.letters.workflow import LETTER_STEPS, LETTER_VERSION, SELF_REPORT, SIGNING
from portal.accounts.queries import town
from portal.core.files import FILE_NAMES, FileNames
from portal.core.log_subjects import LOG_SUBJECTS, LogSubject
from portal.core.search import SEARCH_SOURCES, SearchSource
from portal.core.workflow import WORKFLOWS
from portal.desk.queue import count_waiting
from portal.desk.registry import MENU, QUEUE, MenuEntry, QueueSource
from portal.messaging import registry as messages
from portal.site.registry import SITEMAP, SitemapPages


def _finds_any(person: Any, at: datetime) -> bool:
    return letters.finds_letters(person, at) or reports.finds_reports(person, at)


def _count(person: Any, at: datetime) -> int:
    return count_waiting(person, at, kind="letter") + count_waiting(person, at, kind="self_report")


def _pages(_at: datetime) -> list[str]:
    here = town()
    years = log.years(here) if here else []
    return [reverse("accountability:years"), *(reverse("accountability:year", args=[year]) for year in years)]


for workflow in (SIGNING, LETTER_VERSION, LETTER_STEPS, SELF_REPORT):
    WORKFLOWS.register(workflow)
FILE_NAMES.register(FileNames("scans of letters", Letter))
FILE_NAMES.register(FileNames("evidence of quarterly reports", SelfReportFile))
LOG_SUBJECTS.register(LogSubject(LETTER, log.hashes, log.titles, log.of_unit, log.by_code))
SEARCH_SOURCES.register(SearchSource(LETTER, log.documents, label=pgettext_lazy("of what is found", "Letters")))
SITEMAP.register(SitemapPages("accountability.letters", 70, _pages))
YEAR_FIGURES.register(YearFigures("letters", 10, public.figures_of_letters))
YEAR_PAPERS.register(YearPapers("letters", 90, public.papers_of_letters))
QUEUE.register(
    QueueSource(
        LETTER_STEPS.name,
        letters.waiting_letters,
        staff.queue_rows,
        label=pgettext_lazy("of what waits", "Responsibility letters"),
    )
)
QUEUE.register(
    QueueSource(
        SELF_REPORT.name,
        reports.waiting_reports,
        report_presenters.queue_rows,
        label=pgettext_lazy("of what waits", "Quarterly reports"),
    )
)
MENU.register(
    MenuEntry(
        key="letters",
        url_name="accountability_desk:letters",
        label=pgettext_lazy("menu of the desk", "Responsibility letters"),
        group=None,
        order=610,
        opens=_finds_any,
        count=_count,
    )
)
messages.REMINDER_SOURCES.register(messages.ReminderSource("letters", told.reminders))
messages.SETTLEMENTS.register(messages.Settlement("letter", told.letters_settled))
messages.SETTLEMENTS.register(messages.Settlement("self_report", told.reports_settled))
_LETTER_NEWS = (
    *(messages.UNIT, messages.NUMBER, messages.NOTICE, messages.WHO),
    *(messages.DUE, messages.REASON, messages.ADDRESS),
)
_REPORT_NEWS = (messages.UNIT, messages.NUMBER, messages.WHO, messages.DUE, messages.REASON, messages.ADDRESS)
_DUE = (messages.UNIT, messages.NUMBER, messages.DUE, messages.DAYS, messages.ADDRESS)
_letter_news = partial(
    messages.News, workflow=LETTER_STEPS.name, policy=READS_LETTER, words=told.words_of_letter, url=told.page_of
)
_report_news = partial(
    messages.News, workflow=SELF_REPORT.name, policy=READS_REPORT, words=told.words_of_report, url=told.page_of_report
)
for template in (
    messages.MessageTemplate(
        key="letter_new",
        order=610,
        title=_("To who signs for party B: a letter is to be signed"),
        news=_letter_news(verbs=("issue", "issue_below", "renew", "send_back"), people=told.who_signs, waits=True),
        placeholders=_LETTER_NEWS,
        subject_zh="请于{due}前签订{notice}",
        body_zh="编号{number}，{who}发出。请看过全文再签。{reason}\n{address}",
        subject_en="Please sign by {due}: {notice}",
        body_en="Number {number}, from {who}. Read the whole text before you sign. {reason}\n{address}",
    ),
    messages.MessageTemplate(
        key="letter_remind",
        order=611,
        title=_("To who signs for party B: the discipline office asks to sign"),
        news=_letter_news(verbs=("remind",), people=told.who_signs, waits=True),
        placeholders=_LETTER_NEWS,
        subject_zh="{notice}还没有签，请尽快签",
        body_zh="编号{number}，期限{due}。不签的请写明理由。\n{address}",
        subject_en="Still to be signed: {notice}",
        body_en="Number {number}, to be signed by {due}. If you do not sign, write why.\n{address}",
    ),
    messages.MessageTemplate(
        key="letter_refused",
        order=612,
        title=_("To the party committee and the secretary: a letter is refused"),
        news=_letter_news(verbs=("refuse",), people=told.who_answers, waits=True),
        placeholders=_LETTER_NEWS,
        subject_zh="{unit}拒签责任书{number}，请答复",
        body_zh="{who}写的理由：{reason}\n{address}",
        subject_en="{unit} refuses letter {number}; please answer",
        body_en="{who} writes: {reason}\n{address}",
    ),
    messages.MessageTemplate(
        key="letter_answered",
        order=613,
        title=_("To who signs for party B: the refusal is answered, or the letter withdrawn"),
        news=_letter_news(verbs=("reply", "withdraw"), people=told.who_signs),
        placeholders=_LETTER_NEWS,
        subject_zh="责任书{number}有答复",
        body_zh="{who}处理了{notice}。{reason}\n{address}",
        subject_en="Letter {number} was answered",
        body_en="{who} dealt with it: {notice}. {reason}\n{address}",
    ),
    messages.MessageTemplate(
        key="letter_due",
        order=614,
        title=_("Before a letter is to be signed, and on the day"),
        placeholders=_DUE,
        subject_zh="责任书{number}请于{due}前签字",
        body_zh="{unit}的责任书等您签字。\n{address}",
        subject_en="Letter {number} is to be signed by {due}",
        body_en="The letter of {unit} waits for your signature.\n{address}",
    ),
    messages.MessageTemplate(
        key="letter_overdue",
        order=615,
        title=_("Each week after a letter was to be signed"),
        placeholders=_DUE,
        subject_zh="责任书{number}超过签字期限{days}天",
        body_zh="{unit}应于{due}前签字。\n{address}",
        subject_en="Letter {number} should have been signed (days overdue: {days})",
        body_en="{unit} was to sign by {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="letter_escalation",
        order=616,
        title=_("To the secretary, of a letter not signed"),
        placeholders=_DUE,
        subject_zh="{unit}的责任书{number}超期{days}天没签",
        body_zh="应于{due}前签字，已多次提醒。\n{address}",
        subject_en="{unit} has not signed letter {number} (days overdue: {days})",
        body_en="It was to be signed by {due}; who signs was reminded.\n{address}",
    ),
    messages.MessageTemplate(
        key="quarter_returned",
        order=617,
        title=_("To a unit: its quarterly report is sent back"),
        news=_report_news(verbs=("send_back",), people=told.who_reports, waits=True),
        placeholders=_REPORT_NEWS,
        subject_zh="{unit}季度自查{number}退回重报",
        body_zh="{who}：{reason}\n{address}",
        subject_en="Report {number} of {unit} is sent back",
        body_en="{who}: {reason}\n{address}",
    ),
    messages.MessageTemplate(
        key="quarter_due",
        order=618,
        title=_("Before a quarterly report is due, and on the day"),
        placeholders=_DUE,
        subject_zh="季度自查{number}请于{due}前上报",
        body_zh="{unit}的各条责任做了什么，请逐条写明。\n{address}",
        subject_en="Report {number} is due on {due}",
        body_en="Write what {unit} did for each of its duties.\n{address}",
    ),
    messages.MessageTemplate(
        key="quarter_overdue",
        order=619,
        title=_("Each week after a quarterly report was due"),
        placeholders=_DUE,
        subject_zh="季度自查{number}逾期{days}天",
        body_zh="{unit}应于{due}前上报。\n{address}",
        subject_en="Report {number} is overdue (days: {days})",
        body_en="{unit} was to report by {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="quarter_escalation",
        order=620,
        title=_("To the secretary, of a quarterly report overdue"),
        placeholders=_DUE,
        subject_zh="{unit}季度自查{number}逾期{days}天",
        body_zh="应于{due}前上报，已多次提醒。\n{address}",
        subject_en="{unit} has not reported {number} (days overdue: {days})",
        body_en="It was due on {due}; clerk and head were reminded.\n{address}",
    ),
):
    messages.MESSAGE_TEMPLATES.register(template)
