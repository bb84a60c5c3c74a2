"""Addresses of the public pages that are put together from the apps; they are at both language roots."""

from django.urls import path

from portal.site.data import views as data
from portal.site.subscriptions import views as subscriptions
from portal.site.views import public, search, verification

app_name = "site"
urlpatterns = [
    path("", public.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/near/", search.near, name="search_near"),
    path("units/", public.units, name="units"),
    path("units/<code:code>/", public.unit, name="unit"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("verify/", verification.verify, name="verify"),
    path("verify/<str:code>/", verification.verify_code, name="verify_code"),
    path("log/", verification.log, name="log"),
    path("data/", data.data, name="data"),
    path("subscriptions/", subscriptions.subscribe, name="subscribe"),
    path("subscriptions/asked/", subscriptions.asked, name="subscription_asked"),
    path("subscriptions/confirm/<str:token>/", subscriptions.confirm, name="confirm_subscription"),
    path("subscriptions/leave/<str:token>/", subscriptions.leave, name="leave"),
    path("subscriptions/left/", subscriptions.left, name="subscription_left"),
]
