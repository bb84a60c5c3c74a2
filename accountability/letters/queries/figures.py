"""What letters tell of a year: for the yearly report, the public page and the secretary's year."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from accountability.letters.enums import REFUSED, SIGNED, TO_SIGN, LetterKind, LetterState, ReportState
from accountability.letters.models import Letter, SelfReport
from accountability.letters.queries.letters import of_year as letters_of_year
from accountability.letters.queries.reports import is_late
from portal.accounts.models import Unit
from portal.core.demonstration import today_of_due_days

_REPORTED = Q(state__in=[ReportState.REPORTED, ReportState.ACCEPTED])


@dataclass(frozen=True, slots=True)
class LettersYear:
    """The letters of one year of a township, and the quarterly reports of their duties.

    A unit counts once, by the letter that stands for it. The lists of the desk that show these rows are
    `/desk/letters/?year=…&standing=…` and `/desk/letters/reports/?year=…&standing=…`.

    Attributes:
        due: Units to which a letter was issued (`kind=clean`, no `standing`).
        signed: Both have signed (`standing=signed`).
        to_sign: A signature is missing (`standing=to_sign`).
        refused: The unit refused (`standing=refused`).
        changed: A letter was issued anew during the year (`standing=changed`); these are among the others.
        published: Signed letters that everybody reads.
        cadres: Letters to named cadres that both have signed (`level=cadre`).
        pledges: Pledges that both have signed (`kind=pledge`).
        reports_due: Quarterly reports whose day has come.
        reports_done: Those of them that were reported (`standing=done`).
        reports_late: Those that were reported late, or are missing (`standing=late`).
    """

    due: int
    signed: int
    to_sign: int
    refused: int
    changed: int
    published: int
    cadres: int
    pledges: int
    reports_due: int
    reports_done: int
    reports_late: int


@dataclass(frozen=True, slots=True)
class UnitYear:
    """One unit and its letter in a year.

    Attributes:
        state: State of the letter that stands for it; empty where there is none.
        number: Its number.
        letter: Its key, for its page on the desk.
        due: By when it is to be signed.
        is_changed: Whether it was issued anew during the year.
        reports_due: Reports whose day has come; `reports_done` those that were reported, `reports_late` those that
            were reported late or are missing.
    """

    state: str = ""
    number: str = ""
    letter: int | None = None
    due: date | None = None
    is_changed: bool = False
    reports_due: int = 0
    reports_done: int = 0
    reports_late: int = 0

    @property
    def is_signed(self) -> bool:
        """Whether both have signed."""
        return self.state in SIGNED

    @property
    def is_refused(self) -> bool:
        """Whether the unit refused."""
        return self.state in REFUSED


def of_year(town: Unit, year: int, *, at: datetime) -> LettersYear:
    """Return the figures of a year as of `at`."""
    letters = (
        letters_of_year(town, year)
        .order_by()
        .aggregate(
            due=Count("pk"),
            signed=Count("pk", filter=Q(state__in=SIGNED)),
            to_sign=Count("pk", filter=Q(state__in=TO_SIGN)),
            refused=Count("pk", filter=Q(state__in=REFUSED)),
            changed=Count("pk", filter=Q(replaces__isnull=False)),
            published=Count("pk", filter=Q(state=LetterState.PUBLISHED)),
        )
    )
    others = Letter.objects.filter(town=town, year=year, state__in=SIGNED).aggregate(
        cadres=Count("pk", filter=Q(cadre_of__isnull=False)),
        pledges=Count("pk", filter=Q(kind=LetterKind.PLEDGE, cadre_of=None)),
    )
    today = today_of_due_days(at)
    reports = SelfReport.objects.filter(town=town, year=year).aggregate(**_report_counts(today))
    return LettersYear(**letters, **others, **reports)


def _report_counts(today: date) -> dict[str, Count]:
    has_come = Q(due__lte=today) | (_REPORTED & Q(ends_on__lt=today))
    return {
        "reports_due": Count("pk", filter=has_come),
        "reports_done": Count("pk", filter=has_come & _REPORTED),
        "reports_late": Count("pk", filter=has_come & is_late(today)),
    }


def units_in_year(town: Unit, year: int, *, at: datetime) -> dict[int, UnitYear]:
    """Return how each unit stands in a year, by the key of the unit; units without letter and report are missing."""
    counted = _report_counts(today_of_due_days(at))
    rows = SelfReport.objects.filter(town=town, year=year).order_by().values("unit_id").annotate(**counted)
    reports = {row.pop("unit_id"): row for row in rows.values("unit_id", *counted)}
    letters = {one.unit_id: one for one in letters_of_year(town, year)}
    found: dict[int, UnitYear] = {}
    for unit in letters.keys() | reports.keys():
        letter = letters.get(unit)
        mine = reports.get(unit, {})
        found[unit] = UnitYear(**mine) if letter is None else _with_letter(letter, mine)
    return found


def _with_letter(letter: Letter, reports: dict[str, int]) -> UnitYear:
    return UnitYear(
        state=letter.state,
        number=letter.number,
        letter=letter.pk,
        due=letter.due,
        is_changed=letter.replaces_id is not None,
        **reports,
    )
