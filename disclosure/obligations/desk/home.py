"""What the desk's first page shows of what is owed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.enums import MONEY_STATEMENT
from disclosure.catalogue.presenters import name_of
from disclosure.content.statement.queries.money import RECEIPTS_AND_PAYMENTS
from disclosure.content.statement.registry import sample_ledger_for
from disclosure.obligations.enums import Origin
from disclosure.obligations.queries.owed import not_begun
from disclosure.obligations.queries.reading import ObligationStatus
from portal.core import calendar
from portal.core.calendar.rules import Calendar
from portal.desk.due import Due, due_words
from portal.desk.registry import DeskHomePage, TallyFigure


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What is owed and not begun, with the ways to begin it.

    Attributes:
        unit: Name of the unit.
        item: What it is called.
        period: For which period.
        words: How near its day is.
        is_ledger: Whether it can be brought in as a ledger.
        is_statement: Whether it can be typed as a statement.
        write_url: Where it is written.
        ledger_url: Where its ledger is brought in.
        sample_url: Where there is a ledger to try with; empty where there is none.
    """

    unit: str
    item: str
    period: str
    words: Due
    is_ledger: bool
    is_statement: bool
    write_url: str
    ledger_url: str
    sample_url: str


@dataclass(frozen=True, slots=True)
class OpenItemsSection:
    """What a person's units owe and have not begun."""

    rows: list[OpenItem]
    figure: TallyFigure


def items_not_begun(page: DeskHomePage) -> OpenItemsSection | None:
    """Return what the person's units owe and have not begun; None where there is nothing."""
    working_days = calendar.load()
    rows = [_open_item(item, page, working_days) for item in not_begun(page.person, at=page.at)]
    if not rows:
        return None
    # What can be brought in at once stands on top of what has to be written.
    rows.sort(key=lambda row: not row.is_ledger)
    return OpenItemsSection(rows, TallyFigure(_("Not begun"), len(rows), "#open-h"))


def _open_item(item: ObligationStatus, page: DeskHomePage, working_days: Calendar) -> OpenItem:
    period, is_ledger = str(item.period), item.entry.code == RECEIPTS_AND_PAYMENTS
    asked = {"unit": item.unit.code, "entry": item.entry.code, "period": period}
    query, today = urlencode(asked), timezone.localdate(page.at)
    sample = sample_ledger_for(item.unit, period) if is_ledger else None
    return OpenItem(
        unit=item.unit.name,
        item=item.subject or item.entry.name,
        period=name_of(item.period, short=True),
        words=due_words(item.due_on, today=today, working_days=working_days, provisional=item.provisional),
        is_ledger=is_ledger,
        is_statement=item.entry.form == MONEY_STATEMENT,
        write_url=_write_url(item, query),
        ledger_url=f"{reverse('disclosure_desk:new_ledger')}?{query}",
        sample_url=reverse("disclosure_desk:sample_ledger", args=[sample]) if sample else "",
    )


def _write_url(item: ObligationStatus, query: str) -> str:
    """Return where its notice is begun; what arose from an event or a demand has a page of its own for that."""
    if item.origin == Origin.CALENDAR:
        return f"{reverse('disclosure_desk:new_notice')}?{query}"
    return reverse("disclosure_desk:begin_notice", args=[item.obligation])
