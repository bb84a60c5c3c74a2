"""What comes in is believed by its content; what is no ledger is refused in a sentence."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given, settings, strategies as st
from openpyxl import Workbook

from disclosure.ledger.read import read_ledger
from portal.core.workbooks import containers
from portal.core.workbooks.faults import UnreadableFile
from portal.core.workbooks.sheets import read_grids
from tests.disclosure.ledger.builders import ACCOUNTS, DATA, Rows, as_csv, as_workbook, as_xlsx, ods_of, read

LEDGER: Rows = [
    ["日期", "摘要", "收入", "支出"],
    [None, "上期结余", 10, None],
    ["2026-07-01", "承包费", 5, None],
]
XLSX = (DATA / "ledgers" / "liushu-2026Q3.xlsx").read_bytes()
XLS = (DATA / "ledgers" / "nanping-2026Q3.xls").read_bytes()
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def zipped(**files: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return written.getvalue()


def sentence(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read(content)
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\x00\n  ", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (PNG, "picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 40, "picture"),
        (b"{\\rtf1\\ansi }", "text document"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "web page"),
        (b"\x1f\x8b\x08\x00" + b"\x00" * 30, "no table"),
        (zipped(**{"word/document.xml": b"<w/>"}), "text document"),
        (zipped(readme=b"x"), "no table"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<x/>"}), "text document"),
        (OLE + "WordDocument".encode("utf-16-le"), "text document"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE, "cannot be opened"),
        (OLE + b"\x00" * 600, "no table"),
        (OLE + "Workbook".encode("utf-16-le"), "cannot be opened"),
        (XLSX[:3000], "cannot be opened"),
        (XLSX[:-40], "cannot be opened"),
        (XLS[:2000], "cannot be opened"),
        (zipped(xl__workbook_xml=b"", **{"xl/workbook.xml": b"nonsense"}), "cannot be opened"),
        (b"\x00\x01\x02binary\x00" * 50, "neither UTF-8 nor GB18030"),
        ("各位村民：\n现将收入支出情况公布如下。".encode(), "No table"),
        ("姓名,电话\n张三,1".encode(), "No table"),
        (as_xlsx([]), "Every sheet"),
        (as_xlsx([["日期", "摘要", "收入", "经手人"]]), "none for payments"),
        (as_xlsx([["日期", "摘要", "支出", "经手人"]]), "none for receipts"),
        (as_xlsx([["日期", "摘要", "收入", "支出"]]), "neither entries nor balances"),
    ],
)
def test_refusals(content: bytes, says: str) -> None:
    assert says in sentence(content)


def test_an_encrypted_open_document() -> None:
    content = zipped(**{"content.xml": b"x", "META-INF/manifest.xml": b"<manifest:encryption-data/>"})
    assert "password" in sentence(content)


def test_the_name_of_a_file_means_nothing() -> None:
    for content in (as_xlsx(LEDGER), as_csv(LEDGER)):
        for name in ("账.pdf", "账.jpg", "账.xls", "账", ""):
            assert len(read_ledger(content, name=name, period="2026Q3", accounts=ACCOUNTS).lines) == 1


def test_size_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_BYTES", 1000)
    assert "larger than" in sentence(b"a" * 1001)


def test_an_archive_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_UNPACKED_BYTES", 1000)
    assert "larger than" in sentence(XLSX)


@pytest.mark.parametrize(("row", "column"), [(20_001, 1), (1, 201), (1_048_576, 16_384)])
def test_the_reach_of_a_sheet_is_limited(row: int, column: int) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = 1
    sheet.cell(row, column).value = 1
    written = io.BytesIO()
    book.save(written)
    assert f"row {row} and column {column}" in sentence(written.getvalue())


def test_repeated_cells_are_counted_before_they_are_unpacked() -> None:
    cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    assert "row 1048576" in sentence(ods_of(f'<table:table table:name="a">{row}</table:table>'))


def test_blank_cells_may_repeat_to_the_end_of_the_sheet() -> None:
    """LibreOffice ends every sheet that way."""
    head = "".join(
        f'<table:table-cell office:value-type="string"><text:p xmlns:text="x">{text}</text:p></table:table-cell>'
        for text in ("日期", "摘要", "收入", "支出")
    )
    rows = f"<table:table-row>{head}</table:table-row>"
    rows += '<table:table-row table:number-rows-repeated="1048575"><table:table-cell'
    rows += ' table:number-columns-repeated="16384"/></table:table-row>'
    assert len(read_grids(ods_of(f'<table:table table:name="a">{rows}</table:table>'))) <= 1


def test_hidden_sheets_are_not_read() -> None:
    book = Workbook()
    shown, hidden = book.worksheets[0], book.create_sheet("旧账")
    for row in LEDGER:
        shown.append(row)
        hidden.append(row)
    hidden.sheet_state = "hidden"
    written = io.BytesIO()
    book.save(written)
    assert read(written.getvalue()).problems == ()


def test_text_in_utf_16() -> None:
    assert len(read(as_csv(LEDGER, encoding="utf-16", delimiter="\t")).lines) == 1


def test_cells_in_error_are_known_from_blank_ones() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in LEDGER:
        sheet.append(row)
    sheet["C3"] = "#REF!"
    written = io.BytesIO()
    book.save(written)
    problems = read(written.getvalue()).problems
    assert [(problem.rule, problem.line, problem.params["case"]) for problem in problems] == [("READ", 1, "broken")]


def test_a_formula_that_gives_an_empty_text_is_blank() -> None:
    content = as_workbook({"账": (LEDGER, [])})
    source = zipfile.ZipFile(io.BytesIO(content))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in source.namelist():
            part = source.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(
                    b"</row></sheetData>", b'<c r="D3" t="str"><f>IF(1,"","")</f><v></v></c></row></sheetData>'
                )
            archive.writestr(name, part)
    assert read(written.getvalue()).problems == ()


never_worse = settings(max_examples=80, deadline=None)


def quiet(content: bytes) -> None:
    with contextlib.suppress(UnreadableFile):
        read(content)


@never_worse
@given(st.binary(max_size=400))
def test_random_bytes_are_refused_quietly(content: bytes) -> None:
    quiet(content)


@never_worse
@given(st.text(max_size=300))
def test_random_text_is_refused_quietly(text: str) -> None:
    quiet(text.encode("utf-8", "replace"))


@settings(max_examples=15, deadline=None)
@given(st.sampled_from((XLSX, XLS)), st.integers(0, 9000), st.binary(max_size=8))
def test_damaged_workbooks_are_refused_quietly(content: bytes, at: int, put: bytes) -> None:
    quiet(content[:at])
    quiet(content[:at] + put + content[at + len(put) :])


def test_an_address_far_out_ends_nothing_but_the_reading() -> None:
    """This one asks for more memory than there is, which no exception can catch."""
    at, put = 4264, bytes.fromhex("ff7d69adc8ff")
    assert "cannot be opened" in sentence(XLS[:at] + put + XLS[at + len(put) :])


@never_worse
@given(
    st.lists(
        st.lists(
            st.sampled_from(["日期", "摘要", "收入", "支出", "合计", "上期结余", "金额", "项目", "1", "7月", ""]),
            max_size=6,
        ),
        max_size=8,
    )
)
def test_any_arrangement_of_words_is_read_or_refused(rows: list[list[str]]) -> None:
    quiet(as_csv([list(row) for row in rows]))
