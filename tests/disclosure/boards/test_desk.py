"""The desk's pages about boards, postings and packs: who finds them, what they record, and how they refuse."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoCaptureOnCommitCallbacks

from disclosure.boards.actions import postings
from disclosure.boards.enums import PackItemState, PostingState
from disclosure.boards.models import Board, PosterPack, Posting
from disclosure.boards.packs import actions as packs, documents
from disclosure.boards.packs.queries import items_of, plan
from disclosure.catalogue.enums import Stream
from disclosure.notices.actions import publishing
from disclosure.notices.queries.editions import live
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core.models import Job, JobState
from portal.desk.tokens import seen_token
from tests.disclosure import board_samples as samples, desk
from tests.factories import NOON, Cast, CatalogueEntryFactory, cast, person
from tests.steps import offered, signed_in, take, told

pytestmark = [pytest.mark.django_db]

UP = NOON + timedelta(hours=6)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(samples.LATER, tick=False), translation.override("zh-hans"):
        yield


def posted(play: Cast, **fields: Any) -> Posting:
    edition = samples.notice(play, CatalogueEntryFactory(stream=Stream.VILLAGE))
    return postings.post(
        actor=play.clerk, board=samples.board(play), editions=[edition], posted_at=UP, at=UP, **fields
    )[0]


def strangers(play: Cast) -> list[User]:
    """Return everybody of the town who is not of the office and no clerk of the village."""
    return [
        play.outsider,
        play.supervisor,
        play.reviewer,
        play.approver,
        play.lay,
        play.administrator,
        person(Role.SECRETARY, play.town),
    ]


def form_of(**changes: Any) -> dict[str, Any]:
    given = {"place_zh": "村口", "place_en": "", "paper": "A3", "sheets": "8", "number": "", "column_0": "finance"}
    return {**given, **changes}


def test_a_board_and_its_postings_exist_for_the_office_and_the_units_clerks() -> None:
    play = cast()
    row = posted(play, photo=postings.Photo("a.jpg", samples.picture(), date(2026, 10, 14)))
    pages = [("board", row.board_id), ("posting_photo", row.pk)]
    for name, pk in pages:
        for who in (play.publisher, play.clerk):
            assert desk.get(who, f"disclosure_desk:{name}", pk).status_code == 200
        for who in strangers(play):
            assert desk.get(who, f"disclosure_desk:{name}", pk).status_code == 404
    for verb in ("take_down", "renew", "replace", "photograph"):
        for who in (*strangers(play), play.clerk):
            for seen in ("", seen_token(who, row, verb)):
                if seen and who == play.clerk:
                    continue
                answer = desk.post(who, f"disclosure_desk:postings_{verb}", row.pk, seen=seen, until="2026-12-31")
                # A person who was shown it once, and may not see it any more, is warned; nobody else knows of it.
                assert answer.status_code == (303 if seen else 404)
    row.refresh_from_db()
    assert row.state == PostingState.POSTED
    assert row.until == date(2026, 10, 19)


def test_the_register_is_changed_by_the_office_alone() -> None:
    play = cast()
    board = samples.board(play)
    for who in (*strangers(play), play.clerk):
        assert desk.get(who, "disclosure_desk:edit_board", board.pk).status_code == 404
        assert desk.get(who, "disclosure_desk:new_board").status_code == 404
        assert desk.post(who, "disclosure_desk:edit_board", board.pk, **form_of(sheets="1")).status_code == 404
        made = desk.post(who, "disclosure_desk:new_board", **form_of(unit=play.village.code))
        assert made.status_code == 404
    board.refresh_from_db()
    assert (board.sheets, Board.objects.count()) == (12, 1)
    elsewhere = cast()
    assert desk.get(elsewhere.publisher, "disclosure_desk:edit_board", board.pk).status_code == 404


def test_a_board_is_put_on_the_register_with_its_columns_in_order() -> None:
    play = cast()
    given = form_of(unit=play.village.code, column_0="finance", column_1="party", column_2="opinions")
    assert desk.post(play.publisher, "disclosure_desk:new_board", **given).status_code == 303
    board = Board.objects.get()
    assert (board.number, board.columns) == (1, ["finance", "party", "opinions"])
    changed = form_of(seen="1", number="4", sheets="9", is_active="on", column_0="village", column_1="finance")
    assert desk.post(play.publisher, "disclosure_desk:edit_board", board.pk, **changed).status_code == 303
    late = changed | {"sheets": "5"}
    assert desk.post(play.publisher, "disclosure_desk:edit_board", board.pk, **late).status_code == 409
    board.refresh_from_db()
    assert (board.number, board.sheets, board.columns, board.is_active) == (4, 9, ["village", "finance"], True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"place_zh": ""},
        {"sheets": "0"},
        {"sheets": "many"},
        {"sheets": "99999999999999999999"},
        {"number": "-1"},
        {"paper": "B5"},
        {"column_0": ""},
        {"column_0": "weather"},
        {"column_1": "finance"},
        {"unit": "ZZ-99"},
        {"unit": ""},
        {"place_zh": "长" * 101},
    ],
)
def test_what_the_register_cannot_hold_is_refused_beside_what_was_typed(wrong: dict[str, str]) -> None:
    play = cast()
    answer = desk.post(play.publisher, "disclosure_desk:new_board", **{**form_of(unit=play.village.code), **wrong})
    assert answer.status_code == 422
    assert not Board.objects.exists()


def test_several_posters_are_checked_off_at_once_with_one_photograph() -> None:
    play = cast()
    board = samples.board(play)
    editions = [samples.notice(play) for _number in range(3)]
    answer = desk.post(
        play.clerk,
        "disclosure_desk:board",
        board.pk,
        editions=[editions[0].pk, editions[2].pk],
        posted_at="2026-10-15T09:30",
        photo=SimpleUploadedFile("IMG.jpg", samples.picture(taken="2026:10:15 09:31:00"), "image/jpeg"),
    )
    assert answer.status_code == 303
    rows = list(Posting.objects.order_by("edition_id"))
    assert [row.edition for row in rows] == [editions[0], editions[2]]
    assert {timezone.localtime(row.posted_at).isoformat() for row in rows} == {"2026-10-15T09:30:00+08:00"}
    assert len({row.photo_stored_as for row in rows}) == 1
    photo = desk.get(play.clerk, "disclosure_desk:posting_photo", rows[0].pk)
    assert photo["Content-Type"] == "image/jpeg"
    assert "no-store" in photo["Cache-Control"]
    assert b"SECRET-DEVICE" not in photo.content
    page = desk.text_of(desk.get(play.clerk, "disclosure_desk:board", board.pk))
    assert editions[1].notice.number in page, "what is not posted there yet is offered"
    assert page.count(f'value="{editions[0].pk}"') == 0


def test_what_cannot_be_recorded_is_refused_and_nothing_is() -> None:
    play = cast()
    board, edition, other = samples.board(play), samples.notice(play), samples.notice(samples.village_of(play))
    good = {"editions": edition.pk, "posted_at": "2026-10-15T09:30"}
    for wrong in (
        {"editions": ""},
        {"editions": other.pk},
        {"editions": "x"},
        {"posted_at": ""},
        {"posted_at": "yesterday"},
        {"posted_at": "2026-10-16T09:30"},
        {"posted_at": "2026-10-01T09:30"},
        {"until": "2026-10-15"},
        {"until": "2026-99-99"},
        {"photo": SimpleUploadedFile("a.jpg", samples.picture(taken="2026:10:01 09:00:00"), "image/jpeg")},
        {"photo": SimpleUploadedFile("a.jpg", b"<script>", "image/jpeg")},
    ):
        answer = desk.post(play.clerk, "disclosure_desk:board", board.pk, **{**good, **wrong})
        assert answer.status_code == 422, wrong
    assert not Posting.objects.exists()
    assert desk.post(play.clerk, "disclosure_desk:board", board.pk, **good).status_code == 303


def step_url(row: Posting, verb: str) -> str:
    return reverse(f"disclosure_desk:postings_{verb}", args=[row.pk])


def test_a_poster_is_renewed_photographed_and_taken_down_from_its_row() -> None:
    play = cast()
    row = posted(play)
    board = reverse("disclosure_desk:board", args=[row.board_id])

    def step(verb: str, status: int, page: str = "", **data: Any) -> Posting:
        assert take(play.clerk, page or step_url(row, verb), verb, **data).status_code == status
        row.refresh_from_db()
        return row

    assert step("renew", 422, until="").until == date(2026, 10, 19)
    assert step("renew", 422, until="2026-10-01").until == date(2026, 10, 19)
    assert step("renew", 303, until="2026-10-30").until == date(2026, 10, 30)
    assert step("photograph", 422).photo_sha256 == ""
    old, photo = (SimpleUploadedFile("a.jpg", samples.picture(), "image/jpeg") for _number in range(2))
    assert step("photograph", 422, photo=old, photographed_on="2026-10-01").photo_sha256 == ""
    assert step("photograph", 303, photo=photo, photographed_on="2026-10-15").photographed_on == date(2026, 10, 15)
    shown = desk.get(play.clerk, "disclosure_desk:board", row.board_id)
    for verb in ("renew", "photograph"):
        assert f'href="{step_url(row, verb)}"' in desk.text_of(shown)
    assert step("take_down", 303, board).taken_down_by == play.clerk
    for verb in ("take_down", "renew", "photograph"):
        assert signed_in(play.clerk).get(step_url(row, verb)).status_code == 404


def test_a_step_that_makes_no_sense_does_not_exist() -> None:
    play = cast()
    row = posted(play)
    board = reverse("disclosure_desk:board", args=[row.board_id])
    clerk = signed_in(play.clerk)
    assert set(offered(clerk.get(board))) == {"take_down"}
    assert clerk.get(step_url(row, "replace")).status_code == 404
    samples.corrected(play, row.edition)
    assert set(offered(clerk.get(board))) == {"take_down", "replace"}
    assert clerk.get(step_url(row, "renew")).status_code == 404
    publishing.withdraw(actor=play.publisher, edition=live().get(), reason="误发", at=samples.LATER + timedelta(days=1))
    assert set(offered(clerk.get(board))) == {"take_down"}
    assert clerk.get(step_url(row, "replace")).status_code == 404


def test_a_person_who_comes_too_late_is_warned() -> None:
    play = cast()
    row = posted(play)
    clerk = signed_in(play.clerk)
    down = offered(clerk.get(reverse("disclosure_desk:board", args=[row.board_id])))["take_down"]
    renew = offered(clerk.get(step_url(row, "renew")))["renew"]
    postings.take_down(actor=play.publisher, posting=row, taken_down_at=samples.LATER, seen=None, at=samples.LATER)
    for form in (down, renew):
        answer = clerk.post(form.action, {**form.fields})
        assert answer.status_code == 409
        assert "已有人登记取下" in desk.text_of(answer)


@pytest.mark.parametrize("name", ["disclosure_desk:boards", "disclosure_desk:board", "desk:home"])
def test_a_list_of_three_posters_asks_as_often_as_one_of_one(name: str) -> None:
    play = cast()
    first = posted(play)
    args = [first.board_id] if name.endswith(":board") else []

    def count() -> int:
        with time_machine.travel(NOON + timedelta(days=9), tick=False), CaptureQueriesContext(connection) as asked:
            assert "今天到期" not in desk.text_of(desk.get(play.publisher, name, *args))
        return len(asked)

    count()  # what is asked once a process
    before = count()
    others = [samples.notice(play, CatalogueEntryFactory(stream=Stream.VILLAGE)) for _number in range(2)]
    postings.post(actor=play.clerk, board=first.board, editions=others, posted_at=UP, at=UP)
    assert count() == before


def test_the_list_of_boards_is_narrowed_to_a_unit() -> None:
    play = cast()
    mine, other = samples.board(play), samples.board(samples.village_of(play))
    content = desk.text_of(desk.get(play.publisher, "disclosure_desk:boards"))
    assert all(f"/boards/{board.pk}/" in content for board in (mine, other))
    content = desk.text_of(desk.get(play.publisher, "disclosure_desk:boards", unit=other.unit.code))
    assert [f"/boards/{board.pk}/" in content for board in (mine, other)] == [False, True]
    assert f"/boards/{other.pk}/" not in desk.text_of(desk.get(play.clerk, "disclosure_desk:boards"))


def test_what_is_out_of_force_stands_on_the_list_the_desk_and_the_board_until_it_is_replaced() -> None:
    play = cast()
    row = posted(play)
    number = row.edition.notice.number
    with time_machine.travel(samples.LATER + timedelta(days=1), tick=False):
        for who in (play.clerk, play.publisher):
            assert "已有新版" not in desk.text_of(desk.get(who, "desk:home"))
        samples.corrected(play, row.edition)
        for who in (play.clerk, play.publisher):
            for page in ("desk:home", "disclosure_desk:boards"):
                content = desk.text_of(desk.get(who, page))
                assert "已有新版" in content
                assert number in content
        assert "已有新版" in desk.text_of(desk.get(play.clerk, "disclosure_desk:board", row.board_id))
        assert number not in desk.text_of(desk.get(play.outsider, "disclosure_desk:boards"))
        replaced = take(play.clerk, reverse("disclosure_desk:boards"), "replace")
        assert replaced.status_code == 303
        assert "已有新版" not in desk.text_of(desk.get(play.clerk, "disclosure_desk:boards"))
    assert Posting.objects.get(state=PostingState.POSTED).edition.number == 2


def test_on_its_last_day_a_poster_stands_on_the_desk() -> None:
    play = cast()
    row = posted(play)
    assert "今天到期" not in desk.text_of(desk.get(play.clerk, "desk:home"))
    with time_machine.travel(datetime(2026, 10, 19, 9, 0, tzinfo=timezone.get_default_timezone()), tick=False):
        content = desk.text_of(desk.get(play.clerk, "desk:home"))
        assert "今天到期" in content
        assert row.edition.notice.number in content


def chosen(town: samples.Town, **changes: Any) -> dict[str, Any]:
    given = {
        "period": "2026Q3",
        "size": "A4",
        "format": "pdf",
        "units": [unit.code for unit in town.villages],
        "entries": [entry.code for entry in town.entries],
    }
    return {**given, **changes}


def test_a_pack_is_looked_at_before_it_is_ordered() -> None:
    town = samples.town(villages=2, items=2)
    lacking = CatalogueEntryFactory(stream=Stream.PARTY)
    town.entries.append(lacking)
    publisher = town.play.publisher
    seen = desk.post(publisher, "disclosure_desk:new_pack", **chosen(town), step="preview")
    assert seen.status_code == 200
    content = desk.text_of(seen)
    assert "4 件" in content
    assert "4 块" in content
    assert lacking.name_zh in content
    assert not PosterPack.objects.exists()
    answer = desk.post(publisher, "disclosure_desk:new_pack", **chosen(town), step="order")
    pack = PosterPack.objects.get()
    assert answer.headers["Location"].endswith(f"/packs/{pack.pk}/")
    assert pack.items.count() == 4
    job = pack.job
    assert job is not None
    assert (job.queue, job.state) == ("documents", JobState.QUEUED)


def test_too_little_room_is_said_before_a_pack_is_ordered_with_sizes_to_choose() -> None:
    town = samples.town(villages=1, items=4)
    publisher, [board, other] = town.play.publisher, list(Board.objects.order_by("number"))
    Board.objects.filter(pk=board.pk).update(sheets=1)
    typed = chosen(town, size="")
    first, second = plan(units=town.villages, entries=town.entries, period=samples.Q3).items[:2]
    page = desk.text_of(desk.post(publisher, "disclosure_desk:new_pack", **typed, step="preview"))
    assert "还能贴 1 张 A3 纸，这一套要贴 2 张" in page
    fields = [f"size-{one.edition_id}-{board.pk}" for one in (first, second)]
    assert all(f'name="{field}"' in page for field in fields)
    assert f"-{other.pk}" + '"' not in "".join(line for line in page.splitlines() if "<select" in line), "it has room"
    refused = desk.post(publisher, "disclosure_desk:new_pack", **typed, step="order")
    assert refused.status_code == 422
    assert "还能贴 1 张" in desk.text_of(refused)
    assert not PosterPack.objects.exists()
    smaller = typed | dict.fromkeys(fields, "A4")
    counted = desk.text_of(desk.post(publisher, "disclosure_desk:new_pack", **smaller, step="preview"))
    assert "所选的贴得下" in counted
    assert counted.count('<option value="A4" selected>') == 2
    assert desk.post(publisher, "disclosure_desk:new_pack", **smaller, step="order").status_code == 303
    assert [one.size for one in items_of(PosterPack.objects.get())] == ["A4", "A4", "A3", "A3"]
    assert desk.post(publisher, "disclosure_desk:new_pack", **typed, is_room_made="on", step="order").status_code == 303


def made_pack(town: samples.Town) -> PosterPack:
    return documents.make(samples.ordered(town), progress=lambda _done, _total: None, clock=lambda: samples.LATER)


def test_what_of_a_pack_was_put_up_is_ticked_at_once_with_photographs() -> None:
    town = samples.town(villages=1, items=4)
    publisher, pack = town.play.publisher, made_pack(town)
    items = list(items_of(pack))
    page = desk.text_of(desk.get(publisher, "disclosure_desk:pack", pack.pk))
    board = items[0].board_id
    assert f'check-off/?board={board}"' in page
    whole = desk.text_of(desk.get(publisher, "disclosure_desk:check_off", pack.pk))
    assert all(f'value="{item.pk}"' in whole for item in items)
    assert 'name="photo_' not in whole, "photographs of single posters are added before their board"
    narrow = reverse("disclosure_desk:check_off", args=[pack.pk]) + f"?board={board}"
    shown = desk.text_of(signed_in(publisher).get(narrow))
    here = [item for item in items if item.board_id == board]
    assert [f'name="photo_{item.pk}"' in shown for item in items] == [item in here for item in items]
    typed = {"items": [item.pk for item in here], "posted_at": "2026-10-15T09:30"}
    photos = {
        "photo": SimpleUploadedFile("all.jpg", samples.picture(), "image/jpeg"),
        f"photo_{here[1].pk}": SimpleUploadedFile("own.jpg", samples.picture(colour="blue"), "image/jpeg"),
    }
    assert signed_in(publisher).post(narrow, {**typed, "items": ""}).status_code == 422
    answer = signed_in(publisher).post(narrow, {**typed, **photos})
    assert answer.headers["Location"] == reverse("disclosure_desk:pack", args=[pack.pk])
    rows = list(Posting.objects.order_by("edition__notice__entry__code"))
    assert len(rows) == 2
    assert {row.photographed_on for row in rows} == {date(2026, 10, 15)}, "the day it was put up"
    assert rows[0].photo_sha256 != rows[1].photo_sha256
    page = desk.text_of(desk.get(publisher, "disclosure_desk:pack", pack.pk))
    assert page.count("2026年10月15日已贴") == 2
    assert "还有 2 件未登记张贴" in page


def test_a_photograph_of_one_poster_that_is_none_is_asked_for_again_there_and_the_other_is_kept() -> None:
    town = samples.town(villages=1, items=2)
    pack = made_pack(town)
    item = items_of(pack)[0]
    page = reverse("disclosure_desk:check_off", args=[pack.pk]) + f"?board={item.board_id}"
    typed = {"items": [item.pk], "posted_at": "2026-10-15T09:30"}
    photos = {
        "photo": SimpleUploadedFile("all.jpg", samples.picture(), "image/jpeg"),
        f"photo_{item.pk}": SimpleUploadedFile("own.jpg", b"<script>", "image/jpeg"),
    }
    answer = signed_in(town.play.publisher).post(page, {**typed, **photos})
    shown = desk.text_of(answer)
    assert answer.status_code == 422
    assert f'id="id_photo_{item.pk}_error"' in shown
    assert held_in(shown, f"photo_{item.pk}") == {}
    assert held_in(shown)


def test_the_pages_of_a_pack_ask_as_often_for_three_posters_as_for_one() -> None:
    packs_made = [made_pack(samples.town(villages=1, items=count)) for count in (1, 3)]
    for name in ("pack", "check_off"):
        counts = []
        for pack in packs_made:
            with CaptureQueriesContext(connection) as asked:
                assert desk.get(pack.ordered_by, f"disclosure_desk:{name}", pack.pk).status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1], name


def held_in(page: str, name: str = "photo") -> dict[str, str]:
    """Return the field with which a page sends a photograph again that was sent before."""
    found = re.search(rf'name="{name}-held" value="([^"]+)"', page)
    return {f"{name}-held": found[1]} if found else {}


def test_a_refused_form_keeps_the_photograph_and_asks_about_the_camera() -> None:
    play = cast()
    board, edition = samples.board(play), samples.notice(play)
    typed = {"editions": edition.pk, "posted_at": "2026-10-15T09:30"}
    photo = SimpleUploadedFile("IMG_7.jpg", samples.picture(taken="2026:10:01 09:00:00"), "image/jpeg")
    refused = desk.post(play.clerk, "disclosure_desk:board", board.pk, **typed, photo=photo)
    page = desk.text_of(refused)
    assert refused.status_code == 422
    assert "IMG_7.jpg" in page
    assert "2026年10月1日" in page
    assert 'type="checkbox" name="camera_is_wrong"' in page
    kept = held_in(page)
    assert kept
    again = desk.text_of(desk.post(play.clerk, "disclosure_desk:board", board.pk, **typed, **kept, until="2026-10-15"))
    assert held_in(again) == kept, "it is held once, however often the form is refused"
    without = {**typed, **kept, "photo-without": "on"}
    sent = {**typed, **kept, "camera_is_wrong": "on"}
    assert desk.post(play.clerk, "disclosure_desk:board", board.pk, **sent).status_code == 303
    row = Posting.objects.get()
    assert (row.photographed_on, bool(row.photo_sha256)) == (date(2026, 10, 15), True)
    row.delete()
    for who, what in ((play.clerk, without), (play.publisher, sent)):
        assert desk.post(who, "disclosure_desk:board", board.pk, **what).status_code == 303
        row = Posting.objects.get()
        assert row.photo_sha256 == "", "it was left out, or sent by somebody else"
        row.delete()


def test_a_photograph_that_is_none_is_not_kept() -> None:
    play = cast()
    row = posted(play)
    answer = take(play.clerk, step_url(row, "photograph"), "photograph", photo=SimpleUploadedFile("a.jpg", b"<script>"))
    assert answer.status_code == 422
    assert held_in(desk.text_of(answer)) == {}
    assert 'id="photograph_photo_error"' in desk.text_of(answer)


@pytest.mark.parametrize(
    "wrong",
    [
        {"period": "1999Q9"},
        {"period": ""},
        {"size": "A0"},
        {"format": "exe"},
        {"units": []},
        {"units": ["ZZ"]},
        {"entries": []},
        {"entries": ["ZZ"]},
    ],
)
def test_a_pack_of_nothing_sensible_is_refused(wrong: dict[str, Any]) -> None:
    town = samples.town(villages=1, items=1)
    answer = desk.post(town.play.publisher, "disclosure_desk:new_pack", **chosen(town, **wrong), step="order")
    assert answer.status_code == 422
    assert not PosterPack.objects.exists()


def test_a_clerk_packs_for_their_own_unit_only() -> None:
    town = samples.town(villages=2, items=1)
    first, second = town.casts
    answer = desk.post(
        first.clerk, "disclosure_desk:new_pack", **chosen(town, units=[second.village.code]), step="order"
    )
    assert answer.status_code == 422
    assert not PosterPack.objects.exists()
    answer = desk.post(
        first.clerk, "disclosure_desk:new_pack", **chosen(town, units=[first.village.code]), step="order"
    )
    assert answer.status_code == 303


def test_a_pack_exists_for_whoever_ordered_it_alone() -> None:
    town = samples.town(villages=1, items=1)
    pack = samples.ordered(town)
    documents.make(pack, progress=lambda _done, _total: None, clock=lambda: samples.LATER)
    colleague = person(Role.PUBLISHER, town.play.town)
    files = {file.size: file.pk for file in pack.files.all()}
    pages = [("pack",), ("pack_progress",), ("pack_file", files["A4"]), ("pack_file", files[""])]
    for name, *more in pages:
        assert desk.get(town.play.publisher, f"disclosure_desk:{name}", pack.pk, *more).status_code == 200
        for who in (*strangers(town.play), town.play.clerk, colleague):
            assert desk.get(who, f"disclosure_desk:{name}", pack.pk, *more).status_code == 404
    for name in ("cancel_pack", "make_pack_again"):
        for who in (town.play.clerk, colleague):
            assert desk.post(who, f"disclosure_desk:{name}", pack.pk).status_code == 404
    assert f"/packs/{pack.pk}/" not in desk.text_of(desk.get(colleague, "disclosure_desk:packs"))
    file = desk.get(town.play.publisher, "disclosure_desk:pack_file", pack.pk, files["A4"])
    assert file["Content-Type"] == "application/pdf"
    assert "no-store" in file["Cache-Control"]
    assert file.content.startswith(b"%PDF")


def test_who_posts_on_a_board_ticks_from_the_check_off_sheet_what_is_for_it() -> None:
    town = samples.town(villages=2, items=1)
    pack = samples.ordered(town)
    documents.make(pack, progress=lambda _done, _total: None, clock=lambda: samples.LATER)
    clerk = town.casts[0].clerk
    for who in strangers(town.play):
        assert desk.get(who, "disclosure_desk:check_off", pack.pk).status_code == 404
    page = desk.text_of(desk.get(clerk, "disclosure_desk:check_off", pack.pk))
    own, other = (items_of(pack).get(edition__notice__unit=one.village) for one in town.casts)
    assert own.edition.notice.number in page
    assert other.edition.notice.number not in page
    typed = {"items": [str(own.pk)], "posted_at": "2026-10-15T09:00"}
    answer = desk.post(clerk, "disclosure_desk:check_off", pack.pk, **typed)
    assert answer.headers["Location"] == reverse("disclosure_desk:boards")
    assert desk.get(clerk, "disclosure_desk:boards").status_code == 200


def test_a_pack_shows_how_far_it_is_is_stopped_and_taken_up_again() -> None:
    town = samples.town(villages=1, items=2)
    pack, publisher = samples.ordered(town), town.play.publisher
    waiting = desk.text_of(desk.get(publisher, "disclosure_desk:pack", pack.pk))
    assert "hx-get" in waiting
    first = items_of(pack)[0]
    packs.item_made(item=first, pages=1)
    Job.objects.filter(pk=pack.job_id or 0).update(
        state=JobState.RUNNING, claimed_at=samples.LATER, heartbeat_at=samples.LATER
    )
    progress = desk.text_of(desk.get(publisher, "disclosure_desk:pack_progress", pack.pk))
    assert 'value="1" max="2"' in progress
    assert 'value="1" max="2"' in desk.text_of(desk.get(publisher, "disclosure_desk:packs"))
    assert "/files/" not in waiting
    assert desk.get(publisher, "disclosure_desk:cancel_pack", pack.pk).status_code == 405
    too_early = desk.post(publisher, "disclosure_desk:make_pack_again", pack.pk)
    assert (too_early.status_code, told(too_early)) == (303, ["这套公示单还在制作。"])
    assert desk.post(publisher, "disclosure_desk:cancel_pack", pack.pk).status_code == 303
    assert "HX-Redirect" in desk.get(publisher, "disclosure_desk:pack_progress", pack.pk).headers
    assert Job.objects.get(pk=pack.job_id or 0).state == JobState.CANCELLED
    assert desk.post(publisher, "disclosure_desk:make_pack_again", pack.pk).status_code == 303
    pack.refresh_from_db()
    assert Job.objects.get(pk=pack.job_id or 0).state == JobState.QUEUED


def test_the_page_of_boards_shows_the_newest_packs_and_the_list_all() -> None:
    town = samples.town(villages=1, items=1)
    publisher = town.play.publisher

    def asked(name: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(publisher, f"disclosure_desk:{name}")
        return len(queries)

    made = [samples.ordered(town)]
    before = {name: asked(name) for name in ("packs", "boards")}
    made += [samples.ordered(town) for _number in range(5)]
    assert {name: asked(name) for name in before} == before
    newest = desk.text_of(desk.get(publisher, "disclosure_desk:boards"))
    assert [f"/packs/{pack.pk}/" in newest for pack in made] == [False, True, True, True, True, True]
    content = desk.text_of(desk.get(publisher, "disclosure_desk:packs"))
    assert all(f"/packs/{pack.pk}/" in content for pack in made)
    again = signed_in(publisher).get(reverse("disclosure_desk:packs"), headers={"HX-Request": "true"})
    assert "<html" not in desk.text_of(again)
    assert "HX-Request" in again["Vary"]


def test_a_pack_names_what_failed_and_what_is_out_of_force_and_gives_out_nothing_withdrawn() -> None:
    town = samples.town(villages=1, items=3)
    pack, publisher = samples.ordered(town), town.play.publisher
    first, second, third = (item.edition for item in items_of(pack))
    samples.corrected(town.play, first, at=NOON + timedelta(hours=7))
    documents.make(pack, progress=lambda _done, _total: None, clock=lambda: samples.LATER)
    content = desk.text_of(desk.get(publisher, "disclosure_desk:pack", pack.pk))
    assert pack.items.filter(state=PackItemState.FAILED).count() == 1
    assert f"{first.notice.number} 第 1 版" in content
    file = pack.files.get(size="A4").pk
    assert f"/files/{file}" in content
    samples.corrected(town.play, second, at=NOON + timedelta(hours=8))
    assert f"{second.notice.number} 第 1 版" in desk.text_of(desk.get(publisher, "disclosure_desk:pack", pack.pk))
    assert desk.get(publisher, "disclosure_desk:pack_file", pack.pk, file).status_code == 200
    publishing.withdraw(actor=publisher, edition=third, reason="误发", at=samples.LATER)
    assert desk.get(publisher, "disclosure_desk:pack_file", pack.pk, file).status_code == 404
    page = desk.text_of(desk.get(publisher, "disclosure_desk:pack", pack.pk))
    assert f"/packs/{pack.pk}/files/" not in page
    assert "/check-off/" not in page


@pytest.mark.parametrize("name", ["boards", "packs", "new_pack"])
def test_lists_are_for_the_office_and_clerks(name: str) -> None:
    play = cast()
    for who in (play.clerk, play.publisher):
        assert desk.get(who, f"disclosure_desk:{name}").status_code == 200
    for who in (play.supervisor, play.reviewer, play.approver, play.lay, play.administrator):
        assert desk.get(who, f"disclosure_desk:{name}").status_code == 404


def test_the_public_reads_where_an_edition_is_posted_and_nobodys_name() -> None:
    play = cast()
    row = posted(play, photo=postings.Photo("a.jpg", samples.picture(), date(2026, 10, 14)))
    unit = desk.text_of(Client().get(f"/units/{play.village.code}/"))
    assert "村委会门口" in unit
    content = desk.text_of(Client().get(f"/verify/{row.edition.shown_code}/"))
    assert "村委会门口，2026年10月14日起" in content
    for secret in (play.clerk.name_zh, f"/postings/{row.pk}/", row.photo_sha256):
        assert secret not in content
        assert secret not in unit


def test_a_posting_makes_what_the_public_reads_new(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    play = cast()
    row = posted(play)
    address = f"/verify/{row.edition.shown_code}/"
    assert "村委会门口" in desk.text_of(Client().get(address))
    with django_capture_on_commit_callbacks(execute=True):
        postings.take_down(actor=play.clerk, posting=row, taken_down_at=samples.LATER, seen=None, at=samples.LATER)
    assert "村委会门口" not in desk.text_of(Client().get(address))
