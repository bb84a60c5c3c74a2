"""Requests as the desk shows them: rows of lists and the queue, the words for where they stand, files and papers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from disclosure.requests.enums import Applicant, Delivery, Outcome, RequestState, Result
from disclosure.requests.models import Consultation, ReplyFile, Request
from disclosure.requests.queries import requests as queries
from disclosure.requests.queries.papers import papers_of
from disclosure.requests.queries.requests import Person
from disclosure.requests.rules import GROUNDS
from disclosure.requests.workflow import REQUEST, WAITS_FOR
from portal.cases.enums import Channel
from portal.core import audit, calendar, dates
from portal.core.calendar.rules import Calendar
from portal.core.components import Call, File, Tag
from portal.core.demonstration import today_of_due_days
from portal.core.texts import as_written, comma
from portal.core.workflow import Words
from portal.desk.queue import due_words
from portal.desk.registry import Due, QueueRow


def queue_rows(pks: Collection[int], person: Person, at: datetime) -> list[QueueRow]:
    """Return requests as rows of the queue."""
    return rows(queries.working_on(person, at).filter(pk__in=pks), at=at)


def rows(requests: Iterable[Request], *, at: datetime) -> list[QueueRow]:
    """Return requests as rows of `components/queue.html`."""
    working_days, today = calendar.load(), today_of_due_days(at)
    return [_row(one, today, working_days) for one in requests]


def _row(request: Request, today: date, working_days: Calendar) -> QueueRow:
    due = due_of(request, today=today, working_days=working_days)
    came = _("came on %(day)s") % {"day": dates.full_date(request.case.received_at)}
    return QueueRow(
        pk=request.pk,
        verb=queries.QUEUE_VERBS.get(RequestState(request.state), ""),
        title=as_written(title_of(request)),
        url=reverse("disclosure_desk:request", args=[request.pk]),
        unit=(request.unit or request.town).name,
        step=_step(request),
        number=request.number,
        due=due if due.note else replace(due, note=came),
    )


def title_of(request: Request) -> str:
    """Return what a request is about in the words of the office; before it is registered, who asks."""
    return str(request.subject) or _("Request of %(who)s") % {"who": Applicant(request.applicant).label}


def due_of(request: Request, *, today: date, working_days: Calendar) -> Due:
    """Say how near the day is by which the next step is to be taken; nothing once the request has ended."""
    day = request.current_clock.due if request.state in WAITS_FOR else None
    words = due_words(day, today=today, working_days=working_days)
    if day is None or words.kind != "owed":
        return words
    return replace(words, note=_("was to be done by %(day)s") % {"day": dates.full_date(day)})


def _step(request: Request) -> Words:
    if _was_sent_back(request):
        return pgettext("waits for me", "Sent back, to fix")
    state = RequestState(request.state)
    if state in WAITS_FOR:
        return REQUEST.verb(WAITS_FOR[state]).waiting
    return GROUNDS[Result(request.result)].group.label if state == RequestState.ANSWERED else state.label


def _was_sent_back(request: Request) -> bool:
    return request.state == RequestState.ACCEPTED and request.drafted_by_id is not None


def tags(request: Request) -> list[Tag]:
    """Return where a request stands, who asks, and what came of it."""
    kinds = {RequestState.ANSWERED: "done", RequestState.RECEIVED: "owed", RequestState.CONSULTING: "warn"}
    state = RequestState(request.state)
    found = [Tag(str(state.label), kinds.get(state, "")), Tag(str(Applicant(request.applicant).label))]
    if request.clock.extended_days:
        found.append(Tag(pgettext("of the time of a request", "Extended"), "warn"))
    return found


def meta(request: Request, at: datetime) -> list[tuple[str, str]]:
    """Return number, way and unit of a request, how it is to be given, and by when."""
    items = [
        (_("Number"), request.number),
        (_("Came in"), f"{dates.moment(request.case.received_at)} · {Channel(request.case.channel).label}"),
        (_("How it is to be given"), str(Delivery(request.delivery).label)),
    ]
    if request.asked_of:
        items.append((_("Asked of"), request.asked_of.name))
    if request.unit:
        items.append((_("With"), request.unit.name))
    words = due_of(request, today=today_of_due_days(at), working_days=calendar.load())
    if words.text:
        provisional = _("provisional") if request.current_clock.is_provisional else ""
        items.append((_("Due"), comma().join(filter(None, [words.text, words.note, provisional]))))
    return items


def calls(request: Request) -> list[Call]:
    """Return what to know first: why a reply was sent back, what was asked to be put right, why time is wanted."""
    found = []
    line = audit.lines_of(request).filter(verb="send_back").last() if _was_sent_back(request) else None
    if line:
        found.append(Call("owed", _("%(who)s sent the reply back") % {"who": line.actor.name}, line.reason))
    if request.state == RequestState.EXTENDING:
        found.append(Call("warn", _("More time is asked for"), request.extension))
    if request.state == RequestState.CORRECTING:
        found.append(Call("info", _("The applicant was asked to put this right"), request.correction))
    return found


@dataclass(frozen=True, slots=True)
class Heard:
    """A third party, what it was asked, and what it says."""

    party: str
    concern: str
    asked_on: date
    outcome: str
    answer: str
    heard_on: date | None


def heard(request: Request) -> list[Heard]:
    """Return the third parties that were asked, oldest first."""
    return [_heard(one) for one in request.consultations.all()]


def _heard(one: Consultation) -> Heard:
    return Heard(
        party=as_written(one.party),
        concern=as_written(one.concern),
        asked_on=timezone.localdate(one.asked_at),
        outcome=str(Outcome(one.outcome).label) if one.outcome else "",
        answer=as_written(one.answer),
        heard_on=one.heard_on,
    )


@dataclass(frozen=True, slots=True)
class FileOfReply:
    """A file of a reply on the desk, with the address that takes it off while the reply is written."""

    file: File
    detach_url: str


def reply_files(request: Request, *, may_change: bool) -> list[FileOfReply]:
    """Return the files that are handed out with a reply."""
    return [
        FileOfReply(
            desk_file(one), reverse("disclosure_desk:request_detach", args=[request.pk, one.pk]) if may_change else ""
        )
        for one in request.files.all()
    ]


def case_files(request: Request) -> list[File]:
    """Return what came with a request, such as the scan of a letter."""
    return [
        File(
            reverse("disclosure_desk:request_came_file", args=[request.pk, one.pk]), one.name, filesizeformat(one.size)
        )
        for one in request.case.files.all()
    ]


def desk_file(one: ReplyFile) -> File:
    """Return a file of a reply as a link of the desk."""
    url = reverse("disclosure_desk:request_file", args=[one.request_id, one.pk])
    note = _("public") if one.is_released else filesizeformat(one.size)
    return File(url, one.name, note)


def papers(request: Request) -> list[File]:
    """Return the papers of a request that can be printed."""
    return [
        File(reverse("disclosure_desk:request_paper", args=[request.pk, paper.value]), str(paper.label), "PDF")
        for paper in papers_of(request)
    ]


def result_words(request: Request) -> str:
    """Return what came of a request, with the article it rests on."""
    if not request.result:
        return ""
    result = Result(request.result)
    return comma().join(filter(None, [str(result.label), GROUNDS[result].basis]))


def waits_text(request: Request) -> str:
    """Say for whom a request waits that the reader can do nothing with."""
    unit = request.unit.name if request.unit else ""
    return {
        RequestState.RECEIVED: _("It waits to be registered."),
        RequestState.CORRECTING: _("It waits for the applicant, who was asked to put it right."),
        RequestState.ACCEPTED: _("It waits for the reply of %(unit)s.") % {"unit": unit},
        RequestState.CONSULTING: _("%(unit)s waits for a third party.") % {"unit": unit},
        RequestState.EXTENDING: _("A leader decides whether there is more time."),
        RequestState.DRAFTED: _("A leader decides on the reply."),
        RequestState.ANSWERED: _("It has been replied to."),
        RequestState.REDIRECTED: _("It was handed over as a petition."),
        RequestState.WITHDRAWN: _("The applicant has withdrawn it."),
    }[RequestState(request.state)]
