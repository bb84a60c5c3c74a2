"""Addresses of the yearly report."""

from django.urls import path

from accountability.reports import views
from accountability.reports.desk import reports as staff, writing
from accountability.reports.documents import CONTENT_TYPES
from portal.desk.steps import steps

pages = [
    path("accountability/reports/", views.reports, name="yearly_reports"),
    path("accountability/reports/<int:year>/", views.report, name="yearly_report"),
    path("accountability/reports/<int:year>/editions/<int:edition>/", views.report, name="yearly_report_edition"),
]
files = [
    path(f"accountability/reports/<int:year>/report.{form}", views.paper, {"form": form}, name=f"yearly_report_{form}")
    for form in CONTENT_TYPES
]
files.append(
    path(
        "accountability/reports/<int:year>/editions/<int:edition>/canonical.json",
        views.canonical,
        name="yearly_report_canonical",
    )
)
desk = [
    path("yearly-reports/", staff.Reports.as_view(), name="yearly_reports"),
    path("yearly-reports/new/", staff.NewReport.as_view(), name="new_yearly_report"),
    path("yearly-reports/<int:pk>/", staff.ReportView.as_view(), name="yearly_report"),
    path("yearly-reports/<int:pk>/counted/<str:key>/", staff.CountedView.as_view(), name="yearly_report_counted"),
    path("yearly-reports/<int:pk>/correct/", staff.Correct.as_view(), name="yearly_report_correct"),
    path("yearly-reports/<int:pk>/anew/", staff.DrawAnew.as_view(), name="yearly_report_anew"),
    path("yearly-reports/<int:pk>/chapters/<slug:chapter>/add/", writing.AddParagraph.as_view(), name="add_paragraph"),
    path("yearly-reports/paragraphs/<int:pk>/", writing.WriteParagraph.as_view(), name="write_paragraph"),
    path("yearly-reports/paragraphs/<int:pk>/explain/", writing.ExplainGap.as_view(), name="explain_gap"),
    path("yearly-reports/paragraphs/<int:pk>/restore/", writing.RestoreParagraph.as_view(), name="restore_paragraph"),
    path("yearly-reports/paragraphs/<int:pk>/remove/", writing.RemoveParagraph.as_view(), name="remove_paragraph"),
    path("yearly-reports/figures/<int:pk>/take/", writing.TakeFigure.as_view(), name="take_figure"),
    path("yearly-reports/figures/<int:pk>/keep/", writing.KeepFigure.as_view(), name="keep_figure"),
    *(
        path(
            f"yearly-reports/<int:pk>/report.{form}",
            staff.PaperView.as_view(),
            {"form": form},
            name=f"yearly_report_{form}",
        )
        for form in CONTENT_TYPES
    ),
    *steps(
        "yearly-reports",
        staff.Submit,
        staff.TakeBack,
        staff.Approve,
        staff.SendBack,
        staff.Publish,
        namespace="accountability_desk",
    ),
]
