"""What other rooms hand to the catalogue: forms of its items, and where numbers were made with them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from disclosure.catalogue.models import CatalogueEntry
from portal.accounts.models import Unit
from portal.core.registry import Registry
from portal.core.workflow import Words


@dataclass(frozen=True, slots=True)
class EntryForm:
    """A form that an item may name; `key` stands in the catalogue."""

    key: str
    label: Words


ENTRY_FORMS: Registry[EntryForm] = Registry("form of an item")


def known_forms() -> dict[str, Words]:
    """Return the forms an item may name, by key, with what they are called."""
    return {form.key: form.label for form in ENTRY_FORMS}


@dataclass(frozen=True, slots=True)
class EntryUse:
    """Where numbers are made of unit, entry and period, so that unit and cadence of the entry stay.

    Attributes:
        exists: Called with an entry, returns whether numbers were made with it; with None, whether with any.
        made_since: Called with unit, entries and a day, returns number and period of what the unit has made of
            these entries for periods that end on that day or later.
    """

    key: str
    exists: Callable[[CatalogueEntry | None], bool]
    made_since: Callable[[Unit, Collection[CatalogueEntry], date], Iterable[tuple[str, str]]]


ENTRY_USES: Registry[EntryUse] = Registry("use of an entry")


def is_used(entry: CatalogueEntry | None = None) -> bool:
    """Return whether numbers were made with an entry; without one, whether with any."""
    return any(use.exists(entry) for use in ENTRY_USES)
