"""Month totals are added where they are the sum of what is above them, and nowhere else."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from disclosure.ledger.sums import with_month_totals
from disclosure.ledger.types import Line, Statement, Subtotal


def statement(*days: date | None, subtotals: tuple[Subtotal, ...] = ()) -> Statement:
    lines = tuple(
        Line(number=number, row=number, date=day, receipt=Decimal(number), payment=None)
        for number, day in enumerate(days, start=1)
    )
    return Statement(
        title="",
        period="2026Q3",
        unit_of_amounts="元",
        opening=Decimal(0),
        opening_row=None,
        lines=lines,
        subtotals=subtotals,
        stated_closing=None,
        stated_closing_row=None,
        cash=None,
        bank=None,
        signers={},
        columns=frozenset(),
        layout="line_by_line",
    )


JULY, AUGUST = date(2026, 7, 9), date(2026, 8, 2)


def test_each_month_is_added_up_after_its_last_entry() -> None:
    totals = with_month_totals(statement(JULY, JULY, AUGUST)).subtotals
    assert [(total.label, total.after_line, total.receipts) for total in totals] == [
        ("7月合计", 2, Decimal(3)),
        ("8月合计", 3, Decimal(3)),
    ]


def test_nothing_is_added_where_it_would_mislead() -> None:
    for days in [(JULY, JULY), (AUGUST, JULY), (JULY, None, AUGUST), ()]:
        assert with_month_totals(statement(*days)).subtotals == ()


def test_stated_totals_stay_as_they_are() -> None:
    stated = Subtotal(kind="month", row=9, label="本月合计", after_line=1, month=7)
    before = statement(JULY, AUGUST, subtotals=(stated,))
    assert with_month_totals(before) == before
    page = replace(stated, kind="page")
    assert len(with_month_totals(statement(JULY, AUGUST, subtotals=(page,))).subtotals) == 3
