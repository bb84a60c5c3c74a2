"""Text of a notice: what its tables are set like."""

import re

import pytest

from portal.core.markdown import body_html, page_html, plain_rows


def table(*rows: str, under: str = "") -> str:
    """Return the HTML of a table of rows of cells; the first row is the head."""
    head, *below = rows
    return body_html("\n".join((f"|{head}|", f"|{under or '|'.join('---' for _ in head.split('|'))}|", *below)))


def cells(html: str, style: str) -> list[str]:
    """Return what is written in the cells of a class."""
    return re.findall(f'<t[hd] class="{style}">(.*?)</t[hd]>', html)


def test_a_column_of_figures_stands_to_the_right_with_its_head() -> None:
    html = table(
        "项目|金额|占比|说明",
        "村道修补|12,300.00|61.5%|按合同第三条支付",
        "路灯|¥ 7,700.50 元||按合同第五条支付",
        "零星开支|—|－|由村民小组自筹办理",
    )
    assert cells(html, "n") == ["金额", "占比", "12,300.00", "61.5%", "¥ 7,700.50 元", "", "—", "－"]


@pytest.mark.parametrize(
    "figure", ["0", "12", "1234567.8", "-20", "−20.00", "－２０", "**1,200.00**", "￥300", "3.5 万元", "0.5‰"]
)
def test_what_is_a_figure(figure: str) -> None:
    assert len(cells(table("甲|乙", f"甲|{figure}"), "n")) == 2


@pytest.mark.parametrize(
    "text", ["13912345678", "0736", "0000-8123101", "2026-07-01", "第 3 号", "1,23", "2026年", "12 户", "—", ""]
)
def test_what_is_none(text: str) -> None:
    assert cells(table("甲|乙", f"甲|{text}"), "n") == []


def test_one_word_makes_it_a_column_of_words() -> None:
    assert cells(table("甲|乙", "甲|1.00", "乙|免"), "n") == []


def test_the_first_column_names_its_rows() -> None:
    assert cells(table("序号|金额", "1|2.00"), "n") == ["金额", "2.00"]


def test_the_writer_s_own_alignment_goes_before() -> None:
    html = table("甲|乙|丙", "甲|1.00|2.00", under="---:|:---|:---:")
    assert (cells(html, "n"), cells(html, "mid")) == (["甲", "甲"], ["丙", "2.00"])


@pytest.mark.parametrize(
    "label", ["合计", "合　计", "总计：", "支出合计（元）", "**共计**", "|合计", "Total", "Grand total", "total, yuan"]
)
def test_a_total_is_marked(label: str) -> None:
    html = table("甲|乙|丙", f"{label}||1.00" if "|" not in label else f"{label}|1.00")
    assert html.count('<tr class="total">') == 1


@pytest.mark.parametrize("label", ["小计", "第三季度小 计", "Subtotal", "Sub-total of July"])
def test_a_subtotal_is_marked(label: str) -> None:
    assert '<tr class="subtotal">' in table("甲|乙", f"{label}|1.00")


@pytest.mark.parametrize("label", ["会计", "统计员", "totally", "甲", "各村民小组对以上各项收支核对后得出的合计"])
def test_other_rows_are_not(label: str) -> None:
    html = table("合计|乙", f"{label}|1.00")
    assert "<tr>" in html
    assert "total" not in html.replace("totally", "")


def test_a_column_of_a_few_words_stays_in_one_line() -> None:
    html = table("姓名|日期|说明", "欧阳建国|2026-07-01|由村民代表会议讨论通过", "王五||")
    assert cells(html, "k") == ["姓名", "日期", "欧阳建国", "2026-07-01", "王五", ""]


@pytest.mark.parametrize(("columns", "style"), [(3, ""), (4, "wide"), (6, "wider"), (8, "widest")])
def test_a_table_says_how_wide_its_figures_make_it(columns: int, style: str) -> None:
    html = table("|".join("甲" * (columns + 1)), "|".join(["乙", *["1,234,567.89"] * columns]))
    assert re.findall(r"<table(?: class=\"(\w+)\")?>", html) == [style]


def test_tables_are_told_apart() -> None:
    html = body_html("|甲|乙|\n|-|-|\n|甲|1|\n\n|丙|丁|\n|-|-|\n|丙|无须向村民说明的事项|")
    assert cells(html, "n") == ["乙", "1"]


def test_nobody_writes_classes() -> None:
    assert "<p class" not in body_html('<p class="total">x</p>\n\n```n\nx\n```')


def test_on_a_page_each_table_moves_by_itself() -> None:
    markdown = "|甲|乙|\n|-|-|\n|甲|1|\n\n`<table>`\n\n|丙|丁|\n|-|-|\n|丙|2|"
    html = page_html(markdown)
    assert re.findall(r'<div class="scroll" tabindex="0" role="region" aria-label="(.*?)"><table', html) == [
        "正文表 1",
        "正文表 2",
    ]
    assert "scroll" not in body_html(markdown)


def test_rows_of_a_table_are_read_without_its_signs() -> None:
    text = "先看表。\n\n| 组别 | 实收（元） |\n| --- | ---: |\n| 一组 | -5.00 |\n|二组||\n\n水费|电费\n---"
    assert plain_rows(text) == "先看表。\n\n组别 · 实收（元）\n一组 · -5.00\n二组\n\n水费|电费\n---"


@pytest.mark.parametrize("whole", ["0000-8123013", "010-6512345", "11月20日", "2026年9月30日", "2026年11月"])
def test_a_telephone_number_and_a_day_stay_in_one_line(whole: str) -> None:
    assert body_html(f"请于{whole}前办理。") == f'<p>请于<span class="num">{whole}</span>前办理。</p>\n'


@pytest.mark.parametrize("text", ["QS-01-F02-2026Q3", "第0000-812301312号", "3个月", "1,234.50"])
def test_other_numbers_do_not(text: str) -> None:
    assert "span" not in body_html(text)


def test_an_address_is_left_alone() -> None:
    assert 'href="tel:0000-8123013"' in body_html("[电话](tel:0000-8123013)")
