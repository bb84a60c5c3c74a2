"""Change the catalogue of disclosure."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.enums import REGULAR
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.policies import keeps_catalogue
from disclosure.catalogue.registry import is_used, known_forms
from portal.accounts.models import User
from portal.core import audit
from portal.core.recounts import recounted
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
    "working_days",
    "owed_since",
    "basis_zh",
    "is_active",
)
"""What can be changed of an entry. Its code is part of the numbers of its notices and stays."""

COUNTED_FROM = ("cadence", "publisher", "publication_day", "working_days", "owed_since", "is_active", "stream", "form")
"""What obligations are counted from. Whatever is open is counted again when it changes."""


def save_entry(*, actor: User, entry: CatalogueEntry, fields: Mapping[str, Any], at: datetime) -> CatalogueEntry:
    """Change an entry of the catalogue. Notices that are public keep the days they were put up for.

    What is open is owed by the new cadence and day from now on, with a line in the audit; an item that is
    put to use, or whose cadence changes, is owed for periods that end from today on, unless said otherwise.

    Args:
        actor: An administrator.
        entry: The entry.
        fields: New values of `EDITABLE` fields.
        at: Now.

    Raises:
        NotAllowed: The actor is no administrator.
        Refused: The form is none the portal knows, or the owing unit is to change although there are notices, or
            an item that recurs is to come as it happens or the other way round: the numbers of its notices were
            made with it.
    """
    if not keeps_catalogue(actor, at):
        raise NotAllowed(_("Only an administrator changes the catalogue."))
    with transaction.atomic():
        row = CatalogueEntry.objects.select_for_update().get(pk=entry.pk)
        changed = {name: fields[name] for name in EDITABLE if name in fields and fields[name] != getattr(row, name)}
        if changed.get("form", row.form) not in known_forms():
            raise Refused(_("Choose a form that the portal knows."), "form")
        if _would_break_numbers(row, changed) and is_used(row):
            raise Refused(
                _("There are notices of this item, so its unit and cadence stay. Take it out of use instead.")
            )
        is_counted = is_used() and any(name in changed for name in COUNTED_FROM)
        with recounted(actor=actor, at=at) if is_counted else nullcontext():
            _set_beginning(changed, timezone.localdate(at))
            for name, value in changed.items():
                setattr(row, name, value)
            if changed:
                row.save()
                audit.write(actor=actor, subject=row, number=row.code, verb="change", at=at)
    return row


def _would_break_numbers(row: CatalogueEntry, changed: Mapping[str, Any]) -> bool:
    recurs = changed.get("cadence", row.cadence) in REGULAR
    return "publisher" in changed or recurs != row.is_regular


def _set_beginning(changed: dict[str, Any], today: date) -> None:
    """Owe an item that is new in use, or comes in other periods, from the period that runs."""
    is_begun = changed.get("is_active") is True or "cadence" in changed
    if is_begun and "owed_since" not in changed:
        changed["owed_since"] = today
