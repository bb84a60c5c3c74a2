"""What the tests of allocations have in common: a town that gives, and a village that says it received."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.test import Client, TestCase

from disclosure.catalogue.enums import Cadence, Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.content.allocation import actions as allocations
from disclosure.content.allocation.models import FORM, AllocationLine
from disclosure.ledger.types import Statement as Ledger
from disclosure.notices.actions import drafts as notices, publishing, steps
from disclosure.notices.models import Edition
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit, User
from portal.core import pages
from tests.factories import NOON, Cast, CatalogueEntryFactory, ledger, person

TITLE = "人居环境整治专项资金分配"


def resident() -> Client:
    """Return a browser of somebody who reads what the public reads, kept pages made stale as a commit does."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        pages.bump()
    return Client()


def allocation_entry(publisher: UnitKind = UnitKind.TOWN, code: str = "G09") -> CatalogueEntry:
    """Return the entry of what the town allocates."""
    entry: CatalogueEntry = CatalogueEntryFactory(
        code=code,
        stream=Stream.GOVERNMENT,
        name_zh="专项资金分配",
        name_en="Allocation of special funds",
        cadence=Cadence.EVENT,
        form=FORM,
        publisher=publisher,
    )
    return entry


def line(
    unit: Unit | None, amount: str = "58000.00", *, paid_on: date | None = date(2026, 8, 3), **fields: str
) -> AllocationLine:
    """Return a line of an allocation."""
    texts = {"fund": "人居环境整治", **fields}
    return AllocationLine(unit=unit, amount=Decimal(amount), paid_on=paid_on, **texts)


def town_clerk(play: Cast) -> User:
    """Return a new clerk of the town."""
    return person(Role.CLERK, play.town)


def allocation_draft(
    play: Cast, lines: Sequence[AllocationLine], *, clerk: User | None = None, at: datetime = NOON, title: str = TITLE
) -> Edition:
    """Return a draft of the town with these lines."""
    clerk = clerk or town_clerk(play)
    draft = notices.start_notice(
        actor=clerk, unit=play.town, entry=allocation_entry(), period="2026", title=title, at=at
    )
    return allocations.save_lines(actor=clerk, edition=draft, lines=lines, at=at)


def published_allocation(play: Cast, draft: Edition, *, at: datetime = NOON) -> Edition:
    """Take a draft of the town all the way to publication."""
    clerk = draft.contributors.get()
    hours = [at + timedelta(hours=hour) for hour in range(1, 5)]
    edition = steps.submit(actor=User.objects.get(pk=clerk.pk), edition=draft, at=hours[0])
    edition = steps.review(actor=play.reviewer, edition=edition, at=hours[1])
    edition = steps.approve(actor=play.approver, edition=edition, at=hours[2])
    return publishing.publish(actor=play.publisher, edition=edition, at=hours[3], enqueue=False)


def receiving(*received: tuple[str, str], period: str = "2026Q3", day: date = date(2026, 8, 4)) -> Ledger:
    """Return a ledger in which the village received these sums; each is account code and amount."""
    told = ledger(period=period, movements=tuple(("上级拨款", amount, "") for _code, amount in received))
    lines = tuple(
        replace(one, account=code, account_text=code, date=day)
        for one, (code, _amount) in zip(told.lines, received, strict=True)
    )
    return replace(told, lines=lines)
