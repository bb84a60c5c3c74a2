"""What every test stands on: the embedded engines, and a database of its own."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from portal.core import engines
from tests import databases

_session = ExitStack()


def pytest_configure() -> None:
    """Use the test engines until the run ends. Runs and workers share them; the last to leave stops them."""
    _session.enter_context(engines.running(settings.ENGINES, durable=False))


def pytest_unconfigure() -> None:
    """Leave the engines."""
    _session.close()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give this process a database: a copy of the migrated template. (This takes pytest-django's place.)"""
    with django_db_blocker.unblock():
        databases.drop_leftovers()
        name = databases.copy(databases.template())
        with databases.connected_to(name):
            yield
        databases.drop(name)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Give one test a database of its own in which it may commit; it yields the name.

    Triggers forbid TRUNCATE, so the usual way of emptying tables after such a test is closed.
    """
    with django_db_blocker.unblock():
        name = databases.copy(databases.template())
        with databases.connected_to(name):
            yield name
        databases.drop(name)
