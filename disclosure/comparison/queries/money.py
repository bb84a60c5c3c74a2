"""The money of the villages of a town by quarter, from what is live, and what is unusual in it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from disclosure.catalogue.models import Account
from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.queries.sums import Books, Published, live_in, read, with_months
from disclosure.comparison.rules.marks import RULES, Entry, Mark, marks, median_of
from disclosure.comparison.rules.sums import Figures, Side
from disclosure.content.statement.models import Answer, StatementLine
from disclosure.content.statement.queries import RECEIPTS_AND_PAYMENTS
from disclosure.ledger.warnings import entertainment_in
from portal.accounts.models import Unit
from portal.accounts.queries import villages

BEFORE = max(rule.quarters for rule in RULES)
"""Quarters before the one shown that the rules ask for."""
SPANS = (4, 8, 12)
"""Over how many quarters a village is shown."""
USUAL_SPAN = 8
EXPLAINED = ("W-ENTERTAINMENT", "W-RESOLUTION", "W-SPLIT")
"""Warnings of a ledger whose explanations say why an amount is as it is; others are about its form."""


@dataclass
class TownBooks:
    """What is published of the villages of a town, by village; a village without anything has empty books."""

    units: Sequence[Unit]
    books: dict[int, Books]

    def figures(self, unit: Unit, quarter: Period) -> Figures | None:
        """Return a village's quarter; None where it is not published."""
        return self.books[unit.pk].figures(quarter)

    def known(self, quarter: Period) -> list[Figures]:
        """Return the figures of the villages whose quarter is published."""
        return [one for unit in self.units if (one := self.figures(unit, quarter))]

    def missing(self, quarter: Period) -> list[Unit]:
        """Return the villages whose quarter is not published."""
        return [unit for unit in self.units if self.figures(unit, quarter) is None]

    def median(self, quarter: Period, side: Side) -> Decimal | None:
        """Return the median of an account over the villages published; None where these are too few."""
        return median_of(side, self.known(quarter))


def villages_beside(village: Unit) -> list[Unit]:
    """Return the villages of the same town in use, with this one, by code."""
    return list(villages().filter(parent=village.parent_id).order_by("code"))


def read_town(units: Sequence[Unit], quarters: Iterable[Period], lines: Q | None = None) -> TownBooks:
    """Read what villages published of these quarters, with one query; sums by account of these lines with another."""
    rows = live_in(with_months(set(quarters))).filter(
        edition__notice__unit__in=units, edition__notice__entry__code=RECEIPTS_AND_PAYMENTS
    )
    found: dict[int, dict[Period, Published]] = defaultdict(dict)
    for unit, one in read(rows, lines):
        found[unit][one.period] = one
    return TownBooks(units, {unit.pk: Books(found.get(unit.pk, {})) for unit in units})


def lines_wanted(village: Unit, quarter: Period, account: str = "") -> Q:
    """Return which lines the page of a village sums: all of its own, all of the quarter shown, all of one account."""
    shown = {str(one) for one in with_months({quarter})}
    wanted = Q(statement__edition__notice__unit=village) | Q(statement__edition__notice__period__in=shown)
    return wanted | Q(account=account) if account else wanted


def newest_published(units: Sequence[Unit], quarters: Sequence[Period]) -> Period:
    """Return the newest of these quarters that any of the villages published; the first of them where there is none."""
    town = read_town(units, quarters)
    return next((one for one in quarters if town.known(one)), quarters[0])


def names_of_accounts() -> dict[str, Account]:
    """Return the chart of accounts by code."""
    return {one.code: one for one in Account.objects.all()}


def quarters_before(quarter: Period, count: int) -> list[Period]:
    """Return a quarter and those before it, newest first."""
    return [quarter.shifted(-back) for back in range(count)]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a village published about an entry of its statement: the entry's notice, number and account."""

    notice: str
    number: int | None
    account: str
    text: str


@dataclass(frozen=True, slots=True)
class Marked:
    """What is unusual in a village's quarter, and what the village explained of its entries."""

    marks: Sequence[Mark] = ()
    explanations: Sequence[Explanation] = ()

    def explained(self, mark: Mark) -> list[str]:
        """Return what the village says of the entries a mark is about, each text once."""
        texts = [
            one.text
            for one in self.explanations
            if ((one.notice, one.number) in mark.numbers if mark.numbers else one.account == mark.side[0] != "")
        ]
        return list(dict.fromkeys(texts))


def marked(village: Unit, quarter: Period, town: TownBooks) -> Marked:
    """Return what is unusual in what a village published of a quarter, with two queries."""
    books = town.books[village.pk]
    sources = {one.pk: one.number for one in books.sources(quarter)}
    if town.figures(village, quarter) is None:
        return Marked()
    own = {one: books.figures(one) for one in quarters_before(quarter, BEFORE + 1)}
    rows = StatementLine.objects.filter(statement__in=sources, payment__gt=0).order_by("statement", "number")
    names = ("statement", "number", "payment", "account", "summary", "note", "account_text")
    entertained: list[Entry] = []
    accounts: dict[tuple[int, int | None], str] = {}
    for pk, number, payment, account, *texts in rows.values_list(*names):
        accounts[pk, number] = account or ""
        if entertainment_in(*texts):
            entertained.append(Entry(sources[pk], number, payment))
    answers = Answer.objects.filter(statement__in=sources, rule__in=EXPLAINED).order_by("statement", "line", "pk")
    explained = [
        Explanation(sources[pk], line, accounts[pk, line], text)
        for pk, line, text in answers.values_list("statement", "line", "text")
        if (pk, line) in accounts
    ]
    return Marked(list(marks(quarter, own, town.known(quarter), entertained)), explained)
