"""What inspections hands to the registries."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.inspections.actions.findings import close_with
from accountability.inspections.documents import opening_of
from accountability.inspections.models import FindingPhoto
from accountability.inspections.policies import READS_INSPECTION, checks_again
from accountability.inspections.presenters import public, staff
from accountability.inspections.queries import inspections as queries
from accountability.inspections.workflow import FINDING, INSPECTION
from accountability.letters.registry import YEAR_SECTIONS
from accountability.rectification.enums import Source
from accountability.rectification.registry import RECTIFICATION_SOURCES, RectificationSource
from portal.core.files import FILE_NAMES, FileNames
from portal.core.sections import Section
from portal.core.workflow import WORKFLOWS
from portal.desk.queue import count_waiting
from portal.desk.registry import MENU, QUEUE, MenuEntry, QueueSource
from portal.messaging import registry as messages

for workflow in (INSPECTION, FINDING):
    WORKFLOWS.register(workflow)
RECTIFICATION_SOURCES.register(
    RectificationSource(
        key=Source.INSPECTION,
        url=queries.page_of_source,
        closed=close_with,
        opening=opening_of,
        checks=checks_again,
    )
)
FILE_NAMES.register(FileNames("photographs of findings", FindingPhoto))
FILE_NAMES.register(FileNames("small photographs of findings", FindingPhoto, "small_stored_as"))
QUEUE.register(
    QueueSource(
        INSPECTION.name,
        queries.waiting_inspections,
        staff.inspection_queue_rows,
        label=pgettext_lazy("of what waits", "Inspections"),
    )
)
QUEUE.register(
    QueueSource(
        FINDING.name,
        queries.waiting_findings,
        staff.finding_queue_rows,
        label=pgettext_lazy("of what waits", "Findings"),
    )
)


def _count_both(person: Any, at: datetime) -> int:
    return sum(count_waiting(person, at, kind=kind) for kind in (INSPECTION.name, FINDING.name))


MENU.register(
    MenuEntry(
        key="inspections",
        url_name="accountability_desk:inspections",
        label=pgettext_lazy("menu of the desk", "Inspections"),
        group=None,
        order=640,
        opens=queries.finds_inspections,
        count=_count_both,
        covers=("accountability_desk:findings",),
    )
)
YEAR_SECTIONS.register(Section("inspections", 40, "accountability/inspections/_year.html", public.section))
messages.MESSAGE_TEMPLATES.register(
    messages.MessageTemplate(
        key="inspection_begun",
        order=618,
        title=_("To the team of an inspection: it begins"),
        news=messages.News(
            workflow=INSPECTION.name,
            verbs=("begin",),
            people=queries.who_inspects,
            policy=READS_INSPECTION,
            words=queries.words_of,
            url=queries.page_of,
        ),
        placeholders=(messages.NUMBER, messages.WHO, messages.DUE, messages.REASON, messages.ADDRESS),
        subject_zh="检查{number}开始，您在检查组",
        body_zh="到{due}结束。去了哪个单位、看到什么、发现什么问题，请在页面上记下来。\n{address}",
        subject_en="Inspection {number} begins; you are of the team",
        body_en="It ends on {due}. Record which units you visit, what you see and what you find.\n{address}",
    )
)
