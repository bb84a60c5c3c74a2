"""A correction as those who sign it read it first, and as everybody reads it above the page."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from disclosure.content.statement import actions as statements
from disclosure.notices.actions import drafts, publishing, steps
from disclosure.notices.desk.editions import trail_of
from disclosure.notices.models import Edition
from disclosure.notices.presenters.changes import changes_from, telling
from disclosure.notices.registry import Difference
from portal.accounts.models import User
from portal.core.texts import as_written
from tests.disclosure import desk
from tests.factories import NOON, Cast, answered, approved, cast, ledger, money_draft, published, text_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
REASON = "凭证是 105.00，录入时写错。"


@pytest.fixture
def _english() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False), translation.override("en"):
        yield


@pytest.fixture
def play() -> Cast:
    return cast()


@pytest.fixture
def correction(play: Cast) -> Edition:
    """A draft that corrects one payment of a statement, by a reason."""
    live = published(play, money_draft(play))
    draft = publishing.start_correction(actor=play.clerk, edition=live, at=NOON)
    movements = (("土地承包费", "200.00", ""), ("保洁员工资", "", "105.00"))
    draft = statements.save_statement(actor=play.clerk, edition=draft, ledger=ledger(movements=movements), at=NOON)
    draft = answered(play, draft)
    return drafts.save_text(actor=play.clerk, edition=draft, title="", body="", reason=REASON, at=NOON)


def shown_to(who: User, edition: Edition) -> Any:
    return desk.get(who, "disclosure_desk:edition", edition.pk).context["page"]


def test_the_reviewer_of_a_statement_reads_the_changed_line_marked_and_the_figures(
    play: Cast, correction: Edition
) -> None:
    edition = desk.countersigned(play, correction)
    changes = shown_to(play.reviewer, edition).changes
    [table] = changes.tables
    assert table.caption == "1 line changed"
    assert [(row.kind, row.edition, row.name) for row in table.rows] == [
        ("was", "Edition 1", "Entry 2"),
        ("is", "Edition 2", "Entry 2"),
    ]
    marked = [[cell.text for cell in row.cells if cell.is_marked] for row in table.rows]
    assert marked == [["150.00"], ["105.00"]]  # the balance follows from it, and is not marked
    figures = [(row.what, row.before, row.after, row.by) for row in changes.figures]
    assert figures[:2] == [
        ("Payments", "150.00", "105.00", "−45.00"),
        ("Closing balance", "1,050.00", "1,095.00", "+45.00"),
    ]
    text = desk.text_of(desk.get(play.reviewer, "disclosure_desk:edition", edition.pk))
    assert text.index(REASON) < text.index("<del>150.00</del>") < text.index("<ins>105.00</ins>")
    assert text.index("<ins>105.00</ins>") < text.index('id="h-lines"')
    assert "If it is published today" in text
    assert text.index("<ins>105.00</ins>") < text.index("/steps/review/"), "it is signed below what changes"


def test_a_text_is_read_paragraph_by_paragraph(play: Cast) -> None:
    live = published(play, text_draft(play))
    draft = publishing.start_correction(actor=play.clerk, edition=live, at=NOON)
    draft = drafts.save_text(actor=play.clerk, edition=draft, title="", body="新增一项。", reason=REASON, at=NOON)
    [table] = changes_from(live, draft).tables
    assert [(row.kind, [cell.text for cell in row.cells]) for row in table.rows] == [
        ("was", ["Text", as_written(live.body)]),
        ("is", ["Text", as_written("新增一项。")]),
    ]


def test_a_draft_is_compared_as_it_is_now(play: Cast, correction: Edition) -> None:
    assert [row.what for row in shown_to(play.clerk, correction).changes.figures][:1] == ["Payments"]
    draft = steps.take_back(actor=play.clerk, edition=desk.submitted(play, correction), at=NOON)
    draft = answered(play, statements.save_statement(actor=play.clerk, edition=draft, ledger=ledger(), at=NOON))
    changes = shown_to(play.clerk, draft).changes
    assert (changes.tables, changes.figures) == ([], [])


def test_who_may_not_read_what_it_corrects_reads_no_difference(play: Cast, correction: Edition) -> None:
    first = Edition.objects.get(notice=correction.notice, number=1)
    publishing.withdraw(actor=play.publisher, edition=first, reason="有误", at=NOON)
    edition = approved(play, correction)
    assert shown_to(play.lay, edition).changes is None
    assert shown_to(play.publisher, edition).changes is not None


def test_a_first_edition_has_no_difference(play: Cast) -> None:
    assert shown_to(play.clerk, money_draft(play)).changes is None


def test_everybody_reads_what_was_corrected_above_the_page(play: Cast, correction: Edition) -> None:
    live = published(play, correction)
    text = Client().get(f"/en/notices/{live.notice.number}/").content.decode()
    head = text[text.index("<h1") : text.index('id="h-sum"')]
    assert REASON in head
    assert "<del>150.00</del>" in head
    assert "<ins>1,095.00</ins>" in head
    assert 'href="#editions">See' in head


def test_the_page_of_a_replaced_edition_leads_to_the_one_in_force(play: Cast, correction: Edition) -> None:
    live = published(play, correction)
    address = f"/en/notices/{live.notice.number}/"
    text = Client().get(f"{address}editions/1/").content.decode()
    panel = text[text.index("<aside") : text.index("</aside>")]
    assert f'<a class="btn main" href="{address}">' in panel
    assert panel.count("btn main") == 1


def test_above_a_page_stand_a_few_lines_and_a_few_figures() -> None:
    lines = [Difference(f"{number}", "", "", of_line=True) for number in range(9)]
    figures = [Difference(f"sum {number}", "", "", text=False) for number in range(9)]
    assert [row.what for row in telling([*lines, *figures])] == ["0", "1", "2", "sum 0", "sum 1", "sum 2"]


def test_a_table_stands_in_what_has_been_done_without_its_signs(play: Cast) -> None:
    body = "| 组 | 元 |\n| --- | --- |\n| 一组 | 5.00 |"
    draft = drafts.save_text(actor=play.clerk, edition=text_draft(play), title="", body=body, at=NOON)
    changed = [change.after for line in trail_of(draft) for change in line.changes]
    assert changed[-1] == "组 · 元\n一组 · 5.00"
