"""Bringing in a ledger on the desk: upload, check, mend on the page, make the draft."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.content.statement import actions, queries
from disclosure.content.statement.forms import answer_name, cell_name
from disclosure.content.statement.models import LedgerImport
from disclosure.ledger.canonical import from_canonical
from disclosure.notices.models import Edition
from tests.disclosure import desk
from tests.factories import NOON, Cast, cast, money_entry
from tests.steps import forms_of, signed_in
from tests.workers import run_now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]

FAULTY = "donghe-2026Q3-faulty.xlsx"
SOUND = "liushu-2026Q3.xlsx"


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False):
        yield


def _file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (desk.LEDGERS / name).read_bytes())


def _faulty(play: Cast) -> LedgerImport:
    return desk.brought_in(play.clerk, play.village, FAULTY)


def _again(row: LedgerImport) -> LedgerImport:
    return LedgerImport.objects.get(pk=row.pk)


def _rules(row: LedgerImport) -> list[str]:
    return sorted(one.rule for one in queries.findings_of_import(_again(row)))


def _mend(play: Cast, row: LedgerImport, **data: Any) -> Any:
    return desk.post(play.clerk, "disclosure_desk:ledger", row.pk, **data)


def test_an_uploaded_ledger_is_read_by_the_worker_and_the_page_asks_until_it_is() -> None:
    play = cast()
    money_entry()
    desk.chart()
    sent = desk.post(
        play.clerk, "disclosure_desk:new_ledger", unit=play.village.code, period="2026Q3", file=_file(SOUND)
    )
    row = LedgerImport.objects.get()
    assert sent["Location"] == f"/desk/ledgers/{row.pk}/"
    reading = desk.text_of(desk.get(play.clerk, "disclosure_desk:ledger", row.pk))
    assert f'hx-get="/desk/ledgers/{row.pk}/progress/"' in reading
    assert "HX-Redirect" not in desk.get(play.clerk, "disclosure_desk:ledger_progress", row.pk)
    assert row.job is not None
    run_now(row.job)
    assert desk.get(play.clerk, "disclosure_desk:ledger_progress", row.pk)["HX-Redirect"] == sent["Location"]
    row.job.refresh_from_db()
    assert row.job.result == {"url": sent["Location"], "refused": False}
    assert "30 笔" in desk.text_of(desk.get(play.clerk, "disclosure_desk:ledger", row.pk))


def test_a_clerk_of_one_unit_uploads_from_the_menu_without_being_asked_for_it() -> None:
    play = cast()
    money_entry()
    desk.chart()
    client = signed_in(play.clerk)
    form = next(one for one in forms_of(client.get(reverse("disclosure_desk:new_ledger"))) if "period" in one.fields)
    sent = client.post(form.action, {**form.fields, "period": "2026Q3", "file": _file(SOUND)})
    row = LedgerImport.objects.get()
    assert (row.unit, sent["Location"]) == (play.village, f"/desk/ledgers/{row.pk}/")


def test_a_file_that_is_no_ledger_is_refused_with_the_form_again() -> None:
    play = cast()
    money_entry()
    row = actions.upload_ledger(
        actor=play.clerk, unit=play.village, period="2026Q3", name="信.pdf", content=b"%PDF-1.7 ...", at=NOON
    )
    actions.read_upload(ledger_import=row, at=NOON)
    page = desk.text_of(desk.get(play.clerk, "disclosure_desk:ledger", row.pk))
    assert _again(row).refusal in page
    assert 'type="file"' in page
    assert 'value="2026Q3" selected' in page


def test_no_draft_is_made_of_what_is_not_read_yet() -> None:
    play = cast()
    money_entry()
    row = actions.upload_ledger(
        actor=play.clerk, unit=play.village, period="2026Q3", name="账.csv", content=b"a,b", at=NOON
    )
    answer = desk.post(play.clerk, "disclosure_desk:ledger_draft", row.pk)
    assert (answer.status_code, answer["Location"]) == (303, f"/desk/ledgers/{row.pk}/")
    assert not Edition.objects.exists()


def test_an_upload_without_a_file_keeps_unit_and_period() -> None:
    play = cast()
    money_entry()
    answer = desk.post(play.clerk, "disclosure_desk:new_ledger", unit=play.village.code, period="2026Q2")
    assert answer.status_code == 422
    assert 'value="2026Q2" selected' in desk.text_of(answer)


def test_every_fault_is_in_the_list_and_at_its_row() -> None:
    play = cast()
    row = _faulty(play)
    response = desk.get(play.clerk, "disclosure_desk:ledger", row.pk)
    found = queries.findings_of_import(row)
    assert len(response.context["page"].issues) == len(found)
    shown = {one.id: one for one in response.context["page"].rows}
    assert shown["r5"].level == "error"
    assert shown["r5"].marked == {"balance"}
    assert shown["rend"].level == "error"
    assert shown["r9"].level == "warning"
    assert "84,827.74" in desk.text_of(response)


def test_sound_rows_fold_and_unfold_by_their_link() -> None:
    play = cast()
    row = _faulty(play)
    folded = desk.get(play.clerk, "disclosure_desk:ledger", row.pk).context["page"].rows
    gap = next(one for one in folded if one.url)
    numbers = {one.line.number for one in folded if not one.url}
    assert 2 not in numbers
    opened = desk.signed_in(play.clerk).get(f"/desk/ledgers/{row.pk}/{gap.url}").context["page"].rows
    assert {2, 3} <= {one.line.number for one in opened if not one.url}


def test_one_press_puts_one_cell_right_and_no_other() -> None:
    play = cast()
    row = _faulty(play)
    fix = next(one.fix for one in queries.findings_of_import(row) if one.rule == "I4")
    assert fix is not None
    before = _rules(row)
    answer = _mend(play, row, press=f"{cell_name(fix.line, fix.field)}={fix.value}")
    assert answer.status_code == 303
    before.remove("I4")
    assert _rules(row) == before
    assert _again(row).checks == 2


def test_a_value_of_ones_own_an_explanation_and_a_press_are_sent_together() -> None:
    play = cast()
    row = _faulty(play)
    found = queries.findings_of_import(row)
    entertainment = next(one for one in found if one.rule == "W-ENTERTAINMENT")
    handler = next(one for one in found if one.rule == "W-EMPTY-HANDLER")
    closing = next(one.fix for one in found if one.rule == "I1")
    assert closing is not None
    _mend(
        play,
        row,
        **{
            answer_name(entertainment.key): "接待县里检查组，附清单",
            cell_name(handler.line, "handler"): "李桂香",
            "press": f"{cell_name(None, closing.field)}={closing.value}",
        },
    )
    mended = _again(row)
    assert mended.answers[entertainment.key] == "接待县里检查组，附清单"
    assert from_canonical(mended.document or {}).lines[(handler.line or 0) - 1].handler == "李桂香"
    assert "I1" not in _rules(row)
    assert "W-EMPTY-HANDLER" not in _rules(row)


def test_a_number_of_a_person_is_masked_and_cannot_be_explained_away() -> None:
    play = cast()
    row = _faulty(play)
    identity = next(one for one in queries.findings_of_import(row) if one.rule == "W-ID")
    page = desk.text_of(desk.get(play.clerk, "disclosure_desk:ledger", row.pk))
    assert answer_name(identity.key) not in page
    assert identity.fix is not None
    _mend(play, row, press=f"{cell_name(identity.fix.line, identity.fix.field)}={identity.fix.value}")
    assert "W-ID" not in _rules(row)


def test_the_same_voucher_is_an_answer_and_a_new_number_a_repair() -> None:
    play = cast()
    row = _faulty(play)
    voucher = next(one for one in queries.findings_of_import(row) if one.rule == "W-VOUCHER")
    page = desk.text_of(desk.get(play.clerk, "disclosure_desk:ledger", row.pk))
    assert f"{answer_name(voucher.key)}=" in page
    _mend(play, row, press=f"{answer_name(voucher.key)}=两笔确实是同一张凭证。")
    assert _again(row).answers[voucher.key] == "两笔确实是同一张凭证。"
    assert voucher.fix is not None
    _mend(play, row, press=f"{cell_name(voucher.fix.line, 'voucher')}={voucher.fix.value}")
    assert "W-VOUCHER" not in _rules(row)


def test_what_cannot_be_read_is_shown_again_and_nothing_is_changed() -> None:
    play = cast()
    row = _faulty(play)
    found = queries.findings_of_import(row)
    entertainment = next(one for one in found if one.rule == "W-ENTERTAINMENT")
    answer = _mend(play, row, **{cell_name(5, "balance"): "八万多", answer_name(entertainment.key): "接待县里检查组"})
    page = desk.text_of(answer)
    assert answer.status_code == 422
    assert 'value="八万多"' in page
    assert 'value="接待县里检查组"' in page
    assert _again(row).answers == {}
    assert _again(row).checks == 1


def test_a_cell_that_is_none_is_refused_in_a_sentence() -> None:
    play = cast()
    row = _faulty(play)
    answer = _mend(play, row, **{"cell-99-balance": "1.00", "cell-s-nonsense": "1.00"})
    assert answer.status_code == 422
    assert _again(row).checks == 1


def test_no_draft_is_made_while_an_error_is_left() -> None:
    play = cast()
    row = _faulty(play)
    answer = desk.post(play.clerk, "disclosure_desk:ledger_draft", row.pk)
    assert answer.status_code == 422
    assert not Edition.objects.exists()


def test_a_sound_ledger_becomes_a_draft_with_its_explanations_and_only_once() -> None:
    play = cast()
    row = desk.brought_in(play.clerk, play.village, SOUND)
    answers = {answer_name(one.key): "已核对" for one in queries.findings_of_import(row)}
    made = desk.post(play.clerk, "disclosure_desk:ledger_draft", row.pk, **answers)
    edition = Edition.objects.get()
    assert made["Location"] == f"/desk/editions/{edition.pk}/"
    assert str(edition.statement.closing) == "476532.72"
    assert not queries.outstanding(queries.findings_of(edition), queries.answers_of(edition))
    again = desk.post(play.clerk, "disclosure_desk:ledger_draft", row.pk)
    assert again.status_code == 409
    assert Edition.objects.count() == 1


def test_a_second_upload_keeps_the_explanations() -> None:
    play = cast()
    row = _faulty(play)
    entertainment = next(one for one in queries.findings_of_import(row) if one.rule == "W-ENTERTAINMENT")
    _mend(play, row, **{answer_name(entertainment.key): "接待县里检查组"})
    second = _faulty(play)
    assert second.answers == {entertainment.key: "接待县里检查组"}
    assert "接待县里检查组" in desk.text_of(desk.get(play.clerk, "disclosure_desk:ledger", second.pk))


def test_the_template_can_be_brought_in_again_and_the_remarks_name_each_fault() -> None:
    play = cast()
    row = _faulty(play)
    empty = desk.get(play.clerk, "disclosure_desk:ledger_template", unit=play.village.code, period="2026Q3")
    assert openpyxl.load_workbook(BytesIO(empty.content)).sheetnames
    remarks = desk.get(play.clerk, "disclosure_desk:ledger_annotated", row.pk)
    sheet = openpyxl.load_workbook(BytesIO(remarks.content)).worksheets[0]
    notes = " ".join(str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value)
    assert "84,827.74" in notes
    other = desk.get(play.clerk, "disclosure_desk:ledger_template", unit="QS-99", period="2026Q3")
    assert other.status_code == 404
    wrong = desk.get(play.clerk, "disclosure_desk:ledger_template", unit=play.village.code, period="昨天")
    assert wrong.status_code == 404


def test_the_overview_takes_as_many_queries_for_one_ledger_as_for_three() -> None:
    play = cast()
    _faulty(play)
    client = desk.signed_in(play.clerk)
    client.get("/desk/ledgers/")
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/ledgers/")
    _faulty(play)
    _faulty(play)
    with CaptureQueriesContext(connection) as three:
        client.get("/desk/ledgers/")
    assert len(three) == len(one)
