"""What must be put right, as the desk shows it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _, ngettext, pgettext

from accountability.rectification import queries
from accountability.rectification.enums import RectificationState, Source
from accountability.rectification.models import Rectification
from accountability.rectification.rules import RECHECK_DAYS, recheck_due
from accountability.rectification.workflow import RECTIFICATION
from portal.core import calendar, dates
from portal.core.calendar import Calendar
from portal.core.components import Call, File, Tag
from portal.core.demonstration import today_of_due_days
from portal.desk.queue import due_words
from portal.desk.registry import Due, QueueRow, TallyFigure

_WAITS_FOR = {RectificationState.OPEN: "report", RectificationState.REPORTED: "confirm"}


def title_of(row: Rectification) -> str:
    """Return what is wrong in a line."""
    return first_sentence(row.text)


def first_sentence(text: str) -> str:
    """Return the first sentence of a text as a title."""
    return Truncator(text.splitlines()[0].split("。")[0]).chars(40)


def days_late(row: Rectification, today: date) -> int:
    """Return for how many days it is overdue; none once it is reported."""
    is_overdue = row.state == RectificationState.OPEN and row.due < today
    return (today - row.due).days if is_overdue else 0


def step_of(row: Rectification) -> str:
    """Return where it stands, as lists say it."""
    verb = _WAITS_FOR.get(RectificationState(row.state))
    return str(RECTIFICATION.verb(verb).waiting) if verb else str(RectificationState.CLOSED.label)


def rows(found: Iterable[Rectification], *, at: datetime) -> list[QueueRow]:
    """Return rectifications as rows of `components/queue.html`."""
    today, known = today_of_due_days(at), calendar.load()
    return [
        QueueRow(
            pk=one.pk,
            verb=_WAITS_FOR.get(RectificationState(one.state), ""),
            title=title_of(one),
            url=reverse("accountability_desk:rectification", args=[one.pk]),
            unit=one.unit.name,
            step=step_of(one),
            number=one.number,
            due=_due_of(one, today, known),
        )
        for one in found
    ]


def _due_of(one: Rectification, today: date, known: Calendar) -> Due:
    if one.closed_on is not None:
        late = _("reported late") if one.closed_late else ""
        return Due(note=" ".join(filter(None, [dates.full_date(one.closed_on), late])))
    if one.reported_on is not None:
        return Due(note=_("reported on %(day)s") % {"day": dates.full_date(one.reported_on)})
    found = due_words(one.due, today=today, working_days=known)
    late = _("was to be put right by %(day)s") % {"day": dates.full_date(one.due)}
    return replace(found, note=late) if found.kind == "owed" else found


def queue_rows(pks: Collection[int], person: object, at: datetime) -> list[QueueRow]:
    """Return rectifications as rows of the queue."""
    return rows(queries.seen_by(person, at).filter(pk__in=pks), at=at)


def tags(row: Rectification, today: date) -> list[Tag]:
    """Return where it stands, how late it is, and how often it was pressed for."""
    found = [state_tag(row, today)]
    if row.times_supervised:
        times = ngettext("Pressed for %(count)d time", "Pressed for %(count)d times", row.times_supervised)
        found.append(Tag(times % {"count": row.times_supervised}))
    return found


def state_tag(row: Rectification, today: date) -> Tag:
    """Return where it stands, or how late it is."""
    late = days_late(row, today)
    if late:
        text = ngettext("Overdue for %(count)d day", "Overdue for %(count)d days", late) % {"count": late}
        return Tag(text, "owed")
    if row.state == RectificationState.OPEN:
        left = (row.due - today).days
        text = ngettext("To be put right, %(count)d day left", "To be put right, %(count)d days left", left)
        return Tag(text % {"count": left})
    state = RectificationState(row.state)
    return Tag(str(state.label), "warn" if state == RectificationState.REPORTED else "done")


def meta(row: Rectification) -> list[tuple[str, str]]:
    """Return the facts under its title."""
    moved = _("%(day)s, first %(original)s") % {
        "day": dates.full_date(row.due),
        "original": dates.full_date(row.original_due),
    }
    items = [
        (_("Number"), row.number),
        (_("Unit"), row.unit.name),
        (_("Asked for by"), _("%(source)s %(number)s") % {"source": _source(row), "number": row.source_number}),
        (_("Kind"), row.kind),
        (_("Given on"), dates.full_date(row.given_on)),
        (_("Last day"), moved if row.due != row.original_due else dates.full_date(row.due)),
    ]
    return [(term, value) for term, value in items if value]


def _source(row: Rectification) -> str:
    return str(Source(row.source).label)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage on the way of what must be put right; `kind` is done, now, late or empty."""

    title: str
    when: str = ""
    kind: str = ""


def course(row: Rectification, today: date, *, found_on: date | None = None) -> list[Stage]:
    """Return the way of a rectification for `accountability/rectification/_course.html`.

    Args:
        found_on: The day on which it was found, where that is a stage of its own.
    """
    state = RectificationState(row.state)
    is_open, is_closed = state == RectificationState.OPEN, state == RectificationState.CLOSED
    check_by = _("by %(day)s") % {"day": dates.day(recheck_due(row.reported_on))} if row.reported_on else ""
    stages = [Stage(pgettext("stage of a rectification", "Found"), dates.day(found_on), "done")] if found_on else []
    stages += [
        Stage(pgettext("stage of a rectification", "Notice"), dates.day(row.given_on), "done"),
        Stage(
            pgettext("stage of a rectification", "Put right"),
            dates.day(row.reported_on) if row.reported_on else _("by %(day)s") % {"day": dates.day(row.due)},
            ("late" if row.due < today else "now") if is_open else "done",
        ),
        Stage(
            pgettext("stage of a rectification", "Check"),
            dates.day(row.closed_on) if row.closed_on else check_by,
            "done" if is_closed else "" if is_open else "now",
        ),
        Stage(
            pgettext("stage of a rectification", "Closed"),
            dates.day(row.closed_on) if row.closed_on else "",
            "done" if is_closed else "",
        ),
    ]
    return stages


def course_before_notice(found_on: date) -> list[Stage]:
    """Return the way of something that was found and of which no notice was given."""
    return [
        Stage(pgettext("stage of a rectification", "Found"), dates.day(found_on), "done"),
        Stage(pgettext("stage of a rectification", "Notice"), kind="now"),
        Stage(pgettext("stage of a rectification", "Put right")),
        Stage(pgettext("stage of a rectification", "Check")),
        Stage(pgettext("stage of a rectification", "Closed")),
    ]


def files_of(row: Rectification) -> list[File]:
    """Return the evidence, with who handed it in and when."""
    return [
        File(
            reverse("accountability_desk:rectification_file", args=[one.pk]),
            one.name,
            _("%(size)s, %(day)s") % {"size": filesizeformat(one.size), "day": _day_of(one.added_at)},
        )
        for one in row.files.all()
    ]


def _day_of(moment: datetime) -> str:
    return dates.full_date(timezone.localdate(moment))


def papers_of(row: Rectification) -> list[File]:
    """Return the papers that can be printed of it."""
    names = [("rectification_notice", _("Notice to put it right"))]
    if row.times_supervised:
        names.append(("rectification_pressing", _("Supervision notice")))
    return [File(reverse(f"accountability_desk:{name}", args=[row.pk]), title, "PDF") for name, title in names]


def warning(row: Rectification, today: date) -> Call | None:
    """Return what both responsible lines must know of something that is overdue."""
    if not days_late(row, today):
        return None
    return Call(
        "owed",
        _("Who is responsible and who supervises both answer for this"),
        _("Both are talked to, and it counts in the year’s assessment."),
    )


def waits_text(row: Rectification) -> str:
    """Return where it waits, for who can do nothing about it."""
    if row.state == RectificationState.OPEN:
        return _("%(unit)s puts it right by %(day)s.") % {"unit": row.unit.name, "day": dates.full_date(row.due)}
    if row.state == RectificationState.REPORTED:
        return ngettext(
            "It is checked again within %(count)d day.", "It is checked again within %(count)d days.", RECHECK_DAYS
        ) % {"count": RECHECK_DAYS}
    return ""


def tally(counts: queries.Counts, url: str, kept: Mapping[str, str]) -> list[TallyFigure]:
    """Return the figures above the list, each leading to its rows.

    Args:
        kept: To what else the list is narrowed.
    """

    def leads_to(outcome: str = "") -> str:
        asked = urlencode({**kept, **({"outcome": outcome} if outcome else {})})
        return f"{url}?{asked}" if asked else url

    return [
        TallyFigure(_("Overdue"), counts.overdue, leads_to("overdue"), owed=bool(counts.overdue)),
        TallyFigure(_("Not closed"), counts.open, leads_to("open")),
        TallyFigure(_("Closed in time"), counts.closed_in_time, leads_to("in_time")),
        TallyFigure(_("Closed late"), counts.closed_late, leads_to("late")),
        TallyFigure(_("Asked for"), counts.given, leads_to()),
    ]
