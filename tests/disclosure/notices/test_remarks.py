"""What the supervision committee remarks when it countersigns: kept, shown, published only where it asks for it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import translation

from disclosure.notices.actions import publishing, steps
from disclosure.notices.actions.steps import MAX_REMARK_LENGTH
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.posters.documents import making as documents
from disclosure.posters.enums import PaperSize
from portal.accounts.models import User
from portal.core.models import LogEntry
from portal.core.refusals import NotAllowed, Refused
from tests.disclosure import desk
from tests.disclosure.allocating import resident
from tests.factories import NOON, Cast, cast, text_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]

REMARK = "票据齐全。第三笔已当面问清。"


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False):
        yield


def _signed(play: Cast, *, publish: bool, remark: str = REMARK) -> Edition:
    edition = desk.submitted(play, text_draft(play))
    return steps.countersign(
        actor=play.supervisor,
        edition=edition,
        remark=remark,
        publish_remark=publish,
        at=NOON + timedelta(hours=2),
    )


def _published(play: Cast, *, publish: bool) -> Edition:
    edition = _signed(play, publish=publish)
    edition = steps.review(actor=play.reviewer, edition=edition, at=NOON + timedelta(hours=3))
    edition = steps.approve(actor=play.approver, edition=edition, at=NOON + timedelta(hours=4))
    return publishing.publish(actor=play.publisher, edition=edition, at=NOON + timedelta(hours=5), enqueue=False)


def test_a_remark_is_kept_with_the_signature_and_lapses_with_it() -> None:
    play = cast()
    edition = _signed(play, publish=True, remark=f"  {REMARK}\r\n好。 ")
    assert (edition.countersign_remark, edition.countersign_remark_public) == (f"{REMARK}\n好。", True)
    back = steps.send_back(actor=play.reviewer, edition=edition, reason="补合同", at=NOON + timedelta(hours=3))
    assert (back.countersign_remark, back.countersign_remark_public) == ("", False)
    assert back.state == State.DRAFT


@pytest.mark.parametrize(
    ("remark", "publish", "said"),
    [
        ("", True, "Write the remark"),
        ("   ", True, "Write the remark"),
        ("联系人电话 13812345678", True, "telephone number"),
        ("身份证 １１０１０１１９９００３０７７７５８", True, "full ID"),
        ("字" * (MAX_REMARK_LENGTH + 1), False, str(MAX_REMARK_LENGTH)),
    ],
)
def test_what_cannot_be_published_is_refused(remark: str, publish: bool, said: str) -> None:
    play = cast()
    with translation.override("en"), pytest.raises(Refused, match=said):
        _signed(play, publish=publish, remark=remark)
    assert Edition.objects.get().state == State.SUBMITTED


def test_a_number_may_stand_in_a_remark_that_stays_inside() -> None:
    assert _signed(cast(), publish=False, remark="请联系 13812345678 核实").countersign_remark


def test_only_the_committee_remarks() -> None:
    play = cast()
    edition = desk.submitted(play, text_draft(play))
    for actor in (play.clerk, play.reviewer, play.publisher, play.outsider, play.administrator):
        with pytest.raises(NotAllowed):
            steps.countersign(actor=actor, edition=edition, remark=REMARK, at=NOON)


def test_the_database_keeps_no_remark_without_a_signature() -> None:
    play = cast()
    edition = desk.submitted(play, text_draft(play))
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(countersign_remark="谁说的")


def _everything_public(edition: Edition) -> dict[str, str]:
    number = edition.notice.number
    addresses = {
        "page": f"/notices/{number}/",
        "english": f"/en/notices/{number}/",
        "edition": f"/notices/{number}/editions/1/",
        "canonical": f"/notices/{number}/editions/1/canonical.json",
        "json": f"/notices/{number}/data.json",
        "csv": f"/notices/{number}/data.csv",
        "log": "/log/",
        "log.json": "/log.json",
        "unit": f"/units/{edition.notice.unit.code}/",
        "verify": f"/verify/{edition.code}/",
    }
    client = resident()
    found = {}
    for name, address in addresses.items():
        response: Any = client.get(address)
        assert response.status_code == 200, address
        content = b"".join(response.streaming_content) if response.streaming else response.content
        found[name] = content.decode()
    return found


def _decision(edition: Edition) -> dict[str, str]:
    assert edition.log_sequence
    entry = LogEntry.objects.get(sequence=edition.log_sequence)
    decision: dict[str, str] = entry.facts["decisions"]["countersigned"]
    return decision


def test_a_remark_that_is_not_to_be_published_is_nowhere_outside_the_desk() -> None:
    edition = _published(cast(), publish=False)
    for name, said in _everything_public(edition).items():
        assert "当面问清" not in said, name
        assert "\\u5f53\\u9762\\u95ee\\u6e05" not in said, name
    assert "remark" not in _decision(edition)
    assert documents.sheet(edition, PaperSize.A4, "published").remark == ""


def test_a_remark_to_be_published_stands_on_page_paper_and_log() -> None:
    edition = _published(cast(), publish=True)
    said = _everything_public(edition)
    for name in ("page", "english", "edition"):
        assert REMARK in said[name], name
    assert "published because the committee asked for it" in said["english"]
    assert _decision(edition)["remark"] == REMARK
    told = next(one for one in json.loads(said["log.json"])["entries"] if one["sequence"] == edition.log_sequence)
    assert told["facts"]["decisions"]["countersigned"]["remark"] == REMARK
    for name in ("canonical", "csv"):
        assert REMARK not in said[name], name
    # `poster` vouches that every word of the sheet is on the paper; the remark is one of them.
    sheet = documents.sheet(edition, PaperSize.A4, "published")
    assert sheet.remark == REMARK
    assert documents.poster(edition, PaperSize.A4).pages == 1


def test_a_remark_cannot_be_published_afterwards() -> None:
    edition = _published(cast(), publish=False)
    with pytest.raises(Exception, match="cannot be changed"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(countersign_remark_public=True)


def _sees(who: User, edition: Edition) -> bool:
    return "当面问清" in desk.text_of(desk.get(who, "disclosure_desk:edition", edition.pk))


def test_in_the_desk_those_who_work_on_it_read_every_remark_and_others_what_is_public() -> None:
    play = cast()
    edition = _published(play, publish=False)
    for hand in (play.clerk, play.supervisor, play.reviewer, play.approver, play.publisher):
        assert _sees(hand, edition)
    for reader in (play.lay, play.administrator, play.outsider):
        assert not _sees(reader, edition)
    other = cast()
    told = _published(other, publish=True)
    assert _sees(other.lay, told)
    assert "is published" in _english(other.lay, told)
    assert "is not published" in _english(play.clerk, edition)


def _english(who: User, edition: Edition) -> str:
    return desk.text_of(desk.signed_in(who).get(f"/en/desk/editions/{edition.pk}/"))


def test_the_desk_asks_for_a_remark_and_keeps_what_was_typed_when_it_is_refused() -> None:
    play = cast()
    edition = desk.submitted(play, text_draft(play))
    form = desk.text_of(desk.get(play.supervisor, "disclosure_desk:edition", edition.pk))
    assert 'name="remark"' in form
    assert 'name="publish_remark"' in form
    typed = {"remark": "电话 13812345678", "publish_remark": "on"}
    answer = desk.take(play.supervisor, edition, "countersign", **typed)
    assert answer.status_code == 422
    assert "电话 13812345678" in desk.text_of(answer)
    typed["remark"] = REMARK
    assert desk.take(play.supervisor, edition, "countersign", **typed).status_code == 303
    edition.refresh_from_db()
    assert (edition.countersign_remark, edition.countersign_remark_public) == (REMARK, True)


def test_a_correction_begins_without_the_remark_of_the_edition_before() -> None:
    play = cast()
    first = _published(play, publish=True)
    draft = publishing.start_correction(actor=play.clerk, edition=first, at=NOON + timedelta(hours=6))
    assert (draft.countersign_remark, draft.countersign_remark_public) == ("", False)
