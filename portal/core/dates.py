"""How dates and times are written, in the active language and the portal's zone. Display only."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date

from portal.core.language import is_chinese


def local_date(value: date) -> date:
    """Return the calendar day of a date, or of an aware moment in the active zone."""
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def month_name(value: date) -> str:
    """Write the month: 10月 or October."""
    return _written(value, "n月", "F")


def short_month(value: date) -> str:
    """Write the month where there is little room: 10月 or Oct."""
    return _written(value, "n月", "M")


def day(value: date) -> str:
    """Write a day without its year: 10月26日 or 26 October."""
    return _written(value, "n月j日", "j F")


def full_date(value: date) -> str:
    """Write a day with its year: 2026年10月26日 or 26 October 2026."""
    return _written(value, "Y年n月j日", "j F Y")


def month_day(value: date) -> str:
    """Write a day as ledgers do: 07-01."""
    return _written(value, "m-d", "m-d")


def weekday(value: date) -> str:
    """Write the day of the week: 星期一 or Monday."""
    return _written(value, "l", "l")


def short_weekday(value: date) -> str:
    """Write the day of the week where there is little room: 周一 or Mon."""
    return weekday(value).replace("星期", "周") if is_chinese() else _written(value, "", "D")


def clock(value: datetime) -> str:
    """Write the time of day: 9:05."""
    return format_date(timezone.localtime(value), "G:i")


def moment(value: datetime) -> str:
    """Write a moment: 2026年10月21日 9:12 or 21 October 2026, 9:12."""
    between = " " if is_chinese() else ", "
    return f"{full_date(value)}{between}{clock(value)}"


def iso(value: date) -> str:
    """Write a day or a moment for machines, to the second: HTML takes no microseconds."""
    return timezone.localtime(value).isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def date_range(first: date, last: date) -> str:
    """Write two days and all between, with the month and the year once where they are the same.

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


def _written(value: date, chinese: str, english: str) -> str:
    return format_date(local_date(value), chinese if is_chinese() else english)
