"""What visit days, their rules and their places are called."""

from datetime import date, time

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext, pgettext

from petitions.visit_days.enums import Change, DayState, OnHoliday, RuleKind
from petitions.visit_days.models import Receiver, VisitDay, VisitRule
from petitions.visit_days.rules import Slot
from portal.core import calendar, dates
from portal.core.language import is_chinese
from portal.core.policy import read_once
from portal.core.texts import as_written, joint


def hours(begins: time, ends: time) -> str:
    """Return a span of time, such as 9:00–11:30."""
    return f"{clock(begins)}–{clock(ends)}"


def clock(moment: time) -> str:
    """Return a time, such as 9:05."""
    return f"{moment.hour}:{moment.minute:02}"


def slot_words(slot: Slot | None) -> str:
    """Return when a place begins; nothing for none."""
    return clock(slot.begins) if slot else ""


def day_words(day: date) -> str:
    """Return a day with its day of the week."""
    return _("%(weekday)s %(day)s") % {"weekday": dates.weekday(day), "day": dates.day(day)}


def person_words(one: Receiver) -> str:
    """Return title and name of who receives, in the order of the language."""
    if not one.title:
        return one.person.name
    return f"{one.title} {one.person.name}" if is_chinese() else f"{one.person.name}, {one.title}"


def people_words(day: VisitDay) -> str:
    """Return who receives on a day, in a line."""
    return pgettext("between people with titles", "; ").join(person_words(one) for one in day.receivers.all())


def standing_in(day: VisitDay) -> str:
    """Return for whom somebody stands in on a day, and why; nothing where nobody does."""
    said = [
        _("%(who)s stands in for %(away)s") % {"who": one.person.name, "away": one.stands_in_for.name}
        for one in day.receivers.all()
        if one.stands_in_for
    ]
    return pgettext("between people with titles", "; ").join(said)


def where(day: VisitDay | VisitRule) -> str:
    """Return the place of a day, with the mark of a visit to a village."""
    return _("%(place)s (visit to the village)") % {"place": day.where} if day.host else day.where


def reason_words(day: VisitDay) -> SafeString:
    """Return the reason of a change as a sentence of its own, as it was written."""
    reason = str(day.reason)
    ends = reason.endswith(("。", ".", "！", "？"))
    return as_written(reason if ends or not reason else f"{reason}。")


def change_words(day: VisitDay) -> str:
    """Return what a day off changed about a day; nothing where it changed nothing."""
    if not day.change:
        return ""
    known = read_once("working calendar", calendar.load) or calendar.load()
    special = known.special(day.planned_on)
    why = special.name if special and special.name else _("a day off")
    said = {"planned": dates.day(day.planned_on), "day": dates.day(day.day), "why": why}
    sentences = {
        Change.POSTPONED: _("Planned for %(planned)s (%(why)s), postponed to this day."),
        Change.DAY_OFF: _("There are no visits on this day: %(why)s."),
        Change.JOINED: _("There are no visits on this day (%(why)s); the next visit day is %(day)s."),
    }
    return sentences[Change(day.change)] % said


def title_of(day: VisitDay) -> str:
    """Return what a visit day is called in lists and messages."""
    return _("Visit day of %(day)s") % {"day": dates.full_date(day.day)}


def which_days(rule: VisitRule) -> str:
    """Return on which days a rule has visits, such as every Tuesday."""
    match rule.kind:
        case RuleKind.DAILY:
            return _("Every working day")
        case RuleKind.WEEKLY:
            named = [_weekday(number) for number in sorted(rule.weekdays)]
            return _("Every %(days)s") % {"days": joint().join(named)}
        case RuleKind.MONTHLY:
            return _("Every month on day %(day)d") % {"day": rule.month_day}
        case _:
            return day_words(rule.day) if rule.day else ""


def _weekday(number: int) -> str:
    name = dates.weekday(date(2024, 1, number))  # of a month that began with a Monday
    return name.replace("星期", "周") if is_chinese() else name


def rule_words(rule: VisitRule) -> str:
    """Return a rule in a line: days, hours and place."""
    return _("%(days)s, %(hours)s, %(place)s") % {
        "days": which_days(rule),
        "hours": hours(rule.begins, rule.ends),
        "place": where(rule),
    }


def holiday_words(rule: VisitRule) -> str:
    """Return what becomes of its days on days off; nothing for a rule that meets none."""
    return "" if rule.kind == RuleKind.DAILY else str(OnHoliday(rule.on_holiday).label)


def free_words(count: int) -> str:
    """Return how many places are free."""
    return ngettext("%(count)d place free", "%(count)d places free", count) % {"count": count}


def state_kind(state: str) -> str:
    """Return the kind of tag of a state."""
    return {
        DayState.PUBLISHED: "live",
        DayState.HELD: "done",
        DayState.MOVED: "warn",
        DayState.CANCELLED: "owed",
    }.get(DayState(state), "")
