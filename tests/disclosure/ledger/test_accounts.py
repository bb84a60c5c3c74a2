"""Which account a text names, and which it does not."""

import pytest

from tests.disclosure.ledger.builders import ACCOUNTS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("501", "501"), ("经营收入", "501"), ("501 经营收入", "501"), ("501-经营收入", "501"),
        ("经营收入（501）", "501"),
        ("经营收入501", "501"), ("５０１", "501"), ("501.0", "501"), ("经 营 收 入", "501"), ("50101", "501"),
        ("501 土地承包", "501"), ("管理费用-办公费", "513"), ("管理费用/差旅费", "513"),
        ("401 生产（劳务）成本", "401"),
        ("生产(劳务)成本", "401"), ("50101 经营收入-土地承包", "501"),
    ],
)  # fmt: skip
def test_named(text: str, code: str) -> None:
    assert ACCOUNTS.match(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "999",
        "发包及上交收入",
        "收入",
        "501 管理费用",
        "管理费用（501）",
        "5011",
        "办公费-管理费用",
        "土地承包",
        "5",
        "经营",
    ],
)
def test_never_guessed(text: str) -> None:
    assert ACCOUNTS.match(text) is None


def test_the_chart() -> None:
    assert ACCOUNTS.name("501") == "经营收入"
    assert ACCOUNTS.name("999") == ""
    assert ACCOUNTS.entries[0] == ("101", "库存现金")
