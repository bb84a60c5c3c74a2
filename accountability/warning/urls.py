"""Addresses of warning."""

from django.urls import URLPattern, path

from accountability.warning import desk as views

pages: list[URLPattern] = []
files: list[URLPattern] = []
desk: list[URLPattern] = [
    path("accountability/year/", views.Year.as_view(), name="secretary_year"),
    path("accountability/risks/", views.Risks.as_view(), name="risks"),
    path("accountability/risks/rules/", views.Rules.as_view(), name="risk_rules"),
    path("accountability/risks/rules/<slug:risk>/", views.ChangeRule.as_view(), name="risk_rule"),
    path("accountability/risks/<slug:quarter>/", views.RisksOfQuarter.as_view(), name="risks_quarter"),
    path("accountability/risks/<slug:quarter>/count/", views.Count.as_view(), name="risks_count"),
    path("accountability/risks/<slug:quarter>/remind/", views.Remind.as_view(), name="risks_remind"),
    path("accountability/risks/<slug:quarter>/table.csv", views.Download.as_view(), {"form": "csv"}, name="risks_csv"),
    path("accountability/risks/<slug:quarter>/table.pdf", views.Download.as_view(), {"form": "pdf"}, name="risks_pdf"),
    path("accountability/risks/<slug:quarter>/<code:code>/", views.RisksOfUnit.as_view(), name="risks_unit"),
]
