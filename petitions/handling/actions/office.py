"""What the office settles beforehand: which unit handles what, and words that opinions can begin with."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from petitions.handling.enums import MAX_OPINION_LENGTH, Matter
from petitions.handling.models import AnswerText, Route
from petitions.handling.policies import ENTERS_FOR
from portal.accounts.models import Unit, User
from portal.accounts.queries import units
from portal.core import audit
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import plain
from portal.core.workflow import lock, lock_seen


def set_routes(*, actor: User, town: Unit, chosen: Mapping[str, Unit | None], at: datetime) -> None:
    """Settle which unit of a township usually handles petitions of each matter.

    Args:
        chosen: The unit of a matter, by its value; None for none. Matters that are not named stay as they are.

    Raises:
        NotAllowed: The actor does not keep the petitions of the township.
        Refused: A unit is not of the township.
    """
    _check_keeps(actor, town, at)
    with transaction.atomic():
        lock(town)
        own = {one.pk for one in units().filter(parent=town)} | {town.pk}
        for matter, unit in chosen.items():
            _set_route(town, Matter(matter), unit, own)
        audit.write(actor=actor, subject=town, number=town.code, verb="routes", at=at)


def _set_route(town: Unit, matter: Matter, unit: Unit | None, own: set[int]) -> None:
    row = Route.objects.filter(town=town, matter=matter).first()
    if unit is None:
        if row:
            row.delete()
        return
    if unit.pk not in own:
        raise Refused(_("Choose a unit of this township."), matter.value)
    if row is None or row.unit_id != unit.pk:
        row = row or Route(town=town, matter=matter)
        row.unit = unit
        row.save()


def add_text(*, actor: User, town: Unit, title: str, text: str, at: datetime, facts: str = "") -> AnswerText:
    """Keep words that opinions can begin with.

    Raises:
        NotAllowed: The actor does not keep the petitions of the township.
        Refused: Title or text are missing or too long, or there is one with this title.
    """
    _check_keeps(actor, town, at)
    with transaction.atomic():
        row = AnswerText(town=lock(town))
        _fill(row, title, facts, text)
        row.save()
        audit.write(actor=actor, subject=row, number=row.title, verb="add", at=at)
    return row


def change_text(
    *, actor: User, text_row: AnswerText, title: str, text: str, at: datetime, facts: str = "", seen: int | None = None
) -> AnswerText:
    """Change words that opinions can begin with; what was begun with them stays.

    Raises:
        Conflict: Somebody else changed them meanwhile.
        NotAllowed: The actor does not keep the petitions of the township.
        Refused: Title or text are missing or too long, or there is another with this title.
    """
    _check_keeps(actor, text_row.town, at)
    with transaction.atomic():
        row = lock_seen(text_row, seen, "town")
        _fill(row, title, facts, text)
        row.save()
        audit.write(actor=actor, subject=row, number=row.title, verb="change", at=at)
    return row


def remove_text(*, actor: User, text_row: AnswerText, at: datetime) -> None:
    """Remove words that opinions can begin with.

    Raises:
        NotAllowed: The actor does not keep the petitions of the township.
    """
    _check_keeps(actor, text_row.town, at)
    with transaction.atomic():
        row = lock(text_row)
        audit.write(actor=actor, subject=row, number=row.title, verb="remove", at=at)
        row.delete()


def _check_keeps(actor: User, town: Unit, at: datetime) -> None:
    if not ENTERS_FOR.allows(actor, town, at=at):
        raise NotAllowed(_("You do not keep the petitions of this township."))


def _fill(row: AnswerText, title: str, facts: str, text: str) -> None:
    words = plain(text)
    if not title.strip():
        raise Refused(_("Write a title."), "title")
    if not words:
        raise Refused(_("Write the words."), "text")
    if max(len(words), len(facts)) > MAX_OPINION_LENGTH:
        raise Refused(_("This has more than %(count)d characters. Shorten it.") % {"count": MAX_OPINION_LENGTH}, "text")
    if AnswerText.objects.filter(town=row.town, title=title.strip()).exclude(pk=row.pk).exists():
        raise Refused(_("There is one with this title. Choose another."), "title")
    row.title, row.facts, row.text = title.strip(), plain(facts), words
