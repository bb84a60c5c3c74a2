"""Addresses for machines; they are at `/` only."""

from django.urls import path

from portal.site.views import health, public, verification

app_name = "site_files"
urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.Ready.as_view(), name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("log.json", verification.log_json, name="log_json"),
    path("sitemap.xml", public.sitemap, name="sitemap"),
    path("robots.txt", public.robots, name="robots"),
]
