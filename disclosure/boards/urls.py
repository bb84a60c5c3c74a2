"""Addresses of boards, postings and packs of posters."""

from django.urls import path

from disclosure.boards import desk as staff
from disclosure.boards.packs import desk as packs
from portal.desk.steps import steps

desk = [
    path("boards/", staff.Boards.as_view(), name="boards"),
    path("boards/new/", staff.NewBoard.as_view(), name="new_board"),
    path("boards/<int:pk>/", staff.BoardPage.as_view(), name="board"),
    path("boards/<int:pk>/edit/", staff.EditBoard.as_view(), name="edit_board"),
    path("postings/<int:pk>/photo", staff.PostingPhoto.as_view(), name="posting_photo"),
    *steps(
        "postings",
        staff.Replace,
        staff.TakeDown,
        staff.Renew,
        staff.Photograph,
        namespace="disclosure_desk",
    ),
    path("boards/packs/", packs.Packs.as_view(), name="packs"),
    path("boards/packs/new/", packs.NewPack.as_view(), name="new_pack"),
    path("boards/packs/<int:pk>/", packs.PackDetail.as_view(), name="pack"),
    path("boards/packs/<int:pk>/progress/", packs.PackProgress.as_view(), name="pack_progress"),
    path("boards/packs/<int:pk>/files/<int:file>", packs.PackDownload.as_view(), name="pack_file"),
    path("boards/packs/<int:pk>/check-off/", packs.CheckOff.as_view(), name="check_off"),
    path("boards/packs/<int:pk>/cancel/", packs.CancelPack.as_view(), name="cancel_pack"),
    path("boards/packs/<int:pk>/again/", packs.MakePackAgain.as_view(), name="make_pack_again"),
]
