"""Keep the catalogue, its reference data, and whose books are kept monthly."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from copy import copy
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.enums import MONEY_STATEMENT, Cadence, Stream
from disclosure.catalogue.models import Account, CatalogueEntry, MonthlyReporting
from disclosure.catalogue.policies import KEEPS_BOOKS_OF, keeps_catalogue
from disclosure.catalogue.queries import item_of
from disclosure.catalogue.registry import ENTRY_USES, is_used, known_forms
from disclosure.catalogue.rules.periods import Period
from portal.accounts.models import Unit, User
from portal.core import audit, calendar, pages
from portal.core.recounts import recounted
from portal.core.reference import BadRows, Loaded, Row, check_rows, read_rows
from portal.core.refusals import Conflict, NotAllowed, Refused
from portal.core.workflow import lock

Kept = TypeVar("Kept", CatalogueEntry, Account)
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

    The file is in the form of `data/catalogue.csv`; a column `publication_day` may follow. What `save_entry` refuses
    is refused here too.

    Raises:
        Refused: The file is no such table, or rows are at fault (`BadRows`); nothing was saved.
    """
    rows = read_rows(content, required=CATALOGUE_COLUMNS, optional=("publication_day",))
    with recounted(actor=actor, at=at) if is_used() else transaction.atomic():
        return _load(CatalogueEntry, rows, _entry_fields, partial(_save, actor=actor, at=at))


def load_accounts(content: bytes) -> Loaded:
    """Add and change accounts of the chart, from CSV in the form of `data/chart_of_accounts.csv`.

    Raises:
        Refused: The file is no such table, or rows are at fault (`BadRows`); nothing was saved.
    """

    def save(account: Account, fields: dict[str, Any]) -> bool:
        changed = _set(account, fields)
        if changed:
            account.save()
            pages.bump()
        return bool(changed)

    with transaction.atomic():
        return _load(Account, read_rows(content, required=ACCOUNT_COLUMNS), _account_fields, save)


def _load(
    model: type[Kept], rows: Mapping[int, Row], fields_of: Callable[[Row], dict[str, Any]], save: Callable[..., bool]
) -> Loaded:
    known = {row.code: row for row in model._default_manager.all()}
    check_rows(rows, key="code", check=lambda row: _faults(model(**fields_of(row))))
    loaded = Loaded()
    for number, row in rows.items():
        subject = known.get(row["code"]) or model(code=row["code"])
        try:
            changed = save(subject, fields_of(row))
        except Refused as refusal:
            raise BadRows([f"Row {number}: {refusal}"]) from refusal
        loaded.note(row["code"], added=row["code"] not in known, changed=changed)
    return loaded


def _set(row: models.Model, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Set fields of a row, and return those that differ from what it held."""
    changed = {name: value for name, value in fields.items() if value != getattr(row, name)}
    for name, value in changed.items():
        setattr(row, name, value)
    return changed


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
            f"{name}: {' '.join(sentences)}" if name != "__all__" else " ".join(sentences)
            for name, sentences in fault.message_dict.items()
        ]
    if isinstance(row, CatalogueEntry) and row.form not in known_forms():
        return [_("form: “%(form)s” is none the portal knows.") % {"form": row.form}]
    return []


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


def add_entry(*, actor: User, code: str, fields: Mapping[str, Any], at: datetime) -> CatalogueEntry:
    """Add an entry to the catalogue. It is owed from the period that runs, unless another day is given.

    Raises:
        NotAllowed: The actor is no administrator.
        Refused: The code is taken, or the form is none the portal knows.
    """
    if not keeps_catalogue(actor, at):
        raise NotAllowed(_("Only an administrator changes the catalogue."))
    with transaction.atomic():
        if CatalogueEntry.objects.filter(code=code).exists():
            raise Refused(_("The code “%(code)s” is taken. Choose another.") % {"code": code}, "code")
        row = CatalogueEntry(code=code)
        with recounted(actor=actor, at=at) if is_used() else nullcontext():
            _save(row, {name: fields[name] for name in EDITABLE if name in fields}, actor=actor, at=at)
    return row


def save_entry(*, actor: User, entry: CatalogueEntry, fields: Mapping[str, Any], at: datetime) -> CatalogueEntry:
    """Change an entry of the catalogue. Notices that are public keep the days they were put up for.

    What is open is owed by the new cadence and day from now on, with a line in the audit; an item that is
    put to use, or whose cadence changes, is owed for periods that end from today on, unless another day is given.

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
        given = {name: fields[name] for name in EDITABLE if name in fields}
        is_counted = is_used() and any(
            given.get(name, getattr(row, name)) != getattr(row, name) for name in COUNTED_FROM
        )
        with recounted(actor=actor, at=at) if is_counted else nullcontext():
            _save(row, given, actor=actor, at=at)
    return row


def _save(row: CatalogueEntry, fields: Mapping[str, Any], *, actor: User, at: datetime) -> bool:
    """Add or change an entry, and return whether anything differs. Kept pages are made anew.

    Where the portal is at work, what is new, new in use or comes in other periods is owed from the period that runs.
    """
    is_new, before = row.pk is None, copy(row)
    changed = _set(row, fields)
    if row.form not in known_forms():
        raise Refused(_("Choose a form that the portal knows."), "form")
    if not is_new and ("publisher" in changed or before.is_regular != row.is_regular) and is_used(row):
        raise Refused(_("There are notices of this item, so its unit and cadence stay. Take it out of use instead."))
    if not (is_new or changed):
        return False
    begins = is_new or "cadence" in changed or changed.get("is_active") is True
    if begins and "owed_since" not in changed and is_used():
        row.owed_since = timezone.localdate(at)
    row.save()
    audit.write(actor=actor, subject=row, number=row.code, verb="add" if is_new else "change", at=at)
    pages.bump()
    return True


OPEN_END = date.max


def mark_monthly(
    *, actor: User, unit: Unit, starts_on: date, reason: str, at: datetime, ends_on: date | None = None
) -> MonthlyReporting:
    """Have a unit owe its money statements monthly from a quarter on.

    Raises:
        NotAllowed: The actor is no publisher of the unit.
        Conflict: Its books are kept monthly then already.
        Refused: The days are no bounds of quarters, a reason is missing, the first month was due
            already, or a statement of a quarter in that time has been begun.
    """
    _check_publisher(actor, unit, at)
    if not reason.strip():
        raise Refused(_("Write down the reason. Whoever is concerned will read it."))
    _check_bounds(starts_on, ends_on)
    _check_in_time(starts_on, at)
    with recounted(actor=actor, at=at):
        lock(unit)  # as beginning a notice of it does
        taken = MonthlyReporting.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on), unit=unit, starts_on__lte=ends_on or OPEN_END
        )
        if taken.exists():
            raise Conflict(_("%(unit)s keeps monthly books then already.") % {"unit": unit.name})
        _check_not_begun(unit, Cadence.QUARTERLY, starts_on, ends_on or OPEN_END)
        row = MonthlyReporting.objects.create(unit=unit, starts_on=starts_on, ends_on=ends_on, reason=reason.strip())
        audit.write(actor=actor, subject=row, number=unit.code, verb="mark monthly", reason=reason.strip(), at=at)
    return row


def end_monthly(*, actor: User, books: MonthlyReporting, ends_on: date, at: datetime) -> MonthlyReporting:
    """Have a unit owe its money statements quarterly again, after a day.

    Raises:
        NotAllowed: The actor is no publisher of the unit.
        Conflict: It has been ended already.
        Refused: The day is not the last of a quarter or lies in the past, or a statement of a month
            after it has been begun.
    """
    _check_publisher(actor, books.unit, at)
    _check_bounds(books.starts_on, ends_on)
    if ends_on < timezone.localdate(at):
        raise Refused(_("Choose a quarter that has not ended yet."))
    with recounted(actor=actor, at=at):
        lock(books.unit)
        row = lock(books, "unit")
        if row.ends_on is not None:
            raise Conflict(_("An end has been set already."))
        _check_not_begun(row.unit, Cadence.MONTHLY, ends_on + timedelta(days=1), OPEN_END)
        row.ends_on = ends_on
        row.save()
        audit.write(
            actor=actor, subject=row, number=row.unit.code, verb="end monthly", target=ends_on.isoformat(), at=at
        )
    return row


def _check_publisher(actor: User, unit: Unit, at: datetime) -> None:
    if not KEEPS_BOOKS_OF.allows(actor, unit, at=at):
        raise NotAllowed(_("The publisher of the town decides how often a unit accounts for its money."))


def _check_bounds(starts_on: date, ends_on: date | None) -> None:
    if starts_on != Period.containing(starts_on, Cadence.QUARTERLY).first:
        raise Refused(_("Monthly books begin with the first day of a quarter."))
    if ends_on and (ends_on < starts_on or ends_on != Period.containing(ends_on, Cadence.QUARTERLY).last):
        raise Refused(_("Monthly books end with the last day of a quarter."))


def _check_in_time(starts_on: date, at: datetime) -> None:
    """Refuse a beginning that would make a month overdue at once."""
    working, month = calendar.load(), Period.containing(starts_on, Cadence.MONTHLY)
    due = [item_of(entry).due_day(month, working).date for entry in _entries()]
    if any(day < timezone.localdate(at) for day in due):
        raise Refused(_("The first month would be overdue already. Choose a later quarter."))


def _check_not_begun(unit: Unit, cadence: Cadence, first: date, last: date) -> None:
    entries = _entries()
    for number, text in (made for use in ENTRY_USES for made in use.made_since(unit, entries, first)):
        period = Period.parse(text)
        if period.cadence == cadence and period.first <= last:
            raise Refused(_("%(number)s has been begun. Choose a later quarter.") % {"number": number})


def _entries() -> list[CatalogueEntry]:
    """Return the items that are owed monthly where movements are many."""
    rows = CatalogueEntry.objects.filter(
        stream=Stream.FINANCE, form=MONEY_STATEMENT, cadence=Cadence.QUARTERLY, is_active=True
    )
    return [entry for entry in rows if entry.is_money_of_a_quarter]
