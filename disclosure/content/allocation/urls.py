"""Addresses of allocations."""

from django.urls import path

from disclosure.content.allocation import desk as staff

desk = [
    path("editions/<int:pk>/allocation/", staff.AllocationPage.as_view(), name="allocation"),
]
