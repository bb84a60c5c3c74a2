"""The desk's pages about boards, postings and packs: who finds them, what they record, and how they refuse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoCaptureOnCommitCallbacks

from disclosure.boards.actions import postings
from disclosure.boards.models import Board, Posting
from disclosure.boards.packs import actions as packs
from disclosure.boards.packs import documents as making
from disclosure.boards.packs.enums import PackItemState
from disclosure.boards.packs.models import PosterPack
from disclosure.boards.packs.queries import items_of
from disclosure.catalogue.enums import Stream
from disclosure.notices.actions import publishing
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core.models import Job, JobState
from tests.disclosure import desk, walls
from tests.factories import NOON, Cast, CatalogueEntryFactory, cast, person

pytestmark = [pytest.mark.django_db]

UP = NOON + timedelta(hours=6)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(walls.LATER, tick=False), translation.override("zh-hans"):
        yield


def hung(play: Cast, **fields: Any) -> Posting:
    edition = walls.notice(play, CatalogueEntryFactory(stream=Stream.VILLAGE))
    return postings.post(actor=play.clerk, board=walls.board(play), editions=[edition], posted_at=UP, at=UP, **fields)[
        0
    ]


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
    row = hung(play, photo=postings.Photo("a.jpg", walls.picture(), date(2026, 10, 14)))
    pages = [("board", row.board_id), ("posting_photo", row.pk)]
    for name, pk in pages:
        for who in (play.publisher, play.clerk):
            assert desk.get(who, f"disclosure_desk:{name}", pk).status_code == 200
        for who in strangers(play):
            assert desk.get(who, f"disclosure_desk:{name}", pk).status_code == 404
    for verb in ("down", "renew", "replace", "photograph"):
        for who in strangers(play):
            answer = desk.post(who, "disclosure_desk:posting_step", row.pk, verb, until="2026-12-31")
            assert answer.status_code == 404
    row.refresh_from_db()
    assert row.taken_down_at is None
    assert row.until == date(2026, 10, 19)


def test_the_register_is_changed_by_the_office_alone() -> None:
    play = cast()
    board = walls.board(play)
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
    assert desk.post(play.publisher, "disclosure_desk:new_board", **given).status_code == 302
    board = Board.objects.get()
    assert (board.number, board.columns) == (1, ["finance", "party", "opinions"])
    changed = form_of(number="4", sheets="9", is_active="on", column_0="village", column_1="finance")
    assert desk.post(play.publisher, "disclosure_desk:edit_board", board.pk, **changed).status_code == 302
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
    board = walls.board(play)
    editions = [walls.notice(play) for _number in range(3)]
    answer = desk.post(
        play.clerk,
        "disclosure_desk:board",
        board.pk,
        editions=[editions[0].pk, editions[2].pk],
        posted_at="2026-10-15T09:30",
        photo=SimpleUploadedFile("IMG.jpg", walls.picture(taken="2026:10:15 09:31:00"), "image/jpeg"),
    )
    assert answer.status_code == 302
    rows = list(Posting.objects.order_by("edition"))
    assert [row.edition for row in rows] == [editions[0], editions[2]]
    assert {timezone.localtime(row.posted_at).isoformat() for row in rows} == {"2026-10-15T09:30:00+08:00"}
    assert len({row.photo_stored_as for row in rows}) == 1
    photo = desk.get(play.clerk, "disclosure_desk:posting_photo", rows[0].pk)
    assert photo["Content-Type"] == "image/jpeg"
    assert "no-store" in photo["Cache-Control"]
    assert b"SECRET-DEVICE" not in photo.content
    page = desk.text_of(desk.get(play.clerk, "disclosure_desk:board", board.pk))
    assert editions[1].notice.number in page, "what does not hang there yet is offered"
    assert page.count(f'value="{editions[0].pk}"') == 0


def test_what_cannot_be_recorded_is_refused_and_nothing_is() -> None:
    play = cast()
    board, edition, other = walls.board(play), walls.notice(play), walls.notice(walls.village_of(play))
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
        {"photo": SimpleUploadedFile("a.jpg", walls.picture(), "image/jpeg")},
        {"photo": SimpleUploadedFile("a.jpg", b"<script>", "image/jpeg")},
    ):
        answer = desk.post(play.clerk, "disclosure_desk:board", board.pk, **{**good, **wrong})
        assert answer.status_code == 422, wrong
    assert not Posting.objects.exists()
    assert desk.post(play.clerk, "disclosure_desk:board", board.pk, **good).status_code == 302


def test_a_poster_is_renewed_photographed_and_taken_down_from_its_row() -> None:
    play = cast()
    row = hung(play)

    def step(verb: str, **data: Any) -> Posting:
        assert desk.post(play.clerk, "disclosure_desk:posting_step", row.pk, verb, **data).status_code == 302
        row.refresh_from_db()
        return row

    assert step("renew", until="").until == date(2026, 10, 19)
    assert step("renew", until="2026-10-01").until == date(2026, 10, 19)
    assert step("renew", until="2026-10-30").until == date(2026, 10, 30)
    assert step("photograph").photo_sha256 == ""
    photo = SimpleUploadedFile("a.jpg", walls.picture(), "image/jpeg")
    assert step("photograph", photo=photo, photographed_on="2026-10-15").photographed_on == date(2026, 10, 15)
    assert step("down").taken_down_by == play.clerk
    assert desk.post(play.clerk, "disclosure_desk:posting_step", row.pk, "burn").status_code == 404
    assert desk.get(play.clerk, "disclosure_desk:posting_step", row.pk, "down").status_code == 405


def test_what_is_out_of_force_stands_on_the_list_the_desk_and_the_board_until_it_is_replaced() -> None:
    play = cast()
    row = hung(play)
    number = row.edition.notice.number
    with time_machine.travel(walls.LATER + timedelta(days=1), tick=False):
        for who in (play.clerk, play.publisher):
            assert "已有新版" not in desk.text_of(desk.get(who, "desk:home"))
        walls.corrected(play, row.edition)
        for who in (play.clerk, play.publisher):
            for page in ("desk:home", "disclosure_desk:boards"):
                said = desk.text_of(desk.get(who, page))
                assert "已有新版" in said
                assert number in said
        assert "已有新版" in desk.text_of(desk.get(play.clerk, "disclosure_desk:board", row.board_id))
        assert number not in desk.text_of(desk.get(play.outsider, "disclosure_desk:boards"))
        assert desk.post(play.clerk, "disclosure_desk:posting_step", row.pk, "replace").status_code == 302
        assert "已有新版" not in desk.text_of(desk.get(play.clerk, "disclosure_desk:boards"))
    assert Posting.objects.get(taken_down_at__isnull=True).edition.number == 2


def test_on_its_last_day_a_poster_stands_on_the_desk() -> None:
    play = cast()
    row = hung(play)
    assert "今天到期" not in desk.text_of(desk.get(play.clerk, "desk:home"))
    with time_machine.travel(datetime(2026, 10, 19, 9, 0, tzinfo=timezone.get_default_timezone()), tick=False):
        said = desk.text_of(desk.get(play.clerk, "desk:home"))
        assert "今天到期" in said
        assert row.edition.notice.number in said


def chosen(town: walls.Walls, **changes: Any) -> dict[str, Any]:
    given = {
        "period": "2026Q3",
        "size": "A4",
        "format": "pdf",
        "units": [unit.code for unit in town.villages],
        "entries": [entry.code for entry in town.entries],
    }
    return {**given, **changes}


def test_a_pack_is_looked_at_before_it_is_ordered() -> None:
    town = walls.town(villages=2, items=2)
    lacking = CatalogueEntryFactory(stream=Stream.PARTY)
    town.entries.append(lacking)
    publisher = town.play.publisher
    seen = desk.post(publisher, "disclosure_desk:new_pack", **chosen(town), step="preview")
    assert seen.status_code == 200
    said = desk.text_of(seen)
    assert "4 件" in said
    assert "4 块" in said
    assert lacking.name_zh in said
    assert not PosterPack.objects.exists()
    answer = desk.post(publisher, "disclosure_desk:new_pack", **chosen(town), step="order")
    pack = PosterPack.objects.get()
    assert answer.headers["Location"].endswith(f"/packs/{pack.pk}/")
    assert pack.items.count() == 4
    job = pack.job
    assert job is not None
    assert (job.queue, job.state) == ("documents", JobState.QUEUED)


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
    town = walls.town(villages=1, items=1)
    answer = desk.post(town.play.publisher, "disclosure_desk:new_pack", **chosen(town, **wrong), step="order")
    assert answer.status_code == 422
    assert not PosterPack.objects.exists()


def test_a_clerk_packs_for_their_own_unit_only() -> None:
    town = walls.town(villages=2, items=1)
    first, second = town.casts
    answer = desk.post(
        first.clerk, "disclosure_desk:new_pack", **chosen(town, units=[second.village.code]), step="order"
    )
    assert answer.status_code == 422
    assert not PosterPack.objects.exists()
    answer = desk.post(
        first.clerk, "disclosure_desk:new_pack", **chosen(town, units=[first.village.code]), step="order"
    )
    assert answer.status_code == 302


def test_a_pack_exists_for_whoever_ordered_it_alone() -> None:
    town = walls.town(villages=1, items=1)
    pack = walls.ordered(town)
    making.make(pack, tell=lambda _done, _total: None, clock=lambda: walls.LATER)
    colleague = person(Role.PUBLISHER, town.play.town)
    for name in ("pack", "pack_progress", "pack_file"):
        assert desk.get(town.play.publisher, f"disclosure_desk:{name}", pack.pk).status_code == 200
        for who in (*strangers(town.play), town.play.clerk, colleague):
            assert desk.get(who, f"disclosure_desk:{name}", pack.pk).status_code == 404
    for verb in ("cancel", "again"):
        for who in (town.play.clerk, colleague):
            assert desk.post(who, "disclosure_desk:pack_step", pack.pk, verb).status_code == 404
    assert f"/packs/{pack.pk}/" not in desk.text_of(desk.get(colleague, "disclosure_desk:packs"))
    file = desk.get(town.play.publisher, "disclosure_desk:pack_file", pack.pk)
    assert file["Content-Type"] == "application/pdf"
    assert "no-store" in file["Cache-Control"]
    assert file.content.startswith(b"%PDF")


def test_a_pack_shows_how_far_it_is_is_stopped_and_taken_up_again() -> None:
    town = walls.town(villages=1, items=2)
    pack, publisher = walls.ordered(town), town.play.publisher
    waiting = desk.text_of(desk.get(publisher, "disclosure_desk:pack", pack.pk))
    assert "hx-get" in waiting
    first = items_of(pack)[0]
    packs.item_made(item=first, pages=1)
    Job.objects.filter(pk=pack.job_id or 0).update(
        state=JobState.RUNNING, claimed_at=walls.LATER, heartbeat_at=walls.LATER
    )
    progress = desk.text_of(desk.get(publisher, "disclosure_desk:pack_progress", pack.pk))
    assert 'value="1" max="2"' in progress
    assert 'value="1" max="2"' in desk.text_of(desk.get(publisher, "disclosure_desk:packs"))
    assert desk.get(publisher, "disclosure_desk:pack_file", pack.pk).status_code == 404
    assert desk.post(publisher, "disclosure_desk:pack_step", pack.pk, "cancel").status_code == 302
    assert "HX-Redirect" in desk.get(publisher, "disclosure_desk:pack_progress", pack.pk).headers
    assert Job.objects.get(pk=pack.job_id or 0).state == JobState.CANCELLED
    assert desk.post(publisher, "disclosure_desk:pack_step", pack.pk, "again").status_code == 302
    pack.refresh_from_db()
    assert Job.objects.get(pk=pack.job_id or 0).state == JobState.QUEUED
    assert desk.post(publisher, "disclosure_desk:pack_step", pack.pk, "explode").status_code == 404


def test_a_pack_names_what_failed_and_what_is_out_of_force_and_gives_out_nothing_withdrawn() -> None:
    town = walls.town(villages=1, items=3)
    pack, publisher = walls.ordered(town), town.play.publisher
    first, second, third = (item.edition for item in items_of(pack))
    walls.corrected(town.play, first, at=NOON + timedelta(hours=7))
    making.make(pack, tell=lambda _done, _total: None, clock=lambda: walls.LATER)
    said = desk.text_of(desk.get(publisher, "disclosure_desk:pack", pack.pk))
    assert pack.items.filter(state=PackItemState.FAILED).count() == 1
    assert f"{first.notice.number} 第 1 版" in said
    assert "/file" in said
    walls.corrected(town.play, second, at=NOON + timedelta(hours=8))
    assert f"{second.notice.number} 第 1 版" in desk.text_of(desk.get(publisher, "disclosure_desk:pack", pack.pk))
    assert desk.get(publisher, "disclosure_desk:pack_file", pack.pk).status_code == 200
    publishing.withdraw(actor=publisher, edition=third, reason="误发", at=walls.LATER)
    assert desk.get(publisher, "disclosure_desk:pack_file", pack.pk).status_code == 404
    page = desk.text_of(desk.get(publisher, "disclosure_desk:pack", pack.pk))
    assert f'/packs/{pack.pk}/file"' not in page


@pytest.mark.parametrize("name", ["boards", "packs", "new_pack"])
def test_lists_are_for_the_office_and_clerks(name: str) -> None:
    play = cast()
    for who in (play.clerk, play.publisher):
        assert desk.get(who, f"disclosure_desk:{name}").status_code == 200
    for who in (play.supervisor, play.reviewer, play.approver, play.lay, play.administrator):
        assert desk.get(who, f"disclosure_desk:{name}").status_code == 404


def test_the_public_reads_where_an_edition_hangs_and_nobodys_name() -> None:
    play = cast()
    row = hung(play, photo=postings.Photo("a.jpg", walls.picture(), date(2026, 10, 14)))
    unit = desk.text_of(Client().get(f"/units/{play.village.code}/"))
    assert "村委会门口" in unit
    said = desk.text_of(Client().get(f"/verify/{row.edition.shown_code}/"))
    assert "村委会门口，2026年10月14日起" in said
    for secret in (play.clerk.name_zh, f"/postings/{row.pk}/", row.photo_sha256):
        assert secret not in said
        assert secret not in unit


def test_a_posting_makes_what_the_public_reads_new(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    play = cast()
    row = hung(play)
    address = f"/verify/{row.edition.shown_code}/"
    assert "村委会门口" in desk.text_of(Client().get(address))
    with django_capture_on_commit_callbacks(execute=True):
        postings.take_down(actor=play.clerk, posting=row, taken_down_at=walls.LATER, at=walls.LATER)
    assert "村委会门口" not in desk.text_of(Client().get(address))
