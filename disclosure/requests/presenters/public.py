"""Requests as the applicant and the public read them: the receipt, how it stands, and what was disclosed."""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, pgettext

from disclosure.requests.enums import Delivery, RequestState, Result, ResultGroup
from disclosure.requests.models import Release, ReplyFile, Request
from disclosure.requests.presenters.staff import result_words
from disclosure.requests.queries.papers import is_replied
from disclosure.requests.queries.released import unit_of
from disclosure.requests.queries.requests import of_case, released_files
from disclosure.requests.rules import GROUNDS
from portal.accounts.models import Unit
from portal.cases.models import Case
from portal.cases.presenters import CountedDays, CourseStep, counted_days
from portal.cases.queries import sender_token
from portal.cases.registry import FollowPage
from portal.core import audit, dates
from portal.core.components import Card, File
from portal.core.texts import as_written, sentences

REPLY = "reply"
"""What the token of the address of a reply says."""


@dataclass(frozen=True, slots=True)
class RequestPage(FollowPage):
    """How a request stands, for its applicant.

    Attributes:
        clock: The time of the reply, day by day; None once it is over.
        course: The steps that were taken, where it is, and what comes.
        reply_url: Where the reply is saved; `files` are those that were handed out with it.
        supplement_url: Where it is put right, while that is asked for.
        withdraw_url: Where it is taken back, while it is open.
    """

    clock: CountedDays | None = None
    course: list[CourseStep] = field(default_factory=list)
    reply_url: str = ""
    files: list[File] = field(default_factory=list)
    supplement_url: str = ""
    withdraw_url: str = ""
    remedy: str = ""
    phone: str = ""


def follow_page(case: Case, today: date) -> FollowPage:
    """Return how a request stands for those who have number and code. Nothing of what they wrote is repeated."""
    request = of_case(case)
    state = RequestState(request.state)
    is_open, replied = request.ended_at is None, is_replied(request)
    token = sender_token(case, REPLY)
    decided = dates.full_date(timezone.localdate(request.ended_at)) if request.ended_at else ""
    clock = counted_days(request.clock, today=today) if is_open and state != RequestState.CORRECTING else None
    return RequestPage(
        state=_state_words(request),
        meta=[
            (_("Number"), request.number),
            (_("Received on"), dates.full_date(timezone.localdate(case.received_at))),
            (_("How it is given to you"), str(Delivery(request.delivery).label)),
            *([(_("With"), request.unit.name)] if request.unit else ()),
            *([(_("Result"), result_words(request))] if replied else ()),
        ],
        waiting=_waiting(request, today),
        overdue=_overdue(clock),
        reason_heading=_("Please put this right") if state == RequestState.CORRECTING else "",
        reason=as_written(request.correction) if state == RequestState.CORRECTING else "",
        answer=as_written(request.reply) if replied else "",
        answered_by=_("Replied by %(unit)s on %(date)s") % {"unit": request.town.publishing_body, "date": decided}
        if replied
        else "",
        back_url=reverse("disclosure:requests"),
        back_label=_("About asking for information"),
        beside="disclosure/requests/_beside.html",
        below="disclosure/requests/_below.html",
        clock=clock,
        course=course(request),
        reply_url=reverse("disclosure:request_reply", args=[token]) if replied and not case.forgotten_at else "",
        files=[_applicants_file(one, token) for one in request.files.all()] if replied else [],
        supplement_url=reverse("disclosure:request_supplement", args=[token])
        if state == RequestState.CORRECTING
        else "",
        withdraw_url=reverse("disclosure:request_withdraw", args=[token]) if is_open else "",
        remedy=remedy(request) if replied else "",
        phone=request.town.supervision_phone,
    )


def _applicants_file(one: ReplyFile, token: str) -> File:
    url = reverse("disclosure:request_reply_file", args=[token, one.pk])
    return File(url, one.name, filesizeformat(one.size))


def _state_words(request: Request) -> str:
    """Return the state as the applicant reads it: who drafts and decides is one to them."""
    state = RequestState(request.state)
    if state in (RequestState.EXTENDING, RequestState.DRAFTED):
        return str(RequestState.ACCEPTED.label)
    if state == RequestState.CORRECTING:
        return _("You are asked to put something right")
    if state == RequestState.ANSWERED and request.result == Result.NOT_CORRECTED:
        return str(Result.NOT_CORRECTED.label)
    return str(state.label)


def _waiting(request: Request, today: date) -> str:
    state, clock = RequestState(request.state), request.clock
    if request.ended_at is not None:
        return ""
    if state == RequestState.CORRECTING:
        due = request.step_clock.due if request.step_clock else None
        words = {"date": dates.full_date(due) if due else ""}
        return sentences(
            _("Please write by %(date)s. The time for the reply begins anew when you have.") % words,
            _("If you write nothing by then without good reason, the request is not pursued."),
        )
    if state == RequestState.CONSULTING:
        return _("What you ask for concerns somebody else, who is asked first. The time stands still meanwhile.")
    by = _("You get the reply by %(date)s.") % {"date": dates.full_date(clock.due) if clock.due else ""}
    if clock.is_provisional:
        return sentences(by, _("The calendar of that year is not out yet, so the day may still move."))
    return by


def _overdue(clock: CountedDays | None) -> str:
    return _("The reply is overdue.") if clock and clock.late else ""


_TOLD = (
    "receive",
    "ask_correction",
    "correct",
    "accept",
    "consult",
    "hear",
    "extend",
    "answer",
    "lapse",
    "withdraw",
    "redirect",
)
"""The steps that the applicant reads of; what the office does among itself is its own."""


def course(request: Request) -> list[CourseStep]:
    """Return what was done with a request as its applicant reads it, where it is, and what comes."""
    words = _course_words(request)
    lines = [line for line in audit.lines_of(request) if line.verb in _TOLD]
    found = [
        CourseStep("done", words[line.verb][0], dates.full_date(timezone.localdate(line.at)), words[line.verb][1])
        for line in lines
    ]
    if request.ended_at is not None:
        return found
    is_held = request.state in (RequestState.CORRECTING, RequestState.CONSULTING)
    last = found.pop() if is_held else CourseStep("here", _state_words(request))
    due = None if is_held else request.clock.due
    by = _("by %(day)s") % {"day": dates.full_date(due)} if due else ""
    return [
        *found,
        CourseStep("here", last.title, last.when, _here(request)),
        CourseStep("coming", _("Reply"), by, _("It can be saved here, and is given to you in the way you chose.")),
    ]


def _course_words(request: Request) -> dict[str, tuple[str, str]]:
    """Return what each step is called, and a sentence about it."""
    unit = {"unit": request.unit.name if request.unit else ""}
    accepted = (
        _("%(unit)s drafts the reply.") if request.correction else _("It is clear enough. %(unit)s drafts the reply.")
    )
    return {
        "receive": (pgettext("course of a request", "Came in"), ""),
        "ask_correction": (_("You were asked to put something right"), ""),
        "correct": (_("You put it right"), _("The time for the reply began anew.")),
        "accept": (_("Registered"), accepted % unit),
        "consult": (_("A third party was asked"), _("The time stands still from the next day.")),
        "hear": (_("The third party was heard"), _("The time goes on from the next day.")),
        "extend": (
            _("The time was extended"),
            format_html(_("By 20 working days, because: {reason}"), reason=as_written(request.extension)),
        ),
        "answer": (_("Replied"), str(Result(request.result).label) if request.result else ""),
        "lapse": (_("Not pursued"), _("Nothing was put right in time.")),
        "withdraw": (_("You withdrew it"), ""),
        "redirect": (_("Handed over as a petition"), ""),
    }


def _here(request: Request) -> str:
    unit = request.unit.name if request.unit else ""
    received = (
        _("The office looks at what you put right.")
        if request.correction
        else _("The office looks whether it is clear enough, and asks you within 7 working days if not.")
    )
    return {
        RequestState.RECEIVED: received,
        RequestState.CORRECTING: _("The office waits for what you write."),
        RequestState.CONSULTING: _("They have 15 working days to answer."),
    }.get(RequestState(request.state), _("%(unit)s looks for it and drafts the reply.") % {"unit": unit})


def remedy(request: Request) -> str:
    """Return what an applicant can do who is not content with the reply.

    Since 2024 a refusal goes to administrative review before it can go to court (行政复议法 art. 23).
    """
    if not request.result or GROUNDS[Result(request.result)].group == ResultGroup.GRANTED:
        return _("If something is missing, telephone the office.")
    named = {"authority": settings.REVIEW_AUTHORITY or _("the people’s government above")}
    if GROUNDS[Result(request.result)].group in (ResultGroup.REFUSED, ResultGroup.PARTLY):
        return (
            _("Within 60 days you can apply to %(authority)s for review, and go to court against its decision.") % named
        )
    return _("Within 60 days you can apply to %(authority)s for review, or go to court within six months.") % named


def where_to_ask(unit: Unit | None) -> str:
    """Return where a resident asks for information: the form with the unit chosen, or what it is all about."""
    return f"{reverse('disclosure:new_request')}?unit={unit.code}" if unit else reverse("disclosure:requests")


def receipt_rows(request: Request) -> list[tuple[str, str | SafeString]]:
    """Return what stands on the receipt beside number and code: by when it is replied to, and whom to ask."""
    due, town = request.clock.due, request.town
    by = _("%(weekday)s %(day)s") % {"weekday": dates.weekday(due), "day": dates.full_date(due)} if due else ""
    rows: list[tuple[str, str | SafeString]] = [
        (_("Received on"), dates.full_date(timezone.localdate(request.case.received_at))),
        (_("Sent to"), town.publishing_body),
        (_("To be replied to by"), by),
        (_("Telephone"), town.supervision_phone),
    ]
    return [(term, value) for term, value in rows if value]


def cards(releases: list[Release]) -> list[Card]:
    """Return what was disclosed as a list."""
    return [
        Card(
            url=reverse("disclosure:release", args=[one.request.number]),
            title=one.title,
            date=timezone.localdate(one.published_at),
            unit=unit_of(one).name,
        )
        for one in releases
    ]


def release_files(release: Release) -> list[File]:
    """Return the files of what was disclosed."""
    number = release.request.number
    return [
        File(reverse("disclosure_files:release_file", args=[number, one.pk]), one.name, filesizeformat(one.size))
        for one in released_files(release)
    ]


def release_meta(release: Release) -> list[tuple[str, str]]:
    """Return the facts of what was disclosed."""
    unit: Unit = unit_of(release)
    return [
        (_("Number"), release.request.number),
        (_("Disclosed by"), unit.publishing_body),
        (_("Published on"), dates.full_date(timezone.localdate(release.published_at))),
        (_("Result"), str(Result(release.request.result).label)),
    ]
