"""Addresses of yearly reports."""

from django.urls import path

from disclosure.reports import desk as staff, views
from disclosure.reports.presenters import PAPERS

files = [
    route
    for form in PAPERS
    for route in (
        path(f"notices/<code:number>/report.{form}", views.paper, {"form": form}, name=f"report_{form}"),
        path(
            f"notices/<code:number>/editions/<int:edition>/report.{form}",
            views.paper,
            {"form": form},
            name=f"edition_report_{form}",
        ),
    )
]
desk = [
    path("editions/<int:pk>/report/", staff.ReportPage.as_view(), name="report"),
    path("editions/<int:pk>/report/<slug:row>/<slug:column>/", staff.Behind.as_view(), name="report_behind"),
]
