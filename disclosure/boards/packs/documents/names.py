"""What a board is called on paper."""

from __future__ import annotations

from disclosure.boards.models import PackItem


def wall_of(item: PackItem) -> str:
    """Return the unit and the board a poster is for, in Chinese, such as 柳树村1号公开栏."""
    unit = item.edition.notice.unit.name_zh
    return f"{unit}{item.board.number}号公开栏" if item.board else f"{unit}（没有对应的公开栏）"
