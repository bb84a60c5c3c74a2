"""Addresses of joint demands."""

from django.urls import path

from disclosure.demands import desk as staff, views
from portal.desk.steps import steps

pages = [
    path("units/<code:code>/demands/", views.demands, name="demands"),
    path("units/<code:code>/demands/new/", views.new_demand, name="new_demand"),
]
desk = [
    path("demands/", staff.Demands.as_view(), name="demands"),
    path("demands/new/", staff.NewDemand.as_view(), name="new_demand"),
    path("demands/<int:pk>/", staff.DemandPage.as_view(), name="demand"),
    path("demands/<int:pk>/reword/", staff.Reword.as_view(), name="demand_reword"),
    path("demands/<int:pk>/support/", staff.AddSupport.as_view(), name="demand_support"),
    *steps("demands", staff.Confirm, staff.Unconfirm, staff.End, staff.NameNotice, namespace="disclosure_desk"),
    path("electorate/", staff.Electorates.as_view(), name="electorates"),
    path("electorate/<code:code>/", staff.CountVoters.as_view(), name="electorate"),
]
