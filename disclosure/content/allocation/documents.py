"""An allocation on paper and as data to download. Both are in Chinese, like the notice."""

from collections.abc import Iterator

from django.contrib.admin.utils import label_for_field
from django.template.loader import render_to_string
from django.utils.translation import gettext as _, override

from disclosure.content.allocation.models import AllocationLine
from disclosure.content.allocation.presenters import allocation_of
from disclosure.content.allocation.queries import lines_of, total
from disclosure.notices.models import Edition
from disclosure.notices.registry import Table
from disclosure.posters.rules.content import PosterContent
from portal.core.texts import comma

HEADS = ("序号", "单位编码", "收款单位或个人", "资金与用途", "金额", "支付日期", "备注")
_WIDTHS = (6, 10, 24, 40, 15, 12, 24)


def allocation_table(edition: Edition) -> Table | None:
    """Return the lines as a table to download; None where there are none."""
    lines = lines_of(edition)
    if not lines:
        return None
    rows = [
        (
            line.number,
            line.unit.code if line.unit else "",
            line.unit.name_zh if line.unit else line.recipient,
            line.fund,
            line.amount,
            line.paid_on.isoformat() if line.paid_on else "",
            line.note,
        )
        for line in lines
    ]
    return Table(HEADS, _WIDTHS, [*rows, (None, None, "合计", None, total(lines), None, None)])


def allocation_places(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the texts of the lines with the places where they stand."""
    for line in lines_of(edition):
        for name in ("recipient", "fund", "note"):
            place = (_("Row %(number)d") % {"number": line.number}, str(label_for_field(name, AllocationLine)))
            yield comma().join(place), getattr(line, name)


def allocation_poster(edition: Edition) -> PosterContent | None:
    """Return the lines as they are put on a poster; None where there are none."""
    content = allocation_of(edition)
    if content is None:
        return None
    with override("zh-hans"):
        html = render_to_string("disclosure/content/allocation/_lines.html", {"content": content, "is_printed": True})
    return PosterContent(html=html, amounts_unit="元")
