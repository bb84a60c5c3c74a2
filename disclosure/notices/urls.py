"""Addresses of notices and their editions."""

from django.urls import path

from disclosure.notices import views
from disclosure.notices.desk import editions, notices
from portal.desk.steps import steps as addresses_of

pages = [
    path("notices/", views.notices, name="notices"),
    path("notices/<code:number>/", views.notice, name="notice"),
    path("notices/<code:number>/editions/<int:edition>/", views.notice, name="edition"),
]
files = [
    *(path(f"notices/<code:number>/data.{form}", views.data, {"form": form}, name=form) for form in views.FORMS),
    path("notices/<code:number>/files/<int:pk>/<str:name>", views.attachment, name="attachment"),
    path("notices/<code:number>/editions/<int:edition>/canonical.json", views.canonical, name="canonical"),
    *(
        path(
            f"notices/<code:number>/editions/<int:edition>/data.{form}",
            views.data,
            {"form": form},
            name=f"edition_{form}",
        )
        for form in views.FORMS
    ),
]
desk = [
    path("notices/", notices.Notices.as_view(), name="notices"),
    path("notices/new/", notices.NewNotice.as_view(), name="new_notice"),
    path("editions/<int:pk>/", editions.EditionView.as_view(), name="edition"),
    path("editions/<int:pk>/delete/", editions.DeleteDraft.as_view(), name="delete_draft"),
    path("editions/<int:pk>/correct/", editions.Correct.as_view(), name="correct"),
    *addresses_of(
        "editions",
        editions.Submit,
        editions.TakeBack,
        editions.Countersign,
        editions.Review,
        editions.Approve,
        editions.Publish,
        editions.Schedule,
        editions.Unschedule,
        editions.SendBack,
        editions.Withdraw,
        namespace="disclosure_desk",
    ),
    path("editions/<int:pk>/files/<int:file>/", editions.AttachmentView.as_view(), name="file"),
]
