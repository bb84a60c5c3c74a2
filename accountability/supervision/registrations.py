"""What supervision hands to the registries."""

from functools import partial

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.letters.registry import YEAR_SECTIONS
from accountability.rectification.enums import Source
from accountability.rectification.registry import RECTIFICATION_SOURCES, RectificationSource
from accountability.supervision.policies import RUNS_SCREEN, SUPERVISES
from accountability.supervision.presenters import points as shown_points, public, screen
from accountability.supervision.queries import points, reminders
from accountability.supervision.registry import SLIDES, SlideSource
from accountability.supervision.workflow import CHECK, SCREEN_NOTICE, THING
from portal.core.sections import Section
from portal.core.workflow import WORKFLOWS
from portal.desk.queue import count_waiting
from portal.desk.registry import MENU, QUEUE, MenuEntry, QueueSource
from portal.messaging import registry as messages

for workflow in (CHECK, THING, SCREEN_NOTICE):
    WORKFLOWS.register(workflow)
RECTIFICATION_SOURCES.register(RectificationSource(Source.SUPERVISION, reminders.page_of_rectification))
QUEUE.register(
    QueueSource(
        CHECK.name,
        points.waiting_checks,
        shown_points.check_queue_rows,
        label=pgettext_lazy("of what waits", "Checks at risks"),
    )
)
MENU.register(
    MenuEntry(
        key="supervision",
        url_name="accountability_desk:supervision_points",
        label=pgettext_lazy("menu of the desk", "Supervision"),
        group=None,
        order=650,
        opens=points.reads_supervision,
        count=partial(count_waiting, kind=CHECK.name),
        covers=("accountability_desk:screen_notices",),
    )
)
MENU.register(
    MenuEntry(
        key="screen",
        url_name="accountability_desk:screen_notices",
        label=pgettext_lazy("menu of the desk", "Screen in the hall"),
        group=None,
        order=651,
        # The discipline secretary finds it on the pages of supervision.
        opens=lambda person, at: (
            RUNS_SCREEN.permitted(person, at=at).exists() and not SUPERVISES.permitted(person, at=at).exists()
        ),
    )
)
YEAR_SECTIONS.register(Section("supervision", 50, "accountability/supervision/_of_year.html", public.of_page))
for source in (
    SlideSource("notices", 10, screen.notices),
    SlideSource("inspections", 15, screen.inspections),
    SlideSource("overdue", 20, screen.overdue),
    SlideSource("visit_days", 30, screen.visit_days),
    SlideSource("supervision", 40, screen.supervision),
):
    SLIDES.register(source)

messages.REMINDER_SOURCES.register(messages.ReminderSource("supervision", reminders.reminders))
messages.SETTLEMENTS.register(messages.Settlement("check", reminders.settled))
_WORDS = (messages.UNIT, messages.NUMBER, messages.DUE, messages.DAYS, messages.ADDRESS)
for template in (
    messages.MessageTemplate(
        key="check_due",
        order=650,
        title=_("To the discipline secretary: a check at a point of risk is due"),
        placeholders=_WORDS,
        subject_zh="{unit}：{number}请在{due}前检查",
        body_zh="风险点上的这件事请在{due}前检查，查完当天记下结果。\n{address}",
        subject_en="{unit}: check {number} by {due}",
        body_en="Check this matter by {due} and record what you saw on the same day.\n{address}",
    ),
    messages.MessageTemplate(
        key="check_overdue",
        order=651,
        title=_("To the discipline secretary: a check at a point of risk is overdue"),
        placeholders=_WORDS,
        subject_zh="{unit}：{number}检查逾期{days}天",
        body_zh="这件事应在{due}前检查，还没有记结果。请检查，或者写明理由改期。\n{address}",
        subject_en="{unit}: check {number} is {days} days overdue",
        body_en="It was to be checked by {due}. Check it, or set another day and say why.\n{address}",
    ),
):
    messages.MESSAGE_TEMPLATES.register(template)
