"""Addresses of comparisons: villages beside each other, what the town paid and villages received."""

from django.urls import path

from disclosure.comparison import desk as staff, views

pages = [
    path("compare/", views.compare, name="compare"),
    path("compare/<code:code>/", views.compare, name="compare_village"),
]
files = [path("compare/<code:code>/data.csv", views.data, name="compare_csv")]
desk = [
    path("linked/", staff.LinkedList.as_view(), name="linked"),
    path("linked/<code:code>/<code:period>/", staff.LinkedOne.as_view(), name="linked_one"),
]
