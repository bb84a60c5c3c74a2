"""Petitions as the desk shows them: rows of lists and the queue, where they stand, clocks, papers and what was done."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext, pgettext, pgettext_lazy

from petitions.handling.enums import (
    ASSIGNMENT_LIMIT,
    ENDED,
    IN_TIME,
    NOTICE_LIMIT,
    OBJECTION_LIMIT,
    OPINION_LIMIT,
    RE_REVIEW_LIMIT,
    RE_REVIEW_REQUEST_LIMIT,
    REPORT_LIMIT,
    REVIEW_LIMIT,
    REVIEW_REQUEST_LIMIT,
    SERVICE_LIMIT,
    SUPERVISION_LIMIT,
    TO_ROUTE,
    Barring,
    Category,
    Finding,
    Ground,
    Kind,
    Matter,
    Paper,
    PetitionState,
    Result,
    ReviewResult,
    Satisfaction,
    SealedFor,
    Service,
    Stage,
)
from petitions.handling.models import Bar, Opinion, Petition, Proceeding, Rating, Review
from petitions.handling.queries import desk as queries
from petitions.handling.queries.petitions import Person, working_on
from petitions.handling.workflow import PETITION, WAITS_FOR
from portal.cases.enums import Channel, Read
from portal.cases.models import Note, Reading
from portal.cases.presenters import AUDIT_LABELS, ClockLine, clock_line
from portal.core import calendar, dates
from portal.core.calendar.rules import Calendar
from portal.core.components import Call, File, Tag
from portal.core.demonstration import today_of_due_days
from portal.core.texts import as_written, comma, joint
from portal.core.workflow import Words
from portal.desk.queue import due_words
from portal.desk.registry import Due, QueueRow
from portal.desk.trail import TrailLine

LABELS = AUDIT_LABELS | {
    "add": pgettext_lazy("audit entry of a petition", "The petitioner added something"),
    "bar": pgettext_lazy("audit entry of a petition", "Decided who of those named is complained about"),
    "give handle": pgettext_lazy("audit entry of a petition", "Given to a handler"),
    "take back handle": pgettext_lazy("audit entry of a petition", "Taken from a handler"),
    "keep out": pgettext_lazy("audit entry of a petition", "Somebody was kept out"),
    "lift": pgettext_lazy("audit entry of a petition", "Somebody is kept out no longer"),
    "remind": pgettext_lazy("audit entry of a petition", "Reminder sent"),
}
"""What is called that is done with a petition and is no step."""

LIMIT_TITLES: Mapping[str, Words] = {
    NOTICE_LIMIT: pgettext_lazy("time limit", "To tell whether it is accepted"),
    REPORT_LIMIT: pgettext_lazy("time limit", "To tell who reported it"),
    OBJECTION_LIMIT: pgettext_lazy("time limit", "To object that it is not theirs"),
    ASSIGNMENT_LIMIT: pgettext_lazy("time limit", "To answer the assignment"),
    OPINION_LIMIT: pgettext_lazy("time limit", "Written opinion"),
    SERVICE_LIMIT: pgettext_lazy("time limit", "To serve the opinion"),
    SUPERVISION_LIMIT: pgettext_lazy("time limit", "To report to who supervises"),
    REVIEW_REQUEST_LIMIT: pgettext_lazy("time limit", "To ask for a review"),
    REVIEW_LIMIT: pgettext_lazy("time limit", "Review by the body above"),
    RE_REVIEW_REQUEST_LIMIT: pgettext_lazy("time limit", "To ask for a re-review"),
    RE_REVIEW_LIMIT: pgettext_lazy("time limit", "Re-review by the body above"),
}

_TOLD = frozenset(
    (
        *("receive", "register", "accept", "forward", "redirect", "to_legal_channel", "refuse", "merge", "extend"),
        *("serve", "close", "rate", "ask_review", "uphold", "overturn", "hold_hearing", "ask_re_review", "conclude"),
        *("reopen", "take_up", "withdraw", "add", "attach"),
    )
)
"""What the petitioner sees of the course; the rest stays inside."""


def queue_rows(pks: Collection[int], person: Person, at: datetime) -> list[QueueRow]:
    """Return petitions as rows of the queue."""
    return rows(working_on(person, at).filter(pk__in=pks), at=at)


def rows(petitions: Iterable[Petition], *, at: datetime, tokens: Mapping[int, str] | None = None) -> list[QueueRow]:
    """Return petitions as rows of `components/queue.html`.

    Args:
        tokens: The tokens with which some can be routed at once, by key.
    """
    working, today, found = calendar.load(), today_of_due_days(at), list(petitions)
    routes = queries.route_names({one.town_id for one in found})
    return [_row(one, today, working, routes, (tokens or {}).get(one.pk, "")) for one in found]


def _row(
    petition: Petition, today: date, working: Calendar, routes: Mapping[tuple[int, str], str], token: str
) -> QueueRow:
    due = due_of(petition, today=today, working=working)
    came = _("came on %(day)s") % {"day": dates.full_date(petition.case.received_at)}
    channel = str(Channel(petition.case.channel).label)
    return QueueRow(
        pk=petition.pk,
        verb=WAITS_FOR.get(PetitionState(petition.state), ""),
        title=as_written(title_of(petition)),
        url=reverse("petitions_desk:petition", args=[petition.pk]),
        unit=(petition.unit or petition.place or petition.town).name,
        step=_step(petition, routes.get((petition.town_id, petition.matter), "")),
        number=comma().join((petition.number, channel)),
        due=due if due.note else replace(due, note=came),
        token=token,
    )


def title_of(petition: Petition) -> str:
    """Return what a petition is about in the words of the office; before it is registered, class and matter."""
    words = {"class": Category(petition.category).label, "matter": Matter(petition.matter).label}
    return str(petition.subject) or _("%(class)s: %(matter)s") % words


def due_of(petition: Petition, *, today: date, working: Calendar) -> Due:
    """Say how near the day is by which something is to be done; nothing once the petition has ended."""
    days = [clock.due for clock in (petition.clock, petition.step_clock) if clock and clock.due]
    if not days or petition.state in ENDED:
        return Due()
    if petition.state not in IN_TIME:
        is_above = petition.state in (PetitionState.REVIEWING, PetitionState.RE_REVIEWING)
        note = _("the body above decides") if is_above else _("until then a review can be asked for")
        return Due(dates.day(min(days)), "", note)
    words = due_words(min(days), today=today, working_days=working)
    if words.kind != "owed":
        return words
    return replace(words, note=_("was to be done by %(day)s") % {"day": dates.day(min(days))})


def _step(petition: Petition, route: str) -> Words:
    state = PetitionState(petition.state)
    if queries.is_to_improve(petition):
        return pgettext("waits for me", "Opinion to improve")
    if state not in WAITS_FOR:
        return state.label
    waiting = PETITION.verb(WAITS_FOR[state]).waiting
    if state not in TO_ROUTE or not route or petition.sealed_for:
        return waiting
    return comma().join((str(waiting), _("usually %(unit)s") % {"unit": route}))


def tags(petition: Petition, known: Collection[int]) -> list[Tag]:
    """Return where a petition stands, its class, and what is special about it.

    Args:
        known: The petitions beside it that the reader may know of, by key.
    """
    state = PetitionState(petition.state)
    kinds = {PetitionState.SUBMITTED: "owed", PetitionState.CONCLUDED: "done", PetitionState.CLOSED: "done"}
    found = [Tag(str(state.label), kinds.get(state, "")), Tag(str(Category(petition.category).label))]
    if petition.sealed_for:
        words = {"who": SealedFor(petition.sealed_for).label}
        found.append(Tag(_("Sealed: %(who)s alone") % words, "warn"))
    if petition.people > 1:
        count = {"count": petition.people}
        found.append(Tag(ngettext("%(count)d person", "%(count)d people", petition.people) % count))
    if petition.is_anonymous:
        found.append(Tag(pgettext("petition", "Without a name")))
    if petition.is_supervised:
        found.append(Tag(pgettext("petition", "Supervised"), "warn"))
    if petition.clock and petition.clock.extended_days:
        found.append(Tag(pgettext("of the time of a petition", "Extended"), "warn"))
    if petition.sponsor:
        found.append(Tag(_("%(name)s answers for it") % {"name": petition.sponsor.name}))
    if petition.repeats_id in known:
        found.append(Tag(pgettext("petition", "Repeated"), "warn"))
    return found


def meta(petition: Petition, at: datetime) -> list[tuple[str, str]]:
    """Return number, way, class, matter, place and unit of a petition, and by when something is to be done."""
    case = petition.case
    items = [
        (_("Number"), petition.number),
        (_("Came in"), f"{dates.moment(case.received_at)} · {Channel(case.channel).label}"),
        (_("Matter"), str(Matter(petition.matter).label)),
    ]
    if petition.place:
        items.append((_("Where it happened"), petition.place.name))
    if petition.unit:
        items.append((pgettext("a unit", "With"), petition.unit.name))
    if petition.ground:
        items.append((_("Ground"), str(Ground(petition.ground).label)))
    if petition.directed_to:
        items.append((_("Which body"), as_written(petition.directed_to)))
    words = due_of(petition, today=today_of_due_days(at), working=calendar.load())
    if words.text:
        items.append((_("Due"), comma().join(filter(None, [words.text, words.note]))))
    return items


def calls(petition: Petition, notes: list[Note], known: Collection[int]) -> list[Call]:
    """Return what to know first: why an opinion came back, what is expected, what is asked, what it repeats.

    Args:
        known: The petitions beside it that the reader may know of, by key.
    """
    found = []
    newest = notes[-1] if notes else None
    if queries.is_to_improve(petition) and newest:
        title = _("The opinion came back; last note by %(who)s") % {"who": newest.written_by.name}
        found.append(Call("owed", title, newest.text))
    if petition.state == PetitionState.EXTENDING:
        title = _("%(count)d more days are asked for") % {"count": petition.extension_days}
        found.append(Call("warn", title, newest.text if newest else ""))
    supervision = petition.supervisions.select_related("ordered_by").last()
    if supervision and petition.state not in ENDED:
        words = {"who": supervision.ordered_by.name, "day": dates.full_date(supervision.due)}
        found.append(Call("warn", _("%(who)s expects this by %(day)s") % words, supervision.words))
    for title, other in (
        (_("Repeats an earlier petition"), petition.repeats),
        (_("Merged with another petition"), petition.merged_into),
    ):
        if other and other.pk in known:
            url = reverse("petitions_desk:petition", args=[other.pk])
            found.append(Call("info", title, "", url, other.number))
    return found


def clocks(petition: Petition, at: datetime) -> list[ClockLine]:
    """Return the time limits of a petition with how each was counted."""
    rows = petition.case.clocks.filter(stopped_at=None).prefetch_related("suspensions")
    today = today_of_due_days(at)
    newest = sorted(rows, key=lambda one: (one.is_over, -one.pk))
    return [clock_line(one, str(LIMIT_TITLES[one.rule]), today=today) for one in newest]


def waits_text(petition: Petition) -> str:
    """Say for whom a petition waits that the reader can do nothing with."""
    unit = petition.unit.name if petition.unit else ""
    state = PetitionState(petition.state)
    words = {
        PetitionState.SUBMITTED: _("It waits to be registered."),
        PetitionState.REGISTERED: _("It waits to be routed."),
        PetitionState.ASSIGNED: _("It waits for %(unit)s to take it or to object."),
        PetitionState.RETURNED: _("The unit has objected; it waits to be routed."),
        PetitionState.ACCEPTED: _("It waits for %(unit)s to begin."),
        PetitionState.HANDLING: _("It waits for the opinion of %(unit)s."),
        PetitionState.EXTENDING: _("A leader decides whether there is more time."),
        PetitionState.DRAFTED: _("The office checks the opinion."),
        PetitionState.CHECKED: _("A leader signs the opinion."),
        PetitionState.DECIDED: _("The office serves the opinion."),
        PetitionState.SERVED: _("The petitioner has the opinion, and can rate it or ask for a review."),
        PetitionState.REVIEWING: _("The body above decides on the review."),
        PetitionState.RE_REVIEWING: _("The body above decides on the re-review."),
        PetitionState.REVIEWED: _("The petitioner can ask for a re-review until the time for that is over."),
    }
    if state in (PetitionState.CLOSED, PetitionState.RATED):
        if petition.category == Category.APPEAL:
            return _("It is concluded by itself once no review can be asked for any more.")
        return _("It is concluded by itself.")
    return words.get(state, _("Nothing is waited for any more.")) % {"unit": unit}


def mergeable_words(petition: Petition, percent: int | None) -> str:
    """Return a petition that another can be merged with, and how alike they are, if they are."""
    came = dates.full_date(petition.case.received_at)
    words = f"{petition.number} {title_of(petition)}{comma()}{came}"
    if percent is None:
        return words
    return _("%(petition)s (alike by %(percent)d %%)") % {"petition": words, "percent": percent}


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened with a petition, for `petitions/desk/_events.html`."""

    at: datetime
    what: Words
    who: str
    text: str = ""
    is_inside: bool = True
    is_back: bool = False


def happened(petition: Petition, trail: Iterable[TrailLine], notes: Iterable[Note]) -> list[Happened]:
    """Return the course of a petition, the newest first: steps, what was recorded, and notes that stay inside.

    Args:
        trail: The audit lines of petition and case, made with `LABELS`.
        notes: The notes of the case, which the reader was given by `read_notes`.
    """
    recorded = str(PETITION.verb("record").done)
    steps = {verb.key: verb.done for verb in PETITION.verbs}
    told = {str(words[verb]) for words in (LABELS, steps) for verb in _TOLD if verb in words}
    lines = [
        Happened(line.at, line.what, line.who, line.reason, str(line.what) not in told, line.is_back)
        for line in trail
        if str(line.what) != recorded
    ]
    lines += [Happened(one.written_at, _("Note"), one.written_by.name, one.text) for one in notes]
    lines += [_proceeding(one) for one in queries.proceedings_of(petition)]
    return sorted(lines, key=lambda line: line.at)[::-1]


def _proceeding(one: Proceeding) -> Happened:
    ends = {True: _("both sides agree"), False: _("they do not agree"), None: ""}
    kind = f"{Kind(one.kind).label}{comma()}{dates.full_date(one.held_on)}"
    what = comma().join(filter(None, [kind, ends[one.is_agreed]]))
    return Happened(one.written_at, what, one.written_by.name, one.text, not one.is_shown)


@dataclass(frozen=True, slots=True)
class OpinionShown:
    """An opinion on the desk: drafted, or signed with its number, and how the petitioner rated it."""

    title: str
    result: str
    facts: SafeString
    text: SafeString
    lines: list[tuple[str, str]]
    rating: str
    words: SafeString


def opinions(petition: Petition) -> list[OpinionShown]:
    """Return the opinions on a petition, the newest first."""
    rows = petition.opinions.select_related("drafted_by", "checked_by", "signed_by", "rating").order_by("-pk")
    return [_opinion(one) for one in rows]


def _opinion(one: Opinion) -> OpinionShown:
    result = str(Result(one.result).label) if one.result else ""
    mediated = _("settled by mediation") if one.is_mediated else ""
    facts = _("facts: %(finding)s") % {"finding": Finding(one.finding).label}
    rating = getattr(one, "rating", None)
    steps = [
        (_("Drafted"), one.drafted_by, one.drafted_at),
        (_("Checked"), one.checked_by, one.checked_at),
        (_("Signed"), one.signed_by, one.signed_at),
    ]
    lines = [(word, f"{who.name} · {dates.moment(at)}") for word, who, at in steps if who and at]
    if one.served_on:
        lines.append((_("Served"), f"{dates.full_date(one.served_on)} · {Service(one.service).label}"))
    return OpinionShown(
        title=one.number or (_("Draft") if one.signed_at is None else _("What was found")),
        result=comma().join(filter(None, [result, facts, mediated])),
        facts=as_written(one.facts),
        text=as_written(one.text),
        lines=lines,
        rating=_rated(rating) if rating else "",
        words=as_written(rating.words if rating else ""),
    )


def _rated(rating: Rating) -> str:
    words = {"result": Satisfaction(rating.result).label, "service": Satisfaction(rating.service).label}
    return _("Result: %(result)s; service: %(service)s") % words


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """A review or re-review on the desk."""

    title: str
    asked: str
    reason: SafeString
    result: str
    text: SafeString


def reviews(petition: Petition) -> list[ReviewShown]:
    """Return the reviews of a petition, oldest first."""
    return [_review(one) for one in petition.reviews.all()]


def _review(one: Review) -> ReviewShown:
    decided = ""
    if one.result and one.decided_on:
        decided = f"{ReviewResult(one.result).label}{comma()}{dates.full_date(one.decided_on)}"
    return ReviewShown(
        title=f"{Stage(one.stage).label}{comma()}{one.body}",
        asked=_("asked for on %(day)s") % {"day": dates.full_date(one.asked_at)},
        reason=as_written(one.reason),
        result=decided,
        text=as_written(one.text),
    )


@dataclass(frozen=True, slots=True)
class BarShown:
    """Who is kept from a petition and why; `lift_url` is empty where the reader cannot lift it, or it is over."""

    who: str
    why: str
    lift_url: str
    lifted: str


def bars(petition: Petition, *, may_lift: bool) -> list[BarShown]:
    """Return who is kept from a petition, and who was."""
    return [_bar(petition, one, may_lift=may_lift) for one in queries.bars_of(petition)]


def _bar(petition: Petition, one: Bar, *, may_lift: bool) -> BarShown:
    who = one.unit or one.person
    url = reverse("petitions_desk:petition_lift", args=[petition.pk, one.pk])
    lifted = ""
    if one.lifted_at and one.lifted_by:
        words = {"day": dates.full_date(timezone.localdate(one.lifted_at)), "who": one.lifted_by.name}
        lifted = _("until %(day)s, lifted by %(who)s") % words
    return BarShown(
        who=who.name if who else "",
        why=str(Barring(one.why).label),
        lift_url=url if may_lift and not one.lifted_at else "",
        lifted=lifted,
    )


def facts(
    petition: Petition, handlers: Iterable[str], representatives: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return who has a petition and who speaks for its petitioners."""
    found = [(_("Handled by"), joint().join(handlers))]
    if petition.sponsor:
        found.append((_("Answers for it"), petition.sponsor.name))
    found += [(_("Representative"), comma().join(filter(None, one))) for one in representatives]
    return [(term, value) for term, value in found if value]


def case_files(petition: Petition) -> list[File]:
    """Return what came with a petition; who opens one is noted."""
    return [
        File(
            reverse("petitions_desk:petition_file", args=[petition.pk, one.pk]),
            one.name,
            comma().join((filesizeformat(one.size), dates.full_date(one.added_at))),
        )
        for one in petition.case.files.all()
    ]


def papers(petition: Petition) -> list[File]:
    """Return the papers of a petition that can be printed, and the opinion that is not signed yet."""
    if petition.case.forgotten_at is not None:
        return []
    return list(_papers(petition))


def _papers(petition: Petition) -> Iterator[File]:
    for one in petition.papers.all():
        url = reverse("petitions_desk:petition_paper", args=[petition.pk, one.pk])
        yield File(url, f"{Paper(one.paper).label} {one.number}", "PDF")
    if petition.opinions.filter(signed_at=None).exists():
        url = reverse("petitions_desk:petition_draft", args=[petition.pk])
        yield File(url, _("Handling opinion, to be signed"), "PDF")


def exported(petitions: Iterable[Petition]) -> Iterator[list[str | int]]:
    """Yield petitions as a table, heads first: numbers, closed lists and days, nothing of what was said or by whom."""
    heads = (
        *(_("Number"), pgettext("of a petition", "Class"), _("Matter"), _("How it came"), _("How many people")),
        *(_("Where it happened"), pgettext("a unit", "With"), _("State"), _("Came in"), _("Due"), _("Accepted")),
        *(_("Decided"), _("Ended"), _("With the result"), _("With the service")),
    )
    yield [str(head) for head in heads]
    for one in petitions:
        rating = max(one.ratings.all(), key=lambda row: row.pk, default=None)
        rated = [Satisfaction(value).label for value in (rating.result, rating.service)] if rating else ["", ""]
        days = (one.case.received_at, getattr(one, "due", None), one.accepted_at, one.decided_at, one.ended_at)
        yield [
            one.number,
            str(Category(one.category).label),
            str(Matter(one.matter).label),
            str(Channel(one.case.channel).label),
            one.people,
            one.place.name if one.place else "",
            one.unit.name if one.unit else "",
            str(PetitionState(one.state).label),
            *(_iso(day) for day in days),
            *(str(word) for word in rated),
        ]


def _iso(value: date | datetime | None) -> str:
    if value is None:
        return ""
    day = timezone.localdate(value) if isinstance(value, datetime) else value
    return day.isoformat()


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """That somebody read a petition."""

    number: str
    url: str
    who: str
    what: Words
    at: datetime


def readings(found: Iterable[Reading]) -> list[ReadingShown]:
    """Return who has read petitions, as the secretary sees it."""
    listed = list(found)
    keys = queries.petitions_of({one.case_id for one in listed})
    return [
        ReadingShown(
            number=one.case.number,
            url=reverse("petitions_desk:petition", args=[keys[one.case_id]]),
            who=one.reader.name,
            what=Read(one.what).label,
            at=one.at,
        )
        for one in listed
    ]
