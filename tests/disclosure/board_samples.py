"""What the tests of boards and packs have in common: villages with boards, and notices to post on them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from disclosure.boards.actions.register import add_board
from disclosure.boards.enums import PackFormat
from disclosure.boards.models import Board, PosterPack
from disclosure.boards.packs import actions as packs
from disclosure.catalogue.enums import Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.notices.actions import publishing
from disclosure.notices.actions.drafts import save_text
from disclosure.notices.models import Edition
from disclosure.posters.enums import PaperSize
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from tests.factories import (
    NOON,
    Cast,
    CatalogueEntryFactory,
    VillageFactory,
    approved,
    cast,
    person,
    published,
    text_draft,
)

Q3 = Period.parse("2026Q3")
LATER = NOON + timedelta(days=1)


@dataclass
class Town:
    """A town with several villages, each with people of its own."""

    play: Cast
    casts: list[Cast]
    entries: list[CatalogueEntry]

    @property
    def villages(self) -> list[Unit]:
        """The villages in the order of their codes."""
        return sorted((one.village for one in self.casts), key=lambda unit: unit.code)


def village_of(play: Cast) -> Cast:
    """Return the people of another village of the same town."""
    village = VillageFactory(parent=play.town)
    return replace(
        play, village=village, clerk=person(Role.CLERK, village), supervisor=person(Role.SUPERVISOR, village)
    )


def board(play: Cast, *columns: Stream, at: datetime = NOON, **fields: Any) -> Board:
    """Put a board of the cast's village on the register."""
    given = {"place_zh": "村委会门口", "place_en": "At the village office", "paper": PaperSize.A3, "sheets": 12}
    wanted = {**given, "columns": [one.value for one in columns or Stream], **fields}
    return add_board(actor=play.publisher, unit=play.village, fields=wanted, at=at)


def notice(play: Cast, entry: CatalogueEntry | None = None, *, at: datetime = NOON, **fields: Any) -> Edition:
    """Return a published text of the cast's village."""
    return published(play, text_draft(play, entry=entry, at=at, **fields), at=at)


def corrected(play: Cast, edition: Edition, at: datetime = LATER) -> Edition:
    """Publish a second edition in the place of one that is live."""
    draft = publishing.start_correction(actor=play.clerk, edition=edition, at=at)
    draft = save_text(actor=play.clerk, edition=draft, title="", body="已更正。", reason="数字有误", at=at)
    return publishing.publish(
        actor=play.publisher, edition=approved(play, draft, at=at), at=at + timedelta(hours=5), enqueue=False
    )


def town(*, villages: int, items: int) -> Town:
    """Return villages with two boards each, and everything published; half of the items are finance."""
    play = cast()
    casts = [play, *(village_of(play) for _number in range(villages - 1))]
    streams = (Stream.FINANCE, Stream.VILLAGE)
    entries: list[CatalogueEntry] = [CatalogueEntryFactory(stream=streams[number % 2]) for number in range(items)]
    for one in casts:
        board(one, Stream.FINANCE)
        board(one, Stream.PARTY, Stream.VILLAGE)
        for entry in entries:
            notice(one, entry)
    return Town(play, casts, entries)


def ordered(sample: Town, *, by: User | None = None, at: datetime = NOON, **fields: Any) -> PosterPack:
    """Order all posters of all villages."""
    wanted = {"period": Q3, "size": PaperSize.A4, "format": PackFormat.PDF, "units": sample.villages, **fields}
    return packs.order(actor=by or sample.play.publisher, entries=sample.entries, at=at, **wanted)


def picture(*, taken: str = "", place: bool = True, colour: str = "#a8301f") -> bytes:
    """Return a photograph as a telephone makes it: with the time, the device and the place in it."""
    exif = Image.Exif()
    exif[0x010F] = "SECRET-DEVICE"
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    if place:
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (30.0, 15.0, 12.0)
    made = BytesIO()
    Image.new("RGB", (80, 60), colour).save(made, "JPEG", exif=exif)
    return made.getvalue()
