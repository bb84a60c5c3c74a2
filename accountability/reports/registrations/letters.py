"""The figures of the yearly report that letters tell."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accountability.letters.enums import REFUSED
from accountability.letters.queries.figures import of_year
from accountability.letters.queries.letters import of_year as letters_of
from accountability.reports.registrations.tables import Room, desk, page_of_year
from accountability.reports.registry import Address, OfYear


def of_units(**narrowed: str) -> Address:
    """Return the list of the letters of units, narrowed to the year."""
    return desk("letters", kind="clean", level="unit", **narrowed)


LETTERS = Room("letters", of_year, pgettext_lazy("source of a figure", "Responsibility letters"), page_of_year)
REPORTS = Room("letters", of_year, pgettext_lazy("source of a figure", "Quarterly reports of duties"), page_of_year)


def units_in(of: OfYear, states: Collection[str]) -> list[str]:
    """Return the units whose letter is in one of some states."""
    rows = letters_of(of.town, of.year).filter(state__in=states).order_by("unit__code")
    return list(rows.values_list("unit__name_zh", flat=True))


def changed_units(of: OfYear) -> list[str]:
    """Return the units to which a letter was issued anew."""
    rows = letters_of(of.town, of.year).filter(replaces__isnull=False).order_by("unit__code")
    return list(rows.values_list("unit__name_zh", flat=True))


LETTERS.figure("letters.due", _("Letters due"), lambda told: told.due, of_units())
LETTERS.figure("letters.signed", _("Letters signed by both"), lambda told: told.signed, of_units(standing="signed"))
LETTERS.figure(
    "letters.refused",
    _("Letters refused"),
    lambda told: told.refused,
    of_units(standing="refused"),
    names=lambda of: units_in(of, REFUSED),
)
LETTERS.figure("letters.to_sign", _("Letters still to sign"), lambda told: told.to_sign, of_units(standing="to_sign"))
LETTERS.figure(
    "letters.changed",
    _("Letters issued anew during the year"),
    lambda told: told.changed,
    of_units(standing="changed"),
    names=changed_units,
)
LETTERS.figure("letters.cadres", _("Letters of named cadres"), lambda told: told.cadres, desk("letters", level="cadre"))
LETTERS.figure("letters.pledges", _("Yearly pledges signed"), lambda told: told.pledges, desk("letters", kind="pledge"))
REPORTS.figure("duties.due", _("Quarterly reports due"), lambda told: told.reports_due, desk("self_reports"))
REPORTS.figure(
    "duties.done", _("Quarterly reports made"), lambda told: told.reports_done, desk("self_reports", standing="done")
)
REPORTS.figure(
    "duties.late",
    _("Quarterly reports late or missing"),
    lambda told: told.reports_late,
    desk("self_reports", standing="late"),
)
