"""What the portal counts by itself of the duties of a unit."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accountability.letters.enums import MeasureKey
from accountability.letters.presenters.gauge import gauge
from accountability.letters.queries.measured import Measure, measured, measured_of
from accountability.rectification import actions as rectifications
from portal.accounts.models import Unit
from tests.accountability.letters.making import Town, issued, town
from tests.accountability.rectification.making import given

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def here() -> Town:
    return town()


def by_key(unit: Unit, **more: Any) -> dict[MeasureKey, Measure]:
    return {one.key: one for one in measured(unit, 2026, NOW, **more)}


def test_rectifications_are_counted_by_their_day(here: Town) -> None:
    asked = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    rows = [
        given(here.secretary, here.village, asked, due=date(2026, 4, 1), number=f"JC-{number}") for number in range(3)
    ]
    for row, day in zip(rows[:2], (asked, NOW), strict=True):
        reported = rectifications.report(actor=here.clerk, rectification=row, text="改了。", at=day)
        rectifications.confirm(actor=here.secretary, rectification=reported, result="属实。", at=NOW)
    found = by_key(here.village)[MeasureKey.RECTIFICATIONS]
    assert (found.value, found.of, found.percent) == (1, 3, Decimal("33.3"))
    assert not found.is_reached
    assert here.village.code in found.url
    assert by_key(here.villages[1])[MeasureKey.RECTIFICATIONS].of == 0


def test_the_letter_says_what_is_asked(here: Town) -> None:
    assert by_key(here.village)[MeasureKey.NOTICES].required == Decimal(95)
    issued(here, here.village)
    assert by_key(here.village)[MeasureKey.NOTICES].required == Decimal(90)
    assert by_key(here.villages[1])[MeasureKey.NOTICES].required == Decimal(95)


def test_how_satisfied_people_were_is_for_the_desk_alone(here: Town) -> None:
    assert MeasureKey.SATISFACTION in by_key(here.village)
    assert MeasureKey.SATISFACTION not in by_key(here.village, is_public=True)
    assert all("/desk/" not in one.url for one in measured(here.village, 2026, NOW, is_public=True))


def test_many_units_take_as_many_queries_as_one(here: Town) -> None:
    def count(units: list[Unit]) -> int:
        with CaptureQueriesContext(connection) as asked:
            measured_of(units, 2026, NOW)
        return len(asked)

    assert count(here.villages[:1]) == count(here.villages)


def test_a_share_that_falls_short_is_drawn_as_an_empty_frame() -> None:
    short, full = (gauge(Decimal(share), Decimal(95), title="按时公开", ids="g1") for share in ("94.9", "95"))
    assert "#a8301f" in short
    assert "#a8301f" not in full
    assert "–" in gauge(None, Decimal(95), title="按时公开", ids="g1")
