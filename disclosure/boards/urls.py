"""Addresses of boards and postings."""

from django.urls import path

from disclosure.boards.desk import boards, postings

desk = [
    path("boards/", boards.boards, name="boards"),
    path("boards/new/", boards.new_board, name="new_board"),
    path("boards/<int:pk>/", boards.board, name="board"),
    path("boards/<int:pk>/edit/", boards.edit_board, name="edit_board"),
    path("postings/<int:pk>/photo", postings.photo, name="posting_photo"),
    path("postings/<int:pk>/steps/<slug:verb>/", postings.step, name="posting_step"),
]
