"""Addresses of the desk that belong to no single app."""

from django.urls import path

from portal.desk import urls as desk
from portal.site.calendar import desk as calendar

app_name = "desk"
urlpatterns = [
    *desk.desk,
    path("calendar/", calendar.CalendarPage.as_view(), name="calendar"),
    path("calendar/days/", calendar.SetLocalDay.as_view(), name="set_local_day"),
]
