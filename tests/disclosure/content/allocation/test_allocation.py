"""The lines of an allocation: typed, kept, signed, corrected, handed out and printed."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import translation

from disclosure.content.allocation import actions as allocations
from disclosure.content.allocation.models import AllocationLine
from disclosure.content.allocation.presenters import allocation_changes
from disclosure.notices.actions import drafts as notices, publishing, steps
from disclosure.notices.documents import as_csv, as_json, as_xlsx
from disclosure.notices.models import Edition
from disclosure.notices.queries.content import canonical_document, document_of
from disclosure.posters.enums import PaperSize
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core.refusals import Conflict, NotAllowed, Refused
from tests.disclosure import desk
from tests.disclosure.allocating import allocation_draft, line, published_allocation, resident, town_clerk
from tests.factories import NOON, Cast, StationFactory, cast, person, text_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False), translation.override("en"):
        yield


def _author(edition: Edition) -> User:
    return User.objects.get(pk=edition.contributors.order_by("pk")[0].pk)


def _lines(edition: Edition) -> list[tuple[Any, ...]]:
    return list(
        AllocationLine.objects.filter(edition=edition).values_list(
            "number", "unit__code", "recipient", "fund", "amount", "paid_on", "note"
        )
    )


def test_lines_take_the_place_of_those_before_and_keep_their_history() -> None:
    play = cast()
    draft = allocation_draft(play, [line(play.village), line(None, "12.5", recipient="县路灯厂", paid_on=None)])
    clerk = _author(draft)
    first = AllocationLine.objects.get(edition=draft, number=1)
    lines = [line(play.village), line(play.village, "7.00", note="尾款")]
    allocations.save_lines(actor=clerk, edition=draft, lines=lines, at=NOON)
    assert _lines(draft) == [
        (1, play.village.code, "", "人居环境整治", Decimal("58000.00"), date(2026, 8, 3), ""),
        (2, play.village.code, "", "人居环境整治", Decimal("7.00"), date(2026, 8, 3), "尾款"),
    ]
    assert first.history.count() == 1
    allocations.save_lines(actor=clerk, edition=draft, lines=[], at=NOON)
    assert _lines(draft) == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"amount": Decimal("0.00")}, "more than zero"),
        ({"amount": Decimal("-1.00")}, "more than zero"),
        ({"amount": None}, "Write the amount"),
        ({"amount": Decimal(10) ** 13}, "too large"),
        ({"fund": ""}, "which fund"),
        ({"unit": None}, "to whom"),
        ({"recipient": "县路灯厂"}, "not both"),
        ({"paid_on": date(2026, 10, 16)}, "has not come"),
        ({"note": "收款人 13812345678"}, "telephone number"),
        ({"note": "字" * 201}, "200"),
    ],
)
def test_a_line_that_cannot_be_right_is_refused_with_its_number(changed: dict[str, Any], sentence: str) -> None:
    play = cast()
    clerk = town_clerk(play)
    draft = allocation_draft(play, [line(play.village)], clerk=clerk)
    fields = {"unit": play.village, "fund": "修路", "amount": Decimal("1.00"), **changed}
    with pytest.raises(Refused, match="Row 2, “") as refusal:
        allocations.save_lines(
            actor=clerk, edition=draft, lines=[line(play.village), AllocationLine(**fields)], at=NOON
        )
    assert sentence in str(refusal.value)
    assert len(_lines(draft)) == 1


def test_only_units_of_the_town_only_by_its_clerks_and_only_in_drafts() -> None:
    play, other = cast(), cast()
    clerk = town_clerk(play)
    draft = allocation_draft(play, [line(play.village)], clerk=clerk)
    with pytest.raises(Refused, match="unit of the town"):
        allocations.save_lines(actor=clerk, edition=draft, lines=[line(other.village)], at=NOON)
    for actor in (play.clerk, play.reviewer, play.publisher, play.administrator):
        with pytest.raises(NotAllowed):
            allocations.save_lines(actor=actor, edition=draft, lines=[], at=NOON)
    steps.submit(actor=clerk, edition=draft, at=NOON)
    with pytest.raises(Conflict):
        allocations.save_lines(actor=clerk, edition=draft, lines=[], at=NOON)
    with pytest.raises(DatabaseError), transaction.atomic():
        AllocationLine.objects.filter(edition=draft).update(amount=1)


def test_another_item_has_no_lines() -> None:
    play = cast()
    with pytest.raises(Refused, match="not disclosed as an allocation"):
        allocations.save_lines(actor=play.clerk, edition=text_draft(play), lines=[], at=NOON)


def test_submitting_asks_for_lines_or_a_file() -> None:
    play = cast()
    clerk = town_clerk(play)
    draft = allocation_draft(play, [], clerk=clerk)
    notices.save_text(actor=clerk, edition=draft, title=draft.title, body="分配方案如下。", at=NOON)
    with pytest.raises(Refused, match="Type the lines"):
        steps.submit(actor=clerk, edition=draft, at=NOON)
    allocations.save_lines(actor=clerk, edition=draft, lines=[line(play.village)], at=NOON)
    steps.submit(actor=clerk, edition=draft, at=NOON)
    with_file = allocation_draft(play, [], clerk=clerk, title="附表公开")
    notices.attach_file(actor=clerk, edition=with_file, name="a.csv", content="村,金额\n".encode(), at=NOON)
    steps.submit(actor=clerk, edition=with_file, at=NOON)


def test_the_document_names_the_lines_only_where_there_are_any() -> None:
    play = cast()
    draft = allocation_draft(play, [line(play.village), line(None, "0.05", recipient="县路灯厂", paid_on=None)])
    document = json.loads(canonical_document(draft))["allocation"]
    assert document["total"] == "58000.05"
    assert document["lines"][0] == {
        "number": 1,
        "unit": {"code": play.village.code, "name": play.village.name_zh},
        "recipient": "",
        "fund": "人居环境整治",
        "amount": "58000.00",
        "paid_on": "2026-08-03",
        "note": "",
    }
    assert (document["lines"][1]["unit"], document["lines"][1]["paid_on"]) == (None, None)
    assert "allocation" not in json.loads(canonical_document(text_draft(play)))


def test_a_correction_begins_with_the_lines_and_shows_what_changed() -> None:
    play = cast()
    clerk = town_clerk(play)
    village = play.village
    first = published_allocation(
        play, allocation_draft(play, [line(village), line(village, "9.00", note="尾款")], clerk=clerk)
    )
    draft = publishing.start_correction(actor=clerk, edition=first, at=NOON)
    assert _lines(draft) == _lines(first)
    lines = [line(None, "5.00", recipient="县路灯厂"), line(village, "58800.00"), line(village, "9.00", note="尾款")]
    allocations.save_lines(actor=clerk, edition=draft, lines=lines, at=NOON)
    notices.save_text(actor=clerk, edition=draft, title=first.title, body="", reason="金额写错。", at=NOON)
    second = published_allocation(play, draft, at=NOON)
    with translation.override("en"):
        changed, added, total = allocation_changes(document_of(first), document_of(second))
    assert (changed.what, added.what, added.before) == ("Line 1", "Line 2, added", "")
    assert ["58,000.00" in changed.before, "5.00" in changed.after, "58,800.00" in added.after] == [True] * 3
    assert (total.what, total.before, total.after) == ("Allocated in all", "58,009.00", "58,814.00")
    page = resident().get(f"/en/notices/{second.notice.number}/").content.decode()
    assert "Line 2, added" in page
    assert "Allocated in all" in page


def test_the_public_page_and_the_data_hold_every_line() -> None:
    play = cast()
    edition = published_allocation(
        play,
        allocation_draft(play, [line(play.village), line(None, "1234.50", recipient="=县路灯厂", note="现金支票")]),
    )
    page = resident().get(f"/notices/{edition.notice.number}/").content.decode()
    for text in (play.village.name_zh, "=县路灯厂", "58,000.00", "1,234.50", "59,234.50", "现金支票"):
        assert text in page
    rows = list(csv.reader(io.StringIO(as_csv(edition).decode("utf-8-sig"))))
    assert rows[1] == ["1", play.village.code, play.village.name_zh, "人居环境整治", "58000.00", "2026-08-03", ""]
    assert rows[2][2] == "'=县路灯厂"
    assert rows[3][2:5] == ["合计", "", "59234.50"]
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(edition))).worksheets[0]
    assert [cell.value for cell in sheet["E"]] == ["金额", 58000, 1234.5, 59234.5]
    assert json.loads(as_json(edition))["allocation"] == document_of(edition)["allocation"]


def test_a_poster_loses_no_line(settings: Any) -> None:
    from disclosure.posters.documents import making as documents

    play = cast()
    lines = [
        line(play.village, f"{n}00.00", fund=f"第{n}批人居环境整治专项资金", note=f"备注{n}") for n in range(1, 61)
    ]
    edition = published_allocation(play, allocation_draft(play, lines))
    # `poster` vouches that every text of the sheet, the table's cells included, is on the paper.
    made = documents.poster(edition, PaperSize.A4)
    assert made.pages > 1
    sheet = documents.sheet(edition, PaperSize.A4, "published")
    assert sheet.content is not None
    assert "183,000.00" in sheet.content.html
    assert sheet.content.amounts_unit == "元"
    assert "第60批" in sheet.content.html


ROW = {"to": "", "fund": "人居环境整治", "amount": "５.８万元", "paid_on": "8-3", "note": ""}


def _typed(*rows: dict[str, str], **extra: str) -> dict[str, str]:
    posted = {**extra}
    for index, row in enumerate(rows):
        posted |= {f"line-{index}-{name}": value for name, value in row.items()}
    return posted


def _save(person_: User, draft: Edition, data: dict[str, str]) -> Any:
    return desk.post(person_, "disclosure_desk:allocation", draft.pk, **data)


def test_what_is_typed_is_read_as_offices_write_it() -> None:
    play = cast()
    clerk = town_clerk(play)
    draft = allocation_draft(play, [], clerk=clerk)
    rows = ({**ROW, "to": play.village.name_zh}, {**ROW, "to": "县 路灯厂", "amount": "１,２３４.5 元", "paid_on": ""})
    answer = _save(clerk, draft, _typed(*rows, done="1"))
    assert answer.status_code == 303
    assert _lines(draft) == [
        (1, play.village.code, "", "人居环境整治", Decimal("58000.00"), date(2026, 8, 3), ""),
        (2, None, "县 路灯厂", "人居环境整治", Decimal("1234.50"), None, ""),
    ]
    page = desk.text_of(desk.get(clerk, "disclosure_desk:allocation", draft.pk))
    assert "59,234.50" in page
    assert "县 路灯厂" in page


def test_what_cannot_be_read_is_shown_beside_its_cell_and_nothing_is_saved() -> None:
    play = cast()
    clerk = town_clerk(play)
    draft = allocation_draft(play, [], clerk=clerk)
    bad = {**ROW, "to": play.village.code, "amount": "大约六万", "paid_on": "13-40", "fund": ""}
    answer = _save(clerk, draft, _typed({**ROW, "to": play.village.code}, bad))
    page = desk.text_of(answer)
    assert answer.status_code == 422
    assert all(f'href="#line-1-{name}"' in page for name in ("amount", "paid_on", "fund"))
    assert "大约六万" in page
    assert _lines(draft) == []


def test_more_rows_keep_what_was_typed_and_a_colleague_is_not_written_over() -> None:
    play = cast()
    clerk = town_clerk(play)
    draft = allocation_draft(play, [], clerk=clerk)
    more = _save(clerk, draft, _typed({**ROW, "to": play.village.code}, rows="more"))
    assert more.status_code == 200
    assert "５.８万元" in desk.text_of(more)
    assert 'name="line-6-to"' in desk.text_of(more)
    seen = str(more.context["seen"])
    allocations.save_lines(actor=clerk, edition=draft, lines=[line(play.village)], at=NOON)
    late = _save(clerk, draft, _typed({**ROW, "to": play.village.code, "fund": "迟到"}, seen=seen))
    assert late.status_code == 409
    assert "迟到" in desk.text_of(late)
    assert len(_lines(draft)) == 1


def test_the_page_exists_for_those_who_prepare_it_and_for_allocations_only() -> None:
    play = cast()
    station = StationFactory(parent=play.town)
    clerk, of_station = town_clerk(play), person(Role.CLERK, station)
    draft = allocation_draft(play, [line(play.village)], clerk=clerk)
    for stranger in (play.clerk, play.reviewer, play.publisher, play.lay, play.administrator, of_station):
        assert desk.get(stranger, "disclosure_desk:allocation", draft.pk).status_code == 404
    assert desk.get(clerk, "disclosure_desk:allocation", draft.pk).status_code == 200
    assert desk.get(play.clerk, "disclosure_desk:allocation", text_draft(play).pk).status_code == 404
    submitted = steps.submit(actor=clerk, edition=draft, at=NOON)
    assert desk.get(clerk, "disclosure_desk:allocation", submitted.pk).status_code == 302
    assert "58,000.00" in desk.text_of(desk.get(play.reviewer, "disclosure_desk:edition", submitted.pk))


def test_a_page_of_an_allocation_asks_as_often_for_many_lines_as_for_one(django_assert_max_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for many in (1, 6):
        play: Cast = cast()
        lines = [line(play.village, f"{n}.00") for n in range(1, many + 1)]
        edition = published_allocation(play, allocation_draft(play, lines))
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert resident().get(f"/en/notices/{edition.notice.number}/").status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_the_desk_shows_what_was_changed_in_the_lines() -> None:
    play = cast()
    clerk = town_clerk(play)
    draft = allocation_draft(play, [line(play.village), line(play.village, "7.00")], clerk=clerk)
    allocations.save_lines(actor=clerk, edition=draft, lines=[line(play.village, "58800.00")], at=NOON)
    page = desk.get(clerk, "disclosure_desk:edition", draft.pk)
    changes = {one.what: (one.before, one.after) for line in page.context["trail"] for one in line.changes}
    assert len(changes) == 2
    assert any("58,000.00" in before and "58,800.00" in after for before, after in changes.values())
    assert "Allocation written" in desk.text_of(page)
