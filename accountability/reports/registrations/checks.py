"""The figures of the yearly report that inspections, rectification and early warning tell."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.inspections.queries import figures as inspections
from accountability.rectification import queries as rectification
from accountability.reports.registrations.tables import Room, desk, page_of_year
from accountability.reports.registry import OfYear
from accountability.warning.queries import figures as warning

INSPECTIONS = Room("inspections", inspections.of_year, pgettext_lazy("source of a figure", "Inspections"), page_of_year)
RECTIFICATION = Room(
    "rectification", rectification.of_year, pgettext_lazy("source of a figure", "Rectification"), page_of_year
)
WARNING = Room("warning", warning.of_year, pgettext_lazy("source of a figure", "Reminders"))

for _key, _label, _told, _url in (
    (
        "inspections.held",
        _("Inspections carried out"),
        lambda told: told.inspections,
        desk("inspections", state="held"),
    ),
    ("inspections.visits", _("Units visited by inspections"), lambda told: told.visits, desk("unit_visits")),
    ("findings.found", _("Problems found"), lambda told: told.findings.found, desk("findings")),
    (
        "findings.in_time",
        _("Problems put right in time"),
        lambda told: told.findings.in_time,
        desk("findings", outcome="in_time"),
    ),
    ("findings.late", _("Problems put right late"), lambda told: told.findings.late, desk("findings", outcome="late")),
    ("findings.open", _("Problems still open"), lambda told: told.findings.open, desk("findings", outcome="open")),
    (
        "findings.overdue",
        _("Problems overdue"),
        lambda told: told.findings.overdue,
        desk("findings", outcome="overdue"),
    ),
):
    INSPECTIONS.figure(_key, _label, _told, _url)

for _key, _label, _told, _url in (
    ("rectification.given", _("Rectifications asked for"), lambda told: told.given, desk("rectifications")),
    (
        "rectification.in_time",
        _("Rectifications closed in time"),
        lambda told: told.closed_in_time,
        desk("rectifications", outcome="in_time"),
    ),
    (
        "rectification.late",
        _("Rectifications closed late"),
        lambda told: told.closed_late,
        desk("rectifications", outcome="late"),
    ),
    ("rectification.open", _("Rectifications open"), lambda told: told.open, desk("rectifications", outcome="open")),
):
    RECTIFICATION.figure(_key, _label, _told, _url)


def overdue_units(of: OfYear) -> list[str]:
    """Return the units that are overdue with something, with how much."""
    found = rectification.units_in_year(of.town, of.year, at=of.at)
    late = {unit: one.overdue for unit, one in found.items() if one.overdue}
    rows = rectification.of_town(of.town, of.year).filter(unit__in=late).order_by("unit__code")
    names = dict(rows.values_list("unit", "unit__name_zh"))
    return [f"{name}{late[unit]}项" for unit, name in names.items()]


RECTIFICATION.figure(
    "rectification.overdue",
    _("Rectifications overdue"),
    lambda told: told.overdue,
    desk("rectifications", outcome="overdue"),
    names=overdue_units,
)


def _campaigns(of: OfYear) -> str:
    return f"{reverse('messages_desk:campaigns')}?year={of.year}&state=sent"


WARNING.figure("reminders.sent", _("Reminders received"), lambda told: told.reminders.sent, _campaigns)
WARNING.figure("reminders.campaigns", _("Reminders sent out"), lambda told: told.reminders.campaigns, _campaigns)
WARNING.figure(
    "risks.high",
    _("High risks shown by early warning"),
    # Those there were at the end of the year: the next quarter counts a unit again that stayed as it was.
    lambda told: sum(one.high for one in told.quarters if one.quarter.endswith("Q4")),
    lambda of: reverse("accountability_desk:risks_quarter", args=[f"{of.year}Q4"]),
)
