"""The tables of integrity, gathered for Django."""

from accountability.integrity.models.audits import AuditFile, AuditFinding, LeavingAudit
from accountability.integrity.models.checklists import Checklist, ChecklistAnswer, ChecklistTemplate
from accountability.integrity.models.contacts import Contact, DiaryEntry
from accountability.integrity.models.education import Activity, ActivityFile, Attendance
from accountability.integrity.models.meetings import Criticism, Meeting
from accountability.integrity.models.talks import Talk

__all__ = [
    "Activity",
    "ActivityFile",
    "Attendance",
    "AuditFile",
    "AuditFinding",
    "Checklist",
    "ChecklistAnswer",
    "ChecklistTemplate",
    "Contact",
    "Criticism",
    "DiaryEntry",
    "LeavingAudit",
    "Meeting",
    "Talk",
]
