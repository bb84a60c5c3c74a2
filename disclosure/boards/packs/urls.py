"""Addresses of packs of posters."""

from django.urls import path

from disclosure.boards.packs import desk as staff

desk = [
    path("packs/", staff.Packs.as_view(), name="packs"),
    path("packs/new/", staff.NewPack.as_view(), name="new_pack"),
    path("packs/<int:pk>/", staff.PackDetail.as_view(), name="pack"),
    path("packs/<int:pk>/progress/", staff.PackProgress.as_view(), name="pack_progress"),
    path("packs/<int:pk>/file", staff.PackFile.as_view(), name="pack_file"),
    path("packs/<int:pk>/cancel/", staff.CancelPack.as_view(), name="cancel_pack"),
    path("packs/<int:pk>/again/", staff.MakePackAgain.as_view(), name="make_pack_again"),
]
