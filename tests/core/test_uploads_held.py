"""Files of forms that were refused: found again by their token for a day, and readable by the portal alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.core.encryption.cipher import seal
from portal.core.encryption.files import FOLDER
from portal.core.encryption.nameless import forget_nameless
from portal.core.uploads import held
from tests.factories import NOON

ME, SOMEBODY = "7", "8"
PHOTO = b"\xff\xd8 a photograph with the place in it"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def stored() -> set[str]:
    storage = storages["private"]
    return set(storage.listdir(FOLDER)[1]) if storage.exists(FOLDER) else set()


def test_a_file_is_found_again_by_its_token_and_held_once() -> None:
    before = stored()
    token = held.hold(SimpleUploadedFile("公开栏 1.jpg", PHOTO), holder=ME)
    found = held.held(token, holder=ME)
    assert found is not None
    assert (found.name, found.read(), found.size) == ("公开栏 1.jpg", PHOTO, len(PHOTO))
    assert held.hold(found, holder=ME) == token
    [name] = stored() - before
    with storages["private"].open(f"{FOLDER}/{name}") as kept:
        assert PHOTO not in kept.read()


def test_what_is_no_token_names_nothing() -> None:
    token = held.hold(SimpleUploadedFile("a.jpg", PHOTO), holder=ME)
    for wrong in ("", "x", "中", token[:-4] + "AAAA", seal("something else"), seal(f"held {ME} {FOLDER}/none a.jpg")):
        assert held.held(wrong, holder=ME) is None


def test_a_token_names_nothing_to_somebody_else() -> None:
    token = held.hold(SimpleUploadedFile("a.jpg", PHOTO), holder=ME)
    assert held.held(token, holder=SOMEBODY) is None
    assert held.held(token, holder=ME)


@pytest.mark.django_db
def test_after_a_day_it_is_named_no_more_and_deleted() -> None:
    before = stored()
    token = held.hold(SimpleUploadedFile("a.jpg", PHOTO), holder=ME)
    [name] = stored() - before
    with time_machine.travel(NOON + timedelta(days=1, seconds=1), tick=False):
        assert held.held(token, holder=ME) is None
    at = storages["private"].get_modified_time(f"{FOLDER}/{name}")
    forget_nameless(at, 10**6)
    assert name in stored()
    forget_nameless(at + timedelta(seconds=1), 10**6)
    assert name not in stored()
