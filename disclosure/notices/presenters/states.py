"""Where an edition stands, and what it waits for, in words."""

from __future__ import annotations

from django.utils.translation import pgettext

from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.desk import was_sent_back
from disclosure.notices.queries.editions import waits_for
from disclosure.notices.workflow import EDITION


def step_word(edition: Edition) -> str:
    """Return the word of the column “step”: what an edition waits for, or where it has come to."""
    if was_sent_back(edition):
        return pgettext("waits for me", "Sent back, to mend")
    verb = waits_for(edition)
    return str(EDITION.verb(verb).waiting if verb else State(edition.state).label)


def state_tag(edition: Edition) -> dict[str, str]:
    """Return the tag that says where an edition stands."""
    kinds = {State.PUBLISHED: "live", State.WITHDRAWN: "owed", State.SUPERSEDED: "warn"}
    if was_sent_back(edition):
        return {"text": pgettext("state of an edition", "Sent back"), "kind": "owed"}
    state = State(edition.state)
    text = pgettext("state of an edition", "Live") if state == State.PUBLISHED else str(state.label)
    return {"text": text, "kind": kinds.get(state, "")}
