"""Results as they are shown and as other rooms ask for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from accountability.appraisal.enums import WITH_RESULT
from accountability.appraisal.models import Appraisal, Debriefing, ResultCount, ResultLine, Subject
from accountability.appraisal.queries.log import with_context
from accountability.appraisal.rules.scales import Share, share, width
from portal.accounts.models import Unit

_FIELDS = ("first", "second", "third", "fourth", "abstained")


@dataclass(frozen=True, slots=True)
class OfSubject:
    """How one subject was appraised: votes by choice, abstentions last."""

    subject: Subject
    counts: tuple[int, ...]

    @property
    def share(self) -> Share:
        """How many of those who judged are satisfied."""
        return share(self.counts)


@dataclass(frozen=True, slots=True)
class OfLine:
    """How one line of voters voted, subject by subject."""

    line: ResultLine
    subjects: Sequence[OfSubject]


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one appraisal.

    Attributes:
        issued: Codes and ballots on paper that were handed out.
        collected: Votes by phone and ballots that came back.
        valid: Those of them that count.
        subjects: All votes by subject.
        lines: The votes by line; the classes of a line are never told apart.
    """

    appraisal: Appraisal
    issued: int
    collected: int
    valid: int
    subjects: Sequence[OfSubject]
    lines: Sequence[OfLine]

    @property
    def abstentions(self) -> int:
        """Abstentions of all subjects together."""
        return sum(one.counts[-1] for one in self.subjects)

    @property
    def group(self) -> OfSubject:
        """The subject on top: the group as a whole."""
        return self.subjects[0]

    @property
    def papers(self) -> int:
        """Ballots on paper that were handed out."""
        return self.issued - self.appraisal.codes_issued

    @property
    def codes_not_used(self) -> int:
        """Codes that nobody voted with."""
        return self.appraisal.codes_issued - self.appraisal.codes_used


def result(appraisal: Appraisal) -> Result | None:
    """Return the result of an appraisal; None until it is counted."""
    if appraisal.state not in WITH_RESULT:
        return None
    lines = list(appraisal.lines.all())
    subjects = list(appraisal.subjects.all())
    counts = {(one.line_id, one.subject_id): one for one in ResultCount.objects.filter(line__appraisal=appraisal)}
    places = width(appraisal.scale)

    def of(one: Subject, of_lines: Iterable[ResultLine]) -> OfSubject:
        votes = [_votes(counts[line.pk, one.pk], places) for line in of_lines]
        return OfSubject(one, tuple(map(sum, zip(*votes, strict=True))))

    return Result(
        appraisal=appraisal,
        issued=sum(one.issued for one in lines),
        collected=sum(one.collected for one in lines),
        valid=sum(one.valid for one in lines),
        subjects=[of(one, lines) for one in subjects],
        lines=[OfLine(line, [of(one, [line]) for one in subjects]) for line in lines],
    )


def _votes(counts: ResultCount, places: int) -> tuple[int, ...]:
    return (*counts.by_choice[: places - 1], counts.abstained)


def appraisal_of(unit: Unit, year: int) -> Appraisal | None:
    """Return the counted appraisal of a unit for a year; None where there is none."""
    rows = Appraisal.objects.filter(debriefing__unit=unit, debriefing__year=year, state__in=WITH_RESULT)
    return with_context(rows).first()


def result_of(unit: Unit, year: int) -> Result | None:
    """Return the counted result of a unit for a year, whether it is published or not, for the assessment."""
    found = appraisal_of(unit, year)
    return result(found) if found else None


def groups_of(town: Unit, year: int) -> dict[int, Share]:
    """Return how satisfied voters are with each unit's group, by the key of the unit, for the whole town at once."""
    rows: Any = (
        ResultCount.objects.filter(
            subject__position=1,
            line__appraisal__state__in=WITH_RESULT,
            line__appraisal__debriefing__in=Debriefing.objects.filter(town=town, year=year),
        )
        .order_by()
        .values_list("line__appraisal__debriefing__unit", *(_FIELDS))
    )
    found: dict[int, list[int]] = {}
    for unit, *votes in rows:
        found[unit] = [sum(pair) for pair in zip(found.get(unit, [0] * len(_FIELDS)), votes, strict=True)]
    return {unit: share(votes) for unit, votes in found.items()}
