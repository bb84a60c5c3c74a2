"""Signed tokens: they say what was offered to whom, and are believed from nobody else."""

import pytest
from django.core import signing

from portal.core.refusals import NotAllowed
from portal.desk.tokens import SALT, Seen, read_token, seen_token
from tests.example.models import Folder, Ticket
from tests.factories import UserFactory


def test_a_token_says_what_was_offered_to_whom() -> None:
    person = UserFactory.build(pk=7)
    text = seen_token(person, Ticket(pk=3, version=5), "answer")
    assert read_token(text, person) == Seen(7, "example.ticket", 3, 5, "answer")
    assert read_token(seen_token(person, Folder(pk=3), "rename"), person).kind == "example.folder"


def test_another_person_is_refused() -> None:
    text = seen_token(UserFactory.build(pk=7), Ticket(pk=3), "answer")
    with pytest.raises(NotAllowed):
        read_token(text, UserFactory.build(pk=8))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "[7]",
        signing.dumps([7, "example.ticket", 3, 5, "answer"], salt="other"),
        signing.dumps([7, "example.ticket"], salt=SALT),
        signing.dumps(7, salt=SALT),
    ],
    ids=["nothing", "a letter", "unsigned", "for something else", "too short", "no list"],
)
def test_what_the_portal_did_not_make_is_refused(text: str) -> None:
    with pytest.raises(NotAllowed):
        read_token(text, UserFactory.build(pk=7))
