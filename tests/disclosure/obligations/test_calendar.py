"""The calendar of publications: it parses, says what is still to be published by when, and what is on notice."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar, Event

from disclosure.notices.actions import publishing
from portal.core import pages
from tests.factories import NOON, Cast, CatalogueEntryFactory, VillageFactory, cast, published, text_draft
from tests.site.test_public import refresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_day")]
__all__ = ["refresh"]
ALL = "/calendar/publications.ics"
DAY = timedelta(days=1)
AT = NOON + DAY


@pytest.fixture
def _on_the_day(refresh: Callable[[], None]) -> None:
    refresh()


@pytest.fixture
def people() -> Cast:
    made = cast()
    CatalogueEntryFactory(code="F02", name_zh="财务收支", cadence="quarterly")
    return made


def read(path: str = ALL) -> list[Event]:
    """Return the events of a calendar, which must be sound."""
    with time_machine.travel(AT, tick=False):
        answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = Calendar.from_ical(answer.content)
    assert calendar.errors == []
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    assert calendar.calendar_name
    assert len({str(event["UID"]) for event in calendar.events}) == len(calendar.events)
    assert all(event.errors == [] and event["DTSTAMP"] for event in calendar.events)
    return list(calendar.events)


def of(people: Cast) -> str:
    return f"/calendar/units/{people.village.code}.ics"


def due(path: str = ALL) -> list[tuple[str, date]]:
    return [(str(one["SUMMARY"]), one.start) for one in read(path) if str(one["UID"]).startswith("due-")]


def test_a_unit_finds_what_it_has_to_publish_by_the_day_it_is_due(people: Cast) -> None:
    unit = people.village.name_zh
    assert due(of(people)) == [
        (f"应公开：财务收支（2026年第三季度），{unit}", date(2026, 10, 20)),
        (f"应公开：财务收支（2026年第四季度），{unit}（暂定）", date(2027, 1, 20)),
        (f"应公开：财务收支（2027年第一季度），{unit}（暂定）", date(2027, 4, 20)),
    ]
    first, second, _third = read(of(people))
    assert (first.start, first.end) == (date(2026, 10, 20), date(2026, 10, 21))
    assert (first["STATUS"], second["STATUS"]) == ("CONFIRMED", "TENTATIVE")
    assert "重新计算" in str(second["DESCRIPTION"])
    assert first["TRANSP"] == "TRANSPARENT"


def test_what_several_units_owe_on_a_day_is_one_event_that_names_them(people: Cast) -> None:
    first, *_others = read()
    assert str(first["SUMMARY"]) == "应公开：财务收支（2026年第三季度），2个单位"
    assert people.village.name_zh in str(first["DESCRIPTION"])
    other = VillageFactory(parent=people.town)
    assert other.name_zh in str(read_afresh()[0]["DESCRIPTION"])


def read_afresh() -> list[Event]:
    pages.page_cache.renew()
    return read()


def test_what_is_published_is_due_no_longer_and_stands_there_as_long_as_it_is_on_notice(people: Cast) -> None:
    entry = CatalogueEntryFactory(code="F02")
    entry.notice_days, entry.notice_unit = 5, "working"
    entry.save()
    edition = published(people, text_draft(people, entry=entry, title="收支"), at=NOON)
    assert date(2026, 10, 20) not in [day for _words, day in due(of(people))]
    (one,) = [event for event in read(of(people)) if str(event["UID"]).startswith("on-notice-")]
    assert str(one["SUMMARY"]) == "公示：收支"
    assert edition.notice_to
    assert (one.start, one.end) == (edition.notice_from, edition.notice_to + DAY)
    assert str(one["URL"]).endswith(f"/notices/{edition.notice.number}/")
    publishing.withdraw(actor=people.publisher, edition=edition, reason="有误", at=AT)
    pages.page_cache.renew()
    assert date(2026, 10, 20) in [day for _words, day in due(of(people))]
    assert not [event for event in read(of(people)) if str(event["UID"]).startswith("on-notice-")]


def test_a_draft_stands_in_none(people: Cast) -> None:
    text_draft(people, title="还没有发布", entry=CatalogueEntryFactory(code="F02"))
    answer = b"".join(event.to_ical() for event in read())
    assert "还没有发布" not in answer.decode()


@pytest.mark.parametrize("path", ["/calendar/units/NO-99.ics", "/en/calendar/publications.ics"])
def test_what_nobody_knows_is_no_calendar(path: str) -> None:
    assert Client().get(path).status_code == 404


def test_the_board_of_a_unit_and_the_matrix_lead_to_it(people: Cast) -> None:
    with time_machine.travel(NOON, tick=False):
        published(people, text_draft(people, entry=CatalogueEntryFactory(code="F02"), period="2026Q2"))
        pages.page_cache.renew()
        assert f'href="{of(people)}"' in Client().get(f"/units/{people.village.code}/").content.decode()
        assert f'href="{ALL}"' in Client().get("/en/matrix/").content.decode()


def test_it_asks_the_database_as_often_for_three_units_as_for_one(people: Cast) -> None:
    def asked() -> int:
        pages.page_cache.renew()
        with CaptureQueriesContext(connection) as queries:
            read()
        return len(queries)

    before = asked()
    VillageFactory.create_batch(2, parent=people.town)
    assert asked() == before
