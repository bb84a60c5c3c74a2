"""Lists as offices make them: one workbook for each form, brought in, published, corrected, found and handed out."""

import io
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl.comments import Comment

from disclosure.catalogue.models import CatalogueEntry
from disclosure.content.staff.models import StaffLine
from disclosure.lists.actions import save_lines
from disclosure.lists.documents.tables import empty_workbook
from disclosure.lists.forms.workbook import read_workbook
from disclosure.lists.presenters import changed_lines, draft_changes, list_changes, shown_list
from disclosure.lists.queries import lines_of
from disclosure.lists.registry import LISTS, ListForm
from disclosure.notices.actions import publishing
from disclosure.notices.documents import as_csv
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import canonical_document
from disclosure.notices.registry import FORMS
from disclosure.posters.documents.making import poster
from disclosure.posters.enums import PaperSize
from portal.core.refusals import Refused
from tests.disclosure import desk
from tests.disclosure.allocating import resident
from tests.disclosure.lists.test_lists import workbook
from tests.factories import Cast, CatalogueEntryFactory, cast, published, text_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]

FOLDER = Path(settings.BASE_DIR) / "data" / "lists"
EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
ID = "110101199003070011"
KEYS = sorted(form.key for form in LISTS)


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False), translation.override("en"):
        yield


def file_of(form: ListForm) -> Path:
    """Return the workbook of a form."""
    (path,) = FOLDER.glob(f"{form.key}.*")
    return path


def draft_of(play: Cast, form: ListForm) -> Edition:
    """Return a draft of a form."""
    entry: CatalogueEntry = CatalogueEntryFactory(form=form.key)
    return text_draft(play, entry=entry, period="2026Q3", title="")


def bring(play: Cast, draft: Edition, content: bytes, name: str = "名单.xlsx") -> Any:
    """Bring in a workbook at the desk."""
    file = SimpleUploadedFile(name, content)
    return desk.post(play.clerk, "disclosure_desk:list", draft.pk, bring="1", file=file)


@pytest.mark.parametrize("key", KEYS)
def test_the_workbook_of_every_form_is_read(key: str) -> None:
    form, path = LISTS[key], file_of(LISTS[key])
    expected, read = EXPECTED[path.name], read_workbook(form, path.read_bytes())
    assert [row.texts[form.names[0]] for row in read.rows] == expected["lines"]
    assert (read.left_out, read.wrong_sums) == (expected["left_out"], [])


@pytest.mark.parametrize("key", KEYS)
def test_it_is_brought_in_published_corrected_found_and_handed_out(key: str) -> None:
    form, play = LISTS[key], cast()
    path, draft = file_of(form), draft_of(play, form)
    expected = EXPECTED[path.name]
    answer = bring(play, draft, path.read_bytes(), path.name)
    assert answer.status_code == 303, desk.text_of(answer)
    told = desk.text_of(desk.signed_in(play.clerk).get(answer["Location"]))
    assert all(head in told for head in expected["left_out"])
    lines = lines_of(form, draft)
    made = {
        name: str(sum((getattr(line, name) or Decimal("0.00") for line in lines), Decimal("0.00")))
        for name in form.names
        if form.kind(name) == "amount"
    }
    assert made == expected["sums"]

    edition = published(play, draft)
    page = resident().get(reverse("disclosure:notice", args=[edition.notice.number])).content.decode()
    document, csv = canonical_document(edition).decode(), as_csv(edition).decode("utf-8-sig")
    for line in lines:
        named = str(getattr(line, form.names[0]))
        assert named in page
        assert named in csv
        assert named in document
    assert "1101011" not in page + document + csv, "parts of ID numbers stand in the workbooks"
    last = str(getattr(lines[-1], form.names[0]))
    found = resident().get("/search/", {"q": last}).content.decode()
    assert f"/notices/{edition.notice.number}/" in found
    assert poster(edition, PaperSize.A3).pages >= 1

    correction = publishing.start_correction(actor=play.clerk, edition=edition, at=desk.LATER)
    changed = lines_of(form, correction)
    setattr(changed[0], form.names[0], "更正后的名称")
    save_lines(actor=play.clerk, edition=correction, form=form, lines=changed, at=desk.LATER)
    before, after = (json.loads(canonical_document(one)) for one in (edition, correction))
    (difference,) = list_changes(form, before, after)
    assert (difference.what, "更正后的名称" in difference.after) == ("Line 1", True)
    shown = changed_lines(form, before, after)
    assert shown is not None
    assert [one.name for one in shown.lines] == ["Line 1"]


def test_a_list_of_many_columns_is_no_wider_than_the_smallest_paper() -> None:
    form, play = LISTS["contracts"], cast()
    draft = draft_of(play, form)
    assert bring(play, draft, file_of(form).read_bytes()).status_code == 303
    assert poster(published(play, draft), PaperSize.A4).pages >= 1


def test_the_history_of_a_list_writes_days_as_people_do() -> None:
    form, play = LISTS["contracts"], cast()
    draft = draft_of(play, form)
    assert bring(play, draft, file_of(form).read_bytes()).status_code == 303
    changed = lines_of(form, draft)
    changed[0].note = "改过。"
    save_lines(actor=play.clerk, edition=draft, form=form, lines=changed, at=desk.LATER)
    (line,) = draft_changes(form, draft)
    assert "1 January 2026" in line.changes[0].before
    assert "2026-01-01" not in line.changes[0].after


def test_a_workbook_without_lines_takes_nothing_away() -> None:
    form, play = LISTS["fees"], cast()
    draft = draft_of(play, form)
    assert bring(play, draft, file_of(form).read_bytes()).status_code == 303
    before = len(lines_of(form, draft))
    answer = bring(play, draft, empty_workbook(form, title="空白表格"))
    assert answer.status_code == 422
    assert "no line below the heads" in desk.text_of(answer)
    assert len(lines_of(form, draft)) == before > 0


def test_a_list_of_several_groups_has_a_sum_for_each_and_none_of_all() -> None:
    form, play = LISTS["balance"], cast()
    draft = draft_of(play, form)
    assert bring(play, draft, file_of(form).read_bytes()).status_code == 303
    shown = shown_list(form, draft)
    assert shown is not None
    texts = [(sum_.label, [text for _head, text in sum_.cells]) for group in shown.groups for sum_ in group.sums]
    assert texts == [
        ("Assets, total", ["1,171,332.57", "1,533,432.72"]),
        ("Liabilities, total", ["44,000.00", "27,500.00"]),
        ("Equity, total", ["1,127,332.57", "1,505,932.72"]),
        ("Debts and equity together", ["1,171,332.57", "1,533,432.72"]),
    ]
    page = desk.text_of(desk.get(play.clerk, "disclosure_desk:list", draft.pk))
    assert 'data-total="closing"' not in page, "both sides together say nothing"


def test_a_budget_says_what_was_used_of_it_and_does_not_count_parts_again() -> None:
    form, play = LISTS["budget"], cast()
    draft = draft_of(play, form)
    assert bring(play, draft, file_of(form).read_bytes()).status_code == 303
    shown = shown_list(form, draft)
    assert shown is not None
    three = shown.groups[2]
    assert [(line.name, line.is_part) for line in three.lines][1:3] == [
        ('<span lang="zh-CN">公务用车购置及运行维护费</span>', False),
        ('<span lang="zh-CN">公务用车购置费</span>', True),
    ]
    texts = {head.text: text for head, text in three.lines[1].cells}
    assert (texts["Of the budget"], texts["Against the year before"]) == ("83.6%", "−9.5%")
    (total,) = three.sums
    assert [text for _head, text in total.cells][:5] == ["76,000.00", "61,500.00", "69,300.00", "80.9%", "−11.3%"]


RESOLUTION = ["议题", "会议类型", "会议时间", "应到", "实到", "同意", "反对", "弃权", "结果"]


@pytest.mark.parametrize(
    ("key", "rows", "sentence"),
    [
        ("beneficiaries", [["姓名", "面积", "标准", "金额"], ["马长河", 2, 95.42, 190]], "makes 190.84, not 190.00"),
        ("beneficiaries", [["姓名", "金额"], ["马长河", 190], ["合计", 191]], "Row 3 of the sheet says 191.00"),
        (
            "claims",
            [["往来单位", "性质", "期初余额", "增加", "减少", "期末余额"], ["租户", "债权", 5, 1, 2, 5]],
            "makes 4.00, not 5.00",
        ),
        (
            "claims",
            [["往来单位", "性质", "期初余额", "增加", "减少", "期末余额"], ["租户", "欠款", 5, 1, 2, 4]],
            "欠款",
        ),
        ("assets", [["名称", "类别", "原值", "累计折旧", "净值"], ["水塔", "其他", 9, 3, 5]], "makes 6.00, not 5.00"),
        ("funds", [["资金", "上期结余", "拨入", "支出", "结余"], ["补助", 1, 2, 3, 4]], "makes 0.00, not 4.00"),
        (
            "contracts",
            [
                ["项目", "方式", "承包方", "起始日期", "终止日期", "年租金"],
                ["鱼塘", "发包", "马长河", "2026.7.3", "2026.7.2", 9],
            ],
            "ends before it begins",
        ),
        ("resolutions", [RESOLUTION, ["修路", "村民代表会议", "2026.8.9", 30, 31, 20, 1, 1, "通过"]], "More people"),
        ("resolutions", [RESOLUTION, ["修路", "村民代表会议", "2026.8.32", 30, 30, 20, 1, 1, "通过"]], "2026.8.32"),
        ("homesteads", [["户主", "类型", "位置", "面积", "结果"], ["马长河", "新建", "村东", 0, "已批准"]], "0.001"),
        ("project", [["工程名称", "项目阶段", "日期", "内容"], ["修路", "验收", "10月1日", "合格"]], "验收"),
        (
            "budget",
            [["支出预算表"], ["项目", "预算", "决算", "完成预算%"], ["办公费", 100, 92.3, 93.2]],
            "its figures make 92.30%",
        ),
        (
            "distribution",
            [["项目", "类别", "金额"], ["经营收入", "收入", 9], ["经营支出", "支出", 4], ["本年收益", "", 6]],
            "says 6.00 for “Amount, yuan”; its lines add up to 5.00",
        ),
        (
            "balance",
            [["资产", "期初数", "期末数"], ["存款", 1, 2], ["流动资产合计", 1, 3]],
            "Row 3 of the sheet says 3.00",
        ),
        ("fees", [["项目", "标准", "依据"], ["垃圾费", "", "县发改〔2021〕14号"]], "must be filled in"),
        (
            "services",
            [["事项", "材料", "时限", "收费", "地点"], ["登记", "身份证", "", "否", "大厅"]],
            "must be filled",
        ),
        ("staff", [["姓名", "职务", "分工", "去向"], ["周敏", "所长", "全面", "钓鱼"]], "钓鱼"),
        ("list", [["姓名", "日期"], ["周敏", "不详"]], "不详"),
    ],
)
def test_a_workbook_with_a_fault_is_not_saved_and_says_where(
    key: str, rows: Sequence[Sequence[Any]], sentence: str
) -> None:
    form, play = LISTS[key], cast()
    draft = draft_of(play, form)
    answer = bring(play, draft, workbook(rows))
    assert answer.status_code == 422
    assert sentence in desk.text_of(answer)
    assert lines_of(form, draft) == []


@pytest.mark.parametrize(
    ("key", "rows", "where"),
    [
        ("resolutions", [RESOLUTION, ["修路", "村民代表会议", "2026.8.9", 30, 19, 19, 0, 0, "通过"]], "Row 1"),
        (
            "balance",
            [["项目", "类别", "期初数", "期末数"], ["存款", "资产", 1, 2], ["资本", "所有者权益", 1, 1]],
            "Closing",
        ),
        (
            "distribution",
            [["项目", "类别", "金额"], ["租金", "收入", 9], ["年末未分配收益", "年末未分配收益", 8]],
            "Row 2",
        ),
        ("budget", [["支出预算表"], ["项目", "预算"], ["一、办公费", 5], ["其中：水电", 6]], "Row 1"),
    ],
)
def test_a_list_that_breaks_a_rule_between_its_lines_is_saved_but_cannot_be_signed(
    key: str, rows: Sequence[Sequence[Any]], where: str
) -> None:
    play = cast()
    draft = draft_of(play, LISTS[key])
    assert bring(play, draft, workbook(rows)).status_code == 303
    (finding,) = FORMS[key].findings(draft)
    assert (finding.level, finding.where.split(" balance")[0]) == ("error", where)


@pytest.mark.parametrize("key", KEYS)
def test_an_id_number_in_any_column_is_refused(key: str) -> None:
    form, play = LISTS[key], cast()
    path, texts = file_of(form), [name for name in form.names if form.kind(name) == "text"]
    for name in texts:
        draft = draft_of(play, form)
        assert bring(play, draft, path.read_bytes(), path.name).status_code == 303
        lines = lines_of(form, draft)
        setattr(lines[0], name, ID)
        with pytest.raises(Refused, match=r"full ID|at most"):
            save_lines(actor=play.clerk, edition=draft, form=form, lines=lines, at=desk.LATER)
        play = cast()


def test_an_id_number_is_refused_however_a_workbook_hides_it() -> None:
    form, play = LISTS["staff"], cast()
    draft = draft_of(play, form)
    head = ["姓名", "职务", "分工", "办公电话", "备注"]
    for row in (
        ["周敏", "所长", "全面", "0000-8123018", ID],
        ["周敏", "所长", "全面", ID, ""],
        ["周敏", "所长", "全面", "", int(ID)],
        ["周敏", "所长", "全面", "", "１１０１０１ １９９００３０７ ００１１"],
        [f"周敏{ID}", "所长", "全面", "", ""],
    ):
        answer = bring(play, draft, workbook([head, row]))
        assert answer.status_code == 422, row
        assert "full ID" in desk.text_of(answer)
    assert lines_of(form, draft) == []


def test_what_a_workbook_holds_beside_its_lines_is_neither_saved_nor_published() -> None:
    form, play = LISTS["staff"], cast()
    draft = draft_of(play, form)
    book = openpyxl.load_workbook(
        io.BytesIO(workbook([["姓名", "身份证号", "职务", "分工"], ["周敏", ID, "所长", "全面"]]))
    )
    page = book.worksheets[0]
    page.column_dimensions["B"].hidden = True
    page["A2"].comment = Comment(ID, ID)
    hidden = book.create_sheet("底稿")
    hidden.sheet_state = "hidden"
    hidden.append(["姓名", "职务", "分工", "备注"])
    hidden.append(["陈小梅", "科员", "窗口", ID])
    book.properties.title = book.properties.creator = ID
    written = io.BytesIO()
    book.save(written)
    answer = bring(play, draft, written.getvalue(), f"{ID}.xlsx")
    assert answer.status_code == 303
    told = desk.text_of(desk.signed_in(play.clerk).get(answer["Location"]))
    assert "身份证号" in told, "the clerk is told of the column that was left out"
    edition = published(play, draft)
    shown = resident().get(reverse("disclosure:notice", args=[edition.notice.number])).content.decode()
    for text in (told, shown, canonical_document(edition).decode(), as_csv(edition).decode("utf-8-sig")):
        assert ID not in text
    assert [line.name for line in StaffLine.objects.all()] == ["周敏"]
    history: Any = StaffLine.history.all()
    assert not any(ID in str(value) for record in history.values() for value in record.values())
