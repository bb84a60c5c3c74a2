"""Amounts in every form they are written in."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from portal.core.money import format_money
from portal.core.workbooks.money import UnreadableAmount, parse_amount
from portal.core.workbooks.written import find_capital, parse_capital
from tests.core.workbooks.capitals import format_capital

amounts = st.integers(-(10**14) + 1, 10**14 - 1).map(lambda cents: Decimal(cents).scaleb(-2))
positive = st.integers(0, 10**14 - 1).map(lambda cents: Decimal(cents).scaleb(-2))
WIDE = str.maketrans("0123456789.,-()", "０１２３４５６７８９．，－（）")


def value(raw: str | float | Decimal) -> Decimal | None:
    read = parse_amount(raw)
    return read.value if read else None


@given(amounts)
def test_what_is_written_is_read(amount: Decimal) -> None:
    plain = f"{amount:.2f}"
    grouped = f"{amount:,.2f}"
    forms = [
        plain, grouped, plain.translate(WIDE), grouped.translate(WIDE), format_money(amount), f"￥{grouped}",
        f"¥ {plain}", f"{plain}元", f"{grouped} 元整", f"RMB {plain}", f"人民币{grouped}元", f" {plain} ", f"'{plain}",
    ]  # fmt: skip
    forms += [f"({-amount:,.2f})", f"（{-amount:.2f}）", f"−{-amount:.2f}", f"{-amount:.2f}-"] if amount < 0 else []
    assert {value(form) for form in forms} == {amount}


@given(positive)
def test_capital_numerals_round_trip(amount: Decimal) -> None:
    amount %= 10**12
    written = format_capital(amount)
    assert parse_capital(written) == amount
    assert value(written) == amount
    assert value(f"人民币（大写）：{written}") == amount
    assert value(f"{amount:,.2f}（{written}）") == amount
    assert value(f"{written}（¥{amount:.2f}）") == amount
    if amount >= 1:
        assert find_capital(f"合计人民币{written}，经手人张三") == amount
    assert parse_capital(format_capital(-amount)) == -amount


@given(st.integers(-(10**12), 10**12))
def test_binary_floats_give_back_what_was_typed(cents: int) -> None:
    amount = Decimal(cents).scaleb(-2)
    read = parse_amount(float(amount))
    assert read is not None
    assert read.value == amount
    assert not read.has_more_decimals


def test_noise_of_floats_is_not_a_third_decimal_but_a_third_decimal_is() -> None:
    noisy = parse_amount(0.1 + 0.2)
    assert noisy is not None
    assert (noisy.value, noisy.has_more_decimals) == (Decimal("0.30"), False)
    exact = parse_amount("1234.565")
    assert exact is not None
    assert (exact.value, exact.exact, exact.has_more_decimals) == (Decimal("1234.57"), Decimal("1234.565"), True)


@pytest.mark.parametrize("text", ["", " ", "　", "-", "—", "——", "－", "/", "无", "--"])
def test_nothing(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize("text", ["0", "0.00", "０", "-0.00", "零元整"])
def test_a_stated_zero_is_not_nothing(text: str) -> None:
    read = value(text)
    assert read == 0
    assert str(read) == "0.00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.5万", "15000.00"), ("1.5万元", "15000.00"), ("３万元", "30000.00"), ("0.2亿元", "20000000.00"),
        ("5千元", "5000.00"), ("12元5角", "12.50"), ("12元5角6分", "12.56"), ("1 234 567.89", "1234567.89"),
        ("1，234，567．89", "1234567.89"), ("1,2345.67", "12345.67"), ("+100", "100.00"), ("△12.5", "-12.50"),
        (".5", "0.50"), ("12.", "12.00"), ("1E3", "1000.00"), ("100（元）", "100.00"), ("¥-5.20", "-5.20"),
        ("1, 234.50", "1234.50"), ("壹仟贰佰叁拾肆元伍角陆分", "1234.56"), ("拾元整", "10.00"),
        ("一千二百元", "1200.00"),
        ("壹万零伍元正", "10005.00"), ("伍角", "0.50"), ("叁分", "0.03"), ("贰拾圆零伍分", "20.05"),
        ("负壹佰元整", "-100.00"),
        ("壹亿元整", "100000000.00"),
        ("壹拾万零柒仟元伍角叁分", "107000.53"), ("壹拾万柒仟元零伍角叁分", "107000.53"),
    ],
)  # fmt: skip
def test_forms(text: str, expected: str) -> None:
    assert str(value(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "abc", "约100", "1,23", "12,34.5", "1.2.3", "1 2 3", "100元/月", "￥", "元", "壹贰元", "伍", "见附件", "--5",
        "-5-",
        "((5))", "5%", "1e99", "inf", "NaN", "99999999999999999", "2026-07-01", "12元5", "（12.5", "壹佰（100.00", "∞",
    ],
)  # fmt: skip
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(UnreadableAmount):
        parse_amount(text)


@given(st.text(max_size=12))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    try:
        read = parse_amount(text)
    except UnreadableAmount:
        return
    assert read is None or read.value == read.value.quantize(Decimal("0.01"))


@pytest.mark.parametrize("raw", [float("inf"), float("nan"), 1e30, True])
def test_numbers_that_are_no_amounts(raw: float) -> None:
    with pytest.raises(UnreadableAmount):
        parse_amount(raw)


def test_the_sheets_unit_counts_unless_the_cell_names_its_own() -> None:
    ten_thousand = Decimal(10_000)
    cells = {"1.234567": "12345.67", "5元": "5.00", "2万元": "20000.00", "壹拾元整": "10.00", "（0.5）": "-5000.00"}
    for text, expected in cells.items():
        read = parse_amount(text, unit=ten_thousand)
        assert read is not None
        assert str(read.value) == expected
    noisy = parse_amount(1.234567, unit=ten_thousand)
    assert noisy is not None
    assert not noisy.has_more_decimals


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0", "零元整"), ("0.05", "伍分"), ("0.50", "伍角"), ("10.05", "壹拾元零伍分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"), ("100010.00", "壹拾万零壹拾元整"), ("6007.14", "陆仟零柒元壹角肆分"),
        ("20000000005", "贰佰亿零伍元整"),
    ],
)  # fmt: skip
def test_capital_numerals_as_bills_demand(amount: str, written: str) -> None:
    assert parse_capital(written) == Decimal(amount)
    assert format_capital(Decimal(amount)) == written
