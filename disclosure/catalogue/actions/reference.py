"""Load the catalogue of disclosure and the chart of accounts from tables, a row at a time or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.models import Account, CatalogueEntry
from disclosure.catalogue.registry import is_used, known_forms
from portal.accounts.models import User
from portal.core import audit, pages
from portal.core.recounts import recounted
from portal.core.reference import Loaded, Row, check_rows, read_rows

CATALOGUE_COLUMNS = (
    "code",
    "stream",
    "name_zh",
    "name_en",
    "cadence",
    "form",
    "notice_days",
    "notice_unit",
    "publisher",
    "basis_zh",
)
ACCOUNT_COLUMNS = ("code", "name_zh", "name_en", "class")


def load_catalogue(content: bytes, *, actor: User, at: datetime) -> Loaded:
    """Add and change entries of the catalogue; entries that are not in the file stay as they are.

    Args:
        content: CSV in UTF-8 in the form of `data/catalogue.csv`; a column `publication_day` may follow.
        actor: Who loads it; the system from a command.
        at: Now.

    Raises:
        Refused: The file is no such table, or rows are at fault (`BadRows`); nothing was saved.
    """
    rows = read_rows(content, required=CATALOGUE_COLUMNS, optional=("publication_day",))
    cadences = dict(CatalogueEntry.objects.values_list("code", "cadence"))
    is_at_work = is_used()
    with recounted(actor=actor, at=at) if is_at_work else transaction.atomic():
        loaded = _load(CatalogueEntry, rows, _entry_fields, actor=actor, at=at)
        if is_at_work and (loaded.added or loaded.changed):
            _owe_from_now(cadences, at)
    return loaded


def load_accounts(content: bytes, *, actor: User, at: datetime) -> Loaded:
    """Add and change accounts of the chart, from CSV in the form of `data/chart_of_accounts.csv`.

    Raises:
        Refused: The file is no such table, or rows are at fault (`BadRows`); nothing was saved.
    """
    rows = read_rows(content, required=ACCOUNT_COLUMNS)
    return _load(Account, rows, _account_fields, actor=actor, at=at)


def _owe_from_now(cadences: Mapping[str, str], at: datetime) -> None:
    """Owe what was added to the catalogue of a portal at work, or comes in other periods, from the period that runs."""
    for entry in CatalogueEntry.objects.all():
        if cadences.get(entry.code) != entry.cadence:
            entry.owed_since = timezone.localdate(at)
            entry.save()


def _load(
    model: type[CatalogueEntry] | type[Account], rows: Mapping[int, Row], fields_of: Any, *, actor: User, at: datetime
) -> Loaded:
    known: dict[str, Any] = {row.code: row for row in model._default_manager.all()}
    check_rows(rows, key="code", check=lambda row: _faults(model(**fields_of(row))))
    loaded = Loaded()
    with transaction.atomic():
        for row in rows.values():
            fields = fields_of(row)
            found = known.get(row["code"])
            subject = found or model(**fields)
            changed = found is not None and any(getattr(found, name) != value for name, value in fields.items())
            if found is None or changed:
                for name, value in fields.items():
                    setattr(subject, name, value)
                subject.save(force_insert=found is None)
            loaded.note(row["code"], added=found is None, changed=changed)
        if loaded.added or loaded.changed:
            _write_audit(model, loaded, actor, at)
            pages.bump()
    return loaded


def _write_audit(model: type[CatalogueEntry] | type[Account], loaded: Loaded, actor: User, at: datetime) -> None:
    """Write one line about an entry of the catalogue; accounts have no number to speak of them by."""
    if model is not CatalogueEntry:
        return
    for entry in CatalogueEntry.objects.filter(code__in=[*loaded.added, *loaded.changed]):
        verb = "add entry" if entry.code in loaded.added else "change entry"
        audit.write(actor=actor, subject=entry, number=entry.code, verb=verb, at=at)


def _entry_fields(row: Row) -> dict[str, Any]:
    fields: dict[str, Any] = {name: row[name] for name in CATALOGUE_COLUMNS}
    fields["notice_days"] = _whole(row["notice_days"] or "0")
    if "publication_day" in row:
        fields["publication_day"] = _whole(row["publication_day"]) if row["publication_day"] else None
    return fields


def _account_fields(row: Row) -> dict[str, Any]:
    return {"code": row["code"], "name_zh": row["name_zh"], "name_en": row["name_en"], "account_class": row["class"]}


def _whole(text: str) -> int | str:
    """Return the number; what is none is left to the field, which refuses it with its own sentence."""
    return int(text) if text.isascii() and text.isdigit() else text


def _faults(row: models.Model) -> list[str]:
    """Return what the fields and the constraints of the table say against a row."""
    try:
        row.clean_fields()
        row.validate_constraints()
    except ValidationError as fault:
        return [
            f"{name}: {' '.join(said)}" if name != "__all__" else " ".join(said)
            for name, said in fault.message_dict.items()
        ]
    if isinstance(row, CatalogueEntry) and row.form not in known_forms():
        return [_("form: “%(form)s” is none the portal knows.") % {"form": row.form}]
    return []
