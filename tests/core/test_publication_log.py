"""The publication log: order, chain, and a database that refuses to rewrite it."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from threading import Barrier
from typing import Any

import pytest
import rfc8785
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from portal.core import publication_log
from portal.core.models import LogEntry
from portal.core.publication_log import NO_ENTRY, verify

AT = datetime(2026, 10, 20, 1, 30, tzinfo=UTC)
CONTENT = "ab" * 32


def add(edition: int = 1, *, number: str = "QS-01-F02-2026Q3", **given: Any) -> LogEntry:
    values: dict[str, Any] = {
        "kind": "publication" if edition == 1 else "correction",
        "subject_kind": "notice",
        "content_sha256": CONTENT,
        "facts": {"notice_period": {"from": "2026-10-21", "to": "2026-10-26"}, "late": False},
        "at": AT,
    }
    return publication_log.append(subject_number=number, edition=edition, **{**values, **given})


def test_entries_are_numbered_from_one_and_chained(db: None) -> None:
    first, second, third = add(1), add(2), add(3, kind="withdrawal")
    assert [entry.sequence for entry in (first, second, third)] == [1, 2, 3]
    assert first.previous_hash == NO_ENTRY
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)
    assert publication_log.head() == third
    assert verify(publication_log.entries(), lambda _entry: CONTENT) == []


def test_hash_can_be_computed_by_outsiders_from_what_is_handed_out(db: None) -> None:
    add()
    document = publication_log.as_json(LogEntry.objects.get())
    stated = document.pop("hash")
    assert hashlib.sha256(rfc8785.dumps(document)).hexdigest() == stated
    assert document == {
        "schema": 1,
        "sequence": 1,
        "at": "2026-10-20T01:30:00.000000Z",
        "kind": "publication",
        "subject_kind": "notice",
        "subject_number": "QS-01-F02-2026Q3",
        "edition": 1,
        "content_sha256": CONTENT,
        "facts": {"notice_period": {"from": "2026-10-21", "to": "2026-10-26"}, "late": False},
        "previous_hash": NO_ENTRY,
    }


def test_time_is_hashed_the_same_in_whatever_zone_it_was_given(db: None) -> None:
    shanghai = AT.astimezone(timezone(timedelta(hours=8)))
    entry = add(at=shanghai)
    assert publication_log.hash_of(LogEntry.objects.get(pk=entry.pk)) == entry.hash


def test_entries_of_one_subject_or_edition(db: None) -> None:
    add(1), add(2), add(1, number="QS-02-F02-2026Q3")
    of_notice = publication_log.entries(subject_kind="notice", subject_number="QS-01-F02-2026Q3")
    assert [entry.sequence for entry in of_notice] == [1, 2]
    assert [entry.sequence for entry in publication_log.entries(subject_number="QS-01-F02-2026Q3", edition=2)] == [2]


@pytest.mark.parametrize("fact", [1.5, {"a": b"x"}, [object()], {1: "a"}])
def test_facts_of_other_types_are_refused(db: None, fact: object) -> None:
    with pytest.raises(TypeError, match="fact"):
        add(facts={"fact": fact})


@pytest.mark.parametrize("fact", [2**53, "a\x00b"])
def test_facts_that_json_would_change_are_refused(db: None, fact: object) -> None:
    with pytest.raises(ValueError, match="fact"):
        add(facts={"fact": fact})


def test_time_without_a_zone_and_unknown_kinds_are_refused(db: None) -> None:
    with pytest.raises(ValueError, match="time zone"):
        add(at=AT.replace(tzinfo=None))
    with pytest.raises(ValueError, match="rumour"):
        add(kind="rumour")
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_logentry SET facts = '{}'",
        "UPDATE core_logentry SET facts = '{}' WHERE sequence = 99",
        "DELETE FROM core_logentry",
        "TRUNCATE core_logentry",
        "TRUNCATE core_logentry CASCADE",
    ],
)
def test_database_refuses_to_change_or_delete(db: None, statement: str) -> None:
    add()
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert LogEntry.objects.get().facts["late"] is False


def test_guard_stands_where_ordinary_triggers_are_switched_off(db: None) -> None:
    add()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        row = cursor.fetchone()
        if not (row and row[0]):
            pytest.skip("only a database superuser can switch triggers off")
        cursor.execute("SET LOCAL session_replication_role = replica")
        with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
            cursor.execute("DELETE FROM core_logentry")
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_guards_can_be_taken_off_by_migration_and_put_on_again(db: None) -> None:
    add()
    guards = import_module("portal.core.migrations.0002_publication_log_is_append_only")
    with connection.cursor() as cursor:
        cursor.execute(guards.LEAVE_CHAIN + guards.ALLOW_CHANGES)
        cursor.execute("DELETE FROM core_logentry")
        cursor.execute(guards.REFUSE_CHANGES + guards.CHECK_CHAIN)
        with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
            cursor.execute("DELETE FROM core_logentry")


@pytest.mark.parametrize(("sequence", "previous"), [(3, None), (2, NO_ENTRY), (1, None), (2, "cd" * 32)])
def test_database_refuses_an_entry_out_of_the_chain(db: None, sequence: int, previous: str | None) -> None:
    first = add()
    forged = LogEntry(
        sequence=sequence,
        at=AT,
        kind="correction",
        subject_kind="notice",
        subject_number="QS-01-F02-2026Q3",
        edition=2,
        content_sha256=CONTENT,
        previous_hash=previous or first.hash,
        hash="ef" * 32,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        forged.save(force_insert=True)


@pytest.mark.parametrize(
    ("field", "value"),
    [("content_sha256", "AB" * 32), ("hash", "short"), ("kind", "rumour"), ("edition", 0), ("previous_hash", "")],
)
def test_database_refuses_bad_fields(db: None, field: str, value: object) -> None:
    values: dict[str, Any] = {
        "sequence": 1,
        "at": AT,
        "kind": "publication",
        "subject_kind": "notice",
        "subject_number": "n",
        "edition": 1,
        "content_sha256": CONTENT,
        "previous_hash": NO_ENTRY,
        "hash": "ef" * 32,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        LogEntry(**{**values, field: value}).save(force_insert=True)


def test_number_of_a_failed_transaction_is_given_again(db: None) -> None:
    add()
    with transaction.atomic():
        add(2)
        transaction.set_rollback(True)
    assert add(2).sequence == 2


def test_concurrent_writers_make_one_gapless_chain(own_database: str) -> None:
    writers, each = 4, 5
    start = Barrier(writers)

    def write(writer: int) -> None:
        start.wait(timeout=20)
        try:
            for edition in range(1, each + 1):
                with transaction.atomic():
                    add(edition, number=f"QS-0{writer}-F02-2026Q3")
        finally:
            connection.close()

    with ThreadPoolExecutor(writers) as pool:
        for done in [pool.submit(write, writer) for writer in range(1, writers + 1)]:
            done.result(timeout=60)
    entries = list(publication_log.entries())
    assert [entry.sequence for entry in entries] == list(range(1, writers * each + 1))
    assert verify(entries, lambda _entry: CONTENT) == []


def faults_after(changes: dict[str, Any], *, content: str | None = CONTENT) -> list[tuple[int | None, str]]:
    """Return what is found when the second of three entries is changed as if behind the database's back."""
    entries = [add(1), add(2), add(3)]
    for name, value in changes.items():
        setattr(entries[1], name, value)
    return [(fault.sequence, fault.rule) for fault in verify(entries, lambda _entry: content)]


def test_verify_finds_a_changed_fact(db: None) -> None:
    assert faults_after({"facts": {"late": True}}) == [(2, "hash")]


def test_verify_finds_a_changed_entry_whose_hash_was_made_to_fit(db: None) -> None:
    assert faults_after({"hash": "ef" * 32}) == [(2, "hash"), (3, "link")]


def test_verify_finds_other_content_and_lost_content(db: None) -> None:
    assert faults_after({"content_sha256": "cd" * 32}) == [(2, "hash"), (2, "content")]
    entries = publication_log.entries()
    assert [fault.rule for fault in verify(entries, lambda _entry: None)] == ["content"] * 3


def test_verify_finds_missing_entries(db: None) -> None:
    first, _second, third = add(1), add(2), add(3)
    found = verify([first, third], lambda _entry: CONTENT)
    assert [(fault.sequence, fault.rule) for fault in found] == [(3, "sequence"), (3, "link")]
    with translation.override("en"):
        assert str(found[0]) == "Entry 3 stands where entry 2 is expected: entries are missing."
