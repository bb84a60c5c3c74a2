"""Village money as open data: each statement in force, and each of its entries."""

import datetime
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from ninja import FilterLookup
from pydantic import Field

from disclosure.content.statement.models import Statement, StatementLine
from disclosure.notices.enums import State
from portal.site.data.registry import Code, Dataset, Filters, Record


class StatementRecord(Record):
    """A statement of receipts and payments."""

    notice: str = Field(alias="edition.notice.number", description="Number of the notice")
    edition: int = Field(alias="edition.number", description="Number of the edition in force")
    unit: str = Field(alias="edition.notice.unit.code", description="Code of the unit whose money it is")
    period: str = Field(alias="edition.notice.period", description="Quarter or month: 2026Q3 or 2026-07")
    opening: Decimal = Field(description="Opening balance in yuan")
    receipts: Decimal = Field(description="Receipts in yuan")
    payments: Decimal = Field(description="Payments in yuan")
    closing: Decimal = Field(description="Closing balance in yuan")


class StatementFilters(Filters):
    """By what statements are narrowed."""

    unit: Annotated[Code | None, FilterLookup("edition__notice__unit__code")] = Field(None, description="Of one unit")
    period: Annotated[Code | None, FilterLookup("edition__notice__period")] = Field(None, description="Of one period")


class StatementLineRecord(Record):
    """An entry of a statement."""

    notice: str = Field(alias="statement.edition.notice.number", description="Number of the notice")
    unit: str = Field(alias="statement.edition.notice.unit.code", description="Code of the unit whose money it is")
    period: str = Field(alias="statement.edition.notice.period", description="Quarter or month")
    number: int = Field(description="Number of the entry, from 1")
    date: datetime.date | None = Field(description="Day of the movement")
    voucher: str = Field(description="Number of the voucher")
    summary: str = Field(description="What it was for")
    account: str | None = Field(None, alias="account.code", description="Code in the chart of accounts")
    account_text: str = Field(description="Account as the ledger has it")
    receipt: Decimal | None = Field(description="Received, in yuan")
    payment: Decimal | None = Field(description="Paid, in yuan")
    balance: Decimal = Field(description="Balance after it, in yuan")


class StatementLineFilters(Filters):
    """By what entries are narrowed."""

    unit: Annotated[Code | None, FilterLookup("statement__edition__notice__unit__code")] = Field(
        None, description="Of one unit"
    )
    period: Annotated[Code | None, FilterLookup("statement__edition__notice__period")] = Field(
        None, description="Of one period"
    )
    account: Annotated[Code | None, FilterLookup("account__code")] = Field(None, description="On one account")


STATEMENTS = Dataset(
    key="statements",
    order=50,
    title=_("Receipts and payments"),
    description=_("Opening balance, receipts, payments and closing balance of every statement in force."),
    record=StatementRecord,
    filters=StatementFilters,
    rows=lambda filters: filters.filter(
        Statement.objects.filter(edition__state=State.PUBLISHED).select_related("edition__notice__unit")
    ),
    primary_key=("notice",),
)
STATEMENT_LINES = Dataset(
    key="statement-lines",
    order=51,
    title=_("Entries of receipts and payments"),
    description=_("Every entry of the statements in force."),
    record=StatementLineRecord,
    filters=StatementLineFilters,
    rows=lambda filters: filters.filter(
        StatementLine.objects.filter(statement__edition__state=State.PUBLISHED).select_related(
            "account", "statement__edition__notice__unit"
        )
    ),
    primary_key=("notice", "number"),
)
