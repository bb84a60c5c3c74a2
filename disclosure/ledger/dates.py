"""Dates as ledgers write them. A year that is missing is that of the period."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from disclosure.catalogue.rules.periods import Period
from portal.core.workbooks.written import narrow, small_number, squash, year_number

# Day 0 of a workbook's serial numbers, and the serials of 2000-01-01 and 2099-12-31.
_EPOCH = date(1899, 12, 30)
_SERIALS = range(36526, 73051)

_NUM = r"\d{1,2}|[一二三四五六七八九十廿卅初]{1,3}"
_YEAR = r"(?:\d{4}|\d{2}|[零〇○一二三四五六七八九]{4})"
_FULL = re.compile(rf"(?P<y>{_YEAR})(?:[-/.,、\\]|年)(?P<m>{_NUM})(?:[-/.,、\\]|月份?)(?P<d>{_NUM})[日号]?")
_MONTH_FIRST = re.compile(r"(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})[-/.](?P<y>\d{4})")
_MONTH_DAY = re.compile(rf"(?P<m>{_NUM})(?:[-/.,、\\]|月份?)(?P<d>{_NUM})[日号]?")
_MONTH_ONLY = re.compile(rf"(?:{_YEAR}[-/.年])?(?P<m>{_NUM})月份?|\d{{4}}[-/.年](?P<m2>\d{{1,2}})")
_DAY_ONLY = re.compile(rf"(?P<d>{_NUM})[日号]?")
_COMPACT = re.compile(r"(?P<y>\d{4}|\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_TRAIL = re.compile(r"(?:[T\s]*\d{1,2}[:时]\d{1,2}.*|\(?(?:星期|周)[一二三四五六日天]\)?|[.,、;])$")


class UnreadableDate(ValueError):
    """The cell has a content that is no date."""


@dataclass(frozen=True, slots=True)
class ReadDate:
    """What a date cell means; `day` is None where only a month is named.

    `other` is another date it may mean: the number 7.1 is the 1st of July, or the 10th with its zero lost.
    """

    day: date | None
    month: int
    other: date | None = None


def parse_date(raw: str | float | Decimal | date, *, period: Period, month: int | None = None) -> ReadDate | None:
    """Read one cell; None where it is blank.

    The period gives the year where none is written, `month` (of a column, a heading or the row above) the month
    where a cell has only a day.

    Raises:
        UnreadableDate: If it has a content that is no date, or a day that the calendar does not have.
    """
    if isinstance(raw, date):
        return ReadDate(raw, raw.month)
    if isinstance(raw, str):
        return _parse_text(raw, period, month)
    number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    if not number.is_finite():
        raise UnreadableDate(str(raw))
    if int(number) in _SERIALS:
        return _certain(_EPOCH + timedelta(days=int(number)))
    text = f"{number.normalize():f}"
    read = _parse_text(text, period, month)
    whole, point, tenths = text.partition(".")
    if read and point and len(tenths) == 1 and int(tenths) <= 3:
        return ReadDate(read.day, read.month, _try_build(period, int(whole), int(tenths) * 10))
    return read


def parse_month(raw: str | float | Decimal) -> int | None:
    """Read a month by itself, in a column or a heading: 7, 07, 7月, 七月份, 2026年7月."""
    text = squash(raw) if isinstance(raw, str) else f"{Decimal(str(raw)).normalize():f}"
    found = _MONTH_ONLY.fullmatch(text)
    month = small_number((found["m"] or found["m2"]) if found else text)
    return month if month is not None and 1 <= month <= 12 else None


def _certain(day: date) -> ReadDate:
    return ReadDate(day, day.month)


def _parse_text(raw: str, period: Period, month: int | None) -> ReadDate | None:
    text = squash(_TRAIL.sub("", narrow(raw)))
    if text in {"", "-", "/"}:
        return None
    found = _FULL.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    if found:
        return _certain(_build_full(found, raw))
    if text.isascii() and text.isdigit():
        return _certain(_from_digits(text, period, month, raw))
    found = _MONTH_DAY.fullmatch(text)
    if found:
        return _certain(_build(period, found["m"], found["d"], raw))
    found = _MONTH_ONLY.fullmatch(text)
    if found and (only := small_number(found["m"] or found["m2"])) and only <= 12:
        return ReadDate(None, only)
    found = _DAY_ONLY.fullmatch(text)
    if found and month:
        return _certain(_build(period, str(month), found["d"], raw))
    raise UnreadableDate(raw)


def _from_digits(text: str, period: Period, month: int | None, raw: str) -> date:
    """Read 20260701, 260701, 0701, 701, a serial number, or a day under a month."""
    if len(text) <= 2 and month:
        return _build(period, str(month), text, raw)
    if len(text) == 5 and int(text) in _SERIALS:
        return _EPOCH + timedelta(days=int(text))
    found = _COMPACT.fullmatch(text)
    if found:
        return _build_full(found, raw)
    if len(text) in (3, 4):
        return _build(period, text[:-2], text[-2:], raw)
    raise UnreadableDate(raw)


def _build_full(found: re.Match[str], raw: str) -> date:
    year, month, day = year_number(found["y"]), small_number(found["m"]), small_number(found["d"])
    if year is None or month is None or day is None:
        raise UnreadableDate(raw)
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        raise UnreadableDate(raw) from None


def _build(period: Period, month_text: str, day_text: str, raw: str) -> date:
    month, day = small_number(month_text), small_number(day_text)
    built = _try_build(period, month, day) if month and day else None
    if built is None:
        raise UnreadableDate(raw)
    return built


def _try_build(period: Period, month: int, day: int) -> date | None:
    """Give a month and day the year that puts them in the period, else nearest to it."""
    days = []
    for year in (period.first.year, period.first.year - 1, period.last.year + 1):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    return min(days, key=lambda day: max((period.first - day).days, (day - period.last).days, 0), default=None)
