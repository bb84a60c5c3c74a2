"""Packs of posters: in the order of the boards, none missing, none twice, whatever happens on the way."""

import sys
import time
import zipfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
import pypdfium2
import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import given, strategies as st

from disclosure.boards.actions import postings
from disclosure.boards.actions.postings import Photo
from disclosure.boards.enums import LEFT_OUT, PackFormat, PackItemState
from disclosure.boards.models import Board, PackItem, PosterPack
from disclosure.boards.packs import actions as packs, documents, queries as packs_queries
from disclosure.boards.packs.queries import items_of, on_boards, place_in_the_walk, plan
from disclosure.boards.queries import rooms_of
from disclosure.catalogue.enums import Cadence, Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.actions import publishing
from disclosure.notices.actions.drafts import save_text
from disclosure.notices.models import Edition, Notice
from disclosure.posters.enums import PaperSize
from disclosure.posters.models import Poster
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.core import files, jobs
from portal.core.models import Job, JobState
from portal.core.refusals import NotAllowed, Refused, WrongState
from tests.disclosure import board_samples as samples
from tests.factories import NOON, CatalogueEntryFactory, approved, cast, person, text_draft
from tests.workers import Worker, run_now

LATER = samples.LATER
STREAMS = st.lists(st.sampled_from(Stream.values), min_size=1, unique=True)


def made(pack: PosterPack, at: datetime = LATER) -> PosterPack:
    """Make a pack here and now."""
    return documents.make(pack, progress=lambda _done, _total: None, clock=lambda: at)


def job_of(pack: PosterPack) -> Job:
    return Job.objects.get(pk=pack.job_id or 0)


def content(pack: PosterPack, size: str = "A4") -> bytes:
    """Return a file of a finished pack: its posters of a size, or without one its check-off sheet."""
    return files.read("private", pack.files.get(size=size).stored_as)


def pages_of_files(pack: PosterPack) -> dict[str, int]:
    return dict(pack.files.values_list("size", "pages"))


def pages_of(pdf: bytes) -> list[str]:
    book = pypdfium2.PdfDocument(pdf)
    return ["".join(page.get_textpage().get_text_range().split()) for page in book]


def foot(edition: Edition) -> str:
    """Return what stands at the foot of every sheet of a poster, and on no other."""
    return f"编号{edition.notice.number}第{edition.number}版"


@st.composite
def planned(draw: st.DrawFn) -> list[PackItem]:
    """Draw posters for the boards of two villages."""
    found = []
    for unit in (Unit(code="B-02"), Unit(code="B-01")):
        sides = [Board(unit=unit, number=n, columns=draw(STREAMS)) for n in draw(st.permutations([1, 2, 3]))]
        for number in range(draw(st.integers(0, 8))):
            entry = CatalogueEntry(code=f"X{number:02d}", stream=draw(st.sampled_from(Stream.values)))
            notice = Notice(unit=unit, entry=entry, number=f"{unit.code}-{entry.code}")
            edition = Edition(notice=notice, number=1)
            fitting: list[Board | None] = [side for side in sides if entry.stream in side.columns]
            found += [PackItem(edition=edition, board=side) for side in fitting or [None]]
    return found


@given(planned(), st.randoms())
def test_posters_lie_in_the_order_of_the_walk_however_they_were_found(found: list[PackItem], dice: Random) -> None:
    order = sorted(found, key=place_in_the_walk)
    mixed = list(found)
    dice.shuffle(mixed)
    assert sorted(mixed, key=place_in_the_walk) == order
    walk = [(one.edition.notice.unit.code, one.board.number if one.board else 99) for one in order]
    assert walk == sorted(walk), "board after board, what has none at the end of its unit"
    for side in set(walk):
        here = [one for one, place in zip(order, walk, strict=True) if place == side]
        columns = here[0].board.columns if here[0].board else Stream.values
        by_column = [(columns.index(one.edition.notice.entry.stream), one.edition.notice.entry.code) for one in here]
        assert by_column == sorted(by_column)


@pytest.mark.django_db
def test_an_edition_goes_on_every_board_of_its_unit_with_its_column() -> None:
    play = cast()
    finance, both = samples.board(play, Stream.FINANCE), samples.board(play, Stream.VILLAGE, Stream.FINANCE)
    samples.board(samples.village_of(play), Stream.FINANCE)
    samples.board(play, Stream.FINANCE, is_active=False)
    money, party = (CatalogueEntryFactory(stream=one) for one in (Stream.FINANCE, Stream.PARTY))
    first, second = samples.notice(play, money), samples.notice(play, party)
    found = plan(units=[play.village], entries=[money, party], period=samples.Q3)
    assert [(one.edition, one.board) for one in found.posters] == [(first, finance), (first, both), (second, None)]
    assert (found.boards, found.without_board, found.missing) == (2, 1, ())


@pytest.mark.django_db
def test_the_plan_names_what_is_missing_and_takes_the_months_of_a_quarter() -> None:
    play = cast()
    quarterly, monthly, yearly, event, lacking = (
        CatalogueEntryFactory(cadence=one)
        for one in (Cadence.QUARTERLY, Cadence.MONTHLY, Cadence.YEARLY, Cadence.EVENT, Cadence.QUARTERLY)
    )
    entries = [quarterly, monthly, yearly, event, lacking]
    numbers = [
        samples.notice(play, quarterly).notice.number,
        samples.notice(play, quarterly, period="2026Q2") and "",
        samples.notice(play, monthly, period="2026-08").notice.number,
        samples.notice(play, yearly, period="2025") and "",
        samples.notice(play, event, period="2026", title="十月的事") and "",  # published in the fourth quarter
        samples.notice(play, event, period="2026", title="八月的事", at=datetime(2026, 8, 3, tzinfo=UTC)).notice.number,
    ]
    found = plan(units=[play.village], entries=entries, period=samples.Q3)
    assert {one.edition.notice.number for one in found.posters} == set(filter(None, numbers))
    assert found.missing == ((play.village, lacking),)
    year = plan(units=[play.village], entries=[yearly, event], period=Period.parse("2026"))
    assert len(year.posters) == 2
    assert year.missing == ((play.village, yearly),)


@pytest.mark.django_db
def test_a_plan_asks_twice_and_reads_what_it_prints_alone() -> None:
    play = cast()
    samples.board(play)
    entry, event = CatalogueEntryFactory(), CatalogueEntryFactory(cadence=Cadence.EVENT)
    for year in range(2023, 2027):
        quarter = samples.notice(play, entry, period=f"{year}Q3")
        august = samples.notice(play, event, period=str(year), title="八月的事", at=datetime(year, 8, 3, tzinfo=UTC))
    with CaptureQueriesContext(connection) as asked:
        found = plan(units=[play.village], entries=[entry, event], period=samples.Q3)
    assert {one.edition for one in found.posters} == {quarter, august}
    assert len(asked) == 2
    editions = asked[0]["sql"]
    assert '"canonical"' not in editions
    assert '"body"' not in editions
    with connection.cursor() as cursor:
        cursor.execute(editions)
        assert len(cursor.fetchall()) == 2, "other years are not read"


@pytest.mark.django_db
def test_a_pack_is_one_pdf_in_the_order_of_the_boards_and_a_check_off_sheet_of_its_own() -> None:
    town = samples.town(villages=2, items=3)
    pack = made(samples.ordered(town))
    items = list(items_of(pack))
    assert [item.order for item in items] == [1, 2, 3, 4, 5, 6]
    assert {item.state for item in items} == {PackItemState.DONE}
    texts, [sheet] = pages_of(content(pack)), pages_of(content(pack, ""))
    assert pages_of_files(pack) == {"": 1, "A4": sum(item.pages for item in items)}
    assert len(texts) == pages_of_files(pack)["A4"]
    assert "张贴核对单" in sheet
    assert "张贴核对单" not in "".join(texts)
    for item in items:
        assert item.edition.notice.number in sheet
    first_pages = [next(n for n, text in enumerate(texts) if foot(item.edition) in text) for item in items]
    assert first_pages == sorted(first_pages)
    with pikepdf.open(BytesIO(content(pack))) as book, book.open_outline() as outline:
        assert len(outline.root) == 4
    file = pack.files.get(size="A4")
    assert file.bytes == len(content(pack))
    assert not storages["public"].exists(file.stored_as), "a pack lies among the private files"


MILLIMETRES = {"A4": (210, 297), "A3": (420, 297), "A2": (420, 594)}


def sizes_in(pdf: bytes) -> set[frozenset[int]]:
    """Return the sizes of the pages of a PDF, in millimetres, upright or across."""
    with pypdfium2.PdfDocument(pdf) as book:
        return {frozenset(round(side * 25.4 / 72) for side in page.get_size()) for page in book}


@pytest.mark.django_db
def test_sizes_are_not_mixed_in_one_file() -> None:
    play = cast()
    finance, village = (CatalogueEntryFactory(stream=one) for one in (Stream.FINANCE, Stream.VILLAGE))
    small = samples.board(play, Stream.FINANCE, paper=PaperSize.A4)
    samples.board(play, Stream.FINANCE, Stream.VILLAGE, paper=PaperSize.A3)
    first, second = samples.notice(play, finance), samples.notice(play, village)
    town = samples.Town(play, [play], [finance, village])
    pack = made(samples.ordered(town, size=None, choices={(first.pk, small.pk): PaperSize.A2}))
    assert [(one.edition, one.size) for one in items_of(pack)] == [(first, "A4"), (first, "A3"), (second, "A3")]
    assert pages_of_files(pack) == {"": 1, "A3": 2, "A4": 1}
    for size in ("A3", "A4"):
        assert sizes_in(content(pack, size)) == {frozenset(MILLIMETRES[size])}
    [sheet] = pages_of(content(pack, ""))
    assert sizes_in(content(pack, "")) == {frozenset(MILLIMETRES["A4"])}
    assert "A4纸1张" in sheet
    assert "A3纸2张" in sheet


def drawn(edition: Edition, **pages: int) -> None:
    """Have posters of an edition with so many pages in a size."""
    for size, count in pages.items():
        Poster.objects.create(
            edition=edition, size=size, stored_as="x", sha256="x", bytes=1, pages=count, made_at=LATER
        )


@pytest.mark.django_db
def test_sheets_are_counted_against_the_room_of_the_board_before_anything_is_printed() -> None:
    play = cast()
    board = samples.board(play, sheets=6)
    entries: list[CatalogueEntry] = [CatalogueEntryFactory(stream=Stream.VILLAGE) for _number in range(4)]
    hanging, over, first, second = (samples.notice(play, entry) for entry in entries)
    for edition, pages in ((hanging, 2), (over, 3), (first, 4), (second, 2)):
        drawn(edition, A3=pages)
    drawn(second, A4=1)
    up = NOON + timedelta(hours=6)
    far = timezone.localdate(LATER) + timedelta(days=30)
    postings.post(actor=play.clerk, board=board, editions=[hanging], posted_at=up, at=up, until=far)
    postings.post(actor=play.clerk, board=board, editions=[over], posted_at=up, at=up)
    town, week = samples.Town(play, [play], entries[2:]), LATER + timedelta(days=7)
    [place] = on_boards(plan(units=[play.village], entries=town.entries, period=samples.Q3).items, at=week)
    assert [one.edition for one in place.stays] == [hanging], "what is over makes room"
    assert (place.wanted, place.taken, place.free, place.is_short) == (6, 2, 4, True)
    with pytest.raises(Refused, match="4 张 A3 纸，这一套要贴 6 张") as refusal, translation.override("zh-hans"):
        samples.ordered(town, size=None, at=week)
    assert refusal.value.field == "is_room_made"
    assert not PosterPack.objects.exists()
    smaller, out = {(second.pk, board.pk): "A4"}, {(first.pk, board.pk): LEFT_OUT}
    with pytest.raises(Refused):
        samples.ordered(town, size=None, choices=smaller, at=week)  # 4 sheets and half a sheet
    pack = samples.ordered(town, size=None, choices=out, at=week)
    assert [one.edition for one in items_of(pack)] == [second]
    pack = samples.ordered(town, size=None, choices=smaller, is_room_made=True, at=week)
    assert [(one.edition, one.size) for one in items_of(pack)] == [(first, "A3"), (second, "A4")]


@pytest.mark.django_db
def test_a_poster_that_was_made_smaller_takes_less_of_its_board() -> None:
    play = cast()
    entry = CatalogueEntryFactory(stream=Stream.VILLAGE)
    board, edition = samples.board(play, sheets=6), samples.notice(play, entry)
    pack = made(samples.ordered(samples.Town(play, [play], [entry]), size=PaperSize.A4))
    [row] = packs.check_off(actor=play.publisher, pack=pack, items=list(items_of(pack)), posted_at=LATER, at=LATER)
    assert (row.edition, row.paper) == (edition, PaperSize.A4)
    drawn(edition, A3=2)
    assert rooms_of([board])[board.pk].used == 1
    assert packs_queries.to_put_up(pack, play.publisher, at=LATER) == []


@pytest.mark.django_db
def test_room_is_counted_with_two_queries_however_many_boards() -> None:
    town = samples.town(villages=3, items=2)
    found = plan(units=town.villages, entries=town.entries, period=samples.Q3)
    with CaptureQueriesContext(connection) as asked:
        assert len(on_boards(found.items, at=LATER)) == 6
    assert len(asked) == 2


@pytest.mark.django_db
def test_many_posters_are_ticked_off_at_once_or_none() -> None:
    town = samples.town(villages=2, items=2)
    publisher, pack = town.play.publisher, made(samples.ordered(town))
    items = packs_queries.to_put_up(pack, publisher, at=LATER)
    own, all_of_them = (Photo(f"{one}.jpg", samples.picture(colour=one)) for one in ("red", "blue"))
    with pytest.raises(NotAllowed):
        packs.check_off(actor=town.play.outsider, pack=pack, items=items, posted_at=LATER, at=LATER)
    with pytest.raises(Refused):
        packs.check_off(actor=publisher, pack=pack, items=[], posted_at=LATER, at=LATER)
    made_up = packs.check_off(
        actor=publisher,
        pack=pack,
        items=items[:3],
        posted_at=LATER,
        photo=all_of_them,
        photos={items[0].pk: own},
        at=LATER,
    )
    assert [(one.edition, one.board) for one in made_up] == [(one.edition, one.board) for one in items[:3]]
    assert {one.photographed_on for one in made_up} == {timezone.localdate(LATER)}
    assert [one.photo_sha256 == made_up[2].photo_sha256 for one in made_up] == [False, True, True]
    assert packs_queries.to_put_up(pack, publisher, at=LATER) == items[3:]
    with pytest.raises(Refused, match="已有人登记"):
        packs.check_off(actor=publisher, pack=pack, items=items[2:], posted_at=LATER, at=LATER)
    assert packs_queries.to_put_up(pack, publisher, at=LATER) == items[3:]


@pytest.mark.django_db
def test_who_records_on_a_board_ticks_what_of_a_pack_is_for_it_whoever_ordered_the_pack() -> None:
    town = samples.town(villages=2, items=2)
    publisher, pack = town.play.publisher, made(samples.ordered(town))
    clerk, colleague = town.casts[0].clerk, person(Role.PUBLISHER, town.play.town)
    every = packs_queries.to_put_up(pack, publisher, at=LATER)
    assert packs_queries.to_put_up(pack, colleague, at=LATER) == every
    own = [one for one in every if one.board and one.board.unit == town.casts[0].village]
    assert packs_queries.to_put_up(pack, clerk, at=LATER) == own != every
    with pytest.raises(Refused):
        packs.check_off(actor=clerk, pack=pack, items=every, posted_at=LATER, at=LATER)
    packs.check_off(actor=clerk, pack=pack, items=own, posted_at=LATER, at=LATER)
    assert packs_queries.to_put_up(pack, publisher, at=LATER) == [one for one in every if one not in own]


@pytest.mark.django_db
def test_files_of_an_earlier_making_are_swept_from_the_store() -> None:
    town = samples.town(villages=1, items=1)
    pack = made(samples.ordered(town))
    earlier = set(pack.files.values_list("stored_as", flat=True))
    assert all(storages["private"].exists(name) for name in earlier)
    with TestCase.captureOnCommitCallbacks(execute=True):
        made(pack, at=LATER + timedelta(days=1))
    kept = set(pack.files.values_list("stored_as", flat=True))
    assert earlier - kept
    assert {name for name in earlier | kept if storages["private"].exists(name)} == kept
    PackItem.objects.filter(pack=pack).update(state=PackItemState.FAILED)
    jobs.cancel(actor=pack.ordered_by, job=job_of(pack), at=LATER)
    with TestCase.captureOnCommitCallbacks(execute=True):
        packs.make_again(actor=pack.ordered_by, pack=pack, at=LATER)
    assert not [name for name in kept if storages["private"].exists(name)]


@pytest.mark.django_db
def test_a_pack_as_zip_holds_each_poster_once_under_a_name_in_order() -> None:
    town = samples.town(villages=1, items=3)
    pack = made(samples.ordered(town, format=PackFormat.ZIP))
    with zipfile.ZipFile(BytesIO(content(pack))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == sorted(names)
        for item, name in zip(items_of(pack), names, strict=True):
            assert f"{item.order:03d}-" in name
            assert item.edition.notice.number in name
            poster = Poster.objects.get(edition=item.edition, size=PaperSize.A4)
            assert archive.read(name) == files.read("public", poster.stored_as)


@pytest.mark.django_db
def test_a_poster_that_fails_is_named_and_the_rest_come() -> None:
    town = samples.town(villages=1, items=2)
    entry = CatalogueEntryFactory(stream=Stream.VILLAGE)
    draft = text_draft(town.play, entry=entry)
    script = "".join(chr(0x10FFFD - number) for number in range(25))
    draft = save_text(actor=town.play.clerk, edition=draft, title="", body=f"这些字印不出：{script}。", at=NOON)
    faulty = publishing.publish(
        actor=town.play.publisher, edition=approved(town.play, draft), at=NOON + timedelta(hours=5), enqueue=False
    )
    town.entries.append(entry)
    pack = made(samples.ordered(town))
    states = {item.edition_id: item for item in items_of(pack)}
    assert Counter(item.state for item in states.values()) == {PackItemState.DONE: 2, PackItemState.FAILED: 1}
    failed = states[faulty.pk]
    assert (failed.state, failed.pages) == (PackItemState.FAILED, 0)
    assert "U+10FFE5" in failed.error
    [sheet] = pages_of(content(pack, ""))
    assert "没有印出的" in sheet
    assert faulty.notice.number in sheet


@pytest.mark.django_db
def test_what_was_superseded_or_withdrawn_meanwhile_is_named_and_not_printed() -> None:
    town = samples.town(villages=1, items=3)
    pack = samples.ordered(town)
    first, second, third = (item.edition for item in items_of(pack))
    samples.corrected(town.play, first)
    publishing.withdraw(actor=town.play.publisher, edition=second, reason="误发", at=LATER)
    pack = made(pack, at=LATER + timedelta(days=1))
    failed = {item.edition_id: item.error for item in items_of(pack).filter(state=PackItemState.FAILED)}
    assert set(failed) == {first.pk, second.pk}
    assert first.notice.number in failed[first.pk]
    assert second.notice.number in failed[second.pk]
    texts = "".join(pages_of(content(pack)))
    assert foot(third) in texts
    assert foot(first) not in texts


@pytest.mark.django_db
def test_what_was_superseded_between_its_poster_and_the_binding_is_not_printed_either() -> None:
    town = samples.town(villages=1, items=2)
    pack = samples.ordered(town)
    first = next(iter(items_of(pack))).edition

    def correct(done: int, _total: int) -> None:
        if done == 2 and first.notice.editions.count() == 1:
            samples.corrected(town.play, first)

    pack = documents.make(pack, progress=correct, clock=lambda: LATER)
    assert PackItem.objects.get(pack=pack, edition=first).state == PackItemState.FAILED
    assert foot(first) not in "".join(pages_of(content(pack)))


@pytest.mark.django_db
def test_a_pack_that_was_interrupted_goes_on_where_it_ended() -> None:
    town = samples.town(villages=1, items=4)
    pack = samples.ordered(town)
    reported: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        reported.append((done, total))
        if done == 2:
            raise jobs.Cancelled

    with pytest.raises(jobs.Cancelled):
        documents.make(pack, progress=stop, clock=lambda: LATER)
    before = dict(Poster.objects.values_list("edition", "made_at"))
    assert len(before) == 2
    pack = documents.make(
        pack, progress=lambda *counts: reported.append(counts), clock=lambda: LATER + timedelta(hours=1)
    )
    assert reported[:3] == [(0, 4), (1, 4), (2, 4)]
    assert reported[3:6] == [(2, 4), (3, 4), (4, 4)]
    assert Poster.objects.count() == 4
    assert {pk: at for pk, at in Poster.objects.values_list("edition", "made_at") if pk in before} == before
    assert pages_of_files(pack)["A4"] == sum(item.pages for item in items_of(pack))


@pytest.mark.django_db
def test_a_stored_poster_that_is_gone_is_named() -> None:
    town = samples.town(villages=1, items=2)
    pack = made(samples.ordered(town))
    first = next(iter(items_of(pack)))
    Poster.objects.filter(edition=first.edition).update(stored_as="00/00/nowhere.pdf")
    again = made(samples.ordered(town), at=LATER)
    item = PackItem.objects.get(pack=again, edition=first.edition)
    assert item.state == PackItemState.FAILED
    assert first.edition.notice.number in item.error


@pytest.mark.django_db
def test_only_posters_of_ones_own_units_are_packed() -> None:
    town = samples.town(villages=2, items=1)
    clerk = town.casts[1].clerk
    with pytest.raises(NotAllowed):
        samples.ordered(town, by=clerk)
    with pytest.raises(NotAllowed):
        samples.ordered(town, by=town.play.lay)
    pack = samples.ordered(town, by=clerk, units=[town.casts[1].village])
    assert pack.items.count() == 1


@pytest.mark.django_db
def test_nothing_to_print_is_refused() -> None:
    town = samples.town(villages=1, items=1)
    with pytest.raises(Refused):
        samples.ordered(town, period=Period.parse("2025Q1"))
    with pytest.raises(Refused):
        samples.ordered(town, units=[])
    assert not PosterPack.objects.exists()


@pytest.mark.django_db
def test_a_pack_is_stopped_and_ordered_again_by_whoever_ordered_it() -> None:
    town = samples.town(villages=1, items=2)
    pack = samples.ordered(town)
    with pytest.raises(NotAllowed):
        packs.cancel(actor=town.play.clerk, pack=pack, at=LATER)
    with pytest.raises(WrongState):
        packs.make_again(actor=town.play.publisher, pack=pack, at=LATER)
    packs.cancel(actor=town.play.publisher, pack=pack, at=LATER)
    assert job_of(pack).state == JobState.CANCELLED
    pack = packs.make_again(actor=town.play.publisher, pack=pack, at=LATER)
    run_now(job_of(pack))
    pack.refresh_from_db()
    assert pack.made_at is not None
    assert job_of(pack).state == JobState.DONE
    with pytest.raises(Refused):
        packs.make_again(actor=town.play.publisher, pack=pack, at=LATER)


def whole(pack: PosterPack, count: int) -> None:
    """Check that a finished pack holds every poster once, in order, and no page besides."""
    pack.refresh_from_db()
    items = list(items_of(pack))
    assert [item.order for item in items] == list(range(1, count + 1))
    assert {item.state for item in items} == {PackItemState.DONE}
    assert Poster.objects.count() == count, "no poster was made twice"
    found = pages_of(content(pack))
    assert len(found) == pages_of_files(pack)["A4"] == sum(item.pages for item in items)
    codes = [foot(item.edition) for item in items]
    first_pages = [[n for n, text in enumerate(found) if code in text] for code in codes]
    wrong = [item.order for pages, item in zip(first_pages, items, strict=True) if len(pages) != item.pages]
    assert not wrong, [found[order - 1][-300:] for order in wrong[:3]]
    flat = [page for pages in first_pages for page in pages]
    assert flat == list(range(len(found))), "none missing, none twice, in the order of the boards"


def made_by_a_worker_killed_once(
    pack: PosterPack, log: Path, *, killed_at: int, seconds: float
) -> tuple[list[int], int]:
    """Have a real worker make a pack, kill it on the way, and have another go on.

    Returns:
        The progress that was shown, and the most memory a worker used, in bytes.
    """
    job = pack.job
    assert job is not None
    shown: list[int] = []

    def reached(count: int) -> bool:
        row = Job.objects.get(pk=job.pk)
        if row.total and (not shown or shown[-1] != row.done):
            shown.append(row.done)
        done = PackItem.objects.filter(pack=pack, state=PackItemState.DONE).count()
        return row.state not in (JobState.QUEUED, JobState.RUNNING) if count < 0 else done >= count

    with Worker(log) as first:
        first.until(lambda: reached(killed_at), seconds=seconds)
        first.kill()
    left = PackItem.objects.filter(pack=pack, state=PackItemState.WAITING).count()
    assert left, "it was killed on the way"
    assert Job.objects.get(pk=job.pk).state == JobState.RUNNING
    # The portal's clock looks for silent jobs each minute; five minutes are over as far as it is reported.
    assert jobs.resend_unclaimed(at=timezone.now() + jobs.STALE_AFTER + timedelta(seconds=1)) == [job.pk]
    with Worker(log) as second:
        second.until(lambda: reached(-1), seconds=seconds)
    assert Job.objects.get(pk=job.pk).state == JobState.DONE, log.read_text(errors="replace")[-3000:]
    return shown, max(first.peak, second.peak)


def test_a_pack_survives_its_worker(own_database: str, tmp_path: Path) -> None:
    town = samples.town(villages=3, items=4)
    pack = samples.ordered(town, at=timezone.now())
    shown, _peak = made_by_a_worker_killed_once(pack, tmp_path / "worker.log", killed_at=3, seconds=120)
    whole(pack, 12)
    assert any(0 < done < 12 for done in shown), "progress is shown on the way"
    assert job_of(pack).attempt == 2


@pytest.mark.drill
def test_three_hundred_posters_survive_their_worker(own_database: str, tmp_path: Path) -> None:
    town = samples.town(villages=12, items=25)
    pack = samples.ordered(town, at=timezone.now())
    began = time.monotonic()
    shown, peak = made_by_a_worker_killed_once(pack, tmp_path / "worker.log", killed_at=120, seconds=1800)
    took = time.monotonic() - began
    whole(pack, 300)
    assert len(shown) > 50
    sys.stdout.write(
        f"\n300 posters in one pack, worker killed once: {took:.0f} s, {pages_of_files(pack)['A4']} pages, "
        f"{pack.files.get(size='A4').bytes / 1e6:.0f} MB, progress shown {len(shown)} times, "
        f"worker at most {peak / 1e6:.0f} MB\n"
    )
