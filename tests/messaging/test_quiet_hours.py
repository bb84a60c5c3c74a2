"""Tests of quiet hours, over midnight too."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, strategies as st

from portal.messaging.rules import after_quiet_hours

ZONE = timezone.get_default_timezone()
MINUTES = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(ZONE))  # noqa: DTZ001


def is_quiet(at: datetime, start: time, end: time) -> bool:
    """Say minute by minute whether a moment is in quiet hours: walk from the start to the end."""
    minute, last = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    local = timezone.localtime(at)
    now = local.hour * 60 + local.minute
    while minute != last:
        if minute == now:
            return True
        minute = (minute + 1) % (24 * 60)
    return False


@pytest.mark.parametrize(
    ("clock", "start", "end", "expected"),
    [
        ("2026-10-13 08:00", time(21), time(7, 30), "2026-10-13 08:00"),
        ("2026-10-13 23:10", time(21), time(7, 30), "2026-10-14 07:30"),
        ("2026-10-13 00:00", time(21), time(7, 30), "2026-10-13 07:30"),
        ("2026-10-13 07:29", time(21), time(7, 30), "2026-10-13 07:30"),
        ("2026-10-13 07:30", time(21), time(7, 30), "2026-10-13 07:30"),
        ("2026-10-13 21:00", time(21), time(7, 30), "2026-10-14 07:30"),
        ("2026-12-31 23:59", time(21), time(7, 30), "2027-01-01 07:30"),
        ("2026-10-13 12:30", time(12), time(14), "2026-10-13 14:00"),
        ("2026-10-13 14:00", time(12), time(14), "2026-10-13 14:00"),
        ("2026-10-13 12:30", time(9), time(9), "2026-10-13 12:30"),
    ],
)
def test_by_hand(clock: str, start: time, end: time, expected: str) -> None:
    at = datetime.fromisoformat(clock).replace(tzinfo=ZONE)
    assert after_quiet_hours(at, start, end) == datetime.fromisoformat(expected).replace(tzinfo=ZONE)


@given(MOMENTS, MINUTES, MINUTES)
def test_nothing_goes_out_in_quiet_hours_and_nothing_waits_longer(at: datetime, start: time, end: time) -> None:
    goes = after_quiet_hours(at, start, end)
    assert not is_quiet(goes, start, end)
    assert at <= goes < at + timedelta(days=1)
    assert (goes == at) is not is_quiet(at, start, end)
    assert after_quiet_hours(goes, start, end) == goes
