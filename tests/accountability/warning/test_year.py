"""The secretary's year: every mark, what is due, whose it is, and as many queries for twenty units as for two."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.appraisal.queries.figures import UnitYear as Debriefed
from accountability.assessment.enums import Grade
from accountability.integrity.queries.checklists import ChecklistCounts
from accountability.integrity.queries.figures import UnitYear as Kept
from accountability.letters.enums import LetterState
from accountability.letters.queries.figures import UnitYear as Signed
from accountability.rectification.queries import Counts
from accountability.warning.enums import DueKind, Mark, Matter
from accountability.warning.presenters.year import REPORTS, year_shown
from accountability.warning.queries.year import Report, SecretaryYear, UnitInYear, year_of, years_of
from portal.accounts.models import Unit, User
from tests.accountability.letters.making import Town, in_force, issued, town
from tests.accountability.rectification.making import given
from tests.factories import VillageFactory

pytestmark = pytest.mark.usefixtures("english")

AT = datetime(2026, 7, 20, 2, tzinfo=UTC)
TODAY = date(2026, 7, 20)


@pytest.fixture
def them() -> Town:
    return town()


def browser(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


# --- the marks, each by itself


def in_year(**said: Any) -> UnitInYear:
    none: dict[str, Any] = {
        "unit": Unit(pk=1, code="V1", name_zh="村", name_en="Village"),
        "letter": None,
        "integrity": None,
        "planned_talk": None,
        "reports": {},
        "rectification": Counts(),
        "debriefing": None,
        "grade": None,
    }
    return UnitInYear(**{**none, **said})


def placed(matter: Matter, *, today: date = TODAY, **said: Any) -> Mark:
    """Return the mark of one matter."""
    found = SecretaryYear(Unit(pk=2), 2026, today, [in_year(**said)])
    return year_shown(found).rows[0].places[list(Matter).index(matter)].mark


KEPT = Kept(is_head_talked_to=False, talks=0, activities=0, due=0, present=0, low=0, checklists=ChecklistCounts())
AFTER = date(2027, 1, 20)
LETTER = Signed(state=LetterState.ISSUED, letter=5, due=date(2026, 7, 31))
"""A letter that waits for its signature."""


@pytest.mark.parametrize(
    ("letter", "today", "mark"),
    [
        (None, TODAY, Mark.NOT_YET),
        (None, AFTER, Mark.OWED),
        (LETTER, TODAY, Mark.TO_DO),
        (LETTER, date(2026, 8, 1), Mark.OWED),
        (replace(LETTER, state=LetterState.IN_FORCE), AFTER, Mark.DONE),
        (replace(LETTER, state=LetterState.REPLIED), TODAY, Mark.OWED),
    ],
)
def test_letters(letter: Signed | None, today: date, mark: Mark) -> None:
    assert placed(Matter.LETTER, letter=letter, today=today) == mark


@pytest.mark.parametrize(
    ("kept", "planned", "today", "mark"),
    [
        (None, None, TODAY, Mark.TO_DO),
        (KEPT, None, AFTER, Mark.OWED),
        (KEPT, date(2026, 8, 1), TODAY, Mark.TO_DO),
        (KEPT, date(2026, 7, 1), TODAY, Mark.OWED),
        (replace(KEPT, is_head_talked_to=True), date(2026, 7, 1), TODAY, Mark.DONE),
    ],
)
def test_talks(kept: Kept | None, planned: date | None, today: date, mark: Mark) -> None:
    assert placed(Matter.TALK, integrity=kept, planned_talk=planned, today=today) == mark


REPORT = Report(7, date(2026, 7, 15), None, is_owed=True, has_ended=True)


@pytest.mark.parametrize(
    ("reports", "mark"),
    [
        ({}, Mark.NOTHING),
        ({2: REPORT}, Mark.OWED),
        ({2: replace(REPORT, due=date(2026, 7, 20))}, Mark.TO_DO),
        ({2: replace(REPORT, has_ended=False)}, Mark.NOT_YET),
        ({2: replace(REPORT, is_owed=False, reported_on=date(2026, 7, 15))}, Mark.DONE),
        ({2: replace(REPORT, is_owed=False, reported_on=date(2026, 7, 16))}, Mark.DONE_LATE),
    ],
)
def test_reports(reports: Mapping[int, Report], mark: Mark) -> None:
    assert placed(Matter.REPORT_2, reports=reports) == mark
    assert placed(Matter.REPORT_1, reports=reports) == Mark.NOTHING


@pytest.mark.parametrize(
    ("counts", "mark"),
    [
        (Counts(), Mark.NOTHING),
        (Counts(given=3, closed_in_time=1, open=2, overdue=1), Mark.OWED),
        (Counts(given=3, closed_in_time=1, open=2), Mark.TO_DO),
        (Counts(given=2, closed_in_time=1, closed_late=1), Mark.DONE_LATE),
        (Counts(given=2, closed_in_time=2), Mark.DONE),
    ],
)
def test_rectification(counts: Counts, mark: Mark) -> None:
    assert placed(Matter.RECTIFICATION, rectification=counts) == mark


def test_education_debriefing_and_assessment() -> None:
    educated = replace(KEPT, activities=1, due=30, present=28)
    assert placed(Matter.EDUCATION, integrity=educated) == Mark.DONE
    assert placed(Matter.EDUCATION, integrity=replace(educated, low=1)) == Mark.DONE_LATE
    assert placed(Matter.EDUCATION) == Mark.NOT_YET
    assert placed(Matter.EDUCATION, today=AFTER) == Mark.OWED
    planned = Debriefed(key=3, number="SZ-1", state="planned", is_late=False)
    assert placed(Matter.DEBRIEFING) == Mark.NOT_YET
    assert placed(Matter.DEBRIEFING, debriefing=planned) == Mark.TO_DO
    assert placed(Matter.DEBRIEFING, debriefing=replace(planned, is_late=True)) == Mark.OWED
    assert placed(Matter.DEBRIEFING, debriefing=replace(planned, state="held")) == Mark.DONE
    assert placed(Matter.ASSESSMENT) == Mark.NOT_YET
    assert placed(Matter.ASSESSMENT, grade=Grade.EXCELLENT) == Mark.DONE
    assert placed(Matter.ASSESSMENT, grade=Grade.FAILING) == Mark.DONE_LATE


def test_every_matter_has_a_mark_with_a_word_and_a_link_and_what_is_overdue_is_added_up() -> None:
    row = in_year(reports={1: REPORT, 2: REPORT}, rectification=Counts(given=1, open=1, overdue=1))
    shown = year_shown(SecretaryYear(Unit(pk=2), 2026, TODAY, [row])).rows[0]
    assert len(shown.places) == len(Matter)
    assert all(place.word and place.url for place in shown.places)
    assert shown.owed == 3
    assert list(REPORTS.values()) == [1, 2, 3, 4]


# --- read from the rooms


@pytest.mark.django_db
def test_what_the_rooms_know_stands_in_the_row_of_its_unit(them: Town) -> None:
    letter = in_force(them, issued(them)[0])
    late = given(them.secretary, them.village, AT - timedelta(days=40), due=date(2026, 7, 1))
    soon = given(them.secretary, them.villages[1], AT - timedelta(days=5), due=date(2026, 7, 30), number="JC-2026-2")
    found = year_of(them.town, 2026, at=AT)
    first, second = (next(row for row in found.rows if row.unit == one) for one in them.villages[:2])
    assert first.letter
    assert (first.letter.letter, first.letter.is_signed) == (letter.pk, True)
    assert first.rectification.overdue == 1
    assert second.rectification == Counts(given=1, open=1)
    assert [(one.kind, one.key) for one in found.due if one.kind == DueKind.RECTIFICATION] == [
        (DueKind.RECTIFICATION, soon.pk)
    ], f"{late.number} is overdue already"
    assert years_of(them.town, today=TODAY) == [2026]


@pytest.mark.django_db
def test_the_page_is_the_secretarys_alone(them: Town) -> None:
    page = reverse("accountability_desk:secretary_year")
    with time_machine.travel(AT, tick=False):
        shown = browser(them.secretary).get(page)
        assert shown.status_code == 200
        assert them.village.name in shown.content.decode()
        for who in (them.head, them.clerk, them.publisher, them.supervisor):
            assert browser(who).get(page).status_code == 404
        other = town(villages=1)
        assert them.village.name not in browser(other.secretary).get(page, {"town": them.town.code}).content.decode()


@pytest.mark.django_db
def test_it_asks_as_often_for_many_units_as_for_few(them: Town) -> None:
    client, page = browser(them.secretary), reverse("accountability_desk:secretary_year")

    def queries() -> int:
        with time_machine.travel(AT, tick=False), CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        return len(captured)

    issued(them)
    given(them.secretary, them.village, AT - timedelta(days=5), due=date(2026, 7, 30))
    queries()
    before = queries()
    for number in range(18):
        unit = VillageFactory(parent=them.town)
        given(them.secretary, unit, AT - timedelta(days=5), due=date(2026, 7, 30), number=f"JC-2026-{number + 5}")
    assert queries() == before
