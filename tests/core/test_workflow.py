"""The workflow engine on the table of editions: every row allowed, every other refused."""

import pytest

from disclosure.notices.enums import State
from disclosure.notices.workflow import EDITION
from portal.core.refusals import WrongState
from portal.core.workflow import Row, Workflow

VERBS = {row.verb for row in EDITION.rows}
PAIRS = {(row.source, row.verb) for row in EDITION.rows}


@pytest.mark.parametrize("row", EDITION.rows, ids=lambda row: f"{row.source}-{row.verb}")
def test_each_row_is_found(row: Row) -> None:
    assert EDITION.find(row.source, row.verb) is row


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("verb", sorted(VERBS))
def test_what_is_not_in_the_table_is_refused(state: State, verb: str) -> None:
    if (state, verb) in PAIRS:
        return
    with pytest.raises(WrongState) as refusal:
        EDITION.find(state, verb)
    assert str(refusal.value)


def test_a_table_cannot_name_a_step_twice() -> None:
    row = Row("draft", "submit", "submitted", "prepares", "")
    with pytest.raises(ValueError, match="twice"):
        Workflow("twice", (row, row), {})


def test_nothing_leads_out_of_superseded_or_withdrawn() -> None:
    assert not EDITION.from_state(State.SUPERSEDED)
    assert not EDITION.from_state(State.WITHDRAWN)


def test_sending_back_and_withdrawing_need_a_reason() -> None:
    assert {row.verb for row in EDITION.rows if row.needs_reason} == {"send_back", "withdraw"}


def test_every_state_before_publication_can_be_sent_back() -> None:
    before = {State.SUBMITTED, State.COUNTERSIGNED, State.REVIEWED, State.APPROVED, State.SCHEDULED}
    assert {row.source for row in EDITION.rows if row.verb == "send_back"} == before
