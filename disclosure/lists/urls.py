"""Addresses of lists."""

from django.urls import path

from disclosure.lists import desk as staff

desk = [
    path("editions/<int:pk>/list/", staff.ListPage.as_view(), name="list"),
    path("editions/<int:pk>/list/empty.xlsx", staff.EmptyWorkbook.as_view(), name="list_workbook"),
]
