"""Two sides of one sum, for `disclosure/comparison/_linked.html`: what the town paid, what the village received."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disclosure.catalogue.presenters import name_of
from disclosure.comparison.policies import FOLLOWS_LINKED
from disclosure.comparison.queries import Linked, linked_public, linked_with
from disclosure.comparison.rules import ZERO, Item
from disclosure.content.allocation.enums import FORM as ALLOCATION
from disclosure.content.allocation.models import AllocationLine
from disclosure.content.statement.models import StatementLine
from disclosure.content.statement.presenters.page import StatementPage
from disclosure.content.statement.queries.money import RECEIPTS_AND_PAYMENTS
from disclosure.notices.models import Edition
from disclosure.notices.registry.pages import EditionPage, Link, NoticePage
from portal.core.money import format_money
from portal.core.texts import as_written

Address = Callable[[Edition], str]


@dataclass(frozen=True, slots=True)
class Words:
    """A mark beside a sum or a total: `kind` done or owed, and the word for it."""

    kind: str
    text: str


def linked_section(page: NoticePage) -> dict[str, Any] | None:
    """Return both sides for the page of a live notice; None where one of them is not published.

    A statement is compared with everything the town allocated to the village in its period. An allocation
    shows what became of each of its own lines, as far as the statement it belongs into is published.
    """
    edition, notice = page.edition, page.edition.notice
    if not edition.is_live:
        return None
    if _is_of_a_village(edition) and isinstance(page.content, StatementPage):
        one = linked_with(page.content.reading.statement, page.content.reading.lines)
        return sides(one, lambda said: "" if said.pk == edition.pk else _notice_url(said)) if one.has_both else None
    if edition.form == ALLOCATION and not notice.unit.parent_id:
        return _of_allocation(edition, page.at)
    return None


def beside_the_town(page: EditionPage) -> Iterator[Link]:
    """Yield where a village's statement is put beside what the town says it paid, for those who follow both."""
    edition, unit = page.edition, page.edition.notice.unit
    if (
        edition.notice.entry.code == RECEIPTS_AND_PAYMENTS
        and isinstance(page.content, StatementPage)
        and FOLLOWS_LINKED.allows(page.person, unit, at=page.at)
    ):
        url = reverse("disclosure_desk:linked_one", args=[unit.code, edition.notice.period])
        yield Link(_("Beside what the town paid"), url)


def _is_of_a_village(edition: Edition) -> bool:
    return edition.notice.entry.code == RECEIPTS_AND_PAYMENTS and edition.notice.unit.parent_id is not None


def sides(one: Linked, address: Address) -> dict[str, Any]:
    """Return one village's period as rows and totals.

    Args:
        one: Both sides.
        address: Gives the address under which an edition is read; empty where there is nothing to link to.
    """
    compared = one.compared()
    rows = [
        *(_row(one, given, received, address) for given, received in compared.pairs),
        *(_row(one, given, None, address) for given in compared.given_only),
        *(_row(one, None, received, address) for received in compared.received_only),
    ]
    return {
        "rows": sorted(rows, key=lambda row: row["day"]),
        "given": compared.given,
        "received": compared.received,
        "verdict": verdict(compared.difference, agrees=compared.agrees),
        "by_unit": False,
    }


def verdict(difference: Decimal, *, agrees: bool) -> Words:
    """Say whether two sides agree, and by how much they differ where they do not."""
    if agrees:
        return Words("done", _("Both agree"))
    if difference:
        return Words("owed", _("They differ by %(amount)s yuan") % {"amount": format_money(abs(difference))})
    return Words("owed", _("The totals agree, single sums do not"))


def _of_allocation(edition: Edition, at: datetime) -> dict[str, Any] | None:
    lines = list(AllocationLine.objects.filter(edition=edition, unit__isnull=False).select_related("unit__parent"))
    units = list({line.unit_id: line.unit for line in lines if line.unit}.values())
    compared = [one for one in linked_public(units, at=at).values() if one.has_both] if units else []
    mine = {line.pk for line in lines}
    rows = sorted((row for one in compared for row in _rows_of(one, mine)), key=_differing_first)
    if not rows:
        return None
    given = sum((row["given"]["amount"] for row in rows), ZERO)
    received = sum((row["received"]["amount"] for row in rows if row["received"]), ZERO)
    return {
        "rows": rows,
        "given": given,
        "received": received,
        "verdict": _verdict_of([row["given"]["amount"] for row in rows if not row["received"]]),
        "by_unit": True,
    }


def _differing_first(row: dict[str, Any]) -> tuple[bool, int]:
    return bool(row["received"]), row["number"]


def _verdict_of(missing: list[Decimal]) -> Words:
    """Say how many of the town's sums no village names."""
    if not missing:
        return Words("done", _("The villages’ statements name every sum"))
    said = ngettext(
        "%(count)d sum, %(amount)s yuan, is not in the villages’ statements",
        "%(count)d sums, %(amount)s yuan in all, are not in the villages’ statements",
        len(missing),
    )
    return Words("owed", said % {"count": len(missing), "amount": format_money(sum(missing, ZERO))})


def _rows_of(one: Linked, mine: set[int]) -> Iterator[dict[str, Any]]:
    """Yield what became of some of the town's lines."""
    compared = one.compared()
    became: list[tuple[Item, Item | None]] = [*compared.pairs, *((given, None) for given in compared.given_only)]
    statement = one.statement
    for given, received in became:
        if given.key in mine and statement:
            yield {
                **_row(one, given, received, lambda _said: ""),
                "number": one.given[given.key].number,
                "unit": one.unit.name,
                "url": f"{_notice_url(statement.edition)}#linked",
                "period": name_of(one.period, short=True),
            }


def _row(one: Linked, given: Item | None, received: Item | None, address: Address) -> dict[str, Any]:
    if given and received:
        mark = Words("done", _("Agrees"))
    elif given:
        mark = Words("owed", _("Not in the village’s statement"))
    else:
        mark = Words("owed", _("Not in the town’s notices"))
    named = given or received
    return {
        "mark": mark,
        "day": (named.day if named else None) or date.max,
        "given": _given(one, given, address) if given else None,
        "received": _received(one, received, address) if received else None,
    }


def _given(one: Linked, item: Item, address: Address) -> dict[str, Any]:
    line: AllocationLine = one.given[item.key]
    return {
        "day": line.paid_on,
        "text": as_written(line.fund),
        "amount": item.amount,
        "url": address(line.edition),
        "is_live": line.edition.is_live,
    }


def _received(one: Linked, item: Item, address: Address) -> dict[str, Any]:
    line: StatementLine = one.received[item.key]
    edition = one.statement.edition if one.statement else None
    return {
        "day": line.date,
        "text": as_written(line.summary),
        "amount": item.amount,
        "url": address(edition) if edition else "",
        "is_live": bool(edition and edition.is_live),
    }


def _notice_url(edition: Edition) -> str:
    return reverse("disclosure:notice", args=[edition.notice.number])
