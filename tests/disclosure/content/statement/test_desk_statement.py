"""A statement typed in the grid: read as the ledger reader reads, checked on the server, kept while unfinished."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from unittest.mock import Mock

import pytest
import time_machine

from disclosure.content.statement import queries
from disclosure.content.statement.forms import answer_name
from disclosure.content.statement.models import Statement, StatementLine
from disclosure.notices.actions import drafts as notices, steps
from disclosure.notices.models import Edition
from tests.disclosure import desk
from tests.factories import NOON, Cast, cast, ledger, money_draft, money_entry, published, text_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]

ROW = {
    "date": "7-3",
    "voucher": "记-001",
    "summary": "土地承包费",
    "account": "501",
    "receipt": "２，０００.5",
    "payment": "",
    "handler": "李经手",
    "witness": "周证明",
    "approver": "刘审批",
    "note": "",
}


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False):
        yield


def _empty_draft(play: Cast) -> Edition:
    desk.chart()
    return notices.start_notice(actor=play.clerk, unit=play.village, entry=money_entry(), period="2026Q3", at=NOON)


def _typed(*rows: dict[str, str], **totals: str) -> dict[str, str]:
    posted = {"opening": "1000.00", "stated_closing": "", "cash": "", "bank": "", **totals}
    for index, row in enumerate(rows):
        posted |= {f"row-{index}-{name}": value for name, value in row.items()}
    return posted


def _save(play: Cast, draft: Edition, data: dict[str, str]) -> Any:
    return desk.post(play.clerk, "disclosure_desk:statement", draft.pk, **data)


def _shown(play: Cast, draft: Edition) -> dict[str, str]:
    """Return what the grid would send as it is."""
    context = desk.get(play.clerk, "disclosure_desk:statement", draft.pk).context
    posted = {"seen": str(context["seen"]), **context["grid"].totals}
    for row in context["grid"].rows:
        posted[f"row-{row.index}-was"] = "" if row.was is None else str(row.was)
        posted |= {f"row-{row.index}-{name}": text for name, text in row.texts.items()}
    return posted


def test_what_is_typed_is_read_as_ledgers_are_written() -> None:
    play = cast()
    draft = _empty_draft(play)
    answer = _save(play, draft, _typed(ROW, {**ROW, "voucher": "记-002", "receipt": "", "payment": "伍佰元整"}))
    assert answer.status_code == 303
    row = Statement.objects.get(edition=draft)
    assert (row.opening, row.receipts, row.payments, row.closing) == (
        Decimal("1000.00"),
        Decimal("2000.50"),
        Decimal("500.00"),
        Decimal("2500.50"),
    )
    first = row.lines.get(number=1)
    assert first.date is not None
    assert first.date.isoformat() == "2026-07-03"
    assert first.account_id == "501"


def test_an_unfinished_statement_is_saved_and_its_errors_are_listed() -> None:
    play = cast()
    draft = _empty_draft(play)
    _save(play, draft, _typed({**ROW, "handler": ""}, stated_closing="9999.00", cash="1", bank="2"))
    page = desk.get(play.clerk, "disclosure_desk:statement", draft.pk)
    assert page.context["left"].errors == 2
    assert {one.rule for one in queries.findings_of(draft)} >= {"I1", "I3"}
    assert desk.take(play.clerk, draft, "submit").status_code == 422


def test_a_cell_that_cannot_be_read_saves_nothing_and_keeps_what_was_typed() -> None:
    play = cast()
    draft = _empty_draft(play)
    answer = _save(play, draft, _typed(ROW, {**ROW, "receipt": "很多", "date": "七月卅二"}, cash="零钱"))
    assert answer.status_code == 422
    page = desk.text_of(answer)
    for typed in ("很多", "七月卅二", "零钱", "土地承包费"):
        assert f'value="{typed}"' in page
    assert 'href="#row-1-receipt"' in page
    assert not Statement.objects.filter(edition=draft).exists()


def test_what_the_check_asks_stands_below_its_cell_and_names_row_and_column() -> None:
    play = cast()
    draft = _empty_draft(play)
    _save(play, draft, _typed(ROW, {**ROW, "voucher": "记-002", "date": "5-3", "witness": ""}))
    page = desk.get(play.clerk, "disclosure_desk:statement", draft.pk)
    rows = page.context["grid"].rows
    assert [row.texts["date"] for row in rows[:2]] == ["07-03", "2026-05-03"]
    assert set(rows[1].remarks) == {"date", "witness"}
    asked = {one.place: one.sentence for one in page.context["findings"]}
    assert asked["row-1-witness"].startswith("第 2 行「证明人」：")
    assert 'aria-describedby="row-1-witness-remark"' in desk.text_of(page)
    assert 'id="row-1-witness-remark"' in desk.text_of(page)


def test_the_page_checks_the_statement_once(monkeypatch: pytest.MonkeyPatch) -> None:
    play, checks = cast(), Mock(side_effect=queries.findings_of)
    draft = _empty_draft(play)
    _save(play, draft, _typed({**ROW, "witness": ""}))
    monkeypatch.setattr(queries, "findings_of", checks)
    assert desk.get(play.clerk, "disclosure_desk:statement", draft.pk).context["findings"]
    assert checks.call_count == 1


def test_rows_are_added_without_a_script_and_without_saving() -> None:
    play = cast()
    draft = _empty_draft(play)
    answer = _save(play, draft, _typed(ROW, rows="more"))
    assert len(answer.context["grid"].rows) == 11
    assert 'value="土地承包费"' in desk.text_of(answer)
    assert not Statement.objects.filter(edition=draft).exists()


def test_the_opening_is_proposed_from_the_period_before() -> None:
    play = cast()
    published(play, money_draft(play, period="2026Q2", statement=ledger(period="2026Q2")))
    draft = notices.start_notice(actor=play.clerk, unit=play.village, entry=money_entry(), period="2026Q3", at=NOON)
    page = desk.get(play.clerk, "disclosure_desk:statement", draft.pk)
    assert page.context["grid"].totals["opening"] == "1,050.00"


def test_saving_what_is_there_changes_nothing_of_it() -> None:
    play = cast()
    desk.chart()
    draft = money_draft(play)
    before = Statement.objects.get(edition=draft).document
    history = StatementLine.history.filter(statement__edition=draft).count()
    assert _save(play, draft, _shown(play, draft)).status_code == 303
    assert Statement.objects.get(edition=draft).document == before
    assert StatementLine.history.filter(statement__edition=draft).count() == history


def test_a_row_that_is_emptied_is_taken_out_and_the_others_stay() -> None:
    play = cast()
    desk.chart()
    draft = money_draft(play)
    typed = _shown(play, draft)
    typed |= {name: "" for name in typed if name.startswith("row-0-") and not name.endswith("-was")}
    assert _save(play, draft, typed).status_code == 303
    assert list(Statement.objects.get(edition=draft).lines.values_list("number", "summary")) == [(1, "保洁员工资")]


def test_an_explanation_is_written_beside_the_grid() -> None:
    play = cast()
    draft = _empty_draft(play)
    _save(play, draft, _typed({**ROW, "summary": "接待费", "receipt": "", "payment": "80.00"}))
    finding = next(one for one in queries.findings_of(draft) if one.rule == "W-ENTERTAINMENT")
    typed = _shown(play, draft) | {answer_name(finding.key): "县检查组用餐"}
    _save(play, draft, typed)
    assert queries.answers_of(draft)[finding.key] == "县检查组用餐"


def test_what_a_colleague_saved_meanwhile_is_not_written_over_unseen() -> None:
    play = cast()
    draft = _empty_draft(play)
    opened = _shown(play, draft) | _typed(ROW)
    _save(play, draft, _typed({**ROW, "summary": "鱼塘承包费"}))
    late = _save(play, draft, opened)
    assert late.status_code == 409
    assert 'value="土地承包费"' in desk.text_of(late)
    assert Statement.objects.get(edition=draft).lines.get().summary == "鱼塘承包费"
    again = _save(play, draft, opened | {"seen": str(late.context["seen"])})
    assert again.status_code == 303


def test_what_has_been_submitted_is_shown_and_not_changed() -> None:
    play = cast()
    desk.chart()
    draft = money_draft(play)
    typed = _shown(play, draft) | {"row-0-receipt": "1.00"}
    steps.submit(actor=play.clerk, edition=draft, at=NOON)
    assert desk.get(play.clerk, "disclosure_desk:statement", draft.pk).status_code == 302
    assert _save(play, draft, typed).status_code == 409
    assert Statement.objects.get(edition=draft).receipts == Decimal("200.00")


def test_a_text_has_no_grid() -> None:
    play = cast()
    assert desk.get(play.clerk, "disclosure_desk:statement", text_draft(play).pk).status_code == 404
