"""Addresses of requests."""

from django.urls import path

from disclosure.requests import views
from disclosure.requests.desk import requests, steps as taking
from portal.desk.steps import steps

pages = [
    path("requests/", views.about, name="requests"),
    path("requests/new/", views.new_request, name="new_request"),
    path("requests/track/", views.TrackRequest.as_view(), name="track_request"),
    path("requests/received/<str:token>/", views.RequestReceived.as_view(), name="request_received"),
    path("requests/mine/<str:token>/supplement/", views.supplement, name="request_supplement"),
    path("requests/mine/<str:token>/withdraw/", views.withdraw, name="request_withdraw"),
    path("requests/mine/<str:token>/reply.pdf", views.reply, name="request_reply"),
    path("requests/mine/<str:token>/files/<int:pk>/", views.reply_file, name="request_reply_file"),
    path("requests/released/", views.released, name="released"),
    path("requests/released/<code:number>/", views.release, name="release"),
]
files = [
    path("requests/released/<code:number>/files/<int:pk>/", views.release_file, name="release_file"),
    path("requests/released/<code:number>/canonical.json", views.release_document, name="release_document"),
]
desk = [
    path("requests/", requests.Requests.as_view(), name="requests"),
    path("requests/new/", requests.NewRequest.as_view(), name="new_request"),
    path("requests/find/", requests.Find.as_view(), name="requests_find"),
    path("requests/<int:pk>/", requests.RequestPage.as_view(), name="request"),
    path("requests/<int:pk>/files/", requests.Attach.as_view(), name="request_attach"),
    path("requests/<int:pk>/files/<int:file>/", requests.OpenFile.as_view(), name="request_file"),
    path("requests/<int:pk>/files/<int:file>/detach/", requests.Detach.as_view(), name="request_detach"),
    path("requests/<int:pk>/came/", requests.AddPaper.as_view(), name="request_add_paper"),
    path("requests/<int:pk>/came/<int:file>/", requests.OpenCameFile.as_view(), name="request_came_file"),
    path("requests/<int:pk>/papers/<slug:paper>.pdf", requests.PrintPaper.as_view(), name="request_paper"),
    *steps(
        "requests",
        taking.Accept,
        taking.AskCorrection,
        taking.Redirect,
        taking.Correct,
        taking.Lapse,
        taking.Withdraw,
        taking.Reroute,
        taking.Draft,
        taking.Consult,
        taking.Hear,
        taking.AskExtension,
        taking.Extend,
        taking.RefuseExtension,
        taking.TakeBack,
        taking.SendBack,
        taking.Answer,
        taking.Release,
        taking.Retract,
        namespace="disclosure_desk",
    ),
]
