"""Addresses of the catalogue."""

from django.urls import path

from disclosure.catalogue import views
from disclosure.catalogue.desk import books, entries

pages = [path("catalogue/", views.catalogue, name="catalogue")]
desk = [
    path("monthly-books/", books.MonthlyBooksPage.as_view(), name="monthly_books"),
    path("monthly-books/new/", books.MarkMonthly.as_view(), name="mark_monthly"),
    path("monthly-books/<int:pk>/end/", books.EndMonthly.as_view(), name="end_monthly"),
    path("catalogue/", entries.Catalogue.as_view(), name="catalogue"),
    path("catalogue/<str:code>/", entries.CatalogueEntryPage.as_view(), name="catalogue_entry"),
]
