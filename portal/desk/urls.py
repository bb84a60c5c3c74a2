"""Addresses of the desk's own pages."""

from django.urls import path

from portal.desk.at_once import AtOnceView
from portal.desk.home import Home
from portal.desk.jobs import CancelJob, JobsPage, RunningJobs

desk = [
    path("", Home.as_view(), name="home"),
    path("steps/", AtOnceView.as_view(), name="at_once"),
    path("jobs/", JobsPage.as_view(), name="jobs"),
    path("jobs/running/", RunningJobs.as_view(), name="running"),
    path("jobs/<int:pk>/cancel/", CancelJob.as_view(), name="cancel_job"),
]
