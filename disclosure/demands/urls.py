"""Addresses of joint demands."""

from django.urls import path

from disclosure.demands import views
from disclosure.demands.desk.changing import AddSupport, NewDemand, Reword
from disclosure.demands.desk.demands import DemandPage, Demands
from disclosure.demands.desk.electorate import CountVoters, Electorates
from disclosure.demands.desk.steps import Confirm, End, NameNotice, Unconfirm
from portal.desk.steps import steps

pages = [
    path("units/<code:code>/demands/", views.demands, name="demands"),
    path("units/<code:code>/demands/new/", views.new_demand, name="new_demand"),
]
desk = [
    path("demands/", Demands.as_view(), name="demands"),
    path("demands/new/", NewDemand.as_view(), name="new_demand"),
    path("demands/<int:pk>/", DemandPage.as_view(), name="demand"),
    path("demands/<int:pk>/reword/", Reword.as_view(), name="demand_reword"),
    path("demands/<int:pk>/support/", AddSupport.as_view(), name="demand_support"),
    *steps("demands", Confirm, Unconfirm, End, NameNotice, namespace="disclosure_desk"),
    path("electorate/", Electorates.as_view(), name="electorates"),
    path("electorate/<code:code>/", CountVoters.as_view(), name="electorate"),
]
