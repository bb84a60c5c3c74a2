"""The texts of findings, in both languages."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation

from disclosure.ledger.messages import detail, fix_label, message, place, refusal, report, short
from disclosure.ledger.rules import check
from disclosure.ledger.sentences import FINDING_TEXTS
from disclosure.ledger.types import Finding
from portal.core.workbooks.faults import UnreadableFile
from tests.disclosure.ledger.builders import DATA, Rows, as_xlsx, make_line, make_statement, read

FAULTY = DATA / "ledgers" / "donghe-2026Q3-faulty.xlsx"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def findings() -> list[Finding]:
    return check(read(FAULTY.read_bytes()), previous_closing=Decimal("77210.40"))


def test_a_wrong_balance_in_english() -> None:
    with translation.override("en"):
        balance = findings()[0]
        assert place(balance) == "Entry 5 (row 9), “Balance”"
        assert short(balance) == "Balance does not follow, off by 100.00"
        assert message(balance) == (
            "Entry 5 (row 9), “Balance”: Balance does not follow, off by 100.00 (I4). Balance before 84,620.18, plus"
            " receipts 207.56, makes 84,827.74; the sheet says 84,927.74, 100.00 more. The next row goes on from"
            " 84,827.74, so this one cell is probably mistyped."
        )
        assert fix_label(balance) == "Change to 84,827.74"


def test_a_wrong_closing_in_english() -> None:
    with translation.override("en"):
        closing = findings()[1]
        assert place(closing) == "Closing balance (row 32), “Balance”"
        assert "makes 285,435.42; the sheet says 286,435.42, 1,000.00 more" in detail(closing)


def test_the_usual_warnings_in_english() -> None:
    with translation.override("en"):
        shown = {one.rule: (short(one), fix_label(one)) for one in findings() if not one.is_error}
    assert shown == {
        "W-DATE": ("Date outside the quarter", ""),
        "W-VOUCHER": ("Voucher number of entry 10 again", "Change entry 10 to 记-07010"),
        "W-EMPTY-HANDLER": ("No handler", ""),
        "W-ENTERTAINMENT": ("Entertainment needs an explanation", ""),
        "W-ID": ("ID number in the text", "Mask it"),
    }


def everything() -> list[Finding]:
    """Return findings of every rule and case that a sheet can raise."""
    rows: Rows = [
        ["柳树村2026年第二季度（单位：元）"],
        ["日期", "凭证号", "摘要", "科目", "收入", "支出", "余额", "经手人", "证明人", "审批人", "备注"],
        [None, None, "上期结余", None, None, None, 1000],
        ["2026-05-01", "1", "招待费13812345678", "501", 100.555, None, 1100.56, "甲", "乙", "丙", None],
        ["7月", "1", "4111111111111111", "504", "不明", None, 2000, "", "", "", None],
        ["7-3", "3", "", "土地", -5, None, 5, "甲", "乙", "丙", None],
        ["七月底", "4", "现金付款", "515", None, 60000, -58005, "甲", "乙", "丙", "13812345678"],
        [None, "5", "无金额", "513", None, None, -58005, "甲", "乙", "丙", None],
        ["7-9", "6", "王师傅", "513", None, 4900, None, "甲", "乙", "丙", None],
        ["7-9", "7", "王师傅", "513", None, "4900（肆仟元整）", None, "甲", "乙", "丙", None],
        ["合计（大写）：壹元整", None, None, None, 1, 2],
        [None, None, "期末结余", None, None, None, 7],
        [None, None, "其中：现金", None, None, None, 1],
        [None, None, "银行存款", None, None, None, 1],
    ]
    bare = [make_line(n, handler="", balance=Decimal(9)) for n in (1, 2)]
    found = check(read(as_xlsx(rows)), previous_closing=Decimal(7))
    found += check(make_statement(bare), previous_closing=None)
    found += check(read(as_xlsx([rows[1], rows[3]])), previous_closing=None)
    return found + findings()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_finding_has_a_text(language: str) -> None:
    found = everything()
    assert len({one.rule for one in found}) > 20
    with translation.override(language):
        for one in found:
            for text in (message(one), short(one), detail(one), fix_label(one)):
                assert "%" not in text.replace("% ", "").replace("%.", "").replace("%。", "")
                assert "None" not in text
            assert message(one).startswith(place(one))


def test_whatever_is_of_a_cell_names_its_row_and_the_heading_of_its_column() -> None:
    of_cells = [one for one in everything() if one.line or one.row]
    total = Finding.of_sheet("I4", 40, "subtotals.0.payments", {"read": "1.00"})
    with translation.override("zh-hans"):
        assert all(re.search(r"（表中第 \d+ 行）「.+」$", place(one)) for one in of_cells)
        assert place(of_cells[0]) == "上期结余（表中第 3 行）「余额」"
        assert place(of_cells[1]) == "第 2 笔（表中第 5 行）「收入」"
        assert place(total) == "表中第 40 行「支出」"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_text_can_be_filled(language: str) -> None:
    """A translation that lost a place, or gained one, would fail on somebody's screen."""
    with translation.override(language):
        for texts in FINDING_TEXTS.values():
            for text in texts:
                names = set(re.findall(r"%\((\w+)\)", text))
                assert translation.gettext(text) % dict.fromkeys(names, "x")


def test_refusals_in_both_languages() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(b"%PDF-1.7")
    with translation.override("en"):
        assert refusal(refused.value) == str(refused.value)
    assert not CHINESE.search(str(refused.value))


def test_the_report_for_scripts() -> None:
    statement = read(FAULTY.read_bytes())
    with translation.override("en"):
        made = report(statement, findings())
    figures = {name: made[name] for name in ("opening", "receipts", "payments", "closing", "lines")}
    assert figures == {
        "opening": "77210.40", "receipts": "290814.90", "payments": "82589.88", "closing": "285435.42", "lines": 26,
    }  # fmt: skip
    assert [(one["rule"], one["row"], one["line"]) for one in made["errors"]] == [("I4", 9, 5), ("I1", 32, None)]
    assert [one["line"] for one in made["warnings"]] == [9, 11, 13, 16, 19]
    assert "286,435.42" in made["errors"][1]["message"]
    assert "285,435.42" in made["errors"][1]["message"]


def test_every_sentence_is_translated() -> None:
    catalogue = Path(__file__).resolve().parents[3] / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    if not catalogue.exists():
        pytest.skip("The translations are not merged yet.")
    with translation.override("zh-hans"):
        for short_text, _detail in FINDING_TEXTS.values():
            assert CHINESE.search(translation.gettext(short_text))
