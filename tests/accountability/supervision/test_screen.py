"""The screen in the hall: what stands on it, how it turns over without a script, and the same on paper."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pypdfium2
import pytest
import time_machine
from django.test import Client

from accountability.supervision.actions import checks, screen
from accountability.supervision.queries.screen import slides
from portal.core import pages
from tests.accountability.inspections import making as inspecting
from tests.accountability.supervision.making import NOW, SEEN, People, check, notice, people, shown
from tests.petitions.visit_days.browsing import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
SCREEN = "/accountability/screen/"


@pytest.fixture
def now() -> Iterator[None]:
    pages.page_cache.renew()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def them() -> People:
    return people()


def test_only_what_is_put_on_it_stands_on_the_screen_while_its_days_last(them: People) -> None:
    notice(them, title="只是草稿")
    shown(them, title="今天的")
    shown(them, title="下个月的", first_day=date(2026, 11, 2), last_day=date(2026, 11, 9))
    down = shown(them, title="撤下的")
    screen.take_down(actor=them.secretary, screen_notice=down, at=NOW)
    assert [one.title for one in slides(them.town, at=NOW)] == ["今天的"]
    said = Client().get(SCREEN).content.decode()
    assert "今天的" in said
    for title in ("只是草稿", "下个月的", "撤下的"):
        assert title not in said
    assert not slides(them.town, at=NOW + timedelta(days=10))


def test_another_towns_notices_are_on_another_screen(them: People) -> None:
    shown(them)
    assert not slides(them.other_town, at=NOW)


def test_without_a_script_each_page_leads_to_the_next_and_the_last_to_the_first(them: People) -> None:
    shown(them, title="第一条", order=1)
    shown(them, title="第二条", order=2)
    first = Client().get(SCREEN)
    assert '<noscript><meta http-equiv="refresh" content="12; url=/accountability/screen/?page=2"></noscript>' in (
        first.content.decode()
    )
    assert not first.cookies
    second = Client().get(f"{SCREEN}?page=2").content.decode()
    assert "url=/accountability/screen/?page=1" in second
    assert second.index("第一条") < second.index('class="slide on"') < second.index("第二条")
    for odd in ("99", "0", "x", "-1", "²"):
        assert Client().get(SCREEN, {"page": odd}).status_code == 200


def test_the_screen_is_taken_down_at_once(them: People) -> None:
    up = shown(them, title="马上撤的")
    assert "马上撤的" in Client().get(SCREEN).content.decode()
    screen.take_down(actor=them.secretary, screen_notice=up, at=NOW)
    pages.page_cache.renew()  # on commit, which a test's transaction never reaches
    assert "马上撤的" not in Client().get(SCREEN).content.decode()


def test_figures_of_supervision_stand_on_it_and_no_names(them: People) -> None:
    one = check(them)
    assert not slides(them.town, at=NOW)
    checks.find_right(actor=them.secretary, check=one, at=NOW, **SEEN)
    assert [slide.title for slide in slides(them.town, at=NOW)]
    assert "梁宏图" not in text_of(Client().get(SCREEN))


def test_an_empty_screen_says_so(them: People) -> None:
    assert "屏上目前没有内容" in text_of(Client().get(SCREEN))


def test_the_screen_on_paper_has_a_page_each(them: People) -> None:
    shown(them, title="第一条", order=1)
    shown(them, title="第二条", order=2)
    answered = Client().get("/accountability/screen.pdf")
    document = pypdfium2.PdfDocument(BytesIO(b"".join(answered)))
    assert len(document) == 2
    width, height = document[0].get_size()
    assert width > height
    assert "第二条" in document[1].get_textpage().get_text_range()


def test_what_inspections_found_stands_on_it_once_they_are_closed_and_until_it_is_put_right(them: People) -> None:
    inspectors = inspecting.people()
    inspection = inspecting.under_way(inspectors, units=[inspectors.village])
    visit = inspecting.visited(inspectors, inspection)
    finding = inspecting.found(inspectors, visit)
    given = inspecting.noticed(inspectors, finding)
    assert not slides(inspectors.town, at=inspecting.NOW)
    inspecting.closed(inspectors, inspection)
    shown_rows = [row for slide in slides(inspectors.town, at=inspecting.NOW) for row in slide.rows]
    assert [row[:2] for row in shown_rows] == [(finding.unit.name, finding.get_kind_display())]
    inspecting.put_right(inspectors, given)
    assert not slides(inspectors.town, at=inspecting.NOW)
