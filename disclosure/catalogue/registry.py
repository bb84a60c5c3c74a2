"""Forms in which items of the catalogue are disclosed: which there are, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from portal.core.registry import Registry
from portal.core.workflow import Words


@dataclass(frozen=True, slots=True)
class EntryForm:
    """A form that an item may name.

    Attributes:
        key: What stands in the catalogue.
        label: What it is called.
    """

    key: str
    label: Words


ENTRY_FORMS: Registry[EntryForm] = Registry("form of an item")

PLANNED: dict[str, Words] = {
    "list": _("List"),
    "beneficiaries": _("Beneficiaries"),
    "project": _("Project"),
    "fees": _("Fees"),
    "services": _("Services"),
    "staff": _("Staff"),
}
"""Forms the catalogue names already; until somebody registers one, its items are published as text with files."""


def known_forms() -> dict[str, Words]:
    """Return the forms an item may name, by key, with what they are called."""
    return PLANNED | {form.key: form.label for form in ENTRY_FORMS}
