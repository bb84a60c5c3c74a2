"""Addresses of the catalogue."""

from django.urls import path

from disclosure.catalogue import views
from disclosure.catalogue.desk import books, entries

pages = [path("catalogue/", views.catalogue, name="catalogue")]
desk = [
    path("monthly-books/", books.monthly_books, name="monthly_books"),
    path("catalogue/", entries.catalogue, name="catalogue"),
    path("catalogue/<str:code>/", entries.entry, name="catalogue_entry"),
]
