"""A project: its stages published one after the other, and read together."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from disclosure.catalogue.enums import Cadence, Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.content.project.enums import Stage
from disclosure.content.project.models import StageLine
from disclosure.content.project.presenters import Course, pillars_of
from disclosure.content.project.queries import stages_of
from disclosure.lists.actions import save_lines
from disclosure.lists.registry import LISTS
from disclosure.notices.actions import publishing
from disclosure.notices.models import Edition
from disclosure.obligations.enums import Origin
from disclosure.obligations.models import Obligation
from portal.accounts.enums import UnitKind
from tests.disclosure import desk
from tests.disclosure.allocating import resident
from tests.factories import NOON, Cast, CatalogueEntryFactory, cast, published, text_draft

NAME = "石桥村小石桥重建"


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False), translation.override("en"):
        yield


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]


def entry() -> CatalogueEntry:
    """Return the entry of projects."""
    made: CatalogueEntry = CatalogueEntryFactory(
        code="V11",
        stream=Stream.VILLAGE,
        name_zh="工程项目",
        name_en="Projects",
        cadence=Cadence.STAGE,
        form="project",
        publisher=UnitKind.VILLAGE,
    )
    return made


def stage(what: Stage, day: date, amount: str | None = None, **fields: Any) -> StageLine:
    """Return a stage of the project."""
    values = {"project": NAME, "what": f"{what.label}已完成", **fields}
    return StageLine(stage=what, ended_on=day, amount=None if amount is None else Decimal(amount), **values)


def notice(play: Cast, *lines: StageLine) -> Edition:
    """Publish stages."""
    draft = text_draft(play, entry=entry(), period="2026", title="工程进展")
    draft = save_lines(actor=play.clerk, edition=draft, form=LISTS["project"], lines=lines, at=NOON)
    return published(play, draft)


def address(play: Cast) -> str:
    return reverse("disclosure:project", args=[play.village.code, NAME])


APPROVED = stage(Stage.APPROVAL, date(2026, 2, 26), "1268000.00")
CONTRACT = stage(Stage.CONTRACT, date(2026, 4, 24), "1148600.00", party="清河县路桥工程有限公司")
CHANGE = stage(Stage.CHANGE, date(2026, 7, 8), "46820.00")
PAYMENTS = (
    stage(Stage.PAYMENT, date(2026, 5, 6), "344580.00"),
    stage(Stage.PAYMENT, date(2026, 7, 30), "313306.00"),
)


def test_stages_of_several_notices_stand_on_one_page_in_their_order() -> None:
    play = cast()
    later = notice(play, PAYMENTS[0], CHANGE)
    earlier = notice(play, APPROVED, CONTRACT)
    page = desk.text_of(resident().get(address(play)))
    assert page.index("1,268,000.00") < page.index("1,148,600.00") < page.index("46,820.00")
    assert later.notice.number in page
    assert earlier.notice.number in page
    assert "清河县路桥工程有限公司" in page
    # 1,148,600 + 46,820 − 344,580
    assert "850,840" in page


def test_what_comes_next_and_what_was_passed_over_is_said() -> None:
    stops = Course(NAME, [APPROVED, CONTRACT]).stops
    assert [(stop.stage, stop.kind) for stop in stops] == [
        (Stage.APPROVAL, "done"),
        (Stage.TENDER, "none"),
        (Stage.AWARD, "none"),
        (Stage.CONTRACT, "done"),
        (Stage.ACCEPTANCE, "here"),
        (Stage.PAYMENT, "coming"),
        (Stage.ACCOUNT, "coming"),
    ]
    paid = Course(NAME, [APPROVED, CONTRACT, *PAYMENTS])
    assert paid.next is not None
    assert (paid.last.stage, paid.next.stage) == (Stage.PAYMENT, Stage.ACCEPTANCE)


def test_payments_add_up_and_the_audit_takes_the_place_of_the_changes() -> None:
    course = Course(NAME, [APPROVED, CONTRACT, CHANGE, *PAYMENTS])
    assert [pillar.amount for pillar in pillars_of(course)] == [
        Decimal(text) for text in ("1148600.00", "46820.00", "657886.00", "537534.00")
    ]
    audited = Course(NAME, [*course.lines, stage(Stage.ACCOUNT, date(2026, 12, 1), "1140000.00")])
    assert [(pillar.amount, pillar.css) for pillar in pillars_of(audited)] == [
        (Decimal("1148600.00"), ""),
        (Decimal("8600.00"), "less"),
        (Decimal("657886.00"), "less"),
        (Decimal("482114.00"), "same"),
    ]
    assert pillars_of(Course(NAME, [APPROVED])) == []


def test_contracts_of_several_phases_add_up() -> None:
    second = stage(Stage.CONTRACT, date(2026, 7, 16), "62000.00", party="清河县路桥工程有限公司")
    course = Course(NAME, [CONTRACT, second, PAYMENTS[0]])
    assert course.amount(Stage.CONTRACT) == Decimal("1210600.00")


def test_what_a_later_notice_repeats_counts_once() -> None:
    play = cast()
    notice(play, CONTRACT, CHANGE)
    again = stage(Stage.CHANGE, CHANGE.ended_on, "46820.00")
    again.what = "合同变更，四方签字"
    notice(play, again, PAYMENTS[0])
    lines = stages_of(play.village, NAME)
    assert [(line.stage, line.what) for line in lines if line.stage == Stage.CHANGE] == [(Stage.CHANGE, again.what)]
    assert Course(NAME, lines).amount(Stage.CHANGE) == Decimal("46820.00")


def test_the_notice_shows_its_own_stages_and_leads_to_the_project() -> None:
    play = cast()
    notice(play, APPROVED)
    own = notice(play, CONTRACT)
    page = resident().get(reverse("disclosure:notice", args=[own.notice.number])).content.decode()
    assert address(play) in page
    assert "1,268,000.00" not in page
    assert "nothing was disclosed" not in page
    assert 'id="line-1"' in page


def test_a_project_has_no_page_before_it_is_published_nor_after_it_was_withdrawn() -> None:
    play = cast()
    draft = text_draft(play, entry=entry(), period="2026", title="工程进展")
    save_lines(actor=play.clerk, edition=draft, form=LISTS["project"], lines=[APPROVED], at=NOON)
    assert resident().get(address(play)).status_code == 404
    edition = published(play, draft)
    assert resident().get(address(play)).status_code == 200
    assert resident().get(reverse("disclosure:project", args=[play.town.code, NAME])).status_code == 404
    publishing.withdraw(actor=play.publisher, edition=edition, reason="内容有误", at=desk.LATER)
    assert resident().get(address(play)).status_code == 404


def test_what_is_owed_of_the_project_stands_above_its_stages() -> None:
    play = cast()
    notice(play, APPROVED)
    today = desk.LATER.date()
    for name, days in ((NAME, -5), (NAME, 9), ("另一个工程", -5)):
        Obligation.objects.create(
            unit=play.village,
            entry=entry(),
            period="2026",
            origin=Origin.EVENT,
            subject=f"{name}付款凭证{days}",
            arises_on=today - timedelta(days=30),
            due_on=today + timedelta(days=days),
            created_at=NOON,
        )
    page = desk.text_of(resident().get(address(play)))
    assert page.index(f"{NAME}付款凭证-5") < page.index(f"{NAME}付款凭证9") < page.index("All stages")
    assert "5 days overdue" in page
    assert "9 days left" in page
    assert "另一个工程" not in page


def test_the_board_of_the_unit_and_the_sitemap_lead_to_it() -> None:
    play = cast()
    notice(play, APPROVED)
    assert address(play) in resident().get(reverse("site:unit", args=[play.village.code])).content.decode()
    assert address(play) in resident().get("/sitemap.xml").content.decode()


def test_a_longer_project_costs_no_more_questions(django_assert_max_num_queries: Any) -> None:
    play = cast()
    notice(play, APPROVED)
    with django_assert_max_num_queries(12):
        assert resident().get(address(play)).status_code == 200
    notice(play, CONTRACT, CHANGE)
    notice(play, *PAYMENTS)
    with django_assert_max_num_queries(12):
        assert resident().get(address(play)).status_code == 200
