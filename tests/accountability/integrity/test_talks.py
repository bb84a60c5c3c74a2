"""Tests of talks: their life, who sees them, and who reads what was said."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accountability.integrity.actions import talks as actions
from accountability.integrity.actions.talks import With
from accountability.integrity.enums import TalkKind, TalkState
from accountability.integrity.models import Talk
from accountability.integrity.policies import READS_RECORD, SEES_TALK
from accountability.integrity.queries import figures, talks as queries
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core.models import AuditLine
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from portal.messaging.models import Message
from tests.accountability.integrity.making import AT, RECORD, TODAY, Town, circumstances, held, planned
from tests.factories import person
from tests.steps import offered, signed_in, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


def test_a_talk_is_planned_and_held(town: Town) -> None:
    talk = planned(town)
    assert talk.number == f"{town.town.code}-LT-2026-001"
    assert (talk.name, talk.office, talk.is_head) == (town.head.name_zh, "村党支部书记", True)
    done = actions.hold(actor=town.leader, talk=talk, day=TODAY, place="村部", record=RECORD, at=AT)
    assert (done.state, done.place) == (TalkState.HELD, "村部")
    with pytest.raises(WrongState):
        actions.hold(actor=town.leader, talk=done, day=TODAY, place="村部", record="再谈", at=AT)
    with pytest.raises(WrongState):
        actions.drop(actor=town.leader, talk=done, reason="不谈了", at=AT)


def test_a_talk_is_dropped_with_a_reason(town: Town) -> None:
    with pytest.raises(Refused):
        actions.drop(actor=town.leader, talk=planned(town), reason=" ", at=AT)
    dropped = actions.drop(actor=town.secretary, talk=planned(town), reason="已调离", at=AT)
    assert dropped.state == TalkState.DROPPED
    with pytest.raises(Refused):
        actions.change(actor=town.secretary, talk=dropped, circumstances=circumstances(), seen=None, at=AT)


def test_only_who_leads_in_the_township_plans_and_enters(town: Town) -> None:
    for somebody in (town.clerk, town.head, town.publisher, town.administrator, town.lay, town.stranger):
        with pytest.raises(NotAllowed):
            planned(town, actor=somebody, led_by=somebody)
        with pytest.raises(NotAllowed):
            held(town, actor=somebody, led_by=somebody)
    assert held(town, actor=town.approver, led_by=town.approver).led_by == town.approver


def test_a_leader_enters_their_own_talks_only_and_nobody_talks_with_themself(town: Town) -> None:
    assert held(town, actor=town.leader).led_by == town.leader
    with pytest.raises(Refused):
        held(town, actor=town.deputy, led_by=town.leader)
    with pytest.raises(Refused):
        held(town, with_whom=With(town.town, town.leader))
    with pytest.raises(Refused):
        held(town, led_by=town.publisher)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Talk.objects.filter(pk=held(town).pk).update(person=town.leader)


@pytest.mark.parametrize(
    "said",
    [
        {"day": TODAY + timedelta(days=1)},
        {"record": " "},
        {"circumstances": {"place": ""}},
        {"circumstances": {"occasion": ""}},
        {"circumstances": {"occasion": "电话13912345678"}},
    ],
)
def test_what_cannot_be_is_refused(town: Town, said: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        held(town, **said)
    assert not Talk.objects.exists()


def test_a_talk_is_planned_for_a_day_to_come_with_a_unit_of_the_township(town: Town) -> None:
    with pytest.raises(Refused):
        planned(town, circumstances=circumstances(TODAY - timedelta(days=1)))
    stranger_unit = person(Role.CLERK, town.stranger.posts.get().unit)
    with pytest.raises(Refused):
        planned(town, with_whom=With(stranger_unit.posts.get().unit, None, "甄某", "会计"))


def test_only_who_keeps_a_talk_takes_its_steps(town: Town) -> None:
    talk = planned(town)
    for somebody in (town.head, town.deputy, town.approver, town.clerk, town.administrator, town.stranger):
        with pytest.raises(NotAllowed):
            actions.hold(actor=somebody, talk=talk, day=TODAY, place="村部", record=RECORD, at=AT)
        with pytest.raises(NotAllowed):
            actions.drop(actor=somebody, talk=talk, reason="不谈了", at=AT)
        with pytest.raises(NotAllowed):
            actions.change(actor=somebody, talk=talk, circumstances=circumstances(), seen=None, at=AT)


def test_a_change_is_kept_in_the_history_without_the_record(town: Town) -> None:
    talk = held(town)
    changed = actions.change(
        actor=town.leader, talk=talk, circumstances=circumstances(place="村部"), seen=talk.version, at=AT
    )
    assert [one.place for one in changed.history.all()] == ["村部", "镇纪委谈话室"]
    assert not hasattr(changed.history.first(), "record")
    with pytest.raises(Conflict):
        actions.change(actor=town.leader, talk=talk, circumstances=circumstances(), seen=talk.version, at=AT)


def test_who_is_talked_to_sees_that_it_was_and_never_what_was_said(town: Town) -> None:
    talk, coming = held(town), planned(town)
    seen = set(SEES_TALK.permitted(town.head, at=AT))
    assert seen == {talk}
    assert coming not in seen
    with pytest.raises(NotAllowed):
        actions.read_record(actor=town.head, talk=talk, at=AT)


def test_a_leader_who_was_talked_to_reads_nothing_of_it_and_learns_it_when_it_was_held(town: Town) -> None:
    talk = planned(town, led_by=town.secretary, with_whom=With(town.town, town.deputy))
    assert not SEES_TALK.allows(town.deputy, talk, at=AT)
    done = actions.hold(actor=town.secretary, talk=talk, day=TODAY, place="谈话室", record=RECORD, at=AT)
    assert SEES_TALK.allows(town.deputy, done, at=AT)
    assert not READS_RECORD.allows(town.deputy, done, at=AT)
    assert READS_RECORD.allows(town.leader, done, at=AT)


def test_the_record_is_read_by_few_and_each_reading_is_noted(town: Town) -> None:
    talk = held(town, led_by=town.approver)
    for somebody in (town.secretary, town.leader, town.approver):
        assert actions.read_record(actor=somebody, talk=talk, at=AT) == RECORD
    read = AuditLine.objects.filter(verb="read record", subject_number=talk.number)
    assert {line.actor_id for line in read} == {town.secretary.pk, town.leader.pk, town.approver.pk}
    for nobody in (town.clerk, town.publisher, town.administrator, town.lay, town.stranger, AnonymousUser()):
        with pytest.raises(NotAllowed):
            actions.read_record(actor=nobody, talk=talk, at=AT)  # type: ignore[arg-type]


def test_somebody_without_an_account_is_entered_by_name(town: Town) -> None:
    talk = held(town, with_whom=With(town.village, None, "甄某某", "村委会副主任"))
    assert (talk.name, talk.office, talk.is_head, talk.person) == ("甄某某", "村委会副主任", False, None)
    with pytest.raises(Refused):
        held(town, with_whom=With(town.village, None, " ", "会计"))


def test_coverage_counts_the_head_that_there_is_now(town: Town) -> None:
    def talked_to() -> dict[int, bool]:
        return {one.unit.pk: one.is_talked_to for one in queries.heads(town.town, 2026, at=AT)}

    assert talked_to() == {town.village.pk: False, town.neighbour.pk: False, town.station.pk: False}
    held(town)
    held(town, with_whom=With(town.neighbour, town.other_clerk))
    planned(town, with_whom=With(town.station, town.station_head))
    assert talked_to() == {town.village.pk: True, town.neighbour.pk: False, town.station.pk: False}
    post = town.head.posts.get()
    post.ends_on = date(2026, 9, 30)
    post.save()
    newcomer = person(Role.HANDLER, town.village, is_head=True)
    assert not talked_to()[town.village.pk]
    held(town, with_whom=With(town.village, newcomer))
    assert talked_to()[town.village.pk]


def test_figures_are_plain_counts_of_rows(town: Town) -> None:
    held(town)
    held(town, circumstances={"kind": TalkKind.ADMONISHING})
    held(town, day=date(2025, 12, 30))
    planned(town)
    counted = figures.of_year(town.town, 2026, at=AT)
    assert counted.talks == 2
    assert counted.talks_by_kind == {"routine": 1, "reminder": 0, "appointment": 0, "admonishing": 1, "other": 0}
    assert (counted.heads, counted.heads_talked_to) == (3, 1)
    assert figures.of_year(town.town, 2025, at=AT).talks == 1
    assert figures.of_year(town.stranger.posts.get().unit, 2026, at=AT).talks == 0


def test_who_leads_a_planned_talk_is_told(town: Town) -> None:
    talk = planned(town)
    [message] = Message.objects.filter(person=town.leader)
    assert talk.number in message.subject + message.body
    assert town.head.name_zh not in message.subject + message.body
    assert not Message.objects.filter(person=town.head).exists()


def _page(talk: Talk) -> str:
    return f"/desk/integrity/talks/{talk.pk}/"


def test_the_page_offers_the_record_to_those_who_may_read_it(town: Town) -> None:
    talk = held(town)
    assert "record.pdf" in signed_in(town.leader).get(_page(talk)).content.decode()
    assert "record.pdf" not in signed_in(town.head).get(_page(talk)).content.decode()
    for nobody in (town.clerk, town.publisher, town.administrator, town.lay, town.stranger):
        assert signed_in(nobody).get(_page(talk)).status_code == 404
    assert Client().get(_page(talk)).status_code == 302


@pytest.mark.parametrize("address", ["record/", "record.pdf"])
def test_the_record_is_handed_out_by_a_button_alone(town: Town, address: str) -> None:
    url = f"{_page(held(town))}{address}"
    assert signed_in(town.secretary).get(url).status_code == 405
    assert signed_in(town.secretary).post(url).status_code == 200
    for nobody in (town.head, town.approver, town.clerk, town.administrator, town.stranger):
        assert signed_in(nobody).post(url).status_code == 404
    assert AuditLine.objects.filter(verb__in=["read record", "print record"]).count() == 1


def test_what_was_said_stands_in_no_list_and_no_table(town: Town) -> None:
    held(town)
    client = signed_in(town.secretary)
    for url in ("/desk/integrity/talks/", "/desk/integrity/", "/desk/integrity/heads/", "/desk/"):
        assert "接待费" not in client.get(url).content.decode()
    table = b"".join(client.get("/desk/integrity/talks.csv")).decode()
    assert town.head.name_zh in table
    assert "接待费" not in table
    assert signed_in(town.head).get("/desk/integrity/talks.csv").status_code == 404
    with connection.cursor() as cursor:
        cursor.execute("SELECT record FROM accountability_talk")
        assert "接待费" not in cursor.fetchone()[0]
    assert not AuditLine.objects.filter(reason__contains="接待费").exists()


def test_lists_take_as_many_queries_for_three_as_for_one(town: Town) -> None:
    held(town)
    client = signed_in(town.secretary)

    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    urls = ("/desk/integrity/talks/", "/desk/integrity/heads/", "/desk/integrity/talks.csv")
    before = [asked(url) for url in urls]
    held(town, with_whom=With(town.neighbour, town.other_head))
    held(town, led_by=town.approver, with_whom=With(town.station, town.station_head))
    assert [asked(url) for url in urls] == before


def test_the_list_is_narrowed(town: Town) -> None:
    talk = held(town)
    held(town, day=date(2025, 12, 30), with_whom=With(town.neighbour, town.other_clerk))
    client = signed_in(town.secretary)

    def shown(query: str) -> set[int]:
        return {one.pk for one in client.get(f"/desk/integrity/talks/?{query}").context["object_list"]}

    assert shown("year=2026") == {talk.pk}
    assert shown(f"unit={town.village.code}&kind=routine&state=held&head=True") == {talk.pk}
    assert shown("head=False") != shown("head=True")
    assert shown("state=planned") == set()


def test_a_talk_is_planned_and_held_on_the_desk(town: Town) -> None:
    client = signed_in(town.secretary)
    url = f"/desk/integrity/talks/plan/?unit={town.village.code}"
    proposed = client.get(url).context["form"].initial
    typed = {
        "led_by": town.leader.pk,
        "post": proposed["post"],
        "kind": "reminder",
        "day": "2026-12-01",
        "place": "谈话室",
        "occasion": "任期中",
    }
    answer = client.post(url, typed)
    assert answer.status_code == 303
    talk = Talk.objects.get()
    assert (talk.person, talk.unit) == (town.head, town.village)
    Talk.objects.update(day=date(2026, 10, 1))
    done = take(town.leader, _page(talk), "hold", day="2026-10-02", place="村部", record=RECORD)
    assert done.status_code == 303
    talk.refresh_from_db()
    assert (talk.state, talk.day, talk.record) == (TalkState.HELD, date(2026, 10, 2), RECORD)


def test_a_refused_form_keeps_what_was_typed(town: Town) -> None:
    typed = {"led_by": town.leader.pk, "kind": "routine", "day": "2026-12-01", "place": "谈话室", "occasion": "任期中"}
    answer = signed_in(town.secretary).post("/desk/integrity/talks/plan/", typed)
    assert answer.status_code == 422
    assert "任期中" in answer.content.decode()
    for nobody in (town.clerk, town.head, town.administrator, town.lay):
        assert signed_in(nobody).get("/desk/integrity/talks/plan/").status_code == 404


def test_steps_are_offered_to_those_who_keep_it(town: Town) -> None:
    talk = planned(town)

    def steps(somebody: User) -> set[str]:
        return set(offered(signed_in(somebody).get(_page(talk))))

    assert steps(town.leader) == {"hold", "drop"}
    assert steps(town.secretary) == {"hold", "drop"}
    assert steps(town.approver) == set()
