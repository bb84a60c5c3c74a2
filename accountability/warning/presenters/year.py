"""The secretary's year on one screen: figures, a mark for every unit and matter, and what is due soon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext

from accountability.assessment.enums import Grade
from accountability.warning.enums import DueKind, Mark, Matter
from accountability.warning.presenters.risks import Figure, name_of
from accountability.warning.queries.figures import WarningYear
from accountability.warning.queries.year import SOON, DueItem, SecretaryYear, UnitInYear
from accountability.warning.rules import Quarter
from portal.core.dates import day as short_day

REPORTS = {Matter.REPORT_1: 1, Matter.REPORT_2: 2, Matter.REPORT_3: 3, Matter.REPORT_4: 4}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands in a matter: a mark, its word, and where it leads.

    Attributes:
        text: What stands below the mark, such as how many things are open.
    """

    mark: Mark
    word: str
    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class YearRow:
    """A unit with a place for every matter, and how many of them are overdue."""

    name: str
    url: str
    places: Sequence[Place]
    owed: int


@dataclass(frozen=True, slots=True)
class DueRow:
    """Something that is due soon."""

    what: str
    unit: str
    day: date
    days: int
    url: str


@dataclass(frozen=True, slots=True)
class RisksLine:
    """A quarter of early warning in a line."""

    name: str
    high: int
    medium: int
    url: str


@dataclass(frozen=True, slots=True)
class YearShown:
    """A year on one screen."""

    year: int
    today: date
    heads: Sequence[tuple[str, str]]
    rows: Sequence[YearRow]
    figures: Sequence[Figure]
    due: Sequence[DueRow]


def year_shown(found: SecretaryYear) -> YearShown:
    """Return a year for the page."""
    places = {row.unit.pk: {matter: _PLACES[matter](row, found) for matter in Matter} for row in found.rows}
    rows = [
        YearRow(
            name=row.unit.name,
            url=_list("letters", year=found.year, unit=row.unit.code),
            places=list(places[row.unit.pk].values()),
            owed=sum(place.mark == Mark.OWED for place in places[row.unit.pk].values()),
        )
        for row in found.rows
    ]
    return YearShown(
        year=found.year,
        today=found.today,
        heads=[(matter.value, str(matter.label)) for matter in Matter],
        rows=rows,
        figures=_figures(found, places),
        due=[_due(one, found.today) for one in found.due],
    )


def risks_lines(told: WarningYear) -> list[RisksLine]:
    """Return the quarters of a year that were counted, with where each is shown."""
    return [
        RisksLine(
            name_of(Quarter.parse(one.quarter)),
            one.high,
            one.medium,
            reverse("accountability_desk:risks_quarter", args=[one.quarter]),
        )
        for one in told.quarters
    ]


def _letter(row: UnitInYear, found: SecretaryYear) -> Place:
    letter = row.letter
    if letter is None or not letter.letter:
        mark = Mark.OWED if found.is_over else Mark.NOT_YET
        return Place(mark, _("no letter was issued"), _list("letters", year=found.year))
    url = reverse("accountability_desk:letter", args=[letter.letter])
    if letter.is_signed:
        changed = pgettext("letter in the table of the year", "changed") if letter.is_changed else ""
        return Place(Mark.DONE, _("signed by both"), url, changed)
    if letter.is_refused:
        return Place(Mark.OWED, _("refused"), url, pgettext("letter in the table of the year", "refused"))
    is_late = letter.due is not None and letter.due < found.today
    return Place(Mark.OWED if is_late else Mark.TO_DO, _("still to sign"), url)


def _talk(row: UnitInYear, found: SecretaryYear) -> Place:
    url = _list("talks", year=found.year, unit=row.unit.code)
    if row.integrity and row.integrity.is_head_talked_to:
        return Place(Mark.DONE, _("the head was talked to"), url)
    if row.planned_talk:
        is_late = row.planned_talk < found.today
        return Place(
            Mark.OWED if is_late else Mark.TO_DO,
            _("planned for %(day)s") % {"day": short_day(row.planned_talk)},
            url,
            "" if is_late else short_day(row.planned_talk),
        )
    return Place(Mark.OWED if found.is_over else Mark.TO_DO, _("the head was not talked to yet"), url)


def _report(quarter: int, row: UnitInYear, found: SecretaryYear) -> Place:
    report = row.reports.get(quarter)
    if report is None:
        url = _list("self_reports", year=found.year, unit=row.unit.code)
        return Place(Mark.NOTHING, _("no report is asked for"), url)
    url = reverse("accountability_desk:self_report", args=[report.key])
    if report.is_owed:
        if not report.has_ended:
            return Place(Mark.NOT_YET, _("the quarter has not ended"), _list("self_reports", year=found.year))
        is_late = report.due < found.today
        return Place(Mark.OWED if is_late else Mark.TO_DO, _("due %(day)s") % {"day": short_day(report.due)}, url)
    if report.reported_on and report.reported_on > report.due:
        return Place(Mark.DONE_LATE, _("reported on %(day)s, late") % {"day": short_day(report.reported_on)}, url)
    return Place(Mark.DONE, _("reported in time"), url)


def _rectification(row: UnitInYear, found: SecretaryYear) -> Place:
    counts, url = row.rectification, _list("rectifications", year=found.year, unit=row.unit.code)
    if not counts.given:
        return Place(Mark.NOTHING, _("nothing was asked for"), url)
    if counts.overdue:
        return Place(Mark.OWED, _("%(count)s overdue") % {"count": counts.overdue}, url, str(counts.overdue))
    if counts.open:
        return Place(Mark.TO_DO, _("%(count)s being put right") % {"count": counts.open}, url, str(counts.open))
    if counts.closed_late:
        return Place(Mark.DONE_LATE, _("all put right, %(count)s late") % {"count": counts.closed_late}, url)
    return Place(Mark.DONE, _("all put right"), url, str(counts.given))


def _education(row: UnitInYear, found: SecretaryYear) -> Place:
    url, kept = _list("activities", year=found.year), row.integrity
    if kept is None or not kept.activities:
        return Place(Mark.OWED if found.is_over else Mark.NOT_YET, _("none so far"), url)
    said = _("%(present)s of %(due)s came") % {"present": kept.present, "due": kept.due}
    return Place(Mark.DONE_LATE if kept.low else Mark.DONE, said, url, f"{kept.present}/{kept.due}")


def _debriefing(row: UnitInYear, found: SecretaryYear) -> Place:
    one = row.debriefing
    if one is None:
        mark = Mark.NOTHING if found.is_over else Mark.NOT_YET
        return Place(mark, _("none is planned"), _list("debriefings", year=found.year))
    url = reverse("accountability_desk:debriefing", args=[one.key])
    if one.is_held:
        return Place(Mark.DONE, _("held"), url)
    return Place(Mark.OWED if one.is_late else Mark.TO_DO, _("planned"), url)


def _assessment(row: UnitInYear, found: SecretaryYear) -> Place:
    url = _list("assessments", year=found.year)
    if row.grade is None:
        return Place(Mark.NOT_YET, _("not decided yet"), url)
    failed = row.grade == Grade.FAILING
    return Place(Mark.DONE_LATE if failed else Mark.DONE, str(row.grade.label), url, str(row.grade.label))


_PLACES: Mapping[Matter, Callable[[UnitInYear, SecretaryYear], Place]] = {
    Matter.LETTER: _letter,
    Matter.TALK: _talk,
    **{matter: partial(_report, quarter) for matter, quarter in REPORTS.items()},
    Matter.RECTIFICATION: _rectification,
    Matter.EDUCATION: _education,
    Matter.DEBRIEFING: _debriefing,
    Matter.ASSESSMENT: _assessment,
}


def _figures(found: SecretaryYear, places: Mapping[int, Mapping[Matter, Place]]) -> list[Figure]:
    marks = {matter: Counter(one[matter].mark for one in places.values()) for matter in Matter}
    unsigned = len(places) - marks[Matter.LETTER][Mark.DONE]
    refused = sum(bool(row.letter and row.letter.is_refused) for row in found.rows)
    unreported = sum(marks[matter][Mark.OWED] for matter in REPORTS)
    overdue = sum(row.rectification.overdue for row in found.rows)
    open_ = sum(row.rectification.open for row in found.rows) - overdue
    untold = sum(not (row.integrity and row.integrity.is_head_talked_to) for row in found.rows)
    year = found.year
    return [
        Figure(
            _("Letters not signed"),
            unsigned,
            _("%(count)s refused") % {"count": refused} if refused else "",
            unsigned > 0,
            _list("letters", year=year),
        ),
        Figure(
            _("Quarterly reports overdue"),
            unreported,
            "",
            unreported > 0,
            _list("self_reports", year=year, standing="late"),
        ),
        Figure(
            _("Not put right, overdue"),
            overdue,
            "",
            overdue > 0,
            _list("rectifications", year=year, outcome="overdue"),
        ),
        Figure(_("Heads not talked to yet"), untold, url=_list("talk_heads", year=year, talked_to="no")),
        Figure(_("Being put right, in time"), open_, url=_list("rectifications", year=year, outcome="open")),
        Figure(
            ngettext("Due within %(days)s day", "Due within %(days)s days", SOON.days) % {"days": SOON.days},
            len(found.due),
            _("first on %(day)s") % {"day": short_day(found.due[0].due)} if found.due else "",
            url="#due" if found.due else "",
        ),
    ]


_PAGES = {
    DueKind.LETTER: "letter",
    DueKind.REPORT: "self_report",
    DueKind.TALK: "talk",
    DueKind.RECTIFICATION: "rectification",
    DueKind.DEBRIEFING: "debriefing",
}


def _due(one: DueItem, today: date) -> DueRow:
    return DueRow(
        what=str(one.kind.label),
        unit=one.unit.name,
        day=one.due,
        days=(one.due - today).days,
        url=reverse(f"accountability_desk:{_PAGES[one.kind]}", args=[one.key]),
    )


def _list(name: str, **narrowed: Any) -> str:
    return f"{reverse(f'accountability_desk:{name}')}?{urlencode(narrowed)}"
