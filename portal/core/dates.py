"""How dates and times are written, in the active language and the portal's zone. Display only.

Chinese writes 10月26日 and 2026年10月21日 9:12, English 26 October and 21 October 2026, 9:12.
A moment must be aware; it is shown in the zone that is active.
"""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone, translation

_DAYS_ZH = "一二三四五六日"
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def is_chinese() -> bool:
    """Say whether the active language is Chinese."""
    return (translation.get_language() or settings.LANGUAGE_CODE).startswith("zh")


def local_date(value: date) -> date:
    """Return the calendar day of a date, or of an aware moment in the active zone."""
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def month_name(value: date) -> str:
    """Write the month: 10月 or October."""
    month = local_date(value).month
    return f"{month}月" if is_chinese() else MONTHS_EN[month - 1]


def day(value: date) -> str:
    """Write a day without its year: 10月26日 or 26 October."""
    on = local_date(value)
    return f"{month_name(on)}{on.day}日" if is_chinese() else f"{on.day} {month_name(on)}"


def full_date(value: date) -> str:
    """Write a day with its year: 2026年10月26日 or 26 October 2026."""
    on = local_date(value)
    return f"{on.year}年{day(on)}" if is_chinese() else f"{day(on)} {on.year}"


def month_day(value: date) -> str:
    """Write a day as ledgers do: 07-01."""
    return f"{local_date(value):%m-%d}"


def weekday(value: date) -> str:
    """Write the day of the week: 星期一 or Monday."""
    number = local_date(value).weekday()
    return f"星期{_DAYS_ZH[number]}" if is_chinese() else _DAYS_EN[number]


def short_weekday(value: date) -> str:
    """Write the day of the week where there is little room: 周一 or Mon."""
    number = local_date(value).weekday()
    return f"周{_DAYS_ZH[number]}" if is_chinese() else _DAYS_EN[number][:3]


def clock(value: datetime) -> str:
    """Write the time of day: 9:05."""
    at = timezone.localtime(value)
    return f"{at.hour}:{at:%M}"


def moment(value: datetime) -> str:
    """Write a moment: 2026年10月21日 9:12 or 21 October 2026, 9:12."""
    between = " " if is_chinese() else ", "
    return f"{full_date(value)}{between}{clock(value)}"


def date_range(first: date, last: date) -> str:
    """Write two days and all between, saying the month and the year once where they are the same.

    2026年10月20日至26日 or 20 to 26 October 2026; one day is written as one day.
    """
    start, end = local_date(first), local_date(last)
    if start == end:
        return full_date(start)
    same_year, same_month = start.year == end.year, (start.year, start.month) == (end.year, end.month)
    if is_chinese():
        rest = f"{end.day}日" if same_month else day(end) if same_year else full_date(end)
        return f"{full_date(start)}至{rest}"
    begin = str(start.day) if same_month else day(start) if same_year else full_date(start)
    return f"{begin} to {full_date(end)}"
