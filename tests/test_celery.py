"""Tests of the Celery application: what it promises, and that its schedule names tasks there are."""

from pathlib import Path

import pytest

from portal.celery import SCHEDULE, app, celery_url

ROOT = Path(__file__).resolve().parents[1]


def test_every_scheduled_name_is_a_task() -> None:
    app.loader.import_default_modules()
    assert set(SCHEDULE) <= set(app.tasks)
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} == set(SCHEDULE)


def test_a_task_survives_its_worker() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1


def test_messages_are_json_and_results_are_not_kept() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"
    assert app.conf.task_ignore_result


def test_every_queue_is_worked_off_wherever_the_portal_runs() -> None:
    queues = {queue.name for queue in app.conf.task_queues}
    compose = (ROOT / "docker-compose.yml").read_text()
    up = (ROOT / "portal/site/management/commands/up.py").read_text()
    assert queues == {"default", "documents"}
    for queue in queues:
        assert f"--queues {queue} " in compose
    assert '"default,documents"' in up


@pytest.mark.parametrize(
    ("redis", "celery"),
    [
        ("redis://:secret@host:6379/2", "redis://:secret@host:6379/2"),
        ("rediss://host/0", "rediss://host/0"),
        ("unix:///run/redis.sock?db=3", "redis+socket:///run/redis.sock?virtual_host=3"),
        ("unix:///run/redis.sock", "redis+socket:///run/redis.sock?virtual_host=0"),
    ],
)
def test_only_a_socket_is_written_otherwise(redis: str, celery: str) -> None:
    assert celery_url(redis) == celery
