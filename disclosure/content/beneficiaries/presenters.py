"""A list of beneficiaries as its page shows it: by village group and household."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _, ngettext

from disclosure.content.beneficiaries.models import BeneficiaryLine
from disclosure.lists.queries import ZERO, as_text, lines_of
from disclosure.lists.registry import LISTS
from disclosure.notices.models import Edition

FORM = "beneficiaries"


@dataclass(frozen=True, slots=True)
class Household:
    """What one household gets, item by item."""

    lines: Sequence[BeneficiaryLine]

    @property
    def first(self) -> BeneficiaryLine:
        """The line that names it."""
        return self.lines[0]

    @property
    def total(self) -> Decimal:
        """What it gets in all, in yuan."""
        return _sum(self.lines)

    def items(self) -> Iterator[tuple[BeneficiaryLine, str, str]]:
        """Yield each line with quantity and standard as they are read."""
        for line in self.lines:
            quantity = as_text(LISTS[FORM], "quantity", line.quantity)
            standard = as_text(LISTS[FORM], "standard", line.standard)
            yield line, " ".join(filter(None, (quantity, line.measure))), standard


@dataclass(frozen=True, slots=True)
class VillageGroup:
    """The households of one village group; `anchor` is its id on the page."""

    name: str
    anchor: str
    households: Sequence[Household]

    @property
    def total(self) -> Decimal:
        """What they get together, in yuan."""
        return _sum(line for household in self.households for line in household.lines)

    @property
    def sum_label(self) -> str:
        """What stands before their sum."""
        count = len(self.households)
        return ngettext("%(group)s, %(count)d household", "%(group)s, %(count)d households", count) % {
            "group": self.name,
            "count": count,
        }


@dataclass(frozen=True, slots=True)
class Roll:
    """What `disclosure/content/beneficiaries/_roll.html` shows."""

    groups: Sequence[VillageGroup]
    has_cards: bool

    @property
    def has_groups(self) -> bool:
        """Whether there is more than one village group."""
        return len(self.groups) > 1

    @property
    def has_sums(self) -> bool:
        """Whether a household has more than one line, so that its sum is worth a column."""
        return any(len(one.lines) > 1 for group in self.groups for one in group.households)

    @property
    def total(self) -> Decimal:
        """All that is paid, in yuan."""
        return sum((group.total for group in self.groups), ZERO)

    @property
    def count(self) -> int:
        """How many households there are."""
        return sum(len(group.households) for group in self.groups)

    @property
    def note(self) -> str:
        """How many households there are, in words."""
        return ngettext("%(count)d household, in yuan.", "%(count)d households, in yuan.", self.count) % {
            "count": self.count
        }

    @property
    def sum_label(self) -> str:
        """What stands before the sum of all."""
        return _("All %(count)d together") % {"count": self.count}


def roll_of(edition: Edition) -> Roll | None:
    """Return the beneficiaries of an edition; None where there are none."""
    lines: list[BeneficiaryLine] = lines_of(LISTS[FORM], edition)
    if not lines:
        return None
    groups = [
        VillageGroup(name, f"g{number}", [Household(list(own)) for _key, own in groupby(of_group, _household)])
        for number, (name, of_group) in enumerate(_by_group(lines), start=1)
    ]
    return Roll(groups, any(line.card for line in lines))


def _by_group(lines: Sequence[BeneficiaryLine]) -> Iterator[tuple[str, list[BeneficiaryLine]]]:
    """Yield the lines by village group, groups in the order in which they first appear."""
    for name in dict.fromkeys(line.group for line in lines):
        yield name, [line for line in lines if line.group == name]


def _household(line: BeneficiaryLine) -> tuple[str, str]:
    return line.name, line.card


def _sum(lines: Iterable[BeneficiaryLine]) -> Decimal:
    return sum((line.amount for line in lines), ZERO)
