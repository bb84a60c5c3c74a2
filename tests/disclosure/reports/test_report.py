"""The yearly report as a notice: filled in, checked, signed, published, corrected and handed out."""

import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given, settings
from hypothesis.extra.django import TestCase

from disclosure.notices.actions import drafts, publishing, steps
from disclosure.notices.documents import as_csv, as_json
from disclosure.notices.models import Edition
from disclosure.notices.presenters.changes import differences
from disclosure.notices.queries.content import document_of, findings_of
from disclosure.reports import queries
from disclosure.reports.actions import save_report
from disclosure.reports.models import Report
from disclosure.reports.presenters import report_page
from disclosure.reports.rules import check
from disclosure.requests.enums import Applicant, Result
from portal.core.refusals import Conflict, NotAllowed, Refused
from tests.disclosure import desk
from tests.disclosure.allocating import resident
from tests.disclosure.reports.making import SOUND, TEXTS, author, begun_report, published_report, report_draft
from tests.disclosure.requests.making import people, received
from tests.disclosure.requests.test_yearly import MIX, made
from tests.factories import NOON, UnitFactory, cast, text_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]
BROKEN = {**SOUND, "requests-received-total": Decimal(6)}
ACROSS, BALANCE = "across-requests-received-total", "balance-requests-carried_on-total"
WHY = {ACROSS: "系统迁移时漏登一件。", BALANCE: "漏登的一件无法归类。"}


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False), translation.override("en"):
        yield


def _save(draft: Edition, figures: dict[str, Decimal], **more: Any) -> Edition:
    return save_report(actor=author(draft), edition=draft, figures=figures, texts=TEXTS, at=NOON, **more)


def test_figures_texts_and_history_are_kept() -> None:
    draft = report_draft(cast())
    report = Report.objects.get(edition=draft)
    assert queries.read(report.figures) == {name: value for name, value in SOUND.items() if value}
    assert report.figures["fees-fees-amount"] == "1.2345"
    _save(draft, {**SOUND, "permits-permits-decisions": Decimal(32)})
    assert [row.figures["permits-permits-decisions"] for row in Report.history.order_by("history_id")] == ["31", "32"]


@pytest.mark.parametrize(
    "figures",
    [
        {"requests-received-person": Decimal("1.5")},
        {"requests-received-person": Decimal(-1)},
        {"fees-fees-amount": Decimal("0.12345")},
        {"permits-permits-decisions": Decimal(10) ** 9},
        {"nowhere": Decimal(1)},
    ],
)
def test_what_is_no_figure_of_the_form_is_refused(figures: dict[str, Decimal]) -> None:
    draft = begun_report(cast())
    with pytest.raises(Refused):
        _save(draft, figures)
    assert not Report.objects.exists()


def test_only_clerks_of_the_town_in_drafts_of_this_form() -> None:
    play = cast()
    draft = report_draft(play)
    for actor in (play.clerk, play.reviewer, play.publisher, play.administrator):
        with pytest.raises(NotAllowed):
            save_report(actor=actor, edition=draft, figures={}, texts={}, at=NOON)
    with pytest.raises(Refused, match="not disclosed as a yearly report"):
        save_report(actor=play.clerk, edition=text_draft(play), figures={}, texts={}, at=NOON)
    steps.submit(actor=author(draft), edition=draft, at=NOON)
    with pytest.raises(Conflict):
        _save(draft, {})
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(edition=draft).update(overview="改")


def test_a_report_that_was_never_filled_in_is_not_submitted() -> None:
    draft = begun_report(cast())
    with pytest.raises(Refused, match="has not been filled in"):
        steps.submit(actor=author(draft), edition=draft, at=NOON)


def test_a_broken_sum_keeps_a_report_from_going_on_until_it_is_explained() -> None:
    play = cast()
    draft = report_draft(play, figures=BROKEN)
    found = findings_of(draft)
    assert [one.level for one in found] == ["warning", "warning"]
    assert "“I. Requests received this year”, Total: 6 stands there; the applicants make 5." in found[0].sentence
    assert "Column Total: received and carried over make 6" in found[1].sentence
    with pytest.raises(Refused):
        steps.submit(actor=author(draft), edition=draft, at=NOON)
    _save(draft, BROKEN, explanations={ACROSS: WHY[ACROSS]})
    with pytest.raises(Refused):
        steps.submit(actor=author(draft), edition=draft, at=NOON)
    _save(draft, BROKEN, explanations=WHY)
    edition = published_report(play, draft)
    assert document_of(edition)["report"]["explanations"] == WHY
    shown = resident().get(f"/notices/{edition.notice.number}/").content.decode()
    assert "6<sup>1</sup>" in shown
    assert "系统迁移时漏登一件。" in shown


def test_an_explanation_goes_with_its_fault() -> None:
    draft = report_draft(cast(), figures=BROKEN, explanations={**WHY, "down-requests-results-person": "没有这回事。"})
    assert Report.objects.get(edition=draft).explanations == WHY
    _save(draft, SOUND)
    assert Report.objects.get(edition=draft).explanations == {}


def test_totals_are_added_up_on_demand() -> None:
    draft = report_draft(cast(), figures=BROKEN)
    _save(draft, BROKEN, adds_up=True)
    assert findings_of(draft) == []
    assert Report.objects.get(edition=draft).figures["requests-received-total"] == "5"


def test_a_personal_number_in_a_text_is_no_matter_of_explaining() -> None:
    draft = report_draft(cast())
    texts = {"problems": "请拨打 13812345678。"}
    save_report(actor=author(draft), edition=draft, figures=SOUND, texts=texts, at=NOON)
    assert [one.level for one in findings_of(draft)] == ["error"]
    with pytest.raises(Refused):
        steps.submit(actor=author(draft), edition=draft, at=NOON)


def test_figures_are_drawn_and_drawn_anew_without_losing_what_was_typed() -> None:
    them = people()
    draft = begun_report(them.play, 2026)
    received(them, "一份合同的复印件，村里的鱼塘。")
    figures = queries.counted(them.play.town, 2026)
    assert figures["requests-received-person"] == figures["requests-carried_on-total"] == 1
    _save(draft, {**figures, "requests-granted-legal": Decimal(3)})
    received(them, "另外一份合同的复印件，村里的。")
    kept = queries.read(Report.objects.get(edition=draft).figures)
    _save(draft, kept, draws=True)
    now = queries.read(Report.objects.get(edition=draft).figures)
    assert now["requests-received-person"] == now["requests-received-total"] == 2
    assert now["requests-granted-legal"] == 3
    _save(draft, {**now, "requests-received-person": Decimal(7)})
    received(them, "第三份合同的复印件，村里的路。")
    _save(draft, {**now, "requests-received-person": Decimal(7)}, draws=True)
    last = queries.read(Report.objects.get(edition=draft).figures)
    assert last["requests-received-person"] == 7
    assert last["requests-received-total"] == 3


def test_carried_over_is_compared_with_the_report_published_for_last_year() -> None:
    play = cast()
    clerk = author(published_report(play, report_draft(play, 2024)))
    draft = report_draft(play, 2025, clerk=clerk)
    assert [one.where for one in findings_of(draft)] == [
        "“II. Requests carried over from last year”, Natural persons",
        "“II. Requests carried over from last year”, Total",
    ]
    later = report_draft(play, 2027, clerk=clerk)
    assert findings_of(later) == []


def test_a_correction_begins_with_what_is_corrected_and_says_what_changed() -> None:
    play = cast()
    edition = published_report(play, report_draft(play))
    clerk = author(edition)
    later = NOON + timedelta(days=2)
    draft = publishing.start_correction(actor=clerk, edition=edition, at=later)
    drafts.save_text(actor=clerk, edition=draft, title="", body="", reason="许可件数漏计。", at=later)
    assert Report.objects.get(edition=draft).overview == TEXTS["overview"]
    figures = {**SOUND, "permits-permits-decisions": Decimal(33)}
    texts = {"problems": "答复已经及时。"}
    save_report(actor=clerk, edition=draft, figures=figures, texts=texts, at=later)
    second = published_report(play, draft, at=later)
    rows = [(row.what, row.before, row.after) for row in differences(document_of(edition), document_of(second))]
    assert ("“Administrative permits”, Decisions this year", "31", "33") in rows
    assert any(before == "答复还不够及时。" and after == "答复已经及时。" for _what, before, after in rows)
    shown = resident().get(f"/notices/{edition.notice.number}/editions/1/").content.decode()
    assert ">31<" in shown


def test_years_stand_beside_each_other_and_cost_the_same_number_of_queries() -> None:
    play = cast()
    first = published_report(play, report_draft(play, 2023))
    clerk = author(first)

    def queries_for(year: int) -> int:
        figures = {**SOUND, "requests-carried_over-person": Decimal(1), "requests-granted-person": Decimal(3)}
        explained = dict.fromkeys([one.key for one in check(figures, SOUND)], "已核对。")
        edition = published_report(play, report_draft(play, year, figures, explanations=explained, clerk=clerk))
        with CaptureQueriesContext(connection) as asked:
            page = report_page(edition)
        assert page is not None
        assert page.comparison is not None
        assert [one.year for one in page.comparison.years] == list(range(year, 2022, -1))
        return len(asked)

    assert queries_for(2024) == queries_for(2025)
    assert report_page(first).comparison is None  # type: ignore[union-attr]


def test_it_is_handed_out_as_data() -> None:
    play = cast()
    edition = published_report(play, report_draft(play))
    told = json.loads(as_json(edition))
    assert told["report"]["fees"]["fees"]["amount"] == "1.2345"
    assert told["report"]["requests"]["granted"] == {
        **dict.fromkeys(Applicant.values, 0),
        "person": 2,
        "total": 2,
    }
    assert queries.figures_in(document_of(edition))["requests-results-total"] == 4
    assert "（七）总计" in as_csv(edition).decode("utf-8-sig")


class ReportOfAYearOfRequests(TestCase):
    """A report made from a year of requests satisfies every identity, whatever the mix."""

    @settings(max_examples=15)
    @given(MIX)
    def test_it_fits(self, mix: list[tuple[Applicant, int, int | None, Result]]) -> None:
        town = UnitFactory()
        made(town, mix)
        before = None
        for year in (2024, 2025, 2026, 2027):
            figures = queries.counted(town, year)
            assert check(figures, before) == []
            before = figures
