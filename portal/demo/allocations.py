"""What the town says it gave the villages: a notice a quarter, from the receipts of their own statements.

Two villages differ from it on purpose: one wrote two figures the wrong way round, one had not received a sum
that was on its way over the end of the quarter.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.queries import ACCOUNTS, SUBSIDIES
from disclosure.ledger.read import read_ledger
from disclosure.ledger.types import Line, Statement
from portal.core.calendar.rules import Calendar
from portal.demo import plan, source
from portal.demo.stories import Story, Sum, shifted
from portal.demo.texts import Text
from portal.demo.village_money import plan_of
from portal.demo.villages import Village, villages

ENTRY, STATION = "G09", "QS-CZ"
QUARTERS = 4
"""How many of the last quarters have such a notice."""
WORKING_DAYS = 4
"""After the first working day of the next quarter: before the villages publish their statements."""
OPEN = {("QS-01", "2026Q3"): "liushu-2026Q3.xlsx"}
"""Ledgers of quarters that are still to be brought in, so that what comes in agrees as well."""
GENERAL = "村级组织运转经费转移支付"
DIFFERS = {("QS-07", "2026Q2", Decimal("9503.79")): Decimal("9530.79")}
"""Sums that the town gives otherwise than the village received them."""
NOT_RECEIVED = {
    "2026Q3": Sum("QS-04", "林道养护补助", Decimal("5000.00"), date(2026, 9, 29), "由县财政国库支付"),
}
"""Sums that no statement holds, by the quarter they were paid in."""


def stories() -> Iterator[Story]:
    """Return the notices, oldest first."""
    for period in plan.PERIODS[-QUARTERS:]:
        published = shifted(Calendar().next_working_day(period.next.first), WORKING_DAYS)
        story = Story(
            plan.TOWN,
            ENTRY,
            str(published.year),
            clerk=plan.clerk_of(STATION),
            title=f"{period.name_zh}对村转移支付和专项资金拨付情况",
            station=STATION,
        )
        story.tell(published, content={"allocation": lines_of(period), "text": Text(_body(period))})
        yield story


def lines_of(period: Period) -> list[Sum]:
    """Return what the town gave in a quarter, village by village."""
    found = [_given(village, line, period) for village in villages() for line in _received(village, period)]
    extra = NOT_RECEIVED.get(str(period))
    return [*found, extra] if extra else found


def _received(village: Village, period: Period) -> list[Line]:
    statement = _statement(village, period)
    return [line for line in statement.lines if line.account in ACCOUNTS and line.receipt] if statement else []


def _statement(village: Village, period: Period) -> Statement | None:
    name = OPEN.get((village.code, str(period)))
    if name:
        content = (source.folder() / "ledgers" / name).read_bytes()
        return read_ledger(content, name=name, period=str(period), accounts=plan.chart())
    return None if plan_of(village, period).get("missing") else plan.statement_of(village, period)


def _given(village: Village, line: Line, period: Period) -> Sum:
    amount = line.receipt or Decimal(0)
    paid = line.date or period.first
    # Money is on its way for a day; what comes in on the first working day of a quarter was paid on it.
    sent = max(shifted(paid, -1), Calendar().next_working_day(period.first))
    fund = GENERAL if line.account == SUBSIDIES else line.summary
    return Sum(village.code, fund, DIFFERS.get((village.code, str(period), amount), amount), sent)


def _body(period: Period) -> str:
    return (
        f"{period.name_zh}镇财政所拨付各村的转移支付和专项资金如下。各村应当在本季度财务收支公开中逐笔列示；"
        "村民发现镇里公布的数与村里公布的数不一致，可以拨打监督电话反映。"
    )
