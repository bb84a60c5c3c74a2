"""Encrypted files that no row names: what a transaction that was taken back leaves behind in the store."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from django.core.files.storage import storages

from portal.core.encryption.files import FOLDER
from portal.core.encryption.rotation import encrypted_models

DAYS = 1
"""How long a file may be without a row; the request that stores it takes seconds."""
LOOKED_AT = 500
"""Files looked up at once."""


def forget_nameless(before: datetime, limit: int) -> int:
    """Delete files that were stored before a time and that no row names, at most so many; return how many."""
    store, gone, names = storages["private"], 0, list[str]()
    with suppress(FileNotFoundError):  # nothing was stored yet; a bucket, unlike a folder, never says so
        names = [f"{FOLDER}/{name}" for name in store.listdir(FOLDER)[1]]
    for start in range(0, len(names), LOOKED_AT):
        some = names[start : start + LOOKED_AT]
        for name in sorted({*some} - _named(some)):
            if gone < limit and store.get_modified_time(name) < before:
                store.delete(name)
                gone += 1
    return gone


def _named(names: Collection[str]) -> set[str]:
    """Return those of the names that a row names."""
    found: set[str] = set()
    for one in encrypted_models():
        for field in one.files:
            found.update(one.model._default_manager.filter(**{f"{field}__in": names}).values_list(field, flat=True))
    return found
