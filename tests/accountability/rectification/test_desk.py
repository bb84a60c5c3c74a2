"""Rectifications on the desk: steps, evidence, papers, who sees what, and how many queries lists need."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO

import pypdfium2
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accountability.rectification import actions, documents, queries
from accountability.rectification.enums import RectificationState
from accountability.rectification.models import EvidenceFile, Rectification
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.messaging.actions.reminders import send_reminders
from portal.messaging.models import Message
from tests.accountability.rectification.making import given
from tests.factories import Cast, cast, person
from tests.petitions.visit_days.browsing import get, text_of
from tests.steps import offered, signed_in, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "now")]
AT = datetime(2026, 9, 18, 2, 0, tzinfo=UTC)
DUE = date(2026, 10, 11)
LATE = datetime(2026, 10, 21, 2, 0, tzinfo=UTC)


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


class Town:
    """A township with a village, and who has to do with its rectifications."""

    def __init__(self) -> None:
        self.play: Cast = cast()
        self.secretary = person(Role.SECRETARY, self.play.town)
        self.leader = person(Role.LEADER, self.play.town)
        self.head = person(Role.HANDLER, self.play.village, is_head=True)

    def row(self, due: date = DUE) -> Rectification:
        return given(self.secretary, self.play.village, AT, due=due)


@pytest.fixture
def town() -> Town:
    return Town()


def at(name: str, *args: object) -> str:
    return reverse(f"accountability_desk:{name}", args=args)


def photo(name: str = "会议记录.jpg") -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (20, 20), "white").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue())


def page(row: Rectification) -> str:
    return at("rectification", row.pk)


def test_the_unit_reports_with_evidence_and_the_secretary_closes_it(town: Town) -> None:
    row = town.row()
    answer = take(town.play.clerk, page(row), "report", text="已补写。", evidence=[photo(), photo("合同.jpg")])
    assert answer.status_code == 303
    assert set(EvidenceFile.objects.values_list("name", flat=True)) == {"会议记录.jpg", "合同.jpg"}
    assert "会议记录.jpg" in text_of(get(town.secretary, page(row)))
    assert take(town.secretary, page(row), "send_back", reason="差一份。").status_code == 303
    assert take(town.play.clerk, page(row), "report", text="补齐了。").status_code == 303
    assert take(town.secretary, page(row), "confirm", result="属实。").status_code == 303
    row.refresh_from_db()
    assert row.state == RectificationState.CLOSED
    assert offered(get(town.secretary, page(row))) == {}


def test_a_report_without_words_keeps_its_files(town: Town) -> None:
    row = town.row()
    answer = take(town.play.clerk, page(row), "report", text=" ", evidence=[photo()])
    assert answer.status_code == 422
    assert "会议记录.jpg" in answer.content.decode()
    assert not EvidenceFile.objects.exists()


def test_what_is_late_is_pressed_for_and_can_be_given_another_day(town: Town) -> None:
    row = town.row()
    with time_machine.travel(LATE, tick=False):
        shown = text_of(get(town.secretary, page(row)))
        assert "Who is responsible and who supervises both answer for this" in shown
        assert take(town.secretary, page(row), "supervise", reason="马上办。").status_code == 303
        assert take(town.secretary, page(row), "postpone", due="2026-10-11", reason="要开会。").status_code == 422
        assert take(town.secretary, page(row), "postpone", due="2026-11-11", reason="要开会。").status_code == 303
    row.refresh_from_db()
    assert (row.times_supervised, row.due) == (1, date(2026, 11, 11))


def test_who_sees_a_rectification_its_files_and_its_papers(town: Town) -> None:
    row = town.row()
    take(town.play.clerk, page(row), "report", text="已补写。", evidence=[photo()])
    file = EvidenceFile.objects.get()
    urls = [page(row), at("rectification_file", file.pk), at("rectification_notice", row.pk)]
    for somebody in (town.secretary, town.leader, town.head, town.play.clerk, town.play.supervisor):
        assert {get(somebody, url).status_code for url in urls} == {200}
    for somebody in (town.play.publisher, town.play.outsider, town.play.administrator, town.play.lay):
        assert {get(somebody, url).status_code for url in urls} == {404}
        assert get(somebody, at("rectifications")).status_code == 404
    assert get(town.secretary, at("rectification_pressing", row.pk)).status_code == 404


def test_steps_are_offered_to_whom_they_belong(town: Town) -> None:
    row = town.row()
    steps = {
        town.secretary: {"supervise", "postpone"},
        town.head: {"report"},
        town.play.clerk: {"report"},
        town.leader: set(),
        town.play.supervisor: set(),
    }
    assert {who: set(offered(get(who, page(row)))) for who in steps} == steps


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))


def test_the_papers_say_what_is_wrong_who_answers_and_by_when(town: Town) -> None:
    row = Rectification.objects.select_related("town", "unit").get(pk=town.row().pk)
    printed = words_of(documents.notice(row).pdf).replace("\r\n", "")
    number = documents.document_number(row)
    assert number.endswith("纪改〔2026〕1号")
    for text in (number, "整改通知书", "没有写明事由", "范开田，村党支部书记", "2026年10月11日前办好", "送达回证"):
        assert text in printed
    pressed = actions.supervise(actor=town.secretary, rectification=row, reason="马上办。", at=LATE)
    said = queries.last_pressed(pressed)
    assert said == ("马上办。", LATE)
    sheet = words_of(documents.pressing(pressed, reason="马上办。", pressed_on=date(2026, 10, 21)).pdf)
    assert "督办单" in sheet
    assert "第1次督办" in sheet


def reminded(at_: datetime) -> dict[str, set[User]]:
    """Return who is reminded at a time, by the kind of the message."""
    before = set(Message.objects.values_list("pk", flat=True))
    send_reminders(at=at_)
    found: dict[str, set[User]] = {}
    for one in Message.objects.exclude(pk__in=before).filter(kind__startswith="re").select_related("person"):
        found.setdefault(one.kind, set()).add(one.person)
    return found


def test_the_unit_is_reminded_then_its_head_the_secretary_and_the_leaders(town: Town) -> None:
    row, play = town.row(), town.play
    unit = {play.clerk, town.head}
    assert reminded(datetime(2026, 10, 3, 1, tzinfo=UTC)) == {}
    assert reminded(datetime(2026, 10, 4, 1, tzinfo=UTC)) == {"rectification_due": unit}
    assert reminded(datetime(2026, 10, 12, 1, tzinfo=UTC)) == {"rectification_overdue": unit}
    assert reminded(datetime(2026, 10, 14, 1, tzinfo=UTC)) == {"rectification_escalation": {town.secretary}}
    later = reminded(datetime(2026, 10, 21, 1, tzinfo=UTC))
    assert later["rectification_escalation"] == {town.secretary, town.leader}
    actions.report(actor=play.clerk, rectification=row, text="改了。", at=LATE)
    assert reminded(datetime(2026, 10, 28, 1, tzinfo=UTC)) == {"recheck_due": {town.secretary}}
    assert reminded(datetime(2026, 11, 1, 1, tzinfo=UTC)) == {"recheck_overdue": {town.secretary}}
    assert queries.settled([f"rectification:{row.pk}:open:{DUE}"]) == {f"rectification:{row.pk}:open:{DUE}": LATE}


def test_a_unit_is_told_at_once_and_nobody_else(town: Town) -> None:
    row, play = town.row(), town.play
    told = dict(Message.objects.filter(kind="rectification_new").values_list("person", "cause"))
    assert set(told) == {play.clerk.pk, town.head.pk}
    actions.report(actor=play.clerk, rectification=row, text="改了。", at=AT)
    assert set(Message.objects.filter(kind="rectification_reported").values_list("person", flat=True)) == {
        town.secretary.pk
    }
    body = Message.objects.filter(kind="rectification_new")[0]
    assert "招待费" not in f"{body.subject}{body.body}"


def test_the_list_needs_the_same_queries_for_one_row_and_for_three(town: Town) -> None:
    def asked() -> int:
        client = signed_in(town.secretary)
        client.get(at("rectifications"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(at("rectifications")).status_code == 200
        return len(captured)

    town.row()
    few = asked()
    town.row()
    town.row()
    assert asked() == few


@pytest.mark.parametrize(("outcome", "count"), [("overdue", 1), ("open", 2), ("to_check", 1), ("in_time", 1)])
def test_the_list_is_narrowed_to_what_came_of_it(town: Town, outcome: str, count: int) -> None:
    rows = [town.row() for _number in range(3)]
    for row in rows[:2]:
        actions.report(actor=town.play.clerk, rectification=row, text="改了。", at=AT)
    done = Rectification.objects.get(pk=rows[0].pk)
    actions.confirm(actor=town.secretary, rectification=done, result="属实。", at=LATE)
    with time_machine.travel(LATE, tick=False):
        answer = get(town.secretary, f"{at('rectifications')}?year=2026&outcome={outcome}")
        assert len(answer.context["rows"]) == count
        figures = {str(one.label): one.value for one in answer.context["figures"]}
    assert figures == {"Overdue": 1, "Not closed": 2, "Closed in time": 1, "Closed late": 0, "Asked for": 3}
