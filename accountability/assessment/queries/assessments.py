"""Which assessments somebody sees, their points, and what waits for whom."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, DateField, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from accountability.assessment.enums import AssessmentState, Grade, ObjectionState, RuleKind, Scheme
from accountability.assessment.models import (
    Assessment,
    AssessmentYear,
    ItemScore,
    Objection,
    QuarterlyCheck,
    ScoreEntry,
    ScoringTable,
    TableItem,
    TableRule,
)
from accountability.assessment.policies import (
    ENTERS,
    KEEPS_TABLES_OF,
    OBJECTION_STEPS,
    READS_ASSESSMENT,
    READS_OBJECTION,
    READS_SCORES,
    READS_TABLE,
    READS_YEAR,
    STEPS,
)
from accountability.assessment.rules import scoring
from accountability.assessment.workflow import ASSESSMENT
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from portal.accounts.queries import holders
from portal.core.demonstration import today_of_due_days
from portal.core.policy import Policy, all_of, any_of, in_states
from portal.desk.queue import Waiting, waiting

Person = User | AnonymousUser
WAITS_FOR = {
    AssessmentState.OPENED: "self_score",
    AssessmentState.SELF_SCORED: "verify",
    AssessmentState.VERIFIED: "decide",
    AssessmentState.DECIDED: "publish",
    AssessmentState.PUBLISHED: "finish",
}
"""The step that is waited for in each state."""
_TAKES_NEXT_STEP = Policy(
    Assessment,
    any_of(
        *(
            all_of(in_states(state), STEPS[ASSESSMENT.find(state, verb).who].condition)
            for state, verb in WAITS_FOR.items()
        )
    ),
)


def with_context(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Return assessments with what lists and pages show of them."""
    return rows.select_related("of_year__town", "of_year__table", "unit__parent", "self_scored_by", "decided_by")


def seen_by(person: Person, at: datetime) -> QuerySet[Assessment]:
    """Return the assessments this person sees on the desk."""
    return with_context(READS_ASSESSMENT.permitted(person, at=at))


def years_of(person: Person, at: datetime) -> QuerySet[AssessmentYear]:
    """Return the years this person sees on the desk, the latest first: as a whole, or of their unit."""
    whole = READS_YEAR.permitted(person, at=at).order_by().values("pk")
    own = READS_ASSESSMENT.permitted(person, at=at).order_by().values("of_year")
    rows = AssessmentYear.objects.filter(Q(pk__in=whole) | Q(pk__in=own))
    return rows.select_related("town", "table").order_by("town__code", "-year")


def of_year(year: AssessmentYear, person: Person, at: datetime) -> QuerySet[Assessment]:
    """Return the assessments of a year this person sees, each with `has_points`: whether they may read its points."""
    rows = seen_by(person, at).filter(of_year=year)
    return rows.annotate(
        has_points=Case(When(pk__in=readable(person, at), then=Value(value=True)), default=Value(value=False)),
        verified_items=Count("item_scores", filter=Q(item_scores__verified_at__isnull=False)),
        items=Count("item_scores"),
    ).order_by("unit__kind", "unit__code")


def readable(person: Person, at: datetime) -> Any:
    """Return the keys of the assessments whose points this person reads, for use as a subquery."""
    return READS_SCORES.permitted(person, at=at).order_by().values("pk")


def reads_points(person: Person, assessment: Assessment, at: datetime) -> bool:
    """Return whether this person reads the team's points of an assessment."""
    return READS_SCORES.allows(person, assessment, at=at)


def tables_of(person: Person, at: datetime) -> QuerySet[ScoringTable]:
    """Return the scoring tables this person reads on the desk, the newest first."""
    return READS_TABLE.permitted(person, at=at).select_related("town").order_by("town__code", "-edition")


@dataclass(frozen=True, slots=True)
class TableParts:
    """A scoring table with its items and rules, and the same as `rules` reckons with it."""

    row: ScoringTable
    items: tuple[TableItem, ...]
    rules: tuple[TableRule, ...]
    pure: scoring.Table

    def of_kind(self, kind: RuleKind) -> tuple[TableRule, ...]:
        """Return the rules of a kind, in their order."""
        return tuple(rule for rule in self.rules if rule.kind == kind)

    def of_item(self, item: TableItem) -> tuple[TableRule, ...]:
        """Return the rules by which an item loses points."""
        return tuple(rule for rule in self.rules if rule.item_id == item.pk)


def parts_of(table: ScoringTable) -> TableParts:
    """Return a table with its items and rules."""
    items, found = tuple(table.items.order_by("number")), tuple(table.rules.order_by("kind", "number"))
    return TableParts(table, items, found, pure_table(table, items))


def pure_table(table: ScoringTable, items: Iterable[TableItem] = ()) -> scoring.Table:
    """Return a table as it is reckoned with."""
    limits = (table.first_from, table.second_from, table.third_from)
    scheme = Scheme(table.scheme)
    return scoring.Table(
        items=tuple(scoring.Item(item.number, item.points) for item in items),
        bonus_cap=table.bonus_cap,
        scheme=scheme,
        limits=limits[: len(scoring.GRADES[scheme]) - 1],
        best_share=table.best_share,
    )


def entries_of(*assessments: Assessment) -> QuerySet[ScoreEntry]:
    """Return the entries of assessments, in the order of their rules."""
    rows = ScoreEntry.objects.filter(assessment__in=[one.pk for one in assessments])
    return rows.select_related("rule__item", "check_of", "entered_by").order_by("rule__kind", "rule__number", "pk")


def pure_entry(entry: ScoreEntry) -> scoring.Entry:
    """Return an entry as it is reckoned with."""
    rule = entry.rule
    return scoring.Entry(RuleKind(rule.kind), entry.cases, rule.points, rule.item.number if rule.item else None)


def score_of(assessment: Assessment, parts: TableParts | None = None) -> scoring.Score:
    """Return the score of an assessment from its entries."""
    table = parts or parts_of(assessment.of_year.table)
    return scoring.score(table.pure, map(pure_entry, entries_of(assessment)))


def item_scores_of(assessment: Assessment) -> list[ItemScore]:
    """Return what the unit gave itself item by item, and who verified it."""
    return list(assessment.item_scores.select_related("item", "verified_by").order_by("item__number"))


def proposed(year: AssessmentYear) -> Mapping[int, Grade]:
    """Return the grade each unit gets by the rule, by the key of its assessment, of those that are verified."""
    rows = Assessment.objects.filter(of_year=year, points__isnull=False).order_by()
    results: dict[int, tuple[Decimal, bool]] = {
        pk: (points, vetoed)
        for pk, points, vetoed in rows.values_list("pk", "points", "is_vetoed")
        if points is not None
    }
    return scoring.proposed_grades(pure_table(year.table), results)


def to_do(person: Person, at: datetime) -> QuerySet[Assessment]:
    """Return the assessments whose next step is this person's; one is closed once nobody can object any more."""
    return _TAKES_NEXT_STEP.permitted(person, at=at)


def may_be_finished(rows: QuerySet[Assessment], at: datetime) -> QuerySet[Assessment]:
    """Return those of some assessments to which nobody can object any more, and whose objections are answered."""
    unanswered = Objection.objects.filter(state=ObjectionState.RECEIVED).order_by().values("assessment")
    return rows.filter(state=AssessmentState.PUBLISHED, objections_until__lt=today_of_due_days(at)).exclude(
        pk__in=unanswered
    )


def waiting_assessments(person: User, at: datetime) -> Waiting:
    """Return what waits for this person for the queue of the desk."""
    verb = Case(*(When(state=state, then=Value(verb)) for state, verb in WAITS_FOR.items()))
    closing = may_be_finished(Assessment.objects.all(), at).order_by().values("pk")
    rows = to_do(person, at).filter(~Q(state=AssessmentState.PUBLISHED) | Q(pk__in=closing))
    return waiting(
        rows.annotate(due=Cast(Value(None), DateField())), kind="assessment", verb=verb, unit="unit__code", due_on="due"
    )


def waiting_objections(person: User, at: datetime) -> Waiting:
    """Return the objections that wait for an answer, for the queue of the desk."""
    rows = OBJECTION_STEPS["answers"].permitted(person, at=at)
    return waiting(rows, kind="objection", verb=Value("uphold"), unit="assessment__unit__code", due_on="due")


def objections_seen_by(person: Person, at: datetime) -> QuerySet[Objection]:
    """Return the objections this person reads, the newest first."""
    rows = READS_OBJECTION.permitted(person, at=at).select_related("assessment__unit", "assessment__of_year", "edition")
    return rows.order_by("-received_on", "-pk")


def unit_of(assessments: Collection[int]) -> dict[int, Unit]:
    """Return the units of assessments, by their keys."""
    rows = Assessment.objects.filter(pk__in=assessments).select_related("unit")
    return {one.pk: one.unit for one in rows}


def before(assessment: Assessment) -> Assessment | None:
    """Return the assessment of the same unit a year earlier, if its result is public."""
    rows = Assessment.objects.filter(
        unit=assessment.unit_id, of_year__year=assessment.of_year.year - 1, editions__isnull=False
    )
    return rows.distinct().first()


def checks_of(assessment: Assessment) -> list[QuarterlyCheck]:
    """Return the quarterly checks of an assessment with their entries."""
    entries = Prefetch("entries", ScoreEntry.objects.select_related("rule__item").order_by("pk"))
    return list(assessment.checks.prefetch_related(entries).order_by("quarter"))


def is_far_apart(assessment: Assessment) -> bool:
    """Return whether self-score and points, as they are now, differ so much that it has to be explained."""
    if assessment.self_points is None:
        return False
    limit = assessment.of_year.table.gap_limit
    return scoring.is_far_apart(assessment.self_points, score_of(assessment).total, limit)


def may_be_on_team(town: Unit, *, at: datetime) -> QuerySet[User]:
    """Return who can be on the team: whoever holds a post of the township or its units, but for administrators."""
    today = today_of_due_days(at)
    of_town = Q(posts__unit=town) | Q(posts__unit__parent=town, posts__role=Role.SUPERVISOR)
    held = Q(posts__starts_on__lte=today) & (Q(posts__ends_on=None) | Q(posts__ends_on__gte=today))
    rows = User.objects.filter(of_town & held, is_active=True, is_system=False)
    return rows.exclude(posts__role=Role.ADMINISTRATOR).distinct().order_by("pk")


@dataclass(frozen=True, slots=True)
class ForMany:
    """What somebody can do for several units of a year at once: for how many."""

    count: int
    decide: int
    publish: int
    finish: int


def for_many(year: AssessmentYear, person: Person, at: datetime) -> ForMany:
    """Return for how many units of a year this person can do what is done for several at once."""
    of = Assessment.objects.filter(of_year=year).order_by()
    decides = STEPS["decides"].permitted(person, at=at).filter(of_year=year, state=AssessmentState.VERIFIED)
    runs = STEPS["runs"].permitted(person, at=at).filter(of_year=year)
    return ForMany(
        count=ENTERS.permitted(person, at=at).filter(of_year=year).count(),
        decide=decides.filter(is_vetoed=False).count(),
        publish=runs.filter(state=AssessmentState.DECIDED).count(),
        finish=may_be_finished(of.filter(pk__in=runs.values("pk")), at).count(),
    )


def finds_assessments(person: Person, at: datetime) -> bool:
    """Return whether there is a list of assessments for this person."""
    keeps = KEEPS_TABLES_OF.permitted(person, at=at).exists()
    return keeps or READS_YEAR.permitted(person, at=at).exists() or READS_ASSESSMENT.permitted(person, at=at).exists()


def desk_page(number: str) -> str:
    """Return the desk page of an assessment by its number, without host and language; the list where there is none."""
    _kind, year, unit = number.split("-", 2)
    found = Assessment.objects.filter(of_year__year=int(year), unit__code=unit).first()
    return page_of(found) if found else "/desk/assessments/"


def page_of(assessment: Assessment) -> str:
    """Return the desk page of an assessment, without host and language."""
    return f"/desk/assessments/{assessment.pk}/"


def words_of(assessment: Assessment) -> dict[str, str]:
    """Return what messages say of an assessment: neither points nor grade."""
    return {"unit": assessment.unit.name, "number": assessment.audit_number()}


def who_answers(assessment: Assessment, at: datetime) -> list[User]:
    """Return who answers for the unit: its clerks and its heads."""
    today = today_of_due_days(at)
    held = Q(posts__starts_on__lte=today) & (Q(posts__ends_on=None) | Q(posts__ends_on__gte=today))
    heads = User.objects.filter(held, posts__unit=assessment.unit_id, posts__is_head=True, is_active=True)
    return [*holders(Role.CLERK, assessment.unit, at=at), *heads.distinct().order_by("pk")]


def who_decides(assessment: Assessment, at: datetime) -> list[User]:
    """Return who decides for the Party committee."""
    return list(holders(Role.APPROVER, assessment.of_year.town, at=at))
