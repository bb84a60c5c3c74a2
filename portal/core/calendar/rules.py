"""The working calendar of China: which days are worked, and how a time limit is counted. No database, no settings.

The State Council announces a year's holidays and make-up weekends late in the year before. Until then a year can
only be guessed, so what is counted into it is provisional. The `holidays` package guesses in silence; its table of
notices says what it knows, and `CalendarDay` wins over it day by day.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays

from portal.core.calendar.counted import Counted, Pause
from portal.core.language import is_chinese

SATURDAY = 5
SPRING_FESTIVAL, MID_AUTUMN = "春节", "中秋节"
QINGMING, LABOUR_DAY, DRAGON_BOAT, NATIONAL_DAY = "清明节", "劳动节", "端午节", "国庆节"
"""Festivals by the names the package has for them; see `next_festival`."""
ONE_DAY = timedelta(days=1)
EXCHANGED_ZH, EXCHANGED_EN = "调休", "Day off in exchange"
MADE_UP_ZH, MADE_UP_EN = "补班", "Working day in exchange"
ENGLISH_NAMES = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "春节延长假期": "Spring Festival, extended",
    "农历除夕": "Spring Festival Eve",
    "清明节": "Tomb-Sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
}


@dataclass(frozen=True, slots=True)
class Special:
    """What makes one day differ from the ordinary week: the holiday, or that it is made up for. May have no name."""

    is_working: bool
    name_zh: str = ""
    name_en: str = ""

    @property
    def name(self) -> str:
        """The reason in the language of the page."""
        return self.name_zh if is_chinese() else self.name_en


@lru_cache(maxsize=1)
def package_years() -> frozenset[int]:
    """Return the years whose notice the installed `holidays` package carries.

    Every notice since 2001 has moved some days, so a year that is missing from the package's table of
    moved days is one it guesses.
    """
    return frozenset(holidays.country_holidays("CN").special_public_holidays)


@lru_cache(maxsize=64)
def package_days(year: int) -> Mapping[date, Special]:
    """Return the days of a year that differ from the ordinary week, as the package has them.

    For a year it does not know these are its guesses: the festivals, without make-up days.
    """
    package = holidays.country_holidays("CN", years=year, language="zh_CN")
    found: dict[date, Special] = {}
    for day in _days(date(year, 1, 1), date(year, 12, 31)):
        working = package.is_working_day(day)
        if working == _weekday(day):
            continue
        zh, en = (MADE_UP_ZH, MADE_UP_EN) if working else _festival(package.get(day) or "")
        found[day] = Special(working, zh, en)
    return found


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working calendar as known at one time. Without arguments: what the package knows.

    Attributes:
        overrides: Days set by the administrator; they win over everything.
        notice_years: Years whose whole notice is in `overrides`; the package is not asked there.
        packaged: Years whose notice the package carries.
    """

    overrides: Mapping[date, Special] = field(default_factory=dict)
    notice_years: frozenset[int] = frozenset()
    packaged: frozenset[int] = field(default_factory=package_years)

    @property
    def known_until(self) -> int:
        """The last year up to which every notice is in, from the package's last year on."""
        year = max(self.packaged)
        while year + 1 in self.notice_years:
            year += 1
        return year

    def is_known(self, day: date) -> bool:
        """Return whether the notice of the day's year is in."""
        return day.year in self.packaged or day.year in self.notice_years

    def special(self, day: date) -> Special | None:
        """Return how a day differs from the ordinary week, or None."""
        override = self.overrides.get(day)
        if override is not None or day.year in self.notice_years:
            return override
        return package_days(day.year).get(day)

    def is_working_day(self, day: date) -> bool:
        """Return whether a day is worked; a guess where the year is not known (see `is_known`)."""
        special = self.special(day)
        return _weekday(day) if special is None else special.is_working

    def next_working_day(self, day: date) -> date:
        """Return the day itself if it is worked, else the next that is."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def last_working_day(self, day: date) -> date:
        """Return the day itself if it is worked, else the last before it that was."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def add_working_days(self, start: date, days: int, pauses: Sequence[Pause] = ()) -> Counted:
        """Count working days; the day after `start` is the first that can count.

        Raises:
            ValueError: `days` is negative; 0 gives `start` itself.
        """
        end = _last_counted(start, days, lambda day: self.is_working_day(day) and not _stands_still(day, pauses))
        return self._counted(start, end, days, pauses)

    def add_calendar_days(self, start: date, days: int, pauses: Sequence[Pause] = ()) -> Counted:
        """Count every day, worked or not, otherwise as `add_working_days`. Never provisional."""
        end = _last_counted(start, days, lambda day: not _stands_still(day, pauses))
        return Counted(end, start, days, working=False, pauses=_within(pauses, end))

    def working_days_between(self, start: date, end: date) -> tuple[date, ...]:
        """Return the working days after `start` up to and including `end`; none if it is not later."""
        return tuple(day for day in _days(start + ONE_DAY, end) if self.is_working_day(day))

    def count(self, start: date, end: date) -> int:
        """Return which working day after `start` the day `end` is, or the last before it was; 0 if none."""
        return len(self.working_days_between(start, end))

    def _counted(self, start: date, end: date, days: int, pauses: Sequence[Pause]) -> Counted:
        passed = [day for day in _days(start + ONE_DAY, end) if not _stands_still(day, pauses)]
        off = [day for day in passed if not self.is_working_day(day)]
        return Counted(
            date=end,
            start=start,
            days=days,
            working=True,
            weekend=sum(not _weekday(day) for day in off),
            holidays=tuple(day for day in off if _weekday(day)),
            made_up=tuple(day for day in passed if not _weekday(day) and self.is_working_day(day)),
            unknown_years=tuple(sorted({day.year for day in passed if not self.is_known(day)})),
            pauses=_within(pauses, end),
        )


@lru_cache(maxsize=16)
def _festival_in(name_zh: str, year: int) -> date | None:
    package = holidays.country_holidays("CN", years=year, language="zh_CN")
    return min(
        (day for day, names in package.items() if name_zh in names.split("; ") and day.year == year), default=None
    )


def next_festival(name_zh: str, *, after: date) -> date:
    """Return the first day of a festival that comes after a day.

    The moon sets it, so it is certain in years whose notice is not in yet; only the days off around it are not.

    Raises:
        LookupError: The package knows no festival of that name in the years to come.
    """
    for year in range(after.year, after.year + 3):
        day = _festival_in(name_zh, year)
        if day and day > after:
            return day
    raise LookupError(name_zh)


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += ONE_DAY


def _last_counted(start: date, days: int, counts: Callable[[date], bool]) -> date:
    if days < 0:
        raise ValueError("Time limits are counted forwards.")
    day, left = start, days
    while left:
        day += ONE_DAY
        left -= counts(day)
    return day


def _stands_still(day: date, pauses: Sequence[Pause]) -> bool:
    return any(pause.stopped < day <= pause.resumed for pause in pauses)


def _within(pauses: Sequence[Pause], end: date) -> tuple[Pause, ...]:
    return tuple(pause for pause in pauses if pause.stopped < min(pause.resumed, end))


def _weekday(day: date) -> bool:
    return day.weekday() < SATURDAY


def _festival(text: str) -> tuple[str, str]:
    """Return the names of a day off; the package adds （补假）, （推定） or what it was exchanged for."""
    if text.startswith("休息日"):
        return EXCHANGED_ZH, EXCHANGED_EN
    names = [name.partition("（")[0] for name in text.split("; ")]
    return "、".join(names), ", ".join(ENGLISH_NAMES.get(name, name) for name in names)
