"""Results as they are published: the document whose hash the log names, and what everybody reads of them."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import rfc8785
from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accountability.assessment.enums import NOT_TOLD, PUBLIC, Grade, RuleKind
from accountability.assessment.models import Assessment, AssessmentYear, Objection, ResultEdition, ScoreEntry
from accountability.assessment.policies import IS_PUBLIC
from accountability.assessment.queries.assessments import TableParts, entries_of, parts_of, pure_entry
from accountability.assessment.rules import scoring
from portal.accounts.models import Unit
from portal.core.log_subjects import LogTitle

ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""What is published does not depend on the clock; a policy asks for one all the same."""


@dataclass(frozen=True, slots=True)
class ToldCase:
    """What cost points or gave a bonus: in words, how many cases, and the points they come to.

    Text, cases and points are missing where they would tell how many petitions a unit had.
    """

    rule: str
    text: str
    cases: int | None
    points: Decimal | None
    source: str
    why: str


@dataclass(frozen=True, slots=True)
class ToldItem:
    """An item with what is left of it, and what the unit gave itself."""

    number: int
    title: str
    standard: str
    points: Decimal
    self_points: Decimal | None
    score: Decimal
    cases: tuple[ToldCase, ...]


@dataclass(frozen=True, slots=True)
class ToldVeto:
    """A veto rule, and what applies of it; empty where nothing does."""

    rule: str
    text: str

    @property
    def applies(self) -> bool:
        """Whether it decides the grade."""
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Told:
    """A result as everybody reads it."""

    number: str
    edition: int
    year: int
    unit: str
    unit_name: str
    table: str
    items: tuple[ToldItem, ...]
    bonus: tuple[ToldCase, ...]
    vetoes: tuple[ToldVeto, ...]
    subtotal: Decimal
    bonus_points: Decimal
    self_total: Decimal | None
    total: Decimal
    gap_reason: str
    grade_by_points: Grade
    grade: Grade
    grade_reason: str
    decided_on: date

    @property
    def is_vetoed(self) -> bool:
        """Whether a veto decided the grade."""
        return any(veto.applies for veto in self.vetoes)


def document_of(assessment: Assessment, edition: int, parts: TableParts | None = None) -> dict[str, Any]:
    """Return the document whose canonical JSON is hashed: what everybody reads of a result."""
    table = parts or parts_of(assessment.of_year.table)
    entries = list(entries_of(assessment))
    score = scoring.score(table.pure, map(pure_entry, entries))
    own = dict(assessment.item_scores.order_by().values_list("item", "self_points"))
    by_item = {result.number: result for result in score.items}
    return {
        "number": assessment.audit_number(),
        "edition": edition,
        "year": assessment.of_year.year,
        "unit": assessment.unit.code,
        "unit_name": assessment.unit.name_zh,
        "table": table.row.name,
        "items": [
            {
                "number": item.number,
                "title": item.title,
                "standard": item.standard,
                "points": _written(item.points),
                "self_points": _written(own.get(item.pk)),
                "score": _written(by_item[item.number].score),
                "cases": [_case(entry) for entry in entries if entry.rule.item_id == item.pk],
            }
            for item in table.items
        ],
        "bonus": [_case(entry) for entry in entries if entry.rule.kind == RuleKind.BONUS],
        "vetoes": [
            {
                "rule": rule.text,
                "text": "；".join(one.text for one in entries if one.rule_id == rule.pk and one.cases),
            }
            for rule in table.of_kind(RuleKind.VETO)
        ],
        "subtotal": _written(score.subtotal),
        "bonus_points": _written(score.bonus),
        "self_total": _written(assessment.self_points),
        "total": _written(score.total),
        "gap_reason": assessment.gap_reason,
        "grade_by_points": scoring.grade_by_points(table.pure, score.total).value,
        "grade": assessment.grade,
        "grade_reason": assessment.grade_reason,
        "decided_on": assessment.decided_on.isoformat() if assessment.decided_on else None,
    }


def _case(entry: ScoreEntry) -> dict[str, Any]:
    is_told = entry.rule.measure not in NOT_TOLD
    return {
        "rule": entry.rule.text,
        "text": entry.text if is_told else "",
        "cases": entry.cases if is_told else None,
        "points": _written(entry.rule.points * entry.cases) if is_told else None,
        "source": str(entry.source),
        "why": entry.why if is_told else "",
    }


def _written(points: Decimal | None) -> str | None:
    return None if points is None else str(points.quantize(scoring.PLACE))


def canonical(assessment: Assessment, edition: int) -> str:
    """Return the canonical JSON (RFC 8785) of that document."""
    return rfc8785.dumps(document_of(assessment, edition)).decode()


def told(edition: ResultEdition) -> Told:
    """Return what an edition says."""
    said = json.loads(edition.document)
    return Told(
        **{
            **said,
            "items": tuple(
                ToldItem(
                    **{
                        **item,
                        "points": Decimal(item["points"]),
                        "self_points": _read(item["self_points"]),
                        "score": Decimal(item["score"]),
                        "cases": tuple(map(_told_case, item["cases"])),
                    }
                )
                for item in said["items"]
            ),
            "bonus": tuple(map(_told_case, said["bonus"])),
            "vetoes": tuple(ToldVeto(**veto) for veto in said["vetoes"]),
            "subtotal": Decimal(said["subtotal"]),
            "bonus_points": Decimal(said["bonus_points"]),
            "self_total": _read(said["self_total"]),
            "total": Decimal(said["total"]),
            "grade_by_points": Grade(said["grade_by_points"]),
            "grade": Grade(said["grade"]),
            "decided_on": date.fromisoformat(said["decided_on"]),
        }
    )


def _told_case(said: Mapping[str, Any]) -> ToldCase:
    return ToldCase(**{**said, "points": _read(said["points"])})


def _read(points: str | None) -> Decimal | None:
    return None if points is None else Decimal(points)


def published() -> QuerySet[Assessment]:
    """Return the assessments of which everybody reads a result, with all their editions, the newest first."""
    editions = Prefetch("editions", ResultEdition.objects.order_by("-number"))
    rows = IS_PUBLIC.permitted(AnonymousUser(), at=ANY_TIME)
    return rows.select_related("of_year__town", "unit__parent").prefetch_related(editions)


def results_of(town: Unit, year: int) -> list[Assessment]:
    """Return the published results of a year of a township, by the code of their unit."""
    return list(published().filter(of_year__town=town, of_year__year=year).order_by("unit__code"))


def result_of(unit_code: str, year: int) -> Assessment | None:
    """Return the published result of a unit for a year; None where there is none."""
    return published().filter(unit__code=unit_code, of_year__year=year).first()


def year_of(town: Unit, year: int) -> AssessmentYear | None:
    """Return the assessment of a year of a township; None where it was not opened."""
    return AssessmentYear.objects.filter(town=town, year=year).select_related("table", "town").first()


def is_scored_again(assessment: Assessment) -> bool:
    """Return whether a published result is being scored again after an objection was upheld."""
    return assessment.state not in PUBLIC


def objections_of(assessment: Assessment) -> list[Objection]:
    """Return the objections to the results of an assessment, the first first."""
    return list(assessment.objections.select_related("edition").order_by("number"))


def page_of(assessment: Assessment) -> str:
    """Return the address of a result's page."""
    return reverse("accountability:assessment", args=[assessment.of_year.year, assessment.unit.code])


def stored_hashes() -> dict[tuple[str, int], str]:
    """Return the hash of each edition of each result."""
    rows = ResultEdition.objects.select_related("assessment__of_year", "assessment__unit").order_by()
    return {(one.assessment.audit_number(), one.number): one.content_sha256 for one in rows}


def titles(numbers: Collection[str]) -> Mapping[str, LogTitle]:
    """Return what published results are called, by number."""
    years = {int(part) for number in numbers if (part := number.split("-")[1]).isdigit()}
    units = {number.split("-", 2)[2] for number in numbers}
    rows = published().filter(of_year__year__in=years, unit__code__in=units)
    return {
        one.audit_number(): LogTitle(title_of(one), one.unit.name, page_of(one))
        for one in rows
        if one.audit_number() in numbers
    }


def title_of(assessment: Assessment) -> str:
    """Return what the result of a unit for a year is called."""
    return _("Assessment of %(unit)s, %(year)d") % {"unit": assessment.unit.name, "year": assessment.of_year.year}


def of_unit(code: str) -> list[str]:
    """Return the numbers of the published results of a unit."""
    return [one.audit_number() for one in published().filter(unit__code=code)]
