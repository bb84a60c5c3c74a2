"""What happened with a petition, where it is, and its time limits, for its sender."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, pgettext_lazy

from petitions.handling.enums import (
    BEFORE_ACCEPTANCE,
    ENDED,
    IN_HAND,
    TURNED_AWAY,
    Category,
    Kind,
    PetitionState as S,
)
from petitions.handling.models import Petition, Proceeding
from petitions.intake.presenters import words
from petitions.intake.queries import Told
from portal.cases.presenters import ClockLine, CourseStep, clock_line
from portal.core import dates
from portal.core.models import AuditLine
from portal.core.texts import as_written
from portal.core.workflow import Words


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the timeline; `day` takes the place of a moment of which only the day is known."""

    title: str
    at: datetime
    text: str | SafeString = ""
    is_day: bool = False

    @property
    def when(self) -> str:
        """When it happened, in words."""
        return dates.full_date(timezone.localdate(self.at)) if self.is_day else dates.moment(self.at)


_COURSE: tuple[tuple[str, Words], ...] = (
    ("receive", pgettext_lazy("course of a petition", "Handed in")),
    ("register", pgettext_lazy("course of a petition", "Registered")),
    ("accept", pgettext_lazy("course of a petition", "Accepted")),
    ("begin", pgettext_lazy("course of a petition", "Looked into")),
    ("serve", pgettext_lazy("course of a petition", "Answered in writing")),
    ("rate", pgettext_lazy("course of a petition", "Rated by you")),
)
"""The six steps, by the verb of the audit line that took them."""


def course(petition: Petition, lines: list[AuditLine]) -> list[CourseStep]:
    """Return the steps of a petition: those taken with their day, where it is, and what comes."""
    days = {line.verb: timezone.localdate(line.at) for line in lines}
    reached = _reached(petition, days)
    done = [
        CourseStep("done", str(title), dates.day(days[verb]) if verb in days else "")
        for verb, title in _COURSE[:reached]
    ]
    if petition.state in (*ENDED, S.RATED, *_REVIEWED):
        return [*done, *_last(petition)]
    here, *coming = [str(title) for _verb, title in _COURSE[reached:]]
    return [*done, CourseStep("here", here), *(CourseStep("coming", title) for title in coming)]


_REVIEWED = (S.REVIEWING, S.REVIEWED, S.RE_REVIEWING)


def _reached(petition: Petition, days: dict[str, date]) -> int:
    """Return how many of the six steps are done."""
    state = S(petition.state)
    if state in (S.RATED, S.CONCLUDED, *_REVIEWED):
        return 6 if "rate" in days else 5
    if state in (*TURNED_AWAY, S.MERGED, S.WITHDRAWN):
        return 2 + bool(petition.accepted_at) if "register" in days else 1
    if state == S.SUBMITTED:
        return 1
    if state in BEFORE_ACCEPTANCE:
        return 2
    if state in IN_HAND:
        return 3
    return 4 if state == S.DECIDED else 5


def _last(petition: Petition) -> list[CourseStep]:
    """Return the step with which it ended, or at which the body above has it."""
    if petition.state == S.RATED:
        return []
    kind = "done" if petition.state in ENDED else "here"
    day = dates.day(timezone.localdate(petition.state_since))
    return [CourseStep(kind, words.state_words(petition), day)]


ARRIVED, LOOKED, OVER = range(3)


def course_of_accusation(petition: Petition) -> list[CourseStep]:
    """Return the three steps of an accusation: arrived, looked into, closed."""
    found = [str(words.ARRIVED), str(words.LOOKED_INTO), str(words.CLOSED)]
    state = words.state_words(petition)
    if state not in found:
        return [CourseStep("done", found[0]), CourseStep("done", state)]
    here = found.index(state)
    kinds = {ARRIVED: ("here", "coming", "coming"), LOOKED: ("done", "here", "coming"), OVER: ("done", "done", "done")}
    return [CourseStep(kind, title) for kind, title in zip(kinds[here], found, strict=True)]


def clocks(told: Told, today: date) -> list[ClockLine]:
    """Return the time limits a petitioner reads of, the newest first."""
    shown = [one for one in told.clocks if one.rule in words.LIMITS]
    return [clock_line(one, str(words.LIMITS[one.rule]), today=today) for one in reversed(shown)]


def events(petition: Petition, told: Told) -> list[Event]:
    """Return what happened with a petition, the newest first; files that came with it are not told one by one."""
    began = told.lines[0].at if told.lines else None
    lines = [one for one in told.lines if one.verb in words.EVENTS and (one.verb != "attach" or one.at != began)]
    found = [Event(_title(petition, one), one.at, _more(petition, one)) for one in lines]
    found += [_proceeding(one) for one in told.proceedings]
    return sorted(found, key=lambda one: one.at)[::-1]


def _title(petition: Petition, line: AuditLine) -> str:
    was_something_else = line.verb == "receive" and petition.case.handed_from_id
    return str(words.TAKEN_OVER if was_something_else else words.EVENTS[line.verb])


def _more(petition: Petition, line: AuditLine) -> str:
    """Return what there is to say of an event besides its name."""
    if line.verb == "receive":
        return str(petition.case.get_channel_display())
    if line.verb == "register":
        return str(Category(petition.category).label)
    if line.verb == "accept" and petition.unit:
        return _("%(unit)s looks into it.") % {"unit": petition.unit.name}
    return ""


def _proceeding(one: Proceeding) -> Event:
    at = timezone.make_aware(datetime.combine(one.held_on, time.max))
    return Event(str(Kind(one.kind).label), at, as_written(one.text), is_day=True)
