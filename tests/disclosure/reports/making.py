"""Yearly reports for the tests. Every step goes through the real actions."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from disclosure.catalogue.enums import Cadence, Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.notices.actions import drafts, publishing, steps
from disclosure.notices.models import Edition
from disclosure.reports.actions import save_report
from disclosure.reports.rules import FORM, with_totals
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import User
from tests.factories import NOON, Cast, CatalogueEntryFactory, person

SOUND = with_totals(
    {
        name: Decimal(figure)
        for name, figure in {
            "rules-normative-made": "2",
            "rules-normative-abolished": "1",
            "rules-normative-in_force": "7",
            "permits-permits-decisions": "31",
            "fees-fees-amount": "1.2345",
            "requests-received-person": "4",
            "requests-received-legal": "1",
            "requests-granted-person": "2",
            "requests-not_held-person": "1",
            "requests-process-legal": "1",
            "requests-carried_on-person": "1",
            "disputes-reviews-upheld": "1",
            "disputes-direct-pending": "1",
        }.items()
    }
)
"""A report in which everything fits, where nothing was carried over."""
TEXTS = {"overview": "全年主动公开信息1200条。\n\n办结申请4件。", "problems": "答复还不够及时。", "other": "没有收费。"}


def report_entry() -> CatalogueEntry:
    """Return the item of the yearly report."""
    entry: CatalogueEntry = CatalogueEntryFactory(
        code="G19",
        stream=Stream.GOVERNMENT,
        name_zh="政府信息公开工作年度报告",
        name_en="Yearly disclosure report",
        cadence=Cadence.YEARLY,
        form=FORM,
        publisher=UnitKind.TOWN,
    )
    return entry


def begun_report(play: Cast, year: int = 2025, *, clerk: User | None = None, at: datetime = NOON) -> Edition:
    """Return a draft of the town's report in which nothing is filled in."""
    clerk = clerk or person(Role.CLERK, play.town)
    return drafts.start_notice(actor=clerk, unit=play.town, entry=report_entry(), period=str(year), at=at)


def report_draft(
    play: Cast,
    year: int = 2025,
    figures: Mapping[str, Decimal] = SOUND,
    *,
    explanations: Mapping[str, str] | None = None,
    clerk: User | None = None,
    at: datetime = NOON,
) -> Edition:
    """Return a draft of the town's report, filled in."""
    draft = begun_report(play, year, clerk=clerk, at=at)
    return save_report(
        actor=author(draft), edition=draft, figures=figures, texts=TEXTS, explanations=explanations, at=at
    )


def author(draft: Edition) -> User:
    """Return who began a draft."""
    return User.objects.get(pk=draft.contributors.order_by("pk")[0].pk)


def published_report(play: Cast, draft: Edition, *, at: datetime = NOON) -> Edition:
    """Take a draft all the way to publication, without posters."""
    hours = [at + timedelta(hours=hour) for hour in range(1, 5)]
    edition = steps.submit(actor=author(draft), edition=draft, at=hours[0])
    edition = steps.review(actor=play.reviewer, edition=edition, at=hours[1])
    edition = steps.approve(actor=play.approver, edition=edition, at=hours[2])
    return publishing.publish(actor=play.publisher, edition=edition, at=hours[3], enqueue=False)
