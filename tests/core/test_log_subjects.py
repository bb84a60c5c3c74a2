"""Subjects of the log: the content of each kind is asked for once, and an unknown kind has none."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from portal.core.log_subjects import (
    LOG_SUBJECTS,
    LogSubject,
    LogTitle,
    Verification,
    stored_content,
    titles_of,
    verification,
)
from portal.core.models import LogEntry
from tests.factories import NOON

TITLE = LogTitle("Title", "Unit", "/n/")
FOUND = Verification("live", "N-1", 1, "Title", "Unit", "/n/", NOON)


def subject(asked: list[str]) -> LogSubject:
    def hashes() -> Mapping[tuple[str, int], str]:
        asked.append("hashes")
        return {("N-1", 2): "a" * 64}

    return LogSubject(
        "example",
        hashes,
        titles=lambda numbers: dict.fromkeys(numbers, TITLE),
        of_unit=lambda code: [f"{code}-1"],
        by_code={"CODE": FOUND}.get,
    )


def entry(kind: str, number: str, edition: int) -> LogEntry:
    return LogEntry(subject_kind=kind, subject_number=number, edition=edition)


def test_the_content_of_a_kind_is_read_once_and_found_by_number_and_edition() -> None:
    asked: list[str] = []
    with LOG_SUBJECTS.also(subject(asked)):
        content_hash_of = stored_content()
        assert content_hash_of(entry("example", "N-1", 2)) == "a" * 64
        assert content_hash_of(entry("example", "N-1", 1)) is None
    assert asked == ["hashes"]


def test_a_kind_that_nobody_registered_never_passes_for_sound() -> None:
    assert stored_content()(entry("stranger", "N-1", 2)) is None


@pytest.mark.django_db
def test_a_code_is_known_to_one_of_the_kinds() -> None:
    with LOG_SUBJECTS.also(subject([])):
        assert verification("CODE") is FOUND
        assert verification("OTHER") is None


def test_what_entries_speak_of_is_asked_of_their_kind() -> None:
    with LOG_SUBJECTS.also(subject([])):
        titles = titles_of([entry("example", "N-1", 2), entry("example", "N-1", 1), entry("stranger", "N-2", 1)])
    assert titles == {("example", "N-1"): TITLE}


@pytest.mark.parametrize(
    ("status", "replaced_by", "is_hidden"),
    [("live", None, False), ("superseded", 2, False), ("superseded", None, True), ("withdrawn", None, True)],
)
def test_what_was_withdrawn_is_hidden(status: str, replaced_by: int | None, is_hidden: bool) -> None:
    assert replace(FOUND, status=status, replaced_by=replaced_by).is_hidden == is_hidden
