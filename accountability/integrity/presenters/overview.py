"""The first page of the room on the desk: the figures of a year, and where everything is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accountability.integrity.enums import TalkState
from accountability.integrity.queries import opening
from accountability.integrity.queries.figures import IntegrityYear
from portal.core.money import format_money
from portal.core.workflow import Words
from portal.desk.registry import TallyFigure


@dataclass(frozen=True, slots=True)
class Place:
    """A list of this room: where it is, and what stands in it."""

    url: str
    title: Words
    text: Words


def places(person: Any, at: datetime) -> list[Place]:
    """Return the lists that exist for a person."""
    shown = (
        (opening.sees_talks, "talks", _("Talks"), _("Who talked with whom, when and why.")),
        (opening.oversees, "talk_heads", _("First in command"), _("Which head of a unit was talked to this year.")),
        (opening.sees_education, "activities", _("Education"), _("Lectures, study and visits, with who came.")),
        (
            opening.oversees,
            "life_meetings",
            _("Democratic-life meetings"),
            _("What leading groups criticised, and what is done about it."),
        ),
        (opening.sees_contacts, "contacts", _("Contact system"), _("Which cadre keeps contact with which village.")),
        (opening.sees_diaries, "diary", _("Work diaries"), _("Visits and work, counted by month.")),
        (opening.sees_checklists, "checklists", _("Checklists"), _("What each unit answers for a month or quarter.")),
        (
            opening.sees_audits,
            "leaving_audits",
            _("Audits on leaving office"),
            _("What was audited, what was found, and whether it is put right."),
        ),
    )
    return [
        Place(reverse(f"accountability_desk:{name}"), title, text)
        for is_there, name, title, text in shown
        if is_there(person, at)
    ]


def tally(figures: IntegrityYear, year: int) -> list[TallyFigure]:
    """Return the figures of a year, each with the list that shows what it counts."""
    lists = figures.checklists
    owed = lists.late + lists.missing

    def url(name: str, query: str = "") -> str:
        return f"{reverse(f'accountability_desk:{name}')}?year={year}{query}"

    heads = _("%(count)d of %(total)d") % {"count": figures.heads_talked_to, "total": figures.heads}
    share = _("%(percent)d %%") % {"percent": figures.percent} if figures.percent is not None else "–"
    return [
        TallyFigure(_("Talks held"), figures.talks, url("talks", f"&state={TalkState.HELD}")),
        TallyFigure(_("Heads talked to"), heads, url("talk_heads"), owed=figures.heads_talked_to < figures.heads),
        TallyFigure(_("Education activities"), figures.activities, url("activities")),
        TallyFigure(_("Attendance"), share, url("activities", "&low=yes") if figures.low else ""),
        TallyFigure(_("Checklists late or missing"), owed, url("checklists", "&late=owed"), owed=bool(lists.missing)),
        TallyFigure(_("Visits of cadres"), figures.visits, url("diary", "&visits=yes")),
    ]


@dataclass(frozen=True, slots=True)
class More:
    """A line of what else there was in the year."""

    label: Words
    text: str


def more(figures: IntegrityYear) -> list[More]:
    """Return what else there was in the year, in words."""
    measures = _("%(count)d, of their measures %(closed)d of %(given)d are closed")
    found = _("%(count)d, with %(findings)d findings of %(amount)s yuan")
    audits = {"count": figures.audits, "findings": figures.findings, "amount": format_money(figures.amount)}
    given = {"count": figures.meetings, "closed": figures.measures.closed, "given": figures.measures.given}
    lists = figures.checklists
    told = _("%(due)d due: %(in_time)d in time, %(late)d late, %(missing)d missing")
    counted = {"due": lists.due, "in_time": lists.in_time, "late": lists.late, "missing": lists.missing}
    return [
        More(_("Democratic-life meetings"), measures % given),
        More(_("Checklists"), told % counted),
        More(_("Work diaries"), _("%(count)d entries") % {"count": figures.diaries}),
        More(_("Audits on leaving office"), found % audits),
    ]
