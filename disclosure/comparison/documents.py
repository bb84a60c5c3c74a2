"""A village's money by quarter and account as CSV, in Chinese like the notices it is from."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from disclosure.catalogue.models import Account
from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.presenters.village import Asked
from disclosure.comparison.queries.money import TownBooks, quarters_before
from disclosure.comparison.rules.sums import RECEIPT, Figures, known_year
from portal.core import spreadsheets

HEADS = ("期间", "项目", "科目编码", "科目", "本村", "全镇中位数", "已公开村数", "公开事项编号")

Row = tuple[str, str, str, str, Decimal | None, Decimal | None, int, str]


def as_csv(asked: Asked, town: TownBooks, names: Mapping[str, Account]) -> bytes:
    """Return the quarters of a village, newest first: totals, year to date, then accounts with the town's medians.

    A quarter that is not published has no rows but one without amounts.
    """
    rows = [row for quarter in quarters_before(asked.quarter, asked.span) for row in _rows(asked, quarter, town, names)]
    return spreadsheets.as_csv([HEADS, *rows])


def _rows(asked: Asked, quarter: Period, town: TownBooks, names: Mapping[str, Account]) -> Iterator[Row]:
    books = town.books[asked.village.pk]
    figures, known = books.figures(quarter), len(town.known(quarter))
    numbers = " ".join(one.number for one in books.sources(quarter))
    if figures is None:
        yield str(quarter), "没有公开", "", "", None, None, known, numbers
        return
    classified = sum(one.is_classified for one in town.known(quarter))
    year = known_year(quarter, books.known)
    for label, amount in _totals(figures, year):
        yield str(quarter), label, "", "", amount, None, known, numbers
    for side in sorted(figures.accounts, key=lambda one: (one[1] != RECEIPT, one[0])):
        code = side[0]
        name = names[code].name_zh if code in names else "未归类"
        label = "收入" if side[1] == RECEIPT else "支出"
        of_town = town.median(quarter, side) if code else None
        yield str(quarter), label, code, name, figures.accounts[side], of_town, classified, numbers


def _totals(figures: Figures, year: Figures | None) -> list[tuple[str, Decimal | None]]:
    return [
        ("收入合计", figures.receipts),
        ("支出合计", figures.payments),
        ("期末结余", figures.closing),
        ("本年累计收入", year.receipts if year else None),
        ("本年累计支出", year.payments if year else None),
    ]
