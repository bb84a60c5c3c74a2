"""Two sides of one sum, for `disclosure/comparison/_linked.html`: what the town paid, what the village received."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext

from disclosure.catalogue.presenters import name_of
from disclosure.comparison.policies import FOLLOWS_LINKED
from disclosure.comparison.queries.linked import Linked, linked_public, linked_with
from disclosure.comparison.rules.linked import ZERO, Item
from disclosure.content.allocation.models import FORM as ALLOCATION, AllocationLine
from disclosure.content.statement.presenters.page import StatementPage
from disclosure.content.statement.queries import RECEIPTS_AND_PAYMENTS
from disclosure.notices.models import Edition
from disclosure.notices.registry import EditionPage, Link, NoticePage
from portal.core.components import Tag
from portal.core.money import format_money
from portal.core.texts import as_written

Address = Callable[[Edition], str]
"""Gives the address under which an edition is read; empty where there is nothing to link to."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one side names of a sum: on which day, what for, in which edition."""

    day: date | None
    text: SafeString
    amount: Decimal
    url: str
    is_live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedRow:
    """A sum of one or both sides; `number`, `unit`, `period` and `url` are those of a line of an allocation."""

    mark: Tag
    given: Side | None
    received: Side | None
    number: int = 0
    unit: str = ""
    period: str = ""
    url: str = ""

    @property
    def day(self) -> date:
        """The day the rows are ordered by; rows without one come last."""
        named = self.given or self.received
        return (named.day if named else None) or date.max


@dataclass(frozen=True, slots=True)
class LinkedTable:
    """Rows and totals, in yuan; `by_unit` for an allocation to several villages."""

    rows: list[LinkedRow]
    given: Decimal
    received: Decimal
    verdict: Tag
    by_unit: bool = False


def linked_section(page: NoticePage) -> LinkedTable | None:
    """Return both sides for the page of a live notice; None where one of them is not published.

    A statement is compared with everything the town allocated to the village in its period. An allocation
    shows what became of each of its own lines, as far as the statement it belongs into is published.
    """
    edition, unit = page.edition, page.edition.notice.unit
    if not edition.is_live:
        return None
    is_of_accounts = edition.notice.entry.code == RECEIPTS_AND_PAYMENTS and unit.parent_id is not None
    if is_of_accounts and isinstance(page.content, StatementPage):
        one = linked_with(page.content.reading.statement, page.content.reading.lines)
        return sides(one, lambda other: "" if other.pk == edition.pk else _notice_url(other)) if one.has_both else None
    return _of_allocation(edition, page.at) if edition.form == ALLOCATION and not unit.parent_id else None


def beside_the_town(page: EditionPage) -> Iterator[Link]:
    """Yield where a village's statement is put beside what the town published as paid, for those who follow both."""
    edition, unit = page.edition, page.edition.notice.unit
    if (
        edition.notice.entry.code == RECEIPTS_AND_PAYMENTS
        and isinstance(page.content, StatementPage)
        and FOLLOWS_LINKED.allows(page.person, unit, at=page.at)
    ):
        url = reverse("disclosure_desk:linked_one", args=[unit.code, edition.notice.period])
        yield Link(_("Beside what the town paid"), url)


def sides(one: Linked, address: Address) -> LinkedTable:
    """Return one village's period as rows and totals."""
    compared = one.compared
    rows = [_row(one, *pair, address) for pair in compared.pairs]
    verdict = verdict_of(compared.difference, agrees=compared.agrees)
    return LinkedTable(sorted(rows, key=lambda row: row.day), compared.given, compared.received, verdict)


def verdict_of(difference: Decimal, *, agrees: bool) -> Tag:
    """Say whether two sides agree, and by how much they differ where they do not."""
    if agrees:
        return Tag(_("Both agree"), "done")
    if difference:
        return Tag(_("They differ by %(amount)s yuan") % {"amount": format_money(abs(difference))}, "owed")
    return Tag(_("The totals agree, single sums do not"), "owed")


def _of_allocation(edition: Edition, at: datetime) -> LinkedTable | None:
    lines = AllocationLine.objects.filter(edition=edition, unit__isnull=False).select_related("unit__parent")
    own = {line.pk: line for line in lines}
    units = list({line.unit_id: line.unit for line in own.values() if line.unit}.values())
    compared = [one for one in linked_public(units, at=at).values() if one.has_both] if units else []
    rows = [row for one in compared for row in _rows_of(one, own.keys())]
    if not rows:
        return None
    missing = [row.given.amount for row in rows if row.given and not row.received]
    return LinkedTable(
        rows=sorted(rows, key=lambda row: (row.received is not None, row.number)),
        given=sum((row.given.amount for row in rows if row.given), ZERO),
        received=sum((row.received.amount for row in rows if row.received), ZERO),
        verdict=_verdict_of_missing(missing),
        by_unit=True,
    )


def _verdict_of_missing(missing: list[Decimal]) -> Tag:
    if not missing:
        return Tag(_("The villages’ statements name every sum"), "done")
    text = ngettext(
        "%(count)d sum, %(amount)s yuan, is not in the villages’ statements",
        "%(count)d sums, %(amount)s yuan in all, are not in the villages’ statements",
        len(missing),
    )
    return Tag(text % {"count": len(missing), "amount": format_money(sum(missing, ZERO))}, "owed")


def _rows_of(one: Linked, own: Collection[int]) -> Iterator[LinkedRow]:
    for given, received in one.compared.pairs:
        if given and given.key in own and one.statement:
            yield replace(
                _row(one, given, received, lambda _edition: ""),
                number=given.row.number,
                unit=one.unit.name,
                period=name_of(one.period, short=True),
                url=f"{_notice_url(one.statement.edition)}#linked",
            )


def _row(one: Linked, given: Item | None, received: Item | None, address: Address) -> LinkedRow:
    if given and received:
        mark = Tag(_("Agrees"), "done")
    else:
        mark = Tag(_("Not in the village’s statement") if given else _("Not in the town’s notices"), "owed")
    return LinkedRow(
        mark=mark,
        given=_given(given.row, address) if given else None,
        received=_received(one, received, address) if received else None,
    )


def _given(line: AllocationLine, address: Address) -> Side:
    return Side(line.paid_on, as_written(line.fund), line.amount, address(line.edition), line.edition.is_live)


def _received(one: Linked, item: Item, address: Address) -> Side | None:
    if one.statement is None:
        return None
    line, edition = item.row, one.statement.edition
    return Side(line.date, as_written(line.summary), item.amount, address(edition), edition.is_live)


def _notice_url(edition: Edition) -> str:
    return reverse("disclosure:notice", args=[edition.notice.number])
