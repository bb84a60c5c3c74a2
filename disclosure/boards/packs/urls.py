"""Addresses of packs of posters."""

from django.urls import path

from disclosure.boards.packs import desk as staff

desk = [
    path("packs/", staff.packs, name="packs"),
    path("packs/new/", staff.new_pack, name="new_pack"),
    path("packs/<int:pk>/", staff.pack, name="pack"),
    path("packs/<int:pk>/progress/", staff.pack_progress, name="pack_progress"),
    path("packs/<int:pk>/file", staff.pack_file, name="pack_file"),
    path("packs/<int:pk>/steps/<slug:verb>/", staff.pack_step, name="pack_step"),
]
