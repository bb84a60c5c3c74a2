"""A form that is a list: typed, brought in from a workbook, kept, signed, corrected, handed out and printed."""

import io
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from disclosure.catalogue.enums import Cadence, Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.content.beneficiaries.models import BeneficiaryLine
from disclosure.lists.actions import save_lines
from disclosure.lists.documents.tables import empty_workbook
from disclosure.lists.forms.workbook import read_workbook
from disclosure.lists.presenters import changed_lines, list_changes
from disclosure.lists.queries import lines_of
from disclosure.lists.registry import LISTS
from disclosure.notices.actions import publishing
from disclosure.notices.documents import as_csv
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import canonical_document
from disclosure.posters.documents.making import poster, sheet
from disclosure.posters.enums import PaperSize
from portal.accounts.enums import UnitKind
from portal.core.refusals import Refused
from portal.core.workbooks.faults import UnreadableFile
from tests.disclosure import desk
from tests.disclosure.allocating import resident
from tests.factories import NOON, Cast, CatalogueEntryFactory, cast, published, text_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]

FORM = LISTS["beneficiaries"]


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False), translation.override("en"):
        yield


def subsidies() -> CatalogueEntry:
    """Return the entry of what households of a village are paid."""
    entry: CatalogueEntry = CatalogueEntryFactory(
        code="V13",
        stream=Stream.VILLAGE,
        name_zh="惠农补贴发放",
        name_en="Farm subsidy payment",
        cadence=Cadence.QUARTERLY,
        form="beneficiaries",
        publisher=UnitKind.VILLAGE,
    )
    return entry


def line(name: str = "马长河", quantity: str = "6.20", amount: str = "591.60", **fields: Any) -> BeneficiaryLine:
    """Return what one household gets for its fields."""
    values = {"group": "1组", "item": "耕地地力保护", "measure": "亩", "standard": Decimal("95.42"), **fields}
    return BeneficiaryLine(name=name, quantity=Decimal(quantity), amount=Decimal(amount), **values)


def draft_with(play: Cast, lines: Sequence[BeneficiaryLine] = ()) -> Edition:
    """Return a draft of the list."""
    draft = text_draft(play, entry=subsidies(), period="2026Q3", title="")
    return save_lines(actor=play.clerk, edition=draft, form=FORM, lines=lines, at=NOON) if lines else draft


def workbook(rows: Sequence[Sequence[Any]], *, merged: Sequence[str] = ()) -> bytes:
    """Return a workbook with these rows."""
    book, written = openpyxl.Workbook(), io.BytesIO()
    page = book.worksheets[0]
    for row in rows:
        page.append(list(row))
    for place in merged:
        page.merge_cells(place)
    book.save(written)
    return written.getvalue()


OFFICE: list[list[Any]] = [
    ["柳树村2026年第三季度惠农补贴发放花名册"],
    ["单位：元", None, None, None, None, None, None, "2026年9月30日"],
    ["序号", "户主姓名", "身份证号", "组别", "补贴项目", "补贴", None, "补贴金额（元）"],
    [None, None, None, None, None, "面积（亩）", "补贴标准", None],
    [1, "马长河", "110101199003070011", "1组", "耕地地力保护", 6.2, 95.42, 591.6],
    [None, None, None, None, "稻谷补贴", "４．００", 46, "１８４．００"],
    [2, "何秀兰", "110101199003070012", "1组", "耕地地力保护", 2, 95.42, 190.84],
    ["小计", None, None, None, None, None, None, 966.44],
    ["序号", "户主姓名", "身份证号", "组别", "补贴项目", "面积（亩）", "补贴标准", "补贴金额（元）"],
    [3, "陆建国", "110101199003070013", "2组", "耕地地力保护", 1, 95.42, 95.42],
    ["合计", None, None, None, None, None, None, 1061.86],
    ["填表人：何秀兰", None, None, "审核人："],
]
MERGED = ("A1:H1", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:G3", "H3:H4", "B5:B6", "D5:D6")


def test_a_workbook_is_read_as_offices_make_it() -> None:
    read = read_workbook(FORM, workbook(OFFICE, merged=MERGED))
    assert [(row.texts["name"], row.texts["group"], row.texts["item"]) for row in read.rows] == [
        ("马长河", "1组", "耕地地力保护"),
        ("马长河", "1组", "稻谷补贴"),
        ("何秀兰", "1组", "耕地地力保护"),
        ("陆建国", "2组", "耕地地力保护"),
    ]
    assert [row.texts["amount"] for row in read.rows] == ["591.60", "184.00", "190.84", "95.42"]
    assert (read.left_out, read.wrong_sums) == (["身份证号"], [])


def test_sums_that_the_lines_do_not_make_are_named_with_their_row() -> None:
    rows = [list(row) for row in OFFICE]
    rows[10][7] = 1061.85
    (sentence,) = read_workbook(FORM, workbook(rows, merged=MERGED)).wrong_sums
    assert "Row 11 of the sheet says 1,061.85" in sentence
    assert "add up to 1,061.86" in sentence


def test_amounts_in_ten_thousands_of_yuan_are_turned_into_yuan() -> None:
    read = read_workbook(FORM, workbook([["户主", "金额（万元）"], ["马长河", 1.25]]))
    assert read.rows[0].texts["amount"] == "12500.00"


def test_a_title_is_no_part_of_the_head() -> None:
    read = read_workbook(
        FORM, workbook([["救灾物资发放表"], ["序号", "户主", "身份证号", "金额"], [1, "马长河", "1", 9]])
    )
    assert ([row.texts["name"] for row in read.rows], read.left_out) == (["马长河"], ["身份证号"])


def test_a_workbook_without_the_columns_is_refused_with_their_names() -> None:
    with pytest.raises(UnreadableFile, match="户主或单位、金额"):
        read_workbook(FORM, workbook([["姓名", "电话"], ["马长河", "1"]]))


def test_the_empty_workbook_is_read_again() -> None:
    book = openpyxl.load_workbook(io.BytesIO(empty_workbook(FORM, title="花名册")))
    page = book.worksheets[0]
    page.append([1, "马长河", "1组", None, "耕地地力保护", "6.2", "亩", "95.42", "591.60", None])
    written = io.BytesIO()
    book.save(written)
    assert [row.texts["amount"] for row in read_workbook(FORM, written.getvalue()).rows] == ["591.60"]


def test_a_workbook_that_is_right_is_saved_and_says_what_was_left_out() -> None:
    play = cast()
    draft = draft_with(play)
    file = SimpleUploadedFile("花名册.xlsx", workbook(OFFICE, merged=MERGED))
    answer = desk.post(play.clerk, "disclosure_desk:list", draft.pk, bring="1", file=file)
    assert answer.status_code == 303
    assert [row.amount for row in lines_of(FORM, draft)] == [
        Decimal(text) for text in ("591.60", "184.00", "190.84", "95.42")
    ]
    page = desk.text_of(desk.signed_in(play.clerk).get(answer["Location"]))
    assert "110101" not in page


def test_a_workbook_with_a_fault_saves_nothing_and_shows_it_below_its_cell() -> None:
    play = cast()
    draft = draft_with(play, [line()])
    rows: list[list[Any]] = [
        ["户主", "组别", "数量", "标准", "金额"],
        ["何秀兰", "1组", 2, 95.42, 190.00],
        ["", "1组", 1, 1, 1],
    ]
    file = SimpleUploadedFile("名单.xlsx", workbook(rows))
    answer = desk.post(play.clerk, "disclosure_desk:list", draft.pk, bring="1", file=file)
    assert answer.status_code == 422
    page = desk.text_of(answer)
    assert "makes 190.84, not 190.00" in page
    assert "This must be filled in." in page
    assert "何秀兰" in page
    assert [row.name for row in lines_of(FORM, draft)] == ["马长河"]


def test_lines_are_typed_and_kept() -> None:
    play = cast()
    draft = draft_with(play)
    typed = {"name": "马长河", "group": "1组", "item": "稻谷补贴", "quantity": "4", "standard": "46", "amount": "184"}
    sent = {f"line-0-{name}": text for name, text in typed.items()}
    assert desk.post(play.clerk, "disclosure_desk:list", draft.pk, done="1", **sent).status_code == 303
    (row,) = lines_of(FORM, draft)
    assert (row.name, row.amount, row.quantity) == ("马长河", Decimal("184.00"), Decimal("4.0000"))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"amount": "591.70"}, "makes 591.60, not 591.70"),
        ({"amount": "-1.00"}, "greater than or equal"),
        ({"name": ""}, "must be filled in"),
        ({"note": "110101199003070011"}, "full ID"),
        ({"name": "马" * 41}, "At most 40 characters"),
    ],
)
def test_what_cannot_be_right_is_refused_with_row_and_column(changed: dict[str, str], sentence: str) -> None:
    play = cast()
    draft = draft_with(play)
    with pytest.raises(Refused, match=f"Row 2, .*{sentence}"):
        save_lines(actor=play.clerk, edition=draft, form=FORM, lines=[line(), line(**changed)], at=NOON)
    assert lines_of(FORM, draft) == []


def test_the_database_holds_that_quantity_and_standard_make_the_amount() -> None:
    draft = draft_with(cast())
    wrong = line(amount="600.00")
    wrong.edition, wrong.number = draft, 1
    with pytest.raises(IntegrityError, match="beneficiary_amount_follows"), transaction.atomic():
        wrong.save()


def test_it_is_published_read_found_handed_out_and_printed() -> None:
    play = cast()
    edition = published(play, draft_with(play, [line(), line("何秀兰", "2", "190.84")]))
    page = resident().get(reverse("disclosure:notice", args=[edition.notice.number])).content.decode()
    assert page.index("马长河") < page.index("何秀兰") < page.index("782.44")
    assert 'id="line-2"' in page
    assert "何秀兰" in resident().get("/search/", {"q": "190.84"}).content.decode()
    assert "何秀兰" in as_csv(edition).decode("utf-8-sig")
    assert json.loads(canonical_document(edition))["beneficiaries"]["total"] == {"amount": "782.44"}
    # `poster` vouches that every text of the sheet, the cells of the table included, is on the paper.
    assert poster(edition, PaperSize.A3).pages == 1
    content = sheet(edition, PaperSize.A3, "published").content
    assert content is not None
    assert "782.44" in content.html


def test_a_correction_shows_the_line_that_changed_and_by_how_much() -> None:
    play = cast()
    edition = published(play, draft_with(play, [line(), line("何秀兰", "2", "190.84")]))
    draft = publishing.start_correction(actor=play.clerk, edition=edition, at=desk.LATER)
    assert [row.name for row in lines_of(FORM, draft)] == ["马长河", "何秀兰"]
    lines = [line(), line("何秀兰", "3", "286.26")]
    save_lines(actor=play.clerk, edition=draft, form=FORM, lines=lines, at=desk.LATER)
    before, after = (json.loads(canonical_document(one)) for one in (edition, draft))
    found = list(list_changes(FORM, before, after))
    assert [(one.what, one.by) for one in found] == [("Line 2", ""), ("Amount, yuan, total", "+95.42")]
    shown = changed_lines(FORM, before, after)
    assert shown is not None
    assert [one.name for one in shown.lines] == ["Line 2"]
