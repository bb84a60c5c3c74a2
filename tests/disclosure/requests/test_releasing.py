"""Publishing what was disclosed: masked, once, with its entry in a log that stays sound."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from disclosure.requests.actions import releasing
from disclosure.requests.api import RELEASES, ReleaseRecord
from disclosure.requests.models import Request
from portal.core import search
from portal.core.log_subjects import check_log
from portal.core.models import LogEntry, SearchDocument
from portal.core.refusals import NotAllowed, Refused
from tests.disclosure import desk
from tests.disclosure.requests.making import CAME, NAME, PHONE, People, accepted, answered, drafted, people, release
from tests.steps import take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

LATER = CAME + timedelta(days=30)


@pytest.fixture
def them() -> People:
    return people()


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("title", {"title": " "}),
        ("title", {"title": f"{NAME}要的发票"}),
        ("text", {"text": f"电话{PHONE}。"}),
        ("text", {"text": f"{NAME}申请的发票。"}),
        ("text", {"text": "字" * 8001}),
    ],
)
def test_what_gives_somebody_away_is_refused(them: People, field: str, fields: dict[str, str]) -> None:
    request = answered(them)
    with pytest.raises(Refused) as refusal:
        release(them, request, at=LATER, **fields)
    assert refusal.value.field == field
    assert not LogEntry.objects.exists()


def test_only_what_was_disclosed_is_published_and_once(them: People) -> None:
    with pytest.raises(Refused, match="Nothing was disclosed"):
        release(them, answered(them, result="internal"))
    request = answered(them)
    with pytest.raises(NotAllowed):
        releasing.release(actor=them.clerk, request=request, title="发票", text="发票。", chosen=[], at=LATER)
    release(them, request)
    with pytest.raises(Refused, match="on line already"):
        release(them, Request.objects.get(pk=request.pk))


def test_the_log_stays_sound_when_it_is_taken_off_line(them: People) -> None:
    request = release(them, answered(them))
    assert not check_log().faults
    releasing.retract(actor=them.publisher, request=request, reason="账号没有遮掩。", at=LATER)
    assert [one.kind for one in LogEntry.objects.order_by("sequence")] == ["publication", "withdrawal"]
    assert not check_log().faults
    assert not SearchDocument.objects.filter(kind="request").exists()
    with pytest.raises(Refused, match="not on line"):
        releasing.retract(actor=them.publisher, request=request, reason="再撤。", at=LATER)


def test_what_was_taken_off_line_may_be_published_anew(them: People) -> None:
    request = accepted(them)
    files = [
        releasing.attach(actor=them.clerk, request=request, name=name, content="月,金额\n1,2\n".encode(), at=CAME)
        for name in ("账.csv", "金额.csv")
    ]
    done = release(them, answered(them, drafted(them, Request.objects.get(pk=request.pk))), chosen=files[:1])
    releasing.retract(actor=them.publisher, request=done, reason="账号没有遮掩。", at=LATER)
    page = desk.get(them.publisher, "disclosure_desk:request", done.pk)
    assert done.release.text in page.content.decode(), "the form proposes what was published before"
    take(them.publisher, page.wsgi_request.path, "release", title="重新公开的账", text="账。", chosen=[files[1].pk])

    assert [(one.kind, one.edition) for one in LogEntry.objects.order_by("sequence")] == [
        ("publication", 1),
        ("withdrawal", 1),
        ("publication", 2),
    ]
    assert not check_log().faults
    assert list(done.files.filter(is_released=True)) == files[1:]
    assert SearchDocument.objects.get(kind="request").title_zh == "重新公开的账"
    releasing.retract(actor=them.publisher, request=Request.objects.get(pk=done.pk), reason="又有错。", at=LATER)
    assert not check_log().faults


def test_the_index_can_be_made_anew(them: People) -> None:
    request = release(them, answered(them))
    SearchDocument.objects.all().delete()
    assert {one.kind: one.count for one in search.rebuild()}["request"] == 1
    assert SearchDocument.objects.get().number == request.number


def test_the_command_finds_the_log_sound(them: People) -> None:
    release(them, answered(them))
    told = io.StringIO()
    call_command("verify_log", stdout=told)
    assert told.getvalue()


def test_it_is_open_data_until_it_is_taken_off_line(them: People) -> None:
    request = release(them, answered(them))
    [record] = [ReleaseRecord.from_orm(row) for row in RELEASES.all()]
    assert (record.number, record.text) == (request.number, request.release.text)
    assert NAME not in record.model_dump_json()
    releasing.retract(actor=them.publisher, request=request, reason="账号没有遮掩。", at=LATER)
    assert not list(RELEASES.all())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("发票.csv", f"事项,经手\n垃圾清运,{NAME}\n"),
        ("发票.csv", "事项,证件\n垃圾清运,110101199003077758\n"),
        (f"{NAME}的发票.csv", "事项,金额\n垃圾清运,100.00\n"),
    ],
)
def test_a_file_that_gives_somebody_away_is_not_published(them: People, name: str, content: str) -> None:
    request = accepted(them)
    file = releasing.attach(actor=them.clerk, request=request, name=name, content=content.encode(), at=CAME)
    done = answered(them, drafted(them, Request.objects.get(pk=request.pk)))
    with pytest.raises(Refused) as refusal:
        release(them, done, chosen=[file])
    assert refusal.value.field == "chosen"
    assert not LogEntry.objects.exists()
    assert not done.files.filter(is_released=True).exists()


def test_figures_of_two_cells_are_no_number_together(them: People) -> None:
    request = accepted(them)
    content = "月,金额\n1101011990,03077758\n138,12345678\n".encode()
    file = releasing.attach(actor=them.clerk, request=request, name="金额.csv", content=content, at=CAME)
    release(them, answered(them, drafted(them, Request.objects.get(pk=request.pk))), chosen=[file])
    assert LogEntry.objects.exists()


def test_the_log_keeps_no_word_of_what_can_be_taken_off_line(them: People) -> None:
    request = release(them, answered(them))
    title = request.release.title
    releasing.retract(actor=them.publisher, request=request, reason="账号没有遮掩。", at=LATER)
    assert not [one for one in LogEntry.objects.all() if title in str(one.facts)]
    assert title not in Client().get("/log.json").content.decode()
