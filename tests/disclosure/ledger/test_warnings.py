"""Each warning where it belongs, and not where it does not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from disclosure.ledger.rules import check
from disclosure.ledger.types import Finding, Limits, Line, Statement
from tests.disclosure.ledger.builders import make_line, make_statement

OPENING = Decimal("1000.00")


def warnings(statement: Statement, limits: Limits | None = None) -> list[Finding]:
    return [one for one in check(statement, previous_closing=OPENING, limits=limits) if not one.is_error]


def of_lines(*lines: Line, limits: Limits | None = None) -> list[tuple[str, int | None]]:
    return [(finding.rule, finding.line) for finding in warnings(make_statement(lines), limits)]


def pay(number: int, amount: str, **values: object) -> Line:
    usual: dict[str, object] = {"account": "514", "account_text": "514", "payment": Decimal(amount)}
    return make_line(number, **{**usual, **values})


GIFT = make_line(1, receipt=Decimal("900000.00"))


def test_a_complete_ledger_raises_none() -> None:
    assert of_lines(*[make_line(number) for number in range(1, 6)]) == []


@pytest.mark.parametrize("day", [date(2026, 6, 30), date(2026, 10, 1), date(2025, 8, 1)])
def test_dates_outside_the_period(day: date) -> None:
    assert of_lines(make_line(1, date=day)) == [("W-DATE", 1)]


@pytest.mark.parametrize("day", [date(2026, 7, 1), date(2026, 9, 30)])
def test_the_first_and_the_last_day_lie_in_it(day: date) -> None:
    assert of_lines(make_line(1, date=day)) == []


def test_a_voucher_twice_is_reported_on_the_later_entry() -> None:
    statement = make_statement(
        [make_line(n, voucher=v) for n, v in ((1, "记-1"), (2, "记-3"), (3, "记 - 3"), (4, "记-4"))]
    )
    (finding,) = warnings(statement)
    assert (finding.rule, finding.line, finding.params["other"]) == ("W-VOUCHER", 3, "2")
    assert finding.fix is not None
    assert (finding.fix.line, finding.fix.value) == (2, "记-2")


def test_numbers_that_begin_again_each_month_are_not_twice() -> None:
    days = [date(2026, 7, 1), date(2026, 7, 2), date(2026, 8, 1), date(2026, 8, 2)]
    lines = [make_line(n + 1, date=day, voucher=f"记-{n % 2 + 1}") for n, day in enumerate(days)]
    assert of_lines(*lines) == []
    lines.append(make_line(5, date=date(2026, 8, 3), voucher="记-2"))
    assert of_lines(*lines) == [("W-VOUCHER", 5)]


@pytest.mark.parametrize("field", ["summary", "handler", "witness", "approver"])
def test_empty_cells(field: str) -> None:
    assert of_lines(make_line(1), make_line(2, **{field: ""})) == [(f"W-EMPTY-{field.upper()}", 2)]


def test_an_empty_date_and_one_without_a_day() -> None:
    lines = (make_line(1), make_line(2, date=None), make_line(3, date=None, date_text="7月"))
    assert of_lines(*lines) == [("W-EMPTY-DATE", 2), ("W-EMPTY-DATE", 3)]


def test_a_column_that_is_missing_is_one_warning_and_its_rules_do_not_run() -> None:
    lines = [make_line(n, handler="", witness="") for n in range(1, 4)]
    statement = make_statement(lines)
    for columns in (statement.columns, statement.columns - {"handler", "witness"}):
        (finding,) = warnings(replace(statement, columns=columns))
        assert (finding.rule, finding.row, finding.line) == ("W-COLUMN", None, None)
        assert finding.params["columns"] == "handler,witness"


def test_negative_amounts() -> None:
    assert of_lines(make_line(1, receipt=Decimal("-5.00"))) == [("W-NEGATIVE", 1)]


@pytest.mark.parametrize("summary", ["招待费", "接待上级用餐", "工作餐费", "支付宴请费用", "招待 费", "烟酒"])
def test_entertainment_in_any_amount(summary: str) -> None:
    assert of_lines(GIFT, pay(2, "0.01", summary=summary)) == [("W-ENTERTAINMENT", 2)]


@pytest.mark.parametrize("summary", ["会议误餐", "误餐费", "办公用品", "接水管", "等待接驳"])
def test_what_is_no_entertainment(summary: str) -> None:
    assert of_lines(GIFT, pay(2, "10.00", summary=summary)) == []


@pytest.mark.parametrize(
    ("amount", "values", "raised"),
    [
        ("5000.01", {"note": "现金支付"}, True),
        ("5000.01", {"summary": "现金付工资"}, True),
        ("5000.01", {"method": "现金"}, True),
        ("5000.01", {"account": "101", "account_text": "101"}, True),
        ("5000.00", {"note": "现金支付"}, False),
        ("5000.01", {}, False),
        ("5000.01", {"note": "转账"}, False),
        ("5000.01", {"summary": "提取现金"}, False),
        ("5000.01", {"note": "现金支票"}, False),
    ],
)
def test_cash_over_the_limit(amount: str, values: dict[str, object], raised: bool) -> None:
    found = of_lines(GIFT, pay(2, amount, **values))
    assert (("W-CASH", 2) in found) is raised


def test_the_cash_limit_can_be_set() -> None:
    limits = Limits(cash_limit=Decimal("1000.00"))
    assert of_lines(GIFT, pay(2, "1000.01", note="现金"), limits=limits) == [("W-CASH", 2)]


@pytest.mark.parametrize(
    ("amount", "note", "raised"),
    [
        ("50000.00", "", True),
        ("49999.99", "", False),
        ("50000.00", "2026年7月3日村民代表会议决议", False),
        ("50000.00", "村决〔2026〕3号", False),
        ("50000.00", "四议两公开", False),
        ("50000.00", "会议误餐", True),
        ("50000.00", "3号路", True),
    ],
)
def test_large_payments_want_a_resolution(amount: str, note: str, raised: bool) -> None:
    assert of_lines(GIFT, pay(2, amount, note=note)) == ([("W-RESOLUTION", 2)] if raised else [])


def test_payments_just_under_a_limit() -> None:
    found = warnings(make_statement([GIFT, pay(2, "4800.00", payee="王师傅"), pay(3, "4900.00", payee="王师傅")]))
    assert [(one.rule, one.line, one.params["lines"], one.params["read"]) for one in found] == [
        ("W-SPLIT", 3, "2,3", "9700.00")
    ]
    others = [
        (pay(2, "4800.00", payee="王师傅"), pay(3, "4900.00", payee="李师傅")),
        (pay(2, "4499.99", payee="王师傅"), pay(3, "4900.00", payee="王师傅")),
        (pay(2, "5000.01", payee="王师傅"), pay(3, "4900.00", payee="王师傅")),
    ]
    for lines in others:
        assert of_lines(GIFT, *lines) == []
    same = [pay(n, "49000.00", summary="修路工程款", note="无") for n in (2, 3)]
    assert of_lines(GIFT, *same) == [("W-SPLIT", 3)]


def test_other_as_a_share_of_its_kind() -> None:
    rest = make_line(1, receipt=Decimal("800.00"))
    other = make_line(2, receipt=Decimal("200.00"), account="504", account_text="504")
    assert of_lines(rest, other) == [("W-OTHER", None)]
    assert of_lines(rest, replace(other, receipt=Decimal("199.99"))) == []
    # A loan is a receipt, but no income: it does not make the share smaller.
    loan = make_line(3, receipt=Decimal("9000.00"), account="201", account_text="201")
    assert of_lines(rest, other, loan) == [("W-OTHER", None)]
    spent = pay(2, "500.00", account="515", account_text="515")
    assert of_lines(rest, spent) == [("W-OTHER", None)]


def test_entries_without_an_account_are_one_warning() -> None:
    lines = [make_line(1), make_line(2, account=None, account_text="土地"), make_line(3, account=None, account_text="")]
    (finding,) = warnings(make_statement(lines))
    assert (finding.rule, finding.line, finding.params["lines"]) == ("W-ACCOUNT", None, "2,3")
    assert of_lines(make_line(1), lines[1]) == [("W-ACCOUNT", 2)]


def test_a_balance_below_zero_is_one_warning_at_its_first_entry() -> None:
    found = warnings(make_statement([pay(1, "1200.00"), pay(2, "100.00"), make_line(3, receipt=Decimal("9000.00"))]))
    assert [(one.rule, one.line, one.params["read"]) for one in found] == [("W-BALANCE-NEGATIVE", 1, "-300.00")]


def test_capital_numerals_that_differ() -> None:
    assert of_lines(make_line(1, capital=Decimal("100.01"))) == [("W-CAPITAL", 1)]
    assert of_lines(make_line(1, capital=Decimal("100.00"))) == []


@pytest.mark.parametrize("field", ["summary", "note", "handler", "account_text", "payee"])
def test_personal_numbers_anywhere_in_an_entry(field: str) -> None:
    values = {field: "王五13812345678", "account": "501"}
    found = warnings(make_statement([make_line(1, **values)]))
    assert [(one.rule, one.line) for one in found] == [("W-PHONE", 1)]
    fix = found[0].fix
    assert fix is not None
    assert fix.value == "王五138****5678"
    assert "13812345678" not in found[0].key + str(found[0].params)


def test_personal_numbers_in_the_title_and_among_the_signers() -> None:
    statement = make_statement([make_line(1)], signers={"会计": "钱秀兰13812345678"}, title="账110101199003077758")
    assert [(one.rule, one.field) for one in warnings(statement)] == [("W-ID", "title"), ("W-PHONE", "signers.会计")]


def test_an_amount_of_another_scale() -> None:
    usual = [make_line(n, receipt=Decimal(f"{20000 + n}.00")) for n in range(1, 6)]
    small = make_line(6, receipt=Decimal("1.50"))
    assert of_lines(*usual, small) == [("W-SCALE", 6)]
    assert of_lines(*usual, replace(small, summary="银行存款利息")) == []
    assert of_lines(*usual, make_line(6, receipt=Decimal("50000000.00"))) == [("W-SCALE", 6)]
    moved = make_line(6, receipt=Decimal("300.00"), balance=Decimal("3101015.00"))
    found = check(make_statement([*usual, moved], stated_closing=None), previous_closing=OPENING)
    assert {("W-SCALE", 6), ("I4", 6)} <= {(one.rule, one.line) for one in found}


def test_a_sheet_in_another_unit_than_it_names() -> None:
    yuan = [make_line(n, receipt=Decimal("30000000.00")) for n in range(1, 4)]
    found = warnings(make_statement(yuan, unit_of_amounts="万元"))
    assert [(one.rule, one.field) for one in found] == [("W-SCALE", "unit")]
    tiny = [make_line(n, receipt=Decimal("1.25")) for n in range(1, 4)]
    assert of_lines(*tiny) == [("W-SCALE", None)]


def test_an_opening_of_another_scale() -> None:
    found = check(make_statement([make_line(1)]), previous_closing=Decimal("10000000.00"))
    assert [one.rule for one in found] == ["I2", "W-SCALE"]


def test_an_entry_without_an_amount() -> None:
    empty = make_line(2, receipt=None)
    assert of_lines(make_line(1), empty) == [("W-NO-AMOUNT", 2)]
