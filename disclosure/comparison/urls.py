"""Addresses of what the town paid and villages received."""

from django.urls import path

from disclosure.comparison import desk as staff

desk = [
    path("linked/", staff.LinkedList.as_view(), name="linked"),
    path("linked/<code:code>/<code:period>/", staff.LinkedOne.as_view(), name="linked_one"),
]
