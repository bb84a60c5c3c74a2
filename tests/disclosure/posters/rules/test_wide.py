"""Tables wider than the paper."""

import re

from disclosure.posters.rules.wide import cut_wide_tables, fit_tables


def table(rows: list[list[str]]) -> str:
    head, *body = (
        "<tr>" + "".join(f"<{cell}>{text}</{cell}>" for text in row) + "</tr>"
        for row, cell in zip(rows, ["th", *["td"] * len(rows)], strict=False)
    )
    return f"<table>\n<thead>\n{head}\n</thead>\n<tbody>\n{''.join(body)}\n</tbody>\n</table>"


ROWS = [
    ["村", *(f"第{column}季度" for column in range(1, 8))],
    ["柳树村", *(f"{column},234.50" for column in range(1, 8))],
]


def test_what_fits_stays_as_it_is() -> None:
    whole = f"<p>前</p>{table(ROWS)}<p>后</p>"
    assert cut_wide_tables(whole, [60] * 3) == whole


def test_what_does_not_is_cut_with_the_first_column_in_each_part() -> None:
    html = cut_wide_tables(f"<p>前</p>{table(ROWS)}<p>后</p>", [20] * 3)
    parts = re.findall(r"<table>.*?</table>", html, re.DOTALL)
    assert len(parts) > 2
    assert all(part.count("柳树村") == 1 and "<thead>" in part for part in parts)
    for text in (text for row in ROWS for text in row[1:]):
        assert html.count(f">{text}<") == 1
    assert html.count('<p class="part">续表（') == len(parts) - 1
    assert html.startswith("<p>前</p>")


def test_a_column_wider_than_the_paper_has_a_part_of_its_own() -> None:
    html = cut_wide_tables(table([["村", "甲" * 90, "乙" * 90], ["一", "二", "三"]]), [4] * 3)
    assert html.count("<table>") == 2


def test_cells_with_attributes_and_rows_that_are_short_are_kept() -> None:
    odd = '<table><tr class="total"><th>一</th><td class="n">12</td></tr><tr><th>二</th></tr></table>'
    assert cut_wide_tables(odd, [1] * 3) == odd


def test_a_wide_table_has_the_room_of_its_smaller_type() -> None:
    wide = table(ROWS).replace("<table>", '<table class="wider">')
    assert cut_wide_tables(wide, [20, 20, 60]) == wide
    assert cut_wide_tables(wide, [60, 60, 20]).count('<table class="wider"') > 2


def test_what_cannot_be_kept_whole_may_wrap() -> None:
    for style in "kn":
        html = cut_wide_tables(f'<table><tr><td>一</td><td class="{style}">{"9" * 60}</td></tr></table>', [60] * 3)
        assert 'style="table-layout: fixed"' in html


def test_the_columns_of_a_very_long_cell_have_widths() -> None:
    html = cut_wide_tables(f"<table><tr><td>一</td><td>{'甲' * 400}</td></tr></table>", [60] * 3)
    assert re.findall(r"width: ([\d.]+)%", html) == ["6.1", "93.9"]


LINES = """<table class="sums"><thead><tr><th scope="col">户主</th><th scope="col">组别</th><th scope="col" class="n">\
金额（元）</th></tr></thead><tbody><tr class="group"><th scope="rowgroup" colspan="3">一组的户</th></tr>\
<tr><th scope="row">马长河</th><td>一组</td><td class="n">1,184.00</td></tr></tbody></table>"""


def test_lines_are_set_as_large_as_the_paper_is_wide() -> None:
    sizes = [
        float(re.findall(r"font-size: ([\d.]+)pt", fit_tables(LINES, width=width, largest=22, smallest=10))[0])
        for width in (150, 200, 1000)
    ]
    assert sizes[0] < sizes[1] < sizes[2] == 22


def test_lines_that_are_too_wide_in_the_smallest_type_are_cut() -> None:
    html = fit_tables(LINES, width=90, largest=22, smallest=10)
    assert html.count("马长河") == html.count('colspan="2"') == 2
    assert html.count("1,184.00") == 1
