"""Writes about units and their staff boards. An administrator's writes touch no content."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.enums import UnitKind
from portal.accounts.models import StaffMember, Unit, User
from portal.accounts.policies import ADMINISTERS_UNIT, check_administers
from portal.core import audit, pages
from portal.core.recounts import recounted
from portal.core.refusals import Refused
from portal.core.workflow import lock_seen

UNIT_FIELDS = (
    "name_zh",
    "name_en",
    "publishing_body_zh",
    "publishing_body_en",
    "supervision_phone",
    "supervision_contact",
    "boards_zh",
    "boards_en",
    "opinion_box_zh",
    "opinion_box_en",
    "is_active",
)
STAFF_FIELDS = ("name", "name_en", "title_zh", "title_en", "duties_zh", "duties_en", "phone", "order")


def add_unit(
    *, actor: User, code: str, kind: UnitKind, parent: Unit | None, fields: Mapping[str, Any], at: datetime
) -> Unit:
    """Add a township, or a station or village to one.

    Raises:
        NotAllowed: The actor does not administer the township; a township itself is added by the system only.
        Refused: The code is taken, a township has a parent, or another unit has none.
        KeyError: A field is not one of `UNIT_FIELDS`.
    """
    check_administers(actor.is_system if parent is None else ADMINISTERS_UNIT.allows(actor, parent, at=at))
    if Unit.objects.filter(code=code).exists():
        raise Refused(_("The code “%(code)s” is taken. Choose another.") % {"code": code})
    if (kind == UnitKind.TOWN) != (parent is None):
        raise Refused(_("A station or village belongs to a township, and a township to nothing."))
    _check_fields(fields)
    with recounted(actor=actor, at=at):
        unit = Unit.objects.create(code=code, kind=kind, parent=parent, **fields)
        audit.write(actor=actor, subject=unit, number=code, verb="add unit", at=at)
        pages.bump()
    return unit


def change_unit(*, actor: User, unit: Unit, fields: Mapping[str, Any], seen: int | None, at: datetime) -> Unit:
    """Change what is public of a unit: names, telephones, where the boards are, whether it is in use.

    Raises:
        NotAllowed: The actor does not administer the unit.
        Conflict: Somebody else changed it after the actor saw it.
        KeyError: A field is not one of `UNIT_FIELDS`.
    """
    check_administers(ADMINISTERS_UNIT.allows(actor, unit, at=at))
    _check_fields(fields)
    # Whether a unit is in use decides what is owed; no other field is counted from.
    is_counted = fields.get("is_active", unit.is_active) != unit.is_active
    with recounted(actor=actor, at=at) if is_counted else transaction.atomic():
        locked = lock_seen(unit, seen)
        for name, value in fields.items():
            setattr(locked, name, value)
        locked.save()
        audit.write(actor=actor, subject=locked, number=locked.code, verb="change unit", at=at)
        pages.bump()
    return locked


def set_staff(
    *, actor: User, unit: Unit, rows: Sequence[Mapping[str, Any]], seen: int | None, at: datetime
) -> list[StaffMember]:
    """Put these people on a unit's staff board, in this order, in the place of those who stand there.

    Args:
        actor: An administrator of the unit.
        unit: The unit.
        rows: Values of `STAFF_FIELDS`, one mapping a person.
        seen: The version of the unit the actor saw; None where no page was seen.
        at: Now.

    Raises:
        NotAllowed: The actor does not administer the unit.
        Conflict: Somebody else changed the unit or its board after the actor saw it.
    """
    check_administers(ADMINISTERS_UNIT.allows(actor, unit, at=at))
    with transaction.atomic():
        locked = lock_seen(unit, seen)
        locked.save()
        for gone in locked.staff.all():
            gone.delete()
        staff = []
        for order, row in enumerate(rows, start=1):
            values = {name: row[name] for name in STAFF_FIELDS if name in row}
            staff.append(StaffMember.objects.create(unit=locked, **(values | {"order": order})))
        audit.write(actor=actor, subject=locked, number=locked.code, verb="set staff board", at=at)
        pages.bump()
    return staff


def _check_fields(fields: Mapping[str, Any]) -> None:
    for name in fields.keys() - set(UNIT_FIELDS):
        raise KeyError(name)
