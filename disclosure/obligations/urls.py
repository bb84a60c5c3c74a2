"""Addresses of what is owed."""

from django.urls import path

from disclosure.obligations import views
from disclosure.obligations.desk import lists, obligations
from portal.desk.steps import steps

pages = [
    path("matrix/", views.matrix, name="matrix_current"),
    path("matrix/<code:period>/", views.matrix, name="matrix"),
]
files = [
    path("calendar/publications.ics", views.calendar, name="calendar"),
    path("calendar/units/<code:code>.ics", views.calendar, name="unit_calendar"),
    path("matrix/<code:period>/data.csv", views.data, {"form": "csv"}, name="matrix_csv"),
    path("matrix/<code:period>/data.json", views.data, {"form": "json"}, name="matrix_json"),
]
desk = [
    path("matrix/", lists.MatrixPage.as_view(), name="matrix_current"),
    path("matrix/<code:period>/", lists.MatrixPage.as_view(), name="matrix"),
    path("obligations/", lists.Obligations.as_view(), name="obligations"),
    path("obligations/new/", lists.NewEvent.as_view(), name="new_event"),
    path("obligations/<int:pk>/begin/", lists.BeginNotice.as_view(), name="begin_notice"),
    path("obligations/<code:number>/", obligations.ObligationPage.as_view(), name="obligation"),
    path("obligations/<code:number>/claim/", obligations.Claim.as_view(), name="claim_obligation"),
    path("obligations/<code:number>/excuse/", obligations.Excuse.as_view(), name="excuse_obligation"),
    path("obligations/<code:number>/drop/", obligations.Drop.as_view(), name="drop_obligation"),
    *steps(
        "exemptions",
        obligations.TakeBackClaim,
        obligations.Accept,
        obligations.Refuse,
        obligations.End,
        namespace="disclosure_desk",
    ),
]
