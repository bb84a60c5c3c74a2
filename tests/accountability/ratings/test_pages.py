"""The figures of ratings for everybody and on the desk, the table, and the papers."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import pypdfium2
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.ratings import queries
from accountability.ratings.models import Rating, Slip, Window
from accountability.ratings.rules import Tally
from portal.core import pages
from tests.accountability.ratings.making import NOW, People, many, people, rated, window
from tests.petitions.visit_days.browsing import get, post, text_of
from tests.steps import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "now")]
JULY = datetime(2026, 7, 8, 2, 0, tzinfo=UTC)
FIGURES = "/en/accountability/ratings/"


@pytest.fixture
def now() -> Iterator[None]:
    pages.page_cache.renew()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def them() -> People:
    return people()


def url(name: str, *keys: object) -> str:
    return reverse(f"accountability_desk:{name}", args=keys)


def test_the_figures_say_on_what_they_rest(them: People) -> None:
    one = window(them, name_zh="社保窗口", name_en="Insurance counter")
    many(one, content=9, others=3)
    said = text_of(Client().get(FIGURES))
    assert "75.0 %, 9 of 12" in said
    assert "Based on 12 ratings, of which 0 came by a one-time slip; they are not a sample." in said
    assert Client().get(FIGURES).cookies == {}
    assert Client().get(f"{FIGURES}2025/").status_code == 404
    assert "Insurance counter" in text_of(Client().get(f"{FIGURES}2026/"))


def test_what_is_too_small_is_not_broken_down_for_everybody_nor_for_the_unit(them: People) -> None:
    few, more = window(them, name_en="Few"), window(them, name_en="More")
    many(few, content=1, others=2)
    many(more, content=20, others=1)
    third = window(them, name_en="Third")
    many(third, content=6, others=0)
    said = text_of(Client().get(FIGURES))
    assert said.count("not broken down") >= 2
    assert "33.3" not in said
    assert "20 of 21" in said
    assert "33.3" in text_of(get(them.secretary, url("ratings")))
    for reader in (them.clerk, them.leader):
        assert "33.3" not in text_of(get(reader, url("ratings")))
        assert "33.3" not in text_of(get(reader, url("rating_window", few.pk)))
    csv = Client().get("/accountability/ratings/2026.csv")
    rows = b"".join(csv).decode("utf-8-sig").splitlines()
    assert len(rows) == 4
    assert "33.3" not in "".join(rows)


def test_the_windows_rated_in_a_year_are_told_from_those_that_were_not(them: People) -> None:
    rated(window(them, name_en="Asked about"))
    window(them, name_en="Never asked about")
    page = url("ratings")
    everything = text_of(get(them.secretary, page))
    assert "Asked about" in everything
    assert "Never asked about" in everything
    assert "Never asked about" not in text_of(get(them.secretary, f"{page}?year=2026&show=rated"))
    assert "Asked about" not in text_of(get(them.secretary, f"{page}?show=unrated"))
    assert "Nothing fits these choices." in text_of(get(them.secretary, f"{page}?year=2025&show=rated"))


def test_a_small_month_is_hidden_with_the_next_smallest(them: People) -> None:
    one = window(them)
    many(one, content=2, others=0, at=JULY)
    many(one, content=10, others=0)
    line = text_of(Client().get(FIGURES)).partition("Month by month")[2]
    assert "…" in line
    assert "100 % of 10" not in line


def test_the_figures_of_a_year_are_counts_of_its_rows(them: People) -> None:
    one, other = window(them), window(them, them.play.village)
    many(one, content=7, others=3)
    many(other, content=1, others=0, at=JULY)
    found = queries.of_year(them.town, 2026, at=NOW)
    assert (found.windows, found.below, found.tally.count) == (2, 1, Rating.objects.count())
    by_unit = queries.units_in_year(them.town, 2026, at=NOW)
    assert by_unit == {them.station.pk: Tally(very=7, not_satisfied=3), them.play.village.pk: Tally(very=1)}
    assert queries.of_year(them.elsewhere_town, 2026, at=NOW).windows == 0
    assert queries.of_year(them.town, 2026, at=JULY).tally.count == 1


def test_the_desk_shows_a_unit_its_own_windows(them: People) -> None:
    mine, other = window(them, name_en="Mine"), window(them, them.play.village, name_en="Others")
    said = text_of(get(them.clerk, url("ratings")))
    assert "Mine" in said
    assert "Others" not in said
    assert get(them.clerk, url("rating_window", other.pk)).status_code == 404
    for stranger in (them.elsewhere, them.play.administrator, them.play.lay):
        assert get(stranger, url("rating_window", mine.pk)).status_code == 404
    assert get(them.play.administrator, url("ratings")).status_code == 404
    for name in (("rating_new_window",), ("rating_change_window", mine.pk), ("rating_to_screen",)):
        assert get(them.clerk, url(*name)).status_code == 404
        assert get(them.secretary, url(*name)).status_code == 200


def test_a_window_is_entered_changed_and_asked_to_improve_from_pages(them: People) -> None:
    typed = {"unit": them.station.code, "name_zh": "民政窗口", "name_en": "", "place_zh": "一楼2号", "place_en": ""}
    assert post(them.secretary, url("rating_new_window"), **typed).status_code == 303
    made = Window.objects.get()
    assert post(them.secretary, url("rating_new_window"), **typed).status_code == 422
    changed = {**typed, "seen": "1", "is_active": "on", "place_zh": "二楼"}
    assert post(them.secretary, url("rating_change_window", made.pk), **changed).status_code == 303
    improve = url("rating_improve", made.pk, 2026, 4)
    assert get(them.secretary, improve).status_code == 404
    many(made, content=7, others=3)
    assert "Ask the window to improve" in text_of(get(them.secretary, url("rating_window", made.pk)))
    assert "Ask the window to improve" not in text_of(get(them.clerk, url("rating_window", made.pk)))
    sent = post(them.secretary, improve, requirement="公示材料清单", due="2026-11-30")
    assert sent.status_code == 303
    assert "was asked to improve" in text_of(get(them.secretary, url("rating_window", made.pk)))


def test_the_code_and_the_slips_are_printed(them: People) -> None:
    one = window(them, name_zh="社保窗口")
    code = get(them.clerk, url("rating_code", one.pk))
    document = pypdfium2.PdfDocument(BytesIO(code.content))
    assert len(document) == 1
    assert "社保窗口" in document[0].get_textpage().get_text_range()
    slips = post(them.clerk, url("rating_slips", one.pk), sheets="2")
    assert slips["Content-Type"] == "application/pdf"
    assert len(pypdfium2.PdfDocument(BytesIO(slips.content))) == 2
    assert Slip.objects.count() == 48
    for stranger in (them.leader, them.elsewhere, them.play.clerk):
        assert get(stranger, url("rating_code", one.pk)).status_code == 404
        assert post(stranger, url("rating_slips", one.pk), sheets="1").status_code == 404


@pytest.mark.parametrize("page", ["desk", "public"])
def test_figures_cost_the_same_at_one_window_and_at_three(them: People, page: str) -> None:
    def cost() -> int:
        client = signed_in(them.secretary)
        where = url("ratings") if page == "desk" else FIGURES
        client.get(where)
        pages.page_cache.renew()
        with CaptureQueriesContext(connection) as asked:
            client.get(where)
        return len(asked)

    rated(window(them))
    first = cost()
    for _more in range(2):
        rated(window(them))
    assert cost() == first
