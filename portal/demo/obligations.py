"""What the demo township owes since when; what is excused, not applicable, monthly, or arose from an event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from disclosure.catalogue.actions.books import mark_monthly
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.obligations.actions import events, exemptions, sync
from disclosure.obligations.models import Exemption
from disclosure.obligations.queries.owed import owed_for
from disclosure.obligations.queries.reading import ObligationStatus
from portal.accounts.models import Unit, User
from portal.core import audit
from portal.demo import plan

OWED_SINCE: Mapping[date, tuple[str, ...]] = {
    date(2025, 1, 1): ("G02", "G03", "G19"),
    date(2025, 10, 1): tuple(plan.TOWN_ITEMS),
    date(2026, 1, 1): ("D05", "F01", "F05", "F07", "V03", "V19", "V21"),
    date(2026, 4, 1): plan.VILLAGE_ITEMS,
    date(2026, 7, 1): ("D02", "D04", "D07"),
    date(2026, 11, 1): ("G04",),
}
"""The township took up its catalogue step by step; what it had not taken up by then was not owed."""


def begin(*, actor: User, at: datetime) -> None:
    """Say since when the items of the catalogue are owed."""
    for day, codes in OWED_SINCE.items():
        for entry in CatalogueEntry.objects.filter(code__in=codes, owed_since__isnull=True).order_by("code"):
            entry.owed_since = day
            entry.save()
            audit.write(actor=actor, subject=entry, number=entry.code, verb="change entry", at=at)


def load(*, actor: User) -> None:
    """Load exemptions, monthly reporting and an event, then store all obligations, unless that was done before."""
    if Exemption.objects.exists():
        return
    _excuse(
        "QS-11",
        "F02",
        "2025Q2",
        on=_at(2025, 7, 17),
        reason="村会计因病住院，账目由镇代管中心补记，并入下一季度一起公开。",
    )
    _excuse("QS-09", "V17", "2026Q2", on=_at(2026, 7, 16), reason="奖扶对象年审推迟到第三季度，名单一并公示。")
    reason = "本季度没有召开村民会议和村民代表会议，没有新的决议。"
    _claim("QS-08", "V02", "2026Q2", on=_at(2026, 7, 15), reason=reason, accepted_on=_at(2026, 7, 17))
    _claim("QS-05", "V08", "2026Q3", on=_at(2026, 11, 19), reason="本季度没有新签、变更或终止的承包和流转合同。")
    mark_monthly(
        actor=_person("publisher"),
        unit=Unit.objects.get(code="QS-12"),
        starts_on=date(2026, 10, 1),
        reason="渡口改造资金和摊位收费往来多，经镇村商定按月公开。",
        at=_at(2026, 9, 25),
    )
    events.record_event(
        actor=_person("clerk.shiqiao"),
        unit=Unit.objects.get(code="QS-02"),
        entry=CatalogueEntry.objects.get(code="V14"),
        subject="县红十字会捐赠棉被、米油的接收和发放",
        happened_on=date(2026, 10, 29),
        at=_at(2026, 10, 30),
    )
    sync.synchronise(actor=actor, at=_at(2026, 11, 20))


def _excuse(unit: str, entry: str, period: str, *, on: datetime, reason: str) -> None:
    obligation = _obligation(unit, entry, period, on)
    exemptions.excuse(actor=_person("approver"), obligation=obligation, reason=reason, is_public=True, at=on)


def _claim(
    unit: str, entry: str, period: str, *, on: datetime, reason: str, accepted_on: datetime | None = None
) -> None:
    """Have the unit's clerk claim that nothing of the kind happened, and the office accept it where it has."""
    clerk = User.objects.get(posts__unit__code=unit, posts__role="clerk")
    obligation = _obligation(unit, entry, period, on)
    claim = exemptions.claim_not_applicable(actor=clerk, obligation=obligation, reason=reason, is_public=True, at=on)
    if accepted_on:
        exemptions.check_claim(actor=_person("publisher"), exemption=claim, accept=True, at=accepted_on)


def _obligation(unit: str, entry: str, period: str, at: datetime) -> ObligationStatus:
    rows = owed_for(Period.parse(period), at=at, units=Unit.objects.filter(code=unit))
    return next(row for row in rows if row.entry.code == entry)


def _person(username: str) -> User:
    return User.objects.get(username=username)


def _at(year: int, month: int, day: int) -> datetime:
    """Return a quarter past ten in the morning of a day."""
    return datetime(year, month, day, 10, 15, tzinfo=timezone.get_default_timezone())
