"""Addresses of ratings."""

from django.urls import path

from accountability.ratings import views
from accountability.ratings.desk import windows, words
from portal.desk.steps import steps

pages = [
    path("accountability/ratings/", views.ratings, name="ratings"),
    path("accountability/ratings/<int:year>/", views.ratings_of_year, name="ratings_of_year"),
    path("accountability/rate/<code:code>/", views.rate, name="rate"),
    path("accountability/rate/<code:code>/thanks/", views.rated, name="rated"),
]
files = [path("accountability/ratings/<int:year>.csv", views.ratings_csv, name="ratings_csv")]
desk = [
    path("ratings/", windows.Windows.as_view(), name="ratings"),
    path("ratings/new/", windows.NewWindow.as_view(), name="rating_new_window"),
    path("ratings/words/", words.WordsToScreen.as_view(), name="rating_to_screen"),
    path("ratings/words/<int:pk>/", words.WordsPage.as_view(), name="rating_words"),
    path("ratings/<int:pk>/", windows.WindowPage.as_view(), name="rating_window"),
    path("ratings/<int:pk>/change/", windows.EditWindow.as_view(), name="rating_change_window"),
    path("ratings/<int:pk>/code.pdf", windows.PrintCode.as_view(), name="rating_code"),
    path("ratings/<int:pk>/slips/", windows.PrintSlips.as_view(), name="rating_slips"),
    path("ratings/<int:pk>/improve/<int:year>/<int:quarter>/", windows.Improve.as_view(), name="rating_improve"),
    *steps("ratings/words", words.PassOn, words.KeepBack, namespace="accountability_desk"),
]
