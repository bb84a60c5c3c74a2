"""Registries: how a lower room of the house knows of a higher one, without importing it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

R = TypeVar("R")


class Registry(Generic[R]):
    """Records by their key, iterated by their `order` where they have one, then by key."""

    def __init__(self, name: str, *, key: str = "key") -> None:
        self.name = name
        self._key = key
        self._records: dict[str, R] = {}

    def register(self, record: R) -> R:
        """Add a record and return it.

        Raises:
            ImproperlyConfigured: Its key is taken, or all apps are ready already.
        """
        if apps.ready:
            raise ImproperlyConfigured(f"A {self.name} is registered while Django starts, in a registrations.py.")
        return self._add(record)

    @contextmanager
    def also(self, record: R) -> Iterator[R]:
        """Hold one more record for a while. Only for tests."""
        self._add(record)
        try:
            yield record
        finally:
            del self._records[getattr(record, self._key)]

    def get(self, key: str) -> R | None:
        """Return the record of a key, or None if nobody registered one."""
        return self._records.get(key)

    def __getitem__(self, key: str) -> R:
        return self._records[key]

    def __contains__(self, key: str) -> bool:
        return key in self._records

    def __iter__(self) -> Iterator[R]:
        return iter(sorted(self._records.values(), key=self._place))

    def __len__(self) -> int:
        return len(self._records)

    def _add(self, record: R) -> R:
        key = getattr(record, self._key)
        if key in self._records:
            raise ImproperlyConfigured(f"There is a {self.name} with the key {key!r} already.")
        self._records[key] = record
        return record

    def _place(self, record: Any) -> tuple[int, str]:
        return getattr(record, "order", 0), getattr(record, self._key)
