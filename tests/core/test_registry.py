"""Registries: keys are unique, nothing is added once Django has started, records have an order."""

from dataclasses import dataclass

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from portal.core.registry import Registry
from portal.core.retention import RETENTIONS


@dataclass(frozen=True)
class Record:
    key: str
    order: int


@dataclass(frozen=True)
class Kind:
    kind: str


@pytest.fixture
def starting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Django still be starting."""
    monkeypatch.setattr(apps, "ready", False)


@pytest.fixture
def records() -> Registry[Record]:
    return Registry("record")


@pytest.mark.usefixtures("starting")
def test_records_come_by_their_order_then_by_key(records: Registry[Record]) -> None:
    for record in (Record("b", 2), Record("c", 1), Record("a", 2)):
        assert records.register(record) is record
    assert [record.key for record in records] == ["c", "a", "b"]


@pytest.mark.usefixtures("starting")
def test_records_without_an_order_come_by_key() -> None:
    kinds: Registry[Kind] = Registry("kind", key="kind")
    kinds.register(Kind("b"))
    kinds.register(Kind("a"))
    assert [kind.kind for kind in kinds] == ["a", "b"]


@pytest.mark.usefixtures("starting")
def test_a_key_is_taken_once(records: Registry[Record]) -> None:
    records.register(Record("a", 1))
    with pytest.raises(ImproperlyConfigured, match="record with the key 'a'"):
        records.register(Record("a", 2))


def test_nothing_is_registered_once_all_apps_are_ready(records: Registry[Record]) -> None:
    with pytest.raises(ImproperlyConfigured, match="while Django starts"):
        records.register(Record("a", 1))
    assert len(records) == 0


def test_a_record_is_found_by_its_key(records: Registry[Record]) -> None:
    with records.also(Record("a", 1)) as record:
        assert "a" in records
        assert records["a"] is record
        assert records.get("a") is record
    assert "a" not in records
    assert records.get("a") is None
    with pytest.raises(KeyError):
        records["a"]


def test_a_record_for_a_while_goes_even_if_the_test_fails(records: Registry[Record]) -> None:
    with pytest.raises(ZeroDivisionError), records.also(Record("a", 1)):
        _ = 1 / 0
    assert len(records) == 0


def test_a_record_for_a_while_does_not_take_the_place_of_another(records: Registry[Record]) -> None:
    with records.also(Record("a", 1)) as first:
        with pytest.raises(ImproperlyConfigured), records.also(Record("a", 2)):
            pass
        assert records["a"] is first


def test_registrations_of_every_app_are_found() -> None:
    assert "example.ticket" in RETENTIONS
