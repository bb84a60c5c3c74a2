"""The tables of cases. Only this room reads `Private`; others call `portal.cases.actions.reading.read_private`."""

from portal.cases.models.case import Case, Screening
from portal.cases.models.clocks import Clock, Suspension
from portal.cases.models.papers import CaseFile, CaseLetter, Note, Reading
from portal.cases.models.private import Private

__all__ = ["Case", "CaseFile", "CaseLetter", "Clock", "Note", "Private", "Reading", "Screening", "Suspension"]
