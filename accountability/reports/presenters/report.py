"""An edition as page, desk and paper show it: chapters of paragraphs, with the source of each figure beside them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from accountability.reports.enums import ParagraphKind
from accountability.reports.models import Paragraph, Report, ReportFigure
from accountability.reports.queries.contents import Content, content_of
from accountability.reports.queries.figures import Counted, Fault, as_stored
from accountability.reports.registry import Figure, OfYear
from accountability.reports.rules.chapters import CHAPTERS, GAPS, ROWS
from accountability.reports.rules.text import Piece, figures_in, pieces
from portal.core import dates
from portal.core.texts import sentences

FEW = 6
"""As many figures stand beside a paragraph without being longer than it."""
NUMERALS = "一二三四五六七八九十"
Address = Callable[[Figure], str]
"""Where the source of a figure is read; empty where there is nothing to link to."""


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure beside the text.

    Attributes:
        value: What its source says; `before` of the year before.
        url: Where what is counted is listed; empty where the reader finds none.
        is_first: Whether it has not stood beside an earlier chapter, so that its id is free.
        in_text: What the text says instead, where that was settled with a `reason`.
    """

    number: int
    label: str
    source: str
    value: str
    before: str
    url: str
    is_off: bool = False
    is_first: bool = True
    in_text: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ShownFault:
    """A figure that disagrees with its source, and what can be done about it."""

    figure: int
    number: int
    sentence: str
    now: str
    said: str
    is_open: bool
    settled: str


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph, in pieces of text and figures.

    Attributes:
        title: What it tells of.
        drawn: What the system drafted, where people wrote something else.
        byline: Who wrote it and when, for the desk.
    """

    pk: int
    title: str
    pieces: Sequence[Piece]
    is_written: bool
    is_added: bool
    is_gap: bool
    explanation: str = ""
    byline: str = ""
    drawn: Sequence[Piece] = ()
    faults: Sequence[ShownFault] = ()
    off: frozenset[int] = frozenset()
    figures: Sequence[ShownFigure] = ()

    @property
    def has_many(self) -> bool:
        """Whether its figures stand below the text rather than beside it."""
        return len(self.figures) > FEW

    @property
    def text(self) -> str:
        """The text with the numbers of its sources, as papers print it."""
        return "".join(one.text if one.number is None else f"{one.text}[{one.number}]" for one in self.pieces)


@dataclass(frozen=True, slots=True)
class ShownChapter:
    """A chapter with its number and its paragraphs."""

    key: str
    number: str
    title: str
    paragraphs: Sequence[ShownParagraph]
    is_gaps: bool


@dataclass(frozen=True, slots=True)
class ReportPage:
    """An edition."""

    report: Report
    title: str
    chapters: Sequence[ShownChapter]
    figures: Sequence[ShownFigure]
    note: str = ""
    faults: Sequence[Fault] = field(default_factory=tuple)

    @property
    def kept(self) -> list[ShownFigure]:
        """The figures of which the text says something else than the source, each with its reason."""
        return [one for one in self.figures if one.in_text]


def title_of(report: Report) -> str:
    """Return what a report is called, in the active language."""
    return _("Report of %(town)s on its responsibility for clean government, %(year)d") % {
        "town": report.town.name,
        "year": report.year,
    }


def shown(
    content: Content,
    *,
    address: Address,
    now: Mapping[str, Counted] | None = None,
    faults: Sequence[Fault] = (),
    is_staff: bool = False,
) -> ReportPage:
    """Return an edition as it is shown.

    Args:
        now: The figures as their sources have them now; None for those kept with the edition.
        is_staff: Whether chapters nobody filled in yet are shown too, and who wrote what.
    """
    report, counted = content.report, as_stored(content.figures) if now is None else now
    told = _figures(content.figures, counted, faults, address)
    seen: set[int] = set()
    chapters: list[ShownChapter] = []
    for chapter in CHAPTERS:
        of_chapter = [one for one in content.paragraphs if one.chapter == chapter.key and (one.text or is_staff)]
        if of_chapter or (is_staff and chapter.key != GAPS):
            made = [_paragraph(one, _beside(one, told, seen), faults, is_staff=is_staff) for one in of_chapter]
            number, title = numeral(len(chapters) + 1), str(chapter.title)
            chapters.append(ShownChapter(chapter.key, number, title, made, chapter.key == GAPS))
    return ReportPage(report, title_of(report), chapters, [*told.values()], note_on_year_before(report), faults)


def note_on_year_before(report: Report) -> str:
    """Return as of when the figures stand, and since when the portal counts."""
    return sentences(
        _("Figures as of %(day)s.") % {"day": dates.full_date(dates.local_date(report.counted_at))},
        _("The figures of the year before are those this portal has of it."),
    )


def public_address(of: OfYear, figure: Figure) -> str:
    """Return where everybody reads the source of a figure."""
    return figure.public_url(of) if figure.public_url else ""


def staff_address(of: OfYear, report: Report, figure: Figure) -> str:
    """Return the desk's list of what a figure counts."""
    if figure.url is not None:
        return figure.url(of)
    return reverse("accountability_desk:yearly_report_counted", args=[report.pk, figure.key])


def for_everybody(report: Report) -> ReportPage:
    """Return a published edition as everybody reads it."""
    of = OfYear(report.town, report.year, report.counted_at)
    return shown(content_of(report), address=partial(public_address, of))


def for_paper(content: Content) -> ReportPage:
    """Return an edition as papers print it, which link to nothing."""
    return shown(content, address=lambda _figure: "")


def _figures(
    figures: Iterable[ReportFigure], counted: Mapping[str, Counted], faults: Sequence[Fault], address: Address
) -> dict[int, ShownFigure]:
    off = {fault.figure.number for fault in faults if fault.is_open}
    found = {}
    for one in figures:
        now = counted.get(one.key)
        if now is not None:
            found[one.number] = ShownFigure(
                number=one.number,
                label=str(now.figure.label),
                source=str(now.figure.source),
                value=now.written,
                before=now.written_before,
                url=address(now.figure),
                is_off=one.number in off,
                in_text=one.kept,
                reason=one.reason,
            )
    return found


def _beside(paragraph: Paragraph, figures: Mapping[int, ShownFigure], seen: set[int]) -> list[ShownFigure]:
    """Return the figures a paragraph names, in the order of their numbers."""
    named = {piece.number for piece in figures_in(paragraph.text)}
    found = [replace(one, is_first=number not in seen) for number, one in figures.items() if number in named]
    seen.update(one.number for one in found)
    return found


def numeral(number: int) -> str:
    """Return the number of a chapter as papers write it, up to nineteen."""
    ten = len(NUMERALS)
    return NUMERALS[number - 1] if number <= ten else f"十{NUMERALS[number - ten - 1]}"


def _paragraph(
    one: Paragraph, figures: Sequence[ShownFigure], faults: Sequence[Fault], *, is_staff: bool
) -> ShownParagraph:
    is_changed = one.kind == ParagraphKind.DRAWN and one.text != one.drawn
    mine = [fault for fault in faults if fault.paragraph.pk == one.pk]
    return ShownParagraph(
        pk=one.pk,
        title=row_title(one),
        pieces=list(pieces(one.text)),
        is_written=one.written_by_id is not None and one.kind != ParagraphKind.GAP,
        is_added=one.kind == ParagraphKind.WRITTEN,
        is_gap=one.kind == ParagraphKind.GAP,
        explanation=one.explanation,
        byline=_byline(one) if is_staff else "",
        drawn=list(pieces(one.drawn)) if is_staff and is_changed else (),
        faults=[_shown_fault(fault) for fault in mine] if is_staff else (),
        off=frozenset(fault.figure.number for fault in mine if fault.is_open),
        figures=figures,
    )


def row_title(paragraph: Paragraph) -> str:
    """Return what a paragraph tells of; empty for what people added."""
    row = ROWS.get(paragraph.row)
    return str(row.title) if row else ""


def _byline(one: Paragraph) -> str:
    if one.written_by is None or one.written_at is None:
        return ""
    return f"{one.written_by.name} · {dates.moment(one.written_at)}"


def _shown_fault(fault: Fault) -> ShownFault:
    words = {"number": fault.figure.number, "said": fault.said, "now": fault.now}
    sentence = _("The text says %(said)s, the source now says %(now)s.") % words
    settled = _("%(said)s stays: %(reason)s") % {"said": fault.said, "reason": fault.reason} if fault.reason else ""
    return ShownFault(fault.figure.pk, fault.figure.number, sentence, fault.now, fault.said, fault.is_open, settled)
