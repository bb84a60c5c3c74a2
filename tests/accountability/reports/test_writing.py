"""People write the report: paragraphs, gaps, and figures that no longer agree with their sources."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from accountability.reports.actions import deciding, drawing, editing
from accountability.reports.models import Report
from accountability.reports.queries.contents import content_of
from accountability.reports.queries.figures import counted, faults
from portal.core.refusals import Conflict, NotAllowed, Refused
from tests.accountability.reports import making
from tests.accountability.reports.making import LAY, NOON, YEAR, People, counting

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture
def cast() -> Iterator[People]:
    with counting():
        yield making.people()


def open_faults(report: Report) -> list[tuple[str, str]]:
    content = content_of(report)
    found = faults(content.paragraphs, content.figures, counted(report.town, YEAR, at=LATER))
    return [(one.said, one.now) for one in found if one.is_open]


class TestParagraphs:
    def test_a_paragraph_is_written_and_the_draft_put_back(self, cast: People) -> None:
        report = making.drafted(cast)
        drawn = making.row_of(report, "agents").text
        one = editing.write(
            actor=cast.secretary, paragraph=making.row_of(report, "agents"), text="入户代办。", at=LATER
        )
        assert (one.text, one.drawn, one.written_by) == ("入户代办。", drawn, cast.secretary)
        one = editing.restore(actor=cast.secretary, paragraph=one, at=LATER)
        assert (one.text, one.written_by) == (drawn, None)

    def test_one_is_added_and_removed(self, cast: People) -> None:
        report = making.drafted(cast)
        one = editing.add(actor=cast.secretary, report=report, chapter="petitions", text="来访少了。", at=LATER)
        last = report.paragraphs.filter(chapter="petitions").last()
        assert last is not None
        assert last.pk == one.pk
        editing.remove(actor=cast.secretary, paragraph=one, at=LATER)
        assert not report.paragraphs.filter(pk=one.pk).exists()
        with pytest.raises(NotAllowed):
            editing.remove(actor=cast.secretary, paragraph=making.row_of(report, "agents"), at=LATER)

    @pytest.mark.parametrize("chapter", ["gaps", "nothing"])
    def test_nothing_is_added_to_gaps_or_to_no_chapter(self, cast: People, chapter: str) -> None:
        report = making.drafted(cast)
        with pytest.raises(Refused):
            editing.add(actor=cast.secretary, report=report, chapter=chapter, text="没有。", at=LATER)

    @pytest.mark.parametrize("text", ["有53〔999〕人次。", "电话13800001234。", "长" * 2001])
    def test_what_cannot_stand_in_it_is_refused(self, cast: People, text: str) -> None:
        paragraph = making.row_of(making.drafted(cast), "agents")
        with pytest.raises(Refused) as refused:
            editing.write(actor=cast.secretary, paragraph=paragraph, text=text, at=LATER)
        assert refused.value.field == "text"

    @pytest.mark.parametrize("who", ["approver", "leader", "clerk", "elsewhere"])
    def test_nobody_else_writes(self, cast: People, who: str) -> None:
        paragraph = making.row_of(making.drafted(cast), "agents")
        with pytest.raises(NotAllowed):
            editing.write(actor=getattr(cast, who), paragraph=paragraph, text="不是。", at=LATER)

    def test_nothing_is_written_once_it_is_submitted(self, cast: People) -> None:
        report = making.submitted(cast)
        with pytest.raises(NotAllowed):
            editing.add(actor=cast.secretary, report=report, chapter="lead", text="补一句。", at=LATER)

    def test_who_saw_another_version_is_told(self, cast: People) -> None:
        report = making.drafted(cast)
        paragraph = making.row_of(report, "agents")
        editing.write(actor=cast.secretary, paragraph=paragraph, text="一。", at=LATER, seen=report.version)
        with pytest.raises(Conflict):
            editing.write(actor=cast.secretary, paragraph=paragraph, text="二。", at=LATER, seen=report.version)


class TestFigures:
    def test_a_source_that_changed_must_be_settled_before_submission(self, cast: People) -> None:
        with counting(people__lay=3) as counts:
            report = making.drafted(cast)
            making.planned(cast, report)
            assert open_faults(report) == []
            counts.values[LAY] = 4
            assert open_faults(report) == [("3", "4")]
            with pytest.raises(Refused, match="同来源不符"):
                deciding.submit(actor=cast.secretary, yearly_report=report, at=LATER)
            figure = report.figures.select_related("report__town").get(key=LAY)
            editing.take_figure(actor=cast.secretary, figure=figure, at=LATER)
            assert "监督员4〔" in making.row_of(report, "leading-group").text
            assert open_faults(report) == []
            assert deciding.submit(actor=cast.secretary, yearly_report=report, at=LATER).state == "submitted"

    def test_an_old_figure_stays_with_a_reason_until_the_source_changes_again(self, cast: People) -> None:
        with counting(people__lay=3) as counts:
            report = making.drafted(cast)
            making.planned(cast, report)
            counts.values[LAY] = 4
            figure = report.figures.select_related("report__town").get(key=LAY)
            with pytest.raises(Refused):
                editing.keep_figure(actor=cast.secretary, figure=figure, reason="", at=LATER)
            editing.keep_figure(actor=cast.secretary, figure=figure, reason="第四人一月才聘。", at=LATER)
            assert open_faults(report) == []
            counts.values[LAY] = 5
            assert open_faults(report) == [("3", "5")]
            counts.values[LAY] = 4
            submitted = deciding.submit(actor=cast.secretary, yearly_report=report, at=LATER)
            kept = submitted.figures.get(key=LAY)
            assert (kept.value, kept.kept, kept.reason) == (Decimal(4), "3", "第四人一月才聘。")

    def test_what_people_type_instead_of_a_figure_is_noticed(self, cast: People) -> None:
        with counting(people__agents=12):
            report = making.drafted(cast)
            paragraph = making.row_of(report, "agents")
            typed = paragraph.text.replace("12〔", "13〔")
            editing.write(actor=cast.secretary, paragraph=paragraph, text=typed, at=LATER)
            assert open_faults(report) == [("13", "12")]

    def test_a_figure_written_in_two_ways_is_not_kept(self, cast: People) -> None:
        with counting(people__agents=12):
            report = making.drafted(cast)
            paragraph = making.row_of(report, "agents")
            number = report.figures.get(key="people.agents").number
            text = f"{13}〔{number}〕人，又{14}〔{number}〕人。"
            editing.write(actor=cast.secretary, paragraph=paragraph, text=text, at=LATER)
            figure = report.figures.select_related("report__town").get(key="people.agents")
            with pytest.raises(Refused, match="前后写得不一样"):
                editing.keep_figure(actor=cast.secretary, figure=figure, reason="不一样。", at=LATER)


class TestGaps:
    def test_a_gap_is_named_by_the_system_explained_and_not_taken_out(self, cast: People) -> None:
        with counting(visits__open=2):
            report = making.drafted(cast)
            gap = making.row_of(report, "gap-promises")
            assert gap.kind == "gap"
            for refused in (
                lambda: editing.write(actor=cast.secretary, paragraph=gap, text="", at=LATER),
                lambda: editing.remove(actor=cast.secretary, paragraph=gap, at=LATER),
                lambda: editing.restore(actor=cast.secretary, paragraph=gap, at=LATER),
            ):
                with pytest.raises(NotAllowed):
                    refused()
            told = editing.explain(actor=cast.secretary, paragraph=gap, explanation="春节前办完。", at=LATER)
            assert (told.explanation, told.text) == ("春节前办完。", gap.drawn)
            with pytest.raises(NotAllowed):
                editing.explain(
                    actor=cast.secretary, paragraph=making.row_of(report, "agents"), explanation="-", at=LATER
                )

    def test_other_gaps_than_it_names_must_be_drawn_first(self, cast: People) -> None:
        with counting(visits__open=0) as counts:
            report = making.drafted(cast)
            making.planned(cast, report)
            assert not report.paragraphs.filter(kind="gap", row="gap-promises").exists()
            counts.values["visits.open"] = 1
            with pytest.raises(Refused, match="缺口"):
                deciding.submit(actor=cast.secretary, yearly_report=report, at=LATER)
            drawing.draw_anew(actor=cast.secretary, report=report, seen=None, at=LATER)
            assert deciding.submit(actor=cast.secretary, yearly_report=report, at=LATER).state == "submitted"

    def test_a_gap_that_was_closed_goes(self, cast: People) -> None:
        with counting(visits__open=1) as counts:
            report = making.drafted(cast)
            editing.explain(
                actor=cast.secretary, paragraph=making.row_of(report, "gap-promises"), explanation="在办。", at=LATER
            )
            counts.values["visits.open"] = 0
            drawing.draw_anew(actor=cast.secretary, report=report, seen=None, at=LATER)
            assert not report.paragraphs.filter(row="gap-promises").exists()
