"""The tables of cases. `Private` is not handed out: other rooms call `portal.cases.actions.reading.read_private`."""

from portal.cases.models import private as _private  # noqa: F401 - so that Django knows its table
from portal.cases.models.case import Case, Screening
from portal.cases.models.clocks import Clock, Suspension
from portal.cases.models.papers import CaseFile, CaseLetter, Note, Reading
from portal.cases.models.row import OfCase

__all__ = ["Case", "CaseFile", "CaseLetter", "Clock", "Note", "OfCase", "Reading", "Screening", "Suspension"]
