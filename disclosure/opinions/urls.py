"""Addresses of opinions."""

from django.urls import path

from disclosure.opinions import views
from disclosure.opinions.desk import opinions, steps

pages = [
    path("notices/<code:number>/opinions/new/", views.new_opinion, name="new_opinion"),
    path("opinions/", views.opinions, name="opinions"),
    path("opinions/follow/", views.follow_opinion, name="follow_opinion"),
    path("opinions/received/<str:token>/", views.opinion_received, name="opinion_received"),
]
desk = [
    path("opinions/", opinions.opinions, name="opinions"),
    path("opinions/new/", steps.new_opinion, name="new_opinion"),
    path("opinions/<int:pk>/", opinions.opinion, name="opinion"),
    path("opinions/<int:pk>/correct/", steps.correct, name="opinion_correct"),
    path("opinions/<int:pk>/steps/<slug:verb>/", steps.take_step, name="opinion_step"),
]
