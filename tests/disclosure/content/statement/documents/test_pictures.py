"""Bars and columns."""

from dataclasses import replace
from decimal import Decimal

import pytest

from disclosure.content.statement.documents.pictures import bars_of, columns_of
from disclosure.content.statement.presenters.page import PeriodSums
from disclosure.posters.rules.paper import PAPERS
from portal.core.charts import Bar
from tests.disclosure.posters.samples import beside, liushu

A3 = PAPERS["A3"]


def quarter(label: str, receipts: int | None, payments: int | None) -> PeriodSums:
    came, went = (None if amount is None else Decimal(amount) for amount in (receipts, payments))
    return PeriodSums(label, "2026", came, went)


def account(amount: int, name: str = "公益支出") -> Bar:
    return Bar(name, Decimal(amount), "514")


def test_both_sides_share_a_scale() -> None:
    receipts, payments = bars_of(beside(liushu()), A3)
    assert receipts.title == "收入按科目"
    assert payments.title == "支出按科目（同一比例）"
    per_yuan = {
        bar.length / float(bar.amount.replace(",", "")) for bar in (*receipts.bars, *payments.bars) if bar.length > 1
    }
    assert max(per_yuan) == pytest.approx(min(per_yuan))
    assert max(bar.length for bar in receipts.bars) < receipts.width


def test_bars_do_not_touch_and_end_within_the_picture() -> None:
    for picture in bars_of(beside(liushu()), A3):
        ends = [bar.bar_y + picture.thick for bar in picture.bars]
        assert all(bar.text_y - picture.size >= end for bar, end in zip(picture.bars[1:], ends, strict=False))
        assert ends[-1] <= picture.height


def test_many_accounts_are_gathered_and_nothing_is_lost() -> None:
    totals = tuple(account(amount) for amount in range(1200, 0, -100))
    (picture,) = bars_of(beside(liushu(), receipts_by_account=(), payments_by_account=totals), A3)
    assert len(picture.bars) == 7
    assert picture.bars[-1].name == "其余 6 个科目"
    assert sum(Decimal(bar.amount.replace(",", "")) for bar in picture.bars) == sum(item.amount for item in totals)


def test_a_long_name_has_a_line_of_its_own() -> None:
    totals = (account(1_234_567, "公益性生物资产与生产性生物资产累计折旧"), account(5))
    (picture,) = bars_of(beside(liushu(), receipts_by_account=totals, payments_by_account=()), A3)
    first, second = picture.bars
    assert first.amount_y > first.text_y
    assert second.amount_y == second.text_y


def test_no_amounts_no_bars() -> None:
    assert bars_of(beside(liushu(), receipts_by_account=(), payments_by_account=()), A3) == ()
    assert bars_of(beside(liushu(), receipts_by_account=(account(0),), payments_by_account=()), A3) == ()


def test_quarters_stand_on_one_base_and_scale() -> None:
    picture = columns_of(beside(liushu()).periods, A3)
    assert picture is not None
    assert picture.title == "近四个季度（万元）"
    assert [pair.last for pair in picture.pairs] == [False, False, False, True]
    for pole in (pole for pair in picture.pairs for pole in pair.poles):
        assert pole.y + pole.height == pytest.approx(picture.base)
        assert picture.left <= pole.x
        assert pole.x + pole.width <= picture.width
        assert pole.figure_y - picture.size > 0
    assert [tick for tick, _y in picture.ticks] == ["0", "10", "20", "30"]
    assert "2026年三季度收入 27.6、支出 9.6" in picture.summary


@pytest.mark.parametrize("highest", [1, 7, 950, 9_999, 10_000, 276_312, 999_999, 12_345_678])
def test_the_scale_reaches_the_highest(highest: int) -> None:
    picture = columns_of([quarter("一季度", highest, 0), quarter("二季度", 0, 0)], A3)
    assert picture is not None
    top = min(y for _tick, y in picture.ticks)
    assert 2 <= len(picture.ticks) <= 6
    assert picture.pairs[0].poles[0].y >= top - 0.01


def test_figures_that_would_run_together_are_set_apart() -> None:
    picture = columns_of([quarter("一季度", 12_345_678, 12_345_600)] * 4, PAPERS["A3"])
    assert picture is not None
    first, second = picture.pairs[0].poles
    assert abs(first.figure_y - second.figure_y) >= picture.size - 0.01


def test_too_little_for_a_picture() -> None:
    assert columns_of([quarter("三季度", 5, 5)], A3) is None
    assert columns_of([quarter("二季度", None, None), quarter("三季度", 5, 5)], A3) is None
    assert columns_of([quarter("二季度", 0, 0), quarter("三季度", 0, 0)], A3) is None


def test_a_quarter_that_was_not_published_is_a_gap() -> None:
    picture = columns_of([quarter("一季度", 5, 6), quarter("二季度", None, None), quarter("三季度", 5, None)], A3)
    assert picture is not None
    assert [len(pair.poles) for pair in picture.pairs] == [2, 0, 1]


def test_other_periods_are_named_otherwise() -> None:
    picture = columns_of([replace(quarter("7月", 1, 1)), quarter("8月", 1, 1)], A3)
    assert picture is not None
    assert picture.title == "近二期（万元）"
