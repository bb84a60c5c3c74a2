"""How often the public asked and objected about the notices of units in a span of days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from disclosure.notices.enums import State
from disclosure.opinions.enums import OpinionKind, OpinionState
from disclosure.opinions.models import Opinion, OpinionCorrection
from disclosure.opinions.queries.opinions import itself_or_joined, public
from portal.accounts.models import Unit


@dataclass(frozen=True, slots=True)
class Objected:
    """A question or an objection that the public reads, or that was joined with one.

    Attributes:
        number: Its number, or that of the one it was joined with.
        unit: The key of the unit whose notice it is about, or of the station that prepared it.
        is_upheld: Whether a correction was published because of it.
    """

    number: str
    notice: str
    item_zh: str
    item_en: str
    unit: int
    received_on: date
    is_answered: bool
    is_upheld: bool


def objected(units: Sequence[Unit], first: date, last: date) -> list[Objected]:
    """Return what was asked and objected about the notices of units in a span of days, oldest first, with one query.

    Nothing that is kept private, and no suggestion.
    """
    wanted = {unit.pk for unit in units}
    begins, ends = (_midnight(first), _midnight(last + timedelta(days=1)))
    corrected = OpinionCorrection.objects.filter(
        Q(opinion=OuterRef("pk")) | Q(opinion=OuterRef("merged_into")),
        edition__state__in=(State.PUBLISHED, State.SUPERSEDED),
    )
    rows = (
        Opinion.objects.filter(
            itself_or_joined(public()),
            Q(notice__unit__in=wanted) | Q(notice__station__in=wanted),
            case__received_at__gte=begins,
            case__received_at__lt=ends,
            kind__in=(OpinionKind.QUESTION, OpinionKind.OBJECTION),
        )
        .annotate(is_upheld=Exists(corrected))
        .select_related("case", "merged_into__case", "notice__entry")
        .order_by("case__received_at", "pk")
    )
    return [_objected(row, wanted) for row in rows]


def _objected(row: Opinion, wanted: set[int]) -> Objected:
    shown = row.merged_into or row
    notice = row.notice
    unit = notice.unit_id if notice.unit_id in wanted else notice.station_id
    return Objected(
        number=shown.case.number,
        notice=notice.number,
        item_zh=notice.entry.name_zh,
        item_en=notice.entry.name_en,
        unit=unit or notice.unit_id,
        received_on=timezone.localdate(row.case.received_at),
        is_answered=shown.state == OpinionState.CLOSED,
        is_upheld=bool(getattr(row, "is_upheld", False)),
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
