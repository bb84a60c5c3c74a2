"""What the check of a budget raises."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from disclosure.content.budget.enums import Level
from disclosure.content.budget.models import BudgetLine
from disclosure.notices.registry import Finding
from portal.core.money import format_money

COLUMNS = ("budget", "actual", "before")


def findings(lines: Sequence[BudgetLine]) -> Iterator[Finding]:
    """Yield an error where the parts of an item come to more than the item."""
    for item, parts in _families(lines):
        for column in COLUMNS:
            whole, made = getattr(item, column), sum((getattr(one, column) or Decimal(0) for one in parts), Decimal(0))
            if whole is not None and made > whole:
                where = _("Row %(number)d") % {"number": item.number}
                sentence = _("The parts of “%(item)s” make %(made)s, more than its %(whole)s.")
                values = {"item": item.item, "made": format_money(made), "whole": format_money(whole)}
                yield Finding("error", where, _("parts make more than the item"), sentence % values)


def _families(lines: Sequence[BudgetLine]) -> Iterator[tuple[BudgetLine, list[BudgetLine]]]:
    """Yield each item with its parts, which stand below it."""
    parts: list[BudgetLine] = []
    for line in reversed(lines):
        if line.level == Level.PART:
            parts.append(line)
        else:
            yield line, parts
            parts = []
