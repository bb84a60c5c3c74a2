"""`verify_log`: a sound log passes, and everything that was tampered with is named."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.core import publication_log
from tests.factories import NOON, Cast, cast, published, text_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def verify() -> dict[str, Any]:
    """Run the command; a refusal does not keep it from printing what it found."""
    out = io.StringIO()
    with suppress(CommandError):
        call_command("verify_log", "--json", stdout=out)
    return dict(json.loads(out.getvalue()))


@contextmanager
def guard_off(table: str, trigger: str) -> Iterator[None]:
    """Switch off a guard of the database, as an attacker with its owner's rights would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        yield
        cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")


def test_a_sound_log_passes(people: Cast) -> None:
    published(people, text_draft(people))
    assert verify() == {"entries": 1, "editions": 1, "faults": []}
    out = io.StringIO()
    call_command("verify_log", stdout=out)
    assert "1" in out.getvalue()


def test_an_empty_log_passes() -> None:
    assert verify() == {"entries": 0, "editions": 0, "faults": []}


def test_an_edition_that_was_changed_is_found(people: Cast) -> None:
    edition = published(people, text_draft(people))
    with guard_off("disclosure_edition", "disclosure_edition_stands"), connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_edition SET canonical = %s WHERE id = %s", [b"{}", edition.pk])
    (fault,) = verify()["faults"]
    assert (fault["sequence"], fault["rule"]) == (1, "content")
    with pytest.raises(CommandError) as refusal:
        call_command("verify_log")
    assert refusal.value.returncode == 1


def test_an_entry_that_was_changed_is_found(people: Cast) -> None:
    published(people, text_draft(people))
    with guard_off("core_logentry", "core_log_no_change"), connection.cursor() as cursor:
        cursor.execute("UPDATE core_logentry SET edition = 7")
    rules = {fault["rule"] for fault in verify()["faults"]}
    assert rules == {"hash", "content", "unlogged"}


def test_an_entry_that_was_taken_out_is_found(people: Cast) -> None:
    first = published(people, text_draft(people))
    published(people, text_draft(people))
    with guard_off("core_logentry", "core_log_no_change"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_logentry WHERE sequence = 1")
    faults = verify()["faults"]
    assert {fault["rule"] for fault in faults} == {"sequence", "link", "unlogged"}
    assert any(first.notice.number in fault["message"] for fault in faults)


def test_a_subject_that_no_room_knows_never_passes(people: Cast) -> None:
    published(people, text_draft(people))
    publication_log.append(
        kind="publication",
        subject_kind="stranger",
        subject_number="S-1",
        edition=1,
        content_sha256="a" * 64,
        facts={},
        at=NOON,
    )
    (fault,) = verify()["faults"]
    assert (fault["sequence"], fault["rule"]) == (2, "content")
    with pytest.raises(CommandError):
        call_command("verify_log")
