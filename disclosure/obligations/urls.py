"""Addresses of what is owed."""

from django.urls import path

from disclosure.obligations import views
from disclosure.obligations.desk import events, matrix, obligations

pages = [
    path("matrix/", views.current, name="matrix_current"),
    path("matrix/<code:period>/", views.matrix, name="matrix"),
]
files = [
    *(
        path(f"matrix/<code:period>/data.{form}", views.data, {"form": form}, name=f"matrix_{form}")
        for form in views.FORMS
    ),
]
desk = [
    path("matrix/", matrix.current, name="matrix_current"),
    path("matrix/<code:period>/", matrix.matrix, name="matrix"),
    path("obligations/", obligations.owed, name="obligations"),
    path("obligations/new/", events.new_event, name="new_event"),
    path("obligations/<code:number>/", obligations.obligation, name="obligation"),
]
