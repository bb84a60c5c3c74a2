"""Debriefings on the desk: the list, what waits for whom, and who is reminded."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from accountability.appraisal.enums import WITH_RESULT, AppraisalState, DebriefingState, SuggestionState
from accountability.appraisal.models import Appraisal, Debriefing, Suggestion
from accountability.appraisal.policies import (
    ANSWERS,
    READS,
    READS_APPRAISAL,
    READS_FOR,
    READS_SUGGESTION,
    RUNS,
    RUNS_APPRAISAL,
    TELLS,
)
from accountability.appraisal.queries.log import with_context
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import roster, units
from portal.core.dates import full_date
from portal.core.demonstration import today_of_due_days
from portal.desk.queue import Waiting, waiting
from portal.messaging import rules
from portal.messaging.queries import Cause, reminders_of
from portal.messaging.registry import Occasion, Reminder
from portal.messaging.rules import Step, To

SOON, ANSWER_WITHIN = timedelta(days=7), timedelta(days=30)
"""A planned meeting is announced a week ahead; a suggestion is answered within a month of the meeting."""


def seen_by(person: Any, at: datetime) -> QuerySet[Debriefing]:
    """Return the debriefings somebody sees: planned ones first by their day, then the last that were held."""
    planned = Q(state=DebriefingState.PLANNED)
    return (
        READS.permitted(person, at=at)
        .select_related("unit", "town")
        .order_by(
            Case(When(planned, then=Value(0)), default=Value(1)),
            Case(When(planned, then=F("day"))).asc(nulls_last=True),
            "-day",
            "-number",
        )
    )


def suggestions_seen_by(person: Any, at: datetime) -> QuerySet[Suggestion]:
    """Return the suggestions somebody sees: open ones first, then the latest."""
    place = Case(When(state=SuggestionState.OPEN, then=Value(0)), default=Value(1))
    rows = READS_SUGGESTION.permitted(person, at=at).select_related(
        "debriefing__unit", "debriefing__town", "rectification"
    )
    return rows.order_by(place, "-debriefing__day", "debriefing", "position")


def appraisals_seen_by(person: Any, at: datetime) -> QuerySet[Appraisal]:
    """Return the appraisals somebody sees, the latest first."""
    return with_context(READS_APPRAISAL.permitted(person, at=at)).order_by("-debriefing__day", "-number")


def units_seen_by(person: Any, at: datetime) -> QuerySet[Unit]:
    """Return the units whose debriefings somebody sees."""
    mine = READS.permitted(person, at=at).order_by()
    return Unit.objects.filter(pk__in=mine.values("unit")).order_by("code")


def years_seen_by(person: Any, at: datetime) -> list[int]:
    """Return the years of the debriefings somebody sees, the latest first."""
    rows = READS.permitted(person, at=at).order_by("-year").values_list("year", flat=True).distinct()
    return list(rows)


def units_of_town(town: Unit) -> QuerySet[Unit]:
    """Return the township and its units, for which a debriefing can be planned."""
    return units().filter(Q(pk=town.pk) | Q(parent=town))


def opens_to(person: Any, at: datetime) -> bool:
    """Return whether there is a list of debriefings for this person."""
    return READS_FOR.permitted(person, at=at).exists() or READS.permitted(person, at=at).exists()


def current_appraisal(debriefing: Debriefing) -> Appraisal | None:
    """Return the appraisal at a debriefing that was not cancelled."""
    rows = Appraisal.objects.filter(debriefing=debriefing).exclude(state=AppraisalState.CANCELLED)
    return with_context(rows).first()


def by_number_open(number: str) -> Appraisal | None:
    """Return an appraisal whose voting was opened, by its number: the page after a vote names nothing else."""
    return with_context(Appraisal.objects.filter(number=number, state__in=(AppraisalState.OPEN, *WITH_RESULT))).first()


def debriefings_to_do(person: Any, at: datetime) -> QuerySet[Debriefing]:
    """Return the meetings that somebody must record or whose minutes they must close."""
    is_over = Q(state=DebriefingState.PLANNED, day__lte=timezone.localdate(at)) | Q(state=DebriefingState.HELD)
    return RUNS.permitted(person, at=at).filter(is_over)


def waiting_debriefings(person: Any, at: datetime) -> Waiting:
    """Return the meetings that wait for this person, for the queue of the desk."""
    verb = Case(When(state=DebriefingState.PLANNED, then=Value("hold")), default=Value("close"))
    return waiting(debriefings_to_do(person, at), kind="debriefing", verb=verb, unit="unit__code", due_on="day")


def suggestions_to_do(person: Any, at: datetime) -> QuerySet[Suggestion]:
    """Return the suggestions that are this person's to answer."""
    return ANSWERS.permitted(person, at=at).filter(state=SuggestionState.OPEN)


def waiting_suggestions(person: Any, at: datetime) -> Waiting:
    """Return the suggestions that wait for this person, for the queue of the desk."""
    rows = suggestions_to_do(person, at).annotate(due=F("debriefing__day") + Value(ANSWER_WITHIN))
    return waiting(rows, kind="suggestion", verb="answer", unit="debriefing__unit__code", due_on="due")


def appraisals_to_do(person: Any, at: datetime) -> QuerySet[Appraisal]:
    """Return the appraisals whose next step is this person's: to open, confirm, count or publish."""
    today = today_of_due_days(at)
    mine = RUNS_APPRAISAL.permitted(person, at=at).filter(
        Q(state=AppraisalState.PREPARED, debriefing__day__lte=today)
        | Q(state__in=[AppraisalState.OPEN, AppraisalState.COUNTED])
    )
    to_confirm = TELLS.permitted(person, at=at)
    keys = mine.order_by().values("pk").union(to_confirm.order_by().values("pk"))
    return Appraisal.objects.filter(pk__in=keys)


def waiting_appraisals(person: Any, at: datetime) -> Waiting:
    """Return the appraisals that wait for this person, for the queue of the desk."""
    to_confirm = TELLS.permitted(person, at=at).order_by().values("pk")
    verb = Case(
        When(state=AppraisalState.PREPARED, then=Value("open")),
        When(state=AppraisalState.COUNTED, then=Value("publish")),
        When(pk__in=to_confirm, then=Value("confirm")),
        default=Value("count"),
    )
    rows = appraisals_to_do(person, at)
    return waiting(rows, kind="appraisal", verb=verb, unit="debriefing__unit__code", due_on="debriefing__day")


def reminders(occasion: Occasion) -> list[Reminder]:
    """Return the reminders of meetings to come and to record, and of suggestions that wait for an answer."""
    unfinished = Debriefing.objects.filter(state=DebriefingState.PLANNED, day__lte=occasion.on + SOON)
    causes = [_of_meeting(one, occasion) for one in unfinished.select_related("unit", "town").order_by("pk")]
    unanswered = Suggestion.objects.filter(state=SuggestionState.OPEN, state_since__lte=occasion.at)
    rows = unanswered.select_related("debriefing__unit", "debriefing__town").order_by("pk")
    return reminders_of([*causes, *(_of_suggestion(one, occasion) for one in rows)], on=occasion.on)


def _of_meeting(debriefing: Debriefing, occasion: Occasion) -> Cause:
    """Return the cause of one meeting: the unit is reminded before, the secretary after if it is not recorded."""
    held, over = occasion.roster, occasion.on > debriefing.day
    steps = [
        Step("before-7", "debriefing_soon", debriefing.day - SOON, frozenset({To.CLERK, To.HEAD})),
        Step("after-week-1", "debriefing_to_record", debriefing.day + timedelta(days=1), frozenset({To.SECRETARY})),
    ]
    return Cause(
        key=_meeting_cause(debriefing),
        steps=[one for one in steps if one.due <= occasion.on and not (over and one.to != {To.SECRETARY})],
        people={
            To.CLERK: held.clerks(debriefing.unit),
            To.HEAD: held.heads(debriefing.unit),
            To.SECRETARY: held.holders(Role.SECRETARY, debriefing.town),
        },
        words=lambda: words_of(debriefing),
        urls=dict.fromkeys((To.CLERK, To.HEAD, To.SECRETARY), page_of(debriefing)),
    )


def _meeting_cause(debriefing: Debriefing) -> str:
    return f"debriefing:{debriefing.number}:{debriefing.day}"


def _of_suggestion(suggestion: Suggestion, occasion: Occasion) -> Cause:
    held, meeting = occasion.roster, suggestion.debriefing
    due = meeting.day + ANSWER_WITHIN
    return Cause(
        key=f"suggestion:{suggestion.pk}",
        steps=rules.of_case(due, on=occasion.on, kind="suggestion", before=(7,)),
        people={
            To.CLERK: held.clerks(meeting.unit),
            To.HEAD: held.heads(meeting.unit),
            To.PUBLISHER: [],
            To.SECRETARY: held.holders(Role.SECRETARY, meeting.town),
        },
        words=lambda: {
            "unit": meeting.unit.name,
            "number": suggestion.audit_number(),
            "due": full_date(due),
            "days": str(abs((occasion.on - due).days)),
        },
        urls=dict.fromkeys((To.CLERK, To.HEAD, To.SECRETARY), page_of(meeting)),
    )


def settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when meetings were held, moved or cancelled, by the cause of their reminders."""
    known = {one.number: one for one in Debriefing.objects.filter(number__in={one.split(":")[1] for one in causes})}
    found = {cause: known.get(cause.split(":")[1]) for cause in causes}
    return {
        cause: row.state_since
        for cause, row in found.items()
        if row and (_meeting_cause(row) != cause or row.state != DebriefingState.PLANNED)
    }


def suggestions_settled(causes: Collection[str]) -> dict[str, datetime]:
    """Return when suggestions were answered or given, by the cause of their reminders."""
    keys = {int(cause.split(":")[1]) for cause in causes}
    rows = Suggestion.objects.filter(pk__in=keys).exclude(state=SuggestionState.OPEN)
    return {f"suggestion:{pk}": since for pk, since in rows.values_list("pk", "state_since")}


def of_the_unit(debriefing: Debriefing, at: datetime) -> list[User]:
    """Return the clerks and heads of the unit that reports, who are told when a meeting is planned or changed."""
    held = roster(at=at)
    return [*held.clerks(debriefing.unit), *held.heads(debriefing.unit)]


def page_of(debriefing: Debriefing) -> str:
    """Return the address of a debriefing's page on the desk, for messages."""
    return f"/desk/debriefings/{debriefing.pk}/"


def words_of(debriefing: Debriefing) -> dict[str, str]:
    """Return what messages say of a debriefing."""
    return {
        "unit": debriefing.unit.name,
        "number": debriefing.number,
        "day": full_date(debriefing.day),
        "place": debriefing.place,
    }


def page_of_suggestion(number: str) -> str:
    """Return the address of the desk's page of a suggestion, by the number that rectifications know it by."""
    meeting, _dash, position = number.rpartition("-")
    rows = Suggestion.objects.filter(debriefing__number=meeting, position=int(position) if position.isdigit() else 0)
    key = rows.values_list("pk", flat=True).first()
    return f"/desk/suggestions/{key}/" if key else "/desk/suggestions/"
