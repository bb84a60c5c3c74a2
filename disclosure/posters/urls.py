"""Addresses of posters."""

from django.urls import path

from disclosure.posters import desk as staff, views

files = [
    path("notices/<code:number>/poster.pdf", views.poster, name="poster"),
    path("notices/<code:number>/editions/<int:edition>/poster.pdf", views.poster, name="edition_poster"),
]
desk = [
    path("editions/<int:pk>/specimen.pdf", staff.Specimen.as_view(), name="specimen"),
    path("editions/<int:pk>/poster/<str:size>/again/", staff.MakeAgain.as_view(), name="make_poster_again"),
]
