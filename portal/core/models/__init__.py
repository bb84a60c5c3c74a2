"""Tables of the kernel."""

from portal.core.models.audit import AuditLine
from portal.core.models.calendar import CalendarDay, DaySource
from portal.core.models.job import OPEN_STATES, Job, JobState
from portal.core.models.log import LogEntry, LogKind
from portal.core.models.search import SearchDocument

__all__ = [
    "OPEN_STATES",
    "AuditLine",
    "CalendarDay",
    "DaySource",
    "Job",
    "JobState",
    "LogEntry",
    "LogKind",
    "SearchDocument",
]
