"""What the check of a distribution of surplus raises."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from disclosure.content.distribution.enums import Step
from disclosure.content.distribution.models import DistributionLine
from disclosure.notices.registry import Finding
from portal.core.money import format_money

SURPLUS: Mapping[str, int] = {Step.INCOME: 1, Step.EXPENSE: -1}
DISTRIBUTABLE: Mapping[str, int] = {**SURPLUS, Step.START: 1, Step.TRANSFER: 1}
_LEFT: Mapping[str, int] = {**DISTRIBUTABLE, Step.DISTRIBUTED: -1}


def undistributed(lines: Sequence[DistributionLine]) -> Decimal:
    """Return what stays undistributed by identities I7 and I8, in yuan."""
    return sum((_LEFT.get(line.kind, 0) * line.amount for line in lines), Decimal("0.00"))


def findings(lines: Sequence[DistributionLine]) -> Iterator[Finding]:
    """Yield an error where what is said to stay is not what the sum leaves."""
    ends = [line for line in lines if line.kind == Step.END]
    if not lines:
        return
    if len(ends) != 1:
        sentence = _("A distribution of surplus has one line for what stays undistributed at the end.")
        yield Finding("error", _("The list"), _("one line for the end"), sentence)
    elif ends[0].amount != undistributed(lines):
        values = {"made": format_money(undistributed(lines)), "said": format_money(ends[0].amount)}
        sentence = _("What stays undistributed is %(made)s by the lines above, not %(said)s.") % values
        where = _("Row %(number)d") % {"number": ends[0].number}
        yield Finding("error", where, _("does not follow from the lines above"), sentence)
