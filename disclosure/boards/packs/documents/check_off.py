"""The sheet on which posters are checked off while they are put up (张贴核对单)."""

from __future__ import annotations  # `pdf.Rendered` is not imported before something is drawn

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.template.loader import render_to_string
from django.utils import timezone

from disclosure.boards.enums import PackItemState
from disclosure.boards.models import PackItem, PosterPack
from disclosure.catalogue.rules.periods import Period
from portal.core import pdf

_TEMPLATE = "disclosure/boards/packs/print/check_off.html"
_STYLE = pdf.STATIC / "disclosure" / "boards" / "check_off.css"
# Letters every font for Chinese has. A reason may quote the very letter that could not be printed.
_UNSURE = re.compile("[^\u0020-\u00ff\u2010-\u2026\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class BoardList:
    """What goes on one board; or on none, where the unit has none for it."""

    name: str
    place: str
    room: int | None
    items: list[PackItem]

    @property
    def pages(self) -> int:
        """How many sheets of paper go there."""
        return sum(item.pages for item in self.items)


def sheet(pack: PosterPack, items: Iterable[PackItem], *, at: datetime) -> pdf.Rendered:
    """Print the sheet: board by board what is to be put up, and what could not be made and why.

    Raises:
        PdfFault: Something on it cannot be printed.
    """
    every = list(items)
    good = [item for item in every if item.state == PackItemState.DONE]
    failed = [(item, _sure(item.error)) for item in every if item.state == PackItemState.FAILED]
    lists = [_board_list(list(there)) for _key, there in groupby(good, key=lambda one: one.board_name_zh)]
    town = every[0].edition.notice.unit.town.name_zh
    context = {
        "town": town,
        "period": Period.parse(pack.period).name_zh,
        "size": pack.size,
        "ordered_by": _sure(pack.ordered_by.name_zh),
        "made": timezone.localtime(at),
        "lists": lists,
        "posters": len(good),
        "pages": sum(one.pages for one in lists),
        "boards": sum(one.room is not None for one in lists),
        "failed": failed,
    }
    rendered = pdf.render(render_to_string(_TEMPLATE, context), css=[_STYLE])
    expected = [item.edition.notice.number for item in every] + [reason for _item, reason in failed]
    pdf.check(rendered.pdf, expected_text=expected, pages=rendered.pages)
    return rendered


def _board_list(items: list[PackItem]) -> BoardList:
    board = items[0].board
    place, room = (_sure(board.place_zh), board.sheets) if board else ("", None)
    return BoardList(items[0].board_name_zh, place, room, items)


def _sure(text: str) -> str:
    """Return a text with a box in the place of every letter that may not be in the fonts."""
    return _UNSURE.sub("□", text)
