"""The pages on which villages are compared: what they show, of whose figures, and what they cost."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.catalogue.models import MonthlyReporting
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement.queries import previous_closing
from disclosure.notices.actions import publishing
from disclosure.notices.models import Edition
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from tests.disclosure import desk
from tests.disclosure.allocating import resident
from tests.factories import NOON, Cast, VillageFactory, cast, ledger, money_draft, money_entry, person, published

pytestmark = pytest.mark.django_db

Moves = tuple[tuple[str, str, str], ...]


@pytest.fixture
def play() -> Iterator[Cast]:
    """Return a town of six villages in which the statements of two have just been published."""
    with time_machine.travel(desk.LATER, tick=False):
        desk.chart()
        found = cast()
        VillageFactory.create_batch(4, parent=found.town)
        yield found


def beside(play: Cast) -> list[Unit]:
    """Return the other villages of the town."""
    return list(Unit.objects.filter(parent=play.town).exclude(pk=play.village.pk).order_by("code"))


def publish(
    play: Cast, moves: Moves, *, village: Unit | None = None, period: str = "2026Q3", account: str | None = "514"
) -> Edition:
    """Publish the statement of a village, which opens as the one before closed; its payments have this account."""
    if village:
        play = replace(
            play, village=village, clerk=person(Role.CLERK, village), supervisor=person(Role.SUPERVISOR, village)
        )
    opening = previous_closing(play.village, money_entry(), Period.parse(period)) or Decimal("1000.00")
    made = ledger(period=period, opening=f"{opening}", movements=moves)
    lines = tuple(replace(one, account=account) if one.payment else one for one in made.lines)
    return published(play, money_draft(play, period=period, statement=replace(made, lines=lines)))


def spending(amount: str, summary: str = "村道修补") -> Moves:
    """Return a receipt of 100.00 and a payment."""
    return (("土地承包费", "100.00", ""), (summary, "", amount))


def town_spends(play: Cast, *amounts: str) -> list[Edition]:
    """Publish what the other villages spent."""
    return [publish(play, spending(one), village=unit) for unit, one in zip(beside(play), amounts, strict=False)]


def page_of(play: Cast, **query: str) -> str:
    """Return the page of the village."""
    return desk.text_of(resident().get(reverse("disclosure:compare_village", args=[play.village.code]), query))


def test_a_village_is_set_beside_the_median_with_its_notice_one_press_away(play: Cast) -> None:
    edition = publish(play, spending("40000.00"))
    town_spends(play, "1000.00", "2000.00", "3000.00", "4000.00")
    page = page_of(play)
    assert "3,000.00" in page
    assert "+37,000.00" in page
    assert "13.3 倍" in page
    assert f'href="/notices/{edition.notice.number}/"' in page
    assert "6 个村里有 5 个公开了这一季度的收支" in page
    assert "规则 2" in page
    assert "变化大的 1 处" in page
    english = desk.text_of(resident().get(f"/en/compare/{play.village.code}/"))
    assert "13.3 times" in english
    assert "Not yet:" in english


def test_only_live_statements_count(play: Cast) -> None:
    publish(play, spending("40000.00"))
    others = town_spends(play, "1000.00", "2000.00", "3000.00", "4000.00")
    money_draft(play, period="2026Q2", statement=ledger(period="2026Q2", movements=spending("77777.00")))
    assert "77,777.00" not in page_of(play)
    publishing.withdraw(actor=play.publisher, edition=others[0], reason="发错了。", at=NOON + timedelta(hours=9))
    page = page_of(play)
    assert "每笔都写了科目的不到 5 个村，不算中位数" in page
    assert "规则 2：" not in page


def test_a_village_that_names_no_accounts_is_in_no_median(play: Cast) -> None:
    publish(play, spending("40000.00"))
    *_three, last = beside(play)
    town_spends(play, "1000.00", "2000.00", "3000.00")
    publish(play, spending("4000.00"), village=last, account=None)
    assert "每笔都写了科目的不到 5 个村，不算中位数" in page_of(play)


def test_a_quarter_of_monthly_books_is_the_sum_of_its_months(play: Cast) -> None:
    MonthlyReporting.objects.create(unit=play.village, starts_on=NOON.date().replace(month=7, day=1), reason="往来多")
    months = [publish(play, spending("10.00"), period=f"2026-0{month}") for month in (7, 8)]
    assert "2026年第三季度的收支还没有公开" in page_of(play, until="2026Q3")
    months.append(publish(play, spending("15.00"), period="2026-09"))
    page = page_of(play)
    assert "300.00" in page
    assert "35.00" in page
    assert all(f'href="/notices/{one.notice.number}/"' in page for one in months)


def test_an_account_is_followed_over_time(play: Cast) -> None:
    first = publish(play, spending("40.00"), period="2026Q2")
    publish(play, spending("60.00"))
    page = page_of(play, account="514")
    assert "514 公益支出，各季度" in page
    assert f'href="/notices/{first.notice.number}/"' in page
    assert 'id="account"' not in page_of(play)


def test_entertainment_is_marked_with_the_explanation_and_the_entry(play: Cast) -> None:
    edition = publish(play, spending("60.00", "招待费"))
    page = page_of(play)
    assert "招待费 60.00 元，共 1 笔" in page
    assert "村里说明：已核对，情况属实。" in page
    assert f'href="/notices/{edition.notice.number}/#line-2"' in page


def test_who_decides_sees_the_marks_beside_the_statement_before_anybody_else(play: Cast) -> None:
    town_spends(play, "1000.00", "2000.00", "3000.00", "4000.00", "4000.00")
    draft = money_draft(play, statement=ledger(movements=spending("40000.00")))
    desk.countersigned(play, draft)
    page = desk.text_of(desk.get(play.reviewer, "disclosure_desk:edition", draft.pk))
    assert "群众会看到的“变化大”" in page
    assert "支出“公益支出”40,000.00 元，是全镇中位数 3,500.00 元的 11.4 倍" in page
    assert "40,000.00" not in page_of(play)


def test_the_table_to_take_away_has_the_same_figures(play: Cast) -> None:
    edition = publish(play, spending("40000.00"))
    town_spends(play, "1000.00", "2000.00", "3000.00", "4000.00")
    response = resident().get(reverse("disclosure_files:compare_csv", args=[play.village.code]), {"span": "4"})
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    (account,) = (row for row in rows if row["科目编码"] == "514")
    assert (account["本村"], account["全镇中位数"], account["已公开村数"]) == ("40000.00", "3000.00", "5")
    assert account["公开事项编号"] == edition.notice.number
    assert [row["期间"] for row in rows if row["项目"] == "没有公开"] == ["2026Q2", "2026Q1", "2025Q4"]
    assert [row["本村"] for row in rows if row["项目"] == "本年累计支出"] == [""]


def test_the_villages_of_a_town_are_listed_with_their_median(play: Cast) -> None:
    publish(play, spending("40000.00"))
    town_spends(play, "1000.00", "2000.00", "3000.00", "4000.00")
    page = desk.text_of(resident().get(reverse("disclosure:compare")))
    assert "有 5 个村公开了收支" in page
    assert "中位数" in page
    assert f'href="/compare/{play.village.code}/?until=2026Q3"' in page
    chosen = resident().get(reverse("disclosure:compare"), {"unit": play.village.code, "until": "2026Q3", "span": "8"})
    assert f"{play.village.name_zh}的钱" in desk.text_of(chosen)


@pytest.mark.parametrize(
    "query", [{"until": "2026-07"}, {"until": "2099Q1"}, {"until": "x"}, {"span": "7"}, {"account": "999"}]
)
def test_what_cannot_be_shown_is_not_found(play: Cast, query: dict[str, str]) -> None:
    assert resident().get(reverse("disclosure:compare_village", args=[play.village.code]), query).status_code == 404


def test_no_village_no_page(play: Cast) -> None:
    assert resident().get(reverse("disclosure:compare_village", args=["NONE"])).status_code == 404
    assert resident().get(reverse("disclosure_files:compare_csv", args=[play.town.code])).status_code == 404


def test_it_is_reached_from_the_home_page_the_board_and_the_statement(play: Cast) -> None:
    edition = publish(play, spending("40.00"))
    own = f'href="/compare/{play.village.code}/"'
    assert 'href="/compare/"' in desk.text_of(resident().get("/"))
    assert own in desk.text_of(resident().get(reverse("site:unit", args=[play.village.code])))
    assert own in desk.text_of(resident().get(reverse("disclosure:notice", args=[edition.notice.number])))
    assert own not in desk.text_of(resident().get(reverse("site:unit", args=[play.town.code])))


def _queries(address: str, query: dict[str, Any]) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert resident().get(address, query).status_code == 200
    return len(seen)


def test_the_pages_cost_as_much_for_many_villages_and_quarters_as_for_one(play: Cast) -> None:
    publish(play, spending("40.00", "招待费"))
    village = reverse("disclosure:compare_village", args=[play.village.code])
    table = reverse("disclosure_files:compare_csv", args=[play.village.code])
    asked: Sequence[tuple[str, dict[str, str]]] = (
        (village, {}),
        (village, {"account": "514", "span": "12"}),
        (table, {}),
        (reverse("disclosure:compare"), {}),
    )
    before = [_queries(*one) for one in asked]
    town_spends(play, "1000.00", "2000.00", "3000.00", "4000.00")
    publish(play, spending("50.00", "招待费"), period="2026Q2")
    assert [_queries(*one) for one in asked] == before
