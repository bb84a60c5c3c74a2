"""What this room hands to the rest of the portal."""

from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.requests.actions.letters import forget_words
from disclosure.requests.api import RELEASES
from disclosure.requests.enums import CASE_KIND, CONSULTATION_LIMIT, CORRECTION_LIMIT, REPLY_LIMIT, SUPPLEMENT_LIMIT
from disclosure.requests.policies import READS_CASE, WORKS_FOR, WORKS_ON
from disclosure.requests.presenters import public as presenters
from disclosure.requests.presenters.home import overdue_replies
from disclosure.requests.presenters.staff import queue_rows
from disclosure.requests.queries import released, reminders
from disclosure.requests.queries.requests import waiting_requests
from disclosure.requests.rules import REGULATIONS, VERSION
from disclosure.requests.workflow import REQUEST
from portal.cases.registry import CASE_KINDS, CaseKind
from portal.cases.rules.limits import TimeLimit
from portal.core.log_subjects import LOG_SUBJECTS, LogSubject
from portal.core.search import SEARCH_SOURCES, SearchSource
from portal.core.sections import Section
from portal.core.workflow import WORKFLOWS
from portal.desk.queue import count_waiting
from portal.desk.registry import DESK_HOME_SECTIONS, MENU, QUEUE, MenuEntry, QueueSource
from portal.messaging import registry as messages
from portal.site.data.registry import DATASETS
from portal.site.registry import SITEMAP, WAYS, SitemapPages, Way

WORKFLOWS.register(REQUEST)
QUEUE.register(
    QueueSource(
        "request", waiting_requests, queue_rows, label=pgettext_lazy("of what waits", "Requests for information")
    )
)
CASE_KINDS.register(
    CaseKind(
        key=CASE_KIND,
        title=_("Follow my request"),
        readers=READS_CASE,
        page=presenters.follow_page,
        limits=tuple(
            TimeLimit(key=key, days=days, is_in_working_days=True, basis=f"{REGULATIONS}第{article}条", version=VERSION)
            for key, days, article in (
                (REPLY_LIMIT, lambda: 20, "三十三"),
                (CORRECTION_LIMIT, lambda: 7, "三十"),
                (SUPPLEMENT_LIMIT, lambda: settings.SUPPLEMENT_WORKING_DAYS, "三十"),  # practice
                (CONSULTATION_LIMIT, lambda: 15, "三十二"),
            )
        ),
        keep_days=lambda: settings.REQUESTS_KEPT_DAYS,
        forget=forget_words,
    )
)
MENU.register(
    MenuEntry(
        key="requests",
        url_name="disclosure_desk:requests",
        label=pgettext_lazy("menu of the desk", "Requests"),
        group=None,
        order=65,
        opens=lambda person, at: WORKS_FOR.permitted(person, at=at).exists(),
        count=partial(count_waiting, kind="request"),
    )
)
DESK_HOME_SECTIONS.register(Section("requests.overdue", 16, "desk/_stuck.html", overdue_replies))
WAYS.register(
    Way(
        key="request",
        order=30,
        title=_("Ask for information"),
        text=_("What the town or a village has and is not on line: write what you want. Free, within 20 working days."),
        url=presenters.where_to_ask,
    )
)
SITEMAP.register(
    SitemapPages("disclosure.requests", 40, lambda at: [reverse("disclosure:requests"), reverse("disclosure:released")])
)
LOG_SUBJECTS.register(LogSubject(released.RELEASED, released.stored_hashes, released.titles, released.of_unit))
SEARCH_SOURCES.register(
    SearchSource(released.RELEASED, released.documents, label=pgettext_lazy("of what is found", "Disclosed on request"))
)

messages.REMINDER_SOURCES.register(messages.ReminderSource("requests", reminders.reminders))
messages.SETTLEMENTS.register(messages.Settlement("request", reminders.settled))
_news = partial(
    messages.News,
    workflow=REQUEST.name,
    policy=WORKS_ON,
    words=reminders.words_of_news,
    url=reminders.page_of,
)
_DAYS = (messages.UNIT, messages.NUMBER, messages.DUE, messages.DAYS, messages.ADDRESS)
_NEWS = (messages.UNIT, messages.NUMBER, messages.WHO, messages.DUE, messages.ADDRESS)
_LETTER = (messages.UNIT, messages.NUMBER, messages.DUE, messages.ADDRESS)
TEXT = messages.Placeholder(
    "text", _("what is to be put right"), "请写明是哪一年的合同。", "Please write of which year the contract is."
)
REPLY = messages.Placeholder("answer", _("the reply"), "合同随信提供。", "The contract comes with this letter.")
RESULT = messages.Placeholder("result", _("the result"), "予以公开", "Disclosed")
for template in (
    messages.MessageTemplate(
        key="request_due",
        order=160,
        title=_("Before a step of a request is due, and on the day"),
        placeholders=_DAYS,
        subject_zh="依申请公开{number}请于{due}前办理",
        body_zh="由{unit}办理，最迟{due}。\n{address}",
        subject_en="Request {number} is to be dealt with by {due}",
        body_en="It is with {unit}; the last day is {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="request_overdue",
        order=162,
        title=_("Each week after a step of a request was due"),
        placeholders=_DAYS,
        subject_zh="依申请公开{number}逾期{days}天",
        body_zh="{unit}应于{due}前办理，至今未办。逾期不答复的，申请人可以申请复议或者起诉。\n{address}",
        subject_en="Request {number} is overdue (days: {days})",
        body_en="{unit} was to deal with it by {due}. Applicants may go to review or court over it.\n{address}",
    ),
    messages.MessageTemplate(
        key="request_escalation",
        order=164,
        title=_("To the publisher and the leaders, of a request overdue"),
        placeholders=_DAYS,
        subject_zh="依申请公开{number}逾期{days}天，请督促{unit}",
        body_zh="应于{due}前办理。已提醒经办人和单位负责人，仍未办理。\n{address}",
        subject_en="Request {number} is still not dealt with by {unit} (days overdue: {days})",
        body_en="It was due on {due}. Clerk and head of the unit have been reminded.\n{address}",
    ),
    messages.MessageTemplate(
        key="request_new",
        order=166,
        title=_("To the publishers: a request came in, or was put right"),
        news=_news(verbs=("receive", "correct"), people=reminders.publishers_of, waits=True),
        placeholders=_NEWS,
        subject_zh="收到依申请公开{number}，请登记",
        body_zh="请看是否写得清楚，{due}前登记或者要求补正。\n{address}",
        subject_en="Request {number} is to be registered",
        body_en="See whether it is clear enough; register it or ask for corrections by {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="request_given",
        order=168,
        title=_("To the clerks: a request was given to their unit"),
        news=_news(verbs=("accept", "reroute"), people=reminders.clerks_of, waits=True),
        placeholders=_NEWS,
        subject_zh="依申请公开{number}交{unit}办理，{due}前答复",
        body_zh="{who}已转给{unit}，请起草答复，最迟{due}。\n{address}",
        subject_en="Request {number} is for {unit} to reply to by {due}",
        body_en="{who} gave it to {unit}. Draft the reply; it is due on {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="request_to_decide",
        order=170,
        title=_("To who decides: a reply or more time is to be decided"),
        news=_news(verbs=("draft", "ask_extension"), people=reminders.deciders_of, waits=True),
        placeholders=_NEWS,
        subject_zh="依申请公开{number}请审定",
        body_zh="{who}代{unit}报送，请在{due}前审定。\n{address}",
        subject_en="Request {number} is to be decided",
        body_en="{who} handed it in for {unit}. It is due on {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="request_sent_back",
        order=172,
        title=_("To the clerks: a reply was sent back, or there is no more time"),
        news=_news(verbs=("send_back", "refuse_extension"), people=reminders.who_works, waits=True),
        placeholders=(*_NEWS, messages.REASON),
        subject_zh="依申请公开{number}被退回",
        body_zh="{who}退回，理由：{reason}\n最迟{due}答复。\n{address}",
        subject_en="Request {number} was sent back",
        body_en="{who} sent it back: {reason}\nIt is due on {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="request_decided",
        order=174,
        title=_("To who works on it: the reply is out, the time extended, or the request withdrawn"),
        news=_news(verbs=("answer", "extend", "withdraw"), people=reminders.who_works),
        placeholders=_NEWS,
        subject_zh="依申请公开{number}有新进展",
        body_zh="{who}已办理，详见：\n{address}",
        subject_en="Request {number} has moved on",
        body_en="{who} has taken a step; see:\n{address}",
    ),
    messages.MessageTemplate(
        key="request_received",
        order=440,
        title=_("To an applicant: the request has arrived"),
        placeholders=_LETTER,
        subject_zh="您的政府信息公开申请已收到（{number}）",
        body_zh=(
            "您好：\n\n{unit}已收到您的政府信息公开申请，编号{number}。写得不清楚的，7个工作日内请您补正；"
            "一般在20个工作日内给您答复。凭编号和查询码可以查看办理进度：\n{address}"
        ),
        subject_en="Your request for information has arrived ({number})",
        body_en=(
            "{unit} has received your request; its number is {number}. If something is unclear you are asked within 7 "
            "working days; the reply comes within 20. With number and code you can follow it here:\n{address}"
        ),
    ),
    messages.MessageTemplate(
        key="request_correction",
        order=442,
        title=_("To an applicant: something is to be put right"),
        placeholders=(*_LETTER, TEXT),
        subject_zh="请补正您的政府信息公开申请（{number}）",
        body_zh=(
            "您好：\n\n您的申请（编号{number}）有的地方不够明确，请在{due}前补正：\n\n{text}\n\n"
            "凭编号和查询码在这里补正：\n{address}\n\n答复期限从收到补正的第二天重新起算。"
        ),
        subject_en="Please put your request right ({number})",
        body_en=(
            "Something in your request ({number}) is unclear. Please put this right by {due}:\n\n{text}\n\n"
            "You can do so here with number and code:\n{address}\n\nThe time for the reply begins anew then."
        ),
    ),
    messages.MessageTemplate(
        key="request_extended",
        order=444,
        title=_("To an applicant: the reply takes longer"),
        placeholders=(*_LETTER, messages.REASON),
        subject_zh="您的政府信息公开申请延期答复（{number}）",
        body_zh="您好：\n\n您的申请（编号{number}）延长至{due}前答复，原因是：\n\n{reason}\n\n办理进度：\n{address}",
        subject_en="The reply to your request takes longer ({number})",
        body_en="The reply to your request ({number}) comes by {due}. The reason:\n\n{reason}\n\nFollow it:\n{address}",
    ),
    messages.MessageTemplate(
        key="request_answered",
        order=446,
        title=_("To an applicant: the reply"),
        placeholders=(messages.UNIT, messages.NUMBER, REPLY, RESULT, messages.ADDRESS),
        subject_zh="您的政府信息公开申请已答复（{number}）",
        body_zh=(
            "您好：\n\n您的申请（编号{number}），{unit}答复如下（{result}）：\n\n{answer}\n\n"
            "凭编号和查询码可以下载答复书和附件，不服的救济途径也写在上面：\n{address}"
        ),
        subject_en="Your request has been replied to ({number})",
        body_en=(
            "{unit} replies to your request {number} ({result}):\n\n{answer}\n\nReply and files can be saved with "
            "number and code; what you can do if you are not content stands there too:\n{address}"
        ),
    ),
    messages.MessageTemplate(
        key="request_lapsed",
        order=448,
        title=_("To an applicant: nothing was put right in time"),
        placeholders=(messages.UNIT, messages.NUMBER, messages.ADDRESS),
        subject_zh="您的政府信息公开申请不再处理（{number}）",
        body_zh="您好：\n\n您的申请（编号{number}）逾期没有补正，依照规定不再处理。需要的话可以重新申请：\n{address}",
        subject_en="Your request is not pursued ({number})",
        body_en="Your request ({number}) was not put right in time, so it is not pursued. You can ask anew:\n{address}",
    ),
    messages.MessageTemplate(
        key="request_withdrawn",
        order=450,
        title=_("To an applicant: the request is withdrawn"),
        placeholders=(messages.UNIT, messages.NUMBER, messages.ADDRESS),
        subject_zh="您的政府信息公开申请已撤回（{number}）",
        body_zh="您好：\n\n您的申请（编号{number}）已按您的意思撤回。如果不是您本人撤回，请马上联系{unit}。\n{address}",
        subject_en="Your request is withdrawn ({number})",
        body_en="Your request ({number}) is withdrawn as you wished. If it was not you, tell {unit}.\n{address}",
    ),
    messages.MessageTemplate(
        key="request_redirected",
        order=452,
        title=_("To an applicant: the request was handed over as a petition"),
        placeholders=(messages.UNIT, messages.NUMBER, messages.ADDRESS),
        subject_zh="您的申请转为信访件办理（{number}）",
        body_zh=(
            "您好：\n\n您写的（编号{number}）是反映问题，不是申请公开信息，{unit}已转为信访件办理。"
            "原编号和查询码仍可查看进度：\n{address}"
        ),
        subject_en="Your request is dealt with as a petition ({number})",
        body_en=(
            "What you wrote ({number}) reports a problem rather than asks for information; {unit} deals with it as a "
            "petition. Number and code still show how it stands:\n{address}"
        ),
    ),
):
    messages.MESSAGE_TEMPLATES.register(template)
DATASETS.register(RELEASES)
