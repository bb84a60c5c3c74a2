"""Addresses of handing in and following petitions."""

from django.urls import path

from petitions.intake import desk as entering
from petitions.intake.views import handing_in, mine

pages = [
    path("petitions/", handing_in.start, name="start"),
    path("petitions/new/", handing_in.new_petition, name="new"),
    path("petitions/track/", handing_in.Track.as_view(), name="track"),
    path("petitions/received/<str:token>/", handing_in.Received.as_view(), name="received"),
    path("petitions/mine/<str:token>/add/", mine.Add.as_view(), name="add"),
    path("petitions/mine/<str:token>/withdraw/", mine.Withdraw.as_view(), name="withdraw"),
    path("petitions/mine/<str:token>/rate/", mine.Rate.as_view(), name="rate"),
    path("petitions/mine/<str:token>/review/", mine.AskReview.as_view(), name="review"),
    path("petitions/mine/<str:token>/papers/<int:pk>.pdf", mine.paper, name="paper"),
    path("petitions/mine/<str:token>/slip/", mine.sheet, name="slip"),
]
files = [
    path("petitions/blank-form.pdf", handing_in.blank_form, name="blank_form"),
]
desk = [
    path("petitions/new/", entering.NewPetition.as_view(), name="new_petition"),
]
