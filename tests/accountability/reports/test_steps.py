"""The life of a report: who takes which step, and what is refused."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accountability.reports.actions import deciding, drawing, editing
from accountability.reports.enums import LOG_KIND, ReportState
from accountability.reports.models import Report
from accountability.reports.policies import READS
from accountability.reports.queries import log, reports
from portal.core import publication_log
from portal.core.log_subjects import check_log
from portal.core.models import LogKind, SearchDocument
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from tests.accountability.reports import making
from tests.accountability.reports.making import LAY, NOON, YEAR, People, counting

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture
def cast() -> Iterator[People]:
    with counting():
        yield making.people()


class TestDrawing:
    def test_the_secretary_has_it_drafted_once_a_year(self, cast: People) -> None:
        report = making.drafted(cast)
        assert (report.state, report.edition, report.number) == ("draft", 1, f"{cast.town.code}-ZB-{YEAR}")
        assert report.paragraphs.count() > 10
        assert report.figures.count() == len(set(report.figures.values_list("number", flat=True)))
        with pytest.raises(Refused, match="已有报告"):
            making.drafted(cast)

    @pytest.mark.parametrize("year", [2027, 2022])
    def test_no_year_to_come_or_long_ago(self, cast: People, year: int) -> None:
        with pytest.raises(Refused):
            drawing.draw(actor=cast.secretary, town=cast.town, year=year, at=NOON)

    @pytest.mark.parametrize("who", ["approver", "leader", "clerk", "publisher", "administrator", "elsewhere"])
    def test_nobody_else_does(self, cast: People, who: str) -> None:
        with pytest.raises(NotAllowed):
            drawing.draw(actor=getattr(cast, who), town=cast.town, year=YEAR, at=NOON)

    def test_drawing_anew_leaves_alone_what_people_wrote(self, cast: People) -> None:
        with counting(people__lay=3) as counts:
            report = making.drafted(cast)
            theirs = making.row_of(report, "agents")
            editing.write(actor=cast.secretary, paragraph=theirs, text="代办员入户办事。", at=NOON)
            counts.values[LAY] = 4
            drawing.draw_anew(actor=cast.secretary, report=report, seen=None, at=LATER)
            assert making.row_of(report, "agents").text == "代办员入户办事。"
            assert "监督员4〔" in making.row_of(report, "leading-group").text
            assert report.figures.get(key=LAY).value == 4

    def test_numbers_of_sources_stay(self, cast: People) -> None:
        report = making.drafted(cast)
        before = dict(report.figures.values_list("key", "number"))
        drawing.draw_anew(actor=cast.secretary, report=report, seen=None, at=LATER)
        assert dict(report.figures.values_list("key", "number")) == before


class TestDeciding:
    def test_it_goes_from_draft_to_publication(self, cast: People) -> None:
        report = making.published(cast)
        assert report.state == ReportState.PUBLISHED
        entry = publication_log.head()
        assert entry is not None
        assert (entry.subject_kind, entry.subject_number, entry.edition) == (LOG_KIND, report.number, 1)
        assert entry.content_sha256 == report.content_sha256
        assert not check_log().faults
        assert SearchDocument.objects.filter(kind=LOG_KIND, key=report.pk).exists()

    def test_what_is_planned_must_be_written(self, cast: People) -> None:
        report = making.drafted(cast)
        with pytest.raises(Refused, match="明年打算"):
            deciding.submit(actor=cast.secretary, yearly_report=report, at=LATER)

    def test_a_chapter_must_say_something(self, cast: People) -> None:
        report = making.drafted(cast)
        making.planned(cast, report)
        for paragraph in report.paragraphs.filter(chapter="services"):
            editing.write(actor=cast.secretary, paragraph=paragraph, text="", at=NOON)
        with pytest.raises(Refused, match="没有内容"):
            deciding.submit(actor=cast.secretary, yearly_report=report, at=LATER)

    @pytest.mark.parametrize("who", ["leader", "clerk", "publisher", "administrator", "elsewhere", "secretary"])
    def test_only_an_approver_approves(self, cast: People, who: str) -> None:
        report = making.submitted(cast)
        with pytest.raises(NotAllowed):
            deciding.approve(actor=getattr(cast, who), yearly_report=report, at=LATER)

    def test_who_wrote_of_it_does_not_approve_it(self, cast: People) -> None:
        report = making.submitted(cast)
        report = deciding.take_back(actor=cast.secretary, yearly_report=report, at=LATER)
        report.paragraphs.filter(chapter="plans").update(written_by=cast.approver)
        report = deciding.submit(actor=cast.secretary, yearly_report=report, at=LATER)
        with pytest.raises(NotAllowed):
            deciding.approve(actor=cast.approver, yearly_report=report, at=LATER)

    def test_it_is_sent_back_with_a_reason_and_submitted_again(self, cast: People) -> None:
        report = making.submitted(cast)
        with pytest.raises(Refused):
            deciding.send_back(actor=cast.approver, yearly_report=report, reason=" ", at=LATER)
        report = deciding.send_back(actor=cast.approver, yearly_report=report, reason="缺口没有说明。", at=LATER)
        assert report.state == ReportState.RETURNED
        report = deciding.submit(actor=cast.secretary, yearly_report=report, at=LATER)
        assert report.state == ReportState.SUBMITTED

    def test_it_is_taken_back_by_who_submitted_it(self, cast: People) -> None:
        report = making.submitted(cast)
        with pytest.raises(NotAllowed):
            deciding.take_back(actor=cast.approver, yearly_report=report, at=LATER)
        assert deciding.take_back(actor=cast.secretary, yearly_report=report, at=LATER).state == ReportState.DRAFT

    def test_steps_out_of_their_order_are_refused(self, cast: People) -> None:
        report = making.drafted(cast)
        for action, who in ((deciding.approve, cast.approver), (deciding.publish, cast.secretary)):
            with pytest.raises(WrongState):
                action(actor=who, yearly_report=report, at=LATER)
        report = making.published(making.people())
        with pytest.raises(WrongState):
            deciding.submit(actor=cast.secretary, yearly_report=report, at=LATER)

    def test_who_saw_another_version_is_told(self, cast: People) -> None:
        report = making.submitted(cast)
        with pytest.raises(Conflict):
            deciding.approve(actor=cast.approver, yearly_report=report, seen=report.version - 1, at=LATER)


class TestCorrecting:
    def test_another_edition_takes_its_place(self, cast: People) -> None:
        first = making.published(cast)
        second = drawing.correct(actor=cast.secretary, report=first, reason="漏了一次接访。", at=LATER)
        assert (second.edition, second.state, second.reason) == (2, "draft", "漏了一次接访。")
        assert second.paragraphs.filter(chapter="plans").count() == 1
        for action, who in (
            (deciding.submit, cast.secretary),
            (deciding.approve, cast.approver),
            (deciding.publish, cast.secretary),
        ):
            second = action(actor=who, yearly_report=second, at=LATER)
        first.refresh_from_db()
        assert (first.state, second.state) == ("superseded", "published")
        entry = publication_log.head()
        assert entry is not None
        assert (entry.kind, entry.edition) == (LogKind.CORRECTION, 2)
        assert not check_log().faults
        assert [one.pk for one in reports.public_reports(cast.town)] == [second.pk]
        assert list(log.hashes()) == [(first.number, 1), (first.number, 2)]

    def test_only_what_is_in_force_and_only_once_at_a_time(self, cast: People) -> None:
        first = making.published(cast)
        with pytest.raises(Refused):
            drawing.correct(actor=cast.secretary, report=first, reason="", at=LATER)
        with pytest.raises(NotAllowed):
            drawing.correct(actor=cast.approver, report=first, reason="错了。", at=LATER)
        drawing.correct(actor=cast.secretary, report=first, reason="错了。", at=LATER)
        with pytest.raises(Refused, match="另一版"):
            drawing.correct(actor=cast.secretary, report=first, reason="错了。", at=LATER)


class TestDatabase:
    def test_what_was_published_stands(self, cast: People) -> None:
        report = making.published(cast)
        changes: list[Callable[[], object]] = [
            lambda: Report.objects.filter(pk=report.pk).update(document="{}"),
            lambda: report.paragraphs.update(text="不是这样。"),
            lambda: report.figures.update(value=1),
            lambda: report.paragraphs.all()._raw_delete("default"),
        ]
        for change in changes:
            with pytest.raises(DatabaseError), transaction.atomic():
                change()

    def test_one_edition_of_a_year_is_on_its_way(self, cast: People) -> None:
        making.drafted(cast)
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.create(
                town=cast.town, year=YEAR, edition=2, reason="-", state="draft", state_since=NOON, counted_at=NOON
            )

    def test_a_gap_cannot_be_reworded(self, cast: People) -> None:
        with counting(visits__open=2):
            report = making.drafted(cast)
        with pytest.raises(IntegrityError), transaction.atomic():
            report.paragraphs.filter(row="gap-promises").update(text="没有缺口。")


@pytest.mark.parametrize(
    ("state", "sees"),
    [
        ("draft", {"secretary"}),
        ("submitted", {"secretary", "approver", "leader"}),
        ("published", {"secretary", "approver", "leader"}),
    ],
)
def test_who_sees_it_in_the_desk(cast: People, state: str, sees: set[str]) -> None:
    report = {"draft": making.drafted, "submitted": making.submitted, "published": making.published}[state](cast)
    names = ("secretary", "approver", "leader", "clerk", "publisher", "administrator", "elsewhere")
    seen = {name for name in names if READS.allows(getattr(cast, name), report, at=LATER)}
    assert seen == sees
    assert {name for name in names if READS.permitted(getattr(cast, name), at=LATER).exists()} == sees
