"""How amounts are written."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from portal.core.money import TEN_THOUSANDS, THOUSANDS, format_money, format_scaled, scale_for, split_money


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0", "0.00"),
        ("0.5", "0.50"),
        ("1234.5", "1,234.50"),
        ("-20", "−20.00"),
        ("476532.72", "476,532.72"),
        ("1234567890.12", "1,234,567,890.12"),
        ("-0.00", "0.00"),
        ("0.005", "0.01"),
    ],
)
def test_amounts_have_two_places_comma_groups_and_a_true_minus(amount: str, written: str) -> None:
    assert format_money(Decimal(amount)) == written


def test_an_amount_that_is_not_there_is_empty() -> None:
    assert format_money(None) == ""


def test_the_decimals_of_a_large_figure_come_apart_with_their_point() -> None:
    assert split_money(Decimal("-296524.26")) == ("−296,524", ".26")


@given(st.decimals(min_value="-99999999999.99", max_value="99999999999.99", places=2))
def test_what_is_written_reads_back_exactly(amount: Decimal) -> None:
    assert Decimal(format_money(amount).replace(",", "").replace("−", "-")) == amount
    assert "".join(split_money(amount)) == format_money(amount)


@pytest.mark.parametrize(
    ("amount", "chinese", "english"),
    [("276312.82", "27.6", "276"), ("98316.75", "9.8", "98"), ("-4500", "−0.5", "−5"), ("499", "0.0", "0")],
)
def test_pictures_use_the_units_of_their_language(amount: str, chinese: str, english: str) -> None:
    assert format_scaled(Decimal(amount), scale_for("zh-hans")) == chinese
    assert format_scaled(Decimal(amount), scale_for("en")) == english


def test_ten_thousands_are_for_chinese_only() -> None:
    assert scale_for("zh-hans") is TEN_THOUSANDS
    assert scale_for("en") is THOUSANDS
