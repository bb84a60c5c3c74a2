"""Addresses of texts, people, places and the leading group's money."""

from django.urls import path

from disclosure.organisation import desk as staff, views
from disclosure.organisation.enums import TextKind
from portal.desk.steps import steps

_TEXTS = (("rules", TextKind.RULE), ("bulletins", TextKind.BULLETIN), ("guide", TextKind.GUIDE))

pages = [
    path("rules/", views.rules, name="rules"),
    path("bulletins/", views.bulletins, name="bulletins"),
    path("guide/", views.guide, name="guide"),
    *(path(f"{under}/<int:number>/", views.text, {"kind": kind}, name=kind.value) for under, kind in _TEXTS),
    *(
        path(f"{under}/<int:number>/wordings/<int:wording>/", views.text, {"kind": kind}, name=f"{kind.value}_wording")
        for under, kind in _TEXTS
    ),
    path("leading-group/", views.leading_group, name="leading_group"),
    path("people/", views.people, name="people"),
    path("bookkeeping/", views.bookkeeping, name="bookkeeping"),
    path("services/", views.places, name="places"),
]
files = [path("texts/files/<int:pk>/<str:name>", views.wording_file, name="wording_file")]
desk = [
    path("organisation/", staff.Texts.as_view(), name="texts"),
    path("organisation/texts/new/", staff.NewText.as_view(), name="new_text"),
    path("organisation/texts/<int:pk>/", staff.WordingPage.as_view(), name="wording"),
    path("organisation/texts/<int:pk>/write/", staff.WriteWording.as_view(), name="write_wording"),
    path("organisation/texts/<int:pk>/delete/", staff.DeleteWording.as_view(), name="delete_wording"),
    path("organisation/texts/<int:pk>/revise/", staff.Revise.as_view(), name="revise_text"),
    path("organisation/texts/<int:pk>/files/<int:file>/", staff.WordingFileView.as_view(), name="wording_file"),
    path(
        "organisation/texts/<int:pk>/files/<int:file>/remove/",
        staff.RemoveWordingFile.as_view(),
        name="remove_wording_file",
    ),
    *steps("wordings", staff.Publish, staff.Abolish, namespace="disclosure_desk"),
    path("organisation/appointments/", staff.Appointments.as_view(), name="appointments"),
    path("organisation/appointments/new/", staff.NewAppointment.as_view(), name="new_appointments"),
    path("organisation/appointments/<int:pk>/", staff.EditAppointment.as_view(), name="appointment"),
    path("organisation/places/", staff.Places.as_view(), name="places"),
    path("organisation/places/new/", staff.NewPlace.as_view(), name="new_places"),
    path("organisation/places/<int:pk>/", staff.EditPlace.as_view(), name="place"),
    path("organisation/group-budgets/", staff.Budgets.as_view(), name="group_budgets"),
    path("organisation/group-budgets/new/", staff.NewBudget.as_view(), name="new_group_budgets"),
    path("organisation/group-budgets/<int:pk>/", staff.EditBudget.as_view(), name="group_budget"),
]
