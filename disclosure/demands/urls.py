"""Addresses of joint demands."""

from django.urls import path

from disclosure.demands import views
from disclosure.demands.desk import demands, electorate

pages = [
    path("units/<code:code>/demands/", views.demands, name="demands"),
    path("units/<code:code>/demands/new/", views.new_demand, name="new_demand"),
]
desk = [
    path("demands/", demands.demands, name="demands"),
    path("demands/new/", demands.new_demand, name="new_demand"),
    path("demands/<int:pk>/", demands.demand, name="demand"),
    path("demands/<int:pk>/steps/<slug:verb>/", demands.take_step, name="demand_step"),
    path("electorate/", electorate.electorates, name="electorates"),
    path("electorate/<code:code>/", electorate.electorate, name="electorate"),
]
