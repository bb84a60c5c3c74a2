"""Addresses of integrity. The public reads it on the page of a year."""

from django.urls import URLPattern, path

from accountability.integrity.desk import audits, checklists, contacts, education, meetings, overview, talks
from portal.desk.steps import steps

_NAMESPACE = "accountability_desk"

pages: list[URLPattern] = []
files: list[URLPattern] = []

_talks = [
    path("integrity/talks/", talks.Talks.as_view(), name="talks"),
    path("integrity/talks.csv", talks.TalksCsv.as_view(), name="talks_csv"),
    path("integrity/talks/plan/", talks.PlanTalk.as_view(), name="plan_talk"),
    path("integrity/talks/enter/", talks.EnterTalk.as_view(), name="enter_talk"),
    path("integrity/talks/<int:pk>/", talks.TalkPage.as_view(), name="talk"),
    path("integrity/talks/<int:pk>/change/", talks.ChangeTalk.as_view(), name="change_talk"),
    path("integrity/talks/<int:pk>/record/", talks.Record.as_view(), name="talk_record"),
    path("integrity/talks/<int:pk>/record.pdf", talks.RecordPaper.as_view(), name="talk_record_paper"),
    *steps("talks", talks.Hold, talks.Drop, namespace=_NAMESPACE),
]
_education = [
    path("integrity/education/", education.Activities.as_view(), name="activities"),
    path("integrity/education.csv", education.ActivitiesCsv.as_view(), name="activities_csv"),
    path("integrity/education/enter/", education.EnterActivity.as_view(), name="enter_activity"),
    path("integrity/education/<int:pk>/", education.ActivityPage.as_view(), name="activity"),
    path("integrity/education/<int:pk>/change/", education.ChangeActivity.as_view(), name="change_activity"),
    path("integrity/education/<int:pk>/attendance/", education.EnterAttendance.as_view(), name="activity_attendance"),
    path("integrity/education/<int:pk>/attendance.pdf", education.AttendanceSheet.as_view(), name="activity_sheet"),
    path("integrity/education/<int:pk>/files/", education.AttachToActivity.as_view(), name="attach_to_activity"),
    path("integrity/education/<int:pk>/files/<int:file>/", education.ActivityFileView.as_view(), name="activity_file"),
    path(
        "integrity/education/<int:pk>/files/<int:file>/remove/",
        education.RemoveFromActivity.as_view(),
        name="remove_activity_file",
    ),
]
_meetings = [
    path("integrity/meetings/", meetings.Meetings.as_view(), name="life_meetings"),
    path("integrity/meetings/enter/", meetings.EnterMeeting.as_view(), name="enter_life_meeting"),
    path("integrity/meetings/<int:pk>/", meetings.MeetingPage.as_view(), name="life_meeting"),
    path("integrity/meetings/<int:pk>/change/", meetings.ChangeMeeting.as_view(), name="change_life_meeting"),
    path("integrity/meetings/<int:pk>/criticism/", meetings.Criticisms.as_view(), name="life_meeting_criticism"),
    path("integrity/meetings/<int:pk>/criticism/enter/", meetings.AddCriticism.as_view(), name="add_criticism"),
    path("integrity/meetings/<int:pk>/measures/give/", meetings.AddMeasure.as_view(), name="add_measure"),
]
_contacts = [
    path("integrity/contacts/", contacts.Contacts.as_view(), name="contacts"),
    path("integrity/contacts/enter/", contacts.EnterContact.as_view(), name="enter_contact"),
    path("integrity/contacts/<int:pk>/", contacts.ChangeContact.as_view(), name="contact"),
    path("integrity/diary/", contacts.Diary.as_view(), name="diary"),
    path("integrity/diary.csv", contacts.DiaryCsv.as_view(), name="diary_csv"),
    path("integrity/diary/write/", contacts.WriteDiary.as_view(), name="write_diary"),
]
_checklists = [
    path("integrity/checklists/", checklists.Checklists.as_view(), name="checklists"),
    path("integrity/checklists.csv", checklists.ChecklistsCsv.as_view(), name="checklists_csv"),
    path("integrity/checklists/<int:pk>/", checklists.ChecklistPage.as_view(), name="checklist"),
    path("integrity/checklists/asked/", checklists.Templates.as_view(), name="checklist_templates"),
    path("integrity/checklists/asked/new/", checklists.EnterTemplate.as_view(), name="enter_checklist_template"),
    path("integrity/checklists/asked/<int:pk>/", checklists.ChangeTemplate.as_view(), name="checklist_template"),
    path("integrity/checklists/asked/<int:pk>/open/", checklists.OpenChecklists.as_view(), name="open_checklists"),
    *steps("checklists", checklists.Submit, checklists.Check, checklists.SendBack, namespace=_NAMESPACE),
]
_audits = [
    path("integrity/audits/", audits.Audits.as_view(), name="leaving_audits"),
    path("integrity/audits/plan/", audits.PlanAudit.as_view(), name="plan_leaving_audit"),
    path("integrity/audits/<int:pk>/", audits.AuditPage.as_view(), name="leaving_audit"),
    path("integrity/audits/<int:pk>/change/", audits.ChangeAudit.as_view(), name="change_leaving_audit"),
    path("integrity/audits/<int:pk>/findings/enter/", audits.AddFinding.as_view(), name="add_audit_finding"),
    path(
        "integrity/audits/<int:pk>/findings/<int:finding>/remove/",
        audits.RemoveFinding.as_view(),
        name="remove_audit_finding",
    ),
    path("integrity/audits/<int:pk>/files/<int:file>/", audits.AuditFileView.as_view(), name="leaving_audit_file"),
    *steps("leaving_audits", audits.Start, audits.Report, audits.Close, namespace=_NAMESPACE),
]
desk = [
    path("integrity/", overview.Overview.as_view(), name="integrity"),
    path("integrity/heads/", overview.Heads.as_view(), name="talk_heads"),
    *_talks,
    *_education,
    *_meetings,
    *_contacts,
    *_checklists,
    *_audits,
]
