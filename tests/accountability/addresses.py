"""The addresses of accountability, and for whom each is."""

from typing import Any

from django.db.models import Model

from accountability import urls
from accountability.appraisal.models import Appraisal, Debriefing, Suggestion
from accountability.assessment.models import (
    Assessment,
    AssessmentYear,
    Objection,
    ScoreEntry,
    ScoringTable,
    TableItem,
    TableRule,
)
from accountability.inspections.models import Finding, FindingPhoto, Inspection, UnitVisit
from accountability.integrity.models import (
    Activity,
    Checklist,
    ChecklistTemplate,
    Contact,
    LeavingAudit,
    Meeting,
    Talk,
)
from accountability.letters.models import Letter, LetterVersion, SelfReport, SigningYear
from accountability.ratings.models import Rating, Window
from accountability.rectification.models import EvidenceFile, Rectification
from accountability.reports.models import Paragraph, Report, ReportFigure
from accountability.supervision.models import Check, Matter, RiskPoint, ScreenNotice, SealedThing

PUBLIC: dict[str, tuple[Any, ...]] = {
    "accountability:years": (),
    "accountability:year": (2025,),
    "accountability:published_in_time": (2025, "QS-01"),
    "accountability:letter": ("ZR-2025-QS-01",),
    "accountability:screen": (),
    "accountability:ratings": (),
    "accountability:ratings_of_year": (2025,),
    "accountability:appraisal": ("QS-CP-2026-001",),
    "accountability:assessments": (2025,),
    "accountability:assessment": (2025, "QS-01"),
    "accountability:assessment_edition": (2025, "QS-01", 1),
    "accountability:yearly_reports": (),
    "accountability:yearly_report": (2025,),
    "accountability:yearly_report_edition": (2025, 1),
    "accountability_files:year_csv": (2025,),
    "accountability_files:letter_pdf": ("ZR-2025-QS-01",),
    "accountability_files:letter_document": ("ZR-2025-QS-01",),
    "accountability_files:screen": (),
    "accountability_files:ratings_csv": (2025,),
    "accountability_files:appraisal_pdf": ("QS-CP-2026-001",),
    "accountability_files:appraisal_json": ("QS-CP-2026-001",),
    "accountability_files:assessment_document": (2025, "QS-01", 1),
    "accountability_files:assessments_pdf": (2025,),
    "accountability_files:assessments_csv": (2025,),
    "accountability_files:yearly_report_pdf": (2025,),
    "accountability_files:yearly_report_docx": (2025,),
    "accountability_files:yearly_report_json": (2025,),
    "accountability_files:yearly_report_canonical": (2025, 1),
}
"""What anybody reads, with arguments of the shape that each takes."""

FORMS: dict[str, tuple[Any, ...]] = {
    "accountability:rate": ("ZZZZ-ZZZZ",),
    "accountability:rated": ("ZZZZ-ZZZZ",),
    "accountability:vote": (),
    "accountability:voted": ("QS-CP-2026-001",),
}
"""Forms for somebody who holds the code of a counter or of an appraisal."""

OF_SECRETARY = (
    *("letter_plan", "letter_templates", "letter_template_new", "new_inspection"),
    *("supervision_new_point", "supervision_carry_over", "supervision_seal", "supervision_take_in"),
    *("rating_new_window", "rating_to_screen", "enter_activity", "enter_life_meeting", "enter_contact"),
    *("checklist_templates", "enter_checklist_template", "plan_leaving_audit", "debriefing_plan"),
    *("assessment_open", "secretary_year", "risk_rules", "new_yearly_report"),
)
"""Pages of the discipline secretary alone."""

LISTS = (
    *("rectifications", "letters", "letters_sign", "self_reports", "inspections", "unit_visits", "findings"),
    *("supervision_points", "supervision_matters", "supervision_things", "supervision_print_things"),
    *("screen_notices", "screen_new_notice", "ratings", "integrity", "talk_heads", "talks", "talks_csv", "plan_talk"),
    *("enter_talk", "activities", "activities_csv", "life_meetings", "contacts", "diary", "diary_csv", "write_diary"),
    *("checklists", "checklists_csv", "leaving_audits", "debriefings", "suggestions", "appraisals", "assessments"),
    *("assessment_objections", "scoring_tables", "risks", "yearly_reports"),
)
"""Lists of which each holder of a post sees what is theirs, and those with no part in accountability none."""

POSTED = ("letters_at_once", "scoring_table_new")
"""What a list sends; who may do none of it is told so as if there were no such address."""

NOTHING: tuple[Any, ...] = ()
OF_ROWS: dict[type[Model], dict[str, tuple[Any, ...]]] = {
    Rectification: dict.fromkeys(("rectification", "rectification_notice", "rectification_pressing"), NOTHING),
    EvidenceFile: {"rectification_file": ()},
    SigningYear: dict.fromkeys(("letter_year", "letter_year_change", "letter_issue"), NOTHING),
    LetterVersion: dict.fromkeys(("letter_version", "letter_version_write", "letter_version_next"), NOTHING),
    SelfReport: {"self_report": (), "self_report_file": (1, "a.pdf")},
    Letter: dict.fromkeys(("letter", "letter_pdf", "letter_scan", "letter_duties", "letter_cadre"), NOTHING),
    Inspection: dict.fromkeys(("inspection", "change_inspection", "new_unit_visit", "inspection_notice"), NOTHING),
    UnitVisit: dict.fromkeys(("unit_visit", "change_unit_visit", "new_finding"), NOTHING),
    Finding: dict.fromkeys(("finding", "amend_finding"), NOTHING),
    FindingPhoto: dict.fromkeys(("finding_photo", "finding_photo_small"), NOTHING),
    RiskPoint: dict.fromkeys(("supervision_point", "supervision_new_matter"), NOTHING),
    Matter: dict.fromkeys(("supervision_matter", "supervision_rename_matter"), NOTHING),
    Check: {"supervision_check": ()},
    SealedThing: {"supervision_thing": ()},
    ScreenNotice: dict.fromkeys(("screen_notice", "screen_change_notice"), NOTHING),
    Window: {
        **dict.fromkeys(("rating_window", "rating_change_window", "rating_code", "rating_slips"), NOTHING),
        "rating_improve": (2025, 1),
    },
    Rating: {"rating_words": ()},
    Talk: dict.fromkeys(("talk", "change_talk", "talk_record", "talk_record_paper"), NOTHING),
    Activity: {
        **dict.fromkeys(("activity", "change_activity", "activity_attendance", "activity_sheet"), NOTHING),
        "attach_to_activity": (),
        **dict.fromkeys(("activity_file", "remove_activity_file"), (1,)),
    },
    Meeting: {
        **dict.fromkeys(("life_meeting", "change_life_meeting", "life_meeting_criticism"), NOTHING),
        **dict.fromkeys(("add_criticism", "add_measure"), NOTHING),
    },
    Contact: {"contact": ()},
    Checklist: {"checklist": ()},
    ChecklistTemplate: dict.fromkeys(("checklist_template", "open_checklists"), NOTHING),
    LeavingAudit: {
        **dict.fromkeys(("leaving_audit", "change_leaving_audit", "add_audit_finding"), NOTHING),
        **dict.fromkeys(("remove_audit_finding", "leaving_audit_file"), (1,)),
    },
    Debriefing: {
        **dict.fromkeys(("debriefing", "debriefing_minutes", "debriefing_hand_in", "debriefing_ask"), NOTHING),
        **dict.fromkeys(("debriefing_suggest", "debriefing_prepare"), NOTHING),
        **dict.fromkeys(("debriefing_statement", "debriefing_statement_file", "debriefing_question"), (1,)),
    },
    Suggestion: {"suggestion": ()},
    Appraisal: dict.fromkeys(("appraisal", "appraisal_codes", "appraisal_paper", "appraisal_result"), NOTHING),
    AssessmentYear: {
        **dict.fromkeys(("assessment_team", "assessment_count", "assessment_decide_all"), NOTHING),
        **dict.fromkeys(("assessment_publish_all", "assessment_finish_all"), NOTHING),
        "assessment_results": ("csv",),
    },
    Assessment: {
        **dict.fromkeys(("assessment", "assessment_form", "assessment_check", "assessment_entry"), NOTHING),
        **dict.fromkeys(("assessment_verify_items", "assessment_object", "assessment_require"), NOTHING),
        "assessment_consequence": (),
        "assessment_verify_item": (1,),
    },
    ScoreEntry: {"assessment_correct": ()},
    Objection: {"assessment_objection": ()},
    ScoringTable: dict.fromkeys(
        ("scoring_table", "scoring_table_change", "scoring_item_add", "scoring_rule_add"), NOTHING
    ),
    TableItem: {"scoring_item": ()},
    TableRule: {"scoring_rule_drop": ()},
    Report: {
        **dict.fromkeys(("yearly_report", "yearly_report_correct", "yearly_report_anew"), NOTHING),
        **dict.fromkeys(("yearly_report_pdf", "yearly_report_docx", "yearly_report_json"), NOTHING),
        "yearly_report_counted": ("letters.issued",),
        "add_paragraph": ("letters",),
    },
    Paragraph: dict.fromkeys(("write_paragraph", "explain_gap", "restore_paragraph", "remove_paragraph"), NOTHING),
    ReportFigure: dict.fromkeys(("take_figure", "keep_figure"), NOTHING),
}
"""Pages of one row, with what their addresses take beside its key; `test_sight` asks for each."""

OF_QUARTER: dict[str, tuple[Any, ...]] = {
    "risk_rule": ("spending",),
    **dict.fromkeys(("risks_quarter", "risks_count", "risks_remind", "risks_csv", "risks_pdf"), ("2026Q3",)),
    "risks_unit": ("2026Q3", "QS-01"),
}
"""Pages of the table of risks; `test_sight` asks for each."""

STEPS = [str(one.name) for one in urls.desk[0] if "/steps/" in str(one.pattern)]
"""The addresses of steps."""
DESK = "accountability_desk:"
