"""Addresses of what the town paid and villages received."""

from django.urls import path

from disclosure.comparison import desk as staff

desk = [
    path("linked/", staff.linked_list, name="linked"),
    path("linked/<code:code>/<code:period>/", staff.linked_one, name="linked_one"),
]
