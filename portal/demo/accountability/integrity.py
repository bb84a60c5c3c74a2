"""The verbs of integrity, and how its stories name what they did not make."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accountability.integrity.actions import audits, checklists, contacts, education, meetings, talks
from accountability.integrity.actions.checklists import Asked, Line
from accountability.integrity.actions.education import Came
from accountability.integrity.actions.talks import Circumstances, With
from accountability.integrity.enums import ActivityKind, Answer, Cadence, ChecklistState, TalkKind
from accountability.integrity.models import (
    Activity,
    AuditFinding,
    Checklist,
    ChecklistTemplate,
    Contact,
    DiaryEntry,
    LeavingAudit,
    Meeting,
    Talk,
)
from accountability.rectification import actions as rectifications
from accountability.rectification.enums import Source
from accountability.rectification.models import Rectification
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import holders, system_actor
from portal.cases.documents import Part, Sheet, print_sheet
from portal.core import uploads
from portal.demo.verb import Verb


def enter_talk(
    *,
    actor: User,
    led_by: User,
    unit: Unit,
    kind: TalkKind,
    day: date,
    place: str,
    occasion: str,
    record: str,
    at: datetime,
    person: User | None = None,
    name: str = "",
    office: str = "",
    is_head: bool = False,
) -> Talk:
    """Enter a talk that was held."""
    whom = With(unit, person, name, office, is_head=is_head)
    said = Circumstances(day, place, kind, occasion)
    return talks.enter(
        actor=actor, town=unit.town, led_by=led_by, with_whom=whom, circumstances=said, record=record, at=at
    )


def plan_talk(
    *,
    actor: User,
    led_by: User,
    unit: Unit,
    person: User,
    kind: TalkKind,
    day: date,
    place: str,
    occasion: str,
    at: datetime,
) -> Talk:
    """Plan a talk."""
    said = Circumstances(day, place, kind, occasion)
    return talks.plan(
        actor=actor, town=unit.town, led_by=led_by, with_whom=With(unit, person), circumstances=said, at=at
    )


def enter_activity(
    *,
    actor: User,
    kind: ActivityKind,
    title: str,
    day: date,
    place: str,
    leader: str,
    about: str,
    came: Sequence[str],
    at: datetime,
) -> Activity:
    """Enter an activity with who came, each unit as `QS-01:5/4`, or `QS-01:5/4:住院1人` with who did not."""
    rows = [_came(one) for one in came]
    said = education.Said(kind, title, day, place, leader, about)
    return education.add(actor=actor, town=rows[0].unit.town, said=said, came=rows, at=at)


def _came(text: str) -> Came:
    code, figures, *absent = text.split(":")
    due, present = figures.split("/")
    unit = Unit.objects.select_related("parent").get(code=code)
    return Came(unit, int(due), int(present), "".join(absent))


def enter_meeting(
    *,
    actor: User,
    unit: Unit,
    group: str,
    theme: str,
    day: date,
    place: str,
    chaired_by: str,
    due: int,
    present: int,
    at: datetime,
) -> Meeting:
    """Enter a democratic-life meeting."""
    said = meetings.Said(unit, group, theme, day, place, chaired_by, due, present)
    return meetings.add(actor=actor, town=unit.town, said=said, at=at)


def report_measure(*, source_number: str, which: int, text: str, at: datetime) -> Rectification:
    """Report one of the measures of a meeting, or of the findings of an audit, by a clerk of its unit."""
    row = _measure(source_number, which)
    clerk = holders(Role.CLERK, row.unit, at=at)[0]
    return rectifications.report(actor=clerk, rectification=row, text=text, at=at)


def confirm_measure(*, actor: User, source_number: str, which: int, result: str, at: datetime) -> Rectification:
    """Check one of them again, and close it."""
    row = _measure(source_number, which)
    return rectifications.confirm(actor=actor, rectification=row, result=result, at=at)


def _measure(source_number: str, which: int) -> Rectification:
    rows = Rectification.objects.filter(source__in=[Source.MEETING, Source.AUDIT], source_number=source_number)
    return rows.select_related("unit").order_by("number")[which - 1]


def write_diary(
    *, actor: User, unit: Unit, day: date, text: str, at: datetime, visits: bool = True, problems: str = ""
) -> DiaryEntry:
    """Write a day into the actor's diary; a visit where they keep contact with the unit."""
    contact = Contact.objects.get(person=actor, unit=unit, ends_on=None) if visits else None
    return contacts.write(actor=actor, town=unit.town, day=day, text=text, contact=contact, problems=problems, at=at)


def ask(
    *,
    actor: User,
    town: Unit,
    title: str,
    cadence: Cadence,
    lines: Sequence[str],
    first_period: str,
    at: datetime,
    for_kind: str = "",
) -> ChecklistTemplate:
    """Say what is asked of units each month or quarter."""
    asked = Asked(title, cadence, lines, first_period, for_kind)
    return checklists.add_template(actor=actor, town=town, asked=asked, at=at)


def open_lists(*, at: datetime) -> int:
    """Open the checklists of what has ended, as the portal does by itself."""
    return checklists.open_due(actor=system_actor(), at=at)


def submit_lists(
    *,
    period: str,
    at: datetime,
    units: Sequence[str] = (),
    but: Sequence[str] = (),
    counts: Sequence[int] = (),
    not_done: int = 0,
    note: str = "",
) -> None:
    """Submit the open checklists of a period, each by a clerk of its unit, a few minutes one after the other.

    Args:
        units: Codes of the units; all but those of `but` where there are none.
        counts: How often each line was done, in their order.
        not_done: The number of the line that was done in part only, with why in `note`; none where it is 0.
    """
    rows = Checklist.objects.filter(period=period, state=ChecklistState.OPEN).exclude(unit__code__in=but)
    rows = rows.filter(unit__code__in=units) if units else rows
    for place, row in enumerate(rows.select_related("unit").order_by("unit__code", "pk")):
        lines = [
            Line(Answer.PARTLY, None, note) if number == not_done else Line(Answer.DONE, _varied(counts, number, row))
            for number in range(1, len(row.lines) + 1)
        ]
        clerk = holders(Role.CLERK, row.unit, at=at)[0]
        checklists.submit(actor=clerk, checklist=row, lines=lines, at=at + timedelta(minutes=7 * place))


def _varied(counts: Sequence[int], number: int, row: Checklist) -> int | None:
    """Return how often a unit did something: not all of them the same."""
    if number > len(counts):
        return None
    return max(1, counts[number - 1] + (row.unit_id + number) % 3 - 1)


def look_through(*, actor: User, period: str, at: datetime) -> None:
    """Look through what was submitted of a period."""
    for row in Checklist.objects.filter(period=period, state=ChecklistState.SUBMITTED).order_by("unit__code", "pk"):
        checklists.check(actor=actor, checklist=row, at=at)


def send_back_list(*, actor: User, unit: Unit, period: str, reason: str, at: datetime) -> Checklist:
    """Send the monthly checklist of a unit back."""
    row = Checklist.objects.get(unit=unit, period=period, template__cadence=Cadence.MONTH)
    return checklists.send_back(actor=actor, checklist=row, reason=reason, at=at)


def plan_audit(
    *,
    actor: User,
    unit: Unit,
    name: str,
    office: str,
    audited_from: date,
    audited_until: date,
    auditor: str,
    planned_for: date,
    at: datetime,
) -> LeavingAudit:
    """Plan the audit of somebody who leaves their office."""
    said = audits.Said(unit, name, office, audited_from, audited_until, auditor, planned_for)
    return audits.plan(actor=actor, town=unit.town, said=said, at=at)


def add_finding(
    *,
    actor: User,
    audit: LeavingAudit,
    kind: str,
    text: str,
    requirement: str,
    due: date,
    at: datetime,
    amount: Decimal | None = None,
) -> AuditFinding:
    """Enter what an audit found."""
    return audits.add_finding(
        actor=actor,
        leaving_audit=audit,
        kind=kind,
        text=text,
        requirement=requirement,
        due=due,
        amount=amount,
        at=at,
    )


def start_audit(*, actor: User, audit: LeavingAudit, at: datetime) -> LeavingAudit:
    """Say that an audit has begun."""
    return audits.start(actor=actor, leaving_audit=audit, at=at)


def report_audit(*, actor: User, audit: LeavingAudit, summary: str, at: datetime) -> LeavingAudit:
    """Enter the report of an audit, with a paper that says the same."""
    paper = uploads.clean(_report(audit, summary, at), name=f"审计报告（{audit.unit.name_zh}{audit.name}）.pdf")
    return audits.report(actor=actor, leaving_audit=audit, summary=summary, papers=[paper], at=at)


def _report(audit: LeavingAudit, summary: str, at: datetime) -> bytes:
    found = [f"{one.number}. {one.kind}：{one.text}" for one in audit.findings.all()]
    sheet = Sheet(
        number=audit.number,
        title=f"关于{audit.unit.name_zh}{audit.office}{audit.name}同志离任经济责任审计的报告",
        to=f"{audit.town.name_zh}党委",
        paragraphs=[summary],
        parts=[Part("审计发现的问题", found)] if found else [],
        signed_by=audit.auditor,
        dated=at.date(),
        contact="",
    )
    return print_sheet(sheet).pdf


def close_audit(*, actor: User, audit: LeavingAudit, at: datetime) -> LeavingAudit:
    """Close an audit."""
    return audits.close(actor=actor, leaving_audit=audit, at=at)


VERBS: Mapping[str, Verb] = {
    "enter integrity talk": Verb(enter_talk, "secretary"),
    "plan integrity talk": Verb(plan_talk, "secretary"),
    "enter education activity": Verb(enter_activity, "secretary"),
    "enter life meeting": Verb(enter_meeting, "secretary"),
    "add criticism": Verb(meetings.add_criticism, "secretary"),
    "give life measure": Verb(meetings.add_measure, "secretary"),
    "report integrity measure": Verb(report_measure),
    "confirm integrity measure": Verb(confirm_measure, "secretary"),
    "enter contact": Verb(contacts.add, "secretary"),
    "write diary": Verb(write_diary),
    "ask by checklist": Verb(ask, "secretary"),
    "open checklists": Verb(open_lists),
    "submit checklists": Verb(submit_lists),
    "look through checklists": Verb(look_through, "secretary"),
    "send checklist back": Verb(send_back_list, "secretary"),
    "plan leaving audit": Verb(plan_audit, "secretary"),
    "start leaving audit": Verb(start_audit, "secretary"),
    "add audit finding": Verb(add_finding, "secretary"),
    "report leaving audit": Verb(report_audit, "secretary"),
    "close leaving audit": Verb(close_audit, "secretary"),
}

LOOKUPS: Mapping[type, Callable[[str, datetime], Any]] = {
    Meeting: lambda number, _at: Meeting.objects.select_related("town").get(number=number),
    LeavingAudit: lambda number, _at: LeavingAudit.objects.select_related("town", "unit").get(number=number),
}
