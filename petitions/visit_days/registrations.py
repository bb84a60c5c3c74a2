"""What this room hands to the rest of the portal."""

from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from petitions.visit_days.actions import roster
from petitions.visit_days.actions.letters import forget_words
from petitions.visit_days.enums import CASE_KIND, LOG_KIND
from petitions.visit_days.policies import READS_CASE, READS_DAY, READS_FOR, READS_PROMISE
from petitions.visit_days.presenters import public, staff
from petitions.visit_days.queries import log, promises, roster as roster_queries
from petitions.visit_days.workflow import BOOKING, PROMISE, VISIT_DAY
from portal.cases.registry import CASE_KINDS, CaseKind
from portal.core.log_subjects import LOG_SUBJECTS, LogSubject
from portal.core.recounts import RECOUNTS, Recount
from portal.core.sections import Section
from portal.core.workflow import WORKFLOWS
from portal.desk.queue import count_waiting
from portal.desk.registry import MENU, QUEUE, MenuEntry, QueueSource
from portal.messaging import registry as messages
from portal.site.registry import HOME_SECTIONS, SITEMAP, WAYS, SitemapPages, Way

for workflow in (VISIT_DAY, BOOKING, PROMISE):
    WORKFLOWS.register(workflow)
CASE_KINDS.register(
    CaseKind(
        key=CASE_KIND,
        title=_("Follow my booking"),
        readers=READS_CASE,
        page=public.follow_page,
        limits=(),
        keep_days=lambda: settings.VISITS_KEPT_DAYS,
        forget=forget_words,
    )
)
LOG_SUBJECTS.register(LogSubject(LOG_KIND, log.hashes, public.log_titles, log.of_unit))
RECOUNTS.register(Recount("visit days", order=30, run=lambda actor, at: roster.replan(actor=actor, at=at)))

QUEUE.register(
    QueueSource(
        VISIT_DAY.name,
        roster_queries.waiting_days,
        staff.day_queue_rows,
        label=pgettext_lazy("of what waits", "Visit days"),
    )
)
QUEUE.register(
    QueueSource(
        PROMISE.name,
        promises.waiting_promises,
        staff.promise_queue_rows,
        label=pgettext_lazy("of what waits", "Promises"),
    )
)
MENU.register(
    MenuEntry(
        key="visit_days",
        url_name="petitions_desk:visit_days",
        label=pgettext_lazy("menu of the desk", "Visit days"),
        group=None,
        order=70,
        opens=lambda person, at: READS_FOR.permitted(person, at=at).exists(),
        count=partial(count_waiting, kind=VISIT_DAY.name),
    )
)
MENU.register(
    MenuEntry(
        key="promises",
        url_name="petitions_desk:promises",
        label=pgettext_lazy("menu of the desk", "Promises"),
        group=None,
        order=71,
        opens=promises.finds_promises,
        count=partial(count_waiting, kind=PROMISE.name),
    )
)
HOME_SECTIONS.register(Section("visit_days", 15, "petitions/visit_days/_on_home.html", public.on_home))
WAYS.register(
    Way(
        key="visit_days",
        order=35,
        title=_("Speak to a leader"),
        text=_("On visit days the leaders of the town receive whoever comes. Book a time, or simply come."),
        url=lambda _unit: reverse("petitions:visit_days"),
    )
)
SITEMAP.register(SitemapPages("petitions.visit_days", 60, lambda at: [reverse("petitions:visit_days")]))

messages.REMINDER_SOURCES.register(messages.ReminderSource("visit_days", promises.reminders))
messages.SETTLEMENTS.register(messages.Settlement("promise", promises.settled))
messages.SETTLEMENTS.register(messages.Settlement("visit_day", promises.days_settled))
DAY = messages.Placeholder("day", _("the visit day"), "2026年10月27日", "27 October 2026")
TIME = messages.Placeholder("time", _("the time of the place"), "9:20", "9:20")
PLACE = messages.Placeholder("place", _("where people are received"), "一楼接访室", "Visit room, ground floor")
PHONE = messages.Placeholder("phone", _("the telephone of the office"), "0000-8120000", "0000-8120000")
_LETTER = (
    *(messages.UNIT, messages.NUMBER, DAY, TIME),
    *(PLACE, messages.REASON, PHONE, messages.ADDRESS),
)
_DUE = (messages.UNIT, messages.NUMBER, messages.DUE, messages.DAYS, messages.ADDRESS)
_NEWS = (messages.UNIT, messages.NUMBER, messages.WHO, messages.DUE, messages.REASON, messages.ADDRESS)
_DAY_NEWS = (messages.UNIT, messages.NUMBER, DAY, PLACE, messages.WHO, messages.REASON, messages.ADDRESS)
_promise_news = partial(
    messages.News,
    workflow=PROMISE.name,
    policy=READS_PROMISE,
    words=promises.words_of_promise,
    url=promises.page_of,
)
for template in (
    messages.MessageTemplate(
        key="visit_tomorrow",
        order=200,
        title=_("To who receives, on the working day before a visit day"),
        placeholders=(messages.UNIT, messages.NUMBER, DAY, PLACE, messages.ADDRESS),
        subject_zh="{day}您接访",
        body_zh="地点：{place}。谁约了、说什么事，请先看一看。\n{address}",
        subject_en="You receive people on {day}",
        body_en="Place: {place}. See beforehand who comes and what about.\n{address}",
    ),
    messages.MessageTemplate(
        key="visit_to_close",
        order=202,
        title=_("To the publishers: a visit day is over and not closed"),
        placeholders=(messages.UNIT, messages.NUMBER, DAY, PLACE, messages.ADDRESS),
        subject_zh="{day}接访日还没有收尾",
        body_zh="请补齐记录，收尾后没轮到的人会转到下一个接访日。\n{address}",
        subject_en="The visit day of {day} is to be closed",
        body_en="Keep the records that are missing. Whoever was not reached goes on to the next visit day.\n{address}",
    ),
    messages.MessageTemplate(
        key="visit_changed",
        order=204,
        title=_("To who receives: a visit day was changed"),
        news=messages.News(
            workflow=VISIT_DAY.name,
            verbs=("substitute", "amend", "move", "cancel"),
            people=promises.receivers_of,
            policy=READS_DAY,
            words=promises.words_of_day,
            url=promises.page_of_day,
        ),
        placeholders=_DAY_NEWS,
        subject_zh="{day}接访安排有变动",
        body_zh="{who}调整了接访安排。{reason}\n{address}",
        subject_en="The visit day of {day} was changed",
        body_en="{who} changed it. {reason}\n{address}",
    ),
    messages.MessageTemplate(
        key="promise_new",
        order=206,
        title=_("To a unit: something was promised that it is to do"),
        news=_promise_news(verbs=("promise", "postpone", "send_back"), people=promises.who_does, waits=True),
        placeholders=_NEWS,
        subject_zh="接访答应的事{number}交{unit}办，{due}前办好",
        body_zh="{who}记录。办好后请报结果。{reason}\n{address}",
        subject_en="Promise {number} is for {unit} to keep by {due}",
        body_en="Entered by {who}. Report what was done. {reason}\n{address}",
    ),
    messages.MessageTemplate(
        key="promise_reported",
        order=208,
        title=_("To who promised it, and the publishers: a promise is reported as done"),
        news=_promise_news(verbs=("report",), people=promises.who_follows_up, waits=True),
        placeholders=_NEWS,
        subject_zh="{unit}报：答应的事{number}已办好，请核实",
        body_zh="请问过来访人再确认。\n{address}",
        subject_en="{unit} reports promise {number} as done",
        body_en="Ask the resident, then confirm it.\n{address}",
    ),
    messages.MessageTemplate(
        key="promise_due",
        order=210,
        title=_("Before a promise is due, and on the day"),
        placeholders=_DUE,
        subject_zh="接访答应的事{number}请于{due}前办好",
        body_zh="由{unit}办理，最迟{due}。\n{address}",
        subject_en="Promise {number} is to be kept by {due}",
        body_en="It is with {unit}; the last day is {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="promise_overdue",
        order=212,
        title=_("Each week after a promise was due"),
        placeholders=_DUE,
        subject_zh="接访答应的事{number}逾期{days}天",
        body_zh="{unit}应于{due}前办好。\n{address}",
        subject_en="Promise {number} is overdue (days: {days})",
        body_en="{unit} was to keep it by {due}.\n{address}",
    ),
    messages.MessageTemplate(
        key="promise_escalation",
        order=214,
        title=_("To the publisher and the secretary, of a promise overdue"),
        placeholders=_DUE,
        subject_zh="接访答应的事{number}逾期{days}天，请督促{unit}",
        body_zh="应于{due}前办好。已提醒经办人和单位负责人，仍未办好。\n{address}",
        subject_en="Promise {number} is still not kept by {unit} (days overdue: {days})",
        body_en="It was due on {due}. Who does it and the head of the unit have been reminded.\n{address}",
    ),
    messages.MessageTemplate(
        key="visit_booked",
        order=460,
        title=_("To who booked a visit: it is booked"),
        placeholders=_LETTER,
        subject_zh="已预约{day} {time}接访（{number}）",
        body_zh="{unit}：您已预约{day} {time}，地点{place}。来时请带身份证。要取消，凭编号和查询码：\n{address}",
        subject_en="Your visit is booked: {day}, {time} ({number})",
        body_en=(
            "{unit}: please come on {day} at {time}, {place}, with your ID card. To cancel it, use number and code:"
            "\n{address}"
        ),
    ),
    messages.MessageTemplate(
        key="visit_waiting",
        order=462,
        title=_("To who booked a visit: they are on the waiting list"),
        placeholders=_LETTER,
        subject_zh="已为您排候补：{day}接访（{number}）",
        body_zh="{unit}：有人取消就依次通知您。也可以当天直接来取号。\n{address}",
        subject_en="You are on the waiting list for {day} ({number})",
        body_en="{unit} tells you if a place becomes free. You may also come on the day and wait.\n{address}",
    ),
    messages.MessageTemplate(
        key="visit_placed",
        order=464,
        title=_("To who waits: a place became free"),
        placeholders=_LETTER,
        subject_zh="轮到您了：{day} {time}接访（{number}）",
        body_zh="{unit}：有人取消，这个号给您，{day} {time}，地点{place}。不来请取消：\n{address}",
        subject_en="A place is yours: {day}, {time} ({number})",
        body_en="{unit}: somebody cancelled. Please come on {day} at {time}, {place}, or cancel it:\n{address}",
    ),
    messages.MessageTemplate(
        key="visit_moved",
        order=466,
        title=_("To who booked a visit: the day was moved"),
        placeholders=_LETTER,
        subject_zh="接访改到{day} {time}（{number}）",
        body_zh="{unit}：因{reason}，接访改到{day} {time}，地点{place}，您的号还在。不便来请取消：\n{address}",
        subject_en="The visit day was moved to {day}, {time} ({number})",
        body_en=(
            "{unit}: {reason}. Your place is kept on {day}, {time}, {place}. If you cannot come, cancel it:\n{address}"
        ),
    ),
    messages.MessageTemplate(
        key="visit_amended",
        order=468,
        title=_("To who booked a visit: the place was changed"),
        placeholders=_LETTER,
        subject_zh="{day}接访地点改到{place}（{number}）",
        body_zh="{unit}：{day} {time}请到{place}。{reason}\n{address}",
        subject_en="The visit of {day} is at another place: {place} ({number})",
        body_en="{unit}: please come on {day} at {time} to {place}. {reason}\n{address}",
    ),
    messages.MessageTemplate(
        key="visit_cancelled",
        order=470,
        title=_("To who booked a visit: the day is cancelled"),
        placeholders=_LETTER,
        subject_zh="{day}接访取消（{number}）",
        body_zh="{unit}：因{reason}，{day}不接访。请另约一天，或打{phone}。\n{address}",
        subject_en="The visit day of {day} is cancelled ({number})",
        body_en="{unit}: {reason}. Please book another day, or telephone {phone}.\n{address}",
    ),
    messages.MessageTemplate(
        key="visit_left_over",
        order=472,
        title=_("To who came and was not reached: first on the next visit day"),
        placeholders=_LETTER,
        subject_zh="{day}最先接待您（{number}）",
        body_zh="{unit}：上次您来了没轮到。{day}开始时（{time}）最先接待您，地点{place}。\n{address}",
        subject_en="You are received first on {day} ({number})",
        body_en="{unit}: you were not reached. On {day} you are the first, at {time}, {place}.\n{address}",
    ),
):
    messages.MESSAGE_TEMPLATES.register(template)
