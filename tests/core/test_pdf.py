"""Paper: what is drawn, what is refused, and a check that finds each fault."""

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pypdf
import pytest
from django.utils import translation
from hypothesis import example, given, settings, strategies as st

from portal.core import pdf

ROOT = Path(__file__).resolve().parents[2]
STYLE = pdf.STATIC / "disclosure" / "posters" / "a4.css"
FONTS = "html { font-family: 'Noto Sans CJK SC' }"
NOBODY_HAS = chr(0x10FFFD)  # for private use, so no font draws it
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50" viewBox="0 0 9 9">{}</svg>'


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def page(body: str, *, style: str = "") -> str:
    return f"<html lang=zh-CN><title>柳树村公示</title><style>{FONTS}{style}</style><body>{body}"


def draw(body: str, *, style: str = "") -> pdf.Rendered:
    return pdf.render(page(body, style=style), css=[])


def changed(made: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as book:
        change(book)
        book.save(out)
    return out.getvalue()


def test_chinese_can_be_searched_by_another_reader() -> None:
    made = draw("<p>柳树村村民委员会<p>李㛃、王𠮷")
    text = pypdf.PdfReader(io.BytesIO(made.pdf)).pages[0].extract_text()
    assert "柳树村村民委员会" in text
    assert "李㛃、王𠮷" in text


def test_title_language_and_structure_are_in_the_file() -> None:
    with pikepdf.open(io.BytesIO(draw("<h1>公示</h1>").pdf)) as book:
        assert book.docinfo["/Title"] == "柳树村公示"
        assert book.Root["/Lang"] == "zh-CN"
        assert book.Root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in book.Root
        assert "/CreationDate" not in book.docinfo


def test_fonts_are_embedded_and_cut_down() -> None:
    made = draw("<p>柳树村")
    with pikepdf.open(io.BytesIO(made.pdf)) as book:
        for font in book.pages[0].Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile3" in descriptor
    assert len(made.pdf) < 2_000_000


def test_the_same_in_gives_the_same_out_in_another_process() -> None:
    script = (
        "import django; from django.conf import settings; settings.configure(); django.setup();"
        "import sys; from portal.core import pdf;"
        "sys.stdout.buffer.write(pdf.render(sys.stdin.read(), css=[]).pdf)"
    )
    html = page("<h1>公示</h1><p>柳树村<table><tr id=a><td>1")

    def elsewhere(seed: str) -> bytes:
        environment = {"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"}
        done = subprocess.run(
            [sys.executable, "-c", script],
            input=html.encode(),
            capture_output=True,
            check=True,
            cwd=ROOT,
            env=environment,
        )
        return done.stdout

    assert elsewhere("1") == elsewhere("2") == pdf.render(html, css=[]).pdf


def test_identifier_follows_what_is_drawn() -> None:
    assert pdf.lay_out(page("一"), css=[]).identifier != pdf.lay_out(page("二"), css=[]).identifier
    assert pdf.lay_out(page("一"), css=[STYLE]).identifier != pdf.lay_out(page("一"), css=[]).identifier


@pytest.mark.parametrize(
    "asking",
    [
        '<img src="http://127.0.0.1/x.png">',
        '<img src="https://example.org/x.png">',
        '<img src="//127.0.0.1/x.png">',
        '<img src="ftp://127.0.0.1/x.png">',
        '<img src="file:///etc/passwd">',
        '<img src="file://127.0.0.1/etc/passwd">',
        '<img src="/etc/passwd">',
        '<img src="../manage.py">',
        '<img src="%2e%2e/manage.py">',
        '<img src="disclosure/posters/no-such-file.png">',
        '<img src="data:image/png;base64,aaaa">',
        '<base href="http://127.0.0.1/"><img src="x.png">',
        '<link rel="stylesheet" href="http://127.0.0.1/x.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<p style="background: url(file:///etc/passwd)">x</p>',
        '<object data="file:///etc/passwd"></object>',
        '<embed src="file:///etc/passwd">',
        "<style>@import url(file:///etc/passwd);</style>",
        "<style>@font-face { font-family: x; src: url(http://127.0.0.1/f.ttf); }</style>",
        SVG.format('<image href="file:///etc/passwd" width="9" height="9"/>'),
        SVG.format('<image href="http://127.0.0.1/x.png" width="9" height="9"/>'),
    ],
)
def test_nothing_but_our_own_files_is_fetched(asking: str) -> None:
    with pytest.raises(pdf.PdfFault, match="not one of the portal’s own files"):
        draw(asking)


def test_what_cannot_be_drawn_is_not_left_out_in_silence() -> None:
    with pytest.raises(pdf.PdfFault, match="cannot be drawn: Failed to load inline SVG"):
        draw(SVG.format("<style>@import url(http://127.0.0.1/x.css);</style><rect width='9' height='9'/>"))


def test_a_style_sheet_may_not_lead_outside_either(tmp_path: Path) -> None:
    style = tmp_path / "outside.css"
    style.write_text("@import url(file:///etc/passwd);")
    for _again in range(2):
        with pytest.raises(pdf.PdfFault, match="file:///etc/passwd"):
            pdf.lay_out(page("一"), css=[style])


def test_a_symbolic_link_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "outside").symlink_to("/etc/passwd")
    with pytest.raises(pdf.PdfFault):
        draw(f'<img src="{(tmp_path / "outside").as_uri()}">')


def test_our_own_files_are_read() -> None:
    made = draw(
        '<link rel="stylesheet" href="disclosure/posters/poster.css"><p class="stream"><span>财务公开</span></p>'
    )
    pdf.check(made.pdf, expected_text=["财务公开"], pages=1)


def test_places_are_in_millimetres_and_by_sheet() -> None:
    style = "@page { size: 100mm 100mm; margin: 10mm } div { height: 30mm } .next { break-before: page }"
    layout = pdf.lay_out(
        page('<div id="a"></div><div id="b"></div><div id="c" class="next"></div>', style=style), css=[]
    )
    assert layout.pages == 2
    assert [layout.boxes[name].page for name in "abc"] == [0, 0, 1]
    assert layout.boxes["b"].height == pytest.approx(30)
    assert layout.boxes["b"].top - layout.boxes["a"].bottom == pytest.approx(0)


def test_a_sound_file_passes() -> None:
    made = draw("<h1>柳树村公示</h1><p>收入 1,234.50 元，<b>支出</b> −3.00 元<p>收入 1,234.50 元")
    expected = ["柳树村公示", "收入 1,234.50 元，支出 −3.00 元", "收入1,234.50元", "1,234.50", ""]
    pdf.check(made.pdf, expected_text=expected, pages=1)


@pytest.mark.parametrize("broken", [b"", b"not a pdf", b"%PDF-1.7\n%%EOF"])
def test_a_file_that_does_not_open(broken: bytes) -> None:
    with pytest.raises(pdf.PdfFault, match="does not open"):
        pdf.check(broken, expected_text=[], pages=1)


def test_a_file_cut_short() -> None:
    with pytest.raises(pdf.PdfFault):
        pdf.check(draw("<p>柳树村").pdf[:3000], expected_text=["柳树村"], pages=1)


def test_a_wrong_number_of_pages() -> None:
    with pytest.raises(pdf.PdfFault, match="has 1 pages and should have 2"):
        pdf.check(draw("<p>柳树村").pdf, expected_text=[], pages=2)


@pytest.mark.parametrize("text", [f"柳{NOBODY_HAS}村", NOBODY_HAS, f"<svg><text y=9>{NOBODY_HAS}</text></svg>"])
def test_a_character_without_a_glyph_is_named(text: str) -> None:
    with pytest.raises(pdf.PdfFault, match=r"no glyph for .*U\+10FFFD"):
        pdf.check(draw(f"<p>{text}").pdf, expected_text=[], pages=1)


def test_every_character_without_a_glyph_is_named_though_they_share_one_empty_box() -> None:
    others = [NOBODY_HAS, chr(0x10FFFC), chr(0xF8FF0)]
    text = "柳" + "村".join(others) + "①ﬁ"
    with pytest.raises(pdf.GlyphsMissing) as refused:
        pdf.check(draw(f"<p>{text}").pdf, expected_text=[text], pages=1)
    assert refused.value.found == tuple(sorted(others))


def test_the_empty_glyph_is_missing_too() -> None:
    def blank(book: pikepdf.Pdf) -> None:
        content = book.pages[0].Contents
        data = content.read_bytes()
        start = data.index(b"<", data.index(b"Tf"))
        content.write(data[: start + 1] + b"0000" + data[start + 5 :])

    with pytest.raises(pdf.PdfFault, match="no glyph"):
        pdf.check(changed(draw("<p>柳树村").pdf, blank), expected_text=[], pages=1)


def test_lost_text_is_quoted() -> None:
    made = draw("<p>柳树村<p>东河村").pdf
    pdf.check(made, expected_text=["柳树村", "东河村"], pages=1)
    with pytest.raises(pdf.PdfFault, match="has lost “石桥村”"):
        pdf.check(made, expected_text=["柳树村", "石桥村"], pages=1)


def test_text_wanted_twice_must_be_there_twice() -> None:
    made = draw("<p>周明远<p>周明远").pdf
    pdf.check(made, expected_text=["周明远"] * 2, pages=1)
    with pytest.raises(pdf.PdfFault, match="周明远"):
        pdf.check(made, expected_text=["周明远"] * 3, pages=1)


def test_hidden_text_is_lost() -> None:
    with pytest.raises(pdf.PdfFault, match="has lost"):
        pdf.check(draw('<p style="visibility: hidden">柳树村').pdf, expected_text=["柳树村"], pages=1)


@pytest.mark.parametrize(
    "style",
    [
        "p { white-space: nowrap; font-size: 60pt }",
        "p { position: absolute; top: -30mm }",
        "p { position: absolute; top: 400mm }",
        "p { transform: translateX(-100mm) }",
        "p { opacity: 0.5; position: absolute; left: 250mm }",
    ],
)
def test_text_off_the_paper(style: str) -> None:
    with pytest.raises(pdf.PdfFault, match=r"On page 1 .* runs off the paper"):
        pdf.check(draw("<p>" + "柳树村公示" * 4, style=style).pdf, expected_text=[], pages=1)


def test_see_through_and_turned_text_is_read() -> None:
    style = "p { opacity: 0.2; transform: rotate(30deg); width: 60mm; margin: 60mm }"
    pdf.check(draw("<p>样张", style=style).pdf, expected_text=["样张"], pages=1)


@pytest.mark.parametrize("top", range(-6, 12, 2))
def test_a_word_across_the_others_does_not_part_them(top: int) -> None:
    """Wherever it falls: the ends of a line are far from each other, and a large word stands between them."""
    style = f"i {{ position: fixed; top: {top}mm; left: 60mm; font-size: 60pt; transform: rotate(-32deg) }}"
    style += "p { display: flex; justify-content: space-between }"
    made = draw("<i>样张</i><p>未分类<b>150.00</b><p>经营收入<b>12.00</b>", style=style)
    pdf.check(made.pdf, expected_text=["未分类150.00", "经营收入12.00", "样张"], pages=1)


def test_a_font_that_is_not_embedded() -> None:
    def strip(book: pikepdf.Pdf) -> None:
        for font in book.pages[0].Resources.Font.values():
            del font.DescendantFonts[0].FontDescriptor["/FontFile3"]

    with pytest.raises(pdf.PdfFault, match=r"does not hold the font .*Noto-Sans-CJK-SC"):
        pdf.check(changed(draw("<p>柳树村").pdf, strip), expected_text=[], pages=1)


def test_a_font_that_is_not_there_at_all() -> None:
    def strip(book: pikepdf.Pdf) -> None:
        book.pages[0].Resources.Font = pikepdf.Dictionary()

    with pytest.raises(pdf.PdfFault, match="does not hold the font Helvetica"):
        pdf.check(changed(draw("<p>柳树村").pdf, strip), expected_text=[], pages=1)


def test_text_that_cannot_be_searched_is_lost() -> None:
    def strip(book: pikepdf.Pdf) -> None:
        for font in book.pages[0].Resources.Font.values():
            del font["/ToUnicode"]

    with pytest.raises(pdf.PdfFault, match="has lost “柳树村”"):
        pdf.check(changed(draw("<p>柳树村").pdf, strip), expected_text=["柳树村"], pages=1)


NARROW = "@page { size: 60mm 60mm; margin: 10mm; @bottom-center { content: '第' counter(page) '页' } } p { margin: 0 }"


def test_a_paragraph_may_turn_the_page() -> None:
    text = "".join(chr(0x4E00 + 7 * number) for number in range(260))
    made = draw(f"<p>{text}", style=NARROW)
    assert made.pages > 2
    pdf.check(made.pdf, expected_text=[text, "第1页"], pages=made.pages)
    with pytest.raises(pdf.PdfFault, match="has lost"):
        pdf.check(made.pdf, expected_text=[text[:130] + "缺" + text[130:]], pages=made.pages)
    with pytest.raises(pdf.PdfFault, match="has lost"):
        pdf.check(made.pdf, expected_text=[text] * 2, pages=made.pages)


def test_a_long_word_of_one_letter_may_turn_many_pages() -> None:
    text = "村" * 600
    made = draw(f"<p>{text}", style=NARROW)
    assert made.pages > 4
    pdf.check(made.pdf, expected_text=[text], pages=made.pages)
    with pytest.raises(pdf.PdfFault, match="has lost"):
        pdf.check(made.pdf, expected_text=[text + "缺"], pages=made.pages)


chinese = st.text(
    st.one_of(
        st.integers(0x4E00, 0x9FA5).map(chr),
        st.integers(0x3400, 0x4DB5).map(chr),
        st.sampled_from("，。、；：？！（）《》“”…—·%℃0123456789abcXYZ ,.-+=~①②Ⅲ￥１Ａ　\n"),
    ),
    min_size=1,
    max_size=80,
)


@settings(max_examples=15, deadline=None)
@given(st.lists(chinese, min_size=1, max_size=6))
@example(["一", "一", "一", "一" * 25])
def test_no_text_is_lost(texts: list[str]) -> None:
    # As in the cells of a poster, a short piece stands on one sheet; only a long one turns the page.
    body = "".join(f"<p>{text}</p>" for text in texts)
    made = draw(body, style=f"{NARROW} p {{ break-inside: avoid }}")
    pdf.check(made.pdf, expected_text=texts, pages=made.pages)
