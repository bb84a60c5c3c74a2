"""A yearly report on paper: PDF, docx and JSON hold the same figures; the poster, and the command that writes them."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdf
import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from disclosure.notices.models import Edition
from disclosure.posters.documents.making import make_poster
from disclosure.posters.enums import PaperSize
from disclosure.reports.documents import as_docx, as_json, as_pdf
from disclosure.reports.presenters import written
from disclosure.reports.rules import TABLES, TEXTS, ZERO
from portal.core import files
from tests.disclosure import desk
from tests.disclosure.allocating import resident
from tests.disclosure.reports.making import SOUND, published_report, report_draft
from tests.factories import NOON, cast, published, text_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False), translation.override("en"):
        yield


@pytest.fixture
def edition() -> Edition:
    play = cast()
    return published_report(play, report_draft(play))


def test_docx_opens_and_holds_the_figures_of_the_form(edition: Edition) -> None:
    paper = docx.Document(io.BytesIO(as_docx(edition)))
    assert len(paper.tables) == len(TABLES)
    for table, printed in zip(TABLES, paper.tables, strict=True):
        rows = printed.rows[len(table.heads) :]
        for line, row in zip(table.lines, rows, strict=True):
            cells = [cell.text for cell in row.cells][-len(line.cells) :]
            assert cells == [written(SOUND.get(name, ZERO)) for name in line.cells]
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert paper.paragraphs[0].text.endswith("2025年政府信息公开工作年度报告")
    assert text.index("一、总体情况") < text.index("全年主动公开信息1200条。") < text.index("五、存在的主要问题")
    assert [cell.text for cell in paper.tables[4].rows[5].cells][:3] == ["三、本年度办理结果", *["（一）予以公开"] * 2]


def test_pdf_holds_texts_and_tables_in_chinese(edition: Edition) -> None:
    read = pypdf.PdfReader(io.BytesIO(as_pdf(edition)))
    text = "".join("".join(page.extract_text() for page in read.pages).split())
    for said in ("政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", "1.2345", "答复还不够及时。"):
        assert said in text
    assert len(read.pages) <= 4


def test_json_says_where_it_stands_and_all_of_it(edition: Edition) -> None:
    told = json.loads(as_json(edition))
    assert (told["kind"], told["year"], told["notice"]) == ("disclosure", 2025, edition.notice.number)
    assert told.keys() >= {*TEXTS, *(table.key for table in TABLES), "explanations"}
    assert told["disputes"]["direct"] == {"upheld": 0, "corrected": 0, "other": 0, "pending": 1, "total": 1}


def test_an_explained_figure_has_its_note_on_paper() -> None:
    play = cast()
    wrong = {**SOUND, "disputes-reviews-total": SOUND["disputes-reviews-total"] + 1}
    key = "disputes-disputes-reviews-total"
    found = published_report(play, report_draft(play, figures=wrong, explanations={key: "一件并入上年。"}))
    paper = docx.Document(io.BytesIO(as_docx(found)))
    assert paper.tables[-1].rows[-1].cells[4].text == "2（注1）"
    assert "一件并入上年。" in paper.paragraphs[-3].text


def test_everybody_gets_the_papers_and_nobody_those_of_a_draft(edition: Edition) -> None:
    address = f"/notices/{edition.notice.number}"
    page = resident().get(f"{address}/").content.decode()
    for form, kind in (("pdf", "application/pdf"), ("docx", "application/vnd.openxmlformats")):
        assert f"{address}/report.{form}" in page
        answer = resident().get(f"{address}/report.{form}")
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith(kind)
        again = resident().get(f"{address}/report.{form}", headers={"if-none-match": answer["ETag"]})
        assert again.status_code == 304
        assert resident().get(f"{address}/editions/1/report.{form}").status_code == 200
        assert resident().get(f"{address}/editions/2/report.{form}").status_code == 404


def test_a_notice_of_another_form_has_no_such_paper() -> None:
    play = cast()
    other = published(play, text_draft(play))
    assert resident().get(f"/notices/{other.notice.number}/report.pdf").status_code == 404


@pytest.mark.parametrize("size", [PaperSize.A3, PaperSize.A4])
def test_the_poster_has_every_part(edition: Edition, size: PaperSize) -> None:
    made = make_poster(edition=edition, size=size, at=NOON)
    read = pypdf.PdfReader(io.BytesIO(files.read("public", made.stored_as)))
    text = "".join("".join(page.extract_text() for page in read.pages).split())
    assert "六、其他需要报告的事项" in text
    assert "四、结转下年度继续办理" in text


@pytest.mark.parametrize("form", ["json", "pdf", "docx"])
def test_the_command_writes_it(edition: Edition, tmp_path: Path, form: str) -> None:
    output = tmp_path / f"report.{form}"
    call_command("annual_report", kind="disclosure", year=2025, format=form, output=output)
    begins = {"json": b"{", "pdf": b"%PDF", "docx": b"PK"}[form]
    assert output.read_bytes().startswith(begins)
    call_command(
        "annual_report", kind="disclosure", year=2025, format=form, output=output, unit=edition.notice.unit.code
    )
    asked = {"kind": "disclosure", "year": 2025, "format": form, "output": output}
    for wrong in ({"year": 2024}, {"unit": "QS-99"}):
        with pytest.raises(CommandError, match="No report is published"):
            call_command("annual_report", **asked | wrong)
