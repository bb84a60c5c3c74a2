"""Addresses of what is owed."""

from django.urls import path

from disclosure.obligations import views
from disclosure.obligations.desk import events, lists, matrix, obligations
from portal.desk.steps import steps

pages = [
    path("matrix/", views.current, name="matrix_current"),
    path("matrix/<code:period>/", views.matrix, name="matrix"),
]
files = [
    *(
        path(f"matrix/<code:period>/data.{form}", views.data, {"form": form}, name=f"matrix_{form}")
        for form in views.FORMS
    ),
]
desk = [
    path("matrix/", matrix.MatrixPage.as_view(), name="matrix_current"),
    path("matrix/<code:period>/", matrix.MatrixPage.as_view(), name="matrix"),
    path("obligations/", lists.Obligations.as_view(), name="obligations"),
    path("obligations/new/", events.NewEvent.as_view(), name="new_event"),
    path("obligations/<int:pk>/begin/", events.BeginNotice.as_view(), name="begin_notice"),
    path("obligations/<code:number>/", obligations.ObligationPage.as_view(), name="obligation"),
    *(
        path(f"obligations/<code:number>/{word}/", view.as_view(), name=view.url_name)
        for word, view in (
            ("claim", obligations.Claim),
            ("excuse", obligations.Excuse),
            ("drop", obligations.Drop),
        )
    ),
    *steps("exemptions", obligations.Accept, obligations.Refuse, obligations.End, namespace="disclosure_desk"),
]
