"""Addresses of text and files."""

from django.urls import path

from disclosure.content.text import desk as staff

desk = [
    path("editions/preview/", staff.Preview.as_view(), name="preview"),
    path("editions/<int:pk>/edit/", staff.Edit.as_view(), name="edit"),
    path("editions/<int:pk>/files/<int:file>/remove/", staff.RemoveFile.as_view(), name="remove_file"),
]
