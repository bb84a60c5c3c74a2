"""Scoring and grading: pure arithmetic on exact decimals with one place.

Each item begins with its points and loses points for each case, down to 0 and no further. Bonus stands apart, up to a
limit for the year. A veto decides the grade whatever the points are.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from accountability.assessment.enums import Grade, RuleKind, Scheme

PLACE = Decimal("0.1")
NOTHING = Decimal("0.0")

GRADES: Mapping[Scheme, tuple[Grade, ...]] = {
    Scheme.FOUR: (Grade.EXCELLENT, Grade.COMPETENT, Grade.BASIC, Grade.FAILING),
    Scheme.THREE: (Grade.SATISFACTORY, Grade.BASICALLY, Grade.UNSATISFACTORY),
}
"""The grades of each scheme, the best first; the last is what a veto leads to."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a table and its points."""

    number: int
    points: Decimal


@dataclass(frozen=True, slots=True)
class Table:
    """What is scored by: items, what bonus counts at most, and from how many points each grade but the last is given.

    Attributes:
        best_share: How many of a hundred units may get the best grade.
    """

    items: tuple[Item, ...]
    bonus_cap: Decimal
    scheme: Scheme
    limits: tuple[Decimal, ...]
    best_share: int = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """Cases of one rule: so many, with so many points each. `item` is the number of the item of a deduction."""

    kind: RuleKind
    cases: int
    points: Decimal
    item: int | None = None


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What is left of an item: `deducted` is all that was to be deducted, `score` never below 0."""

    number: int
    points: Decimal
    deducted: Decimal
    score: Decimal


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a unit.

    Attributes:
        bonus: What counts of `bonus_given`.
        total: Items and bonus.
        vetoes: How many veto rules apply.
    """

    items: tuple[ItemResult, ...]
    subtotal: Decimal
    bonus_given: Decimal
    bonus: Decimal
    total: Decimal
    vetoes: int

    @property
    def is_vetoed(self) -> bool:
        """Whether a veto decides the grade."""
        return self.vetoes > 0


def score(table: Table, entries: Iterable[Entry]) -> Score:
    """Return the score of the entries of a unit, in whatever order they come."""
    found = list(entries)
    results = tuple(_item_result(item, found) for item in table.items)
    given = sum((one.cases * one.points for one in found if one.kind == RuleKind.BONUS), NOTHING)
    subtotal = sum((one.score for one in results), NOTHING)
    bonus = min(given, table.bonus_cap)
    return Score(
        items=results,
        subtotal=subtotal.quantize(PLACE),
        bonus_given=given.quantize(PLACE),
        bonus=bonus.quantize(PLACE),
        total=(subtotal + bonus).quantize(PLACE),
        vetoes=sum(1 for one in found if one.kind == RuleKind.VETO and one.cases),
    )


def _item_result(item: Item, entries: Sequence[Entry]) -> ItemResult:
    deducted = sum(
        (one.cases * one.points for one in entries if one.kind == RuleKind.DEDUCTION and one.item == item.number),
        NOTHING,
    )
    left = max(item.points - deducted, NOTHING)
    return ItemResult(item.number, item.points.quantize(PLACE), deducted.quantize(PLACE), left.quantize(PLACE))


def grade_by_points(table: Table, total: Decimal) -> Grade:
    """Return the grade that points alone give."""
    grades = GRADES[table.scheme]
    for grade, least in zip(grades, table.limits, strict=False):
        if total >= least:
            return grade
    return grades[-1]


def grade_by_rule(table: Table, total: Decimal, *, is_vetoed: bool) -> Grade:
    """Return the grade of one unit by points and vetoes, without regard to how many may get the best."""
    return GRADES[table.scheme][-1] if is_vetoed else grade_by_points(table, total)


K = TypeVar("K", bound=Hashable)


def proposed_grades(table: Table, results: Mapping[K, tuple[Decimal, bool]]) -> dict[K, Grade]:
    """Return the grade each unit gets by the rule, from its points and whether a veto applies.

    The best grade goes to as many as its share allows, the highest points first; of those with equal points all get
    it or none. Whoever goes without it gets the next grade.
    """
    grades = {key: grade_by_rule(table, total, is_vetoed=vetoed) for key, (total, vetoed) in results.items()}
    best, second = GRADES[table.scheme][:2]
    places = len(results) * table.best_share // 100
    deserving = {key: results[key][0] for key, grade in grades.items() if grade == best}
    for key, total in deserving.items():
        if sum(1 for other in deserving.values() if other >= total) > places:
            grades[key] = second
    return grades


def is_far_apart(self_total: Decimal, verified_total: Decimal, limit: Decimal) -> bool:
    """Return whether self-score and verified score differ by more than the limit, so that it has to be explained."""
    return abs(self_total - verified_total) > limit
