"""Opinions as the desk shows them: rows of lists and the queue, and the words for where they stand."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _, ngettext, pgettext

from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.policies import VISIBLE
from disclosure.notices.queries.content import lines_named, neutral_title
from disclosure.notices.queries.editions import Person
from disclosure.opinions.enums import ANSWER_LIMIT, CASE_KIND, OpinionKind, OpinionState
from disclosure.opinions.models import Opinion
from disclosure.opinions.queries import opinions as queries
from disclosure.opinions.workflow import OPINION, WAITS_FOR
from portal.cases.actions.clocks import proposed
from portal.cases.enums import Channel, Visibility
from portal.core import audit, calendar, dates
from portal.core.calendar.rules import Calendar
from portal.core.components import Call, File, Tag
from portal.core.demonstration import today_of_due_days
from portal.core.texts import as_written, comma
from portal.core.workflow import Words
from portal.desk.queue import due_words
from portal.desk.registry import Due, QueueRow

EXCERPT = 48
"""Characters of an opinion in a list."""


def queue_rows(pks: Collection[int], person: Person, at: datetime) -> list[QueueRow]:
    """Return opinions as rows of the queue."""
    return rows(queries.working_on(person, at).filter(pk__in=pks), at=at)


def rows(opinions: Iterable[Opinion], *, at: datetime) -> list[QueueRow]:
    """Return opinions as rows of `components/queue.html`."""
    working_days, today = calendar.load(), today_of_due_days(at)
    return [_row(one, today, working_days) for one in opinions]


def _row(opinion: Opinion, today: date, working_days: Calendar) -> QueueRow:
    due = answer_words(opinion, today=today, working_days=working_days)
    came = _("came on %(day)s") % {"day": dates.full_date(opinion.case.received_at)}
    return QueueRow(
        pk=opinion.pk,
        verb=WAITS_FOR.get(OpinionState(opinion.state), ""),
        title=as_written(excerpt(opinion)),
        url=reverse("disclosure_desk:opinion", args=[opinion.pk]),
        unit=(opinion.unit or opinion.notice.unit).name,
        step=_step(opinion),
        number=opinion.number,
        due=due if due.note else replace(due, note=came),
    )


def answer_words(opinion: Opinion, *, today: date, working_days: Calendar) -> Due:
    """Say how near the day is by which an opinion is to be answered; nothing once nobody waits for it."""
    due = opinion.clock.due if opinion.clock and opinion.state in queries.WITH_A_UNIT else None
    words = due_words(due, today=today, working_days=working_days)
    if due is None or words.kind != "owed":
        return words
    return replace(words, note=_("answer was due on %(day)s") % {"day": dates.full_date(due)})


def excerpt(opinion: Opinion) -> str:
    """Return the beginning of an opinion as it was screened; of one that is not yet, what it is about.

    The text as it came stands on the opinion's own page alone, where it is noted who reads it.
    """
    if opinion.screening:
        return Truncator(" ".join(opinion.screening.shown_text.split())).chars(EXCERPT)
    return f"{OpinionKind(opinion.kind).label}{comma()}{neutral_title(opinion.notice)}"


def joinable_words(opinion: Opinion, percent: int | None) -> str:
    """Return an opinion that another can be joined with, and how alike they are, if they are."""
    words = f"{opinion.number} {excerpt(opinion)}"
    if percent is None:
        return words
    return _("%(opinion)s (alike by %(percent)d %%)") % {"opinion": words, "percent": percent}


def _step(opinion: Opinion) -> Words:
    if _was_sent_back(opinion):
        return pgettext("waits for me", "Sent back, to fix")
    state = OpinionState(opinion.state)
    return OPINION.verb(WAITS_FOR[state]).waiting if state in WAITS_FOR else state.label


def _was_sent_back(opinion: Opinion) -> bool:
    return opinion.state == OpinionState.ROUTED and opinion.answered_by_id is not None


def tags(opinion: Opinion) -> list[Tag]:
    """Return where an opinion stands, what kind it is and what the public sees of it."""
    kinds = {OpinionState.CLOSED: "done", OpinionState.REFUSED: "warn", OpinionState.RECEIVED: "owed"}
    state = OpinionState(opinion.state)
    found = [Tag(str(state.label), kinds.get(state, "")), Tag(str(OpinionKind(opinion.kind).label))]
    return [*found, Tag(str(opinion.visibility.label))] if opinion.screening else found


def meta(opinion: Opinion, at: datetime, *, may_read: bool) -> list[tuple[str, str]]:
    """Return number, way and unit of an opinion, and by when it is to be answered.

    Args:
        may_read: Whether the reader may read the edition it is about, and so the line.
    """
    items = [
        (_("Number"), opinion.number),
        (_("Came in"), f"{dates.moment(opinion.case.received_at)} · {Channel(opinion.case.channel).label}"),
        (_("About edition"), str(opinion.edition.number)),
        *(_line_meta(opinion) if may_read else ()),
    ]
    if opinion.unit:
        items.append((_("Answered by"), opinion.unit.name))
    words = answer_words(opinion, today=today_of_due_days(at), working_days=calendar.load())
    if words.text:
        provisional = _("provisional") if opinion.clock and opinion.clock.is_provisional else ""
        items.append((_("To be answered by"), comma().join(filter(None, [words.text, words.note, provisional]))))
    return items


def _line_meta(opinion: Opinion) -> Iterator[tuple[str, SafeString]]:
    for line in lines_named([(opinion.edition, opinion.line)] if opinion.line else []).values():
        url = f"{reverse('disclosure_desk:edition', args=[opinion.edition_id])}#line-{line.number}"
        title = _("Entry %(number)d") % {"number": line.number}
        yield _("About"), format_html('<a href="{}">{}</a> {}', url, title, as_written(line.words))


def calls(opinion: Opinion) -> list[Call]:
    """Return what to know first: why the last answer was sent back, or why the opinion was not taken up."""
    if opinion.refusal_reason:
        return [Call("warn", _("Why it was not taken up"), opinion.refusal_reason)]
    line = audit.lines_of(opinion).filter(verb="send_back").last() if _was_sent_back(opinion) else None
    return [Call("owed", _("%(who)s sent the answer back") % {"who": line.actor.name}, line.reason)] if line else []


def publishing_an_answer(opinion: Opinion) -> list[str]:
    """Return what happens once the answer of an opinion is published."""
    others = opinion.merged.count()
    written_to = ngettext(
        "The sender is written to, and %(count)d other who asked the same, as far as they left an address.",
        "The sender is written to, and %(count)d others who asked the same, as far as they left an address.",
        others,
    ) % {"count": others}
    return [
        _("The answer goes to the sender alone. The public reads neither opinion nor answer.")
        if opinion.visibility == Visibility.PRIVATE
        else _("Everybody reads the answer beside the notice at once."),
        written_to if others else _("The sender is written to, if they left an address."),
        _("The opinion is closed. The answer cannot be changed or taken back."),
    ]


def joined(opinion: Opinion) -> list[File]:
    """Return the opinions that were joined with one."""
    return [
        File(reverse("disclosure_desk:opinion", args=[one.pk]), one.number)
        for one in opinion.merged.select_related("case").order_by("case__received_at", "pk")
    ]


def corrections(opinion: Opinion, person: Person, at: datetime) -> list[File]:
    """Return the editions that answer an opinion, as far as the reader may know of them."""
    visible = VISIBLE.permitted(person, at=at).order_by().values("pk")
    named = Edition.objects.filter(corrections__opinion=opinion, pk__in=visible).order_by("number")
    return [
        File(
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


def answer_day(opinion: Opinion) -> calendar.Counted:
    """Return the day an opinion is to be answered by, with how it was counted."""
    return proposed(CASE_KIND, ANSWER_LIMIT, timezone.localdate(opinion.case.received_at))
