"""Addresses of posters."""

from django.urls import path

from disclosure.posters import views

files = [
    path("notices/<code:number>/poster.pdf", views.poster, name="poster"),
    path("notices/<code:number>/editions/<int:edition>/poster.pdf", views.poster, name="edition_poster"),
]
desk = [
    path("editions/<int:pk>/specimen.pdf", views.Specimen.as_view(), name="specimen"),
]
