"""What the yearly report hands to the registries: its figures, by where they come from, and its pages."""

from accountability.reports.registrations import (
    disclosure as _disclosure,
    obligations as _obligations,
    pages as _pages,
    petitions as _petitions,
)

__all__ = ["_disclosure", "_obligations", "_pages", "_petitions"]
