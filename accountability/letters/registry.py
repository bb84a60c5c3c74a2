"""What other rooms show on the public page of a year, `/accountability/`."""

from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import Unit
from portal.core.registry import Registry
from portal.core.sections import Section, SharedReads


@dataclass(frozen=True, slots=True)
class YearPage(SharedReads):
    """The public page of one year of a township, for its sections."""

    town: Unit
    year: int
    at: datetime


YEAR_SECTIONS: Registry[Section[YearPage]] = Registry("section of a year of accountability")
"""Sections of the public page of a year, between the letters and the papers."""


@dataclass(frozen=True, slots=True)
class LetterPage(SharedReads):
    """The page of one unit's letter, for its sections; `is_public` is whether everybody reads it."""

    unit: Unit
    year: int
    at: datetime
    is_public: bool


LETTER_SECTIONS: Registry[Section[LetterPage]] = Registry("section of a letter")
"""Sections of a unit's letter on its public page and on the desk, such as how it was assessed."""
