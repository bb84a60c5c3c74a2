"""A telephone that the portal publishes for everybody to ring may stand in whatever goes public; another may not."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement import actions as statements, queries
from disclosure.demands import actions as demands
from disclosure.notices.actions import steps
from disclosure.obligations.actions import exemptions
from disclosure.obligations.queries.owed import owed_for
from disclosure.opinions.actions import steps as opinions
from disclosure.opinions.enums import OpinionKind
from disclosure.opinions.models import Opinion
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.accounts.queries import system_actor
from portal.cases.enums import Visibility
from portal.core.refusals import Refused
from tests.disclosure import desk
from tests.disclosure.allocating import allocation_draft, line
from tests.factories import (
    NOON,
    Cast,
    CatalogueEntryFactory,
    StationFactory,
    cast,
    ledger,
    money_draft,
    person,
    published,
    text_draft,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

LATER = NOON + timedelta(days=1)
OURS, TOWN, STATION, PRIVATE = "13900001234", "13900005678", "13900007777", "13812345678"


@pytest.fixture
def people() -> Cast:
    found = cast()
    found.village.supervision_phone, found.town.supervision_phone = OURS, f"+86 {TOWN}"
    Unit.objects.bulk_update([found.village, found.town], ["supervision_phone"])
    return found


def remark(people: Cast, number: str) -> None:
    edition = steps.submit(actor=people.clerk, edition=text_draft(people), at=NOON)
    steps.countersign(
        actor=people.supervisor, edition=edition, remark=f"请打 {number}。", publish_remark=True, at=LATER
    )


def explanation(people: Cast, number: str) -> None:
    draft = money_draft(people)
    warning = next(one for one in queries.findings_of(draft) if not one.is_error)
    answers = {warning.key: f"请打 {number}。"}
    statements.save_statement(actor=people.clerk, edition=draft, ledger=ledger(), answers=answers, at=NOON)


def allocation(people: Cast, number: str) -> None:
    allocation_draft(people, [line(people.village, note=f"咨询电话 {number.replace(OURS, TOWN)}")])  # the town's notice


def end_of_a_demand(people: Cast, number: str) -> None:
    demand = demands.open_demand(actor=people.publisher, unit=people.village, subject="机动地合同", at=NOON)
    demands.end(actor=people.publisher, demand=demand, reason=f"请打 {number}。", at=NOON)


def exemption(people: Cast, number: str) -> None:
    CatalogueEntryFactory()
    (row,) = owed_for(Period.parse("2026Q3"), units=[people.village], at=NOON)
    exemptions.excuse(actor=people.approver, obligation=row, reason=f"请打 {number}。", is_public=True, at=NOON)


def asked(people: Cast, text: str) -> Opinion:
    edition = published(people, text_draft(people))
    return opinions.receive(
        actor=system_actor(), edition=edition, kind=OpinionKind.QUESTION, text=text, phone="0000-7654321", at=LATER
    )


def routed(people: Cast, opinion: Opinion, unit: Unit, text: str) -> Opinion:
    return opinions.route(
        actor=people.publisher,
        opinion=opinion,
        unit=unit,
        visibility=Visibility.PUBLIC,
        shown_text=text,
        shown_name="",
        at=LATER,
    )


def question(people: Cast, number: str) -> None:
    text = f"我打 {number} 没有人接，请说明原因。"
    routed(people, asked(people, text), people.village, text)


def answer(people: Cast, number: str) -> None:
    text = "这笔钱买了什么？请说明。"
    opinion = routed(people, asked(people, text), people.village, text)
    opinions.answer(actor=people.clerk, opinion=opinion, text=f"清单可打 {number} 查询。", at=LATER)


def refusal(people: Cast, number: str) -> None:
    opinions.refuse(
        actor=people.publisher, opinion=asked(people, "请问镇里的监督电话是多少？"), reason=f"请打 {number}。", at=LATER
    )


WRITES = [remark, explanation, allocation, end_of_a_demand, exemption, question, answer, refusal]


@pytest.mark.parametrize("write", WRITES)
def test_what_unit_and_town_publish_may_stand_there(people: Cast, write: Callable[[Cast, str], None]) -> None:
    write(people, f"{OURS} 或 {TOWN}")


@pytest.mark.parametrize("write", WRITES)
def test_any_other_may_not(people: Cast, write: Callable[[Cast, str], None]) -> None:
    with pytest.raises(Refused, match="telephone"):
        write(people, f"{OURS} 或 {PRIVATE}")


def test_the_unit_that_answers_names_its_own(people: Cast) -> None:
    station = StationFactory(parent=people.town, supervision_phone=STATION)
    text = "这笔钱买了什么？请说明。"
    opinion = routed(people, asked(people, text), station, text)
    opinions.answer(actor=person(Role.CLERK, station), opinion=opinion, text=f"请打 {STATION}。", at=LATER)


def test_it_is_not_masked_in_what_is_proposed_to_be_shown(people: Cast) -> None:
    text = f"我打 {OURS} 没有人接，请说明原因。"
    page = desk.get(people.publisher, "disclosure_desk:opinion", asked(people, text).pk)
    initial = page.context["steps"][0].form.initial
    assert (initial["visibility"], initial["shown_text"]) == (Visibility.PUBLIC, text)
