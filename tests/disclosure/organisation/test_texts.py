"""Texts: published with their entry in the log, revised and abolished, never changed; who keeps and who reads them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosure.organisation import queries
from disclosure.organisation.actions import texts
from disclosure.organisation.enums import TextKind, WordingState
from disclosure.organisation.models import Text, Wording
from portal.core import log_subjects, pages, search
from portal.core.models import AuditLine, LogEntry, SearchDocument
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from tests.disclosure.desk import signed_in, text_of
from tests.disclosure.pictures import picture
from tests.factories import NOON, Cast, cast
from tests.steps import offered, take, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "noon")]

BODY = "第一条 凡应公开的，一律公开。\n\n第二条 公开期满前不得撤下。"
ADOPTED = date(2026, 3, 2)


@pytest.fixture
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def play() -> Cast:
    pages.page_cache.renew()
    return cast()


def written(people: Cast, kind: TextKind = TextKind.RULE, **fields: Any) -> Wording:
    draft = texts.begin(actor=people.publisher, unit=people.town, kind=kind, at=NOON)
    return filled(people, draft, **fields)


def filled(people: Cast, draft: Wording, **fields: Any) -> Wording:
    said = {
        "title": "政务公开制度",
        "reference": "青政办〔2026〕3号",
        "adopted_by": "镇党委会议",
        "adopted_on": ADOPTED,
        "in_force_from": ADOPTED + timedelta(days=30),
        "body": BODY,
    }
    return texts.write(actor=people.publisher, wording=draft, fields=said | fields, at=NOON)


def publish(people: Cast, draft: Wording) -> Wording:
    return texts.publish(actor=people.publisher, wording=draft, seen=draft.version, at=NOON)


def revised(people: Cast, rule: Wording, **fields: Any) -> Wording:
    return publish(people, filled(people, texts.revise(actor=people.publisher, text=rule.text, at=NOON), **fields))


# Who keeps them.


def test_only_the_towns_office_keeps_texts(play: Cast) -> None:
    draft = written(play)
    for name in ("clerk", "reviewer", "approver", "lay", "administrator", "outsider", "supervisor"):
        with pytest.raises(NotAllowed):
            texts.begin(actor=getattr(play, name), unit=play.town, kind=TextKind.RULE, at=NOON)
        with pytest.raises(NotAllowed):
            texts.publish(actor=getattr(play, name), wording=draft, seen=draft.version, at=NOON)
        assert signed_in(getattr(play, name)).get(f"/desk/organisation/texts/{draft.pk}/").status_code == 404
        assert signed_in(getattr(play, name)).get("/desk/organisation/").status_code == 404
    with pytest.raises(NotAllowed):
        texts.begin(actor=play.publisher, unit=play.village, kind=TextKind.RULE, at=NOON)


def test_what_is_refused_comes_with_a_sentence(play: Cast) -> None:
    draft = texts.begin(actor=play.publisher, unit=play.town, kind=TextKind.RULE, at=NOON)
    with pytest.raises(Refused, match="Write the title"):
        publish(play, draft)
    for wrong, sentence in (
        ({"in_force_from": ADOPTED - timedelta(days=1)}, "before it was adopted"),
        ({"body": ""}, "Write the text"),
        ({"body": "电话13812345678"}, "138"),
    ):
        with pytest.raises(Refused, match=sentence):
            publish(play, filled(play, draft, **wrong))
    assert not LogEntry.objects.exists()


# Publishing, revising, abolishing.


def test_publishing_is_logged_and_found_at_once(play: Cast) -> None:
    rule = publish(play, written(play))
    entry = LogEntry.objects.get()
    assert (entry.subject_kind, entry.subject_number, entry.edition) == ("text", "rule-1", 1)
    assert rule.content_sha256 == entry.content_sha256 == queries.content_hash(rule)
    assert log_subjects.check_log().faults == []
    found = SearchDocument.objects.get(pk__in=search.find(search.Asked(["公开期满"])).keys)
    assert (found.url, found.title_zh) == ("/rules/1/", "政务公开制度")
    revised(play, rule, title="政务公开办法")
    assert SearchDocument.objects.get(pk__in=search.find(search.Asked(["公开办法"])).keys).edition == 2
    search.rebuild()
    assert SearchDocument.objects.get(kind="text").title_zh == "政务公开办法"


def test_a_new_wording_revises_the_one_in_force(play: Cast) -> None:
    first = publish(play, written(play))
    draft = texts.revise(actor=play.publisher, text=first.text, at=NOON)
    assert (draft.number, draft.body, draft.reference) == (2, BODY, "")
    assert texts.revise(actor=play.publisher, text=first.text, at=NOON).pk == draft.pk
    second = publish(play, filled(play, draft, in_force_from=date(2026, 9, 1)))
    first.refresh_from_db()
    assert (first.state, first.ended_on, second.state) == (
        WordingState.REVISED,
        date(2026, 9, 1),
        WordingState.IN_FORCE,
    )
    assert [entry.kind for entry in LogEntry.objects.order_by("sequence")] == ["publication", "correction"]
    assert log_subjects.check_log().faults == []
    with pytest.raises(WrongState):
        publish(play, first)


def test_a_rule_is_abolished_by_something_and_no_earlier_than_it_was_in_force(play: Cast) -> None:
    rule = publish(play, written(play))
    given: dict[str, Any] = {"actor": play.publisher, "wording": rule, "seen": rule.version, "at": NOON}
    with pytest.raises(Refused, match="not in force yet"):
        texts.abolish(ended_on=ADOPTED, reason="青政办〔2026〕9号", **given)
    done = texts.abolish(ended_on=date(2026, 10, 1), reason="青政办〔2026〕9号", **given)
    assert (done.state, done.ended_by) == (WordingState.ABOLISHED, "青政办〔2026〕9号")
    with pytest.raises(Refused, match="abolished"):
        texts.revise(actor=play.publisher, text=rule.text, at=NOON)
    bulletin = publish(play, written(play, TextKind.BULLETIN))
    with pytest.raises(Refused, match="Only rules"):
        texts.abolish(
            actor=play.publisher, wording=bulletin, ended_on=date(2026, 10, 1), reason="x", seen=None, at=NOON
        )


def test_a_town_has_one_guide(play: Cast) -> None:
    guide = publish(play, written(play, TextKind.GUIDE, title="公开指南"))
    again = texts.begin(actor=play.publisher, unit=play.town, kind=TextKind.GUIDE, at=NOON)
    assert (again.text_id, again.number) == (guide.text_id, 2)


# What the database holds by itself.


def test_what_was_published_stands(play: Cast) -> None:
    rule = publish(play, written(play))
    for change in (
        lambda: Wording.objects.filter(pk=rule.pk).update(body="别的"),
        lambda: Wording.objects.filter(pk=rule.pk).update(state=WordingState.DRAFT),
        lambda: Wording.objects.filter(pk=rule.pk).delete(),
        lambda: rule.files.create(name="a.pdf", sha256="0" * 64, stored_as="a", size=1, content_type="x"),
    ):
        with pytest.raises((IntegrityError, InternalError), match=r"published|in_force"), transaction.atomic():
            change()
    with pytest.raises(Conflict):
        texts.write(actor=play.publisher, wording=rule, fields={"body": "别的"}, at=NOON)


def test_a_draft_is_deleted_with_its_history(play: Cast) -> None:
    draft = written(play)
    texts.delete_draft(actor=play.publisher, wording=draft, at=NOON)
    assert not Text.objects.exists()
    assert not Wording.history.exists()
    assert AuditLine.objects.filter(verb="delete", subject_number="rule-1/1").exists()


# The desk.


def test_the_office_writes_and_publishes_on_the_desk(play: Cast) -> None:
    office = signed_in(play.publisher)
    begun: Any = office.post("/desk/organisation/texts/new/", {"kind": "rule", "unit": play.town.code})
    draft = Wording.objects.get()
    assert begun.url.endswith(f"/desk/organisation/texts/{draft.pk}/write/")
    typed = {
        "title": "听证制度",
        "adopted_by": "镇人大",
        "adopted_on": "2026-03-02",
        "in_force_from": "2026-04-01",
        "body": BODY,
        "seen": draft.version,
    }
    assert office.post(begun.url, typed | {"seen": 0}).status_code == 409
    assert office.post(begun.url, typed).status_code == 303
    done = take(play.publisher, f"/en/desk/organisation/texts/{draft.pk}/", "publish")
    assert told(done) == ["Published: 听证制度"]
    page = office.get(f"/en/desk/organisation/texts/{draft.pk}/")
    assert set(offered(page)) == {"abolish"}
    assert "Written" in text_of(page)
    assert "Published" in text_of(page)
    assert office.post(f"/desk/organisation/texts/{draft.pk}/revise/").status_code == 303
    assert Wording.objects.filter(state=WordingState.DRAFT, number=2).exists()
    assert office.get(f"/desk/organisation/texts/{draft.pk}/write/").status_code == 404


def test_a_refused_publication_is_told_on_the_page(play: Cast) -> None:
    draft = texts.begin(actor=play.publisher, unit=play.town, kind=TextKind.BULLETIN, at=NOON)
    refused = take(play.publisher, f"/en/desk/organisation/texts/{draft.pk}/", "publish")
    assert refused.status_code == 422
    assert "Write who issues it." in text_of(refused)


# The pages.


def test_drafts_are_not_public(play: Cast, client: Client) -> None:
    draft = written(play)
    assert client.get("/rules/1/").status_code == 404
    rule = publish(play, draft)
    texts.revise(actor=play.publisher, text=rule.text, at=NOON)
    pages.page_cache.renew()
    assert client.get("/rules/1/wordings/2/").status_code == 404
    assert client.get("/bulletins/1/").status_code == 404
    assert "公开" in text_of(client.get("/rules/1/"))


def test_the_page_says_what_each_wording_changed(play: Cast, client: Client) -> None:
    rule = publish(play, written(play))
    revised(play, rule, body=BODY.replace("不得撤下", "不得遮盖"), in_force_from=date(2026, 9, 1))
    page = text_of(client.get("/en/rules/1/"))
    assert "What changed with Wording 2" in page
    assert "第二条 公开期满前不得撤下。" in page
    assert "第二条 公开期满前不得遮盖。" in page
    old = text_of(client.get("/en/rules/1/wordings/1/"))
    assert "This wording was revised." in old
    assert "No longer in force from" in old


def test_the_register_is_narrowed_by_state(play: Cast, client: Client) -> None:
    rule = publish(play, written(play, title="在用的制度"))
    gone = publish(play, written(play, title="废止的制度"))
    day = date(2026, 10, 1)
    texts.abolish(actor=play.publisher, wording=gone, ended_on=day, reason="决定", seen=gone.version, at=NOON)
    assert rule.text.number == 1
    everything, some = (text_of(client.get(f"/en/rules/{asked}")) for asked in ("", "?state=abolished"))
    assert "1 in force, 1 abolished" in everything
    assert "在用的制度" in everything
    assert "在用的制度" not in some
    assert "废止的制度" in some
    assert client.get("/en/rules/?state=draft").status_code == 200


def test_the_guide_stands_at_an_address_of_its_own(play: Cast, client: Client) -> None:
    assert "not been published yet" in text_of(client.get("/en/guide/"))
    publish(play, written(play, TextKind.GUIDE, title="青石镇公开指南"))
    assert "青石镇公开指南" in text_of(client.get("/en/guide/?view=elder"))
    assert "/guide/" in client.get("/").content.decode()


@pytest.mark.parametrize("path", ["/rules/", "/bulletins/"])
def test_lists_cost_the_same_at_one_row_and_three(play: Cast, client: Client, path: str) -> None:
    kind = TextKind.RULE if path == "/rules/" else TextKind.BULLETIN

    def cost() -> int:
        pages.page_cache.renew()
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            pages.page_cache.renew()
            client.get(path)
        return len(asked)

    publish(play, written(play, kind))
    one = cost()
    for _each in range(2):
        publish(play, written(play, kind))
    assert cost() == one


def test_the_desks_list_costs_the_same_at_one_row_and_three(play: Cast) -> None:
    office, desk = signed_in(play.publisher), "/desk/organisation/"

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert office.get(desk).status_code == 200
        return len(asked)

    written(play)
    cost()
    one = cost()
    written(play)
    written(play)
    assert cost() == one


@pytest.mark.parametrize("field", ["reference", "adopted_by", "body"])
def test_no_personal_number_gets_out_in_whatever_field(play: Cast, field: str) -> None:
    said: dict[str, Any] = {field: "身份证110101199003077758"}
    with pytest.raises(Refused, match=r"110101\*{8}7758"):
        publish(play, written(play, **said))


def test_no_personal_number_gets_out_in_the_name_of_a_file_or_the_reason_of_an_end(play: Cast) -> None:
    draft = written(play)
    with pytest.raises(Refused, match=r"110101\*{8}7758"):
        texts.attach(actor=play.publisher, wording=draft, name="110101199003077758.png", content=picture(), at=NOON)
    rule = publish(play, draft)
    with pytest.raises(Refused, match=r"110101\*{8}7758"):
        texts.abolish(
            actor=play.publisher,
            wording=rule,
            ended_on=date(2026, 12, 1),
            reason="见110101199003077758的申请",
            at=NOON,
            seen=rule.version,
        )


def test_files_are_read_once_their_wording_is_public(play: Cast, client: Client) -> None:
    draft = written(play)
    file = texts.attach(actor=play.publisher, wording=draft, name="附件.png", content=picture(), at=NOON)
    url = f"/texts/files/{file.pk}/{file.name}"
    assert client.get(url).status_code == 404
    kept: Any = signed_in(play.publisher).get(f"/desk/organisation/texts/{draft.pk}/files/{file.pk}/")
    assert kept.status_code == 200
    assert kept.getvalue()
    assert signed_in(play.clerk).get(f"/desk/organisation/texts/{draft.pk}/files/{file.pk}/").status_code == 404
    draft.refresh_from_db()
    rule = publish(play, draft)
    answer: Any = client.get(url)
    assert answer.status_code == 200
    assert answer["ETag"] == f'"{file.sha256}"'
    assert answer.getvalue()
    again = texts.revise(actor=play.publisher, text=rule.text, at=NOON)
    assert [one.name for one in again.files.all()] == ["附件.png"]
    texts.remove_file(actor=play.publisher, file=again.files.get(), at=NOON)
    assert rule.files.count() == 1
