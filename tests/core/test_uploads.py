"""Uploads: believed by their content, kept without what they tell of their maker, bombs refused."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import given, strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from portal.core import uploads
from portal.core.refusals import Refused
from portal.core.uploads import cleaning, kinds

LEDGERS = Path(settings.BASE_DIR, "data", "ledgers")
OFFICE = b"application/vnd.openxmlformats-officedocument"
SPREADSHEET_TYPES = b'<Override ContentType="%b.spreadsheetml.sheet.main+xml"/>' % OFFICE
DOCUMENT_TYPES = b'<Override ContentType="%b.wordprocessingml.document.main+xml"/>' % OFFICE


def zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def workbook() -> bytes:
    made = io.BytesIO()
    book = openpyxl.Workbook()
    book.create_sheet("收支", 0)["A1"] = "上期结余"
    book.save(made)
    return made.getvalue()


def photo(name: str = "JPEG", size: tuple[int, int] = (40, 20), **saved: Any) -> bytes:
    picture = Image.new("RGB", size, "white")
    picture.paste((200, 0, 0), (0, 0, size[0] // 2, size[1]))
    made = io.BytesIO()
    picture.save(made, name, **saved)
    return made.getvalue()


def document(change: Callable[[pikepdf.Pdf], None] | None = None, **saved: Any) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        if change:
            change(pdf)
        pdf.save(made, **saved)
    return made.getvalue()


def refusal(content: bytes, *, name: str = "附件", taken: tuple[kinds.Kind, ...] = kinds.ALL) -> str:
    with translation.override("en"), pytest.raises(Refused) as caught:
        uploads.clean(content, name=name, kinds=taken)
    with translation.override("en"):
        return str(caught.value)


@pytest.mark.parametrize("path", sorted(LEDGERS.glob("*.[cx]*")), ids=lambda path: path.name)
def test_ledgers_of_real_offices_are_taken(path: Path) -> None:
    cleaned = uploads.clean(path.read_bytes(), name=path.name, kinds=kinds.SPREADSHEETS)
    assert cleaned.name == path.name
    assert cleaned.kind.suffix == path.suffix


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (workbook(), kinds.XLSX),
        (zipped({"[Content_Types].xml": DOCUMENT_TYPES, "word/document.xml": b"<w/>"}), kinds.DOCX),
        (zipped({"mimetype": kinds.ODS.content_type.encode(), "content.xml": b"<o/>"}), kinds.ODS),
        (photo(), kinds.JPEG),
        (photo("PNG"), kinds.PNG),
        (document(), kinds.PDF),
        ("日期,摘要,金额\n2026-07-01,误工补贴,120.00\n".encode("utf-8-sig"), kinds.CSV),
        ("日期,摘要,金额\n".encode("gb18030"), kinds.CSV),
        (b"a\tb\r\n1\t2\r\n", kinds.CSV),
    ],
)
def test_kind_follows_from_the_content_whatever_the_name(content: bytes, kind: kinds.Kind) -> None:
    cleaned = uploads.clean(content, name="账.exe")
    assert cleaned.kind is kind
    assert cleaned.name == f"账{kind.suffix}"
    assert cleaned.kind.content_type == kind.content_type


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + bytes(60),
        b"<!DOCTYPE html><script>alert(1),2</script>",
        b"\xef\xbb\xbf  <svg xmlns='x'><script>1,2</script></svg>",
        b"<?xml version='1.0'?><a>1,2</a>",
        b"GIF89a" + bytes(40),
        b"{\\rtf1 a, b}",
        b"one word",
        b"a,b\x00c",
        "a,b\n".encode("utf-16"),
        zipped({"readme.txt": b"an ordinary archive"}),
        zipped({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b""}),
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}),
        kinds._OLE + bytes(500),
    ],
)
def test_other_kinds_are_refused_with_a_list_of_what_is_taken(content: bytes) -> None:
    said = refusal(content, name="ledger.xlsx")
    assert said.startswith("This kind of file is not taken. Taken are: PDF, JPEG picture")


def test_kind_that_is_taken_elsewhere_is_refused_here() -> None:
    assert refusal(document(), taken=kinds.SPREADSHEETS) == (
        "This kind of file is not taken. Taken are: "
        "Excel workbook (xlsx), old Excel workbook (xls), spreadsheet (ods), table as text (csv)."
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (workbook()[:-200], "damaged"),
        (b"PK\x03\x04" + bytes(40), "damaged"),
        (photo()[:200], "damaged"),
        (b"%PDF-1.7\nnothing else", "damaged"),
        (zipped({"[Content_Types].xml": SPREADSHEET_TYPES, "xl/vbaProject.bin": b"x"}), "contains macros"),
        (zipped({"[Content_Types].xml": SPREADSHEET_TYPES + b"sheet.macroEnabled.main"}), "contains macros"),
        (zipped({"mimetype": kinds.ODS.content_type.encode(), "Basic/Standard/M.xml": b""}), "contains macros"),
        (kinds._OLE + bytes(500) + kinds._utf16("_VBA_PROJECT"), "contains macros"),
        (kinds._OLE + bytes(500) + kinds._utf16("EncryptedPackage"), "protected by a password"),
        (document(encryption=pikepdf.Encryption(owner="o", user="u")), "protected by a password"),
        (document(encryption=pikepdf.Encryption(owner="o", user="")), "protected by a password"),
        (zipped({"../../etc/cron.d/x": b"", "[Content_Types].xml": SPREADSHEET_TYPES}), "damaged"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_do(content: bytes, sentence: str) -> None:
    assert sentence in refusal(content)


def test_each_kind_has_its_own_limit() -> None:
    rows = b"1,2\n" * (kinds.CSV.most_bytes // 4 + 1)
    assert "larger than 5 MB" in refusal(rows)
    assert "larger than 20 MB" in refusal(bytes(kinds.PDF.most_bytes + 1))


def test_bomb_that_declares_its_size_is_refused() -> None:
    content = zipped({"[Content_Types].xml": SPREADSHEET_TYPES, "xl/sheet1.xml": bytes(kinds.MOST_UNPACKED)})
    assert len(content) < 1_000_000
    assert "unpacks to far more" in refusal(content)


def test_bomb_that_lies_about_its_size_is_refused() -> None:
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = raw.compress(bytes(kinds.MOST_UNPACKED + 1)) + raw.flush()
    content = bytearray(zipped({"[Content_Types].xml": SPREADSHEET_TYPES, "xl/a.xml": b"x" * 10}))
    name = b"xl/big.xml"
    header = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(packed), 10, len(name), 0)
    central = struct.pack(
        "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(packed), 10, len(name), 0, 0, 0, 0, 0, 0
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(central) + len(name), len(header + name + packed), 0)
    content = bytearray(header + name + packed + central + name + end)
    assert refusal(bytes(content))


def test_archive_of_thousands_of_members_is_refused() -> None:
    assert "unpacks to far more" in refusal(zipped({f"xl/{n}.xml": b"" for n in range(kinds.MOST_MEMBERS + 1)}))


def test_photo_is_turned_upright_and_tells_nothing_of_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "Phone of Wang"
    exif.get_ifd(0x8825)[2] = (36.0, 12.0, 3.0)  # the latitude
    content = photo(exif=exif, comment=b"made by Wang", xmp=b"<x:xmpmeta>Wang</x:xmpmeta>")
    assert b"Wang" in content
    cleaned = uploads.clean(content, name="IMG_0001.jpeg")
    assert cleaned.name == "IMG_0001.jpeg"
    assert b"Wang" not in cleaned.content
    with Image.open(io.BytesIO(cleaned.content)) as picture:
        assert picture.size == (20, 40)
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        red = picture.getpixel((10, 5))
        assert isinstance(red, tuple)
        assert red[0] > 150 > red[1]


def test_picture_keeps_transparency_and_loses_its_texts() -> None:
    texts = PngInfo()
    texts.add_text("Author", "Wang")
    made = io.BytesIO()
    Image.new("RGBA", (4, 4), (10, 20, 30, 0)).save(made, "PNG", pnginfo=texts)
    cleaned = uploads.clean(made.getvalue(), name="章.png")
    assert b"Wang" not in cleaned.content
    with Image.open(io.BytesIO(cleaned.content)) as picture:
        assert picture.mode == "RGBA"
        assert picture.getpixel((0, 0)) == (10, 20, 30, 0)


@pytest.mark.parametrize(
    ("mode", "name"), [("CMYK", "JPEG"), ("L", "JPEG"), ("P", "PNG"), ("1", "PNG"), ("I;16", "PNG")]
)
def test_pictures_of_other_modes_are_taken(mode: str, name: str) -> None:
    made = io.BytesIO()
    Image.new(mode, (8, 8)).save(made, name)
    cleaned = uploads.clean(made.getvalue(), name="x")
    with Image.open(io.BytesIO(cleaned.content)) as picture:
        assert picture.mode in {"RGB", "L"}
        assert picture.size == (8, 8)


def test_what_follows_the_end_of_a_picture_is_dropped() -> None:
    assert b"PK\x03\x04" not in uploads.clean(photo() + workbook(), name="x.jpg").content


def test_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    side = int(cleaning.MOST_PIXELS**0.5) + 1
    made = io.BytesIO()
    Image.new("1", (side, side)).save(made, "PNG")
    assert "more than 50 million pixels" in refusal(made.getvalue())


def full_of_tricks(pdf: pikepdf.Pdf) -> None:
    """Give a document everything that acts, hides or tells."""
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('evil')")
    pdf.docinfo["/Author"] = "Wang the maker"
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["Wang the maker"]
    pdf.attachments["evil.exe"] = b"MZ evil"
    pdf.Root.OpenAction = pdf.make_indirect(script)
    pdf.Root.AA = pikepdf.Dictionary(WC=script)
    pdf.Root.Names["/JavaScript"] = pikepdf.Dictionary(Names=["evil", script])
    page = pdf.pages[0]
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="evil.exe")
    link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://qingshi.example/")

    def annotation(subtype: str, **more: Any) -> pikepdf.Object:
        return pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(subtype), Rect=[0, 0, 9, 9], **more)

    field = pdf.make_indirect(annotation("/Widget", T="signature", FT=pikepdf.Name.Sig))
    page.Annots = pikepdf.Array(
        [
            annotation("/Link", A=link),
            pdf.make_indirect(annotation("/Link", A=launch)),
            annotation("/Link", PA=script),
            annotation("/Text", T="Wang the maker", Contents="请核对"),
            field,
            annotation("/FileAttachment", FS="evil.exe"),
            annotation("/Stamp", AA=pikepdf.Dictionary(K=script)),
        ]
    )
    page.Thumb = pdf.make_stream(b"Wang", Width=1, Height=1)
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], XFA=pdf.make_stream(b"<xfa>evil</xfa>"))


def test_document_loses_what_acts_hides_or_tells_and_keeps_its_links() -> None:
    content = document(full_of_tricks)
    cleaned = uploads.clean(content, name="合同.pdf").content
    with pikepdf.open(io.BytesIO(cleaned)) as pdf:
        assert not pdf.attachments
        assert not dict(pdf.docinfo)
        assert "/Metadata" not in pdf.Root
        everything = b"".join(bytes(each.unparse(resolved=True)) for each in pdf.objects)
        streams = b"".join(each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream))
        subtypes = [str(each.Subtype) for each in pdf.pages[0].Annots]
        assert subtypes == ["/Link", "/Link", "/Link", "/Text", "/Widget", "/Stamp"]
        assert str(pdf.pages[0].Annots[3].Contents) == "请核对"
        assert str(pdf.pages[0].Annots[4].T) == "signature"
        assert str(pdf.pages[0].Annots[0].A.URI) == "https://qingshi.example/"
        assert "/A" not in pdf.pages[0].Annots[1]
    for word in (b"evil", b"Wang", b"JavaScript", b"Launch", b"OpenAction"):
        assert word not in everything + streams


def test_photo_in_a_document_loses_where_it_was_taken_and_keeps_its_pixels() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Phone of Wang"
    taken = photo(exif=exif, comment=b"Wang")

    def with_photo(pdf: pikepdf.Pdf) -> None:
        stream = pdf.make_stream(taken, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=40, Height=20)
        stream.write(taken, filter=pikepdf.Name.DCTDecode)
        pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=stream))

    cleaned = uploads.clean(document(with_photo), name="scan.pdf").content
    with pikepdf.open(io.BytesIO(cleaned)) as pdf:
        kept = pdf.pages[0].Resources.XObject.Im.read_raw_bytes()
    assert b"Wang" in taken
    assert b"Wang" not in kept
    with Image.open(io.BytesIO(taken)) as before, Image.open(io.BytesIO(kept)) as after:
        assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize("broken", [b"", b"\xff", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\x00", b"x" * 9])
def test_a_broken_picture_in_a_document_breaks_nothing(broken: bytes) -> None:
    def with_picture(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Im = pdf.make_stream(b"")
        pdf.pages[0].Im.write(broken, filter=pikepdf.Name.DCTDecode)

    assert uploads.clean(document(with_picture), name="scan.pdf").content


def test_document_is_cleaned_to_the_same_bytes_each_time() -> None:
    content = document(full_of_tricks)
    once = uploads.clean(content, name="a.pdf").content
    assert uploads.clean(content, name="a.pdf").content == once


def test_document_without_pages_is_refused() -> None:
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.save(made)
    assert "it must have 1 to" in refusal(made.getvalue())


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\账\\三季度.PDF", "三季度.PDF"),
        ("../../x.pdf", "x.pdf"),
        ("", "File.pdf"),
        (".pdf", "pdf.pdf"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
        ("a" * 300, "a" * 146 + ".pdf"),
        ("report.pdf.exe", "report.pdf.pdf"),
    ],
)
def test_name_is_made_safe_and_ends_as_what_it_is(given_name: str, kept: str) -> None:
    with translation.override("en"):
        assert uploads.clean(document(), name=given_name).name == kept


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"\xff\xd8\xff", kinds._OLE]))
def test_no_content_whatever_breaks_it(noise: bytes, start: bytes) -> None:
    with suppress(Refused):
        assert uploads.clean(start + noise, name="x").content
