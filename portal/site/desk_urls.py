"""Addresses of the desk that belong to no single app."""

from django.urls import path

from portal.desk.at_once import AtOnceView
from portal.desk.home import Home
from portal.desk.jobs import CancelJob, JobsPage, RunningJobs
from portal.site.calendar.desk import CalendarPage, SetLocalDay, TakeBackLocalDay

app_name = "desk"
urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("steps/", AtOnceView.as_view(), name="at_once"),
    path("jobs/", JobsPage.as_view(), name="jobs"),
    path("jobs/running/", RunningJobs.as_view(), name="running"),
    path("jobs/<int:pk>/cancel/", CancelJob.as_view(), name="cancel_job"),
    path("calendar/", CalendarPage.as_view(), name="calendar"),
    path("calendar/days/", SetLocalDay.as_view(), name="set_local_day"),
    path("calendar/days/take-back/", TakeBackLocalDay.as_view(), name="take_back_local_day"),
]
