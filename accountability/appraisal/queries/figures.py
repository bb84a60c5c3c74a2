"""What debriefings and appraisals tell of a year: the year that is reported on, whenever the meeting is held."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, Sum
from django.utils import timezone

from accountability.appraisal.enums import HELD, WITH_RESULT, AppraisalState, DebriefingState, SuggestionState
from accountability.appraisal.models import Appraisal, Debriefing, Question, ResultLine, Suggestion
from portal.accounts.models import Unit
from portal.core.demonstration import today_of_due_days


@dataclass(frozen=True, slots=True)
class AppraisalYear:
    """Figures of the debriefings for a year.

    `/desk/debriefings/?year=YEAR` lists the debriefings; with `&state=held` those whose minutes are open, and so on.
    `/desk/suggestions/?year=YEAR` lists the suggestions, and `/desk/appraisals/?year=YEAR` the appraisals.

    Attributes:
        planned: Debriefings that are planned and were not held yet.
        held: Debriefings that were held, those with closed minutes among them.
        closed: Those of them whose minutes are closed.
        attended: People present at them, added up.
        questions: Questions that were asked and answered there.
        suggestions: Suggestions made there.
        suggestions_settled: Those that were answered or given to be put right.
        appraisals: Appraisals that were counted.
        published: Those of them that are published.
        by_phone: Those of them at which at least one class voted by phone.
        issued: Codes and ballots on paper handed out at them.
        valid: Valid votes at them.
    """

    planned: int = 0
    held: int = 0
    closed: int = 0
    attended: int = 0
    questions: int = 0
    suggestions: int = 0
    suggestions_settled: int = 0
    appraisals: int = 0
    published: int = 0
    by_phone: int = 0
    issued: int = 0
    valid: int = 0


def of_year(town: Unit, year: int, *, at: datetime) -> AppraisalYear:
    """Return the figures of a year. A debriefing counts from its day on, once it is recorded as held."""
    held = Q(state__in=HELD, day__lte=timezone.localdate(at))
    meetings = Debriefing.objects.filter(town=town, year=year).order_by()
    suggestions = Suggestion.objects.filter(debriefing__in=meetings).order_by()
    appraisals = Appraisal.objects.filter(debriefing__in=meetings, state__in=WITH_RESULT).order_by()
    ballots = ResultLine.objects.filter(appraisal__in=appraisals).order_by()
    counted = {
        **meetings.aggregate(
            planned=Count("pk", filter=Q(state=DebriefingState.PLANNED)),
            held=Count("pk", filter=held),
            closed=Count("pk", filter=held & Q(state=DebriefingState.CLOSED)),
            attended=Sum("attended", filter=held, default=0),
        ),
        **suggestions.aggregate(
            suggestions=Count("pk"), suggestions_settled=Count("pk", filter=~Q(state=SuggestionState.OPEN))
        ),
        **appraisals.aggregate(
            appraisals=Count("pk"),
            published=Count("pk", filter=Q(state=AppraisalState.PUBLISHED)),
            by_phone=Count("pk", filter=Q(codes_used__gt=0)),
        ),
        **ballots.aggregate(issued=Sum("issued", default=0), valid=Sum("valid", default=0)),
    }
    return AppraisalYear(questions=Question.objects.filter(debriefing__in=meetings).count(), **counted)


@dataclass(frozen=True, slots=True)
class UnitYear:
    """How far a unit's debriefing for a year is.

    Attributes:
        number: Number of the debriefing; `/desk/debriefings/?year=YEAR&unit=CODE` lists it.
        state: A value of `DebriefingState`.
        is_late: Whether its day has passed and it is not recorded as held.
    """

    key: int
    number: str
    state: str
    is_late: bool

    @property
    def is_held(self) -> bool:
        """Whether the meeting took place."""
        return self.state in HELD


def units_in_year(town: Unit, year: int, *, at: datetime) -> dict[int, UnitYear]:
    """Return the debriefing of each unit for a year, by the key of the unit, with one query; none that is cancelled."""
    today = today_of_due_days(at)
    rows = Debriefing.objects.filter(town=town, year=year).exclude(state=DebriefingState.CANCELLED).order_by()
    return {
        unit: UnitYear(key, number, state, is_late=state == DebriefingState.PLANNED and day < today)
        for unit, key, number, state, day in rows.values_list("unit_id", "pk", "number", "state", "day")
    }
