"""Addresses for machines; they are at `/` only."""

from django.urls import path

from portal.site.data import openapi, views as data
from portal.site.views import feeds, health, public, verification

app_name = "site_files"
urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.Ready.as_view(), name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("log.json", verification.log_json, name="log_json"),
    path("feeds/newest.atom", feeds.newest, name="feed"),
    path("feeds/search.atom", feeds.of_search, name="search_feed"),
    path("feeds/units/<code:value>.atom", feeds.of_facet, {"name": "unit"}, name="unit_feed"),
    path("feeds/<slug:name>/<code:value>.atom", feeds.of_facet, name="facet_feed"),
    path("data/gongkai.zip", data.package, name="data_package"),
    path("data/<slug:key>.csv", data.table, name="dataset"),
    *openapi.addresses(),
    path("sitemap.xml", public.sitemap, name="sitemap"),
    path("robots.txt", public.robots, name="robots"),
]
