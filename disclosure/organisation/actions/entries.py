"""Keep what the portal says of people appointed, of places, and of the leading group's money."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.organisation.actions.checks import refuse_personal
from disclosure.organisation.enums import OF_VILLAGES, PlaceKind
from disclosure.organisation.models import EDITABLE, Appointment, Entry, GroupBudget, Place
from disclosure.organisation.policies import KEEPS_ENTRY, KEEPS_OF
from portal.accounts.enums import UnitKind
from portal.accounts.models import User
from portal.core import audit, pages
from portal.core.refusals import NotAllowed, Refused
from portal.core.workflow import lock, lock_seen

E = TypeVar("E", bound=Entry)


def add(*, actor: User, entry: E, fields: Mapping[str, Any], at: datetime) -> E:
    """Save a new entry, whose unit and kind are set, with values of its `EDITABLE` fields.

    Raises:
        NotAllowed: The actor keeps no entries of this unit.
        Refused: The unit has one already, or is of another kind; a name is missing, or the days are not in order.
    """
    if not KEEPS_OF.allows(actor, entry.unit, at=at):
        raise NotAllowed(_("The office keeps these entries."))
    with transaction.atomic():
        lock(entry.unit)
        _set(entry, fields)
        entry.save(force_insert=True)
        _note(actor, entry, "add", at)
    return entry


def change(*, actor: User, entry: E, fields: Mapping[str, Any], seen: int | None, at: datetime) -> E:
    """Change an entry; what it said before stays in its history.

    Raises:
        NotAllowed: The actor keeps no entries of this unit.
        Conflict: Somebody else changed it after this version was seen.
        Refused: As `add` does.
    """
    if not KEEPS_ENTRY[type(entry)].allows(actor, entry, at=at):
        raise NotAllowed(_("The office keeps these entries."))
    with transaction.atomic():
        lock(entry.unit)
        row = lock_seen(entry, seen, "unit")
        if _set(row, fields):
            row.save()
            _note(actor, row, "change", at)
    return row


def _set(row: Entry, fields: Mapping[str, Any]) -> bool:
    """Set what differs, refuse what does not fit, and return whether anything does."""
    differs = [name for name in EDITABLE[type(row)] if name in fields and fields[name] != getattr(row, name)]
    for name in differs:
        setattr(row, name, fields[name])
    _check(row)
    return bool(differs)


def _note(actor: User, row: Entry, verb: str, at: datetime) -> None:
    audit.write(actor=actor, subject=row, number=row.audit_number(), verb=verb, at=at)
    pages.bump()


def _check(row: Entry) -> None:
    # An office's telephone is there to be called.
    said = {name: getattr(row, name) for name in EDITABLE[type(row)] if name != "phone"}
    refuse_personal(row.unit, *(value for value in said.values() if isinstance(value, str)))
    for name, value in said.items():
        if isinstance(value, Decimal) and value < 0:
            raise Refused(_("A figure is never below zero."), name)
    match row:
        case Appointment():
            _check_unit(row, (UnitKind.VILLAGE,) if row.office in OF_VILLAGES else (UnitKind.TOWN,))
            if not row.person and not row.name_zh:
                raise Refused(_("Choose the person, or write the name."), "name_zh")
            if row.ends_on and row.ends_on < row.starts_on:
                raise Refused(_("The last day cannot be before the first."), "ends_on")
        case Place():
            is_station = row.kind == PlaceKind.STATION
            _check_unit(row, (UnitKind.VILLAGE, UnitKind.STATION) if is_station else (UnitKind.TOWN,))
            if Place.objects.filter(unit=row.unit, kind=row.kind).exclude(pk=row.pk).exists():
                raise Refused(_("%(unit)s has one already. Change that.") % {"unit": row.unit.name}, "unit")
        case GroupBudget():
            _check_unit(row, (UnitKind.TOWN,))
            if GroupBudget.objects.filter(unit=row.unit, year=row.year).exclude(pk=row.pk).exists():
                raise Refused(_("There is a budget of this year already. Change that."), "year")


def _check_unit(row: Entry, kinds: tuple[UnitKind, ...]) -> None:
    if row.unit.kind not in kinds:
        raise Refused(_("This is not for %(unit)s. Choose another unit.") % {"unit": row.unit.name}, "unit")
