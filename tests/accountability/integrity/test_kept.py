"""Tests of democratic-life meetings, the contact system, and work diaries."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accountability.integrity.actions import contacts, meetings as actions
from accountability.integrity.models import Contact, Criticism, DiaryEntry
from accountability.integrity.policies import SEES_CONTACT, SEES_DIARY, SEES_VISIT
from accountability.integrity.queries import figures, kept
from accountability.rectification import actions as rectifications
from accountability.rectification.models import Rectification
from portal.core.models import AuditLine
from portal.core.refusals import NotAllowed, Refused
from tests.accountability.integrity.making import AT, CRITICISM, TODAY, Town, contact, meeting
from tests.steps import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


def criticise(town: Town) -> Criticism:
    row = meeting(town)
    return actions.add_criticism(
        actor=town.secretary, meeting=row, said_by="王立新", said_of="王立新", text=CRITICISM, at=AT
    )


def give(town: Town, **said: Any) -> Rectification:
    given: dict[str, Any] = {
        "actor": town.secretary,
        "meeting": meeting(town),
        "unit": town.station,
        "kind": "作风",
        "text": "下村少",
        "requirement": "每月下村两次",
        "due": date(2026, 11, 30),
        "responsible": "所长",
        "at": AT,
    }
    return actions.add_measure(**given | said)


def test_criticism_is_encrypted_and_each_reading_is_noted(town: Town) -> None:
    row = criticise(town)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM accountability_criticism")
        assert CRITICISM not in cursor.fetchone()[0]
    for somebody in (town.secretary, town.leader):
        [read] = actions.read_criticisms(actor=somebody, meeting=row.meeting, at=AT)
        assert (read.text, read.is_own) == (CRITICISM, True)
    assert AuditLine.objects.filter(verb="read criticism").count() == 2
    for nobody in (town.approver, town.clerk, town.publisher, town.administrator, town.stranger):
        with pytest.raises(NotAllowed):
            actions.read_criticisms(actor=nobody, meeting=row.meeting, at=AT)


def test_criticism_is_handed_out_by_a_button_alone(town: Town) -> None:
    url = f"/desk/integrity/meetings/{criticise(town).meeting_id}/"
    page = signed_in(town.leader).get(url).content.decode()
    assert CRITICISM not in page
    assert "王立新" not in page
    assert signed_in(town.leader).get(f"{url}criticism/").status_code == 405
    assert CRITICISM in signed_in(town.leader).post(f"{url}criticism/").content.decode()
    for nobody in (town.approver, town.clerk, town.administrator, town.stranger):
        assert signed_in(nobody).post(f"{url}criticism/").status_code == 404
    for nobody in (town.clerk, town.administrator, town.lay, town.stranger):
        assert signed_in(nobody).get(url).status_code == 404


def test_a_measure_is_a_rectification_and_leads_back_to_its_meeting(town: Town) -> None:
    given = give(town)
    assert kept.measures_of(list(kept.meetings_of(town.secretary, AT)))[given.source_number] == [given]
    counted = figures.of_year(town.town, 2026, at=AT)
    assert (counted.meetings, counted.measures.given, counted.measures.closed) == (1, 1, 0)
    done = rectifications.report(actor=town.station_head, rectification=given, text="已下村。", at=AT)
    rectifications.confirm(actor=town.secretary, rectification=done, result="属实。", at=AT)
    assert figures.of_year(town.town, 2026, at=AT).measures.closed == 1


def test_only_the_secretary_keeps_meetings_and_gives_measures(town: Town) -> None:
    row = meeting(town)
    for somebody in (town.leader, town.approver, town.clerk, town.administrator, town.stranger):
        with pytest.raises(NotAllowed):
            actions.add_criticism(actor=somebody, meeting=row, said_by="甲", said_of="乙", text="一", at=AT)
        with pytest.raises(NotAllowed):
            give(town, actor=somebody)
    assert not Rectification.objects.exists()
    with pytest.raises(Refused):
        give(town, due=TODAY - timedelta(days=1))


def test_a_meeting_is_entered_and_changed_and_given_a_measure_on_the_desk(town: Town) -> None:
    client = signed_in(town.secretary)
    typed = {
        "unit": town.town.code,
        "group": "镇党委班子",
        "theme": "政绩观",
        "day": "2026-10-10",
        "place": "会议室",
        "chaired_by": "书记",
        "due": "9",
        "present": "8",
    }
    assert client.post("/desk/integrity/meetings/enter/", {**typed, "present": "10"}).status_code == 422
    url = client.post("/desk/integrity/meetings/enter/", typed)["Location"]
    assert client.post(f"{url}change/", {**typed, "theme": "作风", "seen": "1"}).status_code == 303
    assert client.post(f"{url}change/", {**typed, "seen": "1"}).status_code == 409
    measure = {
        "unit": town.station.code,
        "kind": "作风",
        "text": "少",
        "requirement": "改",
        "due": "2026-12-30",
        "responsible": "",
    }
    assert client.post(f"{url}measures/give/", measure).status_code == 303
    assert client.post(f"{url}criticism/enter/", {"said_by": "甲", "said_of": "乙", "text": "少"}).status_code == 303
    page = client.get(url).content.decode()
    assert Rectification.objects.get().number in page
    assert client.get("/desk/integrity/meetings/?year=2026").status_code == 200


def visit(town: Town, day: date = TODAY, **said: Any) -> DiaryEntry:
    given: dict[str, Any] = {"actor": town.leader, "town": town.town, "day": day, "text": "到村走访三户", "at": AT}
    return contacts.write(**given | said)


def test_a_visit_is_an_entry_of_who_keeps_the_contact(town: Town) -> None:
    row = contact(town)
    assert visit(town, contact=row).contact == row
    with pytest.raises(Refused):
        visit(town, contact=row, actor=town.deputy)
    with pytest.raises(Refused):
        visit(town, date(2025, 12, 31), contact=row)
    with pytest.raises(Refused):
        visit(town, TODAY + timedelta(days=1))
    with pytest.raises(Refused):
        visit(town, problems="住户电话13912345678")
    for nobody in (town.head, town.clerk, town.administrator, town.lay, town.stranger):
        with pytest.raises(NotAllowed):
            visit(town, actor=nobody)


def test_a_diary_is_read_by_its_author_and_the_secretary_a_visit_by_the_village_too(town: Town) -> None:
    own, seen = visit(town), visit(town, contact=contact(town))
    for somebody in (town.leader, town.secretary):
        assert set(SEES_DIARY.permitted(somebody, at=AT)) == {own, seen}
    for somebody in (town.deputy, town.clerk, town.head):
        assert set(SEES_DIARY.permitted(somebody, at=AT)) == {seen}
    for nobody in (town.other_clerk, town.administrator, town.lay, town.stranger):
        assert not SEES_DIARY.permitted(nobody, at=AT).exists()
        assert not SEES_VISIT.permitted(nobody, at=AT).exists()


def test_there_is_one_open_contact_of_a_cadre_with_a_unit(town: Town) -> None:
    row = contact(town)
    with pytest.raises(Refused):
        contact(town)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Contact.objects.create(town=town.town, person=town.leader, unit=town.village, starts_on=TODAY)
    ended = contacts.change(
        actor=town.secretary, contact=row, visits_a_month=1, ends_on=date(2026, 6, 30), seen=row.version, at=AT
    )
    assert [one.ends_on for one in ended.history.all()] == [date(2026, 6, 30), None]
    assert contact(town).pk != row.pk
    with pytest.raises(Refused):
        contacts.change(actor=town.secretary, contact=row, visits_a_month=0, ends_on=None, seen=None, at=AT)
    for nobody in (town.leader, town.clerk, town.administrator, town.stranger):
        with pytest.raises(NotAllowed):
            contacts.change(actor=nobody, contact=row, visits_a_month=1, ends_on=None, seen=None, at=AT)
    for nobody in (town.other_clerk, town.administrator, town.lay, town.stranger):
        assert not SEES_CONTACT.allows(nobody, row, at=AT)


def test_a_contact_is_with_a_village_and_of_somebody_at_the_township(town: Town) -> None:
    given: dict[str, Any] = {"actor": town.secretary, "town": town.town, "starts_on": TODAY, "at": AT}
    with pytest.raises(Refused):
        contacts.add(**given, person=town.clerk, unit=town.village)
    with pytest.raises(Refused):
        contacts.add(**given, person=town.leader, unit=town.town)
    with pytest.raises(Refused):
        contacts.add(**given, person=town.leader, unit=town.stranger.posts.get().unit)


def test_entries_and_visits_are_counted_by_month(town: Town) -> None:
    row = contact(town)
    visit(town, date(2026, 3, 5), contact=row)
    visit(town, date(2026, 3, 6))
    visit(town, date(2026, 9, 1), contact=row)
    [year] = kept.diaries_by_month(kept.diary_of(town.secretary, AT), 2026)
    assert (year.entries[2], year.visits[2], year.entries[8], sum(year.entries)) == (2, 1, 1, 3)
    assert kept.visits_of([row], 2026) == {row.pk: (2, date(2026, 9, 1))}
    counted = figures.of_year(town.town, 2026, at=AT)
    assert (counted.visits, counted.diaries) == (2, 3)


def test_lists_of_contacts_and_diaries_take_a_fixed_number_of_queries(town: Town) -> None:
    row, client = contact(town), signed_in(town.secretary)
    visit(town, contact=row)

    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    urls = ("/desk/integrity/contacts/", "/desk/integrity/diary/?visits=yes", "/desk/integrity/meetings/")
    meeting(town)
    before = [asked(url) for url in urls]
    contacts.add(actor=town.secretary, town=town.town, person=town.deputy, unit=town.neighbour, starts_on=TODAY, at=AT)
    visit(town, contact=row)
    visit(town, contact=row)
    give(town)
    give(town)
    assert [asked(url) for url in urls] == before


def test_a_diary_is_written_on_the_desk(town: Town) -> None:
    row, client = contact(town), signed_in(town.leader)
    typed = {"day": "2026-10-10", "contact": row.pk, "text": "到村", "problems": ""}
    assert client.post("/desk/integrity/diary/write/", typed).status_code == 303
    assert DiaryEntry.objects.get().contact == row
    table = b"".join(client.get("/desk/integrity/diary.csv")).decode()
    assert town.village.name in table
    assert "到村" not in table
    assert signed_in(town.deputy).post("/desk/integrity/diary/write/", typed).status_code == 422
    for nobody in (town.clerk, town.administrator, town.lay):
        assert signed_in(nobody).get("/desk/integrity/diary/write/").status_code == 404


def test_contacts_are_entered_and_ended_on_the_desk(town: Town) -> None:
    client = signed_in(town.secretary)
    typed = {"person": town.leader.pk, "unit": town.village.code, "starts_on": "2026-10-01", "visits_a_month": "2"}
    assert client.post("/desk/integrity/contacts/enter/", typed).status_code == 303
    row = Contact.objects.get()
    url = f"/desk/integrity/contacts/{row.pk}/"
    assert client.post(url, {"seen": "1", "visits_a_month": "3", "ends_on": "2026-10-20"}).status_code == 303
    assert client.post(url, {"seen": "1", "visits_a_month": "3"}).status_code == 409
    assert signed_in(town.leader).get(url).status_code == 404
    assert signed_in(town.leader).get("/desk/integrity/contacts/enter/").status_code == 404
