"""Addresses of the desk that belong to no single app."""

from django.urls import path

from portal.site.calendar import desk as calendar
from portal.site.views import desk

app_name = "desk"
urlpatterns = [
    path("", desk.home, name="home"),
    path("calendar/", calendar.CalendarPage.as_view(), name="calendar"),
    path("calendar/days/", calendar.SetLocalDay.as_view(), name="set_local_day"),
    path("jobs/", desk.jobs, name="jobs"),
    path("jobs/running/", desk.running, name="running"),
    path("jobs/<int:pk>/cancel/", desk.cancel_job, name="cancel_job"),
    path("sample-ledger/<str:name>", desk.sample_ledger, name="sample_ledger"),
]
