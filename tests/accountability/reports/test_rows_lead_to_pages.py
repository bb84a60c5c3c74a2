"""Every row of the work summaries towns write leads from the report to pages of the portal where it was done.

Figures lead on: on the desk the discipline secretary follows each to the list of what it counts, and everybody follows
those that have a public page. It is tried out with the published report of the demo township.
"""

import re
from collections.abc import Callable, Mapping
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accountability.reports.enums import ParagraphKind, ReportState
from accountability.reports.models import Paragraph, Report
from accountability.reports.presenters.report import public_address, staff_address
from accountability.reports.queries.figures import Counted, keys_of_report
from accountability.reports.registry import FIGURES, OfYear
from accountability.reports.rules.chapters import ROWS
from accountability.reports.rules.text import figures_in
from portal.accounts.models import User

pytestmark = pytest.mark.usefixtures("demo")

PLACES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "leading group": ("leading-group", ("group.members", "group.office")),
    "letters": ("letters", ("letters.due", "letters.signed")),
    "systems of rules": ("systems", ("rules.in_force", "rules.made", "rules.revised")),
    "debriefing": ("debriefing", ("debriefings.held", "debriefings.questions")),
    "appraisal": ("assessment", ("assessment.units", "assessment.graded")),
    "openness of government": ("town-openness", ("town.q1.owed", "town.q4.on_time", "town.year.done")),
    "openness of villages": ("village-openness", ("village.q1.owed", "village.q4.on_time", "village.year.done")),
    "visit days": ("visit-days", ("visits.days", "visits.received", "visits.kept")),
    "petitions": ("petitions", ("petitions.received", "petitions.closed")),
    "statistics and bulletins": ("statistics", ("petitions.in_time", "outcomes.released", "bulletins.published")),
    "fees": ("fees", ("fees.in_force",)),
    "windows": ("windows", ("services.in_force", "ratings.windows")),
    "contact system": ("contact-system", ("contacts.visits", "contacts.diaries")),
    "talks": ("talks", ("talks.held", "talks.heads_done")),
    "inspections": ("inspections", ("inspections.held", "findings.found")),
    "screens": ("screens", ("screen.notices",)),
    "staff boards": ("boards", ("staff.in_force", "boards.posted")),
    "stations": ("stations", ("places.services", "staff.stations")),
    "review before publication": ("review", ("notices.published", "notices.countersigned")),
    "linked disclosure": ("linked", ("notices.linked",)),
    "services and agents": ("agents", ("people.agents",)),
    "bookkeeping centre": ("bookkeeping", ("places.books", "people.bookkeepers", "notices.accounts")),
    "prohibitions": ("prohibitions", ("letters.pledges",)),
    "education": ("education", ("education.held", "education.present")),
    "rules cleared up": ("rules-cleared", ("rules.abolished", "rules.revised")),
    "risk points": ("risk-points", ("risk.points", "risk.checks")),
    "meetings and votes": ("meetings", ("notices.resolutions",)),
    "commitments": ("commitments", ("letters.cadres", "duties.done")),
    "supervision committee": ("committees", ("notices.countersigned", "staff.villages")),
    "appraisal given to the people": ("public-appraisal", ("appraisals.counted", "appraisals.valid")),
}
"""What the work summaries of towns speak of, with the row of the report and the figures that tell it."""

SUMS = {
    *("debriefings.questions", "appraisals.issued", "appraisals.valid", "ratings.count", "ratings.satisfied"),
    *("petitions.in_time", "petitions.satisfied", "risk.checks", "risks.high", "reminders.sent"),
    *("audits.findings", "audits.amount", "education.present", "education.share"),
    *("contacts.visits", "contacts.diaries", "group.planned", "group.spent"),
}
"""Figures that add up what stands in rows, are shares of them, or stand above a list with another table."""

Answers = Callable[[str], tuple[int, str]]
"""Returns how an address is answered: status and page."""


def _asked_by(client: Client) -> Answers:
    """Return what asks for each address once, since many figures lead to the same list."""
    known: dict[str, tuple[int, str]] = {}

    def answer(address: str) -> tuple[int, str]:
        if address not in known:
            response = client.get(address)
            known[address] = (response.status_code, response.content.decode())
        return known[address]

    return answer


@pytest.fixture(scope="module")
def secretary(demo: None) -> Answers:
    """The discipline secretary, who writes the report."""
    client = Client()
    client.force_login(User.objects.get(username="secretary"))
    return _asked_by(client)


@pytest.fixture(scope="module")
def anybody(demo: None) -> Answers:
    """Somebody who is not signed in."""
    return _asked_by(Client())


@pytest.fixture(scope="module")
def report(demo: None) -> Report:
    """The report as it is published."""
    return Report.objects.select_related("town").get(town__code="QS", year=2025, state=ReportState.PUBLISHED)


def _addresses(report: Report, key: str) -> tuple[str, str]:
    """Return where the secretary and where everybody reads of a figure; the latter may be empty."""
    of, figure = OfYear(report.town, report.year, timezone.now()), FIGURES[key]
    return staff_address(of, report, figure), public_address(of, figure)


def _named(paragraph: Paragraph) -> list[str]:
    """Return the keys of the figures a paragraph names."""
    numbers = {piece.number for piece in figures_in(paragraph.text)}
    return [one.key for one in paragraph.report.figures.all() if one.number in numbers]


def _links(page: tuple[int, str]) -> set[str]:
    status, text = page
    assert status == 200
    return {unescape(address) for address in re.findall(r'href="([^"]+)"', text)}


@pytest.mark.parametrize("key", keys_of_report())
def test_a_figure_leads_to_pages(key: str, report: Report, secretary: Answers, anybody: Answers) -> None:
    on_the_desk, public = _addresses(report, key)
    assert secretary(on_the_desk)[0] == 200, on_the_desk
    if public:
        assert anybody(public)[0] == 200, public


@pytest.mark.parametrize("key", [one.key for one in FIGURES if one.url is not None and one.key not in SUMS])
def test_the_list_of_a_figure_has_as_many_rows_as_it_says(key: str, report: Report, secretary: Answers) -> None:
    of, figure = OfYear(report.town, report.year, timezone.now()), FIGURES[key]
    _head, main = secretary(staff_address(of, report, figure))[1].split("<main", 1)
    listed = len(re.findall(r"<tr[ >]", re.sub(r"<(thead|tfoot).*?</\1>", "", main, flags=re.DOTALL)))
    said = figure.value(of)
    assert said is not None
    assert listed == said or ("pager" in main and re.search(rf"共\D{{0,12}}{int(said)}\b", main)), listed


@pytest.mark.parametrize("key", [one.key for one in FIGURES if one.url is None])
def test_the_page_of_what_is_counted_says_the_figure(key: str, report: Report, secretary: Answers) -> None:
    """The figure, which may be more than the rows below it: several people are received at once."""
    of, figure = OfYear(report.town, report.year, timezone.now()), FIGURES[key]
    said = Counted(figure, figure.value(of), None).written
    assert (
        f'<h1>{figure.label} <small class="num">{said}</small></h1>' in secretary(staff_address(of, report, figure))[1]
    )


@pytest.mark.parametrize("row", ROWS)
def test_a_row_leads_from_the_report_to_pages(row: str, report: Report, secretary: Answers, anybody: Answers) -> None:
    paragraph = report.paragraphs.filter(row=row).first()
    if paragraph is None:
        conditions = {one.when for one in ROWS[row].sentences}
        assert all(conditions), "The report says nothing of it."
        told = report.figures.filter(key__in=conditions).values_list("value", flat=True)
        assert len(told) == len(conditions)
        assert not any(told), "There was something to say."
        return
    found = [_addresses(report, key) for key in _named(paragraph)]
    assert found, "It leads nowhere."
    desk = _links(secretary(reverse("accountability_desk:yearly_report", args=[report.pk])))
    public = _links(anybody(reverse("accountability:yearly_report", args=[report.year])))
    assert {address for address, _public in found} <= desk
    assert {address for _desk, address in found if address} <= public


@pytest.mark.parametrize("phrase", PLACES)
def test_what_work_summaries_speak_of_has_its_place(phrase: str, report: Report) -> None:
    row, keys = PLACES[phrase]
    paragraph = report.paragraphs.exclude(kind=ParagraphKind.GAP).get(row=row)
    assert {*keys} <= {*_named(paragraph)}
