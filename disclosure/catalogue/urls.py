"""Addresses of the catalogue."""

from django.urls import path

from disclosure.catalogue import desk as staff, views

pages = [path("catalogue/", views.catalogue, name="catalogue")]
desk = [
    path("monthly-books/", staff.MonthlyBooksPage.as_view(), name="monthly_books"),
    path("monthly-books/new/", staff.MarkMonthly.as_view(), name="mark_monthly"),
    path("monthly-books/<int:pk>/end/", staff.EndMonthly.as_view(), name="end_monthly"),
    path("catalogue/", staff.Catalogue.as_view(), name="catalogue"),
    path("catalogue/new/", staff.NewEntry.as_view(), name="new_entry"),
    path("catalogue/<str:code>/", staff.CatalogueEntryPage.as_view(), name="catalogue_entry"),
]
