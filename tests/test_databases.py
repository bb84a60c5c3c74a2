"""Tests of the ground other tests stand on."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from tests import databases


def _groups() -> list[str]:
    """Read in a thread, and so through another connection."""
    try:
        return list(Group.objects.values_list("name", flat=True))
    finally:
        connection.close()


def test_what_is_committed_is_seen_by_other_connections(own_database: str) -> None:
    Group.objects.create(name="committed")
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(_groups).result() == ["committed"]
    assert connection.settings_dict["NAME"] == own_database


@pytest.mark.django_db
def test_nothing_of_it_reaches_the_next_test() -> None:
    assert not Group.objects.exists()


@pytest.mark.django_db
def test_the_template_is_made_once() -> None:
    assert databases.template() == databases.template_name()
    assert databases.exists(databases.template_name())


@pytest.mark.django_db
def test_a_dropped_copy_is_gone() -> None:
    name = databases.copy(databases.template())
    assert databases.exists(name)
    databases.drop(name)
    assert not databases.exists(name)
