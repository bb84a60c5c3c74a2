"""What the check of a balance sheet raises."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from disclosure.content.balance.enums import Group
from disclosure.content.balance.models import BalanceLine
from disclosure.notices.registry import Finding
from portal.core.money import format_money

LEFT: Mapping[str, int] = {Group.ASSET: 1, Group.COST: 1}
RIGHT: Mapping[str, int] = {Group.LIABILITY: 1, Group.EQUITY: 1, Group.INCOME: 1, Group.EXPENSE: -1}


def sides(lines: Sequence[BalanceLine], column: str) -> tuple[Decimal, Decimal]:
    """Return both sides of identity I6 in one column, in yuan."""
    left, right = (
        sum((signs.get(line.kind, 0) * getattr(line, column) for line in lines), Decimal("0.00"))
        for signs in (LEFT, RIGHT)
    )
    return left, right


def findings(lines: Sequence[BalanceLine]) -> Iterator[Finding]:
    """Yield an error for each column whose two sides differ."""
    for column in ("opening", "closing"):
        left, right = sides(lines, column)
        if left != right:
            where = str(BalanceLine._meta.get_field(column).verbose_name)  # type: ignore[union-attr]
            sentence = _("Assets and production cost make %(left)s, liabilities and equity %(right)s.")
            values = {"left": format_money(left), "right": format_money(right)}
            yield Finding("error", where, _("does not balance"), sentence % values)
