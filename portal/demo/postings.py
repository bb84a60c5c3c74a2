"""The boards of the demo township, what hangs on them, made-up photographs, and a pack of posters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import zip_longest

from django.utils import timezone
from PIL import Image, ImageDraw

from disclosure.boards.actions import boards, postings
from disclosure.boards.actions.postings import Photo
from disclosure.boards.enums import OPINIONS_COLUMN, PostingState
from disclosure.boards.models import Board, Posting
from disclosure.boards.packs import actions as packs
from disclosure.boards.packs.enums import PackFormat
from disclosure.boards.queries.postings import boards_of, default_until, hanging_on
from disclosure.catalogue.enums import Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from disclosure.notices.queries.editions import live
from disclosure.posters.enums import PaperSize
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit, User
from portal.core import audit
from portal.demo import plan
from portal.demo.dice import Dice

REGISTERED = datetime(2024, 9, 3, 9, 0, tzinfo=timezone.get_default_timezone())
TODAY = date(2026, 11, 21)
"""The day on which the demo is looked at; the first posters end on it."""
STAYS_UNTIL = date(2027, 1, 20)
"""Statements of a quarter hang until those of the next one."""
QUARTER = Period.parse("2026Q3")
PACKED = ("QS-02", "QS-06", "QS-12")
"""Villages whose posters are made when the demo is loaded; the pack that waits is of these."""
PHOTOGRAPHED = 5
SIZES: dict[int, tuple[int, list[str]]] = {
    1: (14, [Stream.FINANCE, Stream.VILLAGE]),
    2: (8, [Stream.PARTY, Stream.VILLAGE, OPINIONS_COLUMN]),
}
TOWN_SIZES: dict[int, tuple[int, list[str]]] = {
    1: (20, [Stream.GOVERNMENT, Stream.FINANCE]),
    2: (12, [Stream.PARTY, Stream.GOVERNMENT, OPINIONS_COLUMN]),
}


def load() -> None:
    """Put the boards on the register and record what hangs there; nothing where it was told before."""
    if Board.objects.exists():
        return
    publisher = User.objects.get(username="publisher")
    for unit in Unit.objects.filter(is_active=True).exclude(boards_zh="").order_by("code"):
        _register(unit, publisher)
    _leave_an_old_edition(publisher)
    for number, village in enumerate(Unit.objects.filter(kind=UnitKind.VILLAGE, is_active=True).order_by("code")):
        _hang(village, number)
    packs.order(
        actor=publisher,
        units=Unit.objects.filter(code__in=PACKED),
        entries=CatalogueEntry.objects.filter(code=plan.MONEY),
        period=QUARTER,
        size=PaperSize.A3,
        format=PackFormat.PDF,
        at=_on(date(2026, 11, 20), 16),
    )


def _register(unit: Unit, publisher: User) -> None:
    """Put a unit's boards on the register, where its own table says that they are."""
    sizes = SIZES if unit.kind == UnitKind.VILLAGE else TOWN_SIZES
    places = list(zip_longest(unit.boards_zh.split("、"), unit.boards_en.split(", "), fillvalue=""))
    for number, (zh, en) in enumerate(places[: len(sizes)], start=1):
        sheets, columns = sizes[number]
        if len(places) == 1:
            columns = [*columns, *(one for one in [Stream.PARTY, OPINIONS_COLUMN] if one not in columns)]
        fields = {"place_zh": zh, "place_en": en, "paper": PaperSize.A3, "sheets": sheets, "columns": columns}
        boards.add_board(actor=publisher, unit=unit, fields=fields, at=REGISTERED)


def _hang(village: Unit, number: int) -> None:
    """Record what hangs on a village's first board: the quarter's money, and two other items of the quarter."""
    board = boards_of(village).first()
    clerk = User.objects.filter(posts__unit=village, posts__role="clerk").first()
    if board is None or clerk is None:
        return
    for place, edition in enumerate(_newest(village, board)):
        if edition.published_at is None:
            continue
        at = edition.published_at + timedelta(hours=2)
        until = max(default_until(edition, at), _last_day(number, place))
        photo = _photograph(village, board, timezone.localdate(at)) if place == 0 and number < PHOTOGRAPHED else None
        row = postings.post(
            actor=clerk, board=board, editions=[edition], posted_at=at, at=at, until=until, photo=photo
        )[0]
        if row.until < TODAY - timedelta(days=1):
            down = _on(row.until + timedelta(days=1), 17)
            postings.take_down(actor=clerk, posting=row, taken_down_at=down, seen=None, at=down)


def _newest(village: Unit, board: Board) -> Iterator[Edition]:
    rows = live().filter(notice__unit=village, notice__period=str(QUARTER), notice__entry__stream__in=board.columns)
    rows = rows.exclude(notice__in=hanging_on(board).order_by().values("edition__notice"))
    yield from rows.filter(notice__entry__code=plan.MONEY)[:1]
    yield from rows.exclude(notice__entry__code=plan.MONEY).order_by("notice__entry__code")[:2]


def _last_day(number: int, place: int) -> date:
    """Return until when a poster was meant to hang: money long, of the others two to the day and the rest not."""
    if place == 0:
        return STAYS_UNTIL
    return {(1, 1): TODAY, (3, 2): TODAY - timedelta(days=1)}.get((number, place), TODAY - timedelta(days=9))


def _leave_an_old_edition(publisher: User) -> None:
    """Leave one poster on its board although a later edition has taken its place, as happens."""
    old = (
        Edition.objects.filter(state=State.SUPERSEDED, notice__editions__state=State.PUBLISHED)
        .filter(notice__unit__kind=UnitKind.VILLAGE, notice__entry__code=plan.MONEY)
        .select_related("notice__unit", "notice__entry")
        .order_by("-published_at", "pk")
        .first()
    )
    board = boards_of(old.notice.unit).first() if old else None
    if old is None or board is None or old.published_at is None:
        return
    at = old.published_at + timedelta(hours=3)
    # It was in force then; the action, told today, would rightly refuse it.
    row = Posting.objects.create(
        board=board,
        edition=old,
        state=PostingState.HANGING,
        state_since=at,
        posted_at=at,
        posted_by=publisher,
        until=STAYS_UNTIL,
    )
    audit.write(
        actor=publisher, subject=row, number=row.audit_number(), verb="post", target=PostingState.HANGING, at=at
    )


def _photograph(village: Unit, board: Board, day: date) -> Photo:
    """Draw a board on a wall with sheets of paper on it, a little otherwise for each."""
    dice = Dice("board", village.code, str(board.number))
    picture = Image.new("RGB", (640, 480), (176 + dice.below(30), 168 + dice.below(24), 150))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 400, 640, 480), fill=(120, 112, 96))
    pen.rectangle((50, 70, 590, 370), fill=(96, 24, 18))
    pen.rectangle((64, 100, 576, 356), fill=(222, 216, 200))
    for column in range(4):
        for row in range(2):
            left, top = 82 + column * 122 + dice.below(8), 112 + row * 118 + dice.below(8)
            if dice.below(8) == 0:
                continue
            pen.rectangle((left, top, left + 92, top + 104), fill=(250, 249, 244), outline=(150, 146, 134))
            pen.rectangle((left + 8, top + 8, left + 40, top + 16), fill=(168, 48, 31))
            for line in range(26, 96, 9):
                pen.line((left + 8, top + line, left + 60 + dice.below(24), top + line), fill=(90, 92, 94))
    made = BytesIO()
    picture.save(made, "JPEG", quality=80)
    return Photo(name=f"{village.code}.jpg", content=made.getvalue(), taken_on=day)


def _on(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())
