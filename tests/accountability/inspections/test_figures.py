"""What inspections tell of a year: each figure equals its rows, and only closed inspections are public."""

from collections.abc import Iterator

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils import translation

from accountability.inspections.actions import findings
from accountability.inspections.documents import opening_of
from accountability.inspections.enums import FindingKind
from accountability.inspections.models import Finding
from accountability.inspections.presenters.public import InspectionSection, section
from accountability.inspections.queries import figures
from accountability.inspections.queries.figures import FindingCounts
from accountability.letters.registry import YearPage
from tests.accountability.inspections.making import (
    LATER,
    NOW,
    People,
    closed,
    found,
    noticed,
    people,
    put_right,
    reported,
    under_way,
    visited,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "now")]


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def them() -> People:
    return people()


def findings_of_all_kinds(them: People) -> list[Finding]:
    """Return findings put right in time and late, settled, overdue, reported, and one that was withdrawn."""
    inspection = under_way(them, units=[them.village])
    visit = visited(them, inspection)
    rows = [found(them, visit, kind=FindingKind.PAPERS if number else FindingKind.PROJECTS) for number in range(6)]
    put_right(them, noticed(them, rows[0]))
    put_right(them, noticed(them, rows[1]), at=LATER)
    findings.settle(actor=them.secretary, finding=rows[2], text="当场补了。", at=NOW)
    noticed(them, rows[3])
    reported(them, noticed(them, rows[4]))
    findings.withdraw(actor=them.secretary, finding=rows[5], reason="看错了。", at=NOW)
    return rows


def test_the_figures_of_a_year(them: People) -> None:
    findings_of_all_kinds(them)
    year = figures.of_year(them.town, 2026, at=LATER)
    counted = FindingCounts(found=5, in_time=2, late=1, open=2, overdue=1)
    assert (year.inspections, year.visits, year.findings) == (1, 1, counted)
    assert year.by_kind == {FindingKind.PROJECTS: 1, FindingKind.PAPERS: 4}
    assert year.findings.done == 3
    assert figures.units_in_year(them.town, 2026, at=LATER) == {them.village.pk: counted}
    assert len(figures.findings_of_unit(them.village, 2026)) == 5
    assert figures.of_year(them.town, 2025, at=LATER) == figures.InspectionYear()
    assert figures.of_year(them.town, 2026, at=NOW).findings.overdue == 0


def page(them: People) -> YearPage:
    return YearPage(them.town, 2026, LATER)


def drawn(shown: InspectionSection) -> str:
    return render_to_string("accountability/inspections/_year.html", {"section": shown, "key": "inspections"})


def test_only_closed_inspections_are_public_and_open_findings_say_what_was_approved(them: People) -> None:
    rows = findings_of_all_kinds(them)
    assert section(page(them)) is None
    closed(them, rows[0].visit.inspection)
    findings.release(actor=them.secretary, finding=Finding.objects.get(pk=rows[3].pk), public_text="没有决议", at=NOW)
    hidden = under_way(them)
    found(them, visited(them, hidden), text="还在暗访的事。")
    shown = section(page(them))
    assert shown is not None
    assert [(row.visits, row.found, row.done) for row in shown.rows] == [(1, 5, 3)]
    assert [(one.text, bool(one.late)) for one in shown.still_open] == [
        ("没有决议", True),
        ("Receipts or papers incomplete", False),
    ]
    html = drawn(shown)
    assert "时新华" in html
    for secret in ("还在暗访的事", "机耕路", "当场补了", "看了三个季度", them.member.name):
        assert secret not in html


def test_the_notice_says_which_inspection_asked_for_it(them: People) -> None:
    visit = visited(them, under_way(them))
    given = noticed(them, found(them, visit), found(them, visit))
    with translation.override("zh-hans"):
        opening = opening_of(given)
    assert "2026年9月8日至29日，镇纪委组织村级财务专项检查" in opening
    assert "2026年第1、2号" in opening
    assert "你村" in opening
    given.pk = 0
    assert opening_of(given) == ""
