"""Files of forms that were refused: held under a name nobody guesses, for a day, and readable by the portal alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.core.encryption.cipher import seal
from portal.core.uploads import held
from tests.factories import NOON

PHOTO = b"\xff\xd8 a photograph with the place in it"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def stored() -> list[str]:
    storage = storages["private"]
    return sorted(storage.listdir(held.FOLDER)[1]) if storage.exists(held.FOLDER) else []


def test_a_file_is_found_again_by_its_token_and_held_once() -> None:
    before = stored()
    token = held.hold(SimpleUploadedFile("公开栏 1.jpg", PHOTO))
    found = held.held(token)
    assert found is not None
    assert (found.name, found.read(), found.size) == ("公开栏 1.jpg", PHOTO, len(PHOTO))
    assert held.hold(found) == token
    [name] = set(stored()) - set(before)
    with storages["private"].open(f"{held.FOLDER}/{name}") as kept:
        assert PHOTO not in kept.read()


def test_what_is_no_token_names_nothing() -> None:
    token = held.hold(SimpleUploadedFile("a.jpg", PHOTO))
    for wrong in ("", "x", "中", token[:-4] + "AAAA", seal("../../etc/passwd a.jpg"), seal("none a.jpg")):
        assert held.held(wrong) is None


def test_after_a_day_it_is_named_no_more_and_deleted() -> None:
    token = held.hold(SimpleUploadedFile("a.jpg", PHOTO))
    with time_machine.travel(NOON + timedelta(days=1, seconds=1), tick=False):
        assert held.held(token) is None
    count = len(stored())
    storage = storages["private"]
    newest = max(storage.get_modified_time(f"{held.FOLDER}/{name}") for name in stored())
    assert held.forget(newest - timedelta(days=1), 500) == 0
    assert held.forget(newest + timedelta(seconds=1), 1) == 1
    assert held.forget(newest + timedelta(seconds=1), 500) == count - 1
    assert stored() == []
    assert held.forget(newest, 500) == 0
