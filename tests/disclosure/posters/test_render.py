"""Whole posters: as they are posted, read back from the finished file."""

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from math import hypot

import pikepdf
import pypdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings, strategies as st
from PIL import Image
from pypdfium2.raw import (
    FPDF_PAGEOBJ_TEXT,
    FS_MATRIX,
    FPDFText_GetFontSize,
    FPDFText_GetMatrix,
    FPDFText_IsGenerated,
)

from disclosure.content.statement.documents.sheet import PosterStatement
from disclosure.posters.documents import render as rendering
from disclosure.posters.documents.render import make_poster, words_of
from disclosure.posters.documents.sheet import Kind, Signature
from disclosure.posters.rules.paging import Room, Strip, pages_of
from portal.core import pdf
from portal.core.markdown import body_html
from tests.disclosure.posters.samples import (
    CORRECTED,
    SIGNATURES,
    TEXT,
    VERIFY,
    beside,
    liushu,
    many,
    poster,
    statement,
    two_sided,
)

PAPER_MM = {"A4": (210, 297), "A3": (297, 420), "A2": (420, 594)}
SMALLEST = {"A4": 10.5, "A3": 12.0, "A2": 12.0}
NOBODY_HAS, NOBODY_HAS_EITHER = chr(0x10FFFD), chr(0x10FFFC)
LONG_TEXT = "".join(
    f"<h2>第{number}章</h2><p>村文化广场由村民委员会管理，广播、灯光和健身器材由专人负责，每天开放时间为六时至二十一时，"
    f"遇恶劣天气临时关闭，并在公开栏告知。使用场地办红白喜事的，提前{number}日向村委会登记，用后当日清扫干净。</p>"
    for number in range(1, 15)
)


@cache
def drawn(size: str, kind: Kind = "published") -> pdf.Rendered:
    """Return the poster of the sample quarter."""
    corrects = "更正第 1 版：第 17 笔少记 45.00。"
    return make_poster(poster(size=size, kind=kind, statement=CORRECTED, corrects=corrects, superseded_by="第 3 版"))


@cache
def long() -> pdf.Rendered:
    """Return a poster of several sheets."""
    return make_poster(poster(statement=beside(many(90, every=30))))


def pages(made: pdf.Rendered) -> list[str]:
    """Return the text of each sheet, without white space, as another reader finds it."""
    reader = pypdf.PdfReader(io.BytesIO(made.pdf))
    return ["".join(page.extract_text().split()) for page in reader.pages]


def runs(made: pdf.Rendered) -> list[list[str]]:
    """Return the pieces of text of each sheet in the order of painting."""
    sheets = [(page, page.get_textpage()) for page in pypdfium2.PdfDocument(made.pdf)]
    return [
        [piece.extract().strip().replace("\x02", "-") for piece in page.get_objects([FPDF_PAGEOBJ_TEXT], textpage=text)]
        for page, text in sheets
    ]


def sizes_on(text: pypdfium2.PdfTextPage) -> list[float]:
    """Return the size of each character of a sheet, in points."""
    sizes, matrix = [], FS_MATRIX()
    for place in range(text.count_chars()):
        if not FPDFText_IsGenerated(text, place):
            FPDFText_GetMatrix(text, place, matrix)
            sizes.append(FPDFText_GetFontSize(text, place) * hypot(matrix.c, matrix.d))
    return sizes


def picture(made: pdf.Rendered, number: int = 0, scale: float = 2) -> Image.Image:
    image: Image.Image = pypdfium2.PdfDocument(made.pdf)[number].render(scale=scale).to_pil()
    return image


def printed_on(made: pdf.Rendered) -> str:
    """Return the text of all sheets in the order of painting, without white space."""
    return "".join("".join("".join(sheet).split()) for sheet in runs(made))


def figures(row: list[str], label: str) -> list[list[Decimal]]:
    """Return the amounts that follow each ``label`` on a sheet."""
    found = []
    for at, text in enumerate(row):
        if text == label:
            after = row[at + 1 : at + 4]
            amounts = [item for item in after if re.fullmatch(r"−?[\d,]+\.\d\d", item)]
            found.append([Decimal(item.replace(",", "").replace("−", "-")) for item in amounts])
    return found


@pytest.mark.parametrize("size", ["A4", "A3", "A2"])
def test_each_size(size: str) -> None:
    made = drawn(size)
    with pikepdf.open(io.BytesIO(made.pdf)) as book:
        assert len(book.pages) == made.pages
        width, height = (float(value) / 72 * 25.4 for value in book.pages[0].mediabox[2:])
    assert (width, height) == pytest.approx(PAPER_MM[size], abs=0.1)
    text = "".join(pages(made))
    for wanted in ("柳树村2026年第三季度财务收支公开表", "QS-01-F02-2026Q3", "财务公开", "金额单位：元", "7K3M-Q9TX"):
        assert wanted in text
    for wanted in (
        "2026年10月20日至10月26日",
        "更正第1版",
        "（公章）",
        "监督电话",
        "各笔审批人：刘守义",
        "注1（第28笔）",
    ):
        assert wanted in text
    assert "样张" not in text


@pytest.mark.parametrize("size", ["A4", "A3", "A2"])
def test_no_type_is_too_small(size: str) -> None:
    made = drawn(size)
    sizes = [size for page in pypdfium2.PdfDocument(made.pdf) for size in sizes_on(page.get_textpage())]
    assert min(sizes) >= SMALLEST[size] - 0.05


@pytest.mark.parametrize(
    ("size", "kind"), [("A4", "published"), ("A3", "published"), ("A2", "published"), ("A3", "superseded")]
)
def test_the_code_leads_home_from_every_sheet(size: str, kind: Kind) -> None:
    made = drawn(size, kind)
    assert (made.pages > 1) == (size != "A2")
    for number in range(made.pages):
        found = zxingcpp.read_barcodes(picture(made, number, scale=1.5))
        assert [code.text for code in found] == [VERIFY]


def test_page_totals_add_up() -> None:
    which = many(90, every=30)
    sheets = runs(long())
    totals = [found for sheet in sheets for found in figures(sheet, "本页合计")]
    carried = [found for sheet in sheets for found in figures(sheet, "承前页")]
    assert len(totals) >= 3
    assert [sum(column) for column in zip(*totals, strict=True)][:2] == [which.receipts, which.payments]
    assert len(carried) == len(totals) - 1
    for number, (came, went, balance) in enumerate(carried, start=1):
        assert came == sum(total[0] for total in totals[:number])
        assert went == sum(total[1] for total in totals[:number])
        assert balance == totals[number - 1][2] == which.opening + came - went
    assert totals[-1][2] == which.closing


def test_each_page_total_is_that_of_its_own_lines() -> None:
    which = many(90, every=30)
    lines = {str(line.voucher): line for line in which.lines}
    for sheet in runs(long()):
        here = [lines[text] for text in sheet if text in lines]
        for came, went, _balance in figures(sheet, "本页合计"):
            assert came == sum(line.receipt or 0 for line in here)
            assert went == sum(line.payment or 0 for line in here)


def test_long_tables_repeat_their_head_and_count_their_pages() -> None:
    made = long()
    texts = pages(made)
    for number, text in enumerate(texts, start=1):
        assert f"第{number}页，共{made.pages}页" in text
        assert ("财务收支公开表（续）" in text) == (number > 1)
        assert ("本页合计" in text) == ("证明人" in text)


def test_a_sheet_ends_with_its_month_where_one_fits() -> None:
    (first, *_rest) = runs(drawn("A3"))
    assert first.index("8月合计") < first.index("本页合计")
    assert "21" not in first


def test_one_sheet_has_no_page_total() -> None:
    made = make_poster(poster(statement=beside(many(4), comparison=None)))
    assert made.pages == 1
    text = pages(made)[0]
    assert "本页合计" not in text
    assert "承前页" not in text
    assert "本季合计" in text


def test_a_specimen_has_no_code_and_says_so_on_every_sheet() -> None:
    made = make_poster(poster(kind="specimen", statement=beside(liushu())))
    for number, text in enumerate(pages(made)):
        assert "样张" in text
        assert "7K3M" not in text
        assert "公开日志" not in text
        assert zxingcpp.read_barcodes(picture(made, number)) == []


def test_a_superseded_poster_is_overprinted_and_still_legible() -> None:
    plain, over = drawn("A3"), drawn("A3", "superseded")
    assert all("已被更正" in "".join(sheet) for sheet in runs(over))
    assert all("本版已被第3版更正" in text for text in pages(over))
    assert over.pages == plain.pages
    # The overprint tints, it does not cover: of the dark pixels none is lost, few are added.
    dark = [sum(picture(made, 1).convert("L").histogram()[:90]) for made in (plain, over)]
    assert dark[1] == pytest.approx(dark[0], rel=0.03)
    tinted = [sum(picture(made, 1).convert("L").histogram()[200:235]) for made in (plain, over)]
    assert tinted[1] > tinted[0] + 1000


def test_text_flows_over_sheets() -> None:
    made = make_poster(
        poster(size="A4", title="柳树村文化广场管理办法", body_html=LONG_TEXT, attachments=("平面图.pdf",))
    )
    assert made.pages >= 4
    assert all("柳树村文化广场管理办法（续）" in text for text in pages(made)[1:])
    assert "附件：平面图.pdf" in "".join(pages(made))


def test_a_short_text_is_one_sheet() -> None:
    made = make_poster(poster(body_html=TEXT, notice_from=None, notice_to=None, notice_days_text=""))
    assert made.pages == 1
    assert "公开日期2026年10月19日" in pages(made)[0]
    assert "金额单位" not in pages(made)[0]


def test_text_and_statement_together() -> None:
    made = make_poster(poster(body_html=TEXT, statement=beside(many(60))))
    texts = pages(made)
    assert "村文化广场" in texts[0]
    assert "承前页" in "".join(texts)


def test_two_sides() -> None:
    text = pages(make_poster(poster(size="A4", statement=beside(two_sided(), remarks=()))))[0]
    assert "收入项目" in text
    assert "支出项目" in text
    assert "312,001.92" in text


def test_no_movement() -> None:
    text = pages(make_poster(poster(statement=beside(statement(), remarks=()))))[0]
    assert "本期没有发生收支" in text


def test_long_words_wrap_and_rare_characters_are_drawn() -> None:
    which = liushu()
    summary = "根据村民代表会议第三号决议支付王家湾至柳树桥段水毁道路抢修工程款" * 6
    odd = replace(which.lines[3], summary=summary, handler="李㛃", witness="王𠮷", approver="欧阳䶮")
    huge = replace(which.lines[4], receipt=Decimal("98765432101.23"), voucher="QS-CZ-2026-0000000000017")
    lines = (*which.lines[:3], odd, huge, *which.lines[5:])
    for size in ("A4", "A3"):
        made = make_poster(poster(size=size, statement=beside(replace(which, lines=lines))))
        text = "".join("".join(sheet) for sheet in runs(made))
        assert made.pages <= 6
        for wanted in (summary, "李㛃", "王𠮷", "欧阳䶮", "98,765,432,101.23", "QS-CZ-2026-0000000000017"):
            assert wanted in text


def test_a_row_higher_than_a_sheet_loses_nothing() -> None:
    which = many(12)
    tower = replace(which.lines[5], summary="".join(chr(0x4E00 + number * 3) for number in range(1500)))
    lines = (*which.lines[:5], tower, *which.lines[6:])
    made = make_poster(poster(size="A4", statement=beside(replace(which, lines=lines))))
    assert made.pages > 3


def test_a_very_long_title_is_whole() -> None:
    title = "青石镇柳树村村民委员会关于2026年第三季度村级集体经济组织财务收支逐笔逐项公开情况的公示（含专项资金）"
    for size in ("A4", "A3"):
        assert title in "".join(runs(make_poster(poster(size=size, title=title, body_html=TEXT)))[0])


def test_what_people_write_is_never_markup() -> None:
    which = liushu()
    sly = replace(which.lines[0], summary="<img src=file:///etc/passwd>&amp;<b>")
    made = make_poster(poster(title="<i>公示</i>", statement=beside(replace(which, lines=(sly, *which.lines[1:])))))
    assert "<img src=file:///etc/passwd>&amp;<b>" in "".join(runs(made)[0])


PASTED = {
    "慰问\u202e困难党员": "慰问困难党员",  # turns round what follows
    "甲\u200d\u200e\u200f乙\u2066丙\u2069丁": "甲乙丙丁",  # have no width
    "张\U0002000b": "张\U0002000b",  # is beyond the basic plane
    f"李{NOBODY_HAS}、王{NOBODY_HAS_EITHER}": "李〓②、王〓①",  # no font has them
}


@pytest.mark.parametrize("size", ["A4", "A3", "A2"])
def test_what_people_paste_is_printed(size: str) -> None:
    which = many(len(PASTED))
    lines = [replace(line, summary=text) for line, text in zip(which.lines, PASTED, strict=True)]
    made = make_poster(poster(size=size, statement=beside(replace(which, lines=tuple(lines)), comparison=None)))
    text = printed_on(made)
    assert all(printed in text for printed in PASTED.values())
    assert "字库中没有的字以〓代替：〓①＝U+10FFFC，〓②＝U+10FFFD。" in text
    assert zxingcpp.read_barcodes(picture(made))[0].text == VERIFY


@pytest.mark.parametrize("size", ["A4", "A3", "A2"])
@pytest.mark.parametrize("letter", "a龘")
def test_words_of_three_thousand_letters_wrap(size: str, letter: str) -> None:
    """In the text and in a cell of it; that each stretch is whole is what every poster is checked for."""
    word = letter * 3000
    made = make_poster(poster(size=size, body_html=f"<p>{word}</p><table><tr><td>一</td><td>{word}</td></tr></table>"))
    assert printed_on(made).count(letter) >= 6000


def test_a_word_of_three_thousand_letters_wraps_in_a_ledger() -> None:
    which = many(3)
    odd = replace(which.lines[1], summary="a" * 3000, voucher="9" * 60)
    lines = (which.lines[0], odd, which.lines[2])
    make_poster(poster(statement=beside(replace(which, lines=lines), comparison=None)))


def test_emoji_are_printed_or_named() -> None:
    made = make_poster(poster(body_html="<p>春节慰问🎉，李\U0002a6d6</p>"))
    text = printed_on(made)
    for character in "🎉\U0002a6d6":
        assert character in text or f"＝U+{ord(character):X}" in text


def test_a_script_no_font_has_fails_loudly() -> None:
    many_of_them = "".join(chr(ord(NOBODY_HAS) - number) for number in range(25))
    with pytest.raises(pdf.PdfFault, match=r"U\+10FFE5"):
        make_poster(poster(body_html=f"<p>{many_of_them}</p>"))


@pytest.mark.parametrize("size", ["A4", "A3", "A2"])
def test_a_table_of_forty_columns_loses_nothing(size: str) -> None:
    head = "".join(f"<th>第{column}栏</th>" for column in range(40))
    rows = [[f"组{row}", *(f"{row * 40 + column}.00" for column in range(1, 40))] for row in range(1, 7)]
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    made = make_poster(
        poster(size=size, body_html=f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
    )
    text = printed_on(made)
    assert "续表（2/" in text
    assert text.count("第0栏") > 2
    assert all(cell in text for row in rows for cell in row)


def test_the_type_is_chosen_by_what_saves_a_sheet() -> None:
    """As large as one sheet has room for; smaller where the last sheet would be nearly empty; else the usual size."""
    sentence = "村文化广场每天开放时间为六时至二十一时，遇恶劣天气临时关闭，并在公开栏告知。"
    points = {}
    for count in (1, 6, 13, 16, 30):
        made = rendering.compose(poster(body_html=f"<p>{sentence * count}</p>"), {})
        assert made is not None
        points[count] = (float(re.findall(r"--text: ([\d.]+)pt", made.html)[0]), made.layout.pages)
    assert points == {1: (34, 1), 6: (26, 1), 13: (20, 1), 16: (16, 1), 30: (20, 2)}


def test_a_quarter_is_one_sheet_on_a2_with_pictures_and_objection_beside_its_table() -> None:
    made = rendering.compose(poster(size="A2", statement=CORRECTED, corrects="更正第 1 版。"), {})
    assert made is not None
    assert made.layout.pages == 1
    assert made.last_filled > 0.8
    places = made.layout.boxes
    assert places["pictures"].top == pytest.approx(places["head-0"].top, abs=1)
    assert places["end"].top < places["closing-0"].top if "closing-0" in places else places["end"].top < 500


def test_what_does_not_fit_beside_is_below_on_a2_too() -> None:
    made = make_poster(poster(size="A2", statement=beside(many(100))))
    assert made.pages == 3
    assert "承前页" in "".join(pages(made))


def test_a_corrected_quarter_takes_two_full_sheets_of_a3() -> None:
    made = rendering.compose(poster(statement=CORRECTED, corrects="更正第 1 版：第 17 笔少记 45.00。"), {})
    assert made is not None
    assert made.layout.pages == 2
    assert made.last_filled > 0.8


def test_a_table_begins_below_its_text_where_there_is_room() -> None:
    made = make_poster(poster(body_html=TEXT, statement=beside(many(6), comparison=None)))
    assert made.pages == 1
    below = make_poster(poster(body_html=TEXT * 14, statement=beside(many(6), comparison=None)))
    assert "经手人" not in pages(below)[0]


def test_without_a_name_there_is_a_line_to_sign_on() -> None:
    signatures = (*SIGNATURES[:2], Signature(role="村负责人", name=""))
    made = rendering.compose(poster(body_html=TEXT, signatures=signatures), {})
    assert made is not None
    assert '<dt>村负责人</dt><dd class="blank"></dd>' in made.html


def test_everything_is_expected_and_the_foot_on_every_sheet() -> None:
    corrected = poster(statement=CORRECTED, corrects="更正第 1 版。", attachments=("平面图.pdf",), remark="属实。")
    composed = rendering.compose(corrected, {})
    assert composed is not None
    expected = words_of(composed.html, 3)
    assert expected.count("0000-8123101") == 4  # beside the seal too
    assert expected.count("青石镇党政办 0000-8123000") == 3
    assert expected.count("7K3M-Q9TX") == 3
    assert expected.count("柳树村2026年第三季度财务收支公开表（续）金额单位：元") == 2
    assert expected.count("第3页，共3页") == 1
    for text in (
        "财务公开",
        "476,532.72",
        "更正第 1 版。",
        "附件：平面图.pdf",
        "监委会意见：属实。",
        "钱秀兰",
        "经手人",
    ):
        assert text in expected
    assert "会议误餐 注1" in expected
    assert "近四个季度（万元）" in expected
    specimen = rendering.compose(poster(kind="specimen", statement=CORRECTED), {})
    assert specimen is not None
    words = "".join(words_of(specimen.html, 1))
    assert not any(text in words for text in ("7K3M", "公开日志", "gongkai.example"))


def test_lost_text_fails_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "words_of", lambda *args: [*words_of(*args), "没有印上的字"])
    with pytest.raises(pdf.PdfFault, match="没有印上的字"):
        make_poster(poster(body_html=TEXT))


def test_a_table_that_will_not_be_cut_fails_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "_TRIES", 1)
    monkeypatch.setattr(rendering, "pages_of", lambda strips, _room: (range(len(strips)),))
    with pytest.raises(pdf.PdfFault):
        make_poster(poster(statement=beside(many(45), comparison=None)))


def test_sheets_that_run_over_are_filled_less(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[Room] = []

    def greedy(strips: Sequence[Strip], room: Room) -> tuple[range, ...]:
        tries.append(room)
        return pages_of(strips, room.less(-20))

    monkeypatch.setattr(rendering, "pages_of", greedy)
    made = make_poster(poster(statement=beside(many(40, every=100))))
    assert len(tries) > 1
    assert "本页合计" in pages(made)[0]


def test_the_same_sheet_gives_the_same_file() -> None:
    sheet = poster(statement=beside(many(30)))
    assert make_poster(sheet).pdf == make_poster(sheet).pdf


words = st.text(st.one_of(st.integers(0x4E00, 0x9FA5).map(chr), st.sampled_from("，。（）123.-A")), max_size=60)
names = st.text(st.integers(0x4E00, 0x9FA5).map(chr), max_size=9)


@st.composite
def statements(draw: st.DrawFn) -> PosterStatement:
    which = many(draw(st.integers(1, 12)))
    lines = tuple(
        replace(line, summary=draw(words), handler=draw(names), witness=draw(names), note=draw(words))
        for line in which.lines
    )
    return beside(replace(which, lines=lines))


@settings(max_examples=5)
@given(statements(), st.sampled_from(["A4", "A3"]))
def test_no_text_is_lost(which: PosterStatement, size: str) -> None:
    make_poster(poster(size=size, statement=which))


def right_edges(made: pdf.Rendered, texts: Sequence[str]) -> set[int]:
    """Return where pieces of text end, in points from the left; each of them must be there in one piece."""
    page = pypdfium2.PdfDocument(made.pdf)[0]
    read = page.get_textpage()
    pieces = {one.extract().strip(): one.get_bounds() for one in page.get_objects([FPDF_PAGEOBJ_TEXT], textpage=read)}
    return {round(pieces[text][2]) for text in texts}


@pytest.mark.parametrize("size", ["A4", "A3"])
def test_figures_of_a_text_stand_to_the_right_and_stay_whole(size: str) -> None:
    rows = [("村道修补", "1,212,300.00"), ("路灯", "77,000.00"), ("零星开支", "5.50"), ("合计", "1,289,305.50")]
    lines = [f"|{name}|{amount}|1,234,567.89|经村民代表会议讨论通过后支付的款项|" for name, amount in rows]
    html = body_html("\n".join(("|项目|金额|预算|说明|", "|-|-|-|-|", *lines)))
    made = make_poster(poster(size=size, body_html=html))
    assert len(right_edges(made, [amount for _name, amount in rows])) == 1
