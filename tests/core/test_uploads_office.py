"""Office files lose who made them and on which machine; what they say stays as it was, by another reader's word."""

import io
import re
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree

import openpyxl
import pytest
from django.utils import translation
from openpyxl.comments import Comment
from python_calamine import load_workbook

from portal.core import uploads
from portal.core.refusals import Refused
from portal.core.uploads import kinds
from tests.core.test_uploads import LEDGERS, photo, workbook, zipped

WANG = "Wang Xiulan"
FOLDER = "C:\\Users\\Wang Xiulan\\Desktop"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def parsed(part: bytes) -> ElementTree.Element:
    """Return the root of a part that a test has made."""
    return ElementTree.fromstring(part)  # noqa: S314


def cleaned(content: bytes) -> bytes:
    """Return what is kept of a file, and see that it is the same each time."""
    kept = uploads.clean(content, name="附件", kinds=uploads.PUBLISHED).content
    assert uploads.clean(content, name="附件").content == kept
    return kept


def parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package by their names, the markup well-formed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    for name, part in found.items():
        if name.endswith((".xml", ".rels")):
            parsed(part)
    return found


def missing(found: Mapping[str, bytes]) -> list[str]:
    """Return what relationships and lists name that is not in the package."""
    named = [one.get("PartName", "") for one in parsed(found["[Content_Types].xml"])]
    for name in found:
        if name.endswith(".rels"):
            folder = "/" + name.replace("_rels/", "").rpartition("/")[0]
            for one in parsed(found[name]):
                if one.get("TargetMode") != "External":
                    target = one.attrib["Target"]
                    named.append(target if target.startswith("/") else f"{folder}/{target}".replace("//", "/"))
    return [name for name in named if name and re.sub(r"[^/]+/\.\./", "", name)[1:] not in found]


def changed(content: bytes, changes: Mapping[str, tuple[str, str]]) -> dict[str, bytes]:
    """Return the parts of a package, in some of them a text replaced."""
    found = parts(content)
    for name, (old, new) in changes.items():
        assert old.encode() in found[name], name
        found[name] = found[name].replace(old.encode(), new.encode(), 1)
    return found


def entry(kind: str, target: str, more: str = "") -> str:
    return f'<Relationship Id="x{len(target)}{kind}" Type="{R}/{kind}" Target="{target}"{more}/></Relationships>'


def book() -> bytes:
    """Return a workbook with figures, a formula, a hidden sheet and a comment, which tells of Wang in many places."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.page_setup.orientation = "landscape"
    sheet.append(["日期", "摘要", "金额"])
    sheet.append(["2026-07-01", '王秀兰 <author>5天</author> & "半天"', 120.5])
    sheet.append(["合计", 'displayName="x" r:id="rId9"', "=SUM(C2:C2)"])
    sheet["B2"].comment = Comment("打过收条", WANG)
    made.create_sheet("底稿").sheet_state = "hidden"
    made["底稿"]["A1"] = "草稿"
    made.properties.creator = made.properties.lastModifiedBy = made.properties.keywords = WANG
    written = io.BytesIO()
    made.save(written)
    end = "</Relationships>"
    external = ' TargetMode="External"'
    found = changed(
        written.getvalue(),
        {
            "xl/workbook.xml": (
                "<workbookPr",
                f'<x:absPath xmlns:x="urn:x" url="{FOLDER}"/><fileSharing userName="{WANG}"/><workbookPr',
            ),
            "xl/worksheets/sheet1.xml": ("<pageSetup ", f'<pageSetup xmlns:r="{R}" r:id="rId9" '),
            "xl/worksheets/_rels/sheet1.xml.rels": (end, entry("printer", "../printerSettings/printer1.bin")),
            "xl/_rels/workbook.xml.rels": (end, entry("customXml", "../customXml/item1.xml")),
            "_rels/.rels": (end, entry("thumbnail", "docProps/thumbnail.jpeg")),
            "[Content_Types].xml": (
                "</Types>",
                '<Override PartName="/docProps/custom.xml" ContentType="a/b"/>'
                '<Override PartName="/xl/persons/person.xml" ContentType="a/b"/></Types>',
            ),
        },
    )
    found["xl/workbook.xml"] = found["xl/workbook.xml"].replace(b"x:absPath xmlns:x=", b"x15ac:absPath xmlns:x15ac=")
    return zipped(
        found
        | {
            "xl/externalLinks/_rels/externalLink1.xml.rels": (
                f'<Relationships xmlns="{PACKAGE}/relationships">'
                + entry("externalLinkPath", f"file:///{FOLDER}\\账.xlsx", external)
            ).encode(),
            "xl/externalLinks/_rels/externalLink2.xml.rels": (
                f'<Relationships xmlns="{PACKAGE}/relationships">'
                + entry("externalLinkPath", f"/Users/{WANG}/Desktop/表.xlsx", external)
            ).encode(),
            "xl/connections.xml": (
                f'<connections xmlns="urn:c"><connection id="1" odcFile="{FOLDER}\\a.odc"><dbPr connection='
                f'"Data Source={FOLDER}\\a.mdb;User ID={WANG}" command="SELECT 1"/></connection><connection id="2">'
                f'<textPr sourceFile="{FOLDER}\\流水.csv" tab="1"/></connection></connections>'
            ).encode(),
            "xl/printerSettings/printer1.bin": WANG.encode("utf-16-le"),
            "xl/persons/person.xml": (
                f'<personList xmlns="urn:p"><person displayName="{WANG}" id="1" userId="{WANG}" providerId="AD"/>'
                "</personList>"
            ).encode(),
            "xl/media/image1.jpeg": photo(comment=WANG.encode()),
            "customXml/item1.xml": f"<a>{WANG}</a>".encode(),
            "docProps/custom.xml": f"<a>{WANG}</a>".encode(),
            "docProps/thumbnail.jpeg": photo(comment=WANG.encode()),
        }
    )


def document() -> bytes:
    """Return a document with a tracked change, a comment and settings that tell of Wang."""
    by = f'w:author="{WANG}" w:date="2026-07-01T08:00:00Z"'
    body = (
        f'<w:p w:rsidR="00A1" w:rsidRDefault="00A1"><w:r w:rsidRPr="00B2"><w:t>王秀兰，w:author="x"</w:t></w:r>'
        f"<w:ins w:id='1' {by}><w:r><w:t>补贴</w:t></w:r></w:ins>"
        f'<w:del w:id="2" {by}><w:r><w:delText>旧字</w:delText></w:r></w:del></w:p>'
    )
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in (
            ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
            ("word/people.xml", "a/people"),
            ("docProps/core.xml", "a/core"),
        )
    )
    written = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="1" Type="{R}/core" Target="docProps/core.xml"></Relationship>'
        + entry("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="1" Type="{R}/hyperlink" Target="https://qingshi.example/a/b" TargetMode="External"/>'
        + entry("people", "people.xml"),
        "word/_rels/settings.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + entry("attachedTemplate", f"{FOLDER}\\Normal.dotm", ' TargetMode="External"'),
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        "word/comments.xml": f'<w:comments xmlns:w="{W}"><w:comment w:id="1" {by} w:initials="{WANG}">'
        "<w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment></w:comments>",
        "word/settings.xml": f'<w:settings xmlns:w="{W}">'
        '<w:rsids><w:rsidRoot w:val="00A1"/><w:rsid w:val="00B2"/></w:rsids>'
        f'<w:docVars><w:docVar w:name="a" w:val="{WANG}"/></w:docVars><w:compat/></w:settings>',
        "word/people.xml": f"<a>{WANG}</a>",
        "docProps/core.xml": f"<a>{WANG}</a>",
    }
    return zipped({name: part.encode() for name, part in written.items()})


def open_document() -> bytes:
    """Return an ODF workbook with a comment and settings that tell of Wang."""
    rows = (
        '<table:table-row><table:table-cell office:value-type="string"><office:annotation>'
        f"<dc:creator>{WANG}</dc:creator><dc:date>2026-07-01T08:00:00</dc:date>"
        f"<meta:creator-initials>{WANG}</meta:creator-initials><text:p>打过收条</text:p></office:annotation>"
        '<text:p>摘要 &lt;dc:creator&gt;</text:p></table:table-cell><table:table-cell office:value-type="float"'
        ' office:value="120.5"><text:p>120.50</text:p></table:table-cell></table:table-row>'
    )
    spaces = " ".join(f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "table", "text", "meta", "config"))
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="text/xml"/>'
        for path in ("/", "content.xml", "settings.xml", "meta.xml", "Thumbnails/thumbnail.png")
    )
    return zipped(
        {
            "mimetype": kinds.ODS.content_type.encode(),
            "content.xml": (
                f"<office:document-content {spaces}><office:body><office:spreadsheet>"
                f'<table:table table:name="收支">{rows}</table:table>'
                "</office:spreadsheet></office:body></office:document-content>"
            ).encode(),
            "settings.xml": (
                f"<office:document-settings {spaces}><config:config-item config:name='a'>1</config:config-item>"
                f'<config:config-item config:name="PrinterName" config:type="string">{WANG}</config:config-item>'
                "</office:document-settings>"
            ).encode(),
            "meta.xml": f"<a>{WANG}</a>".encode(),
            "Thumbnails/thumbnail.png": photo("PNG"),
            "META-INF/manifest.xml": (
                f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0">{listed}</manifest:manifest>'
            ).encode(),
        }
    )


@pytest.mark.parametrize("content", [book(), document(), open_document()], ids=["xlsx", "docx", "ods"])
def test_nothing_tells_of_who_made_it_or_where(content: bytes) -> None:
    assert any(WANG.encode() in part for part in parts(content).values())
    found = parts(cleaned(content))
    for name, part in found.items():
        for word in (WANG, WANG.encode("utf-16-le"), "Users", "00A1", "00B2"):
            assert (word.encode() if isinstance(word, str) else word) not in part, (name, word)
    if "[Content_Types].xml" in found:
        assert missing(found) == []


def values(content: bytes) -> list[object]:
    """Return every value of every sheet, as calamine reads it."""
    made = load_workbook(io.BytesIO(content))
    return [(name, made.get_sheet_by_name(name).to_python()) for name in made.sheet_names]


@pytest.mark.parametrize("content", [book(), open_document(), *(path.read_bytes() for path in LEDGERS.glob("*.xlsx"))])
def test_every_value_of_a_workbook_stays(content: bytes) -> None:
    assert values(content)
    assert values(cleaned(content)) == values(content)


def test_a_workbook_keeps_formulas_comments_and_sheets_byte_for_byte() -> None:
    content = book()
    before, after = parts(content), parts(cleaned(content))
    assert after["xl/worksheets/sheet2.xml"] == before["xl/worksheets/sheet2.xml"]
    assert after["xl/worksheets/sheet1.xml"] == before["xl/worksheets/sheet1.xml"].replace(
        b' r:id="rId9" orientation', b" orientation"
    )
    made = openpyxl.load_workbook(io.BytesIO(cleaned(content)))
    assert made.worksheets[0]["C3"].value == "=SUM(C2:C2)"
    note = made.worksheets[0]["B2"].comment
    assert note is not None
    assert (note.text, note.author) == ("打过收条", "Author")
    assert made["底稿"].sheet_state == "hidden"
    assert not made.properties.creator or made.properties.creator == "openpyxl"  # which it says where there is nothing
    for number, name in enumerate(("账.xlsx", "表.xlsx"), start=1):
        assert f'Target="{name}"'.encode() in after[f"xl/externalLinks/_rels/externalLink{number}.xml.rels"]
    assert b'<dbPr connection="" command="SELECT 1"/>' in after["xl/connections.xml"]
    assert b'<textPr tab="1"/>' in after["xl/connections.xml"]


def test_a_document_keeps_its_text_changes_and_links() -> None:
    content = document()
    before, after = parts(content), parts(cleaned(content))
    for name in ("word/document.xml", "word/comments.xml"):
        texts = ["".join(parsed(found[name]).itertext()) for found in (before, after)]
        assert texts[0] == texts[1]
    root = parsed(after["word/document.xml"])
    assert [
        one.get(f"{{{W}}}author")
        for one in root.iter(
            f"{{{W}}}ins",
        )
    ] == ["Author"]
    assert [one.get(f"{{{W}}}date") for one in root.iter(f"{{{W}}}del")] == ["2026-07-01T08:00:00Z"]
    assert b"https://qingshi.example/a/b" in after["word/_rels/document.xml.rels"]
    assert b"<w:compat/>" in after["word/settings.xml"]


def test_a_comment_with_answers_keeps_what_holds_it_together() -> None:
    found = changed(book(), {"xl/comments/comment1.xml": (WANG, "tc={A-1}")})
    assert b"tc={A-1}" in parts(cleaned(zipped(found)))["xl/comments/comment1.xml"]


def test_an_open_document_begins_with_what_it_is_uncompressed() -> None:
    with zipfile.ZipFile(io.BytesIO(open_document())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in members.items():
            archive.writestr(name, part, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    assert cleaned(made.getvalue())[30:38] == b"mimetype"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"xl/embeddings/a.xlsx": workbook()}, "holds another file inside"),
        ({"xl/embeddings/oleObject1.bin": kinds._OLE + bytes(500)}, "holds another file inside"),
        ({"xl/comments/comment1.xml": "<a>王</a>".encode("utf-16")}, "damaged"),
        ({"word/settings.xml": b"<w:rsids>" * 50_000}, "damaged"),
    ],
)
def test_what_cannot_be_looked_through_is_refused(more: dict[str, bytes], sentence: str) -> None:
    content = zipped(parts(book()) | more)
    with translation.override("en"), pytest.raises(Refused, match=sentence):
        uploads.clean(content, name="a.xlsx")


def test_two_parts_of_one_name_are_refused() -> None:
    made = io.BytesIO(book())
    with zipfile.ZipFile(made, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(Refused):
        uploads.clean(made.getvalue(), name="a.xlsx")


def test_an_old_workbook_is_not_published_but_a_resident_may_send_one() -> None:
    content = (LEDGERS / "nanping-2026Q3.xls").read_bytes()
    with translation.override("en"), pytest.raises(Refused, match="Save it as xlsx or PDF"):
        uploads.clean(content, name="a.xls", kinds=uploads.PUBLISHED)
    assert uploads.clean(content, name="a.xls").content == content
