"""Addresses for machines; they are at `/` only."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from portal.site.views import health, public, verification

app_name = "site_files"
urlpatterns = [
    # Exempt, so that a request by another method is told 405 and not that its form is forged.
    path("healthz", csrf_exempt(health.alive), name="healthz"),
    path("readyz", csrf_exempt(health.Ready.as_view()), name="readyz"),
    path("metrics", csrf_exempt(health.metrics), name="metrics"),
    path("log.json", verification.log_json, name="log_json"),
    path("sitemap.xml", public.sitemap, name="sitemap"),
    path("robots.txt", public.robots, name="robots"),
]
