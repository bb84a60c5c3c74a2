"""Tries are counted per network, deed and time, and without Redis nobody pretends to know."""

from typing import Any

import pytest
from django.test import RequestFactory
from pytest_django import Settings
from redis import Redis

from portal.core import rate


@pytest.fixture(autouse=True)
def _empty(settings: Settings) -> None:
    redis: Any = Redis.from_url(settings.REDIS_URL)
    for key in redis.keys("*:rate:*"):
        redis.delete(key)


def within(address: str, scope: str = "opinion") -> bool | None:
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    return rate.is_within(request, scope=scope, limit=2, seconds=60)


def test_tries_beyond_the_limit_are_told() -> None:
    assert [within("10.0.0.1") for _try in range(3)] == [True, True, False]
    assert within("10.0.0.2") is True
    assert within("10.0.0.1", scope="follow") is True


def test_a_household_has_one_count_however_many_addresses() -> None:
    assert [within(f"2001:db8:1:2::{last}") for last in (1, 2, 3)] == [True, True, False]
    assert within("2001:db8:1:3::1") is True


def test_no_address_is_kept_and_a_count_ends(settings: Settings) -> None:
    within("10.0.0.77")
    redis: Any = Redis.from_url(settings.REDIS_URL)
    (key,) = redis.keys("*:rate:*")
    assert b"10.0.0.77" not in key
    assert 0 < redis.ttl(key) <= 60


def test_without_redis_it_does_not_know(settings: Settings) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    assert within("10.0.0.1") is None


def test_what_is_tried_again_counts_once_and_is_told_the_same() -> None:
    request = RequestFactory().post("/", REMOTE_ADDR="10.0.0.1")

    def press(form: str) -> bool | None:
        return rate.is_within(request, scope="opinion", limit=2, seconds=60, once=form)

    assert [press("first") for _try in range(5)] == [True] * 5
    assert press("second") is True
    assert [press("third") for _try in range(2)] == [False, False]
    assert press("first") is False
