"""What this room tells of a year: for the yearly report, the public page and the secretary's year."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, Sum

from accountability.integrity.models import Attendance, AuditFinding
from accountability.integrity.queries import checklists, kept, talks
from accountability.integrity.queries.checklists import ChecklistCounts
from accountability.integrity.rules import is_low, percent
from accountability.rectification.enums import Source
from accountability.rectification.queries import Counts, counts, of
from portal.accounts.models import Unit


@dataclass(frozen=True, slots=True)
class IntegrityYear:
    """Figures of a year, each a count of rows that a list of the desk shows.

    Attributes:
        talks: Talks held: `/desk/integrity/talks/?state=held&year=`.
        talks_by_kind: The same by kind, a value of `TalkKind`: `…&kind=`.
        heads: Units of the township: `/desk/integrity/heads/?year=`.
        heads_talked_to: Those whose first in command was talked to: `…&talked_to=yes`.
        activities: Education activities: `/desk/integrity/education/?year=`.
        due: How many were to come to them; `present` how many came.
        low: Activities to which too few came: `…&low=yes`.
        meetings: Democratic-life meetings: `/desk/integrity/meetings/?year=`.
        measures: What those meetings asked for: the measures on their pages.
        checklists: Checklists whose day lies in the year: `/desk/integrity/checklists/?year=`, `…&late=`.
        visits: Visits of cadres: `/desk/integrity/diary/?year=&visits=yes`.
        diaries: Entries of work diaries, visits among them: `/desk/integrity/diary/?year=`.
        audits: Audits on leaving office that were reported: `/desk/integrity/audits/?reported=`.
        findings: What they found; `amount` the sum of its amounts in yuan.
    """

    talks: int
    talks_by_kind: dict[str, int]
    heads: int
    heads_talked_to: int
    activities: int
    due: int
    present: int
    low: int
    meetings: int
    measures: Counts
    checklists: ChecklistCounts
    visits: int
    diaries: int
    audits: int
    findings: int
    amount: Decimal

    @property
    def percent(self) -> int | None:
        """The share of those who came to the activities, in percent."""
        return percent(self.present, self.due)


def of_year(town: Unit, year: int, *, at: datetime) -> IntegrityYear:
    """Return the figures of a year."""
    kinds = talks.by_kind(town, year)
    heads = talks.heads(town, year, at=at)
    activities = kept.activities_in(town, year).order_by().values_list("due", "present")
    figures = list(activities)
    numbers = kept.meetings_in(town, year).values_list("number", flat=True)
    diary = kept.diary_in(town, year).order_by().aggregate(all=Count("pk"), visits=Count("contact"))
    reported = kept.audits_reported_in(town, year)
    findings = AuditFinding.objects.filter(audit__in=reported).order_by()
    found = findings.aggregate(count=Count("pk"), amount=Sum("amount"))
    return IntegrityYear(
        talks=sum(kinds.values()),
        talks_by_kind=kinds,
        heads=len(heads),
        heads_talked_to=sum(one.is_talked_to for one in heads),
        activities=len(figures),
        due=sum(due for due, _present in figures),
        present=sum(present for _due, present in figures),
        low=sum(is_low(present, due) for due, present in figures),
        meetings=len(numbers),
        measures=counts(of(Source.MEETING, *numbers), at=at),
        checklists=checklists.counts(town, year, at=at),
        visits=diary["visits"],
        diaries=diary["all"],
        audits=reported.count(),
        findings=found["count"],
        amount=found["amount"] or Decimal(0),
    )


@dataclass(frozen=True, slots=True)
class UnitYear:
    """Where a unit stands in a year.

    Attributes:
        is_head_talked_to: Whether its first in command was talked to.
        talks: Talks with its people.
        activities: Education activities its people were to come to; `due` and `present` how many, over all of them.
        low: Those of them to which too few of it came.
        checklists: Its checklists.
    """

    is_head_talked_to: bool
    talks: int
    activities: int
    due: int
    present: int
    low: int
    checklists: ChecklistCounts


def units_in_year(town: Unit, year: int, *, at: datetime) -> dict[int, UnitYear]:
    """Return where each unit of a township stands in a year, by its key, with a fixed number of queries."""
    educated = _education(town, year)
    lists = checklists.counts_by_unit(town, year, at=at)
    return {
        one.unit.pk: UnitYear(
            is_head_talked_to=one.is_talked_to,
            talks=one.talks,
            activities=len(educated.get(one.unit.pk, ())),
            due=sum(due for due, _present in educated.get(one.unit.pk, ())),
            present=sum(present for _due, present in educated.get(one.unit.pk, ())),
            low=sum(is_low(present, due) for due, present in educated.get(one.unit.pk, ())),
            checklists=lists.get(one.unit.pk, ChecklistCounts()),
        )
        for one in talks.heads(town, year, at=at)
    }


def _education(town: Unit, year: int) -> dict[int, list[tuple[int, int]]]:
    rows = Attendance.objects.filter(Q(activity__town=town) & Q(activity__day__year=year)).order_by()
    found: dict[int, list[tuple[int, int]]] = {}
    for unit, due, present in rows.values_list("unit", "due", "present"):
        found.setdefault(unit, []).append((due, present))
    return found
