"""Opinions as rows of the desk's lists, and the words for where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from disclosure.notices.queries.editions import Person
from disclosure.opinions.enums import OpinionKind, OpinionState
from disclosure.opinions.models import Opinion
from disclosure.opinions.queries import opinions as reads
from portal.cases.enums import Visibility
from portal.core import calendar
from portal.core.calendar.rules import Calendar
from portal.core.dates import day as written
from portal.core.texts import as_written
from portal.desk.due import Due, due_words

Words = str | Promise

EXCERPT = 48
"""Characters of an opinion in a list."""

STEP_LABELS: dict[str, Words] = {
    "route": pgettext_lazy("step of an opinion", "Pass on to the unit"),
    "refuse": pgettext_lazy("step of an opinion", "Do not take up"),
    "merge": pgettext_lazy("step of an opinion", "Join with another"),
    "reroute": pgettext_lazy("step of an opinion", "Give to another unit"),
    "answer": pgettext_lazy("step of an opinion", "Hand in the answer"),
    "send_back": pgettext_lazy("step of an opinion", "Send the answer back"),
    "close": pgettext_lazy("step of an opinion", "Publish the answer"),
}
"""What stands on the button of a step."""

SAID_DONE: dict[str, Words] = {
    "route": gettext_lazy("Passed on: %(number)s"),
    "refuse": gettext_lazy("Not taken up: %(number)s"),
    "merge": gettext_lazy("Joined with another: %(number)s"),
    "reroute": gettext_lazy("Given to another unit: %(number)s"),
    "answer": gettext_lazy("Answered: %(number)s. The office checks the answer."),
    "send_back": gettext_lazy("Sent back: %(number)s"),
    "close": gettext_lazy("Answer published: %(number)s"),
}
"""What the person is told when a step is done."""

DEED_LABELS: dict[str, Words] = {
    "receive": pgettext_lazy("deed with an opinion", "Received"),
    "recount": pgettext_lazy("deed with an opinion", "Day of the answer counted again"),
    "route": pgettext_lazy("deed with an opinion", "Screened and passed on"),
    "refuse": pgettext_lazy("deed with an opinion", "Not taken up"),
    "merge": pgettext_lazy("deed with an opinion", "Joined with another"),
    "reroute": pgettext_lazy("deed with an opinion", "Given to another unit"),
    "answer": pgettext_lazy("deed with an opinion", "Answered"),
    "send_back": pgettext_lazy("deed with an opinion", "Answer sent back"),
    "close": pgettext_lazy("deed with an opinion", "Answer checked"),
}
"""What a deed is called in the list of deeds."""


def waiting_count(person: Person, at: datetime) -> int:
    """Return how many opinions wait for a person to screen, answer or check."""
    return sum(rows(person, at).order_by().count() for rows in (reads.to_screen, reads.to_answer, reads.to_check))


def what_waits(person: Person, at: datetime) -> list[Opinion]:
    """Return what waits for a person: what is to be answered first, by its day, then the rest by its age."""
    return [*reads.to_answer(person, at), *reads.to_check(person, at), *reads.to_screen(person, at)]


def rows(opinions: Iterable[Opinion], *, at: datetime) -> list[dict[str, Any]]:
    """Return opinions as rows of `components/queue.html`.

    The text as it came stands in the row of one that is not screened yet, which only those see who screen.
    """
    working_days, today = calendar.load(), timezone.localdate(at)
    found = []
    for one in opinions:
        is_open = one.state in (OpinionState.ROUTED, OpinionState.ANSWERED)
        words = answer_words(one.answer_due if is_open else None, today=today, working_days=working_days)
        came = _("came on %(day)s") % {"day": written(timezone.localdate(one.received_at))}
        found.append(
            {
                "pk": one.pk,
                "title": as_written(excerpt(one)),
                "url": reverse("disclosure_desk:opinion", args=[one.pk]),
                "number": one.number,
                "unit": (one.unit or one.notice.unit).name,
                "step": step_word(one),
                "due": words.text,
                "due_kind": words.kind,
                "due_note": words.note or came,
            }
        )
    return found


def answer_words(due: date | None, *, today: date, working_days: Calendar) -> Due:
    """Say how near the day is by which an opinion is to be answered."""
    words = due_words(due, today=today, working_days=working_days)
    if due is None or words.kind != "owed":
        return words
    return replace(words, note=_("answer was due on %(day)s") % {"day": written(due)})


def excerpt(opinion: Opinion) -> str:
    """Return the beginning of an opinion; one that was screened as it was screened."""
    is_screened = opinion.showing != Visibility.UNDECIDED
    text = opinion.shown_text if is_screened else opinion.text
    return Truncator(" ".join(text.split())).chars(EXCERPT)


def step_word(opinion: Opinion) -> str:
    """Return the word of the column “step”: what it waits for, or where it has come to."""
    if was_sent_back(opinion):
        return pgettext("waits for me", "Sent back, to mend")
    return {
        OpinionState.RECEIVED: pgettext("step an opinion waits for", "To screen"),
        OpinionState.ROUTED: pgettext("step an opinion waits for", "To answer"),
        OpinionState.ANSWERED: pgettext("step an opinion waits for", "To check"),
    }.get(OpinionState(opinion.state)) or str(OpinionState(opinion.state).label)


def was_sent_back(opinion: Opinion) -> bool:
    """Tell whether an answer was given before and came back."""
    return opinion.state == OpinionState.ROUTED and opinion.answered_by_id is not None


def tags(opinion: Opinion) -> list[dict[str, str]]:
    """Return where an opinion stands, what kind it is and what the public sees of it."""
    kinds = {OpinionState.CLOSED: "done", OpinionState.REFUSED: "warn", OpinionState.RECEIVED: "owed"}
    state = OpinionState(opinion.state)
    found = [
        {"text": str(state.label), "kind": kinds.get(state, "")},
        {"text": str(OpinionKind(opinion.kind).label)},
    ]
    if opinion.showing:
        found.append({"text": str(Visibility(opinion.showing).label)})
    return found
