"""Addresses of outcomes and figures."""

from django.urls import path

from petitions.outcomes import desk as staff, views
from petitions.outcomes.documents import MAKERS
from portal.desk.steps import steps

pages = [
    path("petitions/outcomes/", views.outcomes, name="outcomes"),
    path("petitions/outcomes/told/", views.told, name="told"),
    path("petitions/outcomes/told/<code:number>/", views.outcome, name="outcome"),
    path("petitions/outcomes/<int:year>/", views.outcomes_of_year, name="outcomes_year"),
]
files = [
    path(f"petitions/outcomes/<int:year>.{form}", views.paper, {"form": form}, name=f"outcomes_{form}")
    for form in MAKERS
]
files.append(path("petitions/outcomes/told/<code:number>/canonical.json", views.document, name="outcome_document"))
desk = [
    path("petitions/outcomes/", staff.Outcomes.as_view(), name="outcomes"),
    path("petitions/<int:pk>/outcome/", staff.Propose.as_view(), name="propose_outcome"),
    path("petitions/oversight/", staff.Oversight.as_view(), name="oversight"),
    path("petitions/oversight/villages/", staff.FromVillages.as_view(), name="from_villages"),
    path("petitions/figures/", staff.FiguresPage.as_view(), name="figures"),
    path("petitions/figures/<code:code>/", staff.FiguresPage.as_view(), name="figures_of"),
    path("petitions/figures/<code:code>/counted/<slug:part>/", staff.CountedFrom.as_view(), name="counted"),
    path("petitions/figures/<code:code>/<slug:form>/", staff.FiguresPaper.as_view(), name="figures_paper"),
    path("outcomes/<int:pk>/", staff.OutcomePage.as_view(), name="outcome"),
    *steps("outcomes", staff.Release, staff.SendBack, staff.Revise, staff.Retract, namespace="petitions_desk"),
]
