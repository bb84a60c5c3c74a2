"""An allocation on paper and as data to download. Both are in Chinese, like the notice."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape

from disclosure.content.allocation.models import AllocationLine
from disclosure.content.allocation.queries import allocation_document, given_to, lines_of, total
from disclosure.notices.models import Edition
from disclosure.notices.registry.parts import Table
from disclosure.posters.rules.content import PosterContent

HEADS = ("序号", "单位编码", "收款单位或个人", "资金与用途", "金额", "支付日期", "备注")
_WIDTHS = (6, 10, 24, 40, 15, 12, 24)


def allocation_table(edition: Edition) -> Table | None:
    """Return the lines as a table to download; None where there are none."""
    lines = lines_of(edition)
    if not lines:
        return None
    rows: list[tuple[Any, ...]] = [_cells(line) for line in lines]
    return Table(HEADS, _WIDTHS, [*rows, (None, None, "合计", None, total(lines), None, None)])


def allocation_data(edition: Edition) -> dict[str, Any] | None:
    """Return what the download as JSON says of the lines."""
    return allocation_document(edition)


def allocation_poster(edition: Edition) -> PosterContent | None:
    """Return the lines as they are put on a poster; None where there are none."""
    lines = lines_of(edition)
    return PosterContent(html=_table(lines), amounts_unit="元") if lines else None


def _cells(line: AllocationLine) -> tuple[Any, ...]:
    code, paid = line.unit.code if line.unit else "", line.paid_on.isoformat() if line.paid_on else ""
    return line.number, code, given_to(line), line.fund, line.amount, paid, line.note


def _table(lines: list[AllocationLine]) -> str:
    """Return who was given how much as a table; its head is repeated on every sheet."""
    has_days, has_notes = any(line.paid_on for line in lines), any(line.note for line in lines)
    heads = [("", "收款单位或个人"), ("", "资金与用途"), ("n", "金额（元）")]
    heads += [("d", "支付日期")] * has_days + [("", "备注")] * has_notes
    rows = []
    for line in lines:
        paid = line.paid_on.isoformat() if line.paid_on else ""
        cells = [("", given_to(line)), ("", line.fund), ("n", f"{line.amount:,.2f}")]
        rows.append(_row("td", [*cells, *[("d", paid)] * has_days, *[("", line.note)] * has_notes]))
    sums = [("", "合计"), ("", ""), ("n", f"{total(lines):,.2f}"), *[("", "")] * (has_days + has_notes)]
    head, last = _row("th", heads), _row("td", sums, style="total")
    return f'<table class="sums"><thead>{head}</thead><tbody>{"".join(rows)}{last}</tbody></table>'


def _row(tag: str, cells: list[tuple[str, str]], *, style: str = "") -> str:
    told = "".join(f'<{tag} class="{kind}">{escape(text)}</{tag}>' for kind, text in cells)
    return f'<tr class="{style}">{told}</tr>'
