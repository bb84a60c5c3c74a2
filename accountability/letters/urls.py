"""Addresses of letters."""

from django.urls import path

from accountability.letters import views
from accountability.letters.desk import letters, plans, reports, signing, templates
from portal.desk.steps import steps

NAMESPACE = "accountability_desk"

pages = [
    path("accountability/", views.current, name="years"),
    path("accountability/<int:year>/", views.of_year, name="year"),
    path("accountability/<int:year>/published/<code:code>/", views.published_in_time, name="published_in_time"),
    path("accountability/letters/<code:number>/", views.letter, name="letter"),
]
files = [
    path("accountability/<int:year>/figures.csv", views.year_csv, name="year_csv"),
    path("accountability/letters/<code:number>/letter.pdf", views.letter_pdf, name="letter_pdf"),
    path("accountability/letters/<code:number>/canonical.json", views.letter_document, name="letter_document"),
]
desk = [
    path("letters/", letters.Letters.as_view(), name="letters"),
    path("letters/at-once/", letters.LettersAtOnce.as_view(), name="letters_at_once"),
    path("letters/sign/", signing.CountersignMany.as_view(), name="letters_sign"),
    path("letters/years/new/", plans.Plan.as_view(), name="letter_plan"),
    path("letters/years/<int:pk>/", plans.PlanPage.as_view(), name="letter_year"),
    path("letters/years/<int:pk>/change/", plans.ChangePlan.as_view(), name="letter_year_change"),
    path("letters/years/<int:pk>/issue/", plans.Issue.as_view(), name="letter_issue"),
    path("letters/templates/", templates.Templates.as_view(), name="letter_templates"),
    path("letters/templates/new/", templates.NewTemplate.as_view(), name="letter_template_new"),
    path("letters/templates/<int:pk>/", templates.VersionPage.as_view(), name="letter_version"),
    path("letters/templates/<int:pk>/write/", templates.Write.as_view(), name="letter_version_write"),
    path("letters/templates/<int:pk>/next/", templates.NextVersion.as_view(), name="letter_version_next"),
    path("letters/reports/", reports.Reports.as_view(), name="self_reports"),
    path("letters/reports/<int:pk>/", reports.ReportPage.as_view(), name="self_report"),
    path(
        "letters/reports/<int:pk>/files/<int:file>/<str:name>", reports.EvidenceFile.as_view(), name="self_report_file"
    ),
    path("letters/<int:pk>/", letters.LetterPageView.as_view(), name="letter"),
    path("letters/<int:pk>/letter.pdf", letters.LetterPdf.as_view(), name="letter_pdf"),
    path("letters/<int:pk>/scan/", letters.LetterScan.as_view(), name="letter_scan"),
    path("letters/<int:pk>/duties/", letters.AssignDuties.as_view(), name="letter_duties"),
    path("letters/<int:pk>/cadres/new/", letters.IssueToCadre.as_view(), name="letter_cadre"),
    *steps("letters/years", plans.Hold, namespace=NAMESPACE),
    *steps("letters/templates", templates.PutIntoUse, namespace=NAMESPACE),
    *steps("letters/reports", reports.Report, reports.Accept, reports.SendReportBack, namespace=NAMESPACE),
    *steps("letters", *signing.STEP_VIEWS, namespace=NAMESPACE),
]
