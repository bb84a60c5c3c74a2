"""Talks as the desk and their papers show them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from accountability.integrity.enums import TalkState
from accountability.integrity.models import Talk
from accountability.integrity.presenters.tables import Cell, Head, Line, Table, figure, tag
from accountability.integrity.queries import talks as queries
from accountability.integrity.queries.talks import HeadOfUnit
from accountability.integrity.workflow import TALK
from portal.core import calendar, dates
from portal.core.components import Tag
from portal.core.demonstration import today_of_due_days
from portal.core.spreadsheets import Row
from portal.core.texts import as_written, comma
from portal.desk.queue import task_words
from portal.desk.registry import QueueRow

STATE_KINDS = {TalkState.PLANNED: "warn", TalkState.HELD: "done", TalkState.DROPPED: ""}


def title_of(talk: Talk) -> str:
    """Return what a talk is called: its kind and with whom."""
    return _("%(kind)s: %(name)s") % {"kind": talk.get_kind_display(), "name": talk.name}


def with_whom(talk: Talk) -> str:
    """Return unit and office of who is talked to."""
    parts = [talk.unit.name, talk.office]
    return comma().join(part for part in parts if part)


def state_tag(talk: Talk, today: date) -> Tag:
    """Return the state of a talk; a planned one whose day has passed is owed."""
    if talk.state == TalkState.PLANNED and talk.day < today:
        return Tag(pgettext("state of a talk", "Planned, its day has passed"), "owed")
    return Tag(talk.get_state_display(), STATE_KINDS[TalkState(talk.state)])


def table(talks: Iterable[Talk], at: datetime) -> Table:
    """Return talks as a table."""
    today = today_of_due_days(at)
    heads = (
        Head(pgettext("who is talked to", "With")),
        Head(_("Day")),
        Head(_("Kind")),
        Head(pgettext("talk", "Led by")),
        Head(_("State")),
    )
    return Table(_("Talks"), heads, [_line(one, today) for one in talks])


def _line(talk: Talk, today: date) -> Line:
    state = state_tag(talk, today)
    head = comma() + _("first in command") if talk.is_head else ""
    return Line(
        as_written(talk.name),
        (
            Cell(dates.full_date(talk.day), note=talk.number),
            Cell(talk.get_kind_display(), note=as_written(talk.occasion)),
            Cell(talk.led_by.name),
            tag(state.text, state.kind),
        ),
        url=reverse("accountability_desk:talk", args=[talk.pk]),
        note=as_written(with_whom(talk) + head),
    )


def meta(talk: Talk) -> list[tuple[str, object]]:
    """Return the facts of a talk."""
    facts: list[tuple[str, object]] = [
        (_("Number"), talk.number),
        (pgettext("who is talked to", "With"), as_written(talk.name)),
        (_("Unit"), talk.unit.name),
    ]
    if talk.office:
        facts.append((_("Office"), as_written(talk.office)))
    return [
        *facts,
        (_("First in command of the unit"), _("yes") if talk.is_head else _("no")),
        (pgettext("talk", "Led by"), talk.led_by.name),
        (_("Day"), dates.full_date(talk.day)),
        (pgettext("of a talk or an activity", "Place"), as_written(talk.place)),
        (_("Occasion"), as_written(talk.occasion)),
    ]


def rows_for_csv(talks: Iterable[Talk]) -> list[Row]:
    """Return talks as a table to take away, without what was said and without the occasion."""
    heads: Row = (
        *(_("Number"), _("Day"), _("Kind"), _("State"), _("Unit")),
        *(_("Name"), _("Office"), _("First in command of the unit"), pgettext("talk", "Led by")),
    )
    return [
        heads,
        *(
            (
                *(one.number, one.day.isoformat(), str(one.get_kind_display()), str(one.get_state_display())),
                *(one.unit.name, one.name, one.office, _("yes") if one.is_head else _("no"), one.led_by.name),
            )
            for one in talks
        ),
    ]


def heads_table(heads: Sequence[HeadOfUnit], *, year: int, today: date, may_plan: bool) -> Table:
    """Return the first-in-command of all units with when each was talked to."""
    columns = (
        Head(_("Unit")),
        Head(_("First in command")),
        Head(_("Talks with the unit"), is_figure=True),
        Head(_("Talked to")),
    )
    return Table(
        _("First in command of each unit"), columns, [_head_line(one, year, today, may_plan=may_plan) for one in heads]
    )


def _head_line(one: HeadOfUnit, year: int, today: date, *, may_plan: bool) -> Line:
    talks = reverse("accountability_desk:talks")
    if one.last:
        state = Cell(
            pgettext("a talk was held", "on %(day)s") % {"day": dates.full_date(one.last)}, "done", is_tag=True
        )
    elif one.planned:
        is_late = one.planned < today
        said = _("planned for %(day)s, not held yet") if is_late else _("planned for %(day)s")
        state = Cell(said % {"day": dates.full_date(one.planned)}, "owed" if is_late else "warn", is_tag=True)
    else:
        plan = reverse("accountability_desk:plan_talk")
        state = Cell(_("not yet"), "owed", is_tag=True, url=f"{plan}?unit={one.unit.code}" if may_plan else "")
    count = f"{talks}?unit={one.unit.code}&state={TalkState.HELD}&year={year}" if one.talks else ""
    name = as_written(one.person.name) if one.person else _("nobody entered")
    return Line(one.unit.name, (Cell(name), figure(one.talks, count), state))


def queue_rows(keys: Collection[int], person: Any, at: datetime) -> list[QueueRow]:
    """Return planned talks as rows of the queue."""
    today, days = today_of_due_days(at), calendar.load()
    rows = queries.talks_of(person, at).filter(pk__in=keys)
    return [
        QueueRow(
            pk=one.pk,
            verb="hold",
            title=title_of(one),
            url=reverse("accountability_desk:talk", args=[one.pk]),
            unit=one.unit.name,
            step=TALK.verb("hold").waiting,
            number=one.number,
            due=task_words(one.day, today=today, working_days=days),
        )
        for one in rows
    ]
