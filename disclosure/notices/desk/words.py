"""Words of the desk: what a step is called before and after it is done, and how near a day is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.desk import was_sent_back
from portal.desk.due import Words

STEP_LABELS: dict[str, Words] = {
    "submit": pgettext_lazy("step", "Submit"),
    "countersign": pgettext_lazy("step", "Countersign"),
    "review": pgettext_lazy("step", "Pass the review"),
    "approve": pgettext_lazy("step", "Approve"),
    "publish": pgettext_lazy("step", "Publish now"),
    "schedule": pgettext_lazy("step", "Schedule"),
    "unschedule": pgettext_lazy("step", "Take off the schedule"),
    "send_back": pgettext_lazy("step", "Send back"),
    "withdraw": pgettext_lazy("step", "Withdraw"),
    "correct": pgettext_lazy("step", "Correct with a new edition"),
}
"""What stands on the button of a step."""

WAITS_LABELS: dict[str, Words] = {
    "submit": pgettext_lazy("waits for me", "To finish"),
    "countersign": pgettext_lazy("waits for me", "To countersign"),
    "review": pgettext_lazy("waits for me", "To review"),
    "approve": pgettext_lazy("waits for me", "To approve"),
    "publish": pgettext_lazy("waits for me", "To publish"),
}
"""What a step that waits is called in counts, lists and filters."""

DONE_LABELS: dict[str, Words] = {
    "start": pgettext_lazy("deed", "Begun"),
    "write": pgettext_lazy("deed", "Text written"),
    "attach": pgettext_lazy("deed", "File attached"),
    "remove file": pgettext_lazy("deed", "File removed"),
    "submit": pgettext_lazy("deed", "Submitted"),
    "countersign": pgettext_lazy("deed", "Countersigned"),
    "review": pgettext_lazy("deed", "Reviewed"),
    "approve": pgettext_lazy("deed", "Approved"),
    "publish": pgettext_lazy("deed", "Published"),
    "schedule": pgettext_lazy("deed", "Scheduled"),
    "unschedule": pgettext_lazy("deed", "Taken off the schedule"),
    "send_back": pgettext_lazy("deed", "Sent back"),
    "supersede": pgettext_lazy("deed", "Replaced by a later edition"),
    "withdraw": pgettext_lazy("deed", "Withdrawn"),
}
"""What a deed is called in the list of deeds, once it is done."""

SAID_DONE: dict[str, Words] = {
    "submit": gettext_lazy("Submitted: %(title)s"),
    "countersign": gettext_lazy("Countersigned: %(title)s"),
    "review": gettext_lazy("Reviewed: %(title)s"),
    "approve": gettext_lazy("Approved: %(title)s"),
    "publish": gettext_lazy("Published: %(title)s. Posters are being made."),
    "schedule": gettext_lazy("Scheduled: %(title)s"),
    "unschedule": gettext_lazy("Taken off the schedule: %(title)s"),
    "send_back": gettext_lazy("Sent back: %(title)s"),
    "withdraw": gettext_lazy("Withdrawn: %(title)s"),
}
"""What the person is told when a step is done."""

_WAITS_FOR = {
    State.DRAFT: "submit",
    State.COUNTERSIGNED: "review",
    State.REVIEWED: "approve",
    State.APPROVED: "publish",
}


def waits_for(edition: Edition) -> str:
    """Return the step an edition in preparation waits for next; empty where it waits for none."""
    if edition.state == State.SUBMITTED:
        return "countersign" if edition.notice.unit.is_village else "review"
    return _WAITS_FOR.get(State(edition.state), "")


def step_word(edition: Edition) -> str:
    """Return the word of the column “step”: what an edition waits for, or where it has come to."""
    if was_sent_back(edition):
        return pgettext("waits for me", "Sent back, to mend")
    verb = waits_for(edition)
    return str(WAITS_LABELS[verb] if verb else State(edition.state).label)


def state_tag(edition: Edition) -> dict[str, str]:
    """Return the tag that says where an edition stands."""
    kinds = {State.PUBLISHED: "live", State.WITHDRAWN: "owed", State.SUPERSEDED: "warn"}
    if was_sent_back(edition):
        return {"text": pgettext("state of an edition", "Sent back"), "kind": "owed"}
    state = State(edition.state)
    text = pgettext("state of an edition", "Live") if state == State.PUBLISHED else str(state.label)
    return {"text": text, "kind": kinds.get(state, "")}
