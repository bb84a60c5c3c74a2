"""Checklists and audits as the desk shows them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext

from accountability.integrity.enums import Answer, AuditState, ChecklistState
from accountability.integrity.models import AuditFinding, Checklist, ChecklistAnswer, ChecklistTemplate, LeavingAudit
from accountability.integrity.presenters.tables import Cell, Head, Line, Table, figure, tag
from accountability.integrity.queries import checklists as queries, kept
from accountability.integrity.rules import Period
from accountability.integrity.workflow import CHECKLIST, LEAVING_AUDIT
from accountability.rectification import presenters as rectifications
from portal.accounts.models import in_language
from portal.core import calendar, dates
from portal.core.components import Tag
from portal.core.demonstration import today_of_due_days
from portal.core.money import format_money
from portal.core.spreadsheets import Row
from portal.core.texts import as_written, comma
from portal.desk.queue import task_words
from portal.desk.registry import QueueRow

AUDIT_KINDS = {
    AuditState.PLANNED: "",
    AuditState.UNDER_WAY: "warn",
    AuditState.REPORTED: "warn",
    AuditState.CLOSED: "done",
}
ANSWER_KINDS = {Answer.DONE: "done", Answer.PARTLY: "warn", Answer.NOT_DONE: "owed", Answer.NOTHING: ""}


def period_name(text: str) -> str:
    """Return what a period is called, such as 2026年7月."""
    period = Period.parse(text)
    if period.is_quarter:
        return in_language(f"{period.year}年第{'一二三四'[period.part - 1]}季度", f"{period.year} Q{period.part}")
    return in_language(f"{period.year}年{period.part}月", f"{dates.month_name(period.first_day)} {period.year}")


def title_of(checklist: Checklist) -> str:
    """Return what a checklist is called: its title and period."""
    return _("%(title)s, %(period)s") % {"title": checklist.template.title, "period": period_name(checklist.period)}


def state_tag(checklist: Checklist, today: date) -> Tag:
    """Return the state of a checklist; one that is missing is owed, one that came late says so."""
    if checklist.state == ChecklistState.OPEN:
        is_missing = checklist.due < today
        return Tag(
            pgettext("state of a checklist", "Missing") if is_missing else checklist.get_state_display(),
            "owed" if is_missing else "warn",
        )
    late = comma() + late_words(checklist) if checklist.is_late else ""
    kind = "done" if checklist.state == ChecklistState.CHECKED else "live"
    return Tag(f"{checklist.get_state_display()}{late}", "warn" if late else kind)


def late_words(checklist: Checklist) -> str:
    """Return by how many days a checklist came late."""
    days = (checklist.submitted_on - checklist.due).days if checklist.submitted_on else 0
    return ngettext("%(count)d day late", "%(count)d days late", days) % {"count": days}


def checklist_table(checklists: Iterable[Checklist], at: datetime) -> Table:
    """Return checklists as a table."""
    today = today_of_due_days(at)
    heads = (
        Head(_("Checklist")),
        Head(_("Unit")),
        Head(pgettext("of a checklist", "By when")),
        Head(_("Submitted")),
        Head(_("State")),
    )
    return Table(_("Checklists"), heads, [_checklist_line(one, today) for one in checklists])


def _checklist_line(one: Checklist, today: date) -> Line:
    state = state_tag(one, today)
    submitted = dates.full_date(one.submitted_on) if one.submitted_on else ""
    return Line(
        as_written(one.template.title),
        (
            Cell(one.unit.name),
            Cell(dates.full_date(one.due)),
            Cell(submitted, note=one.submitted_by.name if one.submitted_by else ""),
            tag(state.text, state.kind),
        ),
        url=reverse("accountability_desk:checklist", args=[one.pk]),
        note=period_name(one.period),
    )


def checklist_meta(checklist: Checklist) -> list[tuple[str, object]]:
    """Return the facts of a checklist."""
    facts: list[tuple[str, object]] = [
        (_("Unit"), checklist.unit.name),
        (_("Period"), period_name(checklist.period)),
        (pgettext("of a checklist", "By when"), dates.full_date(checklist.due)),
    ]
    if checklist.submitted_on and checklist.submitted_by:
        facts.append((_("Submitted"), dates.full_date(checklist.submitted_on)))
        facts.append((_("Submitted by"), checklist.submitted_by.name))
    return facts


def answer_table(checklist: Checklist, answers: Sequence[ChecklistAnswer]) -> Table:
    """Return each line of a checklist with its answer."""
    times = pgettext("in a checklist", "How many times")
    by_number = {one.number: one for one in answers}
    heads = (
        Head(_("What is asked")),
        Head(pgettext("in a checklist", "Answer")),
        Head(times, is_figure=True),
        Head(_("Note")),
    )
    lines = [_answer_line(number, text, by_number.get(number)) for number, text in enumerate(checklist.lines, start=1)]
    return Table(_("Answers"), heads, lines)


def _answer_line(number: int, text: str, answer: ChecklistAnswer | None) -> Line:
    title = as_written(_("%(number)d. %(text)s") % {"number": number, "text": text})
    if answer is None:
        return Line(title, (Cell(""), Cell(""), Cell("")))
    said = tag(answer.get_answer_display(), ANSWER_KINDS[Answer(answer.answer)])
    count = Cell("" if answer.count is None else answer.count, "n")
    return Line(title, (said, count, Cell(as_written(answer.note))))


def checklist_csv(checklists: Iterable[Checklist], at: datetime) -> list[Row]:
    """Return checklists as a table to take away."""
    today = today_of_due_days(at)
    heads: Row = (
        _("Checklist"),
        _("Period"),
        _("Unit"),
        pgettext("of a checklist", "By when"),
        _("Submitted"),
        _("State"),
    )
    return [
        heads,
        *(
            (
                *(one.template.title, one.period, one.unit.name, one.due.isoformat()),
                *(one.submitted_on.isoformat() if one.submitted_on else "", state_tag(one, today).text),
            )
            for one in checklists
        ),
    ]


def template_table(templates: Iterable[ChecklistTemplate]) -> Table:
    """Return what is asked, template by template."""
    heads = (
        Head(_("Checklist")),
        Head(pgettext("of a checklist", "How often")),
        Head(_("For which units")),
        Head(_("Lines"), is_figure=True),
    )
    lines = [
        Line(
            as_written(one.title),
            (
                Cell(one.get_cadence_display()),
                Cell(one.get_for_kind_display() if one.for_kind else _("Villages and stations")),
                figure(len(one.lines)),
            ),
            url=reverse("accountability_desk:checklist_template", args=[one.pk]),
            note="" if one.is_active else _("not in use"),
        )
        for one in templates
    ]
    return Table(_("What is asked"), heads, lines)


def queue_rows(keys: Collection[int], person: Any, at: datetime) -> list[QueueRow]:
    """Return checklists as rows of the queue."""
    today, days = today_of_due_days(at), calendar.load()
    found = []
    for one in queries.checklists_of(person, at).filter(pk__in=keys):
        verb = "submit" if one.state == ChecklistState.OPEN else "check"
        due = task_words(one.due, today=today, working_days=days)
        url, step = reverse("accountability_desk:checklist", args=[one.pk]), CHECKLIST.verb(verb).waiting
        found.append(QueueRow(one.pk, verb, title_of(one), url, one.unit.name, step, due=due))
    return found


def audit_title(audit: LeavingAudit) -> str:
    """Return what an audit is called: of whom."""
    named = {"unit": audit.unit.name, "office": audit.office, "name": audit.name}
    return _("Audit on leaving office: %(unit)s, %(office)s %(name)s") % named


def audit_tags(audit: LeavingAudit) -> list[Tag]:
    """Return the state of an audit."""
    return [Tag(audit.get_state_display(), AUDIT_KINDS[AuditState(audit.state)])]


def audit_table(audits: Iterable[LeavingAudit]) -> Table:
    """Return audits as a table, with how much each found."""
    heads = (
        Head(_("Whose audit")),
        Head(_("Unit")),
        Head(_("To be reported by")),
        Head(_("Findings"), is_figure=True),
        Head(_("Amount, yuan"), is_figure=True),
        Head(_("State")),
    )
    return Table(_("Audits on leaving office"), heads, [_audit_line(one) for one in audits])


def _audit_line(one: LeavingAudit) -> Line:
    amount = getattr(one, "amount", None)
    [state] = audit_tags(one)
    return Line(
        as_written(one.name),
        (
            Cell(one.unit.name),
            Cell(dates.full_date(one.planned_for), note=one.number),
            figure(getattr(one, "finding_count", 0)),
            Cell(format_money(amount) if amount is not None else "", "n"),
            tag(state.text, state.kind),
        ),
        url=reverse("accountability_desk:leaving_audit", args=[one.pk]),
        note=as_written(one.office),
    )


def audit_meta(audit: LeavingAudit) -> list[tuple[str, object]]:
    """Return the facts of an audit."""
    facts: list[tuple[str, object]] = [
        (_("Number"), audit.number),
        (_("Unit"), audit.unit.name),
        (_("Office"), as_written(audit.office)),
        (_("Name"), as_written(audit.name)),
        (_("Time audited"), dates.date_range(audit.audited_from, audit.audited_until)),
        (_("Auditor"), as_written(audit.auditor)),
        (_("To be reported by"), dates.full_date(audit.planned_for)),
    ]
    if audit.reported_on:
        facts.append((pgettext("of an audit", "Reported on"), dates.full_date(audit.reported_on)))
    if audit.closed_on:
        facts.append((pgettext("of an audit", "Closed on"), dates.full_date(audit.closed_on)))
    return facts


def finding_table(findings: Iterable[AuditFinding], today: date, *, may_open: bool) -> Table:
    """Return what an audit found; `may_open` is whether the reader sees what is to be put right."""
    heads = (
        Head(pgettext("of an audit", "What was found")),
        Head(_("Amount, yuan"), is_figure=True),
        Head(_("What is to be done")),
        Head(_("By when")),
        Head(_("State")),
    )
    return Table(_("Findings"), heads, [_finding_line(one, today, may_open=may_open) for one in findings])


def _finding_line(one: AuditFinding, today: date, *, may_open: bool) -> Line:
    given = one.rectification
    if given is None:
        state = tag(_("given with the report"))
    else:
        stands = rectifications.state_tag(given, today)
        state = tag(stands.text, stands.kind)
    due = given.due if given else one.due
    url = reverse("accountability_desk:rectification", args=[given.pk]) if given and may_open else ""
    return Line(
        as_written(one.kind),
        (
            Cell(format_money(one.amount) if one.amount is not None else "", "n"),
            Cell(as_written(one.requirement)),
            Cell(dates.full_date(due)),
            state,
        ),
        url=url,
        note=as_written(one.text),
    )


def audit_queue_rows(keys: Collection[int], person: Any, at: datetime) -> list[QueueRow]:
    """Return audits as rows of the queue."""
    today, days = today_of_due_days(at), calendar.load()
    found = []
    for one in kept.audits_of(person, at).filter(pk__in=keys):
        verb = "start" if one.state == AuditState.PLANNED else "report"
        due = task_words(one.planned_for, today=today, working_days=days)
        url, step = reverse("accountability_desk:leaving_audit", args=[one.pk]), LEAVING_AUDIT.verb(verb).waiting
        found.append(QueueRow(one.pk, verb, audit_title(one), url, one.unit.name, step, one.number, due))
    return found
