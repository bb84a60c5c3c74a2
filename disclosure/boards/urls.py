"""Addresses of boards and postings."""

from django.urls import path

from disclosure.boards.desk import boards, postings
from portal.desk.steps import steps

desk = [
    path("boards/", boards.Boards.as_view(), name="boards"),
    path("boards/new/", boards.NewBoard.as_view(), name="new_board"),
    path("boards/<int:pk>/", boards.BoardPage.as_view(), name="board"),
    path("boards/<int:pk>/edit/", boards.EditBoard.as_view(), name="edit_board"),
    path("postings/<int:pk>/photo", postings.PostingPhoto.as_view(), name="posting_photo"),
    *steps(
        "postings",
        postings.Replace,
        postings.TakeDown,
        postings.Renew,
        postings.Photograph,
        namespace="disclosure_desk",
    ),
]
