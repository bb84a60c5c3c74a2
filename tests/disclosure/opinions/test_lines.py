"""An opinion about one line of a notice: asked from the line, kept with its edition, linked wherever it is shown."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosure.content.statement import actions as statements
from disclosure.notices.actions.drafts import save_text
from disclosure.notices.actions.publishing import start_correction, withdraw
from disclosure.notices.models import Edition
from disclosure.opinions.models import Opinion
from portal.accounts.enums import Role
from portal.cases.enums import Visibility
from portal.core.refusals import Refused
from tests.cases.making import no_tries_yet
from tests.disclosure import allocating
from tests.disclosure.opinions.test_views import ASKED, TEXT, closed, form_of, on, read, received, refresh, routed, said
from tests.factories import (
    Cast,
    StationFactory,
    answered,
    cast,
    ledger,
    money_draft,
    person,
    published,
    text_draft,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_no_tries_yet")]
__all__ = ["refresh"]
CLEANER = "07-02 保洁员工资 150.00"


@pytest.fixture
def _no_tries_yet() -> None:
    no_tries_yet()


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def live(people: Cast) -> Edition:
    return published(people, money_draft(people))


def corrected(people: Cast, edition: Edition) -> Edition:
    """Publish a correction in whose ledger another entry stands first."""
    movements = (("鱼塘承包费", "50.00", ""), ("土地承包费", "200.00", ""), ("保洁员工资", "", "150.00"))
    draft = start_correction(actor=people.clerk, edition=edition, at=ASKED)
    draft = statements.save_statement(actor=people.clerk, edition=draft, ledger=ledger(movements=movements), at=ASKED)
    draft = answered(people, draft, at=ASKED)
    draft = save_text(actor=people.clerk, edition=draft, title="", body="", reason="漏记一笔。", at=ASKED)
    return published(people, draft, at=ASKED)


def sent(edition: Edition, line: str, **fields: str) -> Any:
    with on(ASKED + timedelta(days=1)):
        return Client().post(f"{form_of(edition)}?line={line}", said(edition=str(edition.number), **fields))


def test_each_entry_of_the_edition_in_force_leads_to_the_form(people: Cast, live: Edition) -> None:
    number = live.notice.number
    page = read(Client(), f"/notices/{number}/")
    assert (
        f'<a href="/notices/{number}/opinions/new/?line=2">2<span class="hid" data-silent> 提问、提异议</span></a>'
        in page
    )
    assert '<tr id="line-2">' in page
    corrected(people, live)
    assert "?line=" not in read(Client(), f"/notices/{number}/editions/1/")


def test_no_link_stands_on_the_desk(people: Cast, live: Edition) -> None:
    client = Client()
    client.force_login(people.clerk)
    page = client.get(f"/desk/editions/{live.pk}/").content.decode()
    assert 'id="line-2"' in page
    assert "?line=" not in page


def test_the_form_names_the_entry_and_sends_it_along(live: Edition) -> None:
    page = read(Client(), f"{form_of(live)}?line=2")
    assert f'About entry 2: <span lang="zh-CN">{CLEANER}</span>' in page
    assert sent(live, "2").status_code == 302
    opinion = Opinion.objects.get()
    assert (opinion.line, opinion.edition) == (2, live)


@pytest.mark.parametrize("line", ["", "0", "3", "-1", "a", "2222222222222", "²"])
def test_a_line_there_is_not_leaves_the_form_about_the_whole_notice(live: Edition, line: str) -> None:
    assert "About entry" not in read(Client(), f"{form_of(live)}?line={line}")
    assert sent(live, line).status_code == 302
    assert Opinion.objects.get().line is None


def test_what_is_refused_keeps_the_entry(live: Edition) -> None:
    response = sent(live, "2", kind="")
    assert response.status_code == 422
    assert "About entry 2" in response.content.decode()


def test_an_entry_stays_what_it_was_when_a_correction_comes_while_the_form_is_open(
    people: Cast, live: Edition, refresh: Callable[[], None]
) -> None:
    second = corrected(people, live)
    assert sent(live, "2").status_code == 302
    opinion = Opinion.objects.get()
    assert (opinion.edition, opinion.line) == (live, 2)
    assert "鱼塘承包费" in read(Client(), f"{form_of(second)}?line=1")
    routed(people, opinion)
    refresh()
    page = read(Client(), f"/notices/{live.notice.number}/", ASKED + timedelta(days=1))
    assert f'<a href="/notices/{live.notice.number}/editions/1/#line-2">第 2 笔 {CLEANER}</a>' in page


def test_it_stands_beside_the_notice_in_the_list_on_the_desk_and_on_the_receipt(
    people: Cast, live: Edition, refresh: Callable[[], None]
) -> None:
    receipt = read(Client(), sent(live, "2")["Location"], ASKED + timedelta(days=1))
    assert CLEANER in receipt
    opinion = closed(people, routed(people, Opinion.objects.get()))
    refresh()
    link = f'<a href="/notices/{live.notice.number}/#line-2">第 2 笔 {CLEANER}</a>'
    for address in (f"/notices/{live.notice.number}/", "/opinions/"):
        assert link in read(Client(), address, ASKED + timedelta(days=3)), address
    client = Client()
    client.force_login(people.clerk)
    page = client.get(f"/desk/opinions/{opinion.pk}/").content.decode()
    assert f'<a href="/desk/editions/{live.pk}/#line-2">第 2 笔</a> {CLEANER}' in page


def test_a_line_of_an_allocation_can_be_asked_about(people: Cast, refresh: Callable[[], None]) -> None:
    draft = allocating.allocation_draft(people, [allocating.line(people.village)])
    live = allocating.published_allocation(people, draft)
    refresh()
    page = read(Client(), f"/notices/{live.notice.number}/")
    assert f'href="/notices/{live.notice.number}/opinions/new/?line=1"' in page
    assert '<tr id="line-1">' in page
    assert f"08-03 {people.village.name_zh} 人居环境整治 58,000.00" in read(
        Client(), f"/notices/{live.notice.number}/opinions/new/?line=1"
    )


def test_a_notice_of_text_has_no_lines(people: Cast) -> None:
    live = published(people, text_draft(people))
    with pytest.raises(Refused) as refusal:
        received(live, line=1)
    assert refusal.value.field == "line"


def test_the_office_enters_the_number_of_the_entry(people: Cast, live: Edition) -> None:
    client = Client()
    client.force_login(people.clerk)
    address = f"/desk/opinions/new/?notice={live.notice.number}"
    typed = {"channel": "telephone", "kind": "question", "received_on": "2026-10-15", "text": TEXT}
    with on(ASKED):
        refused = client.post(address, {**typed, "line": "9"})
        assert (refused.status_code, "没有第 9 笔" in refused.content.decode()) == (422, True)
        assert client.post(address, {**typed, "line": "2"}).status_code in (302, 303)
    assert Opinion.objects.get().line == 2
    other = published(people, text_draft(people))
    assert 'name="line"' not in client.get(f"/desk/opinions/new/?notice={other.notice.number}").content.decode()


def test_the_same_words_about_another_entry_are_another_opinion(live: Edition) -> None:
    assert received(live, line=1).pk != received(live, line=2).pk


def test_entries_of_ten_opinions_take_as_many_queries_as_of_one(
    people: Cast, live: Edition, refresh: Callable[[], None]
) -> None:
    counts = []
    for size in (1, 9):
        for count in range(size):
            routed(people, received(live, f"{TEXT}{size}{count}", line=1 + count % 2))
        for _each in range(2):
            refresh()
            with CaptureQueriesContext(connection) as queries:
                read(Client(), "/opinions/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_private_one_shows_its_entry_to_nobody_outside(
    people: Cast, live: Edition, refresh: Callable[[], None]
) -> None:
    routed(people, received(live, line=2), visibility=Visibility.PRIVATE)
    refresh()
    assert "#line-2" not in read(Client(), "/opinions/")


def test_once_the_notice_is_withdrawn_neither_receipt_nor_another_unit_reads_a_word_of_it(
    people: Cast, live: Edition
) -> None:
    address = sent(live, "2")["Location"]
    station = StationFactory(parent=people.town)
    opinion = routed(people, Opinion.objects.get(), unit=station)
    officer = Client()
    officer.force_login(person(Role.CLERK, station))

    def pages() -> list[bool]:
        desk, at = officer.get(f"/desk/opinions/{opinion.pk}/"), ASKED + timedelta(days=1)
        assert desk.status_code == 200
        return [CLEANER in text for text in (read(Client(), address, at), desk.content.decode())]

    assert pages() == [True, True]
    withdraw(actor=people.publisher, edition=live, reason="误发。", at=ASKED + timedelta(days=1))
    assert pages() == [False, False]
