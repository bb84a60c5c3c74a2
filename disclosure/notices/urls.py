"""Addresses of notices and their editions."""

from django.urls import path

from disclosure.notices.desk import editions, notices, steps
from disclosure.notices.views import downloads
from disclosure.notices.views import notices as public
from portal.desk.steps import steps as addresses_of

pages = [
    path("notices/", public.notices, name="notices"),
    path("notices/<code:number>/", public.notice, name="notice"),
    path("notices/<code:number>/editions/<int:edition>/", public.notice, name="edition"),
]
files = [
    *(
        path(f"notices/<code:number>/data.{form}", downloads.data, {"form": form}, name=form)
        for form in downloads.FORMS
    ),
    path("notices/<code:number>/files/<int:pk>/<str:name>", downloads.attachment, name="attachment"),
    path("notices/<code:number>/editions/<int:edition>/canonical.json", downloads.canonical, name="canonical"),
    *(
        path(
            f"notices/<code:number>/editions/<int:edition>/data.{form}",
            downloads.data,
            {"form": form},
            name=f"edition_{form}",
        )
        for form in downloads.FORMS
    ),
]
desk = [
    path("notices/", notices.Notices.as_view(), name="notices"),
    path("notices/new/", notices.NewNotice.as_view(), name="new_notice"),
    path("editions/<int:pk>/", editions.EditionView.as_view(), name="edition"),
    path("editions/<int:pk>/correct/", steps.Correct.as_view(), name="correct"),
    *addresses_of(
        "editions",
        steps.Submit,
        steps.Countersign,
        steps.Review,
        steps.Approve,
        steps.Publish,
        steps.Schedule,
        steps.Unschedule,
        steps.SendBack,
        steps.Withdraw,
        namespace="disclosure_desk",
    ),
    path("editions/<int:pk>/files/<int:file>/", editions.AttachmentView.as_view(), name="file"),
]
