"""Addresses of notices and their editions."""

from django.urls import path

from disclosure.notices.desk import attachments, editions, notices, steps
from disclosure.notices.views import downloads
from disclosure.notices.views import notices as public

pages = [
    path("notices/", public.notices, name="notices"),
    path("notices/<code:number>/", public.notice, name="notice"),
    path("notices/<code:number>/editions/<int:edition>/", public.edition, name="edition"),
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
    path("notices/", notices.notices, name="notices"),
    path("notices/new/", notices.new_notice, name="new_notice"),
    path("editions/steps/", steps.take_step_at_once, name="steps"),
    path("editions/<int:pk>/", editions.edition, name="edition"),
    path("editions/<int:pk>/correct/", steps.correct, name="correct"),
    path("editions/<int:pk>/steps/<slug:verb>/", steps.take_step, name="step"),
    path("editions/<int:pk>/files/<int:file>/", attachments.attachment, name="file"),
]
