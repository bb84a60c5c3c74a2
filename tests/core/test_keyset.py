"""Keyset paging: nothing is lost or shown twice, whatever the times."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from hypothesis import given, strategies as st

from portal.core.keyset import Cursor, page
from portal.core.models import AuditLine

START = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.fixture
def lines(db: None) -> list[AuditLine]:
    """Seven lines, some at the very same time, oldest first."""
    actor = get_user_model().objects.create_user("someone", name_zh="某人")
    return [
        AuditLine.objects.create(at=START + timedelta(minutes=minute), actor=actor, subject_id=n)
        for n, minute in enumerate((0, 1, 1, 1, 2, 3, 3))
    ]


def pages(size: int) -> list[list[int]]:
    """Return the keys on every page, from the newest on."""
    found, older = [], ""
    while True:
        shown = page(AuditLine.objects.all(), field="at", size=size, older=older)
        found.append([line.pk for line in shown.rows])
        older = shown.older
        if not older:
            return found


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_going_back_meets_every_row_once(lines: list[AuditLine], size: int) -> None:
    assert [pk for each in pages(size) for pk in each] == [line.pk for line in reversed(lines)]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_going_forward_again_gives_the_same_pages(lines: list[AuditLine], size: int) -> None:
    rows = AuditLine.objects.all()
    older = ""
    while True:
        here = page(rows, field="at", size=size, older=older)
        if not here.older:
            break
        there = page(rows, field="at", size=size, older=here.older)
        back = page(rows, field="at", size=size, newer=there.newer)
        assert list(back.rows) == list(here.rows)
        assert bool(back.newer) == bool(older)
        older = here.older


@pytest.mark.usefixtures("lines")
def test_the_ends_offer_no_more() -> None:
    whole = page(AuditLine.objects.all(), field="at", size=7)
    assert (whole.newer, whole.older) == ("", "")


@pytest.mark.parametrize("text", ["", "x", "1-", "-1", "1-2-3", "９-9 ", "1" * 30 + "-1"])
def test_what_is_no_place_is_ignored(text: str) -> None:
    assert Cursor.parse(text) is None


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2200, 1, 1)), st.integers(1, 2**59))  # noqa: DTZ001 - hypothesis adds the zone itself
def test_a_place_reads_back_to_the_microsecond(at: datetime, pk: int) -> None:
    place = Cursor(at.replace(tzinfo=UTC), pk)
    assert Cursor.parse(str(place)) == place
