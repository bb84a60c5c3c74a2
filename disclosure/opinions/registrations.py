"""What this room hands to the rest of the portal."""

from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.notices.registry import (
    BELOW_PERIOD,
    EDITION_LINKS,
    FOLLOWERS,
    LINE_LINKS,
    NOTICE_SECTIONS,
    NOTICE_WAYS,
    PARTS,
    Follower,
    Links,
    Part,
    Phase,
)
from disclosure.notices.workflow import VILLAGE_LAW
from disclosure.obligations.registry import BOARD_COLUMNS, BoardColumn
from disclosure.opinions.actions.corrections import choose_opinions, write_to_senders
from disclosure.opinions.actions.found import follow_notice
from disclosure.opinions.actions.letters import forget_words
from disclosure.opinions.api import OPINIONS
from disclosure.opinions.enums import ANSWER_LIMIT, CASE_KIND
from disclosure.opinions.policies import READS_CASE, WORKS_FOR, WORKS_ON_OPINION
from disclosure.opinions.presenters import public as presenters
from disclosure.opinions.presenters.home import overdue_answers
from disclosure.opinions.presenters.staff import queue_rows
from disclosure.opinions.queries import reminders
from disclosure.opinions.queries.found import documents
from disclosure.opinions.queries.opinions import named_in, numbers_to_name, waiting_opinions
from disclosure.opinions.workflow import OPINION
from portal.cases.registry import CASE_KINDS, CaseKind
from portal.cases.rules.limits import TimeLimit
from portal.core.search import SEARCH_SOURCES, SearchSource
from portal.core.sections import Section
from portal.core.workflow import WORKFLOWS
from portal.desk.queue import count_waiting
from portal.desk.registry import DESK_HOME_SECTIONS, MENU, QUEUE, MenuEntry, QueueSource
from portal.messaging import registry as messages
from portal.site.data.registry import DATASETS
from portal.site.registry import SITEMAP, WAYS, SitemapPages, Way

WORKFLOWS.register(OPINION)
QUEUE.register(QueueSource("opinion", waiting_opinions, queue_rows, label=pgettext_lazy("of what waits", "Opinions")))
CASE_KINDS.register(
    CaseKind(
        key=CASE_KIND,
        title=_("Follow my opinion"),
        readers=READS_CASE,
        page=presenters.follow_page,
        limits=(
            TimeLimit(
                key=ANSWER_LIMIT,
                days=lambda: settings.ANSWER_WORKING_DAYS,  # practice
                is_in_working_days=True,
                basis=VILLAGE_LAW,
                version="2026-01-01",
            ),
        ),
        keep_days=lambda: settings.OPINIONS_KEPT_DAYS,
        forget=forget_words,
    )
)
MENU.register(
    MenuEntry(
        key="opinions",
        url_name="disclosure_desk:opinions",
        label=pgettext_lazy("menu of the desk", "Opinions"),
        group=None,
        order=60,
        opens=lambda person, at: WORKS_FOR.permitted(person, at=at).exists(),
        count=partial(count_waiting, kind="opinion"),
    )
)

DESK_HOME_SECTIONS.register(Section("opinions.overdue", 15, "desk/_stuck.html", overdue_answers))
PARTS.register(
    Part(
        key="opinions",
        order=5,
        document=lambda edition: numbers_to_name(edition) or None,
        changes=presenters.opinion_changes,
        log_facts=lambda edition: {"opinions": named} if (named := named_in(edition)) else {},
        audit_labels={"name opinions": pgettext_lazy("audit entry", "Opinions named")},
        choices=presenters.opinion_choices,
        choose=choose_opinions,
        meta=presenters.named_on_desk,
        correction=presenters.corrected_because,
        printed_correction=presenters.corrected_because_zh,
    )
)
FOLLOWERS.register(
    Follower(key="opinions", phase=Phase.NOTIFY, published=write_to_senders, if_published=presenters.who_is_written_to)
)
FOLLOWERS.register(Follower(key="search_opinions", phase=Phase.RENEW, published=follow_notice, withdrawn=follow_notice))
SEARCH_SOURCES.register(
    SearchSource(CASE_KIND, documents, label=pgettext_lazy("of what is found", "Opinions"), is_page=False)
)
NOTICE_SECTIONS.register(
    Section("opinions", BELOW_PERIOD, "disclosure/opinions/_opinions.html", presenters.opinions_section)
)
EDITION_LINKS.register(Links("opinions", 20, presenters.entering))
NOTICE_WAYS.register(Links("opinions", 10, presenters.ways_beside))
BOARD_COLUMNS.register(BoardColumn("opinions", 10, presenters.board_column))
WAYS.register(
    Way(
        key="ask",
        order=10,
        title=_("Ask or object"),
        text=_("Open the notice you doubt and ask beside it, or about one entry of it. The answer is published, too."),
        url=presenters.notices_to_ask_about,
    )
)
WAYS.register(
    Way(
        key="follow",
        order=20,
        title=_("Follow my opinion"),
        text=_("With the number and the code of your receipt you see who has it, and by when it is answered."),
        url=lambda _unit: reverse("disclosure:follow_opinion"),
    )
)
LINE_LINKS.register(Links("opinions", 10, presenters.asking))

messages.REMINDER_SOURCES.register(messages.ReminderSource("opinions", reminders.reminders))
messages.SETTLEMENTS.register(messages.Settlement("opinion", reminders.answers_settled))
messages.SETTLEMENTS.register(messages.Settlement("screening", reminders.screenings_settled))
_news = partial(
    messages.News,
    workflow=OPINION.name,
    policy=WORKS_ON_OPINION,
    words=reminders.words_of_news,
    url=reminders.page_of,
)

ANSWER = messages.Placeholder(
    "answer",
    _("the answer, as it was published"),
    "维修费有三份发票，已随本期公开。",
    "There are three invoices; they are public now.",
)
REASON = messages.Placeholder("reason", _("the reason"), "内容与本事项无关。", "It is not about this notice.")
_OF_OPINION = (messages.UNIT, messages.NOTICE, messages.NUMBER, messages.WHO, messages.ADDRESS)
EDITION = messages.Placeholder("edition", _("the number of the corrected edition"), "2", "2")

for template in (
    messages.MessageTemplate(
        key="screening_waiting",
        order=100,
        title=_("To those who screen, of an opinion that waits"),
        placeholders=(messages.UNIT, messages.NOTICE, messages.NUMBER, messages.DUE, messages.DAYS, messages.ADDRESS),
        subject_zh="意见{number}待初核，已等{days}个工作日",
        body_zh="所提公开事项：《{notice}》。\n{address}",
        subject_en="Opinion {number} waits to be screened (working days: {days})",
        body_en="It is about “{notice}”.\n{address}",
    ),
    messages.MessageTemplate(
        key="answer_due",
        order=110,
        title=_("Before an answer is due, and on the day"),
        placeholders=(messages.UNIT, messages.NOTICE, messages.NUMBER, messages.DUE, messages.DAYS, messages.ADDRESS),
        subject_zh="意见{number}请于{due}前答复",
        body_zh="群众对《{notice}》提出意见，由{unit}答复，最迟{due}。\n{address}",
        subject_en="Opinion {number}: the answer is due on {due}",
        body_en="A resident’s opinion about “{notice}” is to be answered by {unit} on {due} at the latest.\n{address}",
    ),
    messages.MessageTemplate(
        key="answer_overdue",
        order=120,
        title=_("Each week after an answer was due"),
        placeholders=(messages.UNIT, messages.NOTICE, messages.NUMBER, messages.DUE, messages.DAYS, messages.ADDRESS),
        subject_zh="意见{number}逾期{days}天未答复",
        body_zh="群众对《{notice}》提出的意见，{unit}应于{due}前答复，至今未答复。请尽快答复。\n{address}",
        subject_en="Opinion {number} is not answered (days overdue: {days})",
        body_en=(
            "A resident’s opinion about “{notice}” was to be answered by {unit} by {due}. Please answer it.\n{address}"
        ),
    ),
    messages.MessageTemplate(
        key="answer_escalation",
        order=130,
        title=_("To the publisher and the discipline secretary, of an answer overdue"),
        placeholders=(messages.UNIT, messages.NOTICE, messages.NUMBER, messages.DUE, messages.DAYS, messages.ADDRESS),
        subject_zh="意见{number}逾期{days}天未答复，请督促{unit}",
        body_zh="群众对《{notice}》提出的意见，{unit}应于{due}前答复。已提醒经办人和单位负责人，仍未答复。\n{address}",
        subject_en="Opinion {number} is still not answered by {unit} (days overdue: {days})",
        body_en=(
            "A resident’s opinion about “{notice}” was to be answered by {due}. Clerk and head of the unit have been "
            "reminded.\n{address}"
        ),
    ),
    messages.MessageTemplate(
        key="opinion_given",
        order=140,
        title=_("To the clerks: an opinion was given to their unit"),
        news=_news(verbs=("route", "reroute"), people=reminders.clerks_of, waits=True),
        placeholders=(*_OF_OPINION, messages.DUE),
        subject_zh="意见{number}交{unit}答复，请于{due}前答复",
        body_zh="群众对《{notice}》提出意见，{who}已转给{unit}，最迟{due}答复。\n{address}",
        subject_en="Opinion {number} is for {unit} to answer by {due}",
        body_en="A resident’s opinion about “{notice}” was given to {unit} by {who}; it is due on {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="opinion_moved",
        order=142,
        title=_("To the clerks: an opinion was given to another unit"),
        placeholders=(*_OF_OPINION, messages.REASON),
        subject_zh="意见{number}已改由{unit}答复",
        body_zh="{who}已将对《{notice}》的这件意见转给{unit}，您不用再答复。理由：{reason}\n{address}",
        subject_en="Opinion {number} is now for {unit} to answer",
        body_en="{who} gave this opinion about “{notice}” to {unit}; you need not answer it: {reason}\n{address}",
    ),
    messages.MessageTemplate(
        key="opinion_joined",
        order=144,
        title=_("To the clerks: an opinion was joined with another"),
        news=_news(verbs=("merge",), people=reminders.clerks_of),
        placeholders=_OF_OPINION,
        subject_zh="意见{number}已与另一件合并，不用单独答复",
        body_zh="{who}已将对《{notice}》的这件意见与另一件合并，一并答复即可。\n{address}",
        subject_en="Opinion {number} was joined with another",
        body_en="{who} joined this opinion about “{notice}” with another; one answer serves both.\n{address}",
    ),
    messages.MessageTemplate(
        key="answer_to_check",
        order=146,
        title=_("To the publishers: an answer is to be checked"),
        news=_news(verbs=("answer",), people=reminders.checkers_of, waits=True),
        placeholders=_OF_OPINION,
        subject_zh="意见{number}已答复，请核对",
        body_zh="{who}代{unit}答复了对《{notice}》的意见。核对后公布。\n{address}",
        subject_en="The answer to opinion {number} is to be checked",
        body_en="{who} answered the opinion about “{notice}” for {unit}. It is public once you check it.\n{address}",
    ),
    messages.MessageTemplate(
        key="answer_sent_back",
        order=148,
        title=_("To the clerks: an answer was sent back"),
        news=_news(verbs=("send_back",), people=reminders.who_answered, waits=True),
        placeholders=(*_OF_OPINION, messages.REASON, messages.DUE),
        subject_zh="意见{number}的答复被退回，请修改",
        body_zh="{who}退回，理由：{reason}\n最迟{due}答复。\n{address}",
        subject_en="The answer to opinion {number} was sent back",
        body_en="{who} sent it back: {reason}\nIt is due on {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="answer_public",
        order=150,
        title=_("To whoever answered or entered an opinion: the answer is out"),
        news=_news(verbs=("close",), people=reminders.who_answered),
        placeholders=_OF_OPINION,
        subject_zh="意见{number}的答复已核对发出",
        body_zh="{who}已核对，对《{notice}》的意见已办结。\n{address}",
        subject_en="The answer to opinion {number} has gone out",
        body_en="{who} checked it; the opinion about “{notice}” is closed.\n{address}",
    ),
    messages.MessageTemplate(
        key="opinion_received",
        order=400,
        title=_("To a resident: the opinion has arrived"),
        placeholders=(messages.UNIT, messages.NOTICE, messages.NUMBER, messages.ADDRESS),
        subject_zh="您的意见已收到（{number}）",
        body_zh=(
            "您好：\n\n您对《{notice}》提出的意见已收到，编号{number}。办理进展和答复可在这里查看：\n{address}\n\n"
            "答复后会再发邮件告诉您。"
        ),
        subject_en="Your opinion has arrived ({number})",
        body_en=(
            "Your opinion about “{notice}” has arrived; its number is {number}. You can follow it here:\n{address}\n\n"
            "We will write again when it has been answered."
        ),
    ),
    messages.MessageTemplate(
        key="opinion_answered",
        order=410,
        title=_("To a resident: the answer"),
        placeholders=(messages.UNIT, messages.NOTICE, messages.NUMBER, ANSWER, messages.ADDRESS),
        subject_zh="您的意见已答复（{number}）",
        body_zh=(
            "您好：\n\n您对《{notice}》提出的意见，{unit}答复如下：\n\n{answer}\n\n全文见：\n{address}\n\n"
            "对答复不满意的，可在该页面再次提出。"
        ),
        subject_en="Your opinion has been answered ({number})",
        body_en=(
            "{unit} has answered your opinion about “{notice}”:\n\n{answer}\n\nIt stands here:\n{address}\n\n"
            "If the answer does not settle it, you can ask again on that page."
        ),
    ),
    messages.MessageTemplate(
        key="opinion_refused",
        order=420,
        title=_("To a resident: the opinion was not taken up, and why"),
        placeholders=(messages.UNIT, messages.NOTICE, messages.NUMBER, REASON, messages.ADDRESS),
        subject_zh="关于您的意见（{number}）",
        body_zh="您好：\n\n您对《{notice}》提出的意见（编号{number}）没有转交办理，原因是：\n\n{reason}\n\n公开事项见：\n{address}",
        subject_en="About your opinion ({number})",
        body_en=(
            "Your opinion about “{notice}” ({number}) has not been passed on. The reason:\n\n{reason}\n\n"
            "The notice stands here:\n{address}"
        ),
    ),
    messages.MessageTemplate(
        key="opinion_corrected",
        order=430,
        title=_("To a resident: the notice was corrected"),
        placeholders=(messages.UNIT, messages.NOTICE, messages.NUMBER, EDITION, messages.ADDRESS),
        subject_zh="《{notice}》已更正",
        body_zh="您好：\n\n您提出意见（编号{number}）后，《{notice}》已更正，第{edition}版已公开：\n{address}",
        subject_en="“{notice}” has been corrected",
        body_en="After your opinion ({number}), “{notice}” has been corrected. Edition {edition} is public:\n{address}",
    ),
):
    messages.MESSAGE_TEMPLATES.register(template)


SITEMAP.register(SitemapPages("disclosure.opinions", 30, lambda at: [reverse("disclosure:opinions")]))
DATASETS.register(OPINIONS)
