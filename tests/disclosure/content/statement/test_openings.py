"""Correcting a period flags the next one, and unpublishes nothing."""

import pytest

from disclosure.content.statement import actions
from disclosure.content.statement.enums import OPENING_DIFFERS
from disclosure.notices.actions import drafts, publishing
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from portal.messaging.models import Message
from tests.disclosure import desk
from tests.factories import NOON, Cast, answered, cast, ledger, money_draft, published

pytestmark = pytest.mark.django_db

CALL = "上期结余与上一期不再相符"


@pytest.fixture
def people() -> Cast:
    return cast()


def page_of(people: Cast, edition: Edition) -> str:
    """Return the clerk's page of an edition."""
    return str(desk.get(people.clerk, "disclosure_desk:edition", edition.pk).content.decode())


@pytest.fixture
def editions(people: Cast) -> tuple[Edition, Edition]:
    """Return the second and the third quarter, published one after the other."""
    before = ledger(period="2026Q2", opening="950.00")
    second = published(people, money_draft(people, period="2026Q2", statement=before))
    return second, published(people, money_draft(people))


def corrected(people: Cast, edition: Edition, receipt: str) -> Edition:
    """Correct the second quarter, which has one receipt."""
    draft = publishing.start_correction(actor=people.clerk, edition=edition, at=NOON)
    changed = ledger(period="2026Q2", opening="950.00", movements=(("土地承包费", receipt, ""),))
    actions.save_statement(actor=people.clerk, edition=draft, ledger=changed, at=NOON)
    draft = drafts.save_text(actor=people.clerk, edition=draft, title="", body="", reason="漏记。", at=NOON)
    return published(people, answered(people, draft))


def test_the_clerk_gets_one_message_and_finds_it_on_the_page(people: Cast, editions: tuple[Edition, Edition]) -> None:
    second, third = editions
    assert CALL not in page_of(people, third)
    edition = corrected(people, second, "250.00")
    assert Message.objects.filter(kind=OPENING_DIFFERS).count() == 1
    actions.flag_next_period(edition=edition, at=NOON)
    (message,) = Message.objects.filter(kind=OPENING_DIFFERS)
    assert message.person == people.clerk
    assert message.url == f"/desk/editions/{third.pk}/"
    assert "第三季度" in message.subject
    page = page_of(people, third)
    assert CALL in page
    assert "期末结余为 1,200.00，本期上期结余为 1,000.00" in page


def test_nothing_is_unpublished(people: Cast, editions: tuple[Edition, Edition]) -> None:
    corrected(people, editions[0], "250.00")
    editions[1].refresh_from_db()
    assert editions[1].state == State.PUBLISHED


def test_where_the_closing_stays_nobody_gets_a_message(people: Cast, editions: tuple[Edition, Edition]) -> None:
    corrected(people, editions[0], "50.00")
    assert not Message.objects.filter(kind=OPENING_DIFFERS).exists()
    assert CALL not in page_of(people, editions[1])
