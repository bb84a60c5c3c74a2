"""Addresses of the desk that belong to no single app."""

from django.urls import path

from portal.desk import urls as desk
from portal.messaging.campaigns import desk as campaigns
from portal.site.calendar import desk as calendar

app_name = "desk"
urlpatterns = [
    *desk.desk,
    path("calendar/", calendar.calendar, name="calendar"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.new_campaign, name="new_campaign"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/cancel/", campaigns.cancel_campaign, name="cancel_campaign"),
]
