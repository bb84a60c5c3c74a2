"""Files that a transaction leaves behind when it is taken back are found and deleted, and no others."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from portal.cases.actions.reading import read_file
from portal.cases.actions.receiving import attach
from portal.cases.models import CaseFile
from portal.core.encryption import files, nameless
from portal.core.encryption.nameless import forget_nameless
from portal.core.retention import forget_expired
from tests.cases.making import PHOTO, slip
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def stored() -> set[str]:
    return set(storages["private"].listdir(files.FOLDER)[1])


def age(name: str, **ago: int) -> None:
    """Let a file have been stored some time ago."""
    then = (timezone.now() - timedelta(**ago)).timestamp()
    os.utime(Path(storages["private"].path(f"{files.FOLDER}/{name}")), (then, then))


def left_behind() -> str:
    """Attach a file in a transaction that is taken back, and return what the store holds more."""
    made, before = slip(), stored()
    with transaction.atomic():
        attach(actor=made.folder.keeper, case=made.case, content=PHOTO, name="现场.png", at=NOON)
        transaction.set_rollback(True)
    (name,) = stored() - before
    return name


def test_what_no_row_names_is_deleted_after_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nameless, "LOOKED_AT", 2)
    made = slip()
    kept = attach(actor=made.folder.keeper, case=made.case, content=PHOTO, name="现场.png", at=NOON)
    young, old, older = left_behind(), left_behind(), left_behind()
    for name in (old, older, kept.stored.rpartition("/")[2]):
        age(name, days=1, minutes=5)
    age(young, hours=23)
    assert forget_expired(at=timezone.now())["nameless_files"] == 2
    assert stored() & {young, old, older} == {young}
    assert read_file(actor=made.folder.keeper, file=CaseFile.objects.get(pk=kept.pk), at=NOON)


def test_a_run_deletes_no_more_than_it_was_told() -> None:
    forget_nameless(timezone.now(), 1000)  # what other tests left
    for name in [left_behind() for _file in range(3)]:
        age(name, days=3)
    before = stored()
    assert forget_nameless(timezone.now() - timedelta(days=1), 2) == 2
    assert len(before - stored()) == 2
    assert forget_nameless(timezone.now() - timedelta(days=1), 2) == 1


def test_a_bucket_in_which_no_folder_exists_is_looked_through_too(monkeypatch: pytest.MonkeyPatch) -> None:
    name = left_behind()
    age(name, days=3)
    monkeypatch.setattr(type(storages["private"]), "exists", lambda _store, _name: False)
    forget_nameless(timezone.now() - timedelta(days=1), 1000)
    assert name not in stored()


def test_where_nothing_was_stored_yet_nothing_is_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nameless, "FOLDER", "encrypted-later")
    assert forget_nameless(timezone.now(), 1000) == 0
