"""Unusual changes of a village's money in a quarter, and the rules that mark them.

Pure. A mark is no reproach: it says where a reader may want to look. The rules are few and miss rather than cry wolf,
and one of them marks an account at most. What is not published is not compared with.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from django.utils.translation import gettext_lazy as _

from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.rules.sums import PAYMENT, RECEIPT, Figures, Side
from disclosure.ledger.types import ZERO
from portal.core.workflow import Words

FEWEST_VILLAGES = 5
"""Villages whose figures must be known for a median of the town; that of fewer says little."""
INCOME = ("501", "502", "503", "504")
EXPENSE = ("511", "512", "513", "514", "515", "521")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Rule:
    """When something is marked.

    Attributes:
        times: From how many times the amount compared with.
        least: From how many yuan more than that.
        quarters: How many quarters before are compared with, all of which must be known.
        share: From what change against the same quarter of the year before, of 1.
        text: The rule in words, with places for its figures.
        reason: Why a reader may want to look.
    """

    key: str
    text: Words
    reason: Words
    times: Decimal = Decimal(0)
    least: Decimal = ZERO
    quarters: int = 0
    share: Decimal = Decimal(0)


OWN = Rule(
    "own",
    _(
        "An account that is %(times)s times its own median of the %(quarters)s quarters before or more, by at least"
        " %(least)s yuan, and above the median of the town."
    ),
    _("What a village usually takes in or spends changes little from one quarter to the next."),
    times=Decimal(2),
    least=Decimal(10_000),
    quarters=4,
)
TOWN = Rule(
    "town",
    _("An account that is %(times)s times the median of the town or more, by at least %(least)s yuan."),
    _("Villages differ in size, so only what is far from the middle is marked."),
    times=Decimal(3),
    least=Decimal(20_000),
)
ENTERTAINMENT = Rule(
    "entertainment",
    _("Entertainment of any amount."),
    _("Villages are not to entertain guests out of collective money; whatever is spent has to be explained."),
)
SCISSORS = Rule(
    "scissors",
    _(
        "Expense up by %(share)s per cent or more and by at least %(least)s yuan against the same quarter of the year"
        " before, while income is down by %(share)s per cent or more."
    ),
    _("Spending more while earning less uses up what a village has saved."),
    least=Decimal(10_000),
    share=Decimal("0.20"),
)
RULES = (OWN, TOWN, ENTERTAINMENT, SCISSORS)
"""In the order in which they are tried and shown."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something marked, in yuan: what is read, and what it is compared with.

    Attributes:
        side: The account and its side; empty where it is about the whole quarter.
        numbers: The entries it is about, where it is about single ones.
        income, income_before: What the village earned, where the rule asks.
    """

    rule: Rule
    amount: Decimal
    compared: Decimal = ZERO
    side: Side = ("", "")
    numbers: tuple[tuple[str, int], ...] = ()
    income: Decimal = ZERO
    income_before: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of entertainment: the number of its notice, its own number, its amount in yuan."""

    notice: str
    number: int
    amount: Decimal


def middle(amounts: Iterable[Decimal]) -> Decimal:
    """Return the median to the cent, half a cent up; of an even count the mean of the two in the middle."""
    return Decimal(median(amounts)).quantize(_CENT, ROUND_HALF_UP)


def median_of(side: Side, villages: Sequence[Figures]) -> Decimal | None:
    """Return the median of an account over the villages that name an account for all they received and paid.

    Of these, one without this account counts as zero. None where they are too few.
    """
    known = [one.accounts.get(side, ZERO) for one in villages if one.is_classified]
    return middle(known) if len(known) >= FEWEST_VILLAGES else None


def marks(
    quarter: Period, own: Mapping[Period, Figures | None], town: Sequence[Figures], entertainment: Sequence[Entry] = ()
) -> Iterator[Mark]:
    """Yield what is unusual in a quarter of a village.

    Args:
        own: The village's figures by quarter.
        town: The figures of all villages known in this quarter, its own among them.
    """
    now = own.get(quarter)
    if now is None:
        return
    before = [own.get(quarter.shifted(-back)) for back in range(1, OWN.quarters + 1)]
    for side, amount in sorted(now.accounts.items(), key=lambda pair: (pair[0][1] == PAYMENT, -pair[1])):
        if side[0]:
            yield from _of_account(side, amount, before, median_of(side, town))
    if entertainment:
        numbers = tuple((one.notice, one.number) for one in entertainment)
        yield Mark(ENTERTAINMENT, sum((one.amount for one in entertainment), ZERO), numbers=numbers)
    last_year = own.get(quarter.shifted(-4))
    if last_year and last_year.is_classified and now.is_classified:
        yield from _scissors(now, last_year)


def _of_account(
    side: Side, amount: Decimal, before: Sequence[Figures | None], of_town: Decimal | None
) -> Iterator[Mark]:
    if of_town is None:
        return
    known = [one.accounts.get(side, ZERO) for one in before if one and one.is_classified]
    usual = middle(known) if len(known) == len(before) else ZERO
    if usual > 0 and _is_far(OWN, amount, usual) and amount > of_town:
        yield Mark(OWN, amount, usual, side)
    elif of_town > 0 and _is_far(TOWN, amount, of_town):
        yield Mark(TOWN, amount, of_town, side)


def _is_far(rule: Rule, amount: Decimal, compared: Decimal) -> bool:
    return amount >= rule.times * compared and amount - compared >= rule.least


def _scissors(now: Figures, before: Figures) -> Iterator[Mark]:
    spent, spent_before = (_sum_of(one, EXPENSE, PAYMENT) for one in (now, before))
    earned, earned_before = (_sum_of(one, INCOME, RECEIPT) for one in (now, before))
    is_up = spent >= spent_before * (1 + SCISSORS.share) and spent - spent_before >= SCISSORS.least
    is_down = earned_before > 0 and earned <= earned_before * (1 - SCISSORS.share)
    if is_up and is_down and spent_before > 0:
        yield Mark(SCISSORS, spent, spent_before, income=earned, income_before=earned_before)


def _sum_of(figures: Figures, codes: Sequence[str], side: str) -> Decimal:
    return sum((figures.accounts.get((code, side), ZERO) for code in codes), ZERO)
