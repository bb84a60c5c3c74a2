"""The figures of the yearly report that talks, education, contacts, meetings and audits tell."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.integrity.queries.figures import of_year
from accountability.integrity.queries.talks import heads
from accountability.reports.enums import Measure
from accountability.reports.registrations.tables import Room, desk, page_of_year, share
from accountability.reports.registry import Address, OfYear
from portal.core.workflow import Words

TALKS = Room("integrity", of_year, pgettext_lazy("source of a figure", "Integrity talks"), page_of_year)
EDUCATION = Room("integrity", of_year, pgettext_lazy("source of a figure", "Education"), page_of_year)
CONTACTS = Room("integrity", of_year, pgettext_lazy("source of a figure", "Contacts and work diaries"), page_of_year)
MEETINGS = Room("integrity", of_year, pgettext_lazy("source of a figure", "Democratic-life meetings"), page_of_year)
AUDITS = Room("integrity", of_year, pgettext_lazy("source of a figure", "Audits on leaving office"), page_of_year)


def not_talked_to(of: OfYear) -> list[str]:
    """Return the units whose first in command was not talked to."""
    return [one.unit.name_zh for one in heads(of.town, of.year, at=of.at) if not one.is_talked_to]


def _reported(of: OfYear) -> str:
    return f"{reverse('accountability_desk:leaving_audits')}?reported={of.year}"


_FIGURES: tuple[tuple[Room, str, Words, Callable[[Any], Any], Address], ...] = (
    (TALKS, "talks.held", _("Integrity talks held"), lambda told: told.talks, desk("talks", state="held")),
    (TALKS, "talks.heads", _("Units with a first in command"), lambda told: told.heads, desk("talk_heads")),
    (
        TALKS,
        "talks.heads_done",
        _("First in command talked to"),
        lambda told: told.heads_talked_to,
        desk("talk_heads", talked_to="yes"),
    ),
    (EDUCATION, "education.held", _("Education activities"), lambda told: told.activities, desk("activities")),
    (EDUCATION, "education.present", _("Who came to them"), lambda told: told.present, desk("activities")),
    (
        CONTACTS,
        "contacts.visits",
        _("Visits of cadres to villages"),
        lambda told: told.visits,
        desk("diary", visits="yes"),
    ),
    (CONTACTS, "contacts.diaries", _("Entries of work diaries"), lambda told: told.diaries, desk("diary")),
    (CONTACTS, "checklists.due", _("Checklists due"), lambda told: told.checklists.due, desk("checklists")),
    (
        CONTACTS,
        "checklists.late",
        _("Checklists late or missing"),
        lambda told: told.checklists.late + told.checklists.missing,
        desk("checklists", late="owed"),
    ),
    (MEETINGS, "meetings.held", _("Democratic-life meetings held"), lambda told: told.meetings, desk("life_meetings")),
    (AUDITS, "audits.reported", _("Audits on leaving office reported"), lambda told: told.audits, _reported),
    (AUDITS, "audits.findings", _("Findings of audits"), lambda told: told.findings, _reported),
)
for _room, _key, _label, _told, _url in _FIGURES:
    _room.figure(_key, _label, _told, _url)
TALKS.figure(
    "talks.heads_missing",
    _("First in command not talked to"),
    lambda told: told.heads - told.heads_talked_to,
    desk("talk_heads", talked_to="no"),
    names=not_talked_to,
)
EDUCATION.figure(
    "education.share",
    _("Share of those who were to come"),
    lambda told: share(told.present, told.due),
    desk("activities"),
    measure=Measure.SHARE,
)
AUDITS.figure(
    "audits.amount", _("Amounts audits objected to"), lambda told: told.amount, _reported, measure=Measure.MONEY
)
