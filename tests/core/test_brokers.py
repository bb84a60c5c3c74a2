"""Tests of Celery's form of a Redis address."""

import pytest

from portal.core.brokers import celery_url


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
