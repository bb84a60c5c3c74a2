"""Addresses of opinions."""

from django.urls import path

from disclosure.opinions import views
from disclosure.opinions.desk import opinions, steps as taking
from portal.desk.steps import steps

pages = [
    path("notices/<code:number>/opinions/new/", views.new_opinion, name="new_opinion"),
    path("opinions/", views.opinions, name="opinions"),
    path("opinions/follow/", views.FollowOpinion.as_view(), name="follow_opinion"),
    path("opinions/received/<str:token>/", views.OpinionReceived.as_view(), name="opinion_received"),
]
desk = [
    path("opinions/", opinions.Opinions.as_view(), name="opinions"),
    path("opinions/new/", opinions.NewOpinion.as_view(), name="new_opinion"),
    path("opinions/find/", opinions.Find.as_view(), name="opinions_find"),
    path("opinions/<int:pk>/", opinions.OpinionPage.as_view(), name="opinion"),
    path("opinions/<int:pk>/correct/", taking.Correct.as_view(), name="opinion_correct"),
    *steps(
        "opinions",
        taking.Route,
        taking.Refuse,
        taking.Merge,
        taking.Reroute,
        taking.Answer,
        taking.TakeBack,
        taking.SendBack,
        taking.Close,
        namespace="disclosure_desk",
    ),
]
