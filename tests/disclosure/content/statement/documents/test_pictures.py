"""Bars and columns."""

from dataclasses import replace
from decimal import Decimal

from disclosure.catalogue.enums import Cadence
from disclosure.content.statement.documents.poster import pictures_of
from disclosure.content.statement.documents.sheet import PosterStatement
from disclosure.content.statement.presenters.page import PeriodSums, compared
from disclosure.posters.enums import PaperSize
from disclosure.posters.rules.content import Picture
from disclosure.posters.rules.paper import PAPERS
from portal.core.charts import Bar
from tests.disclosure.posters.samples import beside, liushu


def quarter(label: str, receipts: int | None, payments: int | None) -> PeriodSums:
    came, went = (None if amount is None else Decimal(amount) for amount in (receipts, payments))
    return PeriodSums(label, "2026", came, went)


def account(amount: int, name: str = "公益支出") -> Bar:
    return Bar(name, Decimal(amount), "514")


def pictures(poster: PosterStatement) -> list[Picture]:
    return [picture for (picture,) in pictures_of(poster, PAPERS[PaperSize.A3])]


def only_payments(*totals: Bar) -> PosterStatement:
    return replace(beside(liushu()), receipts_by_account=(), payments_by_account=totals, comparison=None)


def test_both_sides_share_a_scale() -> None:
    receipts, payments, _periods = pictures(beside(liushu()))
    assert receipts.title == "收入按科目"
    assert payments.title == "支出按科目（同一比例）"
    assert 'width="99.6%"' in receipts.drawn  # the largest of both sides fills the width
    assert 'width="99.6%"' not in payments.drawn
    assert "url(#out-0)" in payments.drawn


def test_many_accounts_are_gathered_and_nothing_is_lost() -> None:
    (picture,) = pictures(only_payments(*(account(amount) for amount in range(1200, 0, -100))))
    assert picture.title == "支出按科目"
    assert picture.drawn.count("<li>") == 7
    assert "其余 6 个科目" in picture.drawn
    assert "2,100.00" in picture.drawn  # 600 + 500 + 400 + 300 + 200 + 100


def test_no_amounts_no_bars() -> None:
    assert pictures(only_payments()) == []
    assert pictures(only_payments(account(0))) == []


def test_the_last_periods_beside_each_other() -> None:
    *_bars, picture = pictures(beside(liushu()))
    assert picture.title == "近四个季度（万元）"
    for text in ("三季度", ">27.6<", ">9.6<", ">2026<"):
        assert text in picture.drawn


def test_on_a_narrow_sheet_both_sides_share_a_place() -> None:
    accounts, periods = pictures_of(beside(liushu()), PAPERS[PaperSize.A4])
    assert [picture.title for picture in accounts] == ["收入按科目", "支出按科目（同一比例）"]
    assert [picture.title for picture in periods] == ["近四个季度（万元）"]


def test_too_little_to_compare() -> None:
    assert compared([quarter("三季度", 5, 5)], Cadence.QUARTERLY) is None
    assert compared([quarter("二季度", None, None), quarter("三季度", 5, 5)], Cadence.QUARTERLY) is None


def test_a_quarter_that_was_not_published_is_left_out() -> None:
    periods = [quarter("一季度", 5, 6), quarter("二季度", None, None), quarter("三季度", 5, 0)]
    *_bars, picture = pictures(replace(beside(liushu()), comparison=compared(periods, Cadence.QUARTERLY)))
    assert picture.title == "近二个季度（万元）"
    assert "二季度" not in picture.drawn


def test_other_periods_are_named_otherwise() -> None:
    periods = [quarter("7月", 1, 1), quarter("8月", 1, 1)]
    *_bars, picture = pictures(replace(beside(liushu()), comparison=compared(periods, Cadence.MONTHLY)))
    assert picture.title == "近二期（万元）"
