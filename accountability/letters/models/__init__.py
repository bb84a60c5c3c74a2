"""The tables of letters: years and templates, letters with their signatures, and what is reported of their duties."""

from accountability.letters.models.letters import DutyAssignment, Letter, LetterSignature
from accountability.letters.models.reports import SelfReport, SelfReportFile, SelfReportLine
from accountability.letters.models.templates import (
    LetterDuty,
    LetterScoreItem,
    LetterTemplate,
    LetterVersion,
    SigningYear,
)

__all__ = [
    "DutyAssignment",
    "Letter",
    "LetterDuty",
    "LetterScoreItem",
    "LetterSignature",
    "LetterTemplate",
    "LetterVersion",
    "SelfReport",
    "SelfReportFile",
    "SelfReportLine",
    "SigningYear",
]
