"""What the risks of units come to in a quarter, counted from what disclosure and petitions say of it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from accountability.warning.enums import CaseKind, Risk
from accountability.warning.rules import (
    LATE,
    NOTHING,
    Case,
    Measured,
    Quarter,
    of_entertainment,
    of_late,
    of_objections,
    of_repeated,
    of_share,
    of_splits,
)
from disclosure.comparison.queries.payments import Paid, QuarterPaid, Split, paid_in
from disclosure.obligations.enums import Status
from disclosure.obligations.queries.money import money_owed, quarters_up_to
from disclosure.obligations.queries.owed import ObligationStatus
from disclosure.opinions.queries.counted import Objected, objected
from petitions.handling.queries.repeats import Repeated, repeated_in
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit

RECEIPTS_AND_PAYMENTS = "F02"
"""The item without which nothing of a village's money is known."""
Risks = Mapping[tuple[int, Risk], Measured]
"""What each risk came to, by the key of the unit and the risk."""


def measure(units: Sequence[Unit], quarter: Quarter, *, at: datetime) -> Risks:
    """Return what every risk of these units of one town came to, in a fixed number of queries."""
    found: dict[tuple[int, Risk], Measured] = {}
    late, asked, came = _late(units, quarter, at), _objected(units, quarter), _repeated(units, quarter)
    paid, before = paid_in(units, str(quarter)), paid_in(units, str(quarter.previous))
    for unit in units:
        found[unit.pk, Risk.LATE] = of_late(late[unit.pk])
        found[unit.pk, Risk.OBJECTIONS] = of_objections(asked[unit.pk])
        found[unit.pk, Risk.REPEATED] = of_repeated(came[unit.pk])
        for risk, measured in _of_money(unit, paid.get(unit.pk), before.get(unit.pk)):
            found[unit.pk, risk] = measured
    return found


def _late(units: Sequence[Unit], quarter: Quarter, at: datetime) -> Mapping[int, list[Case]]:
    owed = money_owed(units, quarters_up_to(str(quarter), LATE.quarters), at=at)
    found: dict[int, list[Case]] = defaultdict(list)
    for unit, by_quarter in owed.items():
        rows = [row for some in by_quarter.values() for row in some if row.status in (Status.MISSING, Status.LATE)]
        found[unit] = [_of_item(row) for row in sorted(rows, key=lambda row: (row.due_on, row.number), reverse=True)]
    return found


def _of_item(row: ObligationStatus) -> Case:
    is_missing = row.status == Status.MISSING
    zh, en = row.period.name_zh, row.period.name_en
    return Case(
        kind=CaseKind.MISSING if is_missing else CaseKind.LATE,
        number=row.slug if is_missing else row.notice,
        text_zh=f"{row.entry.name_zh}，{zh}",
        text_en=f"{row.entry.name_en}, {en}",
        on=row.due_on.isoformat(),
        days=row.days_late,
        is_grave=is_missing and row.entry.code == RECEIPTS_AND_PAYMENTS,
    )


def _objected(units: Sequence[Unit], quarter: Quarter) -> Mapping[int, list[Case]]:
    found: dict[int, list[Case]] = defaultdict(list)
    for one in objected(units, quarter.first, quarter.last):
        found[one.unit].append(_of_opinion(one))
    return found


def _of_opinion(one: Objected) -> Case:
    return Case(
        kind=CaseKind.OPINION,
        number=one.number,
        text_zh=one.item_zh,
        text_en=one.item_en,
        on=one.received_on.isoformat(),
        group=one.notice,
        is_grave=one.is_upheld,
    )


def _repeated(units: Sequence[Unit], quarter: Quarter) -> Mapping[int, list[Case]]:
    found: dict[int, list[Case]] = defaultdict(list)
    for matter in repeated_in(units, quarter.first, quarter.last):
        found[matter.unit].extend(_of_matter(matter))
    return found


def _of_matter(matter: Repeated) -> Iterator[Case]:
    for one in matter.came:
        yield Case(
            kind=CaseKind.PETITION,
            number=one.number,
            text_zh=one.matter.value,
            key=one.pk,
            on=one.received_on.isoformat(),
            group=matter.came[0].number,
        )


def _of_money(unit: Unit, paid: QuarterPaid | None, before: QuarterPaid | None) -> Iterator[tuple[Risk, Measured]]:
    """Yield the risks that are read out of a village's books; of a village that published none nothing is known."""
    if paid is None:
        unknown = Measured(None) if unit.kind == UnitKind.VILLAGE else NOTHING
        yield from ((risk, unknown) for risk in (Risk.OTHER, Risk.ENTERTAINMENT, Risk.SPLIT))
        return
    yield Risk.OTHER, of_share(paid.other, paid.expense, [_of_payment(one) for one in paid.others])
    entertained = [_of_payment(one) for one in paid.entertainment]
    yield Risk.ENTERTAINMENT, of_entertainment(entertained, before=before is not None and bool(before.entertainment))
    yield Risk.SPLIT, of_splits([_of_split(one) for one in paid.splits])


def _of_payment(one: Paid) -> Case:
    return Case(
        kind=CaseKind.PAYMENT,
        number=one.notice,
        text_zh=one.summary,
        key=one.number,
        on=one.day.isoformat() if one.day else "",
        amount=f"{one.amount:.2f}",
    )


def _of_split(split: Split) -> Case:
    """Return one case of several payments: the first of them stands for all, `days` is how many they are."""
    first = split.payments[0]
    numbers = "、".join(str(one.number) for one in split.payments)
    return Case(
        kind=CaseKind.SPLIT,
        number=first.notice,
        text_zh=first.summary,
        key=first.number,
        days=len(split.payments),
        amount=f"{split.total:.2f}",
        group=numbers,
        is_grave=split.is_large,
    )
