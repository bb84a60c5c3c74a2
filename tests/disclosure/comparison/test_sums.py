"""I5: a quarter is the sum of its months, the year to date of its quarters: what is found, where, and what is shown."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, strategies as st

from disclosure.catalogue.models import MonthlyReporting
from disclosure.catalogue.rules.periods import Period
from disclosure.comparison.rules.sums import (
    Figures,
    added,
    check_sums,
    figures_of,
    known_figures,
    known_year,
    parts_of,
    year_so_far,
)
from disclosure.content.statement.queries import errors_in, findings_of
from disclosure.ledger.messages import message
from disclosure.ledger.types import Finding, Statement as Ledger, Subtotal
from disclosure.notices.actions import steps
from disclosure.notices.models import Edition
from portal.core.refusals import Refused
from tests.disclosure import desk
from tests.disclosure.allocating import resident
from tests.factories import NOON, Cast, cast, ledger, money_draft, published

QUARTER = Period.parse("2026Q3")
MONTHS = parts_of(QUARTER)
amounts = st.decimals("0.01", "99999", places=2)


def month(period: str, opening: str, receipt: str, payment: str) -> Ledger:
    """Return the ledger of a month with one receipt and one payment."""
    movements = (("土地承包费", receipt, ""), ("保洁员工资", "", payment))
    return ledger(period=period, opening=opening, movements=movements)


JULY = month("2026-07", "1000.00", "100.00", "30.00")
AUGUST = month("2026-08", "1070.00", "60.00", "20.00")
SEPTEMBER = month("2026-09", "1110.00", "40.00", "100.00")
KNOWN = dict(zip(MONTHS, map(figures_of, (JULY, AUGUST, SEPTEMBER)), strict=True))


def rules(found: Iterator[Finding]) -> list[tuple[str, str]]:
    """Return rule and case of each finding."""
    return [(one.rule, one.params["case"]) for one in found]


def of_quarter(known: Mapping[Period, Figures] = KNOWN, **fields: object) -> Iterator[Finding]:
    """Check a third quarter, sound unless told otherwise, against its months."""
    sound = ledger(movements=(("土地承包费", "200.00", ""), ("保洁员工资", "", "150.00")))
    return check_sums(replace(sound, **fields), QUARTER, known)  # type: ignore[arg-type]


def test_the_parts_of_a_period() -> None:
    assert [str(one) for one in MONTHS] == ["2026-07", "2026-08", "2026-09"]
    assert [str(one) for one in parts_of(Period.parse("2026H2"))] == ["2026Q3", "2026Q4"]
    assert [str(one) for one in parts_of(Period.parse("2026"))] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    assert parts_of(MONTHS[0]) == ()
    assert [str(one) for one in year_so_far(QUARTER)] == ["2026Q1", "2026Q2", "2026Q3"]
    assert [str(one) for one in year_so_far(Period.parse("2026-05"))] == ["2026Q1", "2026-04", "2026-05"]
    assert [str(one) for one in year_so_far(Period.parse("2026-06"))] == ["2026Q1", "2026Q2"]
    assert [str(one) for one in year_so_far(Period.parse("2026-02"))] == ["2026-01", "2026-02"]


@given(st.lists(st.tuples(amounts, amounts), min_size=3, max_size=3))
def test_what_was_added_up_has_no_finding_and_a_cent_more_has_one(rows: list[tuple[Decimal, Decimal]]) -> None:
    opening, known = Decimal("1000.00"), {}
    for period, (receipt, payment) in zip(MONTHS, rows, strict=True):
        one = figures_of(month(str(period), f"{opening}", f"{receipt}", f"{payment}"))
        known[period], opening = one, one.closing
    whole = added(known.values())
    assert known_figures(QUARTER, known) == whole
    sound = month("2026Q3", "1000.00", f"{whole.receipts}", f"{whole.payments}")
    assert not list(check_sums(sound, QUARTER, known))
    off = month("2026Q3", "1000.00", f"{whole.receipts + Decimal('0.01')}", f"{whole.payments}")
    assert rules(check_sums(off, QUARTER, known)) == [("I5", "total"), ("W-SUMS", "account")]


def test_a_total_that_is_no_sum_is_an_error_with_both_figures_and_the_row_of_the_account() -> None:
    total, account = check_sums(month("2026Q3", "1000.00", "205.00", "150.00"), QUARTER, KNOWN)
    assert (total.level, account.level) == ("error", "warning")
    assert "205.00" in message(total)
    assert "200.00" in message(total)
    assert account.line == 1
    assert account.params["account"] == "501"
    assert "第 1 笔" in message(account)


def test_an_account_that_is_no_sum_while_the_totals_are_is_a_warning_for_either_account() -> None:
    lines = ledger().lines
    moved = (replace(lines[0], account="503"), *lines[1:])
    found = list(of_quarter(lines=moved))
    assert [(one.rule, one.params["account"], one.line) for one in found] == [
        ("W-SUMS", "501", None),
        ("W-SUMS", "503", 1),
    ]
    assert len({one.key for one in found}) == 2


def test_the_quarter_opens_as_its_first_month_did() -> None:
    assert rules(of_quarter(opening=Decimal("999.00"))) == [("I5", "opening")]


def test_a_missing_month_is_said_and_nothing_is_guessed() -> None:
    known = {period: KNOWN[period] for period in MONTHS[:2]}
    (found,) = of_quarter(known)
    assert (found.rule, found.params["case"], found.level) == ("W-SUMS", "missing", "warning")
    assert "2026年9月" in message(found)
    assert known_figures(QUARTER, known) is None
    assert not list(of_quarter({}))


def test_a_month_that_no_longer_fits_the_quarter_is_a_warning_once_all_months_are_known() -> None:
    quarter = added(KNOWN.values())
    known = {**{period: KNOWN[period] for period in MONTHS[1:]}, QUARTER: quarter}
    assert not list(check_sums(JULY, MONTHS[0], known))
    off = month("2026-07", "1000.00", "101.00", "30.00")
    assert rules(check_sums(off, MONTHS[0], known)) == [("W-SUMS", "part")]
    del known[MONTHS[2]]
    assert not list(check_sums(off, MONTHS[0], known))


def test_the_year_to_date_of_a_sheet_is_the_sum_of_the_quarters_that_are_published() -> None:
    one = Figures(Decimal("0.00"), Decimal("500.00"), Decimal("400.00"), Decimal("100.00"))
    known = {Period.parse("2026Q1"): one, Period.parse("2026Q2"): one}
    assert known_year(QUARTER, known) is None

    def of_sheet(label: str, receipts: str, known: dict[Period, Figures] = known) -> list[tuple[str, str]]:
        row = Subtotal("cumulative", 9, label, 2, receipts=Decimal(receipts), payments=Decimal("950.00"))
        return rules(check_sums(replace(ledger(), subtotals=(row,)), QUARTER, known))

    assert of_sheet("本年累计", "1200.00") == []
    assert of_sheet("本年累计", "1200.01") == [("W-SUMS", "year")]
    assert of_sheet("本期累计", "1200.01") == []
    assert of_sheet("本年累计", "1200.01", {Period.parse("2026Q2"): one}) == []


@pytest.fixture
def play() -> Iterator[Cast]:
    with time_machine.travel(desk.LATER, tick=False):
        desk.chart()
        found = cast()
        MonthlyReporting.objects.create(unit=found.village, starts_on=MONTHS[0].first, reason="收支往来多")
        yield found


def publish(play: Cast, *ledgers: Ledger) -> list[Edition]:
    """Publish statements of the village."""
    return [published(play, money_draft(play, period=one.period, statement=one)) for one in ledgers]


def quarter_draft(play: Cast, receipt: str) -> Edition:
    """Return a draft of the quarter, which the village owes again."""
    MonthlyReporting.objects.all().delete()
    return money_draft(play, statement=month("2026Q3", "1000.00", receipt, "150.00"))


def page_of(edition: Edition) -> str:
    """Return the public page of a notice."""
    return desk.text_of(resident().get(reverse("disclosure:notice", args=[edition.notice.number])))


@pytest.mark.django_db
def test_a_quarter_that_is_no_sum_is_not_submitted_and_its_page_says_why(play: Cast) -> None:
    publish(play, JULY, AUGUST, SEPTEMBER)
    draft = quarter_draft(play, "205.00")
    assert [one.rule for one in errors_in(findings_of(draft))] == ["I5"]
    page = desk.text_of(desk.get(play.clerk, "disclosure_desk:edition", draft.pk))
    assert "不等于各月或各季之和，差 5.00" in page
    with pytest.raises(Refused):
        steps.submit(actor=play.clerk, edition=draft, at=NOON)


@pytest.mark.django_db
def test_a_correction_is_not_checked_against_what_it_corrects(play: Cast) -> None:
    publish(play, JULY, AUGUST, SEPTEMBER)
    sound = published(play, quarter_draft(play, "200.00"))
    assert not [one for one in findings_of(sound) if one.rule in ("I5", "W-SUMS")]


@pytest.mark.django_db
def test_the_page_of_a_month_shows_the_months_and_their_sum_once_all_are_published(play: Cast) -> None:
    july, august = publish(play, JULY, AUGUST)
    page = page_of(august)
    assert "2026年第三季度的各月" in page
    assert "还没有公开，所以没有合计：2026年9月" in page
    assert f'href="/notices/{july.notice.number}/"' in page
    assert "各月合计" not in page
    publish(play, SEPTEMBER)
    page = page_of(august)
    assert "各月合计" in page
    assert "200.00" in page
    assert "还没有公开，所以没有合计：2026年一季度、2026年二季度" in page


@pytest.mark.django_db
def test_a_month_that_is_not_over_is_not_called_unpublished(play: Cast) -> None:
    at = NOON.replace(year=2027, month=2, day=3)
    with time_machine.travel(at + timedelta(days=1), tick=False):
        january = money_draft(play, at=at, period="2027-01", statement=month("2027-01", "1000.00", "5.00", "1.00"))
        page = page_of(published(play, january, at=at))
    assert "还没有过完" in page
    assert "没有公开" not in page.split("季度与本年")[1].split("</section>")[0]


@pytest.mark.django_db
def test_the_page_of_a_quarter_shows_the_year_to_date_with_the_notice_of_each_quarter(play: Cast) -> None:
    MonthlyReporting.objects.all().delete()
    movements = (("土地承包费", "70.00", ""), ("保洁员工资", "", "20.00"))
    first, second, third = publish(
        play,
        ledger(period="2026Q1", opening="900.00", movements=movements),
        ledger(period="2026Q2", opening="950.00", movements=movements),
        ledger(),
    )
    page = page_of(third)
    assert "本年累计" in page
    assert "340.00" in page
    assert all(f'href="/notices/{one.notice.number}/"' in page for one in (first, second))
    assert "Year to date" in desk.text_of(resident().get(f"/en/notices/{third.notice.number}/"))


@pytest.mark.django_db
def test_the_sums_cost_one_query_whatever_is_published(play: Cast) -> None:
    (july,) = publish(play, JULY)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page_of(july)
        return len(seen)

    before = queries()
    publish(play, AUGUST, SEPTEMBER)
    assert queries() == before
