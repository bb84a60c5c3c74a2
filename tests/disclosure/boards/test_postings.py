"""Postings: what is posted where, since when, until when; and what must be taken down or renewed."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from disclosure.boards.actions import postings, register
from disclosure.boards.actions.postings import Photo
from disclosure.boards.enums import PostingState
from disclosure.boards.models import Posting
from disclosure.boards.queries import (
    ending,
    offered_for,
    posted_on,
    postings_for,
    rooms_of,
    superseded_on_boards,
)
from disclosure.catalogue.enums import Cadence, Stream
from disclosure.notices.actions import publishing
from disclosure.notices.registry import if_published, if_withdrawn
from disclosure.posters.enums import PaperSize
from disclosure.posters.models import Poster
from portal.accounts.models import User
from portal.core import audit, files
from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from tests.disclosure import board_samples as samples
from tests.factories import NOON, Cast, CatalogueEntryFactory, VillageFactory, cast, money_draft, published, text_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

UP = NOON + timedelta(hours=6)
"""14 October, 18:00, an hour after the factories publish."""
NEXT_DAY = NOON + timedelta(days=1)
NEVER = date(2026, 12, 31)


def posted(play: Cast, at: datetime = UP) -> Posting:
    """Return a text that is posted on a new board."""
    edition = samples.notice(play, CatalogueEntryFactory(stream=Stream.VILLAGE))
    board = samples.board(play)
    return postings.post(actor=play.clerk, board=board, editions=[edition], posted_at=at, at=at)[0]


def test_a_poster_stays_five_days_and_never_less_than_its_notice_period() -> None:
    play = cast()
    board = samples.board(play)
    short, money = samples.notice(play), published(play, money_draft(play))
    made = postings.post(actor=play.clerk, board=board, editions=[short, money], posted_at=UP, at=UP)
    assert made[0].until == date(2026, 10, 19)
    assert money.notice_to == date(2026, 10, 21)
    assert made[1].until == money.notice_to
    assert {row.posted_by for row in made} == {play.clerk}
    assert list(posted_on(board)) == made


def test_a_correction_and_a_withdrawal_name_first_the_boards_they_concern() -> None:
    play = cast()
    row = posted(play)
    edition, board = row.edition, row.board.name
    draft = publishing.start_correction(actor=play.clerk, edition=edition, at=NEXT_DAY)
    assert f"has to be replaced there: {board}." in " ".join(map(str, if_published(draft, at=NEXT_DAY)))
    assert f"has to be taken down there: {board}." in " ".join(map(str, if_withdrawn(edition, at=NEXT_DAY)))


def test_fewer_days_than_that_are_refused_and_more_are_kept() -> None:
    play = cast()
    board, edition = samples.board(play), samples.notice(play)
    with pytest.raises(Refused, match="at least until 19 October"):
        postings.post(actor=play.clerk, board=board, editions=[edition], posted_at=UP, at=UP, until=date(2026, 10, 18))
    made = postings.post(actor=play.clerk, board=board, editions=[edition], posted_at=UP, at=UP, until=NEVER)
    assert made[0].until == NEVER


def test_only_what_is_in_force_is_put_up() -> None:
    play = cast()
    board = samples.board(play)
    draft, old, gone = text_draft(play), samples.notice(play), samples.notice(play)
    new = samples.corrected(play, old)
    gone = publishing.withdraw(actor=play.publisher, edition=gone, reason="误发", at=NEXT_DAY)
    old.refresh_from_db()
    later = NEXT_DAY + timedelta(days=1)
    for edition, message in ((draft, "has not been published"), (old, "superseded"), (gone, "withdrawn")):
        with pytest.raises(Refused, match=message):
            postings.post(actor=play.clerk, board=board, editions=[edition], posted_at=later, at=later)
        with pytest.raises(Refused, match=message):  # with one that may be posted: none of them is recorded
            postings.post(actor=play.clerk, board=board, editions=[new, edition], posted_at=later, at=later)
    assert not Posting.objects.exists()


def test_times_that_cannot_be_are_refused() -> None:
    play = cast()
    board, edition = samples.board(play), samples.notice(play)
    with pytest.raises(Refused, match="in the future"):
        postings.post(actor=play.clerk, board=board, editions=[edition], posted_at=UP + timedelta(minutes=1), at=UP)
    with pytest.raises(Refused, match="had not been published"):
        postings.post(actor=play.clerk, board=board, editions=[edition], posted_at=NOON, at=UP)
    row = postings.post(actor=play.clerk, board=board, editions=[edition], posted_at=UP, at=UP)[0]
    with pytest.raises(Refused, match="in the future"):
        postings.take_down(actor=play.clerk, posting=row, taken_down_at=NEXT_DAY, seen=None, at=UP)
    with pytest.raises(Refused, match="later than that"):
        postings.take_down(actor=play.clerk, posting=row, taken_down_at=NOON, seen=None, at=NEXT_DAY)


def test_nothing_is_posted_twice_on_one_board_or_on_anothers() -> None:
    play = cast()
    row = posted(play)
    with pytest.raises(Refused, match="already"):
        postings.post(actor=play.clerk, board=row.board, editions=[row.edition], posted_at=UP, at=UP)
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.create(
            board=row.board,
            edition=row.edition,
            state=PostingState.POSTED,
            state_since=UP,
            posted_at=UP,
            posted_by=play.clerk,
            until=NEVER,
        )
    elsewhere = samples.board(samples.village_of(play))
    with pytest.raises(Refused, match="another unit"):
        postings.post(actor=play.publisher, board=elsewhere, editions=[row.edition], posted_at=UP, at=UP)
    postings.take_down(actor=play.clerk, posting=row, taken_down_at=UP, seen=None, at=NEXT_DAY)
    again = postings.post(actor=play.clerk, board=row.board, editions=[row.edition], posted_at=NEXT_DAY, at=NEXT_DAY)
    assert list(posted_on(row.board)) == again


def test_a_board_out_of_use_takes_nothing() -> None:
    play = cast()
    board, edition = samples.board(play, is_active=False), samples.notice(play)
    with pytest.raises(Refused, match="out of use"):
        postings.post(actor=play.clerk, board=board, editions=[edition], posted_at=UP, at=UP)


def test_the_office_and_the_units_clerks_record_and_nobody_else() -> None:
    play = cast()
    row = posted(play)
    other = samples.notice(play)
    photo = Photo("a.jpg", samples.picture(taken="2026:10:14 18:00:00"))
    for who in (play.outsider, play.supervisor, play.reviewer, play.approver, play.lay, play.administrator):
        with pytest.raises(NotAllowed):
            postings.post(actor=who, board=row.board, editions=[other], posted_at=UP, at=UP)
        with pytest.raises(NotAllowed):
            postings.take_down(actor=who, posting=row, taken_down_at=UP, seen=None, at=UP)
        with pytest.raises(NotAllowed):
            postings.renew(actor=who, posting=row, until=NEVER, seen=None, at=UP)
        with pytest.raises(NotAllowed):
            postings.replace(actor=who, posting=row, seen=None, at=UP)
        with pytest.raises(NotAllowed):
            postings.add_photo(actor=who, posting=row, photo=photo, seen=None, at=UP)
        assert not postings_for(who, at=UP).exists()
    for who in (play.publisher, play.clerk):
        assert list(postings_for(who, at=UP)) == [row]
    assert postings.post(actor=play.publisher, board=row.board, editions=[other], posted_at=UP, at=UP)
    assert {line.verb for line in audit.lines_of(row)} == {"post"}


def test_on_its_last_day_it_is_to_be_taken_down_or_renewed() -> None:
    row = posted(cast())
    midnight = datetime(2026, 10, 18, 16, 0, tzinfo=UTC)  # 19 October begins in Shanghai
    assert list(ending(at=midnight - timedelta(seconds=1))) == []
    assert list(ending(at=midnight)) == [row]
    clerk = row.posted_by
    assert isinstance(clerk, User)
    for day in (row.until, row.until - timedelta(days=1)):
        with pytest.raises(Refused, match="after 19 October"):
            postings.renew(actor=clerk, posting=row, until=day, seen=None, at=midnight)
    with pytest.raises(Refused, match="a year at most"):
        postings.renew(actor=clerk, posting=row, until=date(9999, 12, 31), seen=None, at=midnight)
    row = postings.renew(actor=clerk, posting=row, until=date(2026, 10, 24), seen=None, at=midnight)
    assert list(ending(at=midnight)) == []
    line = audit.lines_of(row).last()
    assert line is not None
    assert (line.verb, line.source, line.target) == ("renew", PostingState.POSTED, PostingState.POSTED)
    assert [one.until for one in row.history.order_by("history_id")] == [date(2026, 10, 19), date(2026, 10, 24)]
    late = midnight + timedelta(days=9)
    with pytest.raises(Refused):  # a day that has passed
        postings.renew(actor=clerk, posting=row, until=date(2026, 10, 25), seen=None, at=late)
    row = postings.take_down(actor=clerk, posting=row, taken_down_at=late, seen=None, at=late)
    assert list(ending(at=late)) == []
    assert row.taken_down_by == clerk


def test_an_actor_who_saw_a_poster_before_somebody_else_changed_it_is_refused() -> None:
    play = cast()
    row = posted(play)
    postings.renew(actor=play.publisher, posting=row, until=NEVER, seen=row.version, at=UP)
    with pytest.raises(Conflict, match="changed what is recorded"):
        postings.take_down(actor=play.clerk, posting=row, taken_down_at=UP, seen=row.version, at=UP)
    postings.take_down(actor=play.publisher, posting=row, taken_down_at=UP, seen=row.version + 1, at=UP)
    with pytest.raises(Conflict, match="taken down"):
        postings.renew(actor=play.clerk, posting=row, until=NEVER, seen=row.version + 1, at=UP)
    assert [line.verb for line in audit.lines_of(row)] == ["post", "renew", "take_down"]


def test_what_is_out_of_force_on_a_board_is_reminded_of_until_it_is_replaced() -> None:
    play = cast()
    row = posted(play)
    assert list(superseded_on_boards()) == []
    new = samples.corrected(play, row.edition)
    assert list(superseded_on_boards()) == [row]
    far = NEXT_DAY + timedelta(days=30)
    assert list(ending(at=far)) == [], "it is listed once, as superseded"
    with pytest.raises(Refused, match="superseded"):
        postings.renew(actor=play.clerk, posting=row, until=NEVER, seen=None, at=far)
    put = postings.replace(actor=play.clerk, posting=row, seen=None, at=far)
    assert (put.edition, put.board) == (new, row.board)
    assert [line.verb for line in audit.lines_of(row)] == ["post", "replace"]
    assert [line.verb for line in audit.lines_of(put)] == ["post"]
    assert list(superseded_on_boards()) == []
    assert list(posted_on(row.board)) == [put]
    with pytest.raises(WrongState):
        postings.replace(actor=play.clerk, posting=row, seen=None, at=far)


def test_what_is_withdrawn_is_reminded_of_and_nothing_takes_its_place() -> None:
    play = cast()
    row = posted(play)
    publishing.withdraw(actor=play.publisher, edition=row.edition, reason="误发", at=NEXT_DAY)
    assert list(superseded_on_boards()) == [row]
    with pytest.raises(Refused, match="nothing takes its place"):
        postings.replace(actor=play.clerk, posting=row, seen=None, at=NEXT_DAY)
    postings.take_down(actor=play.clerk, posting=row, taken_down_at=NEXT_DAY, seen=None, at=NEXT_DAY)
    with pytest.raises(WrongState):
        postings.take_down(actor=play.clerk, posting=row, taken_down_at=NEXT_DAY, seen=None, at=NEXT_DAY)
    assert list(superseded_on_boards()) == []


def test_a_photograph_is_kept_without_what_the_telephone_wrote_into_it() -> None:
    play = cast()
    board, edition = samples.board(play), samples.notice(play)
    photo = Photo("IMG_1.jpg", samples.picture(taken="2026:10:14 18:00:00"))
    row = postings.post(actor=play.clerk, board=board, editions=[edition], posted_at=UP, at=UP, photo=photo)[0]
    assert row.photographed_on == date(2026, 10, 14), "the day the camera wrote down"
    kept = files.read("private", row.photo_stored_as)
    with Image.open(BytesIO(kept)) as picture:
        assert dict(picture.getexif()) == {}
        assert picture.size == (80, 60)
    assert b"SECRET-DEVICE" not in kept
    assert b"2026:10:14" not in kept


NONE = samples.picture()
OLD, TODAY, TOMORROW = (samples.picture(taken=f"{day} 18:00:00") for day in ("2026:10:09", "2026:10:14", "2026:10:15"))
FOURTEENTH, FIFTEENTH = date(2026, 10, 14), date(2026, 10, 15)


@pytest.mark.parametrize(
    ("photo", "day"),
    [
        (Photo("a.jpg", NONE), FOURTEENTH),
        (Photo("a.jpg", samples.picture(taken="0000:00:00 00:00:00")), FOURTEENTH),
        (Photo("a.jpg", TOMORROW), FIFTEENTH),
        (Photo("a.jpg", NONE, FIFTEENTH), FIFTEENTH),
        (Photo("a.jpg", TOMORROW, FIFTEENTH), FIFTEENTH),
        (Photo("a.jpg", OLD, camera_is_wrong=True), FOURTEENTH),
        (Photo("a.jpg", OLD, FIFTEENTH, camera_is_wrong=True), FIFTEENTH),
    ],
)
def test_a_photograph_is_of_the_day_its_camera_wrote_or_else_of_the_day_of_posting(photo: Photo, day: date) -> None:
    play = cast()
    row = posted(play)
    assert postings.add_photo(actor=play.clerk, posting=row, photo=photo, seen=None, at=NEXT_DAY).photographed_on == day


@pytest.mark.parametrize(
    ("photo", "entered"),
    [
        (Photo("IMG_7.jpg", OLD), "14 October 2026"),
        (Photo("IMG_7.jpg", OLD, FOURTEENTH), "14 October 2026"),
        (Photo("IMG_7.jpg", OLD, FIFTEENTH), "15 October 2026"),
        (Photo("IMG_7.jpg", TODAY, FIFTEENTH), "15 October 2026"),
        (Photo("IMG_7.jpg", samples.picture(taken="2027:01:01 00:00:00")), "14 October 2026"),
    ],
)
def test_a_camera_that_contradicts_the_day_entered_is_asked_about(photo: Photo, entered: str) -> None:
    play = cast()
    row = posted(play)
    with pytest.raises(Refused, match=f"IMG_7.jpg.*you entered {entered}") as refusal:
        postings.add_photo(actor=play.clerk, posting=row, photo=photo, seen=None, at=NEXT_DAY)
    assert refusal.value.field == "camera_is_wrong"


@pytest.mark.parametrize(
    ("photo", "message"),
    [
        (Photo("a.jpg", b"%PDF-1.7 no picture"), "not taken"),
        (Photo("a.jpg", samples.picture()[:200], date(2026, 10, 14)), "damaged"),
        (Photo("a.jpg", TODAY, date(2026, 10, 15), camera_is_wrong=True), "in the future"),
        (Photo("a.jpg", NONE, date(2026, 10, 13)), "older than the posting"),
        (Photo("a.jpg", b""), "empty"),
    ],
)
def test_a_photograph_that_is_none_or_of_another_day_is_refused(photo: Photo, message: str) -> None:
    play = cast()
    board, edition = samples.board(play), samples.notice(play)
    with pytest.raises(Refused, match=message):
        postings.post(actor=play.clerk, board=board, editions=[edition], posted_at=UP, at=UP, photo=photo)
    assert not Posting.objects.exists()


def test_room_is_counted_in_the_sheets_of_the_boards_size() -> None:
    play = cast()
    board = samples.board(play, sheets=3)
    first, second, third = (samples.notice(play) for _number in range(3))
    for edition, size, pages in ((first, PaperSize.A3, 2), (first, PaperSize.A4, 5), (second, PaperSize.A4, 2)):
        Poster.objects.create(edition=edition, size=size, stored_as="x", sha256="x", bytes=1, pages=pages, made_at=NOON)
    postings.post(actor=play.clerk, board=board, editions=[first], posted_at=UP, at=UP)
    assert (rooms_of([board])[board.pk].used, rooms_of([board])[board.pk].is_full) == (2, False)
    postings.post(actor=play.clerk, board=board, editions=[second, third], posted_at=UP, at=UP)
    assert (rooms_of([board])[board.pk].used, rooms_of([board])[board.pk].is_full) == (4, True), (
        "two sheets of A4 take the place of one"
    )


def test_what_is_offered_for_a_board_is_its_units_of_its_columns_and_the_newest_of_each_item() -> None:
    play = cast()
    board = samples.board(play, Stream.FINANCE)
    money, text = CatalogueEntryFactory(code="AA", stream=Stream.FINANCE), CatalogueEntryFactory(stream=Stream.VILLAGE)
    event = CatalogueEntryFactory(code="BB", stream=Stream.FINANCE, cadence=Cadence.EVENT)
    samples.notice(play, money, period="2026Q2", at=NOON - timedelta(days=1))
    newest = samples.notice(play, money)
    lately = samples.notice(play, event, period="2026", title="近日的事")
    samples.notice(play, event, period="2025", title="去年的事", at=NOON - timedelta(days=366))
    samples.notice(play, text)
    samples.notice(samples.village_of(play), money)
    assert offered_for(board, at=UP) == [newest, lately]
    postings.post(actor=play.clerk, board=board, editions=[newest], posted_at=UP, at=UP)
    assert offered_for(board, at=UP) == [lately]


def test_the_register_is_kept_by_the_office() -> None:
    play = cast()
    fields = {"place_zh": "大槐树下", "place_en": "", "paper": "A3", "sheets": 6, "columns": ["finance", "opinions"]}
    for who in (play.clerk, play.supervisor, play.lay, play.administrator):
        with pytest.raises(NotAllowed):
            register.add_board(actor=who, unit=play.village, fields=fields, at=NOON)
    first = register.add_board(actor=play.publisher, unit=play.village, fields=fields, at=NOON)
    second = register.add_board(actor=play.publisher, unit=play.village, fields=fields, at=NOON)
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(Refused, match="number 1 already"):
        register.change_board(actor=play.publisher, board=second, fields={"number": 1}, seen=None, at=NOON)
    with pytest.raises(NotAllowed):
        register.change_board(actor=play.clerk, board=second, fields={"number": 3}, seen=None, at=NOON)
    elsewhere = VillageFactory()
    with pytest.raises(NotAllowed):
        register.add_board(actor=play.publisher, unit=elsewhere, fields=fields, at=NOON)


@pytest.mark.parametrize("columns", [[], ["finance", "finance"], ["weather"]])
def test_columns_a_board_cannot_have_are_refused(columns: list[str]) -> None:
    play = cast()
    with pytest.raises(Refused, match="columns"):
        register.add_board(
            actor=play.publisher,
            unit=play.village,
            fields={"place_zh": "村口", "paper": "A3", "sheets": 6, "columns": columns},
            at=NOON,
        )


def test_a_board_is_not_taken_out_of_use_while_something_is_posted_there() -> None:
    play = cast()
    row = posted(play)
    with pytest.raises(Refused, match="posted on this board"):
        register.change_board(
            actor=play.publisher, board=row.board, fields={"is_active": False}, seen=None, at=NEXT_DAY
        )
    postings.take_down(actor=play.clerk, posting=row, taken_down_at=NEXT_DAY, seen=None, at=NEXT_DAY)
    board = register.change_board(
        actor=play.publisher, board=row.board, fields={"is_active": False}, seen=None, at=NEXT_DAY
    )
    assert not board.is_active
    assert [line.verb for line in audit.lines_of(board)] == ["add", "change"]
