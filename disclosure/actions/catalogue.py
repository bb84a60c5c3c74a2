"""Change the catalogue of disclosure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.models import CatalogueEntry
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.policies import roles_held
from portal.core import audit
from portal.core.refusals import NotAllowed, Refused

EDITABLE = (
    "name_zh",
    "name_en",
    "stream",
    "cadence",
    "form",
    "publisher",
    "notice_days",
    "notice_unit",
    "publication_day",
    "basis_zh",
    "is_active",
)
"""What can be changed of an entry. Its code is part of the numbers of its notices and stays."""

_FROZEN = ("cadence", "publisher")
"""What cannot be changed once there are notices: their numbers and deadlines were made with it."""


def save_entry(*, actor: User, entry: CatalogueEntry, fields: Mapping[str, Any], at: datetime) -> CatalogueEntry:
    """Change an entry of the catalogue. Notices that are public keep the days they were put up for.

    Args:
        actor: An administrator.
        entry: The entry.
        fields: New values of `EDITABLE` fields.
        at: Now.

    Raises:
        NotAllowed: The actor is no administrator.
        Refused: Cadence or owing unit is to change although there are notices.
    """
    if Role.ADMINISTRATOR not in roles_held(actor, at=at):
        raise NotAllowed(_("Only an administrator changes the catalogue."))
    with transaction.atomic():
        row = CatalogueEntry.objects.select_for_update().get(pk=entry.pk)
        changed = {name: fields[name] for name in EDITABLE if name in fields and fields[name] != getattr(row, name)}
        if any(name in changed for name in _FROZEN) and row.notices.exists():
            raise Refused(
                _("There are notices of this item, so its unit and cadence stay. Take it out of use instead.")
            )
        for name, value in changed.items():
            setattr(row, name, value)
        if changed:
            row.save()
            audit.write(actor=actor, subject=row, number=row.code, verb="change", at=at)
    return row
