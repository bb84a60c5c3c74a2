"""What the yearly report hands to the registries: its figures, by where they come from, and its pages."""

from accountability.reports.registrations import (
    appraisal as _appraisal,
    checks as _checks,
    disclosure as _disclosure,
    integrity as _integrity,
    letters as _letters,
    obligations as _obligations,
    pages as _pages,
    petitions as _petitions,
    supervision as _supervision,
)

__all__ = [
    "_appraisal",
    "_checks",
    "_disclosure",
    "_integrity",
    "_letters",
    "_obligations",
    "_pages",
    "_petitions",
    "_supervision",
]
