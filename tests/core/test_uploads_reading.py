"""Personal numbers in files: in what is shown, what is hidden and what is noted, in each kind that is taken."""

import io
import zipfile

import openpyxl
import pikepdf
import pytest
from openpyxl.comments import Comment

from portal.core import uploads
from portal.core.pdf import lay_out
from portal.core.uploads.reading import personal_in

PHONE, MASKED = "13812345678", "138****5678"


def found_in(content: bytes, name: str) -> list[str]:
    clean = uploads.clean(content, name=name)
    return personal_in(clean.content, clean.kind)


def workbook(place: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"] = "姓名", "电话"
    hidden = book.create_sheet("名单")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "备注"
    match place:
        case "text":
            sheet["B2"] = f"联系电话 {PHONE}"
        case "number":
            sheet["B2"] = int(PHONE)
        case "hidden sheet":
            hidden["C3"] = PHONE
        case "comment":
            sheet["B2"].comment = Comment(f"打 {PHONE}", "会计")
        case "none":
            sheet["B2"] = "138****5678"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def document(body: str, notes: str = "") -> bytes:
    """Return a Word document of one paragraph, and one comment."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Override PartName="/word/document.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", f"<w:document><w:body><w:p>{body}</w:p></w:body></w:document>")
        archive.writestr("word/comments.xml", f"<w:comments><w:p>{notes}</w:p></w:comments>")
    return made.getvalue()


def pdf(text: str, note: str = "") -> bytes:
    written = lay_out(f'<html lang="zh-CN"><title>通知</title><body><p>{text}</p></body></html>', css=[]).write().pdf
    with pikepdf.open(io.BytesIO(written)) as made:
        if note:
            annotation = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=note
            )
            made.pages[0].Annots = pikepdf.Array([made.make_indirect(annotation)])
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("place", ["text", "number", "hidden sheet", "comment"])
def test_in_a_workbook(place: str) -> None:
    assert found_in(workbook(place), "名单.xlsx") == [MASKED]


@pytest.mark.parametrize("place", ["unseen signs", "name of a sheet", "head of a page", "link", "comment"])
def test_beside_the_cells_of_a_workbook(place: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "打电话"
    match place:
        case "unseen signs":
            sheet["A1"] = "\u200b".join(PHONE)
        case "name of a sheet":
            sheet.title = PHONE
        case "head of a page":
            assert sheet.oddHeader is not None
            sheet.oddHeader.center.text = PHONE
        case "link":
            sheet["A1"].hyperlink = f"tel:{PHONE}"
        case "comment":
            sheet["A1"].comment = Comment(PHONE, "Wang")
    made = io.BytesIO()
    book.save(made)
    assert found_in(made.getvalue(), "名单.xlsx") == [MASKED]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (document("<w:r><w:t>138</w:t></w:r><w:r><w:t>12345678</w:t></w:r>"), "通知.docx"),
        (document("无", notes=f"<w:r><w:t>{PHONE}</w:t></w:r>"), "通知.docx"),
        (pdf(f"联系电话 {PHONE}"), "通知.pdf"),
        (pdf("无", note=f"打 {PHONE}"), "通知.pdf"),
        (f"姓名,电话\n张三,{PHONE}\n".encode("gb18030"), "名单.csv"),
    ],
)
def test_in_documents_and_tables(content: bytes, name: str) -> None:
    assert found_in(content, name) == [MASKED]


@pytest.mark.parametrize(
    ("content", "name"), [(workbook("none"), "名单.xlsx"), (document("无"), "通知.docx"), (pdf("无"), "通知.pdf")]
)
def test_a_file_without_one_is_taken(content: bytes, name: str) -> None:
    assert found_in(content, name) == []
