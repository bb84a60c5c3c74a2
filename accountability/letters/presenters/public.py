"""The public page of a year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

from accountability.letters.enums import LETTER, LetterKind, LetterState, Party
from accountability.letters.models import Letter, SigningYear
from accountability.letters.queries import figures, log
from accountability.letters.queries.letters import of_year as letters_of_year
from accountability.letters.queries.measured import published_in_time
from accountability.letters.queries.years import plan_of
from accountability.letters.registry import YEAR_FIGURES, YEAR_PAPERS, YearFigure, YearPage
from accountability.letters.rules import town_committee
from disclosure.obligations.enums import Status
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit, in_language
from portal.core import dates, publication_log
from portal.core.components import File
from portal.core.demonstration import today_of_due_days
from portal.core.texts import comma, sentences

SHOWN_ENTRIES = 3
"""Entries of the log on the page."""


@dataclass(frozen=True, slots=True)
class LetterCard:
    """A letter in a list: whose it is, and who signed it when."""

    url: str
    unit: str
    note: str
    owed: str = ""


@dataclass(frozen=True, slots=True)
class ShownRefusal:
    """A refusal on the page of a year."""

    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownYear:
    """The public page of a year."""

    year: int
    body: str
    until: str
    signing: str
    villages: Sequence[LetterCard]
    stations: Sequence[LetterCard]
    pledges: Sequence[LetterCard]
    refusals: Sequence[ShownRefusal]
    notes: str
    figures: Sequence[YearFigure]
    papers: Sequence[File]
    entries: Sequence[File]
    years: Sequence[File]


def shown_year(town: Unit, year: int, *, at: datetime, years: Iterable[int]) -> ShownYear:
    """Return the public page of a year of a township, without what other rooms add to it."""
    letters = list(log.of_year(town, year))
    current = [one for one in letters if one.kind == LetterKind.CLEAN and one.state != LetterState.REPLACED]
    plan, page = plan_of(town, year), YearPage(town, year, at)
    return ShownYear(
        year=year,
        body=town_committee(town.name_zh),
        until=dates.full_date(min(today_of_due_days(at), date(year, 12, 31))),
        signing=_signing(plan, current),
        villages=[_card(one) for one in current if one.unit.kind == UnitKind.VILLAGE],
        stations=[_card(one) for one in current if one.unit.kind == UnitKind.STATION],
        pledges=[_card(one) for one in letters if one.kind != LetterKind.CLEAN and one.state != LetterState.REPLACED],
        refusals=[_refusal(one) for one in current if one.state == LetterState.RELEASED],
        notes=plan.notes if plan else "",
        figures=[figure for source in YEAR_FIGURES for figure in source.load(page)],
        papers=[paper for source in YEAR_PAPERS for paper in source.load(page)],
        entries=_entries(letters),
        years=[_of(one) for one in years if one != year],
    )


def _of(year: int) -> File:
    return File(reverse("accountability:year", args=[year]), _("Year %(year)d") % {"year": year})


def _signing(plan: SigningYear | None, letters: Sequence[Letter]) -> str:
    villages = sum(one.unit.kind == UnitKind.VILLAGE for one in letters)
    stations = len(letters) - villages
    counts = _("Villages: %(villages)d, stations: %(stations)d.") % {"villages": villages, "stations": stations}
    if plan is None:
        return counts
    if plan.attended is None:
        day = _("To be signed on %(day)s.") % {"day": dates.full_date(plan.meets_on)}
    else:
        day = _("Signed together on %(day)s.") % {"day": dates.full_date(plan.meets_on)}
    return str(sentences(day, counts))


def _card(letter: Letter) -> LetterCard:
    url, unit = log.page_of(letter), letter.unit.name
    if letter.state == LetterState.RELEASED:
        return LetterCard(url, unit, _("the reasons are published"), pgettext("of a letter", "refused"))
    signed = next((one for one in letter.signatures.all() if one.party == Party.UNIT), None)
    words = {
        "name": letter.principal_name,
        "day": dates.day(timezone.localdate(signed.at)) if signed else "",
    }
    if letter.replaces_id is not None:
        return LetterCard(url, unit, _("%(name)s, signed anew on %(day)s") % words)
    return LetterCard(url, unit, _("%(name)s, signed on %(day)s") % words)


def _refusal(letter: Letter) -> ShownRefusal:
    return ShownRefusal(
        title=_("%(unit)s refused to sign") % {"unit": letter.unit.name},
        text=_("%(name)s refused on %(day)s: “%(reason)s” The party committee answered on %(answered)s: “%(reply)s”")
        % {
            "name": letter.principal_name,
            "day": dates.day(letter.refused_on) if letter.refused_on else "",
            "reason": letter.refusal,
            "answered": dates.day(letter.replied_on) if letter.replied_on else "",
            "reply": letter.reply,
        },
        url=log.page_of(letter),
    )


def _entries(letters: Sequence[Letter]) -> list[File]:
    numbers = {one.number: one for one in letters}
    rows = publication_log.entries(subject_kind=LETTER).filter(subject_number__in=numbers).order_by("-sequence")
    found = [(row, numbers[row.subject_number]) for row in rows[:SHOWN_ENTRIES]]
    return [
        File(
            log.page_of(letter),
            _("Entry %(number)d: %(title)s") % {"number": row.sequence, "title": log.title_of(letter)},
            dates.day(timezone.localdate(row.at)),
        )
        for row, letter in found
    ]


def figures_of_letters(page: YearPage) -> list[YearFigure]:
    """Return the letters' own figures of a year: those everybody reads, of all that were issued."""
    found = figures.of_year(page.town, page.year, at=page.at)
    released = letters_of_year(page.town, page.year).filter(state=LetterState.RELEASED).count()
    note = _("of %(due)d to be signed") % {"due": found.due}
    if released:
        note = _("of %(due)d to be signed; refused: %(refused)d") % {"due": found.due, "refused": released}
    reports = ngettext("%(count)d was late", "%(count)d were late", found.reports_late) % {"count": found.reports_late}
    shown = [YearFigure("letters", gettext_lazy("Letters signed"), found.published, note, "#h-letters")]
    if found.reports_due:
        text = _("of %(due)d due") % {"due": found.reports_due}
        text = comma().join([text, reports]) if found.reports_late else text
        label = gettext_lazy("Quarterly reports")
        shown.append(YearFigure("self_reports", label, found.reports_done, text, "#h-letters"))
    return shown


def papers_of_letters(page: YearPage) -> list[File]:
    """Return the table of all figures of the page."""
    url = reverse("accountability_files:year_csv", args=[page.year])
    return [File(url, _("All figures of this page"), "CSV")]


@dataclass(frozen=True, slots=True)
class PublishedItem:
    """An item that a unit was to publish, and when it did."""

    title: str
    period: str
    due: str
    published: str
    status: str
    is_owed: bool
    url: str


def published_items(unit: Unit, year: int, at: datetime) -> list[PublishedItem]:
    """Return what the measure of publications in time was counted from."""
    return [
        PublishedItem(
            title=row.subject or row.entry.name,
            period=in_language(row.period.name_zh, row.period.name_en),
            due=dates.full_date(row.due_on),
            published=dates.full_date(row.published_on) if row.published_on else "",
            status=str(Status(row.status).label),
            is_owed=row.status != Status.ON_TIME,
            url=reverse("disclosure:notice", args=[row.notice]) if row.notice else "",
        )
        for row in published_in_time(unit, year, at)
    ]
