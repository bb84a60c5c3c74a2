"""The report on paper and as data, and the command that writes it."""

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import docx
import pypdfium2
import pytest
import time_machine
from django.core.management import CommandError, call_command

from accountability.reports.actions import editing
from accountability.reports.documents import as_paper, yearly_report
from accountability.reports.models import Report
from tests.accountability.reports import making
from tests.accountability.reports.making import NOON, YEAR, People, counting

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture
def cast() -> Iterator[People]:
    with time_machine.travel(LATER, tick=False), counting(people__agents=12, visits__open=2):
        yield making.people()


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return "".join(one.get_textpage().get_text_bounded() for one in pages).replace("\r\n", "").replace("\n", "")


def test_pdf_docx_and_json_say_the_same(cast: People) -> None:
    report = making.drafted(cast)
    gap = making.row_of(report, "gap-promises")
    editing.explain(actor=cast.secretary, paragraph=gap, explanation="春节前办完。", at=NOON)
    number = report.figures.get(key="people.agents").number
    printed = text_of(as_paper(report, "pdf"))
    for words in ("村代办员12", f"[{number}]", "说明：春节前办完。", "表1", "未经审定", "村代办员"):
        assert words in printed, words
    written = docx.Document(io.BytesIO(as_paper(report, "docx")))
    said = "\n".join(one.text for one in written.paragraphs)
    assert f"村代办员12[{number}]人。" in said
    assert [cell.text for cell in written.tables[0].rows[number].cells][2] == "12"
    told = json.loads(as_paper(report, "json"))
    assert told["state"] == "draft"
    (figure,) = [one for one in told["figures"] if one["key"] == "people.agents"]
    assert (figure["number"], figure["value"]) == (number, "12")


def test_a_published_report_is_handed_out_as_it_was_hashed(cast: People) -> None:
    report = making.published(cast)
    assert as_paper(report, "json") == report.document.encode()
    assert "state" not in json.loads(report.document)


def test_the_command_writes_what_is_published_or_would_be_drafted(cast: People, tmp_path: Path) -> None:
    where = tmp_path / "report.json"
    words = ["annual_report", "--kind", "integrity", "--year", str(YEAR), "--unit", cast.town.code]
    call_command(*words, "--format", "json", "--output", str(where), stdout=(out := io.StringIO()))
    assert json.loads(where.read_text())["state"] == "draft"
    assert "未经审定" in out.getvalue()
    report = making.published(cast)
    call_command(*words, "--format", "json", "--output", str(where), stdout=(out := io.StringIO()))
    assert where.read_text() == report.document
    assert "未经审定" not in out.getvalue()


@pytest.mark.parametrize("words", [["--year", "2099"], ["--year", str(YEAR), "--unit", "NOWHERE"]])
def test_the_command_refuses_a_year_to_come_and_no_town(words: list[str], tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command(
            "annual_report", "--kind", "integrity", *words, "--format", "json", "--output", str(tmp_path / "none")
        )


def test_a_drafted_report_is_not_saved(cast: People) -> None:
    title, content = yearly_report(YEAR, cast.town.code, "json")
    assert "未经审定" in title
    assert json.loads(content)["chapters"]
    assert not Report.objects.exists()
