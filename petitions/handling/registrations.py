"""What petitions hand to the rest of the portal."""

from functools import partial

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from petitions.handling.policies import WORKS_ON
from petitions.handling.presenters.home import overdue_petitions
from petitions.handling.presenters.staff import queue_rows
from petitions.handling.queries import reminders
from petitions.handling.queries.desk import has_desk, waiting_petitions
from petitions.handling.workflow import PETITION
from portal.core.sections import Section
from portal.core.workflow import WORKFLOWS
from portal.desk.queue import count_waiting
from portal.desk.registry import DESK_HOME_SECTIONS, MENU, QUEUE, MenuEntry, QueueSource
from portal.messaging import registry as messages

WORKFLOWS.register(PETITION)
QUEUE.register(
    QueueSource("petition", waiting_petitions, queue_rows, label=pgettext_lazy("of what waits", "Petitions"))
)
MENU.register(
    MenuEntry(
        key="petitions",
        url_name="petitions_desk:petitions",
        label=pgettext_lazy("menu of the desk", "Petitions"),
        group=None,
        order=70,
        opens=has_desk,
        count=partial(count_waiting, kind="petition"),
    )
)
DESK_HOME_SECTIONS.register(Section("petitions.overdue", 17, "desk/_stuck.html", overdue_petitions))
messages.REMINDER_SOURCES.register(messages.ReminderSource("petitions", reminders.reminders))
messages.SETTLEMENTS.register(messages.Settlement("petition", reminders.settled))

_LETTER = (messages.UNIT, messages.NUMBER, messages.DUE, messages.ADDRESS)
_PLAIN = (messages.UNIT, messages.NUMBER, messages.ADDRESS)
BODY = messages.Placeholder("body", _("the body"), "县自然资源局", "the county's bureau of natural resources")

for template in (
    messages.MessageTemplate(
        key="petition_received",
        order=500,
        title=_("To a petitioner: the petition has arrived"),
        placeholders=_LETTER,
        subject_zh="您反映的事项已收到（{number}）",
        body_zh=(
            "您好：\n\n{unit}已收到您反映的事项，编号{number}。最迟{due}告诉您是否受理。"
            "被反映的人和单位看不到您写的内容。凭编号和查询码可以查看办理进度：\n{address}"
        ),
        subject_en="Your petition has arrived ({number})",
        body_en=(
            "{unit} has received your petition; its number is {number}. You are told by {due} whether it is accepted. "
            "The people and offices you write about cannot see it. With number and code you can follow it:\n{address}"
        ),
    ),
    messages.MessageTemplate(
        key="petition_accepted",
        order=502,
        title=_("To a petitioner: the petition is accepted"),
        placeholders=_LETTER,
        subject_zh="您反映的事项已受理（{number}）",
        body_zh="您好：\n\n{unit}已受理您反映的事项（编号{number}），最迟{due}书面答复您。办理进度：\n{address}",
        subject_en="Your petition is accepted ({number})",
        body_en="{unit} has accepted your petition {number}. You have the answer by {due}. Follow it:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_redirect",
        order=504,
        title=_("To a petitioner: another body can act"),
        placeholders=(*_PLAIN, BODY),
        subject_zh="您反映的事项请向有权机关提出（{number}）",
        body_zh="您好：\n\n您反映的事项（编号{number}）不归{unit}管，请向{body}提出。告知书可以在这里查看：\n{address}",
        subject_en="Another body can act on your petition ({number})",
        body_en="Your petition {number} is not for {unit} to decide. Please turn to {body}. See:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_legal_channel",
        order=506,
        title=_("To a petitioner: there is a legal channel"),
        placeholders=(*_PLAIN, BODY),
        subject_zh="您反映的事项请走法定途径（{number}）",
        body_zh="您好：\n\n您反映的事项（编号{number}）依法应当通过法定途径解决：{body}。告知书可以在这里查看：\n{address}",
        subject_en="There is a legal channel for your petition ({number})",
        body_en="By law your petition {number} goes another way: {body}. See the notice of {unit}:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_forward",
        order=508,
        title=_("To a petitioner: the petition was forwarded"),
        placeholders=(*_PLAIN, BODY),
        subject_zh="您反映的事项已转送（{number}）",
        body_zh="您好：\n\n您反映的事项（编号{number}）已由{unit}转送{body}，由其告诉您是否受理。查看：\n{address}",
        subject_en="Your petition was forwarded ({number})",
        body_en="{unit} has forwarded your petition {number} to {body}, which tells you if it accepts it:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_not_accepted",
        order=510,
        title=_("To a petitioner: the petition is not accepted"),
        placeholders=(*_PLAIN, BODY),
        subject_zh="您反映的事项不予受理（{number}）",
        body_zh="您好：\n\n您反映的事项（编号{number}），{unit}不予受理。理由写在告知书里，可以在这里查看：\n{address}",
        subject_en="Your petition is not accepted ({number})",
        body_en="{unit} does not accept your petition {number}. The reason stands in the notice:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_merged",
        order=512,
        title=_("To a petitioner: the petition was merged with another"),
        placeholders=_PLAIN,
        subject_zh="您反映的事项已合并办理（{number}）",
        body_zh="您好：\n\n您反映的事项（编号{number}）与另一件是同一件事，{unit}一并办理。查看：\n{address}",
        subject_en="Your petition is dealt with together with another ({number})",
        body_en="Your petition {number} is about the same matter as another; {unit} deals with both:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_extended",
        order=514,
        title=_("To a petitioner: the answer takes longer"),
        placeholders=(*_LETTER, messages.REASON),
        subject_zh="您反映的事项延期答复（{number}）",
        body_zh="您好：\n\n您反映的事项（编号{number}），{unit}延长至{due}前答复，原因是：\n\n{reason}\n\n办理进度：\n{address}",
        subject_en="The answer to your petition takes longer ({number})",
        body_en="{unit} answers your petition {number} by {due}. The reason:\n\n{reason}\n\nFollow it:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_opinion",
        order=516,
        title=_("To a petitioner: the opinion"),
        placeholders=_LETTER,
        subject_zh="您反映的事项已答复（{number}）",
        body_zh=(
            "您好：\n\n您反映的事项（编号{number}），{unit}已作出处理意见。凭编号和查询码可以查看、评价；"
            "不同意的，可以在规定的时间里请求复查：\n{address}"
        ),
        subject_en="Your petition has been answered ({number})",
        body_en=(
            "{unit} has decided on your petition {number}. With number and code you can read and rate the answer; if "
            "you do not agree you can ask for a review in time:\n{address}"
        ),
    ),
    messages.MessageTemplate(
        key="petition_settled",
        order=518,
        title=_("To who gave their name: the report was dealt with"),
        placeholders=_PLAIN,
        subject_zh="您反映的事项已办结（{number}）",
        body_zh="您好：\n\n您反映的事项（编号{number}）已经办结。想了解结果，请联系{unit}纪委。查看：\n{address}",
        subject_en="What you reported has been dealt with ({number})",
        body_en="What you reported ({number}) has been dealt with. Ask the discipline office of {unit}:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_review_asked",
        order=520,
        title=_("To a petitioner: the wish for a review has arrived"),
        placeholders=_LETTER,
        subject_zh="您的复查复核请求已收到（{number}）",
        body_zh="您好：\n\n您对编号{number}的答复不同意，{unit}已把请求转给上一级机关，最迟{due}答复您。查看：\n{address}",
        subject_en="Your wish for a review has arrived ({number})",
        body_en="{unit} has passed on that you do not agree with the answer to {number}. You hear by {due}:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_reviewed",
        order=522,
        title=_("To a petitioner: the review is decided"),
        placeholders=_PLAIN,
        subject_zh="您的复查复核请求已有结果（{number}）",
        body_zh="您好：\n\n编号{number}的复查复核已有结果，{unit}已登记。凭编号和查询码查看：\n{address}",
        subject_en="The review of your petition is decided ({number})",
        body_en="{unit} has entered the decision on your petition {number}. See with number and code:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_reopened",
        order=524,
        title=_("To a petitioner: the petition is taken up again"),
        placeholders=_LETTER,
        subject_zh="您反映的事项重新办理（{number}）",
        body_zh="您好：\n\n您反映的事项（编号{number}），{unit}重新办理，最迟{due}书面答复您。办理进度：\n{address}",
        subject_en="Your petition is taken up again ({number})",
        body_en="{unit} takes up your petition {number} again. You have the answer by {due}:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_withdrawn",
        order=526,
        title=_("To a petitioner: the petition is withdrawn"),
        placeholders=_PLAIN,
        subject_zh="您反映的事项已撤回（{number}）",
        body_zh="您好：\n\n您反映的事项（编号{number}）已按您的意思撤回。如果不是您本人撤回，请马上联系{unit}。\n{address}",
        subject_en="Your petition is withdrawn ({number})",
        body_en="Your petition {number} is withdrawn as you wished. If it was not you, tell {unit}.\n{address}",
    ),
):
    messages.MESSAGE_TEMPLATES.register(template)

_news = partial(
    messages.News,
    workflow=PETITION.name,
    policy=WORKS_ON,
    words=reminders.words_of_news,
    url=reminders.page_of,
)
_DAYS = (messages.UNIT, messages.NUMBER, messages.DUE, messages.DAYS, messages.ADDRESS)
_NEWS = (messages.UNIT, messages.NUMBER, messages.WHO, messages.DUE, messages.ADDRESS)
for template in (
    messages.MessageTemplate(
        key="petition_due",
        order=180,
        title=_("Before a step of a petition is due, and on the day"),
        placeholders=_DAYS,
        subject_zh="信访件{number}请于{due}前办理",
        body_zh="由{unit}办理，最迟{due}。\n{address}",
        subject_en="Petition {number} is to be dealt with by {due}",
        body_en="It is with {unit}; the last day is {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_overdue",
        order=182,
        title=_("Each week after a step of a petition was due"),
        placeholders=_DAYS,
        subject_zh="信访件{number}逾期{days}天",
        body_zh="{unit}应于{due}前办理，至今未办，请马上办理。\n{address}",
        subject_en="Petition {number} is overdue (days: {days})",
        body_en="{unit} was to deal with it by {due}. Please do so at once.\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_escalation",
        order=184,
        title=_("To the petition group, leaders and secretary, of a petition overdue"),
        placeholders=_DAYS,
        subject_zh="信访件{number}逾期{days}天，请督促{unit}",
        body_zh="应于{due}前办理。已提醒承办人，仍未办理。\n{address}",
        subject_en="Petition {number} is still not dealt with by {unit} (days overdue: {days})",
        body_en="It was due on {due}. Those who have it have been reminded.\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_reminded",
        order=186,
        title=_("To whoever an answer waits for: somebody asks for it"),
        placeholders=_NEWS,
        subject_zh="{who}提醒：信访件{number}等您办理",
        body_zh="请在{due}前办理。\n{address}",
        subject_en="{who} reminds you of petition {number}",
        body_en="Please deal with it by {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_added",
        order=188,
        title=_("To who works on it: the petitioner has added something"),
        placeholders=_NEWS,
        subject_zh="信访件{number}有补充材料",
        body_zh="信访人补充了材料，请查看。\n{address}",
        subject_en="Petition {number}: something was added",
        body_en="The petitioner has added something.\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_new",
        order=190,
        title=_("To the petition group: a petition came in, or was objected to"),
        news=_news(verbs=("receive", "object", "recuse"), people=reminders.office_of, waits=True),
        placeholders=_NEWS,
        subject_zh="信访件{number}请登记分流",
        body_zh="请在{due}前告知是否受理。\n{address}",
        subject_en="Petition {number} is to be registered or routed",
        body_en="The petitioner is to be told by {due} whether it is accepted.\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_given",
        order=192,
        title=_("To the handlers: a petition was given to them"),
        news=_news(verbs=("accept", "assign", "reassign"), people=reminders.handlers_told, waits=True),
        placeholders=_NEWS,
        subject_zh="信访件{number}交您办理，最迟{due}",
        body_zh="{who}已交{unit}办理。与本件或者信访人有利害关系的，请申请回避。\n{address}",
        subject_en="Petition {number} is for you to handle by {due}",
        body_en="{who} gave it to {unit}. Step aside if you have an interest in it.\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_to_check",
        order=194,
        title=_("To the petition group: an opinion is to be checked"),
        news=_news(verbs=("draft",), people=reminders.office_of, waits=True),
        placeholders=_NEWS,
        subject_zh="信访件{number}的处理意见请核对",
        body_zh="{unit}已报来处理意见，请核对事实、依据和救济途径，办理期限{due}。\n{address}",
        subject_en="The opinion on petition {number} is to be checked",
        body_en="{unit} has handed in its opinion. The time ends on {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_to_decide",
        order=196,
        title=_("To the leaders: an opinion is to be signed, or more time to be decided"),
        news=_news(verbs=("check", "ask_extension"), people=reminders.leaders_of, waits=True),
        placeholders=_NEWS,
        subject_zh="信访件{number}请审签",
        body_zh="{who}报送，请在{due}前审签。\n{address}",
        subject_en="Petition {number} is to be signed or decided",
        body_en="{who} handed it in. The time ends on {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_sent_back",
        order=198,
        title=_("To the handlers: an opinion was sent back, or there is no more time"),
        news=_news(verbs=("send_back", "refuse_extension"), people=reminders.handlers_told, waits=True),
        placeholders=_NEWS,
        subject_zh="信访件{number}被退回",
        body_zh="{who}退回，理由请在系统里看，最迟{due}答复。\n{address}",
        subject_en="Petition {number} was sent back",
        body_en="{who} sent it back; the reason stands on its page. It is due on {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_to_serve",
        order=200,
        title=_("To the petition group: an opinion was signed and is to be served"),
        news=_news(verbs=("sign",), people=reminders.office_of, waits=True),
        placeholders=_NEWS,
        subject_zh="信访件{number}的处理意见已签发，请送达",
        body_zh="请打印、盖章，并在{due}前送达。\n{address}",
        subject_en="The opinion on petition {number} is to be served",
        body_en="Print it, have it sealed, and serve it by {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_again",
        order=202,
        title=_("To the handlers: a petition is handled again"),
        news=_news(verbs=("reopen", "overturn"), people=reminders.who_works, waits=True),
        placeholders=_NEWS,
        subject_zh="信访件{number}重新办理，最迟{due}",
        body_zh="{who}已登记，请重新办理。\n{address}",
        subject_en="Petition {number} is to be handled again by {due}",
        body_en="{who} has entered it. Please handle it again.\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_moved",
        order=204,
        title=_("To who works on it: served, extended, withdrawn or under review"),
        news=_news(
            verbs=("extend", "serve", "withdraw", "ask_review", "ask_re_review", "uphold", "merge"),
            people=reminders.who_works,
        ),
        placeholders=_NEWS,
        subject_zh="信访件{number}有新进展",
        body_zh="{who}已办理，详见：\n{address}",
        subject_en="Petition {number} has moved on",
        body_en="{who} has taken a step; see:\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_watched",
        order=206,
        title=_("To who works on it: a petition is supervised"),
        news=_news(verbs=("supervise",), people=reminders.who_works),
        placeholders=_NEWS,
        subject_zh="信访件{number}被督办",
        body_zh="{who}督办，要求请在系统里看。\n{address}",
        subject_en="Petition {number} is supervised",
        body_en="{who} supervises it; what is expected stands on its page.\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_sponsored",
        order=208,
        title=_("To a leader: they answer for a petition"),
        news=_news(verbs=("sponsor",), people=reminders.sponsor_of),
        placeholders=_NEWS,
        subject_zh="信访件{number}由您包案",
        body_zh="{who}登记由您包案，请过问到办结。\n{address}",
        subject_en="You answer for petition {number}",
        body_en="{who} has named you. Please see to it until it is concluded.\n{address}",
    ),
    messages.MessageTemplate(
        key="petition_dissatisfied",
        order=210,
        title=_("To the secretary: a petitioner is not content"),
        news=_news(verbs=("rate",), people=reminders.secretaries_if_dissatisfied),
        placeholders=_NEWS,
        subject_zh="信访件{number}的信访人不满意",
        body_zh="请看评价，考虑是否重新办理。\n{address}",
        subject_en="The petitioner of {number} is not content",
        body_en="See what they say, and whether it is taken up again.\n{address}",
    ),
):
    messages.MESSAGE_TEMPLATES.register(template)
