"""Tests of what operators ask."""

from datetime import datetime, timedelta, timezone

import pytest
from django.test import Client
from pytest_django import Settings

from portal.core.models import Job
from tests.factories import UserFactory

NOW = datetime(2026, 10, 8, 9, 0, tzinfo=timezone(timedelta(hours=8)))


def test_alive_asks_nobody(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_names_what_it_asked(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "cache": "ok"}


@pytest.mark.django_db
def test_not_ready_without_redis(client: Client, settings: object) -> None:
    cache = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": cache}  # type: ignore[attr-defined]
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": "ok", "cache": "away"}


@pytest.mark.django_db
def test_metrics_count_the_jobs_that_wait(client: Client) -> None:
    for queue in ("default", "documents", "documents"):
        Job.objects.create(task="core.nothing", title="Nothing", actor=UserFactory(), queue=queue, created_at=NOW)
    text = client.get("/metrics").content.decode()
    assert 'gongkai_jobs{queue="documents",state="queued"} 2.0' in text
    assert 'gongkai_jobs{queue="default",state="queued"} 1.0' in text
    assert "django_http_requests_before_middlewares_total" in text


@pytest.mark.django_db
def test_metrics_are_for_this_machine_and_for_whoever_shows_the_token(client: Client, settings: Settings) -> None:
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    token = {"Authorization": f"Bearer {'t' * 32}"}
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", **elsewhere).status_code == 404  # type: ignore[arg-type]
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404
    assert client.get("/metrics", headers=token, **elsewhere).status_code == 404  # type: ignore[arg-type]
    settings.METRICS_TOKEN = "t" * 32
    assert client.get("/metrics", headers=token, **elsewhere).status_code == 200  # type: ignore[arg-type]
    assert client.get("/metrics", headers={"Authorization": "Bearer "}, **elsewhere).status_code == 404  # type: ignore[arg-type]


def test_health_takes_no_post(client: Client) -> None:
    assert [client.post(path).status_code for path in ("/healthz", "/metrics", "/readyz")] == [405, 405, 405]
