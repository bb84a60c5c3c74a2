"""What every row of this room is checked for, its number, and its files."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from accountability.integrity.models.kept import KeptFile, OfTown
from portal.accounts.models import Unit, User
from portal.accounts.queries import published_telephones
from portal.core import files, uploads
from portal.core.demonstration import today_of_due_days
from portal.core.personal import find_personal
from portal.core.refusals import Refused
from portal.core.texts import comma

F = TypeVar("F", bound=KeptFile)


def next_number(model: type[OfTown], town: Unit, letters: str, year: int) -> str:
    """Return the next number of a township's rows of a year, under the lock of the township."""
    head = f"{town.code}-{letters}-{year}-"
    return f"{head}{model._default_manager.filter(number__startswith=head).count() + 1:03}"


def check_unit(unit: Unit, town: Unit, field: str = "unit") -> None:
    """Refuse a unit of another township.

    Raises:
        Refused: It is one.
    """
    if town.pk not in (unit.pk, unit.parent_id):
        raise Refused(_("%(unit)s is not of this township.") % {"unit": unit.name}, field)


def check_is_past(day: date, at: datetime, field: str = "day") -> None:
    """Refuse a day that is still to come.

    Raises:
        Refused: It is.
    """
    if day > today_of_due_days(at):
        raise Refused(_("This day is still to come."), field)


def check_attendance(due: int, present: int) -> None:
    """Refuse figures of an attendance that cannot be.

    Raises:
        Refused: Nobody was to come, or more came than were to.
    """
    if due < 1:
        raise Refused(_("Write how many were to come."), "due")
    if not 0 <= present <= due:
        raise Refused(_("No more can have come than were to come."), "present")


def refuse_personal(town: Unit, field: str, *texts: str) -> None:
    """Refuse texts that hold a full personal number; published telephones of offices may stand in them.

    Raises:
        Refused: One holds such a number; it is said masked.
    """
    if not any(find_personal(text) for text in texts):
        return  # which telephones are published is looked up only where there is a number
    published = published_telephones(town)
    if found := [one.masked for text in texts for one in find_personal(text, published=published)]:
        masked = comma().join(found[:3])
        raise Refused(_("Full ID, bank-card or telephone numbers stand in it: %(masked)s.") % {"masked": masked}, field)


def keep_files(made: type[F], chosen: Sequence[uploads.Clean], *, actor: User, at: datetime, **of: OfTown) -> list[F]:
    """Keep files that were cleaned by `portal.core.uploads.clean`.

    Args:
        of: What they belong to, by the name of the foreign key.
    """
    kept = []
    for one in chosen:
        stored = files.store_private(one.content, suffix=one.kind.suffix)
        row = made(
            name=one.name,
            stored_as=stored.name,
            sha256=stored.sha256,
            size=stored.size,
            content_type=one.kind.content_type,
            added_by=actor,
            added_at=at,
            **of,
        )
        row.save()
        kept.append(row)
    return kept


def remove_file(file: KeptFile) -> None:
    """Delete a file's row, and its content once nothing names it any more."""
    file.delete()
    files.sweep_private([file.stored_as])
