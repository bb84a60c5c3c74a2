"""Opinions as the desk shows them: rows of lists and the queue, and the words for where they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.policies import VISIBLE
from disclosure.opinions.enums import OpinionKind, OpinionState
from disclosure.opinions.models import Opinion
from disclosure.opinions.queries import opinions as queries
from disclosure.opinions.queries.opinions import Person
from disclosure.opinions.workflow import OPINION, WAITS_FOR
from portal.cases.enums import Channel, Visibility
from portal.core import audit, calendar, dates
from portal.core.calendar.rules import Calendar
from portal.core.personal import mask
from portal.core.texts import as_written, comma
from portal.core.workflow import Words
from portal.desk.due import Due, due_words
from portal.desk.registry import QueueRow

EXCERPT = 48
"""Characters of an opinion in a list."""

OTHER_AUDIT_LABELS = {"recount": pgettext_lazy("audit entry of an opinion", "Day of the answer counted again")}
"""What is called that changes an opinion and is no step."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A word about a row, and its colour."""

    text: Words
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A page that has to do with an opinion."""

    url: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SentBack:
    """Who sent an answer back, and why."""

    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class AsItCame:
    """What only those read who screen: the text, and who sent it."""

    text: SafeString
    meta: list[tuple[str, str]]


def queue_rows(pks: Collection[int], person: Person, at: datetime) -> list[QueueRow]:
    """Return opinions as rows of the queue."""
    return rows(queries.working_on(person, at).filter(pk__in=pks), at=at)


def rows(opinions: Iterable[Opinion], *, at: datetime) -> list[QueueRow]:
    """Return opinions as rows of `components/queue.html`.

    The text as it came stands in the row of one that is not screened yet, which only those see who screen.
    """
    working_days, today = calendar.load(), timezone.localdate(at)
    return [_row(one, today, working_days) for one in opinions]


def _row(opinion: Opinion, today: date, working_days: Calendar) -> QueueRow:
    due = answer_words(opinion, today=today, working_days=working_days)
    came = _("came on %(day)s") % {"day": dates.day(timezone.localdate(opinion.received_at))}
    return QueueRow(
        pk=opinion.pk,
        verb=WAITS_FOR.get(OpinionState(opinion.state), ""),
        title=as_written(excerpt(opinion)),
        url=reverse("disclosure_desk:opinion", args=[opinion.pk]),
        unit=(opinion.unit or opinion.notice.unit).name,
        step=_step(opinion),
        number=opinion.number,
        due=due.text,
        due_kind=due.kind,
        due_note=due.note or came,
    )


def answer_words(opinion: Opinion, *, today: date, working_days: Calendar) -> Due:
    """Say how near the day is by which an opinion is to be answered; nothing once nobody waits for it."""
    due = opinion.answer_due if opinion.state in queries.WITH_A_UNIT else None
    words = due_words(due, today=today, working_days=working_days)
    if due is None or words.kind != "owed":
        return words
    return replace(words, note=_("answer was due on %(day)s") % {"day": dates.day(due)})


def excerpt(opinion: Opinion) -> str:
    """Return the beginning of an opinion; one that was screened as it was screened."""
    is_screened = opinion.showing != Visibility.UNDECIDED
    text = opinion.shown_text if is_screened else opinion.text
    return Truncator(" ".join(text.split())).chars(EXCERPT)


def _step(opinion: Opinion) -> Words:
    """Return what an opinion waits for, or where it has come to."""
    if _was_sent_back(opinion):
        return pgettext("waits for me", "Sent back, to mend")
    state = OpinionState(opinion.state)
    return OPINION.verb(WAITS_FOR[state]).waiting if state in WAITS_FOR else state.label


def _was_sent_back(opinion: Opinion) -> bool:
    return opinion.state == OpinionState.ROUTED and opinion.answered_by_id is not None


def tags(opinion: Opinion) -> list[Tag]:
    """Return where an opinion stands, what kind it is and what the public sees of it."""
    kinds = {OpinionState.CLOSED: "done", OpinionState.REFUSED: "warn", OpinionState.RECEIVED: "owed"}
    state = OpinionState(opinion.state)
    found = [Tag(state.label, kinds.get(state, "")), Tag(OpinionKind(opinion.kind).label)]
    return [*found, Tag(Visibility(opinion.showing).label)] if opinion.showing else found


def meta(opinion: Opinion, at: datetime) -> list[tuple[str, str]]:
    """Return number, way and unit of an opinion, and by when it is to be answered."""
    items = [
        (_("Number"), opinion.number),
        (_("Came in"), f"{dates.moment(opinion.received_at)} · {Channel(opinion.channel).label}"),
        (_("About edition"), str(opinion.edition.number)),
    ]
    if opinion.unit:
        items.append((_("Answered by"), opinion.unit.name))
    words = answer_words(opinion, today=timezone.localdate(at), working_days=calendar.load())
    if words.text:
        provisional = _("provisional") if opinion.answer_due_provisional else ""
        items.append((_("To be answered by"), comma().join(filter(None, [words.text, words.note, provisional]))))
    return items


def as_it_came(opinion: Opinion) -> AsItCame:
    """Return an opinion as it came, with who sent it and who entered it."""
    private = [(_("Name"), opinion.name), (_("Telephone"), opinion.phone), (_("E-mail"), opinion.email)]
    if opinion.entered_by:
        private.append((_("Entered by"), opinion.entered_by.name))
    return AsItCame(as_written(opinion.text), [(term, value) for term, value in private if value])


def shown_note(opinion: Opinion) -> str:
    """Return under which name the public reads it, or that it does not."""
    if opinion.showing == Visibility.PRIVATE:
        return _("Kept private: the unit reads it, the public does not.")
    return opinion.shown_name


def answer_note(opinion: Opinion) -> str:
    """Return who answered and when."""
    if opinion.answered_by is None or opinion.answered_at is None:
        return ""
    return f"{opinion.answered_by.name} · {dates.moment(opinion.answered_at)}"


def sent_back(opinion: Opinion) -> SentBack | None:
    """Return who sent the last answer back and why, while it waits to be mended."""
    if not _was_sent_back(opinion):
        return None
    line = audit.lines_of(opinion).filter(verb="send_back").last()
    return SentBack(line.actor.name, line.reason) if line else None


def joined(opinion: Opinion) -> list[Link]:
    """Return the opinions that were joined with one."""
    return [
        Link(reverse("disclosure_desk:opinion", args=[one.pk]), one.number)
        for one in opinion.merged.order_by("received_at", "pk")
    ]


def corrections(opinion: Opinion, person: Person, at: datetime) -> list[Link]:
    """Return the editions that answer an opinion, as far as the reader may know of them."""
    visible = VISIBLE.permitted(person, at=at).order_by().values("pk")
    named = Edition.objects.filter(corrections__opinion=opinion, pk__in=visible).order_by("number")
    return [
        Link(
            reverse("disclosure_desk:edition", args=[one.pk]),
            _("Edition %(number)d") % {"number": one.number},
            str(State(one.state).label),
        )
        for one in named
    ]


def waits_text(opinion: Opinion, person: Person, at: datetime) -> str:
    """Say for whom an opinion waits that the reader can do nothing with."""
    unit = opinion.unit.name if opinion.unit else ""
    head = queries.working_on(person, at).filter(pk=opinion.merged_into_id or 0).first()
    return {
        OpinionState.RECEIVED: _("It waits to be screened."),
        OpinionState.ROUTED: _("It waits for the answer of %(unit)s.") % {"unit": unit},
        OpinionState.ANSWERED: _("The office checks the answer."),
        OpinionState.CLOSED: _("It has been answered."),
        OpinionState.REFUSED: _("It was not taken up."),
        OpinionState.MERGED: _("It was joined with %(number)s, which is answered for both.") % {"number": head.number}
        if head
        else _("It was joined with another, which is answered for both."),
    }[OpinionState(opinion.state)]


def proposed_text(opinion: Opinion) -> str:
    """Return an opinion with every personal number masked, and the name and addresses of whoever sent it."""
    text = mask(opinion.text)
    for private, shown in ((opinion.name, f"{opinion.name[:1]}某"), (opinion.email, "***"), (opinion.phone, "***")):
        if len(private) > 1:
            text = text.replace(private, shown)
    return text


def answer_day(opinion: Opinion) -> calendar.Counted:
    """Return the day an opinion is to be answered by, with how it was counted."""
    received = timezone.localdate(opinion.received_at)
    return calendar.load().add_working_days(received, settings.ANSWER_WORKING_DAYS)
