"""Ledgers that were brought in, as the desk lists them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure.catalogue.presenters import name_of
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement.enums import ImportState
from disclosure.content.statement.models import LedgerImport
from disclosure.content.statement.queries import imports_of
from disclosure.notices.models import Edition
from disclosure.notices.presenters.lists import state_tag
from portal.accounts.models import Unit
from portal.core.components import Tag
from portal.desk.registry import DeskHomePage

RECENT = 4
"""How many the desk's first page shows."""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A ledger in a list of those brought in."""

    ledger_import: LedgerImport
    title: str
    url: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class ImportCell:
    """A unit's period: the edition, else the ledger on its way, else (without a tag) the way to bring one in."""

    label: str
    url: str
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class UnitLedgers:
    """The periods of one unit."""

    unit: Unit
    cells: list[ImportCell]


def ledgers_brought_in(page: DeskHomePage) -> list[ImportRow] | None:
    """Return the ledgers of a person's units that were brought in last; None where there is none."""
    return [import_row(row) for row in imports_of(page.person, at=page.at)[:RECENT]] or None


def import_row(row: LedgerImport) -> ImportRow:
    """Return a ledger as a list shows it."""
    return ImportRow(row, title_of_import(row), reverse("disclosure_desk:ledger", args=[row.pk]), _import_tag(row))


def import_cell(
    unit: Unit,
    period: Period,
    newest: Mapping[tuple[int, str], LedgerImport],
    written: Mapping[tuple[int, str], Edition],
) -> ImportCell:
    """Return one cell of units by periods."""
    label, key = name_of(period, short=True), (unit.pk, str(period))
    edition, row = written.get(key), newest.get(key)
    if edition:
        return ImportCell(label, reverse("disclosure_desk:edition", args=[edition.pk]), state_tag(edition))
    if row and row.state != ImportState.DRAFTED:
        return ImportCell(label, reverse("disclosure_desk:ledger", args=[row.pk]), _import_tag(row))
    return ImportCell(label, upload_url(unit, str(period)))


def title_of_import(row: LedgerImport) -> str:
    """Return what an import is called."""
    return _("Ledger of %(unit)s, %(period)s") % {"unit": row.unit.name, "period": name_of(Period.parse(row.period))}


def upload_url(unit: Unit, period: str) -> str:
    """Return the page where the ledger of a unit and a period is brought in."""
    return reverse("disclosure_desk:new_ledger") + f"?unit={unit.code}&period={period}"


def _import_tag(row: LedgerImport) -> Tag:
    kinds = {ImportState.REFUSED: "owed", ImportState.CHECKED: "warn", ImportState.DRAFTED: "done"}
    state = ImportState(row.state)
    return Tag(str(state.label), kinds.get(state, ""))
