"""Beginning a notice on the desk, writing its text, and the list of notices."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure.catalogue.enums import Cadence
from disclosure.catalogue.models import CatalogueEntry
from disclosure.notices.actions import drafts
from disclosure.notices.models import Edition
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit, User
from tests.disclosure import desk
from tests.factories import (
    NOON,
    CatalogueEntryFactory,
    StationFactory,
    cast,
    money_draft,
    money_entry,
    person,
    published,
    text_draft,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]


@pytest.fixture
def _clock() -> Iterator[None]:
    with time_machine.travel(desk.LATER, tick=False):
        yield


def _new(clerk: User, unit: Unit, entry: CatalogueEntry, **data: str) -> Any:
    return desk.signed_in(clerk).post(f"/desk/notices/new/?unit={unit.code}&entry={entry.code}", data)


def test_a_regular_item_is_begun_for_a_period_that_has_ended() -> None:
    play = cast()
    entry = CatalogueEntryFactory()
    offered = desk.get(play.clerk, "disclosure_desk:new_notice", unit=play.village.code, entry=entry.code)
    choices = [value for value, _label in offered.context["form"].fields["period"].choices]
    assert choices[0] == "2026Q3"
    begun = _new(play.clerk, play.village, entry, period="2026Q3")
    draft = Edition.objects.get()
    assert begun["Location"] == f"/desk/editions/{draft.pk}/edit/"
    assert draft.notice.number == f"{play.village.code}-{entry.code}-2026Q3"
    assert _new(play.clerk, play.village, entry, period="2026Q4").status_code == 422


def test_money_leads_to_the_grid_and_what_happens_needs_a_title() -> None:
    play = cast()
    begun = _new(play.clerk, play.village, money_entry(), period="2026Q3")
    assert begun["Location"].endswith("/statement/")
    entry = CatalogueEntryFactory(cadence=Cadence.EVENT)
    assert _new(play.clerk, play.village, entry, period="2026", title=" ").status_code == 422
    assert _new(play.clerk, play.village, entry, period="2026", title="村道修补").status_code == 303


def test_what_is_public_already_is_led_to() -> None:
    play = cast()
    edition = published(play, text_draft(play, entry=CatalogueEntryFactory(code="X9")))
    answer = _new(play.clerk, play.village, edition.notice.entry, period="2026Q3")
    assert answer.status_code == 422
    assert f"/desk/editions/{edition.pk}/" in desk.text_of(answer)


def test_a_station_prepares_for_the_town() -> None:
    play = cast()
    station = StationFactory(parent=play.town)
    clerk = person(Role.CLERK, station)
    entry = CatalogueEntryFactory(publisher=UnitKind.TOWN)
    _new(clerk, station, entry, period="2026Q3")
    notice = Edition.objects.get().notice
    assert (notice.unit, notice.station) == (play.town, station)


def test_no_notice_is_begun_for_a_unit_or_an_item_that_is_not_theirs() -> None:
    play = cast()
    entry = CatalogueEntryFactory(publisher=UnitKind.TOWN)
    assert _new(play.clerk, play.village, entry, period="2026Q3").status_code == 404
    village_entry = CatalogueEntryFactory()
    elsewhere = desk.signed_in(play.outsider).post(
        f"/desk/notices/new/?unit={play.village.code}&entry={village_entry.code}", {"period": "2026Q3"}
    )
    # Whoever is clerk of one unit only writes for that one, whatever the address says.
    assert elsewhere.status_code == 303
    assert Edition.objects.get().notice.unit != play.village


def test_text_is_saved_previewed_and_cleaned() -> None:
    play = cast()
    draft = text_draft(play)
    markdown = "## 说明\n\n<script>alert(1)</script> **如下**"
    shown = desk.text_of(desk.post(play.clerk, "disclosure_desk:preview", body=markdown))
    assert "<strong>如下</strong>" in shown
    assert "<script>" not in shown
    page = desk.post(play.clerk, "disclosure_desk:edit", draft.pk, body=markdown, preview="1")
    assert "<strong>如下</strong>" in desk.text_of(page)
    assert Edition.objects.get(pk=draft.pk).body == "本季度无新增事项。"
    assert desk.post(play.clerk, "disclosure_desk:edit", draft.pk, body=markdown).status_code == 303
    assert Edition.objects.get(pk=draft.pk).body == markdown


def test_a_file_that_is_refused_is_named_and_the_text_is_kept() -> None:
    play = cast()
    draft = text_draft(play)
    good = SimpleUploadedFile("名单.csv", "姓名,金额\n张三,100.00\n".encode())
    bad = SimpleUploadedFile("程序.exe", b"MZ\x90\x00" + b"\x00" * 200)
    answer = desk.post(play.clerk, "disclosure_desk:edit", draft.pk, body="两个附件", attach=[good, bad])
    assert answer.status_code == 422
    assert "程序.exe" in desk.text_of(answer)
    assert list(draft.attachments.values_list("name", flat=True)) == ["名单.csv"]
    assert Edition.objects.get(pk=draft.pk).body == "两个附件"


def test_a_text_that_was_submitted_meanwhile_is_not_lost() -> None:
    play = cast()
    draft = text_draft(play)
    desk.submitted(play, draft)
    answer = desk.post(play.clerk, "disclosure_desk:edit", draft.pk, body="改过的正文")
    assert answer.status_code == 409
    assert "改过的正文" in desk.text_of(answer)
    assert desk.get(play.clerk, "disclosure_desk:edit", draft.pk).status_code == 302


def test_a_text_that_a_colleague_wrote_meanwhile_is_not_written_over() -> None:
    play = cast()
    draft = text_draft(play)
    seen = str(desk.get(play.clerk, "disclosure_desk:edit", draft.pk).context["seen"])
    shown = desk.post(play.clerk, "disclosure_desk:edit", draft.pk, body="我的", preview="1", seen=seen)
    assert str(shown.context["seen"]) == seen
    drafts.save_text(actor=play.clerk, edition=draft, title="", body="同事的", at=NOON)
    late = desk.post(play.clerk, "disclosure_desk:edit", draft.pk, body="我的", seen=seen)
    assert late.status_code == 409
    assert "我的" in desk.text_of(late)
    assert Edition.objects.get(pk=draft.pk).body == "同事的"
    again = str(late.context["seen"])
    assert desk.post(play.clerk, "disclosure_desk:edit", draft.pk, body="我的", seen=again).status_code == 303
    odd = desk.post(play.clerk, "disclosure_desk:edit", draft.pk, body="乱", seen="9" * 30)
    assert odd.status_code == 409


def test_the_list_holds_what_one_may_read_and_narrows() -> None:
    play = cast()
    draft, live = money_draft(play), published(play, text_draft(play))
    assert {row.pk for row in desk.get(play.clerk, "disclosure_desk:notices").context["rows"]} == {draft.pk, live.pk}
    assert {row.pk for row in desk.get(play.reviewer, "disclosure_desk:notices").context["rows"]} == {live.pk}
    assert desk.get(play.outsider, "disclosure_desk:notices").context["rows"] == []
    for query, expected in (
        ({"state": "preparation"}, {draft.pk}),
        ({"state": "live"}, {live.pk}),
        ({"stream": "finance"}, {draft.pk}),
        ({"unit": play.village.code}, {draft.pk, live.pk}),
        ({"q": draft.notice.number}, {draft.pk}),
        ({"q": "没有这个词"}, set()),
    ):
        rows = desk.get(play.clerk, "disclosure_desk:notices", **query).context["rows"]
        assert {row.pk for row in rows} == expected


def test_the_list_goes_on_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("disclosure.notices.desk.notices.Notices.paginate_by", 2)
    play = cast()
    made = [text_draft(play, at=NOON + timedelta(minutes=n)) for n in range(3)]
    first = desk.get(play.clerk, "disclosure_desk:notices").context
    second = desk.get(play.clerk, "disclosure_desk:notices", page="2").context
    assert [row.pk for row in [*first["rows"], *second["rows"]]] == [one.pk for one in reversed(made)]


def test_the_list_is_put_in_order_and_a_word_that_is_none_does_no_harm() -> None:
    play = cast()
    made = [text_draft(play, at=NOON + timedelta(minutes=n)) for n in (2, 0, 1)]
    by_number = sorted(made, key=lambda one: one.notice.number)
    by_change = sorted(made, key=lambda one: one.state_since)
    for query, expected in (
        ({"order": "number"}, by_number),
        ({"order": "changed"}, by_change),
        ({}, by_change[::-1]),
        ({"order": "password", "page": "x", "unit": "nowhere"}, by_change[::-1]),
    ):
        rows = desk.get(play.clerk, "disclosure_desk:notices", **query).context["rows"]
        assert [row.pk for row in rows] == [one.pk for one in expected]


def test_the_list_takes_as_many_queries_for_one_as_for_three() -> None:
    play = cast()
    text_draft(play)
    client = desk.signed_in(play.clerk)
    client.get("/desk/notices/")
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/notices/")
    text_draft(play)
    text_draft(play)
    with CaptureQueriesContext(connection) as three:
        client.get("/desk/notices/")
    assert len(three) == len(one)
