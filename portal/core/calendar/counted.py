"""How a deadline was counted, in sentences with which anybody can count it again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext

from portal.core import dates
from portal.core.language import is_chinese

Day = date
"""A name for the type beside `Counted.date`."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a clock stood still. The days after `stopped` are not counted, up to and including `resumed`."""

    stopped: Day
    resumed: Day


@dataclass(frozen=True, slots=True)
class Counted:
    """A date that was counted, with what is needed to show how.

    Attributes:
        start: The day counted from; it is not counted itself.
        working: Whether only working days were counted.
        weekend: How many ordinary weekend days were passed over.
        holidays: Weekdays that were passed over because they are days off.
        made_up: Weekend days that were counted because they are worked.
        unknown_years: Years passed through whose calendar is not known yet.
    """

    date: Day
    start: Day
    days: int
    working: bool
    weekend: int = 0
    holidays: tuple[Day, ...] = ()
    made_up: tuple[Day, ...] = ()
    unknown_years: tuple[int, ...] = ()
    pauses: tuple[Pause, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether a day was counted in a year whose calendar is not known yet."""
        return bool(self.unknown_years)

    @property
    def how(self) -> str:
        """How the date was counted, in sentences of the active language.

        They name the day before day 1 and the last day, what was left out, which weekend days counted because
        they are worked, and the years whose calendar is not known yet.
        """
        if self.days == 0:
            return ""
        places = {"start": dates.full_date(self.start), "days": self.days, "end": dates.full_date(self.date)}
        sentences = [gettext("Counted from the day after %(start)s; day %(days)d is %(end)s.") % places]
        if self.working:
            sentences.append(_left_out(self))
        if self.made_up:
            worked = gettext("Counted, because it is a working weekend: %(days)s.")
            sentences.append(worked % {"days": _ranges(self.made_up)})
        still = gettext("The clock stood still from %(stopped)s to %(resumed)s.")
        sentences += [
            still % {"stopped": dates.full_date(pause.stopped), "resumed": dates.full_date(pause.resumed)}
            for pause in self.pauses
        ]
        unknown = gettext("The working calendar of %(year)s has not been announced yet, so this date may still move.")
        sentences += [unknown % {"year": year} for year in self.unknown_years]
        return ("" if is_chinese() else " ").join(sentences)

    def to_json(self) -> dict[str, Any]:
        """Return it as it is stored with a clock: days as text, empty parts left out."""
        parts = {name: value for name, value in asdict(self).items() if value not in (None, ())}
        found: dict[str, Any] = json.loads(json.dumps(parts, default=date.isoformat))
        return found

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Counted:
        """Return what `to_json` stored."""
        read = date.fromisoformat
        return cls(
            date=read(stored["date"]),
            start=read(stored["start"]),
            days=stored["days"],
            working=stored["working"],
            weekend=stored.get("weekend", 0),
            holidays=tuple(map(read, stored.get("holidays", ()))),
            made_up=tuple(map(read, stored.get("made_up", ()))),
            unknown_years=tuple(stored.get("unknown_years", ())),
            pauses=tuple(Pause(read(one["stopped"]), read(one["resumed"])) for one in stored.get("pauses", ())),
        )


def _left_out(counted: Counted) -> str:
    parts = []
    if counted.weekend:
        parts.append(ngettext("%(n)d weekend day", "%(n)d weekend days", counted.weekend) % {"n": counted.weekend})
    if counted.holidays:
        off = len(counted.holidays)
        parts.append(
            ngettext("%(n)d day off (%(days)s)", "%(n)d days off (%(days)s)", off)
            % {"n": off, "days": _ranges(counted.holidays)}
        )
    if not parts:
        return gettext("Only working days count.")
    what = pgettext("between items left out", " and ").join(parts)
    return gettext("Only working days count; left out: %(what)s.") % {"what": what}


def _ranges(days: Sequence[date]) -> str:
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return pgettext("between dates", ", ").join(dates.date_range(run[0], run[-1]) for run in runs)
