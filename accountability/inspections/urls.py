"""Addresses of inspections."""

from django.urls import URLPattern, path

from accountability.inspections.desk import findings, inspections, visits
from portal.desk.steps import steps

pages: list[URLPattern] = []
files: list[URLPattern] = []
desk = [
    path("inspections/", inspections.Inspections.as_view(), name="inspections"),
    path("inspections/new/", inspections.NewInspection.as_view(), name="new_inspection"),
    path("inspections/visits/", visits.Visits.as_view(), name="unit_visits"),
    path("inspections/visits/<int:pk>/", visits.VisitPage.as_view(), name="unit_visit"),
    path("inspections/visits/<int:pk>/change/", visits.ChangeVisit.as_view(), name="change_unit_visit"),
    path("inspections/visits/<int:pk>/findings/new/", findings.NewFinding.as_view(), name="new_finding"),
    path("inspections/<int:pk>/", inspections.InspectionPage.as_view(), name="inspection"),
    path("inspections/<int:pk>/change/", inspections.ChangeInspection.as_view(), name="change_inspection"),
    path("inspections/<int:pk>/visits/new/", visits.NewVisit.as_view(), name="new_unit_visit"),
    path("inspections/<int:pk>/notice/", findings.GiveNotice.as_view(), name="inspection_notice"),
    path("findings/", findings.Findings.as_view(), name="findings"),
    path("findings/<int:pk>/", findings.FindingPage.as_view(), name="finding"),
    path("findings/<int:pk>/change/", findings.AmendFinding.as_view(), name="amend_finding"),
    path("findings/photos/<int:pk>", findings.Photograph.as_view(), name="finding_photo"),
    path("findings/photos/<int:pk>/small", findings.Photograph.as_view(is_small=True), name="finding_photo_small"),
    *steps("inspections", inspections.Begin, inspections.Close, inspections.Cancel, namespace="accountability_desk"),
    *steps("findings", findings.Settle, findings.Withdraw, findings.Release, namespace="accountability_desk"),
]
