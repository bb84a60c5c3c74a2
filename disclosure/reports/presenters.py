"""A yearly report as its pages and papers show it, what its check says, and what changed of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, pgettext

from disclosure.notices.models import Edition
from disclosure.notices.presenters.notice import edition_address, file_address
from disclosure.notices.queries.content import changed_paragraphs
from disclosure.notices.registry import Difference, Document, Finding, Link, NoticePage
from disclosure.reports import queries
from disclosure.reports.models import Report
from disclosure.reports.rules import (
    FORM,
    PARTS,
    PLACES,
    RESULTS,
    TABLES,
    TEXTS,
    TOTAL,
    ZERO,
    Fault,
    Figures,
    Head,
    Line,
    Slip,
    Table,
    added,
    cell,
    cell_of,
)
from disclosure.requests.enums import ResultGroup
from disclosure.requests.rules import GROUNDS
from portal.accounts.queries import published_telephones
from portal.core.personal import find_personal
from portal.core.texts import as_written
from portal.core.workflow import Words
from portal.desk.trail import Change, TrailLine, name_of, successive

PAPERS: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""The papers a report is handed out as, with their content types."""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A figure as it is printed; `note` is the number of its explanation, 0 where it has none."""

    text: str
    note: int = 0


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A printed row."""

    heads: Sequence[Head]
    cells: Sequence[ShownCell]
    is_total: bool


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as it is printed."""

    key: str
    title: Words
    heads: Sequence[Sequence[Head]]
    lines: Sequence[ShownLine]


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part of the report: its text or its tables."""

    number: int
    title: Words
    text: str = ""
    tables: Sequence[ShownTable] = ()

    @property
    def paragraphs(self) -> list[str]:
        """The text, paragraph by paragraph."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class Explained:
    """How a figure that does not fit is explained."""

    number: int
    sentence: str
    text: SafeString | str


@dataclass(frozen=True, slots=True)
class YearHead:
    """The head of a column that stands for a year; without an address it is the one that is read."""

    year: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The main figures of several years beside each other, the newest first."""

    years: Sequence[YearHead]
    rows: Sequence[tuple[Words, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What `disclosure/reports/_report.html` and the papers show."""

    year: int
    parts: Sequence[ShownPart]
    explained: Sequence[Explained]
    comparison: Comparison | None


def report_page(edition: Edition, *, tables: Sequence[Table] = TABLES) -> ReportPage | None:
    """Return what an edition shows of its report; None where none was saved."""
    report = queries.report_of(edition)
    if report is None:
        return None
    figures = queries.read(report.figures)
    explained = _explained(edition, report)
    notes = {name: one.number for name, one in explained.items()}
    return ReportPage(
        year=queries.year_of(edition),
        parts=[_part(number, report, _shown(number, tables, figures, notes)) for number in PARTS],
        explained=list(explained.values()),
        comparison=_comparison(edition, figures),
    )


def written(value: Decimal) -> str:
    """Return a figure as the form prints it: without trailing zeros, 0 where there is none."""
    return f"{value.normalize():f}" if value else "0"


def place_of(name: str) -> str:
    """Return where a cell stands, in words."""
    place = PLACES[name]
    return _("“%(row)s”, %(column)s") % {"row": place.row, "column": place.column}


def sentence_of(fault: Fault) -> str:
    """Return what does not fit, with the row and the column."""
    said = {
        "place": place_of(fault.cell),
        "column": PLACES[fault.cell].column,
        "found": written(fault.found),
        "due": written(fault.due),
    }
    return {
        Slip.ACROSS: _("%(place)s: %(found)s stands there; the applicants make %(due)s."),
        Slip.DOWN: _("%(place)s: %(found)s stands there; the results above make %(due)s."),
        Slip.DISPUTES: _("%(place)s: %(found)s stands there; the results make %(due)s."),
        Slip.BALANCE: _(
            "Column %(column)s: received and carried over make %(found)s, results and carried on make %(due)s."
        ),
        Slip.CARRIED: _("%(place)s: %(found)s stands there; the report of last year carried %(due)s on."),
        Slip.REGULATIONS: _("%(place)s: %(found)s stands there, but a township makes no regulations."),
    }[fault.slip] % said


def report_findings(edition: Edition) -> list[Finding]:
    """Return what the check of a report raises: figures that do not fit, and personal numbers in its texts."""
    report = queries.report_of(edition)
    if report is None:
        return []
    url = reverse("disclosure_desk:report", args=[edition.pk])
    return [
        *_personal(edition, report, url),
        *(
            Finding(
                level="answered" if report.explanations.get(fault.key) else "warning",
                where=place_of(fault.cell),
                text=_SHORT[fault.slip](),
                sentence=sentence_of(fault),
                answer=report.explanations.get(fault.key, ""),
                url=f"{url}#id_{fault.cell}",
            )
            for fault in queries.faults_of(edition, report)
        ),
    ]


_SHORT = {
    Slip.ACROSS: lambda: _("the row does not add up"),
    Slip.DOWN: lambda: _("the column does not add up"),
    Slip.DISPUTES: lambda: _("the results do not add up"),
    Slip.BALANCE: lambda: _("what came is not what was dealt with and carried on"),
    Slip.CARRIED: lambda: _("not what last year carried on"),
    Slip.REGULATIONS: lambda: _("a township makes no regulations"),
}


def report_changes(before: Document, after: Document) -> Iterator[Difference]:
    """Yield what changed between the reports of two canonical documents: figures, paragraphs and explanations."""
    first, second = before.get(FORM) or {}, after.get(FORM) or {}
    for name, part in TEXTS.items():
        for old, new in changed_paragraphs(*((one.get(name, "").splitlines()) for one in (first, second))):
            yield Difference(str(PARTS[part]), old, new)
    old_figures, new_figures = queries.figures_in(before), queries.figures_in(after)
    for name in PLACES:
        old_value, new_value = old_figures.get(name, ZERO), new_figures.get(name, ZERO)
        if old_value != new_value:
            yield Difference(place_of(name), written(old_value), written(new_value), text=False)
    for key in sorted({*first.get("explanations", {}), *second.get("explanations", {})}):
        old_text, new_text = (one.get("explanations", {}).get(key, "") for one in (first, second))
        if old_text != new_text:
            place = place_of(cell_of(key))
            yield Difference(_("Explanation, %(place)s") % {"place": place}, old_text, new_text)


def report_draft_changes(edition: Edition) -> Iterator[TrailLine]:
    """Yield what was changed of a report each time its draft was saved."""
    records = Report.history.filter(edition=edition).select_related("history_user")
    for before, after in successive(records):
        changes = tuple(_changed_fields(before, after))
        if changes:
            done = pgettext("audit entry", "Changed")
            yield TrailLine(after.history_date, done, name_of(after.history_user), changes=changes)


def report_copies(page: NoticePage) -> Iterator[Link]:
    """Yield the papers of a report."""
    if page.edition.form == FORM and page.content is not None:
        for form in PAPERS:
            yield Link(_("The report, %(form)s") % {"form": form.upper()}, file_address(page.edition, f"report_{form}"))


def _changed_fields(before: Report, after: Report) -> Iterator[Change]:
    for name, part in TEXTS.items():
        if getattr(before, name) != getattr(after, name):
            yield Change(PARTS[part], getattr(before, name), getattr(after, name))
    old, new = queries.read(before.figures), queries.read(after.figures)
    for name in PLACES:
        if old.get(name, ZERO) != new.get(name, ZERO):
            yield Change(place_of(name), written(old.get(name, ZERO)), written(new.get(name, ZERO)))


def _explained(edition: Edition, report: Report) -> dict[str, Explained]:
    """Return the explanations by the cell they are about.

    They are published with the figures, so they stay when last year's report is corrected and the figures fit by then.
    """
    if not report.explanations:
        return {}
    raised = {fault.key: sentence_of(fault) for fault in queries.faults_of(edition, report)}
    told = {}
    for number, (key, text) in enumerate(sorted(report.explanations.items(), key=_by_place), start=1):
        name = cell_of(key)
        told[name] = Explained(number, raised.get(key) or place_of(name), as_written(text))
    return told


def _by_place(explanation: tuple[str, str]) -> tuple[int, str]:
    key, _text = explanation
    return list(PLACES).index(cell_of(key)), key


def _part(number: int, report: Report, tables: Sequence[ShownTable]) -> ShownPart:
    text = next((getattr(report, name) for name, part in TEXTS.items() if part == number), "")
    return ShownPart(number, PARTS[number], text, tables)


def _shown(part: int, tables: Sequence[Table], figures: Figures, notes: Mapping[str, int]) -> list[ShownTable]:
    """Return the tables of a part as they are printed."""

    def line(one: Line) -> ShownLine:
        cells = [ShownCell(written(figures.get(name, ZERO)), notes.get(name, 0)) for name in one.cells]
        return ShownLine(one.heads, cells, one.is_total)

    return [
        ShownTable(table.key, table.title, table.heads, [line(one) for one in table.lines])
        for table in tables
        if table.part == part
    ]


def _results(*groups: ResultGroup) -> list[str]:
    return [cell("requests", result, TOTAL) for result, ground in GROUNDS.items() if ground.group in groups]


def _main_figures() -> list[tuple[Words, Sequence[str]]]:
    """Return the figures that stand beside those of other years, each as a sum of cells."""
    return [
        (pgettext("yearly report", "Requests received"), [cell("requests", "received", TOTAL)]),
        (pgettext("yearly report", "Disclosed, in full or in part"), _results(ResultGroup.GRANTED, ResultGroup.PARTLY)),
        (pgettext("yearly report", "Not disclosed"), _results(ResultGroup.REFUSED)),
        (pgettext("yearly report", "Dealt with in all"), [cell("requests", RESULTS, TOTAL)]),
        (pgettext("yearly report", "Carried on"), [cell("requests", "carried_on", TOTAL)]),
        (pgettext("yearly report", "Reviews"), [cell("disputes", "reviews", TOTAL)]),
        (pgettext("yearly report", "Lawsuits in all"), [cell("disputes", row, TOTAL) for row in ("direct", "after")]),
        (pgettext("yearly report", "Normative documents in force"), [cell("rules", "normative", "in_force")]),
        (pgettext("yearly report", "Permits"), [cell("permits", "permits", "decisions")]),
        (
            pgettext("yearly report", "Penalties and coercive measures"),
            [cell("enforcement", row, "decisions") for row in ("penalties", "coercion")],
        ),
        (pgettext("yearly report", "Fees (10,000 yuan)"), [cell("fees", "fees", "amount")]),
    ]


def _comparison(edition: Edition, figures: Figures) -> Comparison | None:
    """Return the main figures beside those of the years before; None where no year before is published."""
    before = queries.years_before(edition)
    if not before:
        return None
    years = [YearHead(queries.year_of(edition)), *(YearHead(one.year, edition_address(one.edition)) for one in before)]
    columns = [figures, *(one.figures for one in before)]
    rows = [(label, [written(added(one, cells)) for one in columns]) for label, cells in _main_figures()]
    return Comparison(years, rows)


def _personal(edition: Edition, report: Report, url: str) -> Iterator[Finding]:
    """Yield the personal numbers in the texts of a report; they are masked."""
    published = published_telephones(edition.notice.unit)
    texts = [(str(PARTS[part]), getattr(report, name)) for name, part in TEXTS.items()]
    texts += [(_("Explanation"), text) for text in report.explanations.values()]
    for where, text in texts:
        if found := find_personal(text, published=published):
            what = _("A full ID, bank-card or telephone number must be masked: %(masked)s.") % {
                "masked": found[0].masked
            }
            yield Finding("error", where, what, _("%(where)s: %(what)s") % {"where": where, "what": what}, url=url)
