"""The rules of early warning as data: what is counted, from where on it is medium and high, and on what basis. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accountability.warning.enums import CaseKind, Level, Risk
from portal.core.workflow import Words

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RiskRule:
    """How one risk is measured.

    Attributes:
        counts: What the value counts.
        is_share: Whether the value is a share in per cent, not a number of cases.
        medium, high: From which value on, unless the town has set another.
        also_high: What makes it high whatever the value; empty for nothing.
        quarters: Over how many quarters it is counted, up to the one that is shown.
    """

    risk: Risk
    counts: Words
    basis: str
    medium: Decimal
    high: Decimal
    also_high: Words = ""
    is_share: bool = False
    quarters: int = 1


LATE = RiskRule(
    Risk.LATE,
    _("Items about money that four quarters lack or had late"),
    "村民委员会组织法第三十条、村务公开制度",
    medium=Decimal(1),
    high=Decimal(2),
    also_high=_("receipts and payments are not published at all"),
    quarters=4,
)
OBJECTIONS = RiskRule(
    Risk.OBJECTIONS,
    _("Public questions and objections about the unit’s notices in the quarter"),
    "村民委员会组织法第三十一条、政务公开监督制度",
    medium=Decimal(3),
    high=Decimal(5),
    also_high=_("two of them led to a correction"),
)
REPEATED = RiskRule(
    Risk.REPEATED,
    _("How often one matter came in the three months"),
    "信访工作条例第三十二条、重复信访治理要求",
    medium=Decimal(2),
    high=Decimal(3),
)
OTHER = RiskRule(
    Risk.OTHER,
    _("Other expense as a share of what the quarter spent"),
    "农村集体经济组织财务制度",
    medium=Decimal(20),
    high=Decimal(30),
    is_share=True,
)
ENTERTAINMENT = RiskRule(
    Risk.ENTERTAINMENT,
    _("Payments for entertainment in the quarter"),
    "村级组织“零招待”规定",
    medium=Decimal(1),
    high=Decimal(3),
    also_high=_("there were some in the quarter before, too"),
)
SPLIT = RiskRule(
    Risk.SPLIT,
    _("Payments to one payee, each just under a limit that they pass together"),
    "村级采购与大额支出“四议两公开”规定",
    medium=Decimal(1),
    high=Decimal(2),
    also_high=_("together they pass the limit from which a meeting decides"),
)
RULES: Mapping[Risk, RiskRule] = {rule.risk: rule for rule in (LATE, OBJECTIONS, REPEATED, OTHER, ENTERTAINMENT, SPLIT)}
UPHELD = 2
"""So many objections that led to a correction make the risk of objections high."""


@dataclass(frozen=True, slots=True)
class Limits:
    """From which value on a risk is medium, and from which on it is high."""

    medium: Decimal
    high: Decimal

    def level(self, value: Decimal | None, *, is_grave: bool = False) -> Level:
        """Return how grave a value is; one that is not known is no risk, and what is grave is high."""
        if value is None or value <= 0:
            return Level.NONE
        if is_grave or value >= self.high:
            return Level.HIGH
        return Level.MEDIUM if value >= self.medium else Level.LOW


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that a value counts; kept with the value, so that a cell explains itself later too.

    Attributes:
        number: Of what it leads to: an obligation or notice, an opinion, a petition.
        text_zh, text_en: The item, the matter or the summary as it was published.
        key: The key of a petition, or the number of the line of a payment.
        on: When it came, was due or was paid, as an ISO date; empty where that is not known.
        days: How many days it was late, of what is not published as counted that day; of a split, how many payments.
        amount: In yuan; empty where it is about none.
        group: What belongs together: the first petition of a matter, the notice objected to, the lines of a split.
        is_grave: Whether it counts for what makes the risk high whatever its value.
    """

    kind: CaseKind
    number: str
    text_zh: str
    text_en: str = ""
    key: int = 0
    on: str = ""
    days: int = 0
    amount: str = ""
    group: str = ""
    is_grave: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return what is stored of it."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Case:
        """Return a case as it was stored."""
        return cls(**{**row, "kind": CaseKind(row["kind"])})


@dataclass(frozen=True, slots=True)
class Measured:
    """What a risk came to in a unit: its value, None where nothing is published to count from, and its cases."""

    value: Decimal | None
    cases: Sequence[Case] = ()
    is_grave: bool = False


NOTHING = Measured(Decimal(0))


def of_late(cases: Sequence[Case]) -> Measured:
    """Measure what is missing or late."""
    return Measured(Decimal(len(cases)), cases, any(one.is_grave for one in cases))


def of_objections(cases: Sequence[Case]) -> Measured:
    """Measure what was asked and objected."""
    return Measured(Decimal(len(cases)), cases, sum(one.is_grave for one in cases) >= UPHELD)


def of_repeated(cases: Sequence[Case]) -> Measured:
    """Measure how often the matter came that came most often; one that came once repeats what came earlier."""
    times = Counter(one.group for one in cases)
    return Measured(Decimal(max(times.values(), default=0)), cases)


def of_share(part: Decimal, whole: Decimal, cases: Sequence[Case]) -> Measured:
    """Measure a share in per cent with one place; nothing of nothing is nothing."""
    return Measured((100 * part / whole).quantize(Decimal("0.1")) if whole > 0 else Decimal(0), cases)


def of_entertainment(cases: Sequence[Case], *, before: bool) -> Measured:
    """Measure what was spent on guests; `before` is whether the quarter before had any."""
    return Measured(Decimal(len(cases)), cases, bool(cases) and before)


def of_splits(cases: Sequence[Case]) -> Measured:
    """Measure how many payments were split."""
    return Measured(Decimal(len(cases)), cases, any(one.is_grave for one in cases))


def restricted(measured: Measured, keys: Collection[int]) -> Measured:
    """Return repeated petitions as far as somebody sees them; what they do not see counts for nothing."""
    return of_repeated([one for one in measured.cases if one.key in keys])


_QUARTER = re.compile(r"((?:19|20)\d\d)Q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year, written 2026Q3."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read a quarter as it is written in addresses.

        Raises:
            ValueError: It is none.
        """
        found = _QUARTER.fullmatch(text)
        if not found:
            raise ValueError(text)
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def containing(cls, day: date) -> Quarter:
        """Return the quarter in which a day lies."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def ended(cls, today: date) -> Quarter:
        """Return the last quarter that has ended on a day: the one that is counted."""
        return cls.containing(today).previous

    @property
    def previous(self) -> Quarter:
        """The quarter before."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        after = date(self.year + 1, 1, 1) if self.number == 4 else date(self.year, 3 * self.number + 1, 1)
        return after - ONE_DAY

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"
