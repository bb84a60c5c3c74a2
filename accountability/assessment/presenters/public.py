"""Results as everybody reads them: the section of the year's page, the results of a year and of one unit."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from accountability.assessment.enums import AssessmentState, Grade
from accountability.assessment.models import Assessment, AssessmentYear, ResultEdition
from accountability.assessment.presenters.points import (
    ShownPoints,
    grade_tag_kind,
    numbers_of_vetoes,
    of_told,
    veto_words,
    written,
)
from accountability.assessment.presenters.staff import (
    ShownConsequence,
    ShownObjection,
    shown_consequences,
    shown_objections,
    shown_table,
)
from accountability.assessment.queries import published
from accountability.assessment.queries.assessments import parts_of
from accountability.assessment.queries.published import Told
from accountability.letters.registry import LetterPage, YearPage
from portal.accounts.models import Unit
from portal.core import calendar, dates
from portal.core.components import Call, File, Tag
from portal.core.demonstration import today_of_due_days
from portal.core.texts import joint

COLUMN = 10
"""Units in one table beside the other."""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A unit among the results of a year."""

    url: str
    unit: str
    points: str
    grade: Tag
    note: str


@dataclass(frozen=True, slots=True)
class ResultTable:
    """Some of the units, from one place to another."""

    first: int
    last: int
    rows: tuple[ResultRow, ...]


@dataclass(frozen=True, slots=True)
class ObjectionDay:
    """A working day in which objections are taken."""

    day: date
    weekday: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a year, for its section and its page."""

    year: int
    url: str
    decided: str
    tables: tuple[ResultTable, ...]
    summary: str
    vetoes: tuple[str, ...]
    until: date | None
    is_open: bool
    days: tuple[ObjectionDay, ...]
    files: tuple[File, ...]
    phone: str


def results(town: Unit, year: int, *, today: date) -> Results | None:
    """Return the published results of a year; None where there are none."""
    rows = published.results_of(town, year)
    if not rows:
        return None
    told = [(row, published.told(row.editions.all()[0])) for row in rows]
    told.sort(key=lambda pair: (-pair[1].total, pair[1].unit))
    until = max(row.editions.all()[0].objections_until for row in rows)
    since = min(timezone.localdate(row.editions.all()[0].published_at) for row in rows)
    shown = [_result_row(row, said) for row, said in told]
    return Results(
        year=year,
        url=reverse("accountability:assessments", args=[year]),
        decided=dates.day(Counter(said.decided_on for _row, said in told).most_common(1)[0][0]),
        tables=tuple(
            ResultTable(first + 1, first + len(part), tuple(part))
            for first in range(0, len(shown), COLUMN)
            if (part := shown[first : first + COLUMN])
        ),
        summary=_summary([said for _row, said in told]),
        vetoes=tuple(_veto(row, said) for row, said in told if said.is_vetoed),
        until=until,
        is_open=today <= until,
        days=_days(since, until, today),
        files=files_of(year),
        phone=town.supervision_phone,
    )


def _result_row(row: Assessment, said: Told) -> ResultRow:
    return ResultRow(
        url=published.page_of(row),
        unit=row.unit.name,
        points=written(said.total),
        grade=Tag(str(said.grade.label), grade_tag_kind(said.grade)),
        note=_("being scored again") if published.is_scored_again(row) else "",
    )


def _summary(results_told: Sequence[Told]) -> str:
    counts = [(grade, sum(1 for said in results_told if said.grade == grade)) for grade in Grade]
    return joint().join(
        _("%(grade)s: %(count)d") % {"grade": grade.label, "count": count} for grade, count in counts if count
    )


def _veto(row: Assessment, said: Told) -> str:
    return _("%(unit)s: by points “%(by_points)s”. A veto applies (%(veto)s), so the grade is “%(grade)s”.") % {
        "unit": row.unit.name,
        "by_points": said.grade_by_points.label,
        "veto": joint().join(veto.text for veto in said.vetoes if veto.applies),
        "grade": said.grade.label,
    }


def _days(since: date, until: date, today: date) -> tuple[ObjectionDay, ...]:
    """Return the working days in which objections are taken, where they still are."""
    if today > until:
        return ()
    working = calendar.load().working_days_between(since + timedelta(days=1), until)
    return tuple(ObjectionDay(day, dates.short_weekday(day), day == today) for day in working)


def files_of(year: int) -> tuple[File, ...]:
    """Return the results of a year to take away."""
    return (
        File(reverse("accountability_files:assessments_pdf", args=[year]), _("Results of the year, PDF")),
        File(reverse("accountability_files:assessments_csv", args=[year]), _("Results of the year, CSV")),
    )


def year_section(page: YearPage) -> Results | None:
    """Return the results for the page of a year."""
    return results(page.town, page.year, today=today_of_due_days(page.at))


@dataclass(frozen=True, slots=True)
class UnitResult:
    """A published result on its page.

    Attributes:
        editions: All that were published, the newest first, each with its address and whether it is shown.
        before: What changed from the edition before, in a sentence.
    """

    title: str
    tags: list[Tag]
    meta: list[tuple[str, str]]
    calls: list[Call]
    points: ShownPoints
    gap_reason: str
    grade: str
    grade_reason: str
    is_vetoed: bool
    is_rule: bool
    veto_numbers: Sequence[int]
    veto_words: str
    editions: list[tuple[str, str, bool]]
    change: str
    objections: list[ShownObjection]
    consequences: list[ShownConsequence]
    files: list[File]
    sha256: str
    until: date
    is_open: bool


def unit_result(row: Assessment, edition: ResultEdition, *, today: date) -> UnitResult:
    """Return one edition of a unit's result."""
    said = published.told(edition)
    points = of_told(said)
    editions = list(row.editions.all())
    is_newest = edition.number == editions[0].number
    return UnitResult(
        title=published.title_of(row),
        tags=_tags(row, said, is_newest=is_newest, today=today),
        meta=[
            (_("Number"), said.number),
            (pgettext("of a grade", "Decided on"), dates.full_date(said.decided_on)),
            (pgettext("of an assessment", "Published on"), dates.full_date(edition.published_at)),
            (_("Scoring table"), said.table),
        ],
        calls=_calls(row, is_newest=is_newest),
        points=points,
        gap_reason=said.gap_reason,
        grade=str(said.grade.label),
        grade_reason=said.grade_reason,
        is_vetoed=said.is_vetoed,
        is_rule=said.grade == said.grade_by_points,
        veto_numbers=numbers_of_vetoes(points),
        veto_words=veto_words(points),
        editions=[(_edition_name(one), edition_url(row, one), one.pk == edition.pk) for one in editions],
        change=_change(editions, edition),
        objections=shown_objections(published.objections_of(row), on_desk=False),
        consequences=shown_consequences(row.consequences.all()),
        files=[
            File(
                reverse("accountability_files:assessment_document", args=[said.year, said.unit, edition.number]),
                _("The published document, JSON"),
                edition.content_sha256[:16],
            )
        ],
        sha256=edition.content_sha256,
        until=edition.objections_until,
        is_open=is_newest and row.state == AssessmentState.PUBLISHED and today <= edition.objections_until,
    )


def edition_url(row: Assessment, edition: ResultEdition) -> str:
    """Return the address of one edition of a result."""
    return reverse("accountability:assessment_edition", args=[row.of_year.year, row.unit.code, edition.number])


def _edition_name(edition: ResultEdition) -> str:
    told = {"number": edition.number, "day": dates.full_date(edition.published_at)}
    return _("Edition %(number)d, %(day)s") % told


def _tags(row: Assessment, said: Told, *, is_newest: bool, today: date) -> list[Tag]:
    tags = [Tag(str(said.grade.label), grade_tag_kind(said.grade))]
    if not is_newest:
        tags.append(Tag(_("Replaced by a later result"), "warn"))
    elif published.is_scored_again(row):
        tags.append(Tag(_("Being scored again"), "warn"))
    elif row.state == AssessmentState.PUBLISHED and row.objections_until and today <= row.objections_until:
        tags.append(Tag(_("Open to objections"), "live"))
    return tags


def _calls(row: Assessment, *, is_newest: bool) -> list[Call]:
    if not is_newest:
        return [
            Call(
                "warn",
                _("This result was replaced after an objection"),
                _("It stays readable as it was published."),
                published.page_of(row),
                _("The result that holds"),
            )
        ]
    if published.is_scored_again(row):
        return [
            Call(
                "info",
                _("An objection was upheld: the unit is being scored again"),
                _("What was published stands here until the new result is published."),
            )
        ]
    return []


def _change(editions: Sequence[ResultEdition], edition: ResultEdition) -> str:
    """Return what an edition changed, where it is not the first."""
    earlier = next((one for one in editions if one.number == edition.number - 1), None)
    if earlier is None:
        return ""
    before, after = published.told(earlier), published.told(edition)
    return _("Before: %(points)s points, %(grade)s. Now: %(new_points)s points, %(new_grade)s.") % {
        "points": written(before.total),
        "grade": before.grade.label,
        "new_points": written(after.total),
        "new_grade": after.grade.label,
    }


@dataclass(frozen=True, slots=True)
class LetterResult:
    """The result of a unit in the section of its letter."""

    url: str
    points: str
    grade: Tag
    items: tuple[tuple[str, str, str], ...]
    has_result: bool


def letter_section(page: LetterPage) -> LetterResult | None:
    """Return how a unit is scored, or was, for the page of its letter."""
    row = published.result_of(page.unit.code, page.year)
    if row is not None:
        said = published.told(row.editions.all()[0])
        return LetterResult(
            url=published.page_of(row),
            points=written(said.total),
            grade=Tag(str(said.grade.label), grade_tag_kind(said.grade)),
            items=tuple((item.title, _plain(item.points), written(item.score)) for item in said.items),
            has_result=True,
        )
    year = published.year_of(page.unit.town, page.year)
    if year is None:
        return None
    items = tuple((item.title, _plain(item.points), "") for item in parts_of(year.table).items)
    return LetterResult(url="", points="", grade=Tag(""), items=items, has_result=False)


def _plain(points: Decimal) -> str:
    return f"{points.normalize():f}"


@dataclass(frozen=True, slots=True)
class Method:
    """How is scored: the table of a year, as everybody reads it."""

    name: str
    items: tuple[tuple[str, str, str], ...]
    bonus: tuple[str, ...]
    vetoes: tuple[str, ...]
    limits: tuple[tuple[str, str], ...]


def method_of(year: AssessmentYear) -> Method:
    """Return how a year is scored."""
    table = shown_table(parts_of(year.table), keeps=False)
    return Method(
        name=year.table.name,
        items=tuple((item.title, item.standard, item.points) for item in table.items),
        bonus=tuple(f"{rule.text}（+{rule.points}）" for rule in table.bonus),
        vetoes=tuple(rule.text for rule in table.vetoes),
        limits=tuple(table.limits),
    )
