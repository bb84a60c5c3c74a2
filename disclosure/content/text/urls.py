"""Addresses of text and files."""

from django.urls import path

from disclosure.content.text import desk as staff

desk = [
    path("editions/preview/", staff.preview, name="preview"),
    path("editions/<int:pk>/edit/", staff.edit, name="edit"),
    path("editions/<int:pk>/files/<int:file>/remove/", staff.remove_file, name="remove_file"),
]
