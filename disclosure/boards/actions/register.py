"""Keep the register of notice boards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from disclosure.boards.enums import COLUMN_LABELS
from disclosure.boards.models import Board
from disclosure.boards.policies import KEEPS_BOARD, KEEPS_REGISTER_OF
from disclosure.boards.queries import posted_on
from portal.accounts.models import Unit, User
from portal.core import audit, pages
from portal.core.refusals import NotAllowed, Refused
from portal.core.workflow import lock, lock_seen

EDITABLE = ("number", "place_zh", "place_en", "paper", "sheets", "columns", "is_active")
"""What can be changed of a board. Its unit stays: what was posted there was the unit's."""


def add_board(*, actor: User, unit: Unit, fields: Mapping[str, Any], at: datetime) -> Board:
    """Put a board on the register, with values of `EDITABLE` fields; without a number it gets the next one.

    Raises:
        NotAllowed: The actor does not publish for this unit.
        Refused: The unit has a board of that number, or the columns are none that a board can have.
    """
    if not KEEPS_REGISTER_OF.allows(actor, unit, at=at):
        raise NotAllowed(_("The office keeps the register of boards."))
    with transaction.atomic():
        lock(unit)
        given = {name: fields[name] for name in EDITABLE if name in fields}
        if not given.get("number"):
            given["number"] = (Board.objects.filter(unit=unit).aggregate(last=Max("number"))["last"] or 0) + 1
        board = Board(unit=unit, **given)
        _check(board)
        board.save()
        audit.write(actor=actor, subject=board, number=board.audit_number(), verb="add", at=at)
        pages.bump()
    return board


def change_board(*, actor: User, board: Board, fields: Mapping[str, Any], seen: int | None, at: datetime) -> Board:
    """Change what the register says of a board.

    Raises:
        NotAllowed: The actor does not publish for the board's unit.
        Conflict: Somebody else changed it after this version was seen.
        Refused: The number is another board's, the columns are none that a board can have, or it is to be
            taken out of use although something is posted there.
    """
    if not KEEPS_BOARD.allows(actor, board, at=at):
        raise NotAllowed(_("The office keeps the register of boards."))
    with transaction.atomic():
        lock(board.unit)
        row = lock_seen(board, seen, "unit")
        changed = {name: fields[name] for name in EDITABLE if name in fields and fields[name] != getattr(row, name)}
        for name, value in changed.items():
            setattr(row, name, value)
        _check(row)
        if changed.get("is_active") is False and posted_on(row).exists():
            raise Refused(_("Something is posted on this board. Record that it was taken down first."), "is_active")
        if changed:
            row.save()
            audit.write(actor=actor, subject=row, number=row.audit_number(), verb="change", at=at)
            pages.bump()
    return row


def _check(board: Board) -> None:
    """Refuse what the register cannot hold; the unit is locked."""
    if Board.objects.filter(unit=board.unit_id, number=board.number).exclude(pk=board.pk).exists():
        taken = {"unit": board.unit.name, "number": board.number}
        raise Refused(_("%(unit)s has a board number %(number)d already.") % taken, "number")
    if not board.columns or len(set(board.columns)) != len(board.columns) or set(board.columns) - set(COLUMN_LABELS):
        raise Refused(_("Choose what the board has columns for, each once."), "column_0")
