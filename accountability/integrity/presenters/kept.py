"""Activities, meetings, contacts and work diaries as the desk shows them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext

from accountability.integrity.models import Activity, Attendance, Contact, DiaryEntry, Meeting
from accountability.integrity.presenters.tables import Cell, Head, Line, Table, figure, tag
from accountability.integrity.queries.kept import CadreYear
from accountability.integrity.rules import LOW_ATTENDANCE
from accountability.rectification import presenters as rectifications
from accountability.rectification.models import Rectification
from portal.core import dates
from portal.core.components import Tag
from portal.core.spreadsheets import Row
from portal.core.texts import as_written, comma

MONTHS = 12


def _share(row: Activity | Attendance) -> Cell:
    if row.percent is None:
        return Cell(_("not entered"), "warn", is_tag=True)
    text = _("%(percent)d %%") % {"percent": row.percent}
    return Cell(text, "owed" if row.is_low else "done", is_tag=True)


def activity_tags(activity: Activity) -> list[Tag]:
    """Return the kind of an activity, and whether too few came."""
    tags = [Tag(activity.get_kind_display())]
    if activity.percent is None:
        tags.append(Tag(_("Attendance not entered"), "warn"))
    elif activity.is_low:
        tags.append(Tag(_("Fewer than %(percent)d %% came") % {"percent": LOW_ATTENDANCE}, "owed"))
    return tags


def activity_table(activities: Iterable[Activity]) -> Table:
    """Return activities as a table."""
    heads = (
        Head(_("Activity")),
        Head(_("Day")),
        Head(_("Kind")),
        Head(pgettext("at an activity", "To come"), is_figure=True),
        Head(pgettext("at an activity", "Came"), is_figure=True),
        Head(pgettext("at an activity", "Share")),
    )
    return Table(_("Education"), heads, [_activity_line(one) for one in activities])


def _activity_line(one: Activity) -> Line:
    return Line(
        as_written(one.title),
        (
            Cell(dates.full_date(one.day), note=one.number),
            Cell(one.get_kind_display()),
            figure(one.due),
            figure(one.present),
            _share(one),
        ),
        url=reverse("accountability_desk:activity", args=[one.pk]),
        note=as_written(one.leader),
    )


def activity_meta(activity: Activity) -> list[tuple[str, object]]:
    """Return the facts of an activity."""
    facts: list[tuple[str, object]] = [
        (_("Number"), activity.number),
        (_("Day"), dates.full_date(activity.day)),
        (pgettext("of a talk or an activity", "Place"), as_written(activity.place)),
        (_("Led by"), as_written(activity.leader)),
    ]
    if activity.percent is not None:
        said = _("%(present)d of %(due)d, %(percent)d %%")
        figures = {"present": activity.present, "due": activity.due, "percent": activity.percent}
        facts.append((_("Attendance"), said % figures))
    return facts


def attendance_table(rows: Iterable[Attendance]) -> Table:
    """Return who came, unit by unit."""
    heads = (
        Head(_("Unit")),
        Head(pgettext("at an activity", "To come"), is_figure=True),
        Head(pgettext("at an activity", "Came"), is_figure=True),
        Head(pgettext("at an activity", "Share")),
        Head(_("Absent")),
    )
    lines = [
        Line(one.unit.name, (figure(one.due), figure(one.present), _share(one), Cell(as_written(one.absent))))
        for one in rows
    ]
    return Table(_("Attendance"), heads, lines)


def attendance_csv(activities: Iterable[Activity], rows: Mapping[int, Sequence[Attendance]]) -> list[Row]:
    """Return the attendance of activities unit by unit, as a table to take away, without names."""
    came, due = pgettext("at an activity", "Came"), pgettext("at an activity", "To come")
    heads: Row = (_("Number"), _("Day"), _("Kind"), _("Title"), _("Unit"), due, came)
    return [
        heads,
        *(
            (
                *(one.number, one.day.isoformat(), str(one.get_kind_display()), one.title),
                *(row.unit.name, row.due, row.present),
            )
            for one in activities
            for row in rows.get(one.pk, ())
        ),
    ]


def meeting_table(meetings: Iterable[Meeting], measures: Mapping[str, Sequence[Rectification]]) -> Table:
    """Return meetings as a table, with how many measures of each are closed."""
    heads = (
        Head(_("Leading group")),
        Head(_("Day")),
        Head(pgettext("at a meeting", "Came")),
        Head(_("Criticisms"), is_figure=True),
        Head(_("Measures")),
    )
    return Table(_("Democratic-life meetings"), heads, [_meeting_line(one, measures[one.number]) for one in meetings])


def _meeting_line(one: Meeting, measures: Sequence[Rectification]) -> Line:
    closed = sum(measure.closed_on is not None for measure in measures)
    said = _("%(closed)d of %(count)d closed") % {"closed": closed, "count": len(measures)} if measures else _("none")
    came = _("%(present)d of %(due)d") % {"present": one.present, "due": one.due}
    criticisms: int = getattr(one, "criticism_count", 0)
    return Line(
        as_written(one.group),
        (Cell(dates.full_date(one.day), note=one.number), Cell(came), figure(criticisms), Cell(said)),
        url=reverse("accountability_desk:life_meeting", args=[one.pk]),
        note=as_written(one.theme),
    )


def meeting_meta(meeting: Meeting) -> list[tuple[str, object]]:
    """Return the facts of a meeting."""
    came = _("%(present)d of %(due)d") % {"present": meeting.present, "due": meeting.due}
    return [
        (_("Number"), meeting.number),
        (_("Unit"), meeting.unit.name),
        (_("Theme"), as_written(meeting.theme)),
        (_("Day"), dates.full_date(meeting.day)),
        (pgettext("of a talk or an activity", "Place"), as_written(meeting.place)),
        (_("Chaired by"), as_written(meeting.chaired_by)),
        (_("Attendance"), came),
    ]


def measure_table(measures: Iterable[Rectification], today: date) -> Table:
    """Return the measures of a meeting, with where each stands."""
    heads = (
        Head(_("What is to be done")),
        Head(pgettext("of a measure", "Who does it")),
        Head(_("By when")),
        Head(_("State")),
    )
    return Table(_("Measures"), heads, [_measure_line(one, today) for one in measures])


def _measure_line(one: Rectification, today: date) -> Line:
    state = rectifications.state_tag(one, today)
    return Line(
        one.number,
        (Cell(one.unit.name), Cell(dates.full_date(one.due)), tag(state.text, state.kind)),
        url=reverse("accountability_desk:rectification", args=[one.pk]),
        note=as_written(one.requirement),
    )


def contact_table(contacts: Iterable[Contact], visits: Mapping[int, tuple[int, date | None]], today: date) -> Table:
    """Return contacts with how often the unit was visited this year, and when last."""
    heads = (
        Head(_("Village or station")),
        Head(_("Cadre")),
        Head(_("Visits a month at least")),
        Head(_("Visits this year"), is_figure=True),
        Head(_("Last visit")),
    )
    return Table(
        _("Contact system"), heads, [_contact_line(one, *visits.get(one.pk, (0, None)), today) for one in contacts]
    )


def _contact_line(one: Contact, count: int, last: date | None, today: date) -> Line:
    has_ended = one.ends_on is not None and one.ends_on < today
    since = _("since %(day)s") % {"day": dates.full_date(one.starts_on)}
    until = comma() + _("until %(day)s") % {"day": dates.full_date(one.ends_on)} if one.ends_on else ""
    url = f"{reverse('accountability_desk:diary')}?contact={one.pk}&year={today.year}" if count else ""
    is_owed = not has_ended and (last is None or (today - last).days > DAYS_IN_MONTH)
    shown = dates.full_date(last) if last else _("none yet")
    late = Cell(_("none for over a month") if last else shown, "owed", is_tag=True, note=shown if last else "")
    return Line(
        one.unit.name,
        (
            Cell(one.person.name, note=since + until),
            Cell(str(one.visits_a_month)),
            figure(count, url),
            late if is_owed else Cell(shown),
        ),
        url=reverse("accountability_desk:contact", args=[one.pk]),
    )


DAYS_IN_MONTH = 31
"""After so many days without a visit a contact is marked (practice)."""


def diary_table(entries: Iterable[DiaryEntry]) -> Table:
    """Return entries of work diaries as a table."""
    heads = (Head(_("Day")), Head(_("Cadre")), Head(_("Visit to")), Head(pgettext("of a work diary", "What was done")))
    lines = [
        Line(
            dates.full_date(one.day),
            (
                Cell(one.author.name),
                Cell(one.contact.unit.name if one.contact else ""),
                Cell(as_written(one.text), note=as_written(one.problems)),
            ),
        )
        for one in entries
    ]
    return Table(_("Work diaries"), heads, lines)


def months_table(cadres: Sequence[CadreYear], year: int) -> Table:
    """Return how many entries each cadre wrote in each month of a year, with the visits among them."""
    months = [Head(dates.short_month(date(year, month, 1)), is_figure=True) for month in range(1, MONTHS + 1)]
    heads = (Head(_("Cadre")), *months, Head(_("Total"), is_figure=True))
    return Table(_("Entries of each month"), heads, [_month_line(one) for one in cadres])


def _month_line(one: CadreYear) -> Line:
    total, visits = sum(one.entries), sum(one.visits)
    cells = [Cell(count or "", "n") for count in one.entries]
    note = ngettext("%(count)d visit", "%(count)d visits", visits) % {"count": visits}
    return Line(one.person.name, (*cells, figure(total)), note=note)


def diary_csv(entries: Iterable[DiaryEntry]) -> list[Row]:
    """Return entries of work diaries as a table to take away: who, when and where, without what was written."""
    heads: Row = (_("Day"), _("Cadre"), _("Visit to"))
    return [
        heads,
        *((one.day.isoformat(), one.author.name, one.contact.unit.name if one.contact else "") for one in entries),
    ]
