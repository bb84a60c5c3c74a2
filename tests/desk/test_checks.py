"""The check of steps: every row has a view, every view a row."""

import pytest

from portal.core.workflow import WORKFLOWS
from portal.desk.checks import check_steps
from portal.desk.steps import STEPS
from tests.example.desk import Answer, Approve
from tests.example.forms import AnswerForm
from tests.example.workflow import TICKET

pytestmark = pytest.mark.urls("tests.example.urls")


def found() -> list[tuple[str | None, str]]:
    """Return what the check finds while the table of tickets is registered."""
    with WORKFLOWS.also(TICKET):
        return [(message.id, message.msg.split(" which")[0]) for message in check_steps()]


def test_a_table_all_of_whose_steps_have_a_view_is_sound() -> None:
    assert found() == []


def test_a_step_without_a_view_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(STEPS, ("example.ticket", "answer"))
    assert found() == [("desk.E001", "The step answer of workflow ticket has no view.")]


def test_a_view_of_a_step_that_is_offered_nowhere_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Expire(Answer):
        verb = "expire"

    monkeypatch.setitem(STEPS, ("example.ticket", "expire"), Expire)
    assert found() == [("desk.E002", "Expire takes the step expire,")]


def test_a_step_to_be_taken_at_once_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Approve, "form_class", AnswerForm)
    assert [number for number, _words in found()] == ["desk.E003"]


def test_a_table_that_nobody_registered_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(STEPS, ("example.ticket", "answer"))
    assert list(check_steps()) == []
